"""`diff`: what differs between two texts, by meaning."""

from __future__ import annotations

import os
import shutil
import sys

import click

from monitor.cli.app import App, results


@click.command("diff")
@click.argument("old")
@click.argument("new")
@click.option("--exit-code", is_flag=True, help="Exit with 10 when a material change was found.")
@results
@click.pass_obj
def diff_command(app: App, old: str, new: str, exit_code: bool) -> int:
    """Semantic diff of two files, or of two stored versions written ID@DATE."""
    from monitor.cli.reference import find_text
    from monitor.core.compare import compare_documents
    from monitor.export import shapes

    before, after = find_text(app, old), find_text(app, new)
    changelog = compare_documents(before.document, after.document)
    if app.json:
        sides = [shapes.text_ref(side.ref, side.document.sha256, side.captured_at) for side in (before, after)]
        app.result(shapes.diff(sides[0], sides[1], changelog))
    else:
        from monitor.render.text import changelog_text

        color = sys.stdout.isatty() and "NO_COLOR" not in os.environ
        width = min(shutil.get_terminal_size((100, 24)).columns, 120)
        app.line(changelog_text(changelog, old, new, color=color, width=width, verbose=app.verbose).rstrip("\n"))
    return 10 if exit_code and changelog.alert else 0
