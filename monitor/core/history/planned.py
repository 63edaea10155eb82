"""The entries of a history, assembled on demand, each with a digest of everything that it is made from."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import overload

from monitor.core.history.alerting import AlertDecision, decisions, with_note
from monitor.core.history.deferred import digest_of, identity_of, loaded
from monitor.core.history.text_cache import ChangelogOutline, TextCache, outline
from monitor.model import Changelog, Document, HistoryEntry, Policy, Version

_CHANGELOGS_HELD = 32
"""Of a page that alternates between some texts, each pair is compared once."""


class PlannedEntries(Sequence[HistoryEntry]):
    """A policy's versions with what each changed and whether it alerts, oldest first.

    Args:
        policy: its threshold counts, and whether what is not judged alerts.
        versions: all versions, oldest first.
        compare: the changes between two documents.
        text_cache: remembers how severe the changes between two texts are.
        about: what else the comparison depends on.
        unsettled: why two texts could not be compared, by the changelog that stands for that; None for any other changelog.

    Attributes:
        versions: the versions, with documents that may be loaded where they are asked for.
        inputs: of each entry a digest that is equal for equal entries.
    """

    def __init__(
        self,
        policy: Policy,
        versions: Sequence[Version],
        compare: Callable[[Document, Document], Changelog],
        text_cache: TextCache,
        *,
        about: str,
        unsettled: Callable[[Changelog], str | None],
    ) -> None:
        self.versions, self._compare, self._text_cache, self._about = versions, compare, text_cache, about
        self._why_unsettled = unsettled
        self._changelogs: OrderedDict[tuple[str, str], Changelog] = OrderedDict()
        self._outlines: dict[tuple[str, str], ChangelogOutline] = {}
        self._unsettled: dict[tuple[str, str], str] = {}
        """Why two texts were not compared, by their digests: they may be some other time."""
        self._decisions = decisions(versions, lambda old, new: self._outline(old, new).alerts(policy))

    @property
    def inputs(self) -> tuple[str, ...]:
        """See above."""
        return tuple(self._input(place, decision) for place, decision in enumerate(self._decisions))

    def _input(self, place: int, decision: AlertDecision) -> str:
        version = self.versions[place]
        before = self.versions[place - 1] if place else None
        # Whether the two were compared at all is known only then.
        if before is not None:
            self._outline(before, version)
        about = (
            version.captured_at, version.last_seen, version.source, version.snapshot_sha256, version.url, version.archive_url,
            version.captures, version.returns_to, version.redirects,
        )  # fmt: skip
        texts = identity_of(version.document), before and identity_of(before.document)
        unsettled = before and self._unsettled.get((before.sha256, version.sha256))
        return digest_of(about, texts, decision.alert, decision.note, unsettled, self._about)

    def _outline(self, old: Version, new: Version) -> ChangelogOutline:
        pair = old.sha256, new.sha256
        if pair not in self._outlines:
            texts = digest_of(identity_of(old.document), identity_of(new.document), self._about)
            grades = self._text_cache.recall(f"changes {texts}", lambda: self._grades(old, new), keep=lambda: pair not in self._unsettled)
            self._outlines[pair] = ChangelogOutline(frozenset((severity, judged) for severity, judged in grades))
        return self._outlines[pair]

    def _grades(self, old: Version, new: Version) -> list[tuple[str, bool]]:
        changelog = self._changelog(old, new)
        if (why := self._why_unsettled(changelog)) is not None:
            self._unsettled[old.sha256, new.sha256] = why
        return sorted(outline(changelog).grades)

    def _changelog(self, old: Version, new: Version) -> Changelog:
        pair = old.sha256, new.sha256
        if pair not in self._changelogs:
            self._changelogs[pair] = self._compare(loaded(old.document), loaded(new.document))
        self._changelogs.move_to_end(pair)
        if len(self._changelogs) > _CHANGELOGS_HELD:
            self._changelogs.popitem(last=False)
        return self._changelogs[pair]

    def __len__(self) -> int:
        return len(self.versions)

    def __iter__(self) -> Iterator[HistoryEntry]:
        return (self[place] for place in range(len(self)))

    @overload
    def __getitem__(self, index: int) -> HistoryEntry: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[HistoryEntry]: ...
    def __getitem__(self, index: int | slice) -> HistoryEntry | Sequence[HistoryEntry]:
        if isinstance(index, slice):
            return [self[place] for place in range(*index.indices(len(self)))]
        place = range(len(self))[index]
        version, decision = self.versions[place], self._decisions[place]
        changelog = with_note(self._changelog(self.versions[place - 1], version), decision.note) if place else None
        return HistoryEntry(replace(version, document=loaded(version.document)), changelog, decision.alert)
