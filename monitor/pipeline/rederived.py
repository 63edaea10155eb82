"""Compares what was derived from one policy's snapshots - versions, changelogs, texts, pages - with what they give when read again.

Everything is derived and rendered in a scratch folder; nothing is written to the store or to the reports.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from monitor.errors import ReadingStopped, StoreError
from monitor.model import ArchivedCopy, HistoryEntry, Policy, ReviewDecision, SnapshotRecord, Version
from monitor.pipeline import publish
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.derive import derive, fingerprint, let_go
from monitor.pipeline.scratch import ScratchIndex
from monitor.render.compare_pages import policy_page_faults
from monitor.render.paths import policy_folder
from monitor.store.archive import SnapshotArchive
from monitor.store.dating import date_decisions, date_records
from monitor.store.index import REMEDY, Index
from monitor.store.ledger import Entry, LedgerRepair
from monitor.store.texts import differing_texts
from monitor.timestamps import utc_iso

# A store in use changes while it is read: then a policy is compared again, so often at most.
_ATTEMPTS = 3


@dataclass
class Findings:
    """What comparing a stored history with a fresh derivation found."""

    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """What could not be compared, and why."""
    compared: bool = False
    """Whether the history was derived again; False when the index holds one of another version or of other settings."""


def compare_policy(context: MonitorContext, policy: Policy, scratch: Path, *, index: str = "index.sqlite") -> Findings:
    """Derives one policy's history in a scratch folder and compares it with the index, the texts and the pages.

    Args:
        context: the store.
        policy: a tracked policy; the record of another can't be derived, for its settings are not known.
        scratch: a folder that is used for all policies of one verification.
        index: the file there in which the history is derived; processes that compare at the same time have one each.
    """
    try:
        for _ in range(_ATTEMPTS):
            before = _stamp(context, policy)
            try:
                found = _compare(context, policy, scratch, scratch / index)
            except StoreError as error:  # a damaged ledger or index
                found = Findings([str(error)])
            if not found.faults or _stamp(context, policy) == before:
                break
        return found
    finally:
        # Of thousands of policies the words of each would stay in memory.
        let_go(context.index)


def _stamp(context: MonitorContext, policy: Policy) -> tuple[object, ...]:
    """Differs when something was written to a policy's record, history or pages."""
    try:
        return context.archive.line_count(policy.id), context.index.derivation_key(policy.id), publish.rendered_as(context, policy)
    except StoreError:
        return ()


def _compare(context: MonitorContext, policy: Policy, scratch: Path, path: Path) -> Findings:
    found = Findings()
    stored = context.index.derivation_key(policy.id)
    if stored is None:
        return _not_derived(context, policy)
    view = _view_at(context, policy, stored.partition(" ")[0])
    if view is None:
        found.notes.append(f"{policy.id}: {_why_not_compared(context, policy)}")
        return found
    index = ScratchIndex(path, context.index, view, policy.id)
    again = replace(context, archive=view, index=index, reports=scratch / "reports")
    with index:
        _derive_within_limits(again, policy, index)
        if index.taken:
            says = "what was stopped by its limits when it was read or compared was not tried again"
            found.notes.append(f"{policy.id}: {says}; `policy-monitor report --rederive` does so")
        if index.stopped:
            says = "reading or comparing its texts was stopped by the limits now and not when they were stored, so it was not compared"
            found.notes.append(f"{policy.id}: {says}; `limits:` in the configuration allows more")
            return found
        found.faults += _history_faults(context.index, index, policy)
        found.faults += context.index.differing_caches(index, policy.id, [record.sha256 for record in view.records(policy.id)])
        ahead = _versions_ahead(context, policy, view, path)
        found.faults += differing_texts(context.archive.root / context.archive.folder(policy.id) / "text", view.versions, ahead)
        _compare_pages(context, again, policy, found)
    found.compared = True
    return found


def _derive_within_limits(again: MonitorContext, policy: Policy, index: ScratchIndex) -> None:
    """Derives a history into `index`. Where something takes so long that limits matter, what was stopped by them then counts as stopped.

    Whether a text that takes 250 of 256 MB is compared differs from time to time. What takes a moment was never stopped: to say so in the
    index would hide a version, so it is read in any case.
    """
    try:
        with again.analysis.hurried():
            derive(again, policy)
    except ReadingStopped:
        pass
    else:
        if not index.stopped:
            return
    index.begin_anew()
    derive(again, policy)


def _why_not_compared(context: MonitorContext, policy: Policy) -> str:
    """Why no length of the ledger gives the key of the history. Deriving it again would only hide that lines are gone."""
    records = context.archive.records(policy.id)
    kept, newest = {record.sha256 for record in records}, max((record.captured_at for record in records), default=None)
    for version in context.index.versions(policy.id):
        if version.snapshot_sha256 not in kept or newest is None or version.last_seen > newest:
            return "its history has snapshots that its ledger no longer has, so it was not compared; see the faults below"
    says = "its history was derived by another version of policy-monitor or with other settings, so it was not compared"
    return f"{says}; `policy-monitor report` derives it again"


def _versions_ahead(context: MonitorContext, policy: Policy, view: _View, path: Path) -> Sequence[Version] | None:
    """The versions that the whole ledger gives, where it is longer than what the index was derived from; else None.

    Texts are written before the index: a process that was killed in between leaves texts that the index does not know.
    """
    entries = context.archive.ledger_entries(policy.id)
    if view.length == len(entries):
        return None
    whole = _View(context.archive, entries)
    index = ScratchIndex(path.with_name(f"ahead-{path.name}"), context.index, whole, policy.id, reuse=True)
    with index:
        derive(replace(context, archive=whole, index=index, reports=path.parent / "reports-ahead"), policy)
    return whole.versions


