"""`export`: writes captures, versions and changes in formats that other tools read."""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path

import click

from monitor.cli.app import App, common
from monitor.cli.dates import first_moment, last_moment
from monitor.errors import UsageError
from monitor.present.phrases import plural


@click.command("export")
@click.argument("what", type=click.Choice(["warc", "json", "csv"]))
@click.argument("policy_id", metavar="ID")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Output file.  [default: ID.warc.gz for warc, standard output for json and csv]",
)
@click.option("--from", "since", metavar="DATE", help="Only captures from this date on (warc only).")
@click.option("--to", "until", metavar="DATE", help="Only captures up to and including this date (warc only).")
@common
@click.pass_obj
def export_command(app: App, what: str, policy_id: str, output: Path | None, since: str | None, until: str | None) -> None:
    """Export the raw captures of policy ID as WARC, or its versions and changes as JSON or CSV."""
    context = app.context()
    policy = context.policy(policy_id)
    if what == "warc":
        _warc(app, policy.id, output or Path(f"{policy.id}.warc.gz"), since, until)
        return
    from monitor.export import shapes, table
    from monitor.present.json_shapes import change_json

    entries = context.index.entries(policy.id)
    if what == "csv":
        text = table.changes_csv(policy.id, entries)
    else:
        data = shapes.log(policy, entries, context.index.rejections(policy.id))
        for shown, entry in zip(data["versions"], entries, strict=True):
            shown["text"] = entry.version.document.text
            shown["changes"] = [change_json(c) for c in entry.changelog.changes] if entry.changelog else []
        text = json.dumps({"schema": "policy-monitor/export/1", **data}, ensure_ascii=False, indent=1) + "\n"
    if output is None:
        click.echo(text, nl=False)
        return
    from monitor.config.edit import replace_text

    replace_text(output, text)
    app.message(f"Wrote {output}.")


def _warc(app: App, policy_id: str, output: Path, since: str | None, until: str | None) -> None:
    from monitor.export.warc import write_warc

    context = app.context()
    start, end = first_moment(since) if since else None, last_moment(until) if until else None
    records = [
        r for r in context.archive.records(policy_id) if (start is None or r.captured_at >= start) and (end is None or r.captured_at <= end)
    ]
    if not records:
        raise UsageError(f"no captures of {policy_id} are stored for that period; `policy-monitor log {policy_id}` lists its versions")
    if not output.absolute().parent.is_dir():
        raise UsageError(f"{output}: its folder does not exist")
    count = write_warc(output, records, context.archive.read, software=f"policy-monitor {version('policy-monitor')}")
    app.message(f"Wrote {plural(count, 'capture')} to {output}.")
