"""`run`: one cycle, as cron calls it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from monitor.cli.app import App, counted, results
from monitor.export.shapes import moment

if TYPE_CHECKING:
    from monitor.pipeline.context import MonitorContext
    from monitor.pipeline.cycle import Cycle


@click.command("run")
@click.argument("policies", nargs=-1, metavar="[POLICY]...")
@click.option("--force", is_flag=True, help="Try also what keeps failing and is not due yet; naming a policy does the same.")
@click.option("--exit-code", is_flag=True, help="Exit with 10 when a material change was found.")
@results
@click.pass_obj
def run_command(app: App, policies: tuple[str, ...], force: bool, exit_code: bool) -> int:
    """Check every policy (or the named ones) once: fetch, keep, version, compare, render, alert."""
    from monitor.pipeline.cycle import run_cycle

    context = app.context(secrets=True)
    chosen = context.chosen(policies)
    with app.writing(context, "run"), app.progress("Checking") as bar:
        done = iter(range(len(chosen)))
        eager = force or bool(policies)
        cycle = run_cycle(context, chosen, force=eager, told=lambda policy: bar(next(done), len(chosen)))
    app.result(cycle_json(context, cycle))
    if not app.quiet or cycle.new_versions or cycle.alerts:
        for line in cycle_lines(context, cycle) if chosen else [app.empty()]:
            app.line(line)
    for failure in cycle.failed:
        retry = f"; next try {moment(failure.retry_at)}" if failure.retry_at else ""
        click.echo(f"{failure.policy}: {failure.says.rstrip('.')}{retry}", err=True)
    for says in (*cycle.undelivered, *cycle.unsaved):
        click.echo(says, err=True)
    if exit_code and any(new.severity.rank >= 3 for new in cycle.new_versions):
        return 10
    return 1 if cycle.failed else 0


def cycle_json(context: MonitorContext, cycle: Cycle) -> dict[str, Any]:
    """The documented shape."""
    notices = [{"policy": n.policy, "kind": n.notice, "delivered": n.delivered, "pending": n.pending} for n in cycle.notices]
    return {
        "checked": cycle.checked,
        "unchanged": cycle.unchanged,
        "new_versions": [
            {
                "policy": new.version.policy,
                "captured_at": moment(new.version.captured_at),
                "severity": new.severity.value,
                "report": context.shown(new.report),
            }
            for new in cycle.new_versions
        ],
        "alerts": [
            {"policy": told.policy, "severity": told.severity.value, "delivered": told.delivered, "pending": told.pending}
            for told in cycle.alerts
        ],
        "failed": [
            {"policy": failure.policy, "reason": failure.reason, "says": failure.says, "retry_at": moment(failure.retry_at)}
            for failure in cycle.failed
        ],
        **({"notices": notices} if notices else {}),
    }


def cycle_lines(context: MonitorContext, cycle: Cycle) -> list[str]:
    """The same for people; ends by naming the report to open."""
    lines = []
    for new in cycle.new_versions:
        what = "first version" if new.severity.rank == 0 and new.report.endswith("index.html") else new.severity.value
        lines.append(f"{new.version.policy}  {moment(new.version.captured_at)}  {what:<13}  {context.shown(new.report)}")
    for told in cycle.alerts:
        where = f"told {', '.join(told.delivered)}" if told.delivered else ""
        where = where or ("not delivered yet" if told.pending else "no channel is configured")
        lines.append(f"{told.policy}  {told.severity.value} change: {where}")
    for told in cycle.notices:
        where = f"told {', '.join(told.delivered)}" if told.delivered else "not told yet"
        lines.append(f"{told.policy}  {told.notice}: {where}")
    found = counted(len(cycle.new_versions), "new version")
    if not cycle.new_versions:
        lines.append("Nothing new.")
    lines.append(f"{counted(cycle.checked, 'policy')} checked: {cycle.unchanged} unchanged, {found}, {len(cycle.failed)} failed.")
    if cycle.checked:
        lines.append(f"Report: {context.shown('index.html')}")
    return lines