def _not_derived(context: MonitorContext, policy: Policy) -> Findings:
    """A policy of which the index has nothing: that is what a kill leaves of a new one; an old one was taken out."""
    if not context.archive.records(policy.id):
        return Findings()
    held = len(context.index.entries(policy.id))
    if not held and context.state.alert_cursor(policy.id) and not context.index.is_empty():
        return Findings([f"the history of {policy.id} is gone from the index; `policy-monitor report --rederive` derives it again"])
    says = "its history is not derived yet" if not held else "its history was derived by an earlier version of policy-monitor"
    return Findings(notes=[f"{policy.id}: {says}, so it was not compared; `policy-monitor report` derives it"])


# --- the record as it was when the index was made --------------------------------------------------------------------


class _View(SnapshotArchive):
    """A policy's record as it was after some of its lines. Texts are remembered, not written."""

    def __init__(self, archive: SnapshotArchive, entries: Sequence[Entry]) -> None:
        super().__init__(archive.root, folders=archive.folders)
        self._entries = entries
        self.length = len(entries)
        # The lines have what the clock said. What a later capture shows to be wrong is corrected here as it is in the store.
        self._dating = date_records([one for one in entries if isinstance(one, SnapshotRecord)])
        self.versions: Sequence[Version] = ()

    def records(self, policy_id: str) -> list[SnapshotRecord]:
        return [self._shown(one) for one in self._dating.records]

    def clock_said(self, policy_id: str) -> dict[int, datetime]:
        return dict(self._dating.clock_said)

    def time_in_ledger(self, policy_id: str, sha256: str, captured_at: datetime) -> datetime:
        return self._dating.written(sha256, captured_at)

    def decisions(self, policy_id: str) -> list[ReviewDecision]:
        return date_decisions([one for one in self._entries if isinstance(one, ReviewDecision)], self._dating)

    def repairs(self, policy_id: str) -> list[LedgerRepair]:
        return [one for one in self._entries if isinstance(one, LedgerRepair)]

    def archived_copies(self, policy_id: str) -> list[ArchivedCopy]:
        return [one for one in self._entries if isinstance(one, ArchivedCopy)]

    def write_versions(self, policy_id: str, versions: Sequence[Version], written: Collection[str] = ()) -> None:
        self.versions = versions


def _view_at(context: MonitorContext, policy: Policy, key: str) -> _View | None:
    """The record at the length at which it gives this key; None if there is none.

    After a kill, or while a history is imported, the ledger is longer than what the index was derived from.
    """
    entries = context.archive.ledger_entries(policy.id)
    for length in range(len(entries), -1, -1):
        view = _View(context.archive, entries[:length])
        if fingerprint(replace(context, archive=view), policy) == key:
            return view
    return None


# --- the index -------------------------------------------------------------------------------------------------------


def _history_faults(live: Index, again: Index, policy: Policy) -> Iterator[str]:
    held, derived = live.entries(policy.id), again.entries(policy.id)
    if len(held) != len(derived):
        yield f"the index has {len(held)} versions of {policy.id}, but its snapshots give {len(derived)}; {REMEDY}"
        return
    for number, (one, other) in enumerate(zip(held, derived, strict=True), start=1):
        if what := _difference(one, other):
            when = utc_iso(other.version.captured_at)
            yield f"{what} version {number} of {policy.id} ({when}) in the index is not what its snapshots give; {REMEDY}"
    # Of a store that was written before there were such lists, none is there until the next run.
    shown, expected = live.tables.listed(policy.id), again.tables.listed(policy.id)
    for number, (row, wanted) in enumerate(zip(shown, expected, strict=True), start=1):
        if row != (*wanted[:-1], row[-1] and wanted[-1]):
            yield f"what SQL shows of version {number} of {policy.id} in the index is not what its snapshots give; {REMEDY}"
    if live.rejections(policy.id) != again.rejections(policy.id):
        yield f"the rejected snapshots of {policy.id} in the index are not the ones that its snapshots give; {REMEDY}"


def _difference(held: HistoryEntry, derived: HistoryEntry) -> str | None:
    """What of two versions differs, as the beginning of a sentence; None when nothing does."""
    if held.version.document != derived.version.document:
        return "the text of"
    if held.changelog != derived.changelog:
        return "the changelog of"
    if held.alert != derived.alert:
        return "whether an alert was due for"
    return "what is noted about" if held.version != derived.version else None


# --- the pages -------------------------------------------------------------------------------------------------------


def _compare_pages(context: MonitorContext, again: MonitorContext, policy: Policy, found: Findings) -> None:
    if not (context.reports / policy_folder(policy.id)).exists():
        return  # reports may be deleted at any time
    if publish.rendered_as(context, policy) != publish.rendering_key(context, policy):
        found.notes.append(f"{policy.id}: its pages are outdated, so they were not compared; `policy-monitor report` renders them again")
        publish.render(again, policy)  # the overview is compared with it
        return
    publish.render(again, policy)
    folder = policy_folder(policy.id)
    faults, superseded = policy_page_faults(context.reports / folder, again.reports / folder)
    found.faults += faults
    if superseded:
        says = "compares" if superseded == 1 else "compare"
        found.notes.append(
            f"{policy.id}: {superseded} of its pages {says} versions that no longer follow each other, and can't be made again"
        )
