"""`tags`: lists the tags, or sets those of policies."""

from __future__ import annotations

import click

from monitor.cli.app import App, results
from monitor.cli.pause import chosen_by
from monitor.errors import UsageError
from monitor.present.phrases import plural


@click.command("tags")
@click.argument("policies", nargs=-1, metavar="[POLICY]...")
@click.option("--add", "added", multiple=True, metavar="TAG", help="Add this tag; may be repeated.")
@click.option("--remove", "removed", multiple=True, metavar="TAG", help="Remove this tag; may be repeated.")
@results
@click.pass_obj
def tags_command(app: App, policies: tuple[str, ...], added: tuple[str, ...], removed: tuple[str, ...]) -> None:
    """List the tags with their policies, or the tags of each POLICY; with --add or --remove, change them."""
    if added or removed:
        _change(app, policies, added, removed)
    context = app.context()
    found: dict[str, list[str]] = {}
    for policy in context.chosen(policies):
        for tag in policy.tags:
            found.setdefault(tag, []).append(policy.id)
    app.result({"tags": found, "untagged": [policy.id for policy in context.chosen(policies) if not policy.tags]})
    for tag, ids in sorted(found.items()):
        app.line(f"{tag} ({plural(len(ids), 'policy', 'policies')}): {', '.join(ids)}")
    if not found:
        app.line("No tags. Add one: policy-monitor tags POLICY --add TAG")


def _change(app: App, policies: tuple[str, ...], added: tuple[str, ...], removed: tuple[str, ...]) -> None:
    from monitor.config.edit import change_policies
    from monitor.portfolio.listed import tags_of

    if not policies:
        raise UsageError("name the policies whose tags should change")
    new, gone = tags_of(added), set(removed)
    if len(new) < len(added):
        raise UsageError("a tag is a word or a few, without commas")
    changes = {}
    for policy in chosen_by(app, policies, ()):
        tags = [tag for tag in dict.fromkeys([*policy.tags, *new]) if tag not in gone]
        if tags != list(policy.tags):
            changes[policy.id] = {"tags": tags or None}
    change_policies(app.config, changes, [policy.id for policy in app.settings().policies])
    app.settings(again=True)
