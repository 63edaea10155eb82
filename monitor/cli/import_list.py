"""`import list`: adds the policies that a list names, after showing what it would add and what it leaves out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from monitor.cli.app import USAGE, App, results
from monitor.cli.listing import columns, confirmed
from monitor.errors import UsageError
from monitor.present.phrases import plural, shorten

if TYPE_CHECKING:
    from monitor.portfolio.plan import ImportPlan

SHOWN = 30
"""Rows of each table that are printed; `--all` prints every row."""


@click.command("list", short_help="Add the policies that a list names.")
@click.option("--tag", "tags", multiple=True, help="Tag for every policy of the list; may be repeated.")
@click.option("--history", help="Source of their history, if the list does not name one: wayback, memento:URL or none.")
@click.option("--dry-run", is_flag=True, help="Only show what would be added.")
@click.option("--yes", is_flag=True, help="Do not ask before writing.")
@click.option("--all", "every", is_flag=True, help="Show every row.")
@click.argument("file", type=click.Path(path_type=Path, exists=True), metavar="FILE")
@results
@click.pass_obj
def import_list(app: App, tags: tuple[str, ...], history: str | None, dry_run: bool, yes: bool, every: bool, file: Path) -> int:
    """Add the policies that FILE names to config.yaml, keeping its comments.

    FILE is a list of addresses, CSV, XLSX, OPML, urlwatch's urls.yaml, a backup of changedetection.io, or a declaration of Open Terms
    Archive, or a folder of them. A clone of an Open Terms Archive repository of versions becomes dated versions of the policies that are
    tracked. Shows first what would be added, and what is left out and why. Exit code 1 if a version could not be imported, 2 if you
    declined.
    """
    from monitor.sources.git_versions import is_version_repository

    if is_version_repository(file):
        from monitor.cli.import_versions import import_versions

        return import_versions(app, file, dry_run=dry_run, yes=yes)
    plan = _plan(app, file, tags, history)
    _show(app, plan, None if every else SHOWN)
    asked = bool(plan.entries) and not dry_run
    agreed = asked and (yes or confirmed(app, f"Add {plural(len(plan.entries), 'policy', 'policies')} to {app.config}?"))
    if agreed:
        from monitor.config.edit import add_policies

        add_policies(app.config, plan.entries)
        app.settings(again=True)
    app.result(_json(plan, added=agreed))
    if agreed:
        app.line(f"Added {plural(len(plan.entries), 'policy', 'policies')} to {app.config}. Next: policy-monitor check --fetch")
    elif not plan.entries or dry_run:
        app.line("Nothing was written.")
    return USAGE if asked and not agreed else 0


def _plan(app: App, file: Path, tags: Sequence[str], history: str | None) -> ImportPlan:
    from monitor.config.validators import history_address
    from monitor.core.discover.kinds import kind_of_address
    from monitor.portfolio.listed import tags_of
    from monitor.portfolio.plan import plan_of
    from monitor.portfolio.reading import read_list

    try:
        history = history_address(history) if history is not None else None
    except ValueError as error:
        raise UsageError(str(error)) from None
    settings = app.settings()
    # A history that was kept must not become that of another company by the accident of a name.
    taken = {*(policy.kept_in for policy in settings.policies), *settings.removed}
    return plan_of(
        read_list(file),
        settings.policies,
        taken=taken,
        tags=tags_of(tags),
        history=history,
        document_of=lambda url: kind_of_address(url) or "",
    )


def _show(app: App, plan: ImportPlan, most: int | None) -> None:
    app.line(f"Read {plan.kind}: {plural(len(plan.entries), 'policy', 'policies')} to add, {len(plan.left_out)} left out.")
    if plan.unused:
        app.line(f"Columns that are not used: {shorten(', '.join(plan.unused), 200)}. For tags, name the column `tags`.")
    if plan.entries:
        rows = [(e["id"], e["name"], e.get("document", "-"), e["url"], ", ".join(e.get("tags", []))) for e in plan.entries[:most]]
        app.line()
        for line in columns(("to add", "name", "document", "address", "tags"), rows):
            app.line(line)
        _rest(app, len(plan.entries), most)
        noted = [(policy_id, note) for policy_id, notes in plan.notes.items() for note in notes]
        for policy_id, note in noted[:most]:
            app.line(f"Note on {policy_id}: {note}.")
        _rest(app, len(noted), most)
    if plan.left_out:
        app.line()
        for line in columns(("left out", "what", "why"), [(one.where, one.what, one.why) for one in plan.left_out[:most]]):
            app.line(line)
        _rest(app, len(plan.left_out), most)
    app.line()


def _rest(app: App, count: int, most: int | None) -> None:
    if most is not None and count > most:
        app.line(f"… and {count - most:,} more (--all shows them)")


def _json(plan: ImportPlan, *, added: bool) -> dict[str, Any]:
    return {
        "read": plan.kind,
        "written": added,
        "policies": [{**entry, "notes": list(plan.notes.get(entry["id"], ()))} for entry in plan.entries],
        "unused_columns": list(plan.unused),
        "left_out": [{"where": one.where, "what": one.what, "why": one.why} for one in plan.left_out],
    }
