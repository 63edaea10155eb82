"""Keeps a picture and an archive of the page of each new version, after alerts were sent, and retries what failed.

Whatever goes wrong here - no browser, a page that hangs, a full disk - leaves versions, verdicts and alerts as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.metadata import version
from typing import TYPE_CHECKING

from monitor.errors import ConfigError, RecordDamaged, SourceError, StoreError, StoreLocked
from monitor.model import EvidenceForm, KeptEvidence, PageExchange, Policy, SnapshotRecord, TakenPage
from monitor.pipeline import readability
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.refresh import refresh
from monitor.pipeline.retry import next_try
from monitor.present.phrases import policy_title
from monitor.sources.interface import PageCamera
from monitor.store.state import PendingCopy
from monitor.timestamps import utc_iso

if TYPE_CHECKING:
    from monitor.export.signing_key import SigningKey

MAX_ATTEMPTS = 4
"""For one page; with the waits between them they span about two hours."""
PER_CYCLE = timedelta(minutes=10)
"""After which a cycle opens no further page."""
OLDEST = timedelta(days=2)
"""After which nothing is taken of a version any more: its pictures and style sheets would be those of another time."""


@dataclass(frozen=True)
class EvidenceMaker:
    """What is kept of which policy, and what takes it."""

    forms: Mapping[str, frozenset[EvidenceForm]]
    """By the policy's id; nothing is kept of policies that are not named."""
    camera: Callable[[Policy], PageCamera]
    key: SigningKey | None = None
    """Signs archives."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A page of a version in force, and what is still to be kept of it."""

    policy: Policy
    record: SnapshotRecord
    forms: frozenset[EvidenceForm]
    attempts: int


def take_evidence(context: MonitorContext, policies: Sequence[Policy], *, stop: Callable[[], bool] = lambda: False) -> list[str]:
    """Keeps what is configured of the versions in force that were captured live in the last days, and links it from their pages.

    Args:
        context: the store, whose lock the caller holds and releases as long as a page is open; its `evidence` says what to keep.
        policies: whose versions.
        stop: asked before each page; True ends it, and the next cycle continues.

    Returns:
        One sentence for each page that failed for the first time, and for each that was given up.

    Raises:
        StoreLocked: the lock can't be had back; nothing more may be written.
        StoreError: the state or the pages can't be written; what was taken is in the ledger, and the next cycle shows it.
    """
    messages, kept = list[str](), dict[str, Policy]()
    until = context.now() + PER_CYCLE
    for wanted in list(_wanted(context, policies)):
        if stop() or context.now() >= until:
            break
        try:
            _keep(context, wanted)
            kept[wanted.policy.id] = wanted.policy
        except StoreLocked:
            raise
        except (SourceError, ConfigError, StoreError) as error:
            messages += _note_failure(context, wanted, error)
    if kept:
        refresh(context, list(kept.values()))
    return messages


def _wanted(context: MonitorContext, policies: Sequence[Policy]) -> Iterator[_Wanted]:
    for policy in policies if context.evidence else ():
        with suppress(StoreError):  # the check of this policy failed with this error
            yield from list(_of_policy(context, policy))


def _of_policy(context: MonitorContext, policy: Policy) -> Iterator[_Wanted]:
    assert context.evidence is not None  # noqa: S101 - asked before
    forms, entries = context.evidence.forms.get(policy.id, frozenset()), context.index.entries(policy.id)
    if not forms or not policy.live or not entries or readability.refusal(context, policy) is not None:
        return
    newest, now = entries[-1].version, context.now()
    # A page that alternates would be taken for ever; what both texts look like is kept already.
    if newest.source != "live" or newest.returns_to is not None or now - newest.captured_at > OLDEST:
        return
    there = {(one.url, one.snapshot_sha256, one.captured_at, one.form) for one in context.archive.evidence(policy.id)}
    tried = context.state.pending_evidence(policy.id)
    for record in _pages(context, policy, newest.captured_at):
        missing = frozenset(form for form in _possible(forms, record) if (record.url, record.sha256, record.captured_at, form) not in there)
        before = tried.get(record.url)
        attempts = before.attempts if before is not None and before.snapshot_sha256 == record.sha256 else 0
        if missing and (not attempts or (before is not None and before.retry_at is not None and before.retry_at <= now)):
            yield _Wanted(policy, record, missing, attempts)


