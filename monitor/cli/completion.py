"""`completion`: the script with which a shell completes commands, options and their values."""

from __future__ import annotations

import click

from monitor.cli.app import common

VARIABLE = "_POLICY_MONITOR_COMPLETE"
"""The variable by which the script asks the program, as click derives it from the program's name."""
SHELLS = ("bash", "zsh", "fish")


@click.command("completion")
@click.argument("shell", type=click.Choice(SHELLS))
@common
def completion_command(shell: str) -> None:
    """Print the completion script of SHELL (bash, zsh or fish).

    A line in the file that the shell reads when it starts is enough.

    \b
    bash:  eval "$(policy-monitor completion bash)"          in ~/.bashrc
    zsh:   eval "$(policy-monitor completion zsh)"           in ~/.zshrc, behind compinit
    fish:  policy-monitor completion fish | source           in ~/.config/fish/config.fish

    New commands and options are completed without doing it again.
    """
    from click.shell_completion import get_completion_class

    from monitor.cli.commands import cli

    kind = get_completion_class(shell)
    assert kind is not None  # noqa: S101 - for the type checker; all of SHELLS are click's own
    click.echo(kind(cli, {}, "policy-monitor", VARIABLE).source())
