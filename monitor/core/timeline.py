"""The history of one policy: a pure fold over its snapshots in the order of capture, whatever the order of arrival."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from monitor.core.alerting import tell
from monitor.core.timeline_admit import Admission, Look, Sighting, last_words
from monitor.core.timeline_chain import chain
from monitor.core.timeline_compose import compose, page_of
from monitor.core.timeline_noise import essence
from monitor.core.timeline_quiet import quietly
from monitor.core.timeline_ticks import find_ticks
from monitor.model import Changelog, Document, HistoryEntry, Policy, Rejection, Word

__all__ = ["Sighting", "Timeline", "build_timeline"]


@dataclass(frozen=True, slots=True)
class Timeline:
    """What the fold gives: the versions with their changes, oldest first, and the snapshots that became none."""

    entries: tuple[HistoryEntry, ...]
    rejections: tuple[Rejection, ...]


def build_timeline(
    policy: Policy, sightings: Sequence[Sighting], words: Sequence[Word], compare: Callable[[Document, Document], Changelog]
) -> Timeline:
    """The history that snapshots tell.

    Args:
        policy: whose document; its `urls` order the pages, its `threshold` decides what alerts.
        sightings: kept snapshots with what they say, in any order.
        words: persons' words; the last on a snapshot outranks the screen.
        compare: what changed between two documents; called once per pair of texts.

    Returns:
        Every sighting is a capture of one of the versions or stands among the rejections.
    """
    said, remembered = last_words(words), cache(essence)
    admissions: dict[str, Admission] = {}
    for sighting in sorted(sightings, key=_moment):
        page = page_of(sighting.record.url, policy.urls)
        admissions.setdefault(page, Admission(policy.language, said, remembered)).admit(sighting)
    for admission in admissions.values():
        admission.finish()
    looks, early = compose(_pages(policy, admissions))
    rejections = [*early, *(rejection for admission in admissions.values() for rejection in admission.rejections)]
    rejections.sort(key=lambda one: (one.captured_at, one.url, one.sha256))
    ticks = find_ticks((look.record.captured_at, remembered(look.document.text)) for look in looks)
    versions = chain(policy.id, looks, remembered, ticks)
    return Timeline(tell(policy, versions, quietly(compare, remembered, ticks)), tuple(rejections))


def _moment(sighting: Sighting) -> tuple[object, ...]:
    """By time of capture; at one moment the page's own address and bytes decide, for the order of arrival must not."""
    record = sighting.record
    return record.captured_at, record.url, record.sha256, record.sequence


def _pages(policy: Policy, admissions: dict[str, Admission]) -> dict[str, list[Look]]:
    """The accepted looks of every page that was accepted at least once, in the order of the policy's addresses."""
    order = {url: place for place, url in enumerate(policy.urls)}
    seen = {page: admission.looks for page, admission in admissions.items() if admission.looks}
    return dict(sorted(seen.items(), key=lambda one: order.get(one[0], 0))) or {"": []}
