"""`blame`: each statement of the version in force with the version that introduced it and the one that last reworded it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from monitor.cli.app import App, counted, results
from monitor.errors import UsageError
from monitor.model import Version
from monitor.timestamps import utc_iso

if TYPE_CHECKING:
    from monitor.pipeline.blame import StatementOrigin

SCHEMA = "policy-monitor/blame/1"


@click.command("blame")
@click.argument("policy_id", metavar="ID")
@results
@click.pass_obj
def blame_command(app: App, policy_id: str) -> None:
    """Show who is to blame: beside each statement of policy ID in force, the capture that first shows it and the one that last reworded it.

    Moves are followed. A statement came at some time between its capture and the one before.
    """
    from monitor.pipeline.blame import blame_versions

    context = app.context()
    policy = context.policy(policy_id)
    entries = context.index.entries(policy.id)
    if not entries:
        raise UsageError(f"{policy.id} has no version; `policy-monitor backfill {policy.id}` or `run` brings some in")
    version, told = entries[-1].version, blame_versions(entries)
    shown = {"policy": policy.id, "version": _version(version), "versions": len(entries), "statements": [shape(one) for one in told]}
    app.result({"schema": SCHEMA, **shown})
    app.line(f"{policy.id}: the text of {utc_iso(version.captured_at)}, {counted(len(entries), 'version')} followed")
    app.line("first shown  reworded    statement")
    for one in told:
        app.line(_line(one))


def shape(told: StatementOrigin) -> dict[str, Any]:
    """One statement of the public JSON."""
    statement = told.statement
    return {
        "text": statement.text,
        "kind": statement.kind,
        "section": list(statement.section),
        "span": list(statement.span),
        "introduced": _version(told.introduced),
        "reworded": _version(told.reworded),
        "moved": _version(told.moved),
        "stood_before": _version(told.stood_before),
    }


def _version(version: Version | None) -> dict[str, Any] | None:
    if version is None:
        return None
    return {"captured_at": utc_iso(version.captured_at), "sha256": version.sha256, "archive_url": version.archive_url}


def _line(told: StatementOrigin) -> str:
    reworded = f"{told.reworded.captured_at:%Y-%m-%d}" if told.reworded else ""
    text = " ".join(told.statement.text.split())
    back = f"  (stood already in {told.stood_before.captured_at:%Y-%m-%d})" if told.stood_before else ""
    return f"{told.introduced.captured_at:%Y-%m-%d}   {reworded:<10}  {text}{back}"
