"""`daemon`: checks policies on their schedules until it is stopped."""

from __future__ import annotations

import click

from monitor.cli.app import App, common


@click.command("daemon")
@common
@click.pass_obj
def daemon_command(app: App) -> int:
    """Check each policy on its schedule until SIGTERM or Ctrl-C. On SIGHUP, the configuration is reloaded."""
    from monitor.service.daemon import Daemon

    return Daemon(app.config).run()
