"""An invented report: three policies in three weeks, of which one was quiet, one changed, and one could not be checked."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from monitor.core.history.reviews import verdict_digest
from monitor.core.versions import ENGINE_VERSION
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
from monitor.model import (
    Change,
    ChangeKind,
    Changelog,
    ChangeReview,
    Direction,
    Document,
    HistoryEntry,
    Policy,
    Reason,
    Rejection,
    ReviewState,
    ScreenStatus,
    Severity,
    Side,
    Verdict,
    Version,
)

START, END = datetime(2026, 11, 2, tzinfo=UTC), datetime(2026, 11, 22, 23, 59, 59, 999999, tzinfo=UTC)
NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def check(day: float, outcome: CheckOutcome = CheckOutcome.ANSWERED, reason: str | None = None) -> AuditedCheck:
    return AuditedCheck(START + day * DAY, outcome, reason)


def change(old: str | None, new: str | None, *, severity: Severity = Severity.CRITICAL, name: str = "c1") -> Change:
    old_side, new_side = (text if text is None else Side(text, ("4. Sharing",), (0, len(text))) for text in (old, new))
    reason = Reason("promise-withdrawn", "A promise is gone.", "do not sell")
    return Change(
        name,
        ChangeKind.REWORDED,
        severity,
        Direction.WEAKENS,
        ("sale-of-data",),
        old_side,
        new_side,
        (),
        (reason,),
        "Withdrawn: a promise.",
    )


def entry(day: float, text: str, changelog: Changelog | None = None, *, policy: str = "birch", source: str = "live") -> HistoryEntry:
    at, document = START + day * DAY, Document(text, "Privacy", language="en")
    version = Version(policy, at, at, source, document.sha256, "5" * 64, f"https://{policy}.example/", None, document)
    return HistoryEntry(version, changelog, alert=changelog is not None)


def changed(*changes: Change) -> HistoryEntry:
    found = changes or (change("We do not sell your data.", "We may sell your data."),)
    return entry(9, "We may sell your data.\n", Changelog(found))


BEFORE = entry(-30, "We do not sell your data.\n")


def review(entry: HistoryEntry, **other: object) -> ChangeReview:
    version, log = entry.version, entry.changelog
    values = {
        "about": "birch",
        "captured_at": version.captured_at,
        "sha256": version.sha256,
        "snapshot_sha256": version.snapshot_sha256,
        "state": ReviewState.ACCEPTED,
        "given_at": START + 10 * DAY,
        "by": "Kim Ode",
        "note": "=Discussed.\nNo action.",
        "severity": log.severity if log else Severity.NONE,
        "verdict": verdict_digest(log),
        "engine": ENGINE_VERSION,
        **other,
    }
    return ChangeReview(**values)  # type: ignore[arg-type]


def policy(name: str, checks: list[AuditedCheck], versions: list[AuditedVersion], **other: object) -> AuditedPolicy:
    weeks = weeks_of(
        START,
        END,
        now=NOW,
        checks=checks,
        begun=[one.entry for one in versions],
        tracked_since=START - 30 * DAY,
        logged_since=START - 30 * DAY,
        watched=True,
    )
    one = AuditedPolicy(
        policy=Policy(name, name.capitalize(), urls=(f"https://{name}.example/privacy",), tags=("eu",)),
        folder=name,
        tracked_since=START - 30 * DAY,
        checks=checks,
        weeks=list(weeks),
        in_force_before=BEFORE,
        versions=versions,
        reviews=(),
        rejected=(),
    )
    return replace(one, **other)  # type: ignore[arg-type]


def birch(version: HistoryEntry | None = None, *, reviewed: bool = True) -> AuditedPolicy:
    new = version or changed()
    given = [review(new)] if reviewed else []
    checks = [check(day) for day in (0.5, 3, 7, 9, 12, 15, 20)]
    rejected = Rejection(
        "birch", START + 3 * DAY, "live", "6" * 64, "https://birch.example/", None, Verdict(ScreenStatus.REFUSED, "bot-wall", "A wall.")
    )
    return policy(
        "birch",
        checks,
        [AuditedVersion(new, BEFORE, given, None)],
        reviews=[GivenReview(one, True, None) for one in given],
        rejected=[rejected],
    )


def cedar() -> AuditedPolicy:
    """One that could not be checked in its second week."""
    failed = [check(8, CheckOutcome.FAILED, "timeout"), check(9, CheckOutcome.NO_POLICY, "bot-wall")]
    return policy("cedar", [check(1), *failed, check(16)], [])


def report(*policies: AuditedPolicy, **other: object) -> AuditReport:
    one = AuditReport(
        start=START,
        end=END,
        tags=(),
        policies=policies or (birch(), cedar(), policy("larch", [check(1), check(8), check(15)], [])),
        untracked=("oak",),
        roots=[LoggedRoot(START + DAY, "b" * 64, 5), LoggedRoot(START + 9 * DAY, "c" * 64, 7)],
        root_before=LoggedRoot(START - 9 * DAY, "a" * 64, 3),
        root_now=LoggedRoot(NOW, "d" * 64, 9),
        checks_logged_since=START - 30 * DAY,
        program="0.1.0",
        engine="8",
        reader="6",
        ledgers=(LedgerPart("birch", 4, (b'{"kind":"snapshot"}',)), LedgerPart(".record", 1, (b'{"kind":"review"}',))),
    )
    return replace(one, **other)  # type: ignore[arg-type]
