"""`alerts`: what was sent to whom, and what is still to be delivered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from monitor.cli.app import DONE, INCOMPLETE, App, results
from monitor.model import DeliveryState, Notice, OutboxItem
from monitor.present.phrases import plural
from monitor.timestamps import utc_iso, utc_iso_or_none

if TYPE_CHECKING:
    from monitor.notify.schedule import Wait
    from monitor.pipeline.context import MonitorContext


@click.command("alerts")
@click.option("--retry", is_flag=True, help="Try to deliver pending alerts now, including those that were given up.")
@click.option("--test", is_flag=True, help="Send one test message through each channel and print what it answers.")
@results
@click.pass_obj
def alerts_command(app: App, retry: bool, test: bool) -> int:
    """List alerts, oldest first, and whether each was delivered. With --test, exit code 1 says that a channel does not work."""
    context = app.context(secrets=retry or test)
    if test:
        return _test(app, context)
    from monitor.pipeline.delivery import deliver, wait_of

    undelivered: list[str] = []
    if retry:
        from monitor.pipeline import sql_rows
        from monitor.pipeline.outcome import CycleReport

        with app.writing(context, "alerts"):
            context.state.note_clock(context.now())
            due, report = context.state.retry(), CycleReport()
            deliver(context, report)
            undelivered = report.undelivered
            sql_rows.bring_up_to_date(context)
        app.message(f"Retried {plural(due, 'delivery', 'deliveries')}.")
    items = context.state.alerts()
    waits = [wait_of(context, item) for item in items]
    app.result({"alerts": [_json(item, wait) for item, wait in zip(items, waits, strict=True)]})
    for item, wait in zip(items, waits, strict=True):
        app.line(_line(item, wait))
    if not items:
        app.line("No alerts yet.")
    for line in undelivered:
        click.echo(line, err=True)
    return 0


def _test(app: App, context: MonitorContext) -> int:
    from monitor.notify.trial import try_channels

    results = []
    for trial in try_channels(context.channels, now=context.now()):
        # A channel that answers nothing says "accepted" itself.
        outcome = "accepted" if trial.ok else "FAILED"
        app.line(f"{trial.channel}: {outcome}" + ("" if trial.says == outcome else f": {trial.says}"))
        results.append({"channel": trial.channel, "ok": trial.ok, "says": trial.says})
    app.result({"ok": bool(results) and all(one["ok"] for one in results), "tests": results})
    if not results:
        app.line("No channel is configured, so nobody is alerted; set `alerts:` in config.yaml.")
    return DONE if results and all(one["ok"] for one in results) else INCOMPLETE


def _json(item: OutboxItem, wait: Wait | None) -> dict[str, object]:
    alert = item.alert
    about: dict[str, object] = (
        {"captured_at": None, "severity": "none", "report": None, "notice": alert.kind.value, "since": utc_iso_or_none(alert.since)}
        if isinstance(alert, Notice)
        else {"captured_at": utc_iso_or_none(alert.new.captured_at), "severity": alert.changelog.severity.value, "report": alert.report}
    )
    return {
        "id": alert.id,
        "policy": alert.policy.id,
        **about,
        "channel": item.channel,
        "state": item.state.value,
        "attempts": item.attempts,
        "queued_at": utc_iso_or_none(item.queued_at),
        "delivered_at": utc_iso_or_none(item.delivered_at),
        "next_attempt": utc_iso_or_none(item.next_attempt) if item.state is DeliveryState.PENDING else None,
        "says": item.says,
        **({"waits_for": wait.reason, "waits_until": utc_iso(wait.until)} if wait else {}),
    }


def _line(item: OutboxItem, wait: Wait | None) -> str:
    alert = item.alert
    when = f"{item.state.value}, {plural(item.attempts, 'attempt')}"
    if item.delivered_at:
        when = f"delivered {utc_iso(item.delivered_at)}"
    elif wait:
        when = f"waiting for {wait.reason} ({utc_iso(wait.until)})"
    what = f"notice: {alert.kind.value}" if isinstance(alert, Notice) else alert.changelog.severity.value
    why = f": {item.says}" if item.says and not item.delivered_at else ""
    return f"{utc_iso_or_none(alert.created_at)}  {alert.policy.id}  {what}  {item.channel}  {when}{why}"
