"""`import`: `dir` imports files as dated snapshots; `list` is in monitor.cli.import_list."""

from __future__ import annotations

from pathlib import Path

import click

from monitor.cli.app import App, results
from monitor.cli.backfill import refresh_and_report
from monitor.cli.dates import first_moment
from monitor.cli.import_list import import_list


@click.group("import")
def import_command() -> None:
    """Import lists of policies, or files as dated snapshots of a policy."""


import_command.add_command(import_list)


@import_command.command("dir", short_help="Import a folder of dated files.")
@click.option("--policy", "policy_id", required=True, metavar="ID", help="The policy that they are snapshots of.")
@click.option("--date", metavar="DATE", help="Date of the files whose name or header has none.")
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@results
@click.pass_obj
def import_dir(app: App, policy_id: str, date: str | None, folder: Path) -> int:
    """Import the files of DIR: named YYYYMMDDHHMMSS.(html|md|txt|pdf), with one date in the name (2019-03-01), or with
    an archive header that names the capture.

    A file with none of these is reported and skipped, unless --date is given. Exit code 1 if a file could not be
    stored, or if every file was skipped. Never alerts.
    """
    from monitor.assemble import folder_source
    from monitor.pipeline.backfill import fetch_captures
    from monitor.pipeline.refresh import Refresher

    context = app.context()
    policy = context.policy(policy_id)
    source = folder_source(folder, policy, first_moment(date) if date else None)
    captures = list(source.captures())
    with app.writing(context, "import"):
        with app.progress(policy.id) as update:
            result = fetch_captures(context, policy, source, captures, on_progress=update)
        refresher = Refresher(context)
        report = refresh_and_report(app, context, refresher, policy, result)
        refresher.finish()
    app.result(report)
    return 1 if result.failures or (result.skipped and not captures) else 0
