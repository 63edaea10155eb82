"""The group of all commands; each is loaded when it is called, so that `diff` starts in a blink."""

from __future__ import annotations

import importlib
from pathlib import Path

import click

from monitor.cli.app import App

COMMANDS = {
    "init": ("init", "Write a commented config.yaml and the two data folders."),
    "add": ("add", "Add a policy to config.yaml, keeping its comments and order."),
    "check": ("check", "Validate the configuration; --fetch also tries each source."),
    "run": ("run", "One cycle: fetch, keep, version, compare, render, alert. What cron calls."),
    "daemon": ("daemon", "The same on a schedule, until SIGTERM."),
    "backfill": ("backfill", "Bring archived snapshots in; resumable; never alerts."),
    "import": ("import_", "Take files as dated snapshots of a policy."),
    "extract": ("extract", "The policy in a page, as Markdown."),
    "diff": ("diff", "Semantic diff of two files, or of two stored versions ID@DATE."),
    "log": ("log", "Versions of a policy, newest last, with what each changed."),
    "blame": ("blame", "Each statement in force with the captures that first show it and last reworded it."),
    "when": ("when", "Between which captures a statement appeared and vanished."),
    "show": ("show", "A version's text; --raw the snapshot's bytes."),
    "accept": ("review", "Take a quarantined or refused snapshot as a version after all."),
    "reject": ("review", "Say that a snapshot is no version."),
    "report": ("report", "Render reports/ again from what is stored."),
    "export": ("export", "Raw captures as WARC; versions and changes as JSON or CSV."),
    "serve": ("serve", "Preview reports/ on loopback."),
    "alerts": ("alerts", "Alerts with their delivery state."),
    "verify": ("verify", "Re-read every stored object against its digest, and the index against the objects."),
    "status": ("status", "Per policy: last success, last failure and why, next check."),
    "doctor": ("doctor", "Check configuration, disk, clock, permissions, mail, archives; say what to do."),
}
"""Command → (module of this package, what it does)."""


class Commands(click.Group):
    """Knows its commands by name and loads one when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order of a policy's life, not of the alphabet."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, or None when there is no such one."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"monitor.cli.{COMMANDS[cmd_name][0]}")
        found = getattr(module, f"{cmd_name}_command")
        assert isinstance(found, click.Command)  # noqa: S101 - for the type checker
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of `--help`, without loading anything."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, says) for name, (_, says) in COMMANDS.items()])

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with the nearest name for an unknown one."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            import difflib

            near = difflib.get_close_matches(args[0], COMMANDS, n=1)
            hint = f" (did you mean {near[0]!r}?)" if near else ""
            ctx.fail(f"there is no command {args[0]!r}{hint}")
        return super().resolve_command(ctx, args)


def _show_version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value:
        from importlib.metadata import version

        click.echo(f"policy-monitor {version('policy-monitor')}")
        ctx.exit()


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.option("--config", "config", type=click.Path(path_type=Path), default=None, help="The configuration.  [default: ./config.yaml]")
@click.option("--verbose", is_flag=True, help="Say more, and show the trace of an internal error.")
@click.option("--quiet", is_flag=True, help="Say nothing but results and errors; `run` then speaks only when there is news.")
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_show_version, help="Show the version and stop.")
@click.pass_context
def cli(ctx: click.Context, config: Path | None, verbose: bool, quiet: bool) -> None:
    """Watches privacy policies and terms, says what each change means, and when it happened.

    Exit codes: 0 done; 1 done, but at least one policy could not be checked; 2 usage or configuration error; 3 internal error.
    """
    ctx.obj = App(config or Path("config.yaml"))
    ctx.obj.speak(verbose=verbose, quiet=quiet)
