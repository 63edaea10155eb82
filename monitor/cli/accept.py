"""`accept` and `reject`: a person decides on a snapshot, which overrides the automatic screening."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from monitor.cli.app import App, results
from monitor.cli.dates import first_moment, last_moment
from monitor.errors import UsageError
from monitor.model import Policy, ReviewDecision, SnapshotRecord
from monitor.present.phrases import plural
from monitor.timestamps import utc_iso, utc_iso_or_none

if TYPE_CHECKING:
    from monitor.pipeline.context import MonitorContext


@click.command("accept")
@click.argument("reference", metavar="ID@DATE")
@click.option("--why", help="A comment stored with the decision.")
@results
@click.pass_obj
def accept_command(app: App, reference: str, why: str | None) -> None:
    """Accept the quarantined or refused snapshot of DATE as a version. Overrides the automatic screening."""
    _decide(app, reference, accept=True, why=why)


@click.command("reject")
@click.argument("reference", metavar="ID@DATE")
@click.option("--why", help="A comment stored with the decision.")
@results
@click.pass_obj
def reject_command(app: App, reference: str, why: str | None) -> None:
    """Reject the snapshot of DATE as a version. Overrides the automatic screening."""
    _decide(app, reference, accept=False, why=why)


def _decide(app: App, reference: str, *, accept: bool, why: str | None) -> None:
    from monitor.pipeline.refresh import refresh

    context = app.context(secrets=True)
    policy, record = _find_snapshot(context, reference, accept=accept)
    decision = ReviewDecision(record.sha256, record.captured_at, accept, context.now(), why)
    with app.writing(context, "accept" if accept else "reject"):
        context.archive.record_decision(policy.id, decision)
        (refreshed,) = refresh(context, [policy], queue_alerts=True)
    verb = "accepted" if accept else "rejected"
    count = len(context.index.entries(policy.id))
    app.result({"policy": policy.id, "captured_at": utc_iso_or_none(record.captured_at), "accepted": accept, "versions": count})
    app.line(f"{policy.id}: {verb} the snapshot of {utc_iso(record.captured_at)}; the policy now has {plural(count, 'version')}.")
    if refreshed.alerts:
        app.message("Queued an alert; the next run delivers it.")


def _find_snapshot(context: MonitorContext, reference: str, *, accept: bool) -> tuple[Policy, SnapshotRecord]:
    """The snapshot of the day or second that a reference names; if there are several, one on which the decision changes something."""
    policy_id, at, date = reference.partition("@")
    policy = context.policy(policy_id)
    if not at:
        raise UsageError(f"{reference}: expected ID@DATE; `policy-monitor log {policy.id}` lists quarantined and refused snapshots")
    start, end = first_moment(date), last_moment(date)
    found = [r for r in context.archive.records(policy.id) if start <= r.captured_at <= end]
    rejected = {(r.captured_at, r.sha256) for r in context.index.rejections(policy.id)}
    accepted = {(w.captured_at, w.snapshot_sha256) for w in context.archive.decisions(policy.id) if w.accept}
    # Captures of one day often have one doubtful snapshot among them: accepting means that one.
    preferred = rejected if accept else accepted
    chosen = [r for r in found if (r.captured_at, r.sha256) in preferred] or found
    if not chosen:
        raise UsageError(f"{policy.id} has no snapshot of {date}; `policy-monitor log {policy.id}` lists what is stored")
    if len({(r.captured_at, r.sha256) for r in chosen}) > 1:
        times = ", ".join(utc_iso(r.captured_at) for r in chosen)
        raise UsageError(f"{reference} is ambiguous: {times}; give the time to the second")
    return policy, chosen[0]
