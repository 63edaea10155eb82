"""The report of a cycle: new versions with what they changed and where it is shown, in the order of the configuration."""

from __future__ import annotations

from pathlib import Path

from monitor.model import Severity
from monitor.pipeline.backfill import fetch_all_captures
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.derive import derive
from monitor.pipeline.outcome import AlertOutcome, CycleReport, Failure, describe_versions
from tests.pipeline.pipeline_world import BAD, GOOD, POLICY, Archive, Hosts, World, open_world, policies_on, run, years


def test_a_first_version_has_no_severity_and_links_the_policy_page(context: MonitorContext, world: World) -> None:
    (new,) = run(context, world).new_versions
    assert (new.severity, new.report) == (Severity.NONE, "larkspur/index.html")


def test_a_later_version_has_the_severity_and_the_page_of_its_change(context: MonitorContext, world: World) -> None:
    run(context, world)
    (new,) = run(context, world, BAD).new_versions
    assert new.severity is Severity.CRITICAL
    assert (context.reports / new.report).is_file()
    assert new.report.startswith("larkspur/2026")


def test_only_the_versions_asked_for_are_described(context: MonitorContext) -> None:
    fetch_all_captures(context, POLICY, Archive(dict(zip(years(2012, 2014, 2016), (GOOD, BAD, GOOD), strict=True))))
    versions = derive(context, POLICY) or []
    described = describe_versions(context, POLICY, versions[1:])
    assert [(new.version.captured_at, new.version.sha256) for new in described] == [(v.captured_at, v.sha256) for v in versions[1:]]
    assert describe_versions(context, POLICY, []) == []


def test_a_report_is_sorted_by_the_configuration() -> None:
    report = CycleReport(
        alerts=[AlertOutcome("b", Severity.MATERIAL), AlertOutcome("a", Severity.MATERIAL), AlertOutcome("gone", Severity.MATERIAL)],
        notices=[AlertOutcome("b", Severity.NONE, "unreadable"), AlertOutcome("a", Severity.NONE, "unreadable")],
        failed=[Failure("c", "timeout", "no answer", None), Failure("a", "timeout", "no answer", None)],
    )
    report.sort(["a", "b", "c"])
    assert [one.policy for one in report.alerts] == ["gone", "a", "b"], "an older alert of a policy that is tracked no more"
    assert [one.policy for one in report.notices] == ["a", "b"]
    assert [one.policy for one in report.failed] == ["a", "c"]


def test_versions_are_reported_in_order_whichever_host_answered_first(tmp_path: Path, hosts: Hosts) -> None:
    tracked = policies_on("c", "a", "b")
    report = run(open_world(tmp_path, hosts, policies=tracked), hosts)
    assert [new.version.policy for new in report.new_versions] == ["c-0", "a-0", "b-0"]
