"""Decides which versions raise an alert: new texts and lasting returns to old ones, but not the flips of a page that alternates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import NamedTuple

from monitor.model import Changelog, Document, HistoryEntry, Policy, Reason, Version
from monitor.timestamps import utc_iso

LASTING_PERIOD, LASTING_CAPTURES = timedelta(days=14), 3
"""How long, and in how many captures, an old text must be back before the return counts: 38 % of all recorded changes are flips back to
the text before."""
LONG_LIFE = timedelta(days=30)
"""A text that stood this long was no flip. Whatever ends it is a change, even if it is an old text that comes back."""

Compare = Callable[[Document, Document], Changelog]


@dataclass(slots=True)
class _ChangelogCache:
    """Changelogs by their two texts: a page that alternates shows the same pair again and again."""

    compare: Compare
    known: dict[tuple[str, str], Changelog] = field(default_factory=dict)

    def between(self, old: Version, new: Version) -> Changelog:
        pair = old.sha256, new.sha256
        if pair not in self.known:
            self.known[pair] = self.compare(old.document, new.document)
        return self.known[pair]


class AlertDecision(NamedTuple):
    """What is said about a version beside its changelog."""

    alert: bool
    note: Reason | None
    """That its page alternates."""


def decide_alerts(policy: Policy, versions: Sequence[Version], compare: Compare) -> tuple[HistoryEntry, ...]:
    """Adds to each version what it changed against the one before, and whether it raises an alert; see `decisions`.

    Args:
        policy: its threshold counts, and whether what is not judged alerts.
        versions: all versions, oldest first.
        compare: the changes between two documents; called once per pair of texts.
    """
    changelogs = _ChangelogCache(compare)
    found = decisions(versions, lambda old, new: bool(changelogs.between(old, new).alerting(policy)))
    return tuple(
        HistoryEntry(version, with_note(changelogs.between(versions[place - 1], version), one.note) if place else None, one.alert)
        for place, (version, one) in enumerate(zip(versions, found, strict=True))
    )


def decisions(versions: Sequence[Version], alarming: Callable[[Version, Version], bool]) -> list[AlertDecision]:
    """Which versions raise an alert, and where a page is first seen to alternate.

    A reader is assumed to know the text that was reported last: the last new text or lasting return. A new text alerts if it reaches the
    policy's threshold both against the version before it and against what the reader knows; a return alerts once it has lasted.

    Args:
        versions: all versions, oldest first. The first one never alerts, for there is nothing to compare it with.
        alarming: whether the changes between two versions reach the policy's threshold.
    """
    found: list[AlertDecision] = []
    reported: Version | None = None
    noted: set[frozenset[str]] = set()
    for place, version in enumerate(versions):
        if reported is None:
            found.append(AlertDecision(alert=False, note=None))
            reported = version
            continue
        alert = _is_news(versions, place, reported) and all(alarming(old, version) for old in _known_to_reader(versions, place, reported))
        if version.returns_to is None or _is_lasting(versions, place):
            reported = version
        found.append(AlertDecision(alert, _alternates(versions, place, noted)))
    return found


def _is_news(versions: Sequence[Version], place: int, reported: Version) -> bool:
    """True for a text never seen before, and for the lasting return of one that the reader does not think is in force."""
    version = versions[place]
    return version.returns_to is None or (version.sha256 != reported.sha256 and _is_lasting(versions, place))


def _is_lasting(versions: Sequence[Version], place: int) -> bool:
    """True if a version stays long enough not to be a flip, or ends one that did."""
    version, previous = versions[place], versions[place - 1]
    stays = version.last_seen - version.captured_at >= LASTING_PERIOD and version.captures >= LASTING_CAPTURES
    ends_a_long_life = previous.last_seen - previous.captured_at >= LONG_LIFE and previous.captures >= LASTING_CAPTURES
    return stays or ends_a_long_life


def _known_to_reader(versions: Sequence[Version], place: int, reported: Version) -> list[Version]:
    """The versions that must all differ enough from this one for it to alert.

    For a return, what was reported last. For a new text, also the version before it and, if that was a flip, the text it flipped from:
    otherwise a page that alternates between A and B would alert again whenever B comes back with a small edit.
    """
    if versions[place].returns_to is not None:
        return [reported]
    previous = versions[place - 1]
    flipped_from = [versions[place - 2]] if previous.returns_to is not None and place >= 2 else []
    return list({one.sha256: one for one in (previous, reported, *flipped_from)}.values())


def _alternates(versions: Sequence[Version], place: int, noted: set[frozenset[str]]) -> Reason | None:
    """A note the first time that the page is seen to alternate between two texts (A, B, A, B)."""
    last = [one.sha256 for one in versions[max(0, place - 3) : place + 1]]
    pair = frozenset(last)
    if len(last) < 4 or len(pair) != 2 or last[0] != last[2] or pair in noted:
        return None
    noted.add(pair)
    first, second = (utc_iso(one.returns_to or one.captured_at) for one in versions[place - 1 : place + 1])
    says = f"The page alternates between the texts first seen on {first} and {second}; further switches raise no alert."
    return Reason("alternates", says, "")


def with_note(changelog: Changelog, note: Reason | None) -> Changelog:
    """The changelog with a further note, if there is one."""
    return changelog if note is None else replace(changelog, notes=(*changelog.notes, note))
