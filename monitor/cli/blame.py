"""`blame`: each statement of the version in force, with the version that introduced it and the one that last reworded it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from monitor.cli.app import App, results
from monitor.errors import UsageError
from monitor.present.phrases import plural
from monitor.timestamps import utc_iso

if TYPE_CHECKING:
    from monitor.model import Version
    from monitor.pipeline.blame import StatementOrigin
    from monitor.store.index import VersionName

SCHEMA = "policy-monitor/blame/1"


@click.command("blame")
@click.argument("policy_id", metavar="ID")
@results
@click.pass_obj
def blame_command(app: App, policy_id: str) -> None:
    """Show, for each statement of policy ID in force, the capture that first has it and the capture that last reworded it.

    Statements are followed when they move. Each was introduced at some time between the capture shown and the one before.
    """
    from monitor.pipeline.blame import blame_versions

    context = app.context()
    policy = context.policy(policy_id)
    entries = context.index.entries(policy.id)
    if not entries:
        raise UsageError(f"{policy.id} has no versions yet; fetch some with `policy-monitor run` or `policy-monitor backfill {policy.id}`")
    version, origins = entries[-1].version, blame_versions(context.index, policy.id)
    statements = [origin_json(one) for one in origins]
    shown = {"policy": policy.id, "version": _version(version), "versions": len(entries), "statements": statements}
    app.result({"schema": SCHEMA, **shown})
    app.line(f"{policy.id}: text of {utc_iso(version.captured_at)}, traced through {plural(len(entries), 'version')}")
    app.line("introduced   reworded    statement")
    for one in origins:
        app.line(_line(one))


def origin_json(origin: StatementOrigin) -> dict[str, Any]:
    """One statement of the public JSON."""
    statement = origin.statement
    return {
        "text": statement.text,
        "kind": statement.kind,
        "section": list(statement.section),
        "span": list(statement.span),
        "introduced": _version(origin.introduced),
        "reworded": _version(origin.reworded),
        "moved": _version(origin.moved),
        "stood_before": _version(origin.previously_in),
    }


def _version(version: Version | VersionName | None) -> dict[str, Any] | None:
    if version is None:
        return None
    return {"captured_at": utc_iso(version.captured_at), "sha256": version.sha256, "archive_url": version.archive_url}


def _line(origin: StatementOrigin) -> str:
    reworded = f"{origin.reworded.captured_at:%Y-%m-%d}" if origin.reworded else ""
    text = " ".join(origin.statement.text.split())
    earlier = f"  (was also in the text of {origin.previously_in.captured_at:%Y-%m-%d})" if origin.previously_in else ""
    return f"{origin.introduced.captured_at:%Y-%m-%d}   {reworded:<10}  {text}{earlier}"
