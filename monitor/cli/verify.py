"""`verify`: proves that nothing in the store was altered or lost."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from monitor.cli.app import App, results
from monitor.errors import StoreError
from monitor.present.phrases import plural
from monitor.timestamps import utc_iso

if TYPE_CHECKING:
    from monitor.pipeline.context import MonitorContext


@click.command("verify")
@click.argument("policies", nargs=-1, metavar="[POLICY]...")
@click.option("--rebuild", is_flag=True, help="First repair a copied store and derive the index again from the files.")
@results
@click.pass_obj
def verify_command(app: App, policies: tuple[str, ...], rebuild: bool) -> int:
    """Verify every stored object against its digest, and the index against the objects. Exit code 1 if a fault is found.

    A copy taken while the store was written to may be incomplete at the end. --rebuild notes in each ledger what is missing there.
    """
    context = app.context()
    repaired = _rebuild(app, context) if rebuild else []
    chosen = [policy.id for policy in context.chosen(policies)] if policies else None
    faults = [*context.archive.verify(chosen), *context.index.faults(context.archive)]
    names = chosen if chosen is not None else context.archive.policies()
    count, noted = _held(context, names)
    app.result({"policies": names, "snapshots": count, "ok": not faults, "faults": faults, "mended": repaired, "noted": noted})
    # What was repaired just now is in the ledgers' notes as well; it is printed once.
    for line in (*repaired, *([] if repaired else noted), *faults):
        app.line(line)
    verdict = plural(len(faults), "fault") if faults else "all intact"
    held = f"{plural(count, 'snapshot')} of {plural(len(names), 'policy', 'policies')}"
    app.line(f"{held}: {verdict}." if names else "Nothing is stored yet.")
    return 1 if faults else 0


def _held(context: MonitorContext, names: Sequence[str]) -> tuple[int, list[str]]:
    """The number of snapshots in readable ledgers, and what those ledgers note as missing."""
    count, noted = 0, list[str]()
    for name in names:
        with suppress(StoreError):
            count += len(context.archive.records(name))
            noted += [f"{name}: noted on {utc_iso(one.at)}: {one.says}." for one in context.archive.repairs(name)]
    return count, noted


def _rebuild(app: App, context: MonitorContext) -> list[str]:
    from monitor.pipeline.rebuild import rebuild

    with app.writing(context, "verify"), app.progress("Deriving") as update:
        return rebuild(context, update)
