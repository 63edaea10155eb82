"""The tables of an audit pack, as rows that CSV, JSON and the pages of the PDF are made of."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from monitor.export.audit.report import AuditedPolicy, AuditedVersion, AuditReport, CheckOutcome, WeekStanding
from monitor.model import KeptEvidence
from monitor.present.inert import spreadsheet_cell
from monitor.present.json_shapes import reason_json
from monitor.present.opinions import shown_opinion
from monitor.present.phrases import FIRST_VERSION, changelog_headline, headline, section
from monitor.timestamps import timestamp14, utc_iso, utc_iso_or_none

Row = dict[str, Any]


def text_path(policy: AuditedPolicy, version: AuditedVersion) -> str:
    """Where the ZIP has a version's text."""
    return f"texts/{policy.policy.id}/{_file(version)}.md"


def changelog_path(policy: AuditedPolicy, version: AuditedVersion, ending: str) -> str:
    """Where the ZIP has what a version changed."""
    return f"changelogs/{policy.policy.id}/{_file(version)}.{ending}"


def evidence_path(policy: AuditedPolicy, evidence: KeptEvidence) -> str:
    """Where the ZIP has a picture or an archive of a version's page."""
    return f"evidence/{policy.policy.id}/{evidence.path.rpartition('/')[2]}"


def _file(version: AuditedVersion) -> str:
    # Two pages of a document may begin a version in the same second.
    return f"{timestamp14(version.entry.version.captured_at)}-{version.entry.version.sha256[:12]}"


# --- rows ------------------------------------------------------------------------------------------------------------


def policies(report: AuditReport) -> Iterator[Row]:
    """One row per policy in the scope: the figures of the period."""
    for one in report.policies:
        yield {
            "policy": one.policy.id, "name": one.policy.name, "document": one.policy.document, "tags": list(one.policy.tags),
            "urls": list(one.policy.urls), "tracked_since": utc_iso_or_none(one.tracked_since), "checks": len(one.checks),
            "checks_answered": one.count(CheckOutcome.ANSWERED), "checks_without_policy": one.count(CheckOutcome.NO_POLICY),
            "checks_failed": one.count(CheckOutcome.FAILED), "weeks": len(one.weeks),
            "weeks_with_gap": one.weeks_that_were(WeekStanding.GAP),
            "weeks_not_logged": one.weeks_that_were(WeekStanding.UNLOGGED), "versions": len(one.versions),
            "changes_due_for_review": sum(version.due for version in one.versions), "not_reviewed": one.unreviewed,
            "in_force_at_start": one.in_force_before and one.in_force_before.version.sha256,
            "in_force_at_end": in_force_at_end(one), "fault": one.fault,
        }  # fmt: skip


def in_force_at_end(one: AuditedPolicy) -> str | None:
    """The digest of the text that was in force when the period ended."""
    last = one.versions[-1].entry if one.versions else one.in_force_before
    return last.version.sha256 if last else None


def weeks(report: AuditReport) -> Iterator[Row]:
    """One row per policy and week."""
    for one in report.policies:
        for week in one.weeks:
            yield {
                "policy": one.policy.id, "week": utc_iso(week.start)[:10], "until": utc_iso(week.end),
                "standing": week.standing.value, "checks_answered": week.answered, "checks_without_policy": week.no_policy,
                "checks_failed": week.failed, "versions": week.versions, "severity": week.severity.value, "over": week.over,
                "says": week.says,
            }  # fmt: skip


def checks(report: AuditReport) -> Iterator[Row]:
    """One row per check."""
    for one in report.policies:
        for check in one.checks:
            yield {"policy": one.policy.id, "at": utc_iso(check.at), "outcome": check.outcome.value, "reason": check.reason}


def versions(report: AuditReport) -> Iterator[Row]:
    """One row per version that began in the period, with the state of its review."""
    for one in report.policies:
        for version in one.versions:
            entry, last = version.entry, version.reviews[-1] if version.reviews else None
            yield {
                "policy": one.policy.id, "captured_at": utc_iso(entry.version.captured_at),
                "last_seen": utc_iso(entry.version.last_seen), "source": entry.version.source, "severity": version.severity.value,
                "headline": version_headline(version), "alerts": version.due, "review": last and last.state.value,
                "reviewed_by": last and last.by, "reviewed_at": last and utc_iso(last.given_at),
                "verdict_changed": version.verdict_changed, "sha256": entry.version.sha256,
                "follows_sha256": version.before and version.before.version.sha256,
                "snapshot_sha256": entry.version.snapshot_sha256, "url": entry.version.url,
                "archive_url": entry.version.archive_url, "stated_date": entry.version.document.stated_date,
                "language": entry.version.document.language, "text": text_path(one, version),
                "changelog": changelog_path(one, version, "json") if entry.changelog else None,
                "evidence": [evidence_path(one, kept) for kept in version.evidence],
                "second_reader": second_reader_line(version),
            }  # fmt: skip


def second_reader_line(version: AuditedVersion) -> str | None:
    """Which model said what when, beside the program's verdict; None where none was asked."""
    if version.second is None:
        return None
    shown = shown_opinion(version.second, version.entry.changelog)
    verdict = f"{shown.theirs}; this program: {shown.ours}. {shown.summary} " if shown.theirs else ""
    return f"{shown.title}: {verdict}{shown.stands}"


