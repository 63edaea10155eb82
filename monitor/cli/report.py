"""`report`: renders the pages again from what is stored."""

from __future__ import annotations

import click

from monitor.cli.app import DONE, INCOMPLETE, App, jobs_option, results


@click.command("report")
@click.argument("policies", nargs=-1, metavar="[POLICY]...")
@click.option("--rederive", is_flag=True, help="First extract every snapshot and compare every pair of versions again.")
@jobs_option
@results
@click.pass_obj
def report_command(app: App, policies: tuple[str, ...], rederive: bool, jobs: int | None) -> int:
    """Render the reports of POLICY (default: of every policy) again from what is stored. Never alerts.

    Exit code 1 if a policy could not be rendered.
    """
    from monitor.pipeline.refresh import refresh

    context = app.context()
    chosen = context.chosen(policies)
    with app.writing(context, "report"), app.progress("Rendering") as update:
        done = refresh(context, chosen, rederive=rederive, rerender=True, jobs=jobs, on_progress=update)
    app.result({"policies": [policy.id for policy in chosen], "report": context.shown("index.html")})
    app.line(f"Report: {context.shown('index.html')}")
    stopped = [one for one in done if one.stopped is not None]
    for one in stopped:
        app.message(f"{one.policy.id}: {one.stopped}")
    return INCOMPLETE if stopped else DONE
