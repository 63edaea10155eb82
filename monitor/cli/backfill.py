"""`backfill`, and what it shares with `import`: stores past snapshots and derives versions, without alerts."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from monitor.cli.app import App, results
from monitor.cli.dates import first_moment, last_moment
from monitor.errors import SourceError, UsageError, given_up
from monitor.model import Policy
from monitor.present.phrases import plural
from monitor.timestamps import utc_iso_or_none

if TYPE_CHECKING:
    from monitor.pipeline.backfill import BackfillResult
    from monitor.pipeline.context import MonitorContext
    from monitor.pipeline.refresh import Refresher

LOCK_WAIT = 900.0
"""Seconds to wait for another writer before a capture is kept: a cycle with a slow host may take minutes."""


@click.command("backfill")
@click.argument("policies", nargs=-1, required=True, metavar="POLICY...")
@click.option("--from", "since", metavar="DATE", help="Only captures from this date on.")
@click.option("--to", "until", metavar="DATE", help="Only captures up to and including this date.")
@click.option(
    "--source",
    metavar="NAME",
    help="Archive: wayback, memento:URL, warc:PATH or dir:PATH.  [default: the policy's `history`, or wayback if that is none]",
)
@click.option(
    "--sample",
    type=click.Choice(["all", "changes"]),
    default="all",
    show_default=True,
    help="all: fetch every capture. changes: find each change by bisection, with far fewer requests.",
)
@click.option("--exhaustive", "sample", flag_value="all", help="Same as --sample all.")
@click.option("--limit", type=click.IntRange(min=1), help="Fetch at most N captures; run again to continue.", metavar="N")
@results
@click.pass_obj
def backfill_command(
    app: App, policies: tuple[str, ...], since: str | None, until: str | None, source: str | None, sample: str, limit: int | None
) -> int:
    """Fetch archived snapshots of POLICY and derive its past versions. Can be stopped at any time and run again; never alerts.
    Exit code 1 if an archive could not be listed or a capture not be fetched.

    With --sample changes, captures between two with the same text are not fetched: a change that was reverted between them is missed.
    """
    context = app.context()
    chosen = context.chosen(policies)
    span = (first_moment(since) if since else None, last_moment(until) if until else None)
    if span[0] and span[1] and span[0] > span[1]:
        raise UsageError(f"--from {since} is later than --to {until}")
    from monitor.pipeline.refresh import Refresher

    reports, refresher = [], Refresher(context)
    for policy in chosen:
        try:
            reports.append(_one(app, context, refresher, policy, source or archive_of(policy), span, sample, limit))
        except SourceError as error:
            says = given_up(str(error))
            click.echo(f"{policy.id}: {says}", err=True)
            reports.append({"policy": policy.id, "error": {"reason": error.reason, "says": says}})
    with app.writing(context, "backfill"):
        refresher.finish()
    app.result({"backfilled": reports})
    if any("fetched" in report for report in reports):
        app.line(f"Report: {context.shown('index.html')}")
    return 1 if any(report.get("error") or report.get("failures") for report in reports) else 0


def archive_of(policy: Policy) -> str:
    """The archive of a policy's past: its `history`, or the Wayback Machine when the configuration names none."""
    return policy.history if policy.history != "none" else "wayback"


def _one(
    app: App,
    context: MonitorContext,
    refresher: Refresher,
    policy: Policy,
    source: str,
    span: tuple[datetime | None, datetime | None],
    sample: str,
    limit: int | None,
) -> dict[str, Any]:
    from monitor.pipeline.backfill import fetch_captures, list_captures
    from monitor.pipeline.sampling import fetch_changes

    archive = context.history(policy, source)
    app.message(f"{policy.id}: listing captures in {source} …")
    captures = list_captures(archive, policy, since=span[0], until=span[1])
    with app.progress(policy.id) as update:
        fetch = fetch_changes if sample == "changes" else fetch_captures
        result = fetch(_shared(context), policy, archive, captures, limit=limit, on_progress=update)
    with app.writing(context, "backfill"):
        return refresh_and_report(app, context, refresher, policy, result)


def _shared(context: MonitorContext) -> MonitorContext:
    """The same store, locked only while a capture is stored: a history may take hours, and pages are checked meanwhile."""
    from monitor.store.shared_archive import SharedArchive

    return replace(
        context,
        archive=SharedArchive(context.archive.root, owner="policy-monitor backfill", wait=LOCK_WAIT, folders=context.archive.folders),
    )


def refresh_and_report(app: App, context: MonitorContext, refresher: Refresher, policy: Policy, result: BackfillResult) -> dict[str, Any]:
    """Derives and renders one policy after past snapshots were stored, without alerts; prints the summary and returns it as JSON.

    The caller holds the store's lock, and renders the overview with `refresher.finish()` when all policies are done.
    """
    found = refresher.policy(policy).versions or []
    total = len(context.index.entries(policy.id))
    app.line(f"{policy.id}: {_summary(result)}; {plural(len(found), 'new version')}, {total} in total.")
    for which, why in (*result.failures, *result.skipped):
        click.echo(f"{policy.id}: {which}: {why}" if which not in why else f"{policy.id}: {why}", err=True)
    return {
        "policy": policy.id,
        "listed": result.listed,
        "fetched": result.fetched,
        "held": result.held,
        "same": result.same,
        "errors": result.errors,
        "unseen": result.unseen,
        "failures": [{"capture": which, "says": why} for which, why in result.failures],
        "left_out": [{"file": which, "says": why} for which, why in result.skipped],
        "new_versions": [{"captured_at": utc_iso_or_none(v.captured_at), "sha256": v.sha256} for v in found],
        "versions": total,
    }


def _summary(result: BackfillResult) -> str:
    counts = {
        "captures listed": result.listed,
        "fetched": result.fetched,
        "already stored": result.held,
        "skipped as duplicates": result.same,
        "archived errors or redirects skipped": result.errors,
        "not fetched between captures with the same text": result.unseen,
        "failed": len(result.failures),
    }
    return ", ".join(f"{n} {what}" for what, n in counts.items() if n or what in {"captures listed", "fetched"})
