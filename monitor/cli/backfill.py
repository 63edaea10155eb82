"""`backfill` and what it shares with `import`: the past is brought in, versions are derived, nobody is alerted."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from monitor.cli.app import App, counted, results
from monitor.cli.dates import first_moment, last_moment
from monitor.errors import SourceError, UsageError
from monitor.export.shapes import moment
from monitor.model import Policy

if TYPE_CHECKING:
    from monitor.pipeline.backfill import Pulled
    from monitor.pipeline.context import MonitorContext

PATIENCE = 900.0
"""Seconds to wait for another writer before a capture is kept: a cycle with a slow host may take minutes."""


@click.command("backfill")
@click.argument("policies", nargs=-1, required=True, metavar="POLICY...")
@click.option("--from", "since", metavar="DATE", help="Only captures from this date on.")
@click.option("--to", "until", metavar="DATE", help="Only captures up to this date, its day included.")
@click.option("--source", metavar="NAME", help="wayback, memento:URL, warc:PATH or dir:PATH.  [default: the policy's history]")
@click.option(
    "--sample",
    type=click.Choice(["all", "changes"]),
    default="all",
    show_default=True,
    help="changes: halve the history between captures that differ, and fetch no more than that takes.",
)
@click.option("--exhaustive", "sample", flag_value="all", help="The same as --sample all.")
@click.option("--limit", type=click.IntRange(min=1), help="Fetch at most so many captures; the next call goes on.")
@results
@click.pass_obj
def backfill_command(
    app: App, policies: tuple[str, ...], since: str | None, until: str | None, source: str | None, sample: str, limit: int | None
) -> int:
    """Bring archived snapshots of POLICY in. May be stopped and started again at any time; never alerts.

    With --sample changes, what lies between two captures that say the same stays unseen, and is said to be.
    """
    context = app.context()
    chosen = context.chosen(policies)
    span = (first_moment(since) if since else None, last_moment(until) if until else None)
    if span[0] and span[1] and span[0] > span[1]:
        raise UsageError(f"--from {since} lies after --to {until}")
    reports = []
    for policy in chosen:
        try:
            reports.append(_one(app, context, policy, source or _archive_of(policy), span, sample, limit))
        except SourceError as error:
            click.echo(f"{policy.id}: {error}", err=True)
            reports.append({"policy": policy.id, "error": {"reason": error.reason, "says": str(error)}})
    with app.writing(context, "backfill"):
        overview(context)
    app.result({"backfilled": reports})
    if any("fetched" in report for report in reports):
        app.line(f"Report: {context.shown('index.html')}")
    return 1 if any(report.get("error") or report.get("failures") for report in reports) else 0


def _archive_of(policy: Policy) -> str:
    return policy.history if policy.history != "none" else "wayback"


def _one(
    app: App,
    context: MonitorContext,
    policy: Policy,
    source: str,
    span: tuple[datetime | None, datetime | None],
    sample: str,
    limit: int | None,
) -> dict[str, Any]:
    from monitor.pipeline.backfill import list_captures, pull
    from monitor.pipeline.sampling import pull_changes

    archive = context.history(policy, source)
    app.say(f"{policy.id}: listing captures in {source} …")
    captures = list_captures(archive, policy, since=span[0], until=span[1])
    with app.progress(policy.id) as told:
        take = pull_changes if sample == "changes" else pull
        pulled = take(_taking_turns(context), policy, archive, captures, limit=limit, told=told)
    with app.writing(context, "backfill"):
        return settle(app, context, policy, pulled)


def _taking_turns(context: MonitorContext) -> MonitorContext:
    """The same store, free for others while the archive is waited for: a history may take hours, and pages are checked meanwhile."""
    from monitor.store.shared_archive import SharedArchive

    return replace(context, files=SharedArchive(context.files.root, owner="policy-monitor backfill", wait=PATIENCE))


def settle(app: App, context: MonitorContext, policy: Policy, pulled: Pulled) -> dict[str, Any]:
    """Derives and renders after snapshots came in from the past, alerting nobody; the summary, printed too."""
    from monitor.pipeline.derive import derive
    from monitor.pipeline.publish import behind, render

    found = derive(context, policy)
    if found is not None or behind(context, policy):
        render(context, policy)
    total = len(context.index.entries(policy.id))
    app.line(f"{policy.id}: {_summary(pulled)}; {counted(len(found or ()), 'new version')}, {total} in all.")
    for which, why in (*pulled.failures, *pulled.left_out):
        click.echo(f"{policy.id}: {which}: {why}" if which not in why else f"{policy.id}: {why}", err=True)
    return {
        "policy": policy.id,
        "listed": pulled.listed,
        "fetched": pulled.fetched,
        "held": pulled.held,
        "same": pulled.same,
        "errors": pulled.errors,
        "unseen": pulled.unseen,
        "failures": [{"capture": which, "says": why} for which, why in pulled.failures],
        "left_out": [{"file": which, "says": why} for which, why in pulled.left_out],
        "new_versions": [{"captured_at": moment(v.captured_at), "sha256": v.sha256} for v in found or ()],
        "versions": total,
    }


def _summary(pulled: Pulled) -> str:
    counts = {
        "captures listed": pulled.listed,
        "fetched": pulled.fetched,
        "held already": pulled.held,
        "not fetched for equal bytes": pulled.same,
        "error pages or redirects": pulled.errors,
        "unseen between captures that say the same": pulled.unseen,
        "failed": len(pulled.failures),
    }
    return ", ".join(f"{n} {what}" for what, n in counts.items() if n or what in {"captures listed", "fetched"})


def overview(context: MonitorContext) -> None:
    """Renders `reports/index.html`."""
    from monitor.pipeline import publish

    publish.overview(context)
