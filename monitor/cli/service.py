"""`service`: runs the program unattended, with systemd or cron."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING, Any

import click

from monitor.cli.app import App, F, results
from monitor.errors import UsageError

if TYPE_CHECKING:
    from monitor.service.installing import Outcome, Target
    from monitor.service.units import Installation

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}")
"""No dots: cron ignores files in /etc/cron.d that have one in their name."""
_FOLDER = click.Path(path_type=Path, file_okay=False)


def _place_options(command: F) -> F:
    """Gives a command the options that say where the service is; they arrive as one argument, `place`."""
    options: list[Callable[[F], F]] = [
        click.option("--user", "scope", flag_value="user", help="A service of your own, without root.  [default, unless you are root]"),
        click.option("--system", "scope", flag_value="system", help="A service of this machine; needs root."),
        click.option("--cron", is_flag=True, help="Use cron instead of systemd; all policies are then checked at the same times."),
        click.option("--name", default="policy-monitor", show_default=True, help="Name of the service, if there are several."),
        click.option(
            "--root", "below", type=click.Path(path_type=Path, file_okay=False), help="Put files below this folder; run no command."
        ),
    ]
    for option in reversed(options):
        command = option(command)
    return command


@click.group("service")
def service_command() -> None:
    """Run policy-monitor unattended: install, show or remove a systemd service or a cron job.

    The service uses the configuration given with --config and the Python that runs this command.
    """


@service_command.command("install")
@_place_options
@click.option("--run-as", metavar="USER", help="User that a system service runs as.  [default: the owner of the configuration]")
@click.option("--dry-run", is_flag=True, help="Print what would be done, and change nothing.")
@results
@click.pass_obj
def install_command(app: App, scope: str | None, cron: bool, name: str, below: Path | None, run_as: str | None, dry_run: bool) -> None:
    """Write a systemd unit for the daemon, or a crontab line for `run`, and start it.

    Every step is printed. Repeating the command changes nothing, unless the Python environment has moved. Files that were written by
    somebody else, or for another configuration, are never replaced.
    """
    from monitor.service.installing import install

    place = _place(scope, cron, name, below)
    if run_as and not place.system:
        raise UsageError("--run-as is for system services; add --system")
    what = _installation(app, place, run_as)
    _show(app, install(place, what, app.line, dry=dry_run))
    if not dry_run:
        _advise(app, place, what)


@service_command.command("uninstall")
@_place_options
@click.option("--dry-run", is_flag=True, help="Print what would be done, and change nothing.")
@results
@click.pass_obj
def uninstall_command(app: App, scope: str | None, cron: bool, name: str, below: Path | None, dry_run: bool) -> None:
    """Stop the service and remove its unit or crontab line. Configuration, snapshots and reports stay."""
    from monitor.service.installing import uninstall

    _show(app, uninstall(_place(scope, cron, name, below), app.line, dry=dry_run))


@service_command.command("status")
@click.option("--name", default="policy-monitor", show_default=True, help="Name of the service, if there are several.")
@click.option("--root", "below", type=_FOLDER, help="Look below this folder.")
@results
@click.pass_obj
def status_command(app: App, name: str, below: Path | None) -> int:
    """Show which services are installed, for what, and whether systemd runs them. Exit code 1 if there is none."""
    from monitor.service.installing import config_of, installed_text, is_active

    places = [("system", False), ("user", False), ("system", True)]
    # A machine without cron, and files that are put together for another machine, have no crontab of this user.
    if below is None and which("crontab"):
        places.append(("user", True))
    found = []
    for scope, cron in places:
        place = _place(scope, cron, name, below)
        text = installed_text(place)
        if text is not None:
            active = "cron" if cron else "unknown" if below else is_active(place)
            found.append(
                {"place": place.title, "scope": scope, "kind": "cron" if cron else "systemd", "config": config_of(text), "active": active}
            )
    app.result({"services": found})
    for one in found:
        app.line(f"{one['place']} runs {one['config']}{'' if one['kind'] == 'cron' else ' ({})'.format(one['active'])}")
    if not found:
        app.line("No service is installed; `policy-monitor service install` installs one.")
    return 0 if found else 1


def _place(scope: str | None, cron: bool, name: str, below: Path | None) -> Target:
    from monitor.service.installing import Target

    if not _NAME.fullmatch(name):
        raise UsageError(f"{name!r} cannot be the name of a service; use letters, digits, - and _")
    system = scope == "system" if scope else _is_root()
    if below is not None and cron and not system:
        raise UsageError("--root needs a file to put there, and a user's crontab is not one; add --system")
    return Target(name, system, cron, None if below is None else below.absolute())


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _installation(app: App, place: Target, run_as: str | None) -> Installation:
    """What to run; the configuration is validated, since a service that fails at once is no help."""
    from monitor.service.units import Installation

    settings, config = app.settings(), app.config.absolute()
    user = _user(config, run_as) if place.system else None
    # The working directory always, since the web app and `add` write config.yaml; data elsewhere in addition.
    folders = [config.parent, settings.snapshots.absolute(), settings.reports.absolute()]
    writable = tuple(path for path in dict.fromkeys(folders) if path == config.parent or not path.is_relative_to(config.parent))
    missing = [path for path in writable if not path.is_dir()]
    if missing:
        raise UsageError(f"{missing[0]} does not exist; create it, and give it to the user that the service runs as")
    # Not resolved: the link in a virtual environment is what makes it one.
    return Installation(config, Path(sys.executable).absolute(), writable, user, place.secrets, settings.schedule)


def _user(config: Path, run_as: str | None) -> str:
    import pwd

    try:
        entry = pwd.getpwnam(run_as) if run_as else pwd.getpwuid(config.stat().st_uid)
    except KeyError:
        who = f"there is no user {run_as!r}" if run_as else f"the owner of {config} has no name"
        raise UsageError(f"{who}; create one (useradd --system …) and name it with --run-as") from None
    if entry.pw_uid == 0 and run_as is None:
        raise UsageError(f"{config} belongs to root, and the service should not run as root; name another user with --run-as")
    return entry.pw_name


def _show(app: App, outcome: Outcome) -> None:
    shown: dict[str, Any] = {"state": outcome.state, "place": outcome.place, "text": outcome.text, "commands": outcome.commands}
    app.result(shown | {"dry_run": outcome.dry})


def _advise(app: App, place: Target, what: Installation) -> None:
    """What the command cannot do itself."""
    whose = f"{what.user} alone" if place.cron and what.user else "its owner alone"
    app.line(f"Secrets such as SMTP_PASSWORD='…' go into {what.secrets}, readable for {whose}.")
    if place.cron:
        app.line("cron mails what `run` prints, new versions and failures, to MAILTO.")
    elif not place.system:
        app.line("A service of your own ends when you log out, unless you run once: loginctl enable-linger")
