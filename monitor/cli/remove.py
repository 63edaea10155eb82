"""`remove`: stops tracking a policy."""

from __future__ import annotations

import click

from monitor.cli.app import App, results
from monitor.present.phrases import plural


@click.command("remove")
@click.argument("policies", nargs=-1, required=True, metavar="POLICY...")
@results
@click.pass_obj
def remove_command(app: App, policies: tuple[str, ...]) -> None:
    """Remove each POLICY from config.yaml. Its stored history is not deleted, and its pages stay as they are.

    `removed:` in config.yaml names the histories that are kept; `add` with the same --id continues one.
    """
    from monitor.config.edit import remove_policy

    context = app.context()
    reports = []
    for policy in context.chosen(policies):
        settings = app.settings(again=True)
        folder, records = context.archive.folder(policy.id), context.archive.records(policy.id)
        kept = list(dict.fromkeys([*settings.removed, *([folder] if records else [])]))
        remove_policy(app.config, policy.id, [one.id for one in settings.policies], kept)
        app.settings(again=True)
        reports.append({"id": policy.id, "url": policy.urls[0], "snapshots": len(records), "folder": folder if records else None})
        app.line(f"Removed {policy.id} ({policy.urls[0]}) from {app.config}.")
        if records:
            again = f"policy-monitor add {policy.urls[0]} --id {folder}"
            app.line(
                f"Its history ({plural(len(records), 'snapshot')}) stays in {context.archive.root.name}/{folder}. To continue it: {again}"
            )
    app.result({"removed": reports})
