"""Gathers what an audit pack says from the store. Nothing is written."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from importlib.metadata import version

from monitor.core.history.reviews import PlacedReviews, changed_since
from monitor.core.versions import ENGINE_VERSION, READER_VERSION
from monitor.errors import StoreError
from monitor.export.audit.report import (
    AuditedCheck,
    AuditedPolicy,
    AuditedVersion,
    AuditReport,
    CheckOutcome,
    GivenReview,
    LedgerPart,
    LoggedRoot,
)
from monitor.export.audit.weeks import weeks_of
from monitor.model import ChangeReview, HistoryEntry, KeptEvidence, Policy, Rejection, SnapshotRecord
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.kept_evidence import evidence_of
from monitor.pipeline.readability import UNCOMPARED
from monitor.pipeline.reviews import reviews_of
from monitor.pipeline.second_readings import second_readings
from monitor.store.check_log import LoggedCheck
from monitor.store.ledger import parse_line
from monitor.store.roots import RECORD
from monitor.timestamps import from_iso
from monitor.workers.analysis import STOPPED

_TRIES = 3
_ONE_CYCLE = timedelta(hours=1)
_AFTER_FETCHING = STOPPED | {UNCOMPARED, "internal"}
"""Failures of a check of which the page was answered, and noted as such: both notes are one check."""
_TIMES = ("kept_at", "given_at", "saved_at", "taken_at", "at")
"""When a ledger line was written, by its kind."""


def audit_report(
    context: MonitorContext,
    policies: Sequence[Policy],
    start: datetime,
    end: datetime,
    *,
    tags: Sequence[str] = (),
    only: bool = False,
    on_progress: Callable[[int, int], None] = lambda done, of: None,
) -> AuditReport:
    """What a pack of some policies says about a period.

    Args:
        context: the store.
        policies: those in its scope.
        start, end: the first and the last moment of the period.
        tags: by which the policies were chosen.
        only: whether they were named, so that nothing is said about others.
        on_progress: called with (policies done, all) after each.

    Raises:
        StoreError: the index, the state or the store's own ledger can't be read.
    """
    for _ in range(_TRIES):
        before = _root_on_disk(context)
        report = _gathered(context, policies, start, end, tags, on_progress, only=only)
        # A run that is under way would make a pack of two states.
        if _root_on_disk(context) == before:
            break
    return report


def _root_on_disk(context: MonitorContext) -> str | None:
    try:
        return context.archive.roots.current().root
    except StoreError:
        return None


def _gathered(
    context: MonitorContext,
    policies: Sequence[Policy],
    start: datetime,
    end: datetime,
    tags: Sequence[str],
    on_progress: Callable[[int, int], None],
    *,
    only: bool,
) -> AuditReport:
    now = context.now()
    roots = [LoggedRoot(at, root, lines) for at, root, lines in context.archive.roots.logged()]
    logged_since = context.state.checks_logged_since()
    audited = []
    for policy in policies:
        audited.append(_policy(context, policy, start, end, now=now, logged_since=logged_since))
        on_progress(len(audited), len(policies))
    scope = {one.folder for one in audited}
    return AuditReport(
        start=start, end=end, tags=tuple(tags), policies=audited, named=only,
        untracked=[] if tags or only else sorted(set(context.archive.policies()) - {policy.id for policy in context.policies}),
        roots=[one for one in roots if start <= one.at <= end],
        root_before=next((one for one in reversed(roots) if one.at < start), None), root_now=roots[-1] if roots else None,
        checks_logged_since=logged_since, program=version("policy-monitor"), engine=ENGINE_VERSION, reader=READER_VERSION,
        unfinished_on=now.replace(hour=0, minute=0, second=0, microsecond=0) if end > now else None,
        ledgers=[part for name in sorted(scope | {RECORD}) if (part := _ledger_part(context, name, start, end)) is not None],
    )  # fmt: skip


# --- one policy ------------------------------------------------------------------------------------------------------


def _policy(
    context: MonitorContext, policy: Policy, start: datetime, end: datetime, *, now: datetime, logged_since: datetime | None
) -> AuditedPolicy:
    folder, fault = context.archive.folder(policy.id), None
    try:
        records = context.archive.records(policy.id)
    except StoreError as error:
        records, fault = [], str(error)
    rejected = context.index.rejections(policy.id)
    logged = context.state.logged_checks(policy.id)
    known = [*(record.kept_at for record in records), *(one.at for one in logged)]
    checks = [one for one in judged_checks(logged, records, rejected) if start <= one.at <= end]
    # Only the entries of the period are loaded: a history may have thousands of texts.
    entries, placed = context.index.entries(policy.id), reviews_of(context, policy)
    dates = [one.captured_at for one in context.index.version_names(policy.id)]
    # By the date of the version, and not of the run that found it: a backfill of today belongs to its own time.
    within = [place for place, at in enumerate(dates) if start <= at <= end]
    evidence = evidence_of(context, policy)
    second = second_readings(context, policy)
    versions = [
        replace(_version(entries, place, placed.of.get(place, ()), evidence.get(place, ())), second=second.get(place)) for place in within
    ]
    earlier = [place for place, at in enumerate(dates) if at < start]
    weeks = weeks_of(
        start, end, now=now, checks=checks, begun=[one.entry for one in versions], tracked_since=min(known, default=None),
        logged_since=logged_since, watched=policy.live and not policy.paused,
    )  # fmt: skip
    return AuditedPolicy(
        policy=policy, folder=folder, tracked_since=min(known, default=None), checks=checks, weeks=list(weeks),
        in_force_before=entries[earlier[-1]] if earlier else None, versions=versions,
        reviews=list(_reviews(entries, placed, start, end)), rejected=[one for one in rejected if start <= one.captured_at <= end],
        fault=fault,
    )  # fmt: skip


def judged_checks(
    logged: Sequence[LoggedCheck], records: Sequence[SnapshotRecord], rejected: Sequence[Rejection]
) -> Iterator[AuditedCheck]:
    """The logged checks, each with what the page showed then: an answer that is no policy is no look at the policy.

    Args:
        logged: in the order in which they were made.
        records: the policy's snapshots.
        rejected: those that are no versions.
    """
    refused = {(one.captured_at, one.sha256): one.verdict.reason or "refused" for one in rejected}
    shown: dict[str, list[tuple[datetime, str | None]]] = {}
    for record in sorted((one for one in records if one.source == "live"), key=lambda one: one.captured_at):
        reason = refused.get((record.captured_at, record.sha256))
        # Checks are noted to the minute.
        shown.setdefault(record.url, []).append((record.captured_at.replace(second=0, microsecond=0), reason))
    held: AuditedCheck | None = None
    for check in logged:
        if held is not None and not (check.failure in _AFTER_FETCHING and check.at - held.at <= _ONE_CYCLE):
            yield held
        held = None
        if check.failure is not None:
            yield AuditedCheck(check.at, CheckOutcome.FAILED, check.failure)
            continue
        reason = next((said for pages in shown.values() if (said := _shown_at(pages, check.at))), None)
        held = AuditedCheck(check.at, CheckOutcome.NO_POLICY if reason else CheckOutcome.ANSWERED, reason)
    if held is not None:
        yield held


def _shown_at(pages: Sequence[tuple[datetime, str | None]], at: datetime) -> str | None:
    """Why what a page showed at a time is no policy; None when it is one, or nothing is known."""
    place = bisect_right(pages, at, key=lambda one: one[0])
    return pages[place - 1][1] if place else None


def _version(
    entries: Sequence[HistoryEntry], place: int, reviews: Sequence[ChangeReview], evidence: Sequence[KeptEvidence]
) -> AuditedVersion:
    entry = entries[place]
    changed = changed_since(reviews[-1], entry.changelog) if reviews else None
    return AuditedVersion(entry, entries[place - 1] if place else None, reviews, changed, evidence)


def _reviews(entries: Sequence[HistoryEntry], placed: PlacedReviews, start: datetime, end: datetime) -> Iterator[GivenReview]:
    """Those of the period's versions, whenever they were given, and those that were given in the period."""
    for place, reviews in sorted(placed.of.items()):
        within = [one for one in reviews if start <= one.given_at <= end]
        entry = entries[place]
        for review in reviews if start <= entry.version.captured_at <= end else within:
            yield GivenReview(review, True, changed_since(review, entry.changelog))
    for review in placed.orphans:
        if start <= review.given_at <= end or start <= review.captured_at <= end:
            yield GivenReview(review, False, None)


# --- ledgers ---------------------------------------------------------------------------------------------------------


def _ledger_part(context: MonitorContext, name: str, start: datetime, end: datetime) -> LedgerPart | None:
    """The lines from the first to the last one of the period; None when there are none, or the ledger can't be read."""
    try:
        lines = context.archive.ledger_lines(name)
        within = [place for place, line in enumerate(lines) if start <= _written_at(line) <= end]
    except (StoreError, ValueError):  # the policy's own part says what is wrong with it
        return None
    if not within:
        return None
    return LedgerPart(name, within[0] + 1, lines[within[0] : within[-1] + 1])


def _written_at(line: bytes) -> datetime:
    data = parse_line(line)
    return from_iso(str(next(data[name] for name in _TIMES if name in data)))
