"""`verify`: proof that nothing stored has changed."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from monitor.cli.app import App, counted, results
from monitor.errors import StoreError
from monitor.timestamps import utc_iso

if TYPE_CHECKING:
    from monitor.pipeline.context import MonitorContext


@click.command("verify")
@click.argument("policies", nargs=-1, metavar="[POLICY]...")
@click.option("--rebuild", is_flag=True, help="Mend a copy, derive the index anew from the files alone, then verify.")
@results
@click.pass_obj
def verify_command(app: App, policies: tuple[str, ...], rebuild: bool) -> int:
    """Re-read every stored object against its digest, and the index against the objects. Exit code 1 when a fault was found.

    With --rebuild, what a copy of a store in use lacks at the end of a policy's record is noted in that policy's ledger first.
    """
    context = app.context()
    mended = _rebuild(app, context) if rebuild else []
    chosen = [policy.id for policy in context.chosen(policies)] if policies else None
    faults = [*context.files.verify(chosen), *context.index.faults(context.files)]
    names = chosen if chosen is not None else context.files.policies()
    count, noted = _held(context, names)
    app.result({"policies": names, "snapshots": count, "ok": not faults, "faults": faults, "mended": mended, "noted": noted})
    for line in (*mended, *([] if mended else noted), *faults):
        app.line(line)
    verdict = counted(len(faults), "fault") if faults else "all as they were written"
    app.line(f"{counted(count, 'snapshot')} of {counted(len(names), 'policy')}: {verdict}.")
    return 1 if faults else 0


def _held(context: MonitorContext, names: Sequence[str]) -> tuple[int, list[str]]:
    """How many snapshots there are in readable ledgers, and what those ledgers note as missing."""
    count, noted = 0, list[str]()
    for name in names:
        with suppress(StoreError):
            count += len(context.files.records(name))
            noted += [f"{name}: noted on {utc_iso(one.at)}: {one.says}." for one in context.files.repairs(name)]
    return count, noted


def _rebuild(app: App, context: MonitorContext) -> list[str]:
    from monitor.pipeline.rebuild import rebuild

    with app.writing(context, "verify"), app.progress("Deriving") as told:
        return rebuild(context, told)
