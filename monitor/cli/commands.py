"""The group of all commands; each is imported only when it is called, so that `diff` starts fast."""

from __future__ import annotations

import importlib
from pathlib import Path

import click

from monitor.cli.app import App

COMMANDS = {
    "init": ("init", "Create a commented config.yaml and the two data folders."),
    "add": ("add", "Add a policy to config.yaml, keeping its comments and order."),
    "discover": ("discover", "Find a company's documents from its home page, and track them."),
    "catalog": ("catalog", "Find the documents of well-known services, and track them."),
    "check": ("check", "Validate the configuration; with --fetch, also try each source."),
    "run": ("run", "Check all policies once: fetch, store, compare, render, alert. For cron."),
    "daemon": ("daemon", "Check all policies on their schedules, until SIGTERM."),
    "service": ("service", "Install, show or remove a systemd service or a cron job that runs the program."),
    "backfill": ("backfill", "Fetch the past from a web archive; resumable; never alerts."),
    "rename": ("rename", "Give a policy another id; its history stays with it."),
    "pause": ("pause", "Stop checking policies until they are resumed."),
    "resume": ("pause", "Check paused policies again."),
    "remove": ("remove", "Stop tracking a policy; its history is kept."),
    "tags": ("tags", "List tags, or change those of policies."),
    "import": ("import_", "Add the policies of a list, or import files as dated snapshots."),
    "extract": ("extract", "Print the policy text of a page as Markdown."),
    "diff": ("diff", "Semantic diff of two files, or of two stored versions ID@DATE."),
    "log": ("log", "List the versions of a policy, newest last, and what each changed."),
    "blame": ("blame", "Show when each statement of a policy was introduced and last reworded."),
    "when": ("when", "Find out when a statement appeared in a policy and when it was removed."),
    "search": ("search", "Find words in every version of every policy, and when they came and went."),
    "compare-vendors": ("compare_vendors", "Compare what policies say now about a topic, and for how long."),
    "show": ("show", "Print the text of a version, or with --raw its original bytes."),
    "accept": ("accept", "Accept a quarantined or refused snapshot as a version."),
    "reject": ("accept", "Reject a snapshot as a version."),
    "review": ("review", "Note what a person decided about a change, or list what has not been reviewed."),
    "report": ("report", "Render the reports again from what is stored."),
    "export": ("export", "Export captures as WARC, versions and changes as JSON or CSV, the list of policies, or an audit pack."),
    "corpus": ("corpus", "Derive whole collections of policies into Parquet tables, also on a Dask cluster."),
    "serve": ("serve", "Open the reports and the web app on this machine: search, review, add, check."),
    "mcp": ("mcp", "Answer an assistant's questions about the store (Model Context Protocol)."),
    "alerts": ("alerts", "List alerts and whether they were delivered."),
    "verify": ("verify", "Verify every stored object against its digest, and the index against the objects."),
    "pack": ("pack", "Store old snapshots compactly, each against the one before it."),
    "plugins": ("plugins", "List what plug-ins add: sources, extractors, screens, judges, channels, exporters."),
    "reader": ("reader", "Show the state of the optional second reader, a language model; --test tries it."),
    "status": ("status", "Show each policy's last check, current problem and next check."),
    "doctor": ("doctor", "Check configuration, disk, clock, permissions, mail and archives, and suggest fixes."),
    "completion": ("completion", "Print the script that completes commands in bash, zsh or fish."),
}
"""Command → (module of this package, its line in `policy-monitor --help`)."""


class Commands(click.Group):
    """Knows its commands by name and loads one when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order in which a user meets them, not alphabetically."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, or None when there is no such command."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"monitor.cli.{COMMANDS[cmd_name][0]}")
        found = getattr(module, f"{cmd_name.replace('-', '_')}_command")
        assert isinstance(found, click.Command)  # noqa: S101 - for the type checker
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list in `--help`, without importing any command."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, says) for name, (_, says) in COMMANDS.items()])

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """Like click's own, but suggests the nearest name for an unknown command."""
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
@click.option("--config", "config", type=click.Path(path_type=Path), default=None, help="Configuration file.  [default: ./config.yaml]")
@click.option("--verbose", is_flag=True, help="Print log messages, and the traceback of an internal error.")
@click.option("--quiet", is_flag=True, help="Print only results and errors; `run` prints only if something changed.")
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_show_version, help="Print the version and exit.")
@click.pass_context
def cli(ctx: click.Context, config: Path | None, verbose: bool, quiet: bool) -> None:
    """Watch privacy policies and terms of service: what changed, what it means, and when.

    Exit codes: 0 done; 1 done, but something failed or a fault was found, such as a policy that could not be checked or a message that was
    not delivered; 2 usage or configuration error; 3 internal error, or a folder or database of this machine that can't be used; 10 material
    change found, with --exit-code; 130 interrupted.
    """
    ctx.obj = App(config or Path("config.yaml"))
    ctx.obj.set_verbosity(verbose=verbose, quiet=quiet)
