"""The history of one policy: a pure fold over its snapshots in the order of capture, whatever the order of arrival."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from urllib.parse import urlsplit

from monitor.core.history.admission import AcceptedCapture, Admission, Sighting, latest_decisions, rejected
from monitor.core.history.alerting import decide_alerts
from monitor.core.history.noise import normalized_text
from monitor.core.history.tickers import find_ticks, quietly
from monitor.core.history.versions import chain
from monitor.model import Changelog, Document, HistoryEntry, Policy, Rejection, ReviewDecision, ScreenStatus, Verdict

__all__ = ["Sighting", "Timeline", "build_timeline"]


@dataclass(frozen=True, slots=True)
class Timeline:
    """What the fold gives: the versions with their changes, oldest first, and the snapshots that became none."""

    entries: tuple[HistoryEntry, ...]
    rejections: tuple[Rejection, ...]


def build_timeline(
    policy: Policy, sightings: Sequence[Sighting], words: Sequence[ReviewDecision], compare: Callable[[Document, Document], Changelog]
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
    said, remembered = latest_decisions(words), cache(normalized_text)
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
    return Timeline(decide_alerts(policy, versions, quietly(compare, remembered, ticks)), tuple(rejections))


def _moment(sighting: Sighting) -> tuple[object, ...]:
    """By time of capture; at one moment the page's own address and bytes decide, for the order of arrival must not."""
    record = sighting.record
    return record.captured_at, record.url, record.sha256, record.sequence


def _pages(policy: Policy, admissions: dict[str, Admission]) -> dict[str, list[AcceptedCapture]]:
    """The accepted looks of every page that was accepted at least once, in the order of the policy's addresses."""
    order = {url: place for place, url in enumerate(policy.urls)}
    seen = {page: admission.looks for page, admission in admissions.items() if admission.looks}
    return dict(sorted(seen.items(), key=lambda one: order.get(one[0], 0))) or {"": []}


def page_of(url: str, urls: Sequence[str]) -> str:
    """Which of a policy's addresses a capture belongs to: the same, else one that differs in scheme, www or slash, else the first."""
    if len(urls) < 2 or url in urls:
        return url if len(urls) > 1 else ""
    return next((known for known in urls if _bare(known) == _bare(url)), urls[0])


def compose(pages: Mapping[str, Sequence[AcceptedCapture]]) -> tuple[list[AcceptedCapture], list[Rejection]]:
    """The accepted looks at the whole document, in order; `pages` are in the order in which they make up the document.

    A moment at which some page had not been seen yet is rejected as incomplete: half a document is no version.
    """
    if len(pages) == 1:
        return list(next(iter(pages.values()))), []
    seen = sorted(((page, look) for page, looks in pages.items() for look in looks), key=lambda one: one[1].record.captured_at)
    current: dict[str, AcceptedCapture] = {}
    whole: list[AcceptedCapture] = []
    early: list[Rejection] = []
    for _, moment in groupby(seen, key=lambda one: one[1].record.captured_at):
        group = list(moment)
        current.update(group)
        missing = [page for page in pages if page not in current]
        if missing:
            says = f"The document has {len(pages)} pages; {missing[0]} had not been captured yet at this moment."
            early += [rejected(look.record, Verdict(ScreenStatus.QUARANTINED, "incomplete", says)) for _, look in group]
        else:
            whole.append(_joined([current[page] for page in pages], group))
    return whole, early


def _joined(parts: Sequence[AcceptedCapture], group: Sequence[tuple[str, AcceptedCapture]]) -> AcceptedCapture:
    """One look for a moment: the texts of all parts, with the record of the first part captured then."""
    documents = [part.document for part in parts]
    fresh = {id(look) for _, look in group}
    record = next(part.record for part in parts if id(part) in fresh)
    document = Document(
        text="\n\n".join(one.text.strip("\n") for one in documents) + "\n",
        title=documents[0].title,
        stated_date=max((one.stated_date for one in documents if one.stated_date), default=None),
        effective_date=max((one.effective_date for one in documents if one.effective_date), default=None),
        language=documents[0].language,
        notes=tuple(dict.fromkeys(note for one in documents for note in one.notes)),
    )
    return AcceptedCapture(record, document)


def _bare(url: str) -> tuple[str, str, str]:
    try:
        parts = urlsplit(url)
    except ValueError:  # as a damaged archive may hold it
        return "", url, ""
    return (parts.hostname or "").removeprefix("www."), parts.path.rstrip("/") or "/", parts.query
