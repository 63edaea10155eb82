"""Installs and removes a systemd unit or a cron file, says what it does, and never touches what somebody else wrote."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from monitor.errors import UsageError
from monitor.service.units import MARK, Installation, cron_text, unit_text
from monitor.store.atomic_write import write_atomically

Say = Callable[[str], None]
_LONGEST = 60
"""Seconds that systemctl or crontab may take."""


@dataclass(frozen=True)
class Target:
    """Where a service goes.

    Attributes:
        name: of the service.
        system: for the whole machine, not for one user.
        cron: a line for cron instead of a systemd unit.
        root: files go below this folder, for images that are being put together; then no command is run.
    """

    name: str
    system: bool
    cron: bool
    root: Path | None = None

    @property
    def file(self) -> Path | None:
        """The file to write; None for a user's crontab, which only crontab(1) may change."""
        if self.cron:
            return self._below(f"/etc/cron.d/{self.name}") if self.system else None
        if self.system:
            return self._below(f"/etc/systemd/system/{self.name}.service")
        return self._below(str(_own_settings() / f"systemd/user/{self.name}.service"))

    @property
    def secrets(self) -> Path:
        """The file with passwords, as the service will find it."""
        return Path(f"/etc/{self.name}.env") if self.system else _own_settings() / f"{self.name}.env"

    @property
    def systemctl(self) -> list[str]:
        """How to talk to the manager."""
        return ["systemctl"] if self.system else ["systemctl", "--user"]

    @property
    def title(self) -> str:
        """What to call the place in messages."""
        return str(self.file) if self.file else f"your crontab ({self.name})"

    def _below(self, path: str) -> Path:
        return self.root / path.lstrip("/") if self.root else Path(path)


@dataclass
class Outcome:
    """What was done, or with `dry` would be done."""

    state: str
    place: str
    text: str = ""
    commands: list[str] = field(default_factory=list)
    dry: bool = False


def install(place: Target, what: Installation, say: Say, *, dry: bool = False) -> Outcome:
    """Writes the unit or the line and starts the service. The same call again changes nothing.

    Raises:
        UsageError: the place belongs to somebody else or cannot be written, or the manager refuses.
    """
    text = cron_text(what) if place.cron else unit_text(what)
    old = _written(place)
    _check_mark(place, old)
    # Two folders of policies on one machine: the second must not take the place of the first.
    if old is not None and config_of(old) != config_of(text):
        moved = "if that has moved here, uninstall the service first; else choose another name with --name"
        raise UsageError(f"{place.title} already runs {config_of(old)}; {moved}")
    outcome = Outcome("unchanged" if old == text else "written", place.title, text, dry=dry)
    if old == text:
        say(f"{place.title} is up to date.")
    else:
        say(f"{'Would write' if dry else 'Writing'} {place.title}:")
        say("".join(f"    {line}\n" for line in text.splitlines()).rstrip())
        if not dry:
            _write(place, text)
    if not place.cron:
        # A restart only where the unit has changed: repeating the command must not interrupt a check.
        start = ["enable", "--now"] if old in (None, text) else ["enable"]
        later = [] if old in (None, text) else [["restart", place.name]]
        _command_manager(place, [["daemon-reload"], [*start, place.name], *later], outcome, say)
    return outcome


def uninstall(place: Target, say: Say, *, dry: bool = False) -> Outcome:
    """Stops the service and removes what `install` wrote; configuration, snapshots and reports stay.

    Raises:
        UsageError: somebody else wrote it, or it cannot be removed.
    """
    old = _written(place)
    if old is None:
        say(f"Nothing to remove: {place.title} does not exist." if place.file else f"Nothing to remove from {place.title}.")
        return Outcome("absent", place.title, dry=dry)
    _check_mark(place, old)
    outcome = Outcome("removed", place.title, dry=dry)
    if not place.cron:
        # Before the file is gone: systemctl cannot stop what it no longer finds.
        _command_manager(place, [["disable", "--now", place.name]], outcome, say)
    say(f"{'Would remove' if dry else 'Removing'} {place.title}, which runs {config_of(old)}.")
    if not dry:
        _write(place, None)
    if not place.cron:
        _command_manager(place, [["daemon-reload"]], outcome, say)
    return outcome


def installed_text(place: Target) -> str | None:
    """What `install` wrote there; None if nothing, or if somebody else did."""
    old = _written(place)
    return old if old is not None and old.startswith(MARK) else None


def config_of(text: str) -> str:
    """The configuration that what `install` wrote is for."""
    # Not splitlines(), which divides at U+2028 as well, and a folder may have that in its name.
    return text.partition("\n")[0].removeprefix(MARK)


def is_active(place: Target) -> str:
    """What the manager says about a unit: "active", "inactive", "failed" …; "unknown" where none runs."""
    if not _manager_answers(place):
        return "unknown"
    return _run([*place.systemctl, "is-active", place.name]).stdout.strip() or "unknown"


