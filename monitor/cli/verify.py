"""`verify`: proof that nothing stored has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from monitor.cli.app import App, counted, results

if TYPE_CHECKING:
    from monitor.pipeline.workshop import Workshop


@click.command("verify")
@click.argument("policies", nargs=-1, metavar="[POLICY]...")
@click.option("--rebuild", is_flag=True, help="Derive the index anew from the files alone, then verify.")
@results
@click.pass_obj
def verify_command(app: App, policies: tuple[str, ...], rebuild: bool) -> int:
    """Re-read every stored object against its digest, and the index against the objects. Exit code 1 when a fault was found."""
    workshop = app.workshop()
    if rebuild:
        with app.writing(workshop, "verify"):
            _rebuild(app, workshop)
    chosen = [policy.id for policy in workshop.chosen(policies)] if policies else None
    faults = [*workshop.files.verify(chosen), *workshop.index.check(workshop.files)]
    names = chosen if chosen is not None else workshop.files.policies()
    count = sum(len(workshop.files.records(name)) for name in names)
    app.result({"policies": names, "snapshots": count, "ok": not faults, "faults": faults})
    for fault in faults:
        app.line(fault)
    verdict = counted(len(faults), "fault") if faults else "all as they were written"
    app.line(f"{counted(count, 'snapshot')} of {counted(len(names), 'policy')}: {verdict}.")
    return 1 if faults else 0


def _rebuild(app: App, workshop: Workshop) -> None:
    from monitor.pipeline import publish
    from monitor.pipeline.derive import derive

    workshop.index.clear()
    with app.progress("Deriving") as told:
        for n, policy in enumerate(workshop.policies, start=1):
            derive(workshop, policy, anew=True)
            publish.render(workshop, policy)
            told(n, len(workshop.policies))
    publish.overview(workshop)