def _possible(forms: frozenset[EvidenceForm], record: SnapshotRecord) -> frozenset[EvidenceForm]:
    """There is no picture of a PDF: what a browser shows of it is its own viewer."""
    is_page = "html" in (record.media_type or "html").lower()
    return forms if is_page else forms - {EvidenceForm.SCREENSHOT}


def _pages(context: MonitorContext, policy: Policy, until: datetime) -> Iterator[SnapshotRecord]:
    """The snapshots of which the version in force is made: one per address, and the version is dated by the latest of them."""
    refused = {one.sha256 for one in context.index.rejections(policy.id) if one.verdict.reason != "incomplete"}
    current: dict[str, SnapshotRecord] = {}
    for record in context.archive.records(policy.id):
        if record.source == "live" and record.captured_at <= until and record.sha256 not in refused:
            current[record.url] = record
    yield from (current[url] for url in policy.urls if url in current)


def _keep(context: MonitorContext, wanted: _Wanted) -> None:
    """Opens one page, and stores what was wanted of it.

    Raises:
        SourceError, ConfigError, StoreError: nothing, or not all, was stored.
    """
    maker, policy, record = context.evidence, wanted.policy, wanted.record
    assert maker is not None  # noqa: S101 - else nothing is wanted
    body = context.archive.read(record)
    # Before the browser is started: a key that is none would cost half a minute for nothing.
    signed_by = maker.key.fingerprint if maker.key and EvidenceForm.WACZ in wanted.forms else None
    with context.aside():
        taken = maker.camera(policy).take(record.url, record, body, picture=EvidenceForm.SCREENSHOT in wanted.forms)
        files = dict(_files(maker, wanted, body, taken))
    for form, content in files.items():
        noted = KeptEvidence(
            record.url, record.sha256, record.captured_at, form, taken.at, "", 0, "", taken.software,
            cut=taken.cut if form is EvidenceForm.SCREENSHOT else 0,
            left_out=taken.left_out, signed_by=signed_by if form is EvidenceForm.WACZ else None,
        )  # fmt: skip
        context.archive.keep_evidence(policy.id, noted, content)
    context.state.clear_pending_evidence(policy.id, record.url)


def _files(maker: EvidenceMaker, wanted: _Wanted, body: bytes, taken: TakenPage) -> Iterator[tuple[EvidenceForm, bytes]]:
    if EvidenceForm.SCREENSHOT in wanted.forms and taken.picture is not None:
        yield EvidenceForm.SCREENSHOT, taken.picture
    if EvidenceForm.WACZ in wanted.forms:
        from monitor.export.wacz import wacz  # its libraries take a fifth of the time that a cycle needs to start

        record = wanted.record
        headers = {**record.headers, **({"content-type": record.media_type} if record.media_type else {})}
        page = PageExchange(record.url, record.captured_at, record.status or 200, headers, body, record.redirects)
        program = f"policy-monitor {version('policy-monitor')}"
        software = f"{program}, {taken.software}" if taken.software else program
        title = policy_title(wanted.policy)
        yield EvidenceForm.WACZ, wacz(page, taken.exchanges, title=title, software=software, created=taken.at, signer=maker.key)


def _note_failure(context: MonitorContext, wanted: _Wanted, error: SourceError | ConfigError | StoreError) -> list[str]:
    """Plans the next attempt. Told are the first failure and the last: what lasts for hours is no news every hour."""
    now, attempts = context.now(), wanted.attempts + 1
    lost = isinstance(error, RecordDamaged)
    retry_at = None if attempts >= MAX_ATTEMPTS or lost else next_try(now, attempts)
    pending = PendingCopy(wanted.record.sha256, attempts, retry_at, str(error))
    context.state.record_pending_evidence(wanted.policy.id, wanted.record.url, pending)
    next_step = f"next attempt after {utc_iso(retry_at)}" if retry_at else "given up for this version"
    says = f"{wanted.policy.id}: no evidence of the new version: {str(error).rstrip('.')} ({next_step}); the version itself is kept"
    return [says] if attempts == 1 or retry_at is None else []
