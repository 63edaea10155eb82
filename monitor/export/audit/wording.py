"""The sentences of an audit pack that the PDF and the text file in the ZIP have in common."""

from __future__ import annotations

import shlex
import textwrap
from collections.abc import Sequence
from datetime import datetime, timedelta

from monitor.export.audit.report import AuditReport, CheckOutcome, WeekStanding
from monitor.export.audit.tables import TABLES
from monitor.present.phrases import day, joined, minute, plural
from monitor.timestamps import utc_iso

_WHOLE_DAY = timedelta(days=1, microseconds=-1)


def period(report: AuditReport) -> str:
    """1 September 2026 to 30 November 2026; with the time of day where it is not one of whole days."""
    first = day(report.start) if report.start == midnight(report.start) else minute(report.start)
    last = day(report.end) if report.end == midnight(report.end) + _WHOLE_DAY else minute(report.end)
    return f"{first} to {last}"


def scope(report: AuditReport) -> str:
    """Which policies it is about, and which not."""
    if report.named:
        return ", ".join(f"{one.policy.name} {one.policy.document} ({one.policy.id})" for one in report.policies)
    tagged = f", all with the tag {' or '.join(report.tags)}" if report.tags else ", all that are tracked"
    left_out = ""
    if report.untracked:
        names = ", ".join(report.untracked[:20]) + (" …" if len(report.untracked) > 20 else "")
        left_out = f". Left out, because they are no longer tracked: {names}"
    return f"{plural(len(report.policies), 'policy', 'policies')}{tagged}{left_out}"


def totals(report: AuditReport) -> list[str]:
    """What happened in the period."""
    policies = report.policies
    checks = sum(len(one.checks) for one in policies)
    answered = sum(one.count(CheckOutcome.ANSWERED) for one in policies)
    gaps = [one for one in policies if one.weeks_that_were(WeekStanding.GAP)]
    weeks = sum(one.weeks_that_were(WeekStanding.GAP) for one in policies)
    quiet = sum(one.weeks_that_were(WeekStanding.UNCHANGED) for one in policies)
    versions = [version for one in policies for version in one.versions]
    due = [version for version in versions if version.due]
    reviewed = sum(bool(version.reviews) for version in due)
    found = "all" if answered == checks else f"{answered:,}" if answered else "none"
    said = [f"{plural(checks, 'check')}; {found} of them found the policy." if checks else "No check is logged."]
    if gaps:
        says = "a week without any successful check" if weeks == 1 else "weeks without any successful check"
        said.append(f"{plural(len(gaps), 'policy has', 'policies have')} {says}: {weeks:,} in all, each marked as GAP.")
    elif checks:
        said.append("No policy that was being watched has a week without a successful check.")
    said.append(f"{plural(len(versions), 'version')}; {plural(len(due), 'change')} due for review, {reviewed:,} reviewed.")
    said.append(f"{plural(quiet, 'quiet week')}, counted for each policy: checked successfully, and nothing changed.")
    if not_logged := sum(one.weeks_that_were(WeekStanding.UNLOGGED) for one in policies):
        said.append(
            f"Of {plural(not_logged, 'week')} of single policies it is not known how often they were checked: checks were not logged then."
        )
    # Last, where it is seen: nothing else that is said about such a policy is complete.
    said += [f"{one.policy.id}: {one.fault}" for one in policies if one.fault]
    return said


def limits(report: AuditReport, missing: Sequence[str]) -> list[str]:
    """What the pack can't show, so that nobody relies on it for that."""
    bound = (
        "Ledgers, texts, verdicts and reviews are bound by the roots. A root that was kept elsewhere at the time, as in a mail, shows that"
    )
    rewritten = "Without one, anyone who can write to the store could have rewritten all of it."
    noted = "The program notes the times of checks, to the minute, and the roots do not bind them. They bind what a check found:"
    said = [
        f"{bound} nothing recorded before has been altered since. {rewritten}",
        f"{noted} new bytes are in the ledger.",
        "Verdicts are those of the program, in the version named above. They are not legal advice.",
    ]
    if report.checks_logged_since is None or report.checks_logged_since > report.start:
        since = (
            f"Checks are logged since {minute(report.checks_logged_since)}" if report.checks_logged_since else "No check is logged so far"
        )
        said.append(f"{since}. For the time before, only captures are known.")
    if report.unfinished_on:
        said.append(f"The period was not over when this was made, on {day(report.unfinished_on)}.")
    if missing:
        what = f"The fonts of the PDF lack {joined(list(missing))}: such text is counted in brackets; the tables in the ZIP have it in full"
        said.append(f"{what}. To add a font: --font FILE.")
    return said


