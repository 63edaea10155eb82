"""The text of what a service manager or cron reads: a systemd unit, or a line of a crontab."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from monitor.config.cron import interval, normal_cron
from monitor.errors import UsageError

MARK = "# Written by `policy-monitor service install` for "
"""Begins the first line of all that is written, so that nobody else's file is ever replaced or removed."""
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Installation:
    """What is to be run, and as whom. All paths are absolute.

    Attributes:
        config: the configuration; its folder is the working directory.
        interpreter: the Python in whose environment the program is installed.
        writable: folders that the program writes to.
        user: who runs it; None for a user's own service.
        secrets: file with lines NAME=value, for passwords; it may be missing.
        schedule: the schedule of the configuration, for cron.
    """

    config: Path
    interpreter: Path
    writable: tuple[Path, ...]
    user: str | None
    secrets: Path
    schedule: str

    @property
    def home(self) -> Path:
        """The folder of the configuration, in which the service runs."""
        return self.config.parent

    def arguments(self, *command: str) -> list[str]:
        """The command line. -P: a folder named `monitor` in the working directory is not mistaken for the program."""
        return [str(self.interpreter), "-P", "-m", "monitor", "--config", str(self.config), *command]


def unit_text(what: Installation) -> str:
    """A systemd unit that runs the daemon; for the system if there is a user, else for the user's own manager.

    Raises:
        UsageError: a path has a character that a unit cannot hold.
    """
    lines = [
        f"{MARK}{_one_line(str(what.config))}",
        "[Unit]",
        "Description=Watch privacy policies and terms of service",
        "Documentation=https://policy-monitor.github.io/policy-monitor/guide/unattended/",
    ]
    if what.user is not None:
        # A user's manager has no network-online.target; the daemon retries what it could not reach anyway.
        lines += ["After=network-online.target", "Wants=network-online.target"]
    # notify: the daemon says when it is ready, and that it is alive, so that the watchdog restarts one that hangs.
    lines += ["", "[Service]", "Type=notify"]
    if what.user is not None:
        lines.append(f"User={what.user}")
    lines += [
        f"WorkingDirectory={_unquoted(str(what.home))}",
        f"EnvironmentFile=-{_unquoted(str(what.secrets))}",
        f"ExecStart={_command(what.arguments('daemon'))}",
        "ExecReload=/bin/kill -HUP $MAINPID",
        "Restart=on-failure",
        "WatchdogSec=120",
        "NoNewPrivileges=true",
    ]
    if what.user is not None:
        # Without root, these need user namespaces, which many systems refuse; the service would then not start at all.
        lines += ["ProtectSystem=strict", f"ReadWritePaths={' '.join(_quoted(str(path)) for path in what.writable)}", "PrivateTmp=true"]
    lines += ["", "[Install]", f"WantedBy={'default.target' if what.user is None else 'multi-user.target'}", ""]
    return "\n".join(lines)


def cron_text(what: Installation) -> str:
    """The mark and a line of a crontab that checks all policies; with the user's name, as files in /etc/cron.d need it, if there is one.

    Raises:
        UsageError: cron cannot express the schedule, or hold a path.
    """
    secrets = shlex.quote(str(what.secrets))
    # As systemd's EnvironmentFile: the same file serves both.
    read = f"if [ -r {secrets} ]; then set -a; . {secrets}; set +a; fi"
    command = f"cd {shlex.quote(str(what.home))} && {{ {read}; {shlex.join([*what.arguments('run'), '--quiet'])}; }}"
    # To cron, % ends the command and begins its input, in quotes too.
    line = _one_line(command).replace("%", r"\%")
    who = f"{what.user}  " if what.user else ""
    return f"{MARK}{_one_line(str(what.config))}\n{cron_schedule(what.schedule)}  {who}{line}\n"


def cron_schedule(schedule: str) -> str:
    """A schedule of the configuration as the five fields of a crontab.

    >>> cron_schedule("every 6h"), cron_schedule("30 7 * * 1")
    ('0 */6 * * *', '30 7 * * mon')

    Raises:
        UsageError: it is an interval that does not divide an hour or a day.
    """
    span = interval(schedule)
    if span is None:
        return normal_cron(schedule)
    minutes, hours = span // timedelta(minutes=1), span // timedelta(hours=1)
    if span < timedelta(hours=1) and 60 % minutes == 0:
        return f"*/{minutes} * * * *"
    # "every 24h" is "every 1d", and */24 is not an hour that cron knows.
    if span == _DAY:
        return "0 0 * * *"
    # "every 90m" is no whole number of hours; "every 5h" would begin again at midnight, after four.
    if span == timedelta(hours=hours) and hours < 24 and 24 % hours == 0:
        return f"0 */{hours} * * *" if hours > 1 else "0 * * * *"
    raise UsageError(
        f"cron cannot express the schedule {schedule!r}; use an interval that divides a day, or a systemd service (without --cron)"
    )


def _one_line(text: str) -> str:
    if any(letter < " " or letter == "\x7f" for letter in text):
        raise UsageError(f"{text!r} contains a control character, which neither systemd nor cron can contain; rename the file or folder")
    # A byte that is no UTF-8 comes as half of a surrogate pair from the file system.
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        raise UsageError(f"{text!r} has a name that is not UTF-8, which a unit cannot contain; rename the file or folder")
    return text


def _percent(text: str) -> str:
    """systemd replaces %h and the like (systemd.unit(5), "Specifiers"); a doubled percent sign stands for itself."""
    return _one_line(text).replace("%", "%%")


def _unquoted(path: str) -> str:
    """A path that systemd reads to the end of the line: there, a backslash would join the next line to it, and a space be cut off."""
    text = _percent(path)
    if text != text.rstrip() or text.endswith("\\"):
        raise UsageError(f"{path!r} ends in a space or a backslash, which a unit cannot contain; rename the folder")
    return text


def _command(words: list[str]) -> str:
    """A command line. In its first word systemd replaces no variables and takes no quotes, even escaped ("contains special characters")."""
    program, *arguments = words
    if set(program) & set("\"'\\"):
        raise UsageError(f"systemd cannot run {program}, because of the quote or backslash in its path; move the virtual environment")
    return " ".join([_quoted(program), *(_quoted(word, command=True) for word in arguments)])


def _quoted(word: str, *, command: bool = False) -> str:
    """A word of a unit, in quotes where it needs them. In commands, $ is doubled as well, since variables are replaced even in quotes."""
    text = _percent(word).replace("\\", "\\\\").replace('"', '\\"')
    if command:
        text = text.replace("$", "$$")
    return f'"{text}"' if not text or set(text) & set(" \t'\"\\;") else text
