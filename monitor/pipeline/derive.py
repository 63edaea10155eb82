"""The second stage: a policy's snapshots, oldest first, become versions and the changelogs between them. Nothing is fetched or sent."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from monitor.core.history.deferred import digest_of
from monitor.core.history.planned import PlannedEntries
from monitor.core.history.timeline import plan_timeline
from monitor.core.meaning.uncompared import is_uncompared, uncompared
from monitor.core.screen import forget_texts
from monitor.core.text.tokens import forget
from monitor.core.versions import ENGINE_VERSION, READER_VERSION
from monitor.errors import PluginStopped, ReadingStopped, StoreError
from monitor.model import Changelog, Document, Policy, Rejection, Version
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.edition import fold_edition
from monitor.pipeline.readings import Readings, judges_of, readers_of
from monitor.pipeline.scratch import BESIDE, ScratchIndex
from monitor.pipeline.search import SentenceCutter
from monitor.store.index import Index, Kept
from monitor.store.memory import FOLD, ROWS, PolicyMemory
from monitor.store.texts import named
from monitor.workers.analysis import STOPPED
from monitor.workers.memory_release import LARGE_TEXT, USUAL, give_back, megabytes_held


class TextsUnwritable(StoreError):
    """The derived text files of one policy can't be written. Its versions and alerts do not depend on them.

    Attributes:
        versions: those that the index did not hold before; it holds them now.
    """

    def __init__(self, says: str, *, versions: list[Version]) -> None:
        super().__init__(says)
        self.versions = versions


def derive(context: MonitorContext, policy: Policy, *, rederive: bool = False, retry: bool = False) -> list[Version] | None:
    """Brings the index up to date with the files.

    Args:
        context: the store.
        policy: whose history is derived.
        rederive: read every snapshot again, whatever the index remembers.
        retry: try again to read the newest snapshot, and to compare texts, where that was stopped before.

    Returns:
        The versions that the index did not hold before; None when it was up to date.

    A snapshot whose bytes are lost becomes no version and is listed with the rejections, until the bytes are there again.

    Raises:
        ReadingStopped: with `hurried`, when only a short try was allowed; nothing was derived.
        TextsUnwritable: the index is up to date, but the text files are not; the next call derives again.
        PluginStopped: see there; nothing was derived.
        StoreError: the ledger, the bytes or the index can't be read or written.
    """
    return _derive_anew(context, policy) if rederive else _derive(context, policy, retry=retry)


def _derive_anew(context: MonitorContext, policy: Policy) -> list[Version]:
    """Derives in an index beside the real one, which then takes over the result in one transaction: a kill leaves the old history."""
    before = _versions(context, policy)
    beside = ScratchIndex(context.archive.root / BESIDE, context.index, context.archive, policy.id)
    beside.clear()
    with beside:
        _derive(replace(context, index=beside), policy, retry=True)
        context.index.adopt(policy.id, beside, cutter=SentenceCutter())
    beside.clear()
    entries, names = context.index.entries(policy.id), context.index.version_names(policy.id)
    return [entries[place].version for place, one in enumerate(names) if (one.captured_at, one.sha256) not in before]


def _versions(context: MonitorContext, policy: Policy) -> set[tuple[datetime, str]]:
    return {(one.captured_at, one.sha256) for one in context.index.version_names(policy.id)}


def _derive(context: MonitorContext, policy: Policy, *, retry: bool = False) -> list[Version] | None:
    key = fingerprint(context, policy)
    if not retry and _is_current(context, policy, key):
        return None
    before = _versions(context, policy)
    memory = context.index.memory(policy.id, FOLD, edition_for(policy))
    readings = Readings(context, policy, memory, retry=retry)
    captures, decisions = list(readings.captures()), context.archive.decisions(policy.id)
    entries, rejected = plan_timeline(policy, captures, decisions, _Comparer(context, policy, retry=retry), memory, _unsettled)
    if any(len(version.document.text) > LARGE_TEXT for version in entries.versions[-1:]):
        # From here on all is done in this process, which takes memory of its own: what the worker holds would come on top.
        let_go()
        context.analysis.rest()
    rejections = sorted([*rejected, *readings.lost], key=lambda one: (one.captured_at, one.url, one.sha256))
    _check_plugins(context, policy, rejections)
    # The lost snapshots are part of the key, so that the history is derived again when a backup restores their bytes.
    key = " ".join((key, *dict.fromkeys(one.sha256 for one in readings.lost)))
    # Texts before the key: after a kill in between, the next run derives again. In the other order, stale texts would count as current.
    unwritable, kept = _write(context, policy, entries, memory)
    # What is derived beside the index is made searchable when it is taken over.
    cutter = None if isinstance(context.index, ScratchIndex) else SentenceCutter()
    held = None if unwritable else key
    context.index.replace_history(policy.id, entries, rejections, derivation_key=held, kept=kept, memory=memory, cutter=cutter)
    versions = entries.versions
    # The ledger is asked for the few that are not known by their time.
    found = [v for v in versions if (v.captured_at, v.sha256) not in before and (_clock_time(context, v), v.sha256) not in before]
    if unwritable is not None:
        raise TextsUnwritable(str(unwritable), versions=found) from unwritable
    return found


def _check_plugins(context: MonitorContext, policy: Policy, rejections: Sequence[Rejection]) -> None:
    """Raises PluginStopped when a plug-in's fault would refuse what is a version now, as after it was uninstalled or upgraded."""
    if not (policy.extractor or policy.screens):
        return
    # Not the faults of plug-ins alone: an upgrade that loops on each page is a reader that takes too long.
    faults = {one.sha256: one.verdict.says for one in rejections if one.verdict.reason in STOPPED}
    if faults:
        # A history that is derived beside the index is compared with the real one, which it would replace.
        index = context.index.live if isinstance(context.index, ScratchIndex) else context.index
        for version in index.versions(policy.id):
            if version.snapshot_sha256 in faults:
                raise PluginStopped(f"{faults[version.snapshot_sha256]} What is stored of {policy.id} stays as it is.")