def how_to_verify(report: AuditReport) -> list[tuple[str, str]]:
    """What to do, and the exact command, or nothing."""
    tags = "".join(f" --tag {shlex.quote(tag)}" for tag in report.tags)
    tags += "".join(f" {one.policy.id}" for one in report.policies) if report.named else ""
    again = f"policy-monitor export audit --from {_first(report.start)} --to {_last(report.end)}{tags}"
    root = report.root_at_end.root if report.root_at_end else None
    # From what needs nothing but the ZIP to what needs the store, and a root that only the reader can have.
    steps = [("That no file of the ZIP was altered, in the folder where it was unpacked:", "sha256sum --check --quiet SHA256SUMS")]
    steps.append(("That the store is whole, and that its texts and verdicts are what its bytes give:", "policy-monitor verify"))
    if root:
        steps.append(
            (
                "That nothing was altered since the end of the period. Compare the root with a mail of that time first:",
                f"policy-monitor verify --against {root}",
            )
        )
    steps.append(("That this pack is what the store gives: the same version of the program makes the same files again.", again))
    return steps


def _first(moment: datetime) -> str:
    """As --from takes it: the day, where the period begins with one."""
    return f"{moment:%Y-%m-%d}" if moment == midnight(moment) else utc_iso(moment)


def _last(moment: datetime) -> str:
    """As --to takes it: the day, where the period ends with one."""
    return f"{moment:%Y-%m-%d}" if moment == midnight(moment) + _WHOLE_DAY else utc_iso(moment)


def midnight(moment: datetime) -> datetime:
    """The beginning of the day."""
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


_EVIDENCE = [("evidence/POLICY/TIME-DIGEST.png, .wacz", "pictures and archives of the pages; ReplayWeb.page opens .wacz files")]


def readme(report: AuditReport, pdf: str) -> str:
    """The text file in the ZIP."""
    lines = [f"Audit pack, {period(report)}", "", f"Scope: {scope(report)}.", f"Made by policy-monitor {report.program}.", "", "Files", ""]
    files = [
        (pdf, "the pack for people"),
        *((f"tables/{name}.csv, .json", table.says) for name, table in TABLES.items()),
        ("texts/POLICY/TIME-DIGEST.md", "the text in force at the start, and each that began in the period; its SHA-256 is the version's"),
        ("changelogs/POLICY/TIME-DIGEST.json, .txt", "what each version changed, as data and in words"),
        *(_EVIDENCE if any(version.evidence for one in report.policies for version in one.versions) else ()),
        (
            "ledgers/policies/NAME.jsonl",
            "the lines of a policy's ledger that were written in the period; each names the SHA-256 of the line before",
        ),
        ("ledgers/record.jsonl", "the same of the store's own ledger: alerts and reviews"),
        ("manifest.json", "period, scope, roots, and the SHA-256 and the size of each file"),
        ("SHA256SUMS", "the same digests for sha256sum"),
    ]
    lines += [f"  {name}\n      {says}" for name, says in files]
    lines += ["", "How to verify it", ""]
    lines += [f"  {says}\n      {command}" for says, command in how_to_verify(report)]
    lines += ["", "In this period", "", *(f"  - {says}" for says in totals(report))]
    lines += ["", "What it shows, and what it does not", "", *(f"  - {says}" for says in limits(report, ()))]
    # Commands stay on one line.
    return (
        "\n".join("\n".join(textwrap.wrap(line, 100, subsequent_indent="    ")) if line.startswith("  - ") else line for line in lines)
        + "\n"
    )
