"""`status`: how the checks of each policy went."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from monitor.cli.app import App, counted, results
from monitor.export.shapes import moment
from monitor.model import Policy
from monitor.timestamps import utc_iso

if TYPE_CHECKING:
    from monitor.pipeline.context import MonitorContext


@click.command("status")
@click.argument("policies", nargs=-1, metavar="[POLICY]...")
@results
@click.pass_obj
def status_command(app: App, policies: tuple[str, ...]) -> None:
    """Per policy: last success, last failure and why, next check."""
    context = app.context()
    reports = [_status(context, policy) for policy in context.chosen(policies)]
    app.result({"policies": reports})
    for report in reports:
        app.line(_line(report))
    if not reports:
        app.line(app.empty())


def _status(context: MonitorContext, policy: Policy) -> dict[str, Any]:
    from monitor.pipeline.derive import LOST
    from monitor.pipeline.notices import trouble_of
    from monitor.pipeline.publish import refusal
    from monitor.service.daemon import next_check

    refused, unsaved = refusal(context, policy), context.state.pending_copies(policy.id)
    check, entries = context.state.check(policy.id), context.index.entries(policy.id)
    failing, trouble = check.failures_in_row > 0, trouble_of(context, policy)
    return {
        "policy": policy.id,
        "versions": len(entries),
        "newest": utc_iso(entries[-1].version.captured_at) if entries else None,
        "last_success": moment(check.last_success),
        "last_failure": moment(check.last_failure),
        "reason": check.reason if failing else None,
        "says": check.says if failing else None,
        "unreadable_since": moment(trouble.since) if trouble else None,
        "unreadable_because": trouble.says if trouble else None,
        "told_unreadable": check.reported_since is not None,
        "refused": {"reason": refused.verdict.reason, "says": refused.verdict.says} if refused else None,
        "lost_snapshots": context.index.rejection_counts(LOST).get(policy.id, 0),
        "not_saved": [{"url": url, "says": one.says, "retry_at": moment(one.retry_at)} for url, one in unsaved.items()],
        "failures_in_row": check.failures_in_row,
        "next_check": moment(next_check(policy, check.retry_at if failing else None, context.now())),
    }


def _line(report: dict[str, Any]) -> str:
    never = "never read so far" if report["failures_in_row"] else "not checked yet"
    checked = f"last checked {report['last_success']}" if report["last_success"] else never
    line = f"{report['policy']}: {counted(report['versions'], 'version')}, {checked}, next check {report['next_check']}"
    if report["failures_in_row"]:
        failed = report["failures_in_row"]
        what = "the last check failed" if failed == 1 else f"the last {failed} checks failed"
        line += f"\n  {what} ({report['reason']}): {report['says']}"
    if report["refused"]:
        line += f"\n  the page can't be read at present ({report['refused']['reason']}): {report['refused']['says']}"
    if report["lost_snapshots"]:
        line += f"\n  the bytes of {counted(report['lost_snapshots'], 'snapshot')} are lost: `policy-monitor verify` names them"
    for one in report["not_saved"]:
        line += f"\n  no copy in the archive ({one['retry_at'] or 'given up'}): {one['says']}"
    if report["unreadable_since"]:
        line += f"\n  not readable since {report['unreadable_since']}"
    return line + ("\n  people were told that it can't be read" if report["told_unreadable"] else "")
