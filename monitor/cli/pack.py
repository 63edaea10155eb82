"""`pack`: stores old snapshots compactly."""

from __future__ import annotations

import click

from monitor.cli.app import App, results
from monitor.present.phrases import plural


@click.command("pack")
@click.argument("policies", nargs=-1, metavar="[POLICY]...")
@results
@click.pass_obj
def pack_command(app: App, policies: tuple[str, ...]) -> int:
    """Store the snapshots and texts of POLICY (default: of every policy) compactly, each against the one before it.

    A file is removed only after the packed one is on the disk and was read again; run it again after an interruption. Everything stays
    readable with tar and zstd: snapshots/README.md has the commands. Exit code 1 if a file is damaged and so was left as it is.
    """
    from monitor.pipeline.packing import index_size, pack

    context = app.context()
    chosen = [policy.id for policy in context.chosen(policies)] if policies else None
    with app.writing(context, "pack"), app.progress("Packing") as update:
        index = index_size(context)
        done = pack(context, chosen, update)
        before, after = done.before + index, done.after + index_size(context)
    app.result({"packed": done.objects, "bytes_before": before, "bytes_after": after, "not_packed": list(done.lost)})
    for line in done.lost:
        app.line(line)
    files = plural(done.objects, "file")
    app.line(f"{files} packed; with the index, {_megabytes(before)} became {_megabytes(after)}.")
    return 1 if done.lost else 0


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB"
