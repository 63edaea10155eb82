"""`run`: checks policies once, as cron does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from monitor.cli.app import DONE, INCOMPLETE, INTERNAL, MATERIAL, App, results
from monitor.model import NoticeKind, Severity
from monitor.present.phrases import FIRST_VERSION, plural
from monitor.timestamps import utc_iso, utc_iso_or_none

if TYPE_CHECKING:
    from monitor.pipeline.context import MonitorContext
    from monitor.pipeline.outcome import AlertOutcome, CycleReport


@click.command("run")
@click.argument("policies", nargs=-1, metavar="[POLICY]...")
@click.option(
    "--force",
    is_flag=True,
    help="Also retry failing policies that are not due, and fetch pages in full even if unmodified; implied when policies are named.",
)
@click.option("--exit-code", is_flag=True, help="Exit with 10 when a material change was found.")
@results
@click.pass_obj
def run_command(app: App, policies: tuple[str, ...], force: bool, exit_code: bool) -> int:
    """Check each POLICY (default: all) once: fetch it, store what is new, compare it, render the report, send alerts.

    Exit code 1 if a policy could not be checked or a message not be delivered, 3 if `snapshots` or `reports` could not be written.
    """
    from monitor.pipeline.cycle import run_cycle

    context = app.context(secrets=True)
    chosen = [policy for policy in context.chosen(policies) if not policy.paused]
    for paused in sorted({policy.id for policy in context.chosen(policies) if policy.paused} & set(policies)):
        app.message(f"{paused} is paused; policy-monitor resume {paused}")
    with app.writing(context, "run") as context, app.progress("Checking") as update:
        # The bar counts policies, in whatever order their hosts respond.
        done = iter(range(len(chosen)))
        asked = force or bool(policies)
        report = run_cycle(context, chosen, force=asked, in_full=asked, on_policy=lambda policy: update(next(done), len(chosen)))
    app.result(report_json(context, report))
    if not app.quiet or report.new_versions or report.alerts:
        for line in report_lines(context, report) if chosen or context.policies else [app.nothing_tracked()]:
            app.line(line)
    for failure in report.failed:
        says = failure.says.rstrip(".")
        if failure.retry_at:
            says = f"{says.removesuffix('; it will be retried')}; next try {utc_iso_or_none(failure.retry_at)}"
        click.echo(f"{failure.policy}: {says}", err=True)
    for says in report_troubles(report):
        click.echo(says, err=True)
    # A material change outranks a failure elsewhere: whoever asks for this code waits for it.
    if exit_code and any(new.severity.rank >= Severity.MATERIAL.rank for new in report.new_versions):
        return MATERIAL
    return _code(report)


def _code(report: CycleReport) -> int:
    """3 when a whole folder or the state could not be written; 1 when a policy, a channel or a file failed; else 0."""
    if any(fault.serious for fault in report.faults):
        return INTERNAL
    faults = [fault for fault in report.faults if fault.says != report.clock]
    unreached = report.undelivered or any(channel.waiting for channel in report.failing_channels)
    return INCOMPLETE if report.failed or unreached or faults else DONE


def report_troubles(report: CycleReport) -> list[str]:
    """One sentence for each thing that went wrong besides the checks of policies."""
    # A fault of a policy's files is its failure as well, which is printed already.
    failed = {f"policy {failure.policy}" for failure in report.failed}
    faults = [f"{fault.place}: {fault.says}" for fault in report.faults if fault.place not in failed]
    known = [channel.sentence for channel in report.failing_channels if channel.waiting and not report.undelivered]
    return [*faults, *report.undelivered, *known, *report.uncopied, *report.untaken, *report.second_reader]


def report_json(context: MonitorContext, report: CycleReport) -> dict[str, Any]:
    """What `run --format json` prints: new versions, failures, alerts, notices and faults."""
    notices = [{"policy": n.policy, "kind": n.notice, "says": n.says, **_delivery_json(n)} for n in report.notices]
    return {
        "checked": report.checked,
        "unchanged": report.unchanged,
        "new_versions": [
            {
                "policy": new.version.policy,
                "captured_at": utc_iso_or_none(new.version.captured_at),
                "severity": new.severity.value,
                "report": context.shown(new.report),
            }
            for new in report.new_versions
        ],
        "alerts": [{"policy": one.policy, "severity": one.severity.value, **_delivery_json(one)} for one in report.alerts],
        "failed": [
            {"policy": failure.policy, "reason": failure.reason, "says": failure.says, "retry_at": utc_iso_or_none(failure.retry_at)}
            for failure in report.failed
        ],
        **({"notices": notices} if notices else {}),
        **{name: listed for name, listed in _troubles_json(report).items() if listed},
    }


def _delivery_json(alert: AlertOutcome) -> dict[str, Any]:
    waits = {"waits_for": alert.waits.reason, "waits_until": utc_iso(alert.waits.until)} if alert.waits else {}
    return {"delivered": alert.delivered, "pending": alert.pending, **waits}


def _troubles_json(report: CycleReport) -> dict[str, list[Any]]:
    """Keys that are there only when there is something to say."""
    channels = [{"channel": one.channel, "messages": one.messages, "says": one.says} for one in report.failing_channels]
    faults = [{"place": fault.place, "says": fault.says} for fault in report.faults]
    return {"faults": faults, "undelivered": report.undelivered, "channels_failing": channels}


def report_lines(context: MonitorContext, report: CycleReport) -> list[str]:
    """The result as text; the last line names the report to open."""
    lines = []
    for new in report.new_versions:
        what = FIRST_VERSION if new.severity.rank == 0 and new.report.endswith("index.html") else new.severity.value
        lines.append(f"{new.version.policy}  {utc_iso_or_none(new.version.captured_at)}  {what:<13}  {context.shown(new.report)}")
    lines += [f"{alert.policy}  {alert.severity.value} change: {_delivery(alert)}" for alert in report.alerts]
    for notice in report.notices:
        lines.append(f"{notice.policy}  {_NOTICES.get(notice.notice or '', notice.notice)}: {_delivery(notice)}")
        lines += [f"  {notice.says}"] if notice.notice == NoticeKind.COMES_FROM_ELSEWHERE.value and notice.says else []
    found = plural(len(report.new_versions), "new version")
    if not report.new_versions:
        lines.append("No new versions.")
    checked = plural(report.checked, "policy", "policies")
    lines.append(f"{checked} checked: {report.unchanged} unchanged, {found}, {len(report.failed)} failed.")
    if report.checked:
        lines.append(f"Report: {context.shown('index.html')}")
    return lines


_NOTICES: dict[str, str] = {
    NoticeKind.READABLE_AGAIN: "readable again", NoticeKind.COMES_FROM_ELSEWHERE: "comes from elsewhere",
    NoticeKind.FAULT: "fault on this machine", NoticeKind.FAULT_OVER: "the fault on this machine is over",
}  # fmt: skip
"""Notices in words, by kind; JSON has the kind itself."""


def _delivery(alert: AlertOutcome) -> str:
    if alert.delivered:
        return f"alerted {', '.join(alert.delivered)}"
    if alert.waits:
        return f"waiting for {alert.waits.reason} ({utc_iso(alert.waits.until)})"
    return f"not delivered yet to {', '.join(alert.pending)}" if alert.pending else "nobody alerted, as no channel is configured"
