"""`import dir`: files that people have already, as dated snapshots."""

from __future__ import annotations

from pathlib import Path

import click

from monitor.cli.app import App, results
from monitor.cli.backfill import overview, settle
from monitor.cli.dates import first_moment


@click.group("import")
def import_command() -> None:
    """Take files as dated snapshots of a policy."""


@import_command.command("dir")
@click.option("--policy", "policy_id", required=True, metavar="ID", help="Whose snapshots they are.")
@click.option("--date", metavar="DATE", help="For files that name no date themselves.")
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@results
@click.pass_obj
def import_dir(app: App, policy_id: str, date: str | None, folder: Path) -> int:
    """Take the files of DIR: named YYYYMMDDHHMMSS.(html|md|txt|pdf), or with an archive header that names the capture.

    A file with neither is reported and left out, unless --date gives the moment. Exit code 1 when no file could be taken. Never alerts.
    """
    from monitor.assemble import folder_source
    from monitor.pipeline.backfill import pull

    context = app.context()
    policy = context.policy(policy_id)
    source = folder_source(folder, policy, first_moment(date) if date else None)
    captures = list(source.captures())
    with app.writing(context, "import"):
        with app.progress(policy.id) as told:
            pulled = pull(context, policy, source, captures, told=told)
        pulled.left_out = [(str(path), why) for path, why in source.left_out]
        report = settle(app, context, policy, pulled)
        overview(context)
    app.result(report)
    return 1 if pulled.failures or (pulled.left_out and not captures) else 0
