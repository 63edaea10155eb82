"""`plugins`: what installed packages add to the program, and whether it can be used."""

from __future__ import annotations

import click

from monitor.cli.app import DONE, INCOMPLETE, App, results


@click.command("plugins")
@results
@click.pass_obj
def plugins_command(app: App) -> int:
    """List the parts that plug-ins add: sources, extractors, screens, judges, channels and exporters, with versions and state.

    A part is used only where config.yaml, or the command line, names it. Exit code 1 if one of them can't be used.
    """
    from monitor.plugins.contract import API
    from monitor.plugins.registry import registry
    from monitor.workers.probe import READY, part_states

    states = part_states(registry().parts)
    listed = [
        {
            "kind": one.part.kind,
            "name": one.part.name,
            "package": one.part.package,
            "version": one.part.version,
            "target": one.part.target,
            "state": one.state,
            "says": one.says,
        }
        for one in states
    ]
    app.result({"schema": "policy-monitor/plugins/1", "contract": API, "plugins": listed})
    for one in states:
        package = f"{one.part.package} {one.part.version}"
        app.line(f"{one.part.kind:<12}{one.part.name:<16}{package:<33} {one.state}")
        if one.says is not None:
            app.line(f"            {one.says}")
    return DONE if all(one.state == READY for one in states) else INCOMPLETE
