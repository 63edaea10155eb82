"""`report`: the pages again, from what is stored."""

from __future__ import annotations

import click

from monitor.cli.app import App, results


@click.command("report")
@click.argument("policies", nargs=-1, metavar="[POLICY]...")
@click.option("--rederive", is_flag=True, help="Read every snapshot again first, and compare every pair of versions anew.")
@results
@click.pass_obj
def report_command(app: App, policies: tuple[str, ...], rederive: bool) -> None:
    """Render reports/ again from what is stored; alerts nobody."""
    from monitor.pipeline import publish
    from monitor.pipeline.derive import derive

    context = app.context()
    chosen = context.chosen(policies)
    with app.writing(context, "report"), app.progress("Rendering") as told:
        for n, policy in enumerate(chosen, start=1):
            derive(context, policy, anew=rederive)
            publish.render(context, policy)
            told(n, len(chosen))
        publish.overview(context)
    app.result({"policies": [policy.id for policy in chosen], "report": context.shown("index.html")})
    app.line(f"Report: {context.shown('index.html')}")
