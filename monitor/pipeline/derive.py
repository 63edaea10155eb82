"""The second street: a policy's snapshots are folded, in the order of their capture, into versions and what each changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace

from monitor.core.compare import ENGINE_VERSION, compare_documents
from monitor.core.extract import READER_VERSION, read_snapshot
from monitor.core.history.timeline import ExtractedCapture, build_timeline
from monitor.errors import BytesLost
from monitor.model import Changelog, Document, ExtractionResult, Policy, Rejection, ScreenStatus, SnapshotRecord, Verdict, Version, utc_iso
from monitor.pipeline.context import MonitorContext
from monitor.store.ledger import Mended

LOST = ("bytes-missing", "bytes-damaged", "bytes-not-copied")
"""Reasons of snapshots that can't be read because the store lost their bytes; the last where an annotation of the ledger says so."""


def derive(context: MonitorContext, policy: Policy, *, anew: bool = False) -> list[Version] | None:
    """Brings the index up to what the files hold.

    Args:
        context: the store.
        policy: whose history is derived.
        anew: read every snapshot again, whatever the index remembers.

    Returns:
        The versions that the index did not hold before; None when nothing was to do.

    A snapshot whose bytes are lost becomes no version and is listed with the rejections, until the bytes are there again.
    """
    if anew:
        context.index.forget(policy.id)
    mark = fingerprint(context, policy)
    if _up_to_date(context, policy, mark):
        return None
    before = {(v.captured_at, v.sha256) for v in context.index.versions(policy.id)}
    lost: list[Rejection] = []
    sightings = list(_sightings(context, policy, lost))
    timeline = build_timeline(policy, sightings, context.files.words(policy.id), _Comparer(context, policy.id))
    versions = [entry.version for entry in timeline.entries]
    rejections = sorted([*timeline.rejections, *lost], key=lambda one: (one.captured_at, one.url, one.sha256))
    mark = " ".join((mark, *dict.fromkeys(one.sha256 for one in lost)))
    # Texts before the mark: killed in between, the next run derives again; the other way round it would take stale texts for done.
    context.files.write_versions(policy.id, versions)
    context.index.replace_history(policy.id, timeline.entries, rejections, mark=mark)
    return [v for v in versions if (v.captured_at, v.sha256) not in before]


def _up_to_date(context: MonitorContext, policy: Policy, mark: str) -> bool:
    """True when the history was derived from just this, and no bytes that were lost then are there now."""
    known, *lost = (context.index.mark(policy.id) or "").split(" ")
    if known != mark:
        return False
    return not lost or not any(record.sha256 in lost and context.files.is_whole(record) for record in context.files.records(policy.id))


def fingerprint(context: MonitorContext, policy: Policy) -> str:
    """What a derived history depends on: the ledger, the policy's settings, the reader and the engine."""
    records = context.files.records(policy.id)
    words = context.files.words(policy.id)
    settings = replace(policy, schedule=None, live=True, history="none")
    mended = context.files.mended(policy.id)
    saved = context.files.saved(policy.id)
    parts = (len(records), records[-1].sha256 if records else "", words, settings, READER_VERSION, ENGINE_VERSION, *mended, *saved)
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def read_record(context: MonitorContext, policy: Policy, record: SnapshotRecord) -> ExtractionResult:
    """A kept snapshot, read with the selectors that held when it was captured; from the index when it was read before.

    Raises:
        BytesLost: it was not, and its bytes are missing or damaged.
    """
    select, remove = ([s.css for s in group if s.holds_at(record.captured_at)] for group in (policy.select, policy.remove))
    parts = (READER_VERSION, select, remove, record.media_type, record.headers, record.url)
    reader = hashlib.sha256(repr(parts).encode()).hexdigest()
    reading = context.index.reading(record.sha256, reader)
    if reading is None:
        body = context.files.read(record)
        reading = read_snapshot(body, media_type=record.media_type, headers=record.headers, url=record.url, select=select, remove=remove)
        context.index.put_reading(record.sha256, reader, reading)
    return reading


def _sightings(context: MonitorContext, policy: Policy, lost: list[Rejection]) -> Iterator[ExtractedCapture]:
    """What can be read; the rest is added to `lost`."""
    copies = {(one.url, one.captured_at, one.snapshot_sha256): one.archive_url for one in context.files.saved(policy.id)}
    noted = {path: mended for mended in context.files.mended(policy.id) for path in mended.missing}
    for record in context.files.records(policy.id):
        try:
            reading = read_record(context, policy, record)
        except BytesLost as error:
            lost.append(_lost(record, error.reason, noted.get(record.path)))
            continue
        copy = copies.get((record.url, record.captured_at, record.sha256))
        record = replace(record, archive_url=copy) if copy else record  # noqa: PLW2901 - the same, with its copy
        yield ExtractedCapture(record, reading)


def _lost(record: SnapshotRecord, reason: str, noted: Mended | None) -> Rejection:
    if noted is not None and reason == "bytes-missing":
        reason, says = "bytes-not-copied", f"Its bytes are missing, as the ledger notes on {utc_iso(noted.at)}."
    else:
        says = f"Its bytes are {reason.partition('-')[2]}; a backup of {record.path} brings them back."
    verdict = Verdict(ScreenStatus.REFUSED, reason, says)
    return Rejection(record.policy, record.captured_at, record.source, record.sha256, record.url, record.archive_url, verdict)


class _Comparer:
    """`compare_documents` with the index as its memory."""

    def __init__(self, context: MonitorContext, policy_id: str) -> None:
        self._index, self._policy = context.index, policy_id

    def __call__(self, old: Document, new: Document) -> Changelog:
        known = self._index.changelog(self._policy, old.sha256, new.sha256, ENGINE_VERSION)
        if known is not None:
            return known
        changelog = compare_documents(old, new)
        self._index.put_changelog(self._policy, old.sha256, new.sha256, ENGINE_VERSION, changelog)
        return changelog