def _unsettled(changelog: Changelog) -> str | None:
    """Why two texts were not compared, if they were not: they are when somebody asks for it again."""
    return changelog.changes[0].reasons[0].says if is_uncompared(changelog) else None


def _clock_time(context: MonitorContext, version: Version) -> datetime:
    """When a version was captured by the clock of that moment: a version whose time was corrected is not a new one."""
    return context.archive.time_in_ledger(version.policy, version.snapshot_sha256, version.captured_at)


def _write(context: MonitorContext, policy: Policy, entries: PlannedEntries, memory: PolicyMemory) -> tuple[StoreError | None, Kept]:
    """Writes the texts that are new.

    Returns:
        The error that kept the texts from being written, which is no reason to keep the versions from people; and which entries are as
        the index holds them.
    """
    inputs = [digest_of(one, edition_for(policy)) for one in entries.inputs]
    held: list[tuple[str, str]] = [(digest, name) for digest, name in memory.get(ROWS, ())]
    rows = list(zip(inputs, named(entries.versions), strict=True))
    memory[ROWS] = rows
    # Without a key, the texts could not be written last time.
    written = {name for _, name in set(held) & set(rows)} if context.index.derivation_key(policy.id) is not None else set()
    try:
        context.archive.write_versions(policy.id, entries.versions, written)
    except StoreError as error:
        return error, _kept([digest for digest, _ in held], inputs)
    return None, _kept([digest for digest, _ in held], inputs)


def _kept(held: Sequence[str], inputs: Sequence[str]) -> Kept:
    """How many entries are the same at the beginning and at the end."""
    most = min(len(held), len(inputs))
    first = next((n for n in range(most) if held[n] != inputs[n]), most)
    last = next((n for n in range(most - first) if held[-1 - n] != inputs[-1 - n]), most - first)
    return Kept(first, last, len(held))


def edition_for(policy: Policy) -> str:
    """What the fold of a policy's history depends on besides its texts: the program, and the plug-ins that judge its changes."""
    judges = judges_of(policy)
    return digest_of(fold_edition(), *judges) if judges else fold_edition()


def is_derived(context: MonitorContext, policy: Policy) -> bool:
    """True when `derive` would find nothing to do."""
    return _is_current(context, policy, fingerprint(context, policy))


def _is_current(context: MonitorContext, policy: Policy, key: str) -> bool:
    """True when the history was derived from exactly this, and no bytes that were lost then are back now."""
    known, *lost = (context.index.derivation_key(policy.id) or "").split(" ")
    if known != key:
        return False
    return not lost or not any(record.sha256 in lost and context.archive.is_intact(record) for record in context.archive.records(policy.id))


def fingerprint(context: MonitorContext, policy: Policy) -> str:
    """What a derived history depends on: the ledger, the policy's settings, the reader and the engine."""
    records = context.archive.records(policy.id)
    decisions = context.archive.decisions(policy.id)
    # When and from where a policy is fetched changes none of its texts.
    settings = replace(policy, schedule=None, live=True, history="none", follow="")
    repairs, copies = context.archive.repairs(policy.id), context.archive.archived_copies(policy.id)
    # The number of records and the last one stand for all of them: a ledger is only ever appended to.
    parts = (len(records), records[-1].sha256 if records else "", decisions, settings, READER_VERSION, ENGINE_VERSION, *repairs, *copies)
    wrong_times = context.archive.clock_said(policy.id)
    # Only where there are any: the histories of all others stay as they are.
    further = (*((wrong_times,) if wrong_times else ()), *readers_of(policy), *judges_of(policy))
    return hashlib.sha256(repr((*parts, *further)).encode()).hexdigest()


def let_go(index: Index | None = None) -> None:
    """Drops what is remembered of texts, and gives the memory back; of an index, what was read last, where that is much."""
    if index is not None and megabytes_held() > USUAL:
        index.let_go()
    forget()
    forget_texts()
    give_back()


class _Comparer:
    """`compare_documents`, with the index as a cache."""

    def __init__(self, context: MonitorContext, policy: Policy, *, retry: bool) -> None:
        self._index, self._analysis, self._policy, self._retry = context.index, context.analysis, policy.id, retry
        self._judges, self._judged_by = policy.judges, judges_of(policy)

    def __call__(self, old: Document, new: Document) -> Changelog:
        # What is noted of two texts depends on more than their words: their dates, and what their pages hide.
        engine = f"{ENGINE_VERSION} {digest_of(*(replace(one, text='') for one in (old, new)), *self._judged_by)}"
        known = self._index.changelog(self._policy, old.sha256, new.sha256, engine)
        if known is not None and not (self._retry and is_uncompared(known)):
            return known
        if len(old.text) + len(new.text) > LARGE_TEXT:
            # What the screen remembers of them takes as much as the worker will.
            let_go()
        try:
            changelog = self._analysis.compare(old, new, judges=self._judges)
        except ReadingStopped as error:
            if error.hurried:
                raise
            changelog = uncompared(old, new, str(error))
        self._index.store_changelog(self._policy, old.sha256, new.sha256, engine, changelog)
        return changelog
