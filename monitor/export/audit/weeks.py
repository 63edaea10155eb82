"""The weeks of a policy: how often it was checked, what changed, and which weeks are unknown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from monitor.export.audit.report import AuditedCheck, AuditedWeek, CheckOutcome, WeekStanding
from monitor.model import HistoryEntry, Severity
from monitor.present.phrases import plural
from monitor.store.check_log import monday

_WEEK = timedelta(days=7)
_TICK = timedelta(microseconds=1)


def weeks_of(
    start: datetime,
    end: datetime,
    *,
    now: datetime,
    checks: Sequence[AuditedCheck],
    begun: Sequence[HistoryEntry],
    tracked_since: datetime | None,
    logged_since: datetime | None,
    watched: bool,
) -> Iterator[AuditedWeek]:
    """Every week of a period that has begun.

    Args:
        start, end: the first and the last moment of the period.
        now: the current time.
        checks: those of the period, in order.
        begun: the versions that began in the period.
        tracked_since: the first thing known of the policy.
        logged_since: since when checks of any policy are logged.
        watched: whether the policy is fetched from its page at present.
    """
    week = monday(start)
    while week <= end and week <= now:
        first, after = max(week, start), min(week + _WEEK, end + _TICK)
        within = [one for one in checks if first <= one.at < after]
        versions = [one for one in begun if first <= one.version.captured_at < after]
        counts = {outcome: sum(one.outcome is outcome for one in within) for outcome in CheckOutcome}
        standing = _standing(first, after, counts, versions, tracked_since, logged_since, watched=watched)
        severity = max((one.changelog.severity for one in versions if one.changelog), key=lambda one: one.rank, default=Severity.NONE)
        partly = logged_since is not None and first < logged_since
        yield AuditedWeek(
            start=first, end=after, standing=standing, answered=counts[CheckOutcome.ANSWERED], no_policy=counts[CheckOutcome.NO_POLICY],
            failed=counts[CheckOutcome.FAILED], versions=len(versions), severity=severity,
            says=_says(standing, counts, versions, within, partly=partly), over=after <= now,
        )  # fmt: skip
        week += _WEEK


def _standing(
    first: datetime,
    after: datetime,
    counts: dict[CheckOutcome, int],
    versions: Sequence[HistoryEntry],
    tracked_since: datetime | None,
    logged_since: datetime | None,
    *,
    watched: bool,
) -> WeekStanding:
    if versions:
        return WeekStanding.CHANGED
    # Before all else: one look at the policy is enough to say that it stood there unchanged.
    if counts[CheckOutcome.ANSWERED]:
        return WeekStanding.UNCHANGED
    if tracked_since is None or after <= tracked_since:
        return WeekStanding.BEFORE
    # Also in a week that was only partly logged, or of a policy that is paused today: somebody tried, and in vain.
    if sum(counts.values()):
        return WeekStanding.GAP
    if logged_since is None or first < logged_since:
        return WeekStanding.UNLOGGED
    return WeekStanding.GAP if watched else WeekStanding.NOT_WATCHED


def _says(
    standing: WeekStanding,
    counts: dict[CheckOutcome, int],
    versions: Sequence[HistoryEntry],
    checks: Sequence[AuditedCheck],
    *,
    partly: bool,
) -> str:
    """The week in one or two sentences."""
    answered, made = counts[CheckOutcome.ANSWERED], sum(counts.values())
    tried = _tried(counts, checks)
    if standing is WeekStanding.CHANGED:
        changes = sum(one.changelog is not None for one in versions)
        what = ["first version on record"] if changes < len(versions) else []
        what += [plural(changes, "change")] if changes else []
        archived = all(one.version.source != "live" for one in versions)
        unchecked = "Known from an archive or a file" if archived else "No successful check is logged in this week"
        how = f"Checked {_times(answered)}" if answered else unchecked
        return f"{how}: {' and '.join(what)}. {tried}".rstrip()
    if standing is WeekStanding.UNCHANGED:
        part = " Checks were not logged in the whole week." if partly else ""
        return f"Checked {_times(answered)}, nothing changed. {tried}".rstrip() + part
    if standing is WeekStanding.GAP:
        return f"GAP: no successful check. {tried or 'No check was made.'}"
    if standing is WeekStanding.UNLOGGED:
        return "Not known: checks were not logged then." if not made else f"Checks were not logged in the whole week. {tried}"
    return "Not tracked yet." if standing is WeekStanding.BEFORE else "Not watched: known from archives only, or paused."


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number:,} times")


def _tried(counts: dict[CheckOutcome, int], checks: Sequence[AuditedCheck]) -> str:
    """The checks that did not bring the policy, with their reasons."""
    said = []
    for outcome, words in ((CheckOutcome.FAILED, "failed"), (CheckOutcome.NO_POLICY, "showed no policy")):
        if counts[outcome]:
            reasons = dict.fromkeys(one.reason for one in checks if one.outcome is outcome and one.reason)
            said.append(f"{plural(counts[outcome], 'check')} {words}" + (f" ({', '.join(map(str, reasons))})" if reasons else ""))
    return f"{'; '.join(said)}." if said else ""
