"""`show`: prints a stored version's text, or the bytes that it was extracted from."""

from __future__ import annotations

import sys

import click

from monitor.cli.app import App, results
from monitor.cli.reference import find_version
from monitor.errors import UsageError
from monitor.present.provenance import came_from, redirects_json
from monitor.timestamps import utc_iso_or_none


@click.command("show")
@click.argument("reference", metavar="ID[@DATE]")
@click.option("--raw", is_flag=True, help="Print the snapshot's original bytes instead.")
@results
@click.pass_obj
def show_command(app: App, reference: str, raw: bool) -> None:
    """Print the text of the version in force at DATE (default: now)."""
    context = app.context()
    version = find_version(context, reference)
    if raw:
        if app.json:
            raise UsageError("--raw cannot be combined with --format json")
        records = context.archive.records(version.policy)
        record = next(r for r in records if r.sha256 == version.snapshot_sha256 and r.captured_at == version.captured_at)
        sys.stdout.buffer.write(context.archive.read(record))
        # A closed pipe must show here, where `main` handles it, and not when the interpreter exits.
        sys.stdout.buffer.flush()
        return
    document = version.document
    app.result(
        {
            "policy": version.policy,
            "captured_at": utc_iso_or_none(version.captured_at),
            "last_seen": utc_iso_or_none(version.last_seen),
            "source": version.source,
            "url": version.url,
            "archive_url": version.archive_url,
            "sha256": version.sha256,
            "snapshot_sha256": version.snapshot_sha256,
            **redirects_json(version.url, version.redirects),
            "title": document.title,
            "stated_date": document.stated_date,
            "text": document.text,
        }
    )
    app.line(document.text.rstrip("\n"))
    # Not among the text, which is often piped on.
    if version.redirects and not app.quiet:
        click.echo(f"{version.policy}: answered by {came_from(version.url, version.redirects)}", err=True)