def _own_settings() -> Path:
    """Where a user's configuration files are (XDG Base Directory specification)."""
    # The specification says to ignore relative paths.
    named = os.environ.get("XDG_CONFIG_HOME", "")
    return Path(named) if named.startswith("/") else Path.home() / ".config"


def _check_mark(place: Target, old: str | None) -> None:
    if old is not None and not old.startswith(MARK):
        raise UsageError(f"{place.title} exists and was not written by this command; remove it, or choose another name with --name")


def _written(place: Target) -> str | None:
    """The present content of the place."""
    if place.file is None:
        return _block(_crontab(), place.name)
    try:
        return place.file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeError) as error:
        raise UsageError(f"cannot read {place.file}: {getattr(error, 'strerror', None) or error}") from error


def _write(place: Target, text: str | None) -> None:
    """Puts the text there, or removes what is there."""
    if place.file is None:
        _replace_crontab(place.name, text)
        return
    try:
        if text is None:
            place.file.unlink()
        else:
            write_atomically(place.file, text.encode())
            place.file.chmod(0o644)  # cron ignores files that others may write to, and systemd warns about executable ones
    except PermissionError as error:
        hint = "run it again with sudo, or use --user" if place.system else "check the owner of the folder"
        raise UsageError(f"cannot write {place.file}: {error.strerror}; {hint}") from error
    except OSError as error:
        raise UsageError(f"cannot write {place.file}: {error.strerror}") from error


# --- systemd ----------------------------------------------------------------------------------------------------------


def _command_manager(place: Target, calls: Sequence[list[str]], outcome: Outcome, say: Say) -> None:
    """Runs systemctl, or says what to run where no manager answers: in a container, a chroot, or over ssh without a session."""
    lines = [[*place.systemctl, *call] for call in calls]
    outcome.commands += [shlex.join(line) for line in lines]
    if outcome.dry and not place.root:
        say("\n".join(f"Would run: {shlex.join(line)}" for line in lines))
    elif place.root or not _manager_answers(place):
        why = f"files are below {place.root}" if place.root else "no systemd manager answers here"
        say(f"Not run, because {why}: {'; '.join(outcome.commands[-len(lines) :])}")
    else:
        for line in lines:
            say(f"Running: {shlex.join(line)}")
            done = _run(line)
            if done.returncode:
                raise UsageError(f"`{shlex.join(line)}` failed: {_last_line(done)}")


def _manager_answers(place: Target) -> bool:
    return shutil.which("systemctl") is not None and _run([*place.systemctl, "show", "--property=Version"]).returncode == 0


# --- a user's crontab -------------------------------------------------------------------------------------------------


def _crontab() -> str:
    """The user's crontab; empty if there is none."""
    if shutil.which("crontab") is None:
        raise UsageError("crontab is not installed; install cron, or use a systemd service (without --cron)")
    done = _run(["crontab", "-l"])
    # Without a crontab, `crontab -l` fails and says "no crontab for USER".
    if done.returncode and "no crontab" not in done.stderr.lower():
        raise UsageError(f"`crontab -l` failed: {_last_line(done)}")
    return "" if done.returncode else done.stdout


def _ends(name: str) -> tuple[str, str]:
    return f"# policy-monitor begin {name}\n", f"# policy-monitor end {name}\n"


def _block(crontab: str, name: str) -> str | None:
    """What is between the two lines of this name."""
    begin, end = _ends(name)
    if begin not in crontab:
        return None
    inside, closed, _ = crontab.partition(begin)[2].partition(end)
    if not closed:
        raise UsageError(f"your crontab has {begin.strip()!r} but not {end.strip()!r}; fix it with `crontab -e`")
    return inside


def _replace_crontab(name: str, text: str | None) -> None:
    """Puts a block at its place in the crontab, or at the end, or takes it out; every other line stays as it is."""
    begin, end = _ends(name)
    crontab, block = _crontab(), "" if text is None else f"{begin}{text}{end}"
    inside = _block(crontab, name)
    if inside is None:
        crontab = f"{crontab}{'' if crontab.endswith(chr(10)) or not crontab else chr(10)}{block}"
    else:
        crontab = crontab.replace(f"{begin}{inside}{end}", block)
    done = _run(["crontab", "-"], crontab)
    if done.returncode:
        raise UsageError(f"`crontab -` failed: {_last_line(done)}")


def _run(line: Sequence[str], given: str = "") -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(line, input=given, capture_output=True, text=True, timeout=_LONGEST, check=False)  # noqa: S603 - fixed commands
    except (OSError, subprocess.TimeoutExpired) as error:
        raise UsageError(f"`{shlex.join(line)}` failed: {error}") from error


def _last_line(done: subprocess.CompletedProcess[str]) -> str:
    return next((line for line in reversed((done.stderr or done.stdout).splitlines()) if line.strip()), f"exit code {done.returncode}")
