"""`rename`: gives a policy another id."""

from __future__ import annotations

from contextlib import suppress

import click

from monitor.cli.app import App, results
from monitor.errors import UsageError


@click.command("rename")
@click.argument("old", metavar="ID")
@click.argument("new", metavar="NEW_ID")
@click.option("--name", help="Also give it this name.")
@results
@click.pass_obj
def rename_command(app: App, old: str, new: str, name: str | None) -> None:
    """Change the id of policy ID to NEW_ID; its history, checks and pages move with it.

    The folder of its history keeps its name, which is part of each line of the record; `folder:` in config.yaml says so.
    """
    from monitor.config.edit import change_policy
    from monitor.pipeline import sql_rows
    from monitor.pipeline.refresh import Refresher

    before = app.context()
    policy, folder = before.policy(old), before.archive.folder(old)
    ids = [one.id for one in before.policies]
    _check_free(app, old, new, folder)
    stored = bool(before.archive.records(old))
    # Without a history there is nothing to point to, and the new id may be the folder itself after renaming back.
    changes = {"id": new, "name": name or policy.name, "folder": folder if stored and folder != new else None}
    with app.writing(before, "rename"):
        # In this order, so that a crash in between loses nothing; see State.copy_policy.
        if before.state.exists():
            before.state.copy_policy(old, new)
        change_policy(app.config, old, changes, ids)
        app.settings(again=True)
        context = app.context()
        if before.state.exists():
            context.state.forget_policy(old)
        before.index.forget(old)
        sql_rows.follow_renaming(before, old, new)
        with suppress(OSError):  # none yet, or pages of a policy of that name; those of this one are written in any case
            (context.reports / old).rename(context.reports / new)
        if stored:
            refresher = Refresher(context, rerender=True)
            refresher.policy(context.policy(new))
            refresher.finish()
    app.result({"id": new, "was": old, "folder": folder if stored else new, "snapshots": len(context.archive.records(new))})
    app.line(f"Renamed {old} to {new} in {app.config}.")
    if stored and folder != new:
        app.line(f"Its history stays in {context.archive.root.name}/{folder} and is found under {new}.")


def _check_free(app: App, old: str, new: str, folder: str) -> None:
    """Refuses an id that is not valid or not free.

    Raises:
        UsageError: as told.
    """
    from monitor.config.slug import slug_fault

    context, settings = app.context(), app.settings()
    if fault := slug_fault(new):
        raise UsageError(f"{new!r} is not a valid id ({fault})")
    if new in {policy.id for policy in context.policies}:
        raise UsageError(f"{app.config} already has a policy {new!r}" + ("; it already has this id" if new == old else ""))
    taken = {policy.kept_in: policy.id for policy in settings.policies if policy.id != old}
    if new in taken:
        raise UsageError(f"{context.archive.root.name}/{new} holds the history of {taken[new]!r}, which had that id; choose another")
    if new != folder and context.archive.records(new):
        raise UsageError(
            f"{context.archive.root.name}/{new} holds the history of another policy, which is no longer tracked; choose another id"
        )
