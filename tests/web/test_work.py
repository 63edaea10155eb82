"""What the actions report, in which order, and how much of it."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from monitor.model import Policy, Severity
from monitor.pipeline.outcome import CycleReport, Failure, Fault, NewVersion
from monitor.web.work import report_lines

AT = datetime(2026, 11, 29, tzinfo=UTC)
CONTEXT: Any = SimpleNamespace(policies=[Policy("alder", "Alder"), Policy("beech", "Beech", "Terms")])


def new(policy: str, severity: Severity) -> NewVersion:
    version: Any = SimpleNamespace(policy=policy, captured_at=AT)
    return NewVersion(version, severity, f"{policy}/x.html")


def test_what_matters_most_comes_first() -> None:
    report = CycleReport(checked=3, unchanged=1, new_versions=[new("alder", Severity.MINOR), new("beech", Severity.CRITICAL)])
    report.failed.append(Failure("alder", "timeout", "It took too long.", None))
    report.faults += [Fault("reports", "can't be written", True), Fault("policy alder", "is told as its failure")]
    report.undelivered.append("nobody got the mail")
    assert report_lines(CONTEXT, report) == [
        "Beech, Terms: critical change.",
        "Alder, Privacy Policy: minor change.",
        "Alder, Privacy Policy: could not be checked. It took too long.",
        "reports: can't be written",
        "nobody got the mail",
        "3 policies checked: 1 unchanged, 2 new versions, 1 failed.",
    ]


def test_a_long_report_ends_with_how_much_is_left_out() -> None:
    report = CycleReport(checked=100, failed=[Failure(f"p{n}", "timeout", "It took too long.", None) for n in range(100)])
    lines = report_lines(CONTEXT, report)
    assert len(lines) == 62
    assert lines[-2].startswith("… and 40 more")
    assert lines[-1].endswith("100 failed.")


def test_nothing_to_check() -> None:
    assert report_lines(CONTEXT, CycleReport()) == ["0 policies checked: 0 unchanged, 0 new versions, 0 failed."]
