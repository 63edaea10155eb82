"""Which versions would raise an alert: really new texts and lasting returns, never the flips of a page that alternates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from monitor.model import Changelog, Document, HistoryEntry, Policy, Reason, Severity, Version
from monitor.timestamps import utc_iso

LASTING_PERIOD, LASTING_CAPTURES = timedelta(days=14), 3
"""How long, and in how many captures, a return must stand before it counts as one; of all recorded changes 38 % are flips back."""
LONG_LIFE = timedelta(days=30)
"""A text that stood this long was no flip; what ends it is a change, even when it is an old text that comes back."""

Compare = Callable[[Document, Document], Changelog]


@dataclass(slots=True)
class _Memory:
    """Changelogs by the two texts, for a page that alternates shows the same pair again and again."""

    compare: Compare
    known: dict[tuple[str, str], Changelog] = field(default_factory=dict)

    def between(self, old: Version, new: Version) -> Changelog:
        pair = old.sha256, new.sha256
        if pair not in self.known:
            self.known[pair] = self.compare(old.document, new.document)
        return self.known[pair]


def decide_alerts(policy: Policy, versions: Sequence[Version], compare: Compare) -> tuple[HistoryEntry, ...]:
    """Each version with what it changed against the one before it, and whether it would have raised an alert.

    The reader is taken to believe in the text last told (`told`): the last new text or lasting return. A new text alerts when it reaches
    the threshold against the version before it and against what the reader knows; a return alerts once it has proved to be lasting.
    """
    memory = _Memory(compare)
    entries: list[HistoryEntry] = []
    told: Version | None = None
    noted: set[frozenset[str]] = set()
    for place, version in enumerate(versions):
        if told is None:
            entries.append(HistoryEntry(version, None))
            told = version
            continue
        changelog = memory.between(versions[place - 1], version)
        alert = _news(versions, place, told) and _reaches(policy.threshold, memory, version, _known_to_reader(versions, place, told))
        if version.returns_to is None or _lasting(versions, place):
            told = version
        entries.append(HistoryEntry(version, _with_note(changelog, versions, place, noted), alert))
    return tuple(entries)


def _news(versions: Sequence[Version], place: int, told: Version) -> bool:
    """True for a text never seen before and for the lasting return of one that the reader does not take to be in force."""
    version = versions[place]
    return version.returns_to is None or (version.sha256 != told.sha256 and _lasting(versions, place))


def _lasting(versions: Sequence[Version], place: int) -> bool:
    version, previous = versions[place], versions[place - 1]
    stood = version.last_seen - version.captured_at
    stays = stood >= LASTING_PERIOD and version.captures >= LASTING_CAPTURES
    ends_a_long_life = previous.last_seen - previous.captured_at >= LONG_LIFE and previous.captures >= LASTING_CAPTURES
    return stays or ends_a_long_life


def _known_to_reader(versions: Sequence[Version], place: int, told: Version) -> list[Version]:
    """The texts that a new one must differ from: what was told and, for a return, nothing else; else also those alternating before it."""
    if versions[place].returns_to is not None:
        return [told]
    previous = versions[place - 1]
    flipping = [versions[place - 2]] if previous.returns_to is not None and place >= 2 else []
    return list({one.sha256: one for one in (previous, told, *flipping)}.values())


def _reaches(threshold: Severity, memory: _Memory, version: Version, known: Sequence[Version]) -> bool:
    return all(memory.between(old, version).reaches(threshold) for old in known)


def _with_note(changelog: Changelog, versions: Sequence[Version], place: int, noted: set[frozenset[str]]) -> Changelog:
    """The changelog, with a note where it first shows that the page alternates between two texts (A, B, A, B)."""
    last = [one.sha256 for one in versions[max(0, place - 3) : place + 1]]
    pair = frozenset(last)
    if len(last) < 4 or len(pair) != 2 or last[0] != last[2] or pair in noted:
        return changelog
    noted.add(pair)
    first, second = (utc_iso(one.returns_to or one.captured_at) for one in versions[place - 1 : place + 1])
    says = f"The page alternates between the texts first seen on {first} and {second}; further flips raise no alert."
    return replace(changelog, notes=(*changelog.notes, Reason("alternates", says, "")))
