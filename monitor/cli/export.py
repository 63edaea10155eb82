"""`export`: writes captures, versions and changes in formats that other tools read."""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

import click

from monitor.cli.app import App, common
from monitor.cli.dates import first_moment, last_moment
from monitor.errors import UsageError
from monitor.present.phrases import plural

ALL = ("csv", "json", "parquet", "sqlite")
OWN = ("warc", "json", "csv", "parquet", "sqlite", "list", "audit")
_IDS = 10
"""Policies that a sentence names; it counts the others."""
LISTS = ("csv", "opml", "urls", "urlwatch", "changedetection", "ota")


class _ExportKind(click.Choice[str]):
    """One of the program's own exports, or an exporter of a plug-in, which is looked for only when it is none of these."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if value in self.choices:
            return value
        from monitor.plugins.registry import registry

        # Whether or not it can be loaded: then the error names the plug-in, and not the command line.
        installed = sorted({part.name for part in registry().parts if part.kind == "exporters"} - set(self.choices))
        if value not in installed:
            self.fail(f"{value!r} is not one of {', '.join([*self.choices, *installed])}", param, ctx)
        return value


@click.command("export")
@click.argument("what", type=_ExportKind(OWN))
@click.argument("policy_id", metavar="[ID]", required=False)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="Output file; for `list --format ota` and for the tables of all policies a folder, for `audit` a folder or the ZIP.  "
    "[default: ID.warc.gz for warc, the current folder for audit, otherwise standard output]",
)
@click.option("--format", "form", type=click.Choice(LISTS), help="Format of the list of policies.  [default: csv]")
@click.option("--tag", "tags", multiple=True, help="Only policies with this tag (list and audit only); may be repeated.")
@click.option("--from", "since", metavar="DATE", help="Only captures from this date on (warc); the first day (audit).")
@click.option("--to", "until", metavar="DATE", help="Only captures up to and including this date (warc); the last day (audit).")
@click.option(
    "--font",
    "fonts",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    multiple=True,
    help="A TrueType font for scripts that the PDF lacks (audit only); may be repeated.",
)
@common
@click.pass_obj
def export_command(
    app: App,
    what: str,
    policy_id: str | None,
    output: Path | None,
    form: str | None,
    tags: tuple[str, ...],
    since: str | None,
    until: str | None,
    fonts: tuple[Path, ...],
) -> None:
    """Export the raw captures of policy ID as WARC, its versions and changes as JSON or CSV, the list of all policies, or an audit pack.

    Without ID, `csv`, `json` and `parquet` write the tables of all policies into the folder that -o names: policies, versions, changes,
    rejections, reviews and alerts. `sqlite` writes them into one file, with a description for Datasette beside it.

    The exporters of plug-ins, which `policy-monitor plugins` lists, write the tables into the folder that -o names.

    The formats of the list are those that `import list` reads. An audit pack is a PDF and a ZIP with everything that was checked, found,
    judged and decided from one day to another.
    """
    if what == "audit":
        from monitor.cli.export_audit import write_audit

        if form:
            raise UsageError("--format is for `export list`")
        write_audit(app, policy_id, output, since, until, tags, fonts)
        return
    if fonts:
        raise UsageError("--font is for `export audit`")
    if what == "list":
        _list(app, policy_id, output, form or "csv", tags)
        return
    if (what in ALL or what not in OWN) and policy_id is None and not (form or tags or since or until):
        _tables(app, what, output)
        return
    if policy_id is not None and (what in ("parquet", "sqlite") or what not in OWN):
        raise UsageError(f"export {what} writes all policies: leave the ID out")
    if policy_id is None or form or tags:
        raise UsageError("--format and --tag are for `export list`" if policy_id else f"export {what} needs the ID of a policy")
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
        from monitor.pipeline.reviews import reviews_of

        data = shapes.log(policy, entries, context.index.rejections(policy.id), reviews=reviews_of(context, policy).of)
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


def _tables(app: App, what: str, output: Path | None) -> None:
    from monitor.dataset import Store
    from monitor.export import datasets

    if output is None:
        raise UsageError(
            f"name {'a file' if what == 'sqlite' else 'a folder'} for the tables of all policies with -o, or the ID of one policy"
        )
    store = Store.of(app.context())
    tables = {
        "versions": store.versions(),
        "changes": store.changes(),
        "rejections": store.rejections(),
        "reviews": store.reviews(),
        "alerts": store.alerts(),
        "policies": iter(store.policies()),
    }
    if what == "sqlite":
        written = datasets.write_sqlite(output, tables)
    elif what in ("csv", "json"):
        written = (datasets.write_csv if what == "csv" else datasets.write_json)(output, tables)
    else:
        # Parquet as well: ours is a part like those of other packages.
        from monitor.export.plugged import write_plugged
        from monitor.plugins.registry import registry

        written = write_plugged(registry(), what, output, tables)
    app.message(f"Wrote {', '.join(str(path) for path in written)}.")


def _list(app: App, policy_id: str | None, output: Path | None, form: str, tags: tuple[str, ...]) -> None:
    from monitor.config.edit import replace_text
    from monitor.portfolio.writing import lost, written

    chosen = [p for p in app.settings().policies if policy_id in (None, p.id) and (not tags or set(tags) & set(p.tags))]
    if policy_id is not None and not chosen:
        app.context().policy(policy_id)
    files = written(form, chosen)
    if form != "ota":
        if output is None:
            click.echo(files[""], nl=False)
        else:
            replace_text(output, files[""])
    else:
        if output is None or (output.exists() and not output.is_dir()):
            raise UsageError("a declaration is a file per company: name a folder for them with -o")
        output.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            replace_text(output / name, text)
    if output is not None:
        app.message(f"Wrote {plural(len(chosen), 'policy', 'policies')} to {output}.")
    if form == "urls":
        app.message("urls contains only addresses; names, tags and settings are left out.")
    elif missing := lost(form, chosen):
        said = ", ".join(f"{what} ({_some(ids)})" for what, ids in missing.items())
        app.message(f"{form} has no place for {said}.")


def _some(ids: Sequence[str]) -> str:
    return ", ".join(ids[:_IDS]) + (f" and {len(ids) - _IDS:,} more" if len(ids) > _IDS else "")


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