def version_headline(version: AuditedVersion) -> str:
    """What a version changed, in one sentence."""
    changelog = version.entry.changelog
    return changelog_headline(changelog) if changelog else FIRST_VERSION.capitalize()


def changes(report: AuditReport) -> Iterator[Row]:
    """One row per change, with the verdict and its reasons."""
    for one in report.policies:
        for version in one.versions:
            for change in version.entry.changelog.changes if version.entry.changelog else ():
                side = change.new or change.old
                yield {
                    "policy": one.policy.id, "captured_at": utc_iso(version.entry.version.captured_at), "id": change.id,
                    "severity": change.severity.value, "direction": change.direction.value, "kind": change.kind.value,
                    "topics": list(change.topics), "judged": change.judged,
                    "certainty_severity": round(change.certainty.severity, 2),
                    "certainty_direction": round(change.certainty.direction, 2), "headline": headline(change),
                    "section": section(side) if side else "", "old": change.old and change.old.text,
                    "new": change.new and change.new.text, "reasons": [reason_json(reason) for reason in change.reasons],
                }  # fmt: skip


def reviews(report: AuditReport) -> Iterator[Row]:
    """One row per review."""
    for one in report.policies:
        for given in one.reviews:
            review = given.review
            yield {
                "policy": one.policy.id, "captured_at": utc_iso(review.captured_at), "state": review.state.value, "by": review.by,
                "at": utc_iso(review.given_at), "note": review.note, "severity": review.severity.value, "engine": review.engine,
                "verdict_changed": given.verdict_changed, "version_known": given.version_known, "sha256": review.sha256,
            }  # fmt: skip


def rejected(report: AuditReport) -> Iterator[Row]:
    """One row per capture that did not become a version."""
    for one in report.policies:
        for rejection in one.rejected:
            yield {
                "policy": one.policy.id, "captured_at": utc_iso(rejection.captured_at), "state": rejection.verdict.standing.value,
                "reason": rejection.verdict.reason, "says": rejection.verdict.says, "source": rejection.source,
                "snapshot_sha256": rejection.sha256,
            }  # fmt: skip


def roots(report: AuditReport) -> Iterator[Row]:
    """One row per root that was logged in the period, and the last one before it."""
    for logged in (*((report.root_before,) if report.root_before else ()), *report.roots):
        yield {"at": utc_iso(logged.at), "root": logged.root, "lines": logged.lines}


@dataclass(frozen=True, slots=True)
class AuditTable:
    """A table of the pack: its columns, its rows, and what it is for."""

    rows: Callable[[AuditReport], Iterator[Row]]
    says: str
    """What it has."""
    names: str
    """Of the columns, with spaces between them."""

    @property
    def columns(self) -> list[str]:
        """The head of the CSV, also when there are no rows."""
        return self.names.split()


TABLES = {
    "policies": AuditTable(
        policies,
        "the policies in scope, with the figures of the period",
        "policy name document tags urls tracked_since checks checks_answered checks_without_policy checks_failed weeks weeks_with_gap"
        " weeks_not_logged versions changes_due_for_review not_reviewed in_force_at_start in_force_at_end fault",
    ),
    "weeks": AuditTable(
        weeks,
        "each policy and week: how often it was checked, what changed, gaps",
        "policy week until standing checks_answered checks_without_policy checks_failed versions severity over says",
    ),
    "checks": AuditTable(checks, "each check, to the minute", "policy at outcome reason"),
    "versions": AuditTable(
        versions,
        "each version that began in the period, with the state of its review",
        "policy captured_at last_seen source severity headline alerts review reviewed_by reviewed_at verdict_changed sha256 follows_sha256"
        " snapshot_sha256 url archive_url stated_date language text changelog evidence second_reader",
    ),
    "changes": AuditTable(
        changes,
        "each change with its verdict, words and reasons",
        "policy captured_at id severity direction kind topics judged certainty_severity certainty_direction headline section old"
        " new reasons",
    ),
    "reviews": AuditTable(
        reviews, "each review", "policy captured_at state by at note severity engine verdict_changed version_known sha256"
    ),
    "rejected": AuditTable(
        rejected, "captures that did not become a version", "policy captured_at state reason says source snapshot_sha256"
    ),
    "roots": AuditTable(roots, "each root over all ledgers that was logged, and the last one before the period", "at root lines"),
}
"""By name."""


# --- files -----------------------------------------------------------------------------------------------------------


def as_json(name: str, rows: Iterable[Row]) -> str:
    """A table as JSON, one row on a line: `grep` works."""
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    return f'{{"schema": "policy-monitor/audit/{name}/1", "rows": [\n{lines}\n]}}\n'


def as_csv(columns: Sequence[str], rows: Iterable[Row]) -> str:
    """A table as CSV (RFC 4180) in which no cell is run as a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([_cell(row[name]) for name in columns] for row in rows)
    return out.getvalue()


def _cell(value: Any) -> str | int | float:
    if value is None or isinstance(value, bool):
        return "" if value is None else "yes" if value else "no"
    if isinstance(value, int | float):
        return value
    # A cell has one value; JSON has the list.
    if isinstance(value, list):
        value = " | ".join(one["says"] if isinstance(one, dict) else str(one) for one in value)
    return spreadsheet_cell(value)
