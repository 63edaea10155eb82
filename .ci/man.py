"""Write the man pages of the program and of all its commands: python .ci/man.py FOLDER."""

from __future__ import annotations

import sys
from importlib.metadata import version
from inspect import cleandoc
from pathlib import Path

import click
from click_man.core import write_man_pages

from monitor.cli.commands import COMMANDS, cli


def described(command: click.Command, line: str | None = None) -> click.Command:
    """Gives a command its whole first sentence as description, which click would cut off after 45 characters."""
    command.short_help = (line or (command.help or "").split("\n\n")[0].replace("\n", " ").split(". ")[0]).rstrip(".")
    # What click does not refill behind \b, man does not refill between .nf and .fi.
    paragraphs = cleandoc(command.help or "").split("\n\n")
    command.help = "\n\n".join(f".nf{one[1:]}\n.fi" if one.startswith("\b\n") else one for one in paragraphs)
    for below in command.commands.values() if isinstance(command, click.Group) else ():
        described(below)
    return command


def whole() -> click.Group:
    """The program with every command loaded: click-man looks only at commands that are."""
    context = click.Context(cli)
    commands = {name: described(found, says) for name, (_, says) in COMMANDS.items() if (found := cli.get_command(context, name))}
    says = "watch privacy policies and terms of service, and learn what each change means"
    return click.Group("policy-monitor", commands=commands, params=cli.params, help=cli.help, short_help=says)


def main(folder: Path) -> None:
    """Writes policy-monitor.1, policy-monitor-add.1 and so on. Without a date, so that the same program gives the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    write_man_pages("policy-monitor", whole(), version=version("policy-monitor"), target_dir=str(folder), date=" ")
    print(f"{len(list(folder.glob('*.1')))} man pages in {folder}/; read one with: man {folder}/policy-monitor.1")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
