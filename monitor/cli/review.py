"""`accept` and `reject`: a person's word on a snapshot outranks the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from monitor.cli.app import App, counted, results
from monitor.cli.dates import first_moment, last_moment
from monitor.errors import UsageError
from monitor.export.shapes import moment
from monitor.model import Policy, ReviewDecision, SnapshotRecord
from monitor.timestamps import utc_iso

if TYPE_CHECKING:
    from monitor.pipeline.context import MonitorContext


@click.command("accept")
@click.argument("reference", metavar="ID@DATE")
@click.option("--why", help="A remark that is kept with the word.")
@results
@click.pass_obj
def accept_command(app: App, reference: str, why: str | None) -> None:
    """Take the quarantined or refused snapshot of DATE as a version after all."""
    _say(app, reference, accept=True, why=why)


@click.command("reject")
@click.argument("reference", metavar="ID@DATE")
@click.option("--why", help="A remark that is kept with the word.")
@results
@click.pass_obj
def reject_command(app: App, reference: str, why: str | None) -> None:
    """Say that the snapshot of DATE is no version of the policy."""
    _say(app, reference, accept=False, why=why)


def _say(app: App, reference: str, *, accept: bool, why: str | None) -> None:
    from monitor.pipeline import publish
    from monitor.pipeline.derive import derive

    context = app.context(secrets=True)
    policy, record = _meant(context, reference, accept=accept)
    word = ReviewDecision(record.sha256, record.captured_at, accept, context.now(), why)
    with app.writing(context, "accept" if accept else "reject"):
        context.files.record_decision(policy.id, word)
        derive(context, policy)
        publish.render(context, policy)
        publish.overview(context)
        queued = publish.queue_alerts(context, policy)
    verb = "accepted" if accept else "rejected"
    count = len(context.index.entries(policy.id))
    app.result({"policy": policy.id, "captured_at": moment(record.captured_at), "accepted": accept, "versions": count})
    app.line(f"{policy.id}: the snapshot of {utc_iso(record.captured_at)} is {verb}; {counted(count, 'version')} now.")
    if queued:
        app.say("An alert is owed; the next run delivers it.")


def _meant(context: MonitorContext, reference: str, *, accept: bool) -> tuple[Policy, SnapshotRecord]:
    """The one snapshot that a reference means: of the day or second that it names, first one of which the word says something new."""
    policy_id, at, date = reference.partition("@")
    policy = context.policy(policy_id)
    if not at:
        raise UsageError(f"{reference}: expected ID@DATE; `policy-monitor log {policy.id}` lists the snapshots that were not accepted")
    start, end = first_moment(date), last_moment(date)
    found = [r for r in context.files.records(policy.id) if start <= r.captured_at <= end]
    rejected = {(r.captured_at, r.sha256) for r in context.index.rejections(policy.id)}
    spoken = {(w.captured_at, w.snapshot_sha256) for w in context.files.decisions(policy.id) if w.accept}
    preferred = rejected if accept else spoken
    chosen = [r for r in found if (r.captured_at, r.sha256) in preferred] or found
    if not chosen:
        raise UsageError(f"{policy.id} has no snapshot on {date}; `policy-monitor log {policy.id}` lists what is stored")
    if len({(r.captured_at, r.sha256) for r in chosen}) > 1:
        times = ", ".join(utc_iso(r.captured_at) for r in chosen)
        raise UsageError(f"{reference} could be any of {times}; name the second")
    return policy, chosen[0]
