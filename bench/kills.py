"""SIGKILL at random moments of every command that writes the store; part of `python -m bench reliability`.

After each kill, `verify` must find no fault before anything else is run. The command is then repeated, and the store must hold what an
undisturbed one holds: no capture less, none twice, every alert sent, none twice.
"""

from __future__ import annotations

import contextlib
import io
import json
import random
import shutil
import signal
import sqlite3
import subprocess
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from bench.progress import Progress
from bench.testbed import Row, Scene, policy_text, run, scene, started
from monitor.cli import main
from monitor.timestamps import utc_iso

SHOPS = ("larkspur", "northwind", "contoso")
PAST = 12
"""Captures that `backfill` and `import` bring."""


@dataclass(frozen=True)
class Killed:
    """What is killed, and what repeats it."""

    argv: tuple[str, ...]
    again: tuple[str, ...]
    alerts: bool = False
    """Whether three alerts go out."""
    after: tuple[str, ...] = ()
    """What the store has seen before."""


_BACKFILL, _IMPORT = ("backfill", "larkspur", "--source", "dir:past"), ("import", "dir", "past", "--policy", "larkspur")
_REDERIVE, _REBUILD = ("report", "--rederive"), ("verify", "--rebuild")
COMMANDS = {
    "run": Killed(("run",), ("run",), alerts=True),
    "daemon": Killed(("daemon",), ("run", "--force"), alerts=True),
    "backfill": Killed(_BACKFILL, _BACKFILL),
    "import": Killed(_IMPORT, _IMPORT),
    "rederive": Killed(_REDERIVE, _REDERIVE, after=_IMPORT),
    "rebuild": Killed(_REBUILD, _REBUILD, after=_IMPORT),
}
"""Name → command."""


class History(NamedTuple):
    """What a store holds of one policy."""

    versions: list[str]
    """Digests, oldest first."""
    captures: list[tuple[str, str]]
    """Time and digest of each line of the ledger."""


Held = dict[str, History]
"""Policy → what the store holds of it."""


def kills(times: int, *, seed: int = 7, names: Sequence[str] = tuple(COMMANDS), progress: Progress | None = None) -> list[Row]:
    """Kills each command equally often, and sums up.

    Args:
        times: kills in all.
        seed: of the moments.
        names: which commands.
        progress: where results are kept, and earlier ones found.
    """
    known = list(progress.known()) if progress else []
    rows = list[Row]()
    for name in names:
        each = times // len(names)
        done = [one for one in known if one["name"] == name][:each]
        for result in _killed(name, range(len(done), each), seed):
            done.append(result)
            if progress:
                progress.add(result)
        rows.append(_row(name, done))
    return rows


def _row(name: str, done: Sequence[dict[str, Any]]) -> Row:
    count = Counter(fault for one in done for fault in one["faults"])
    hit, excused = sum(one["hit"] for one in done), sum(one["excused"] for one in done)
    again = f"; {excused} in the hands of the mail server" if excused else ""
    figure = f"{count['lost']} / {count['doubled']} / {count['unclean']}"
    return f"{len(done)} SIGKILLs of `{name}`, {hit} of them while it ran{again}: lost / doubled / not clean at once", figure, "0 / 0 / 0"


def _killed(name: str, numbers: range, seed: int) -> Iterator[dict[str, Any]]:
    """The result of each kill; a scene is set only if there is one left to do."""
    if not numbers:
        return
    killed = COMMANDS[name]
    with _stage(killed) as stage:
        took, undisturbed = _undisturbed(stage, killed)
        for number in numbers:
            moment = random.Random(f"{name} {seed} {number}").uniform(0, 1.05) * took
            yield {"name": name, **_one_kill(stage, killed, moment, undisturbed)}


@contextmanager
def _stage(killed: Killed) -> Iterator[Scene]:
    """Three shops that were checked once and have changed since; where no alerts are due, the change has been stored as well."""
    with scene(SHOPS, policy={"schedule": "* * * * *"}, jitter=0) as stage:
        home = stage.base
        run(home, "--quiet", "run")
        if killed.alerts:
            _checked_an_hour_ago(home)  # a daemon makes up for the missed checks as soon as it starts
        stage.broken = True
        if not killed.alerts:
            run(home, "--quiet", "run", "--force")
            _past(home / "past")
        if killed.after:
            run(home, "--quiet", *killed.after)
        yield stage


def _checked_an_hour_ago(home: Path) -> None:
    then = datetime.now(UTC) - timedelta(hours=1)
    with closing(sqlite3.connect(home / "snapshots/state.sqlite")) as state, state:
        state.execute("update checks set last_success = ?", (utc_iso(then),))


def _past(folder: Path) -> None:
    """Files named by date, of which every other one says something else."""
    folder.mkdir()
    for number in range(PAST):
        body = policy_text("Larkspur", broken=number % 2 == 1).replace(b"12 months", b"%d months" % (3 + number // 2))
        (folder / f"20{10 + number}0517000000.html").write_bytes(body)


def _undisturbed(stage: Scene, killed: Killed) -> tuple[float, Held]:
    """Seconds from the lock to the end, and what the store holds then; a daemon has done its work once three mails are out."""
    home = stage.fresh()
    stage.mails.ids.clear()
    with started(home, "--quiet", *killed.argv) as process:
        _until_it_holds_the_store(home, process)
        begun = time.monotonic()
        while process.poll() is None and not (killed.argv == ("daemon",) and len(set(_alerts(stage))) == len(SHOPS)):
            time.sleep(0.005)
        took = time.monotonic() - begun
        process.terminate()
        process.wait()
    if killed.argv != killed.again:
        _here(home, "--quiet", *killed.again)
    return took, _held(home)


def _until_it_holds_the_store(home: Path, process: subprocess.Popen[str]) -> None:
    owner = home / "snapshots/.lock.owner"
    while process.poll() is None and not owner.exists():
        time.sleep(0.001)


def _one_kill(stage: Scene, killed: Killed, after: float, undisturbed: Held) -> dict[str, Any]:
    """Which faults one kill left, or the repetition of its command."""
    home, mails = stage.fresh(), stage.mails
    (home / "snapshots/.lock.owner").unlink(missing_ok=True)
    mails.ids.clear()
    with started(home, "--quiet", *killed.argv) as process:
        _until_it_holds_the_store(home, process)
        time.sleep(after)
        hit = process.poll() is None
        process.send_signal(signal.SIGKILL)
    time.sleep(0.02)  # the mail server may still be accepting what it was sent
    accepted, recorded = _alerts(stage), _delivered(home)
    verified, says = _here(home, "verify")
    faults = ["unclean"] if verified else []
    _here(home, "--quiet", *killed.again)
    faults += faults_of(_held(home), undisturbed)
    sent = Counter(_alerts(stage))
    twice = [mail for mail, times in sent.items() if times > 1]
    # Mails go out one after the other: only the last one can have been accepted and not recorded.
    excused = bool(twice) and twice == accepted[-1:] and len(accepted) == recorded + 1 and sent[twice[0]] == 2
    if killed.alerts:
        faults += ["lost"] if len(sent) < len(SHOPS) else []
    faults += ["doubled"] if twice and not excused else []
    return {"hit": hit, "excused": excused, "faults": sorted(set(faults)), "says": says if verified else ""}


def _alerts(stage: Scene) -> list[str]:
    return [mail for mail in stage.mails.ids if mail.startswith("<alert.")]


def _delivered(home: Path) -> int:
    """How many mails the state records as delivered; read from a copy, because opening a database after a crash repairs it."""
    copy = home.parent / "state"
    shutil.rmtree(copy, ignore_errors=True)
    copy.mkdir()
    for part in (home / "snapshots").glob("state.sqlite*"):
        shutil.copy(part, copy)
    with closing(sqlite3.connect(copy / "state.sqlite")) as state:
        return int(state.execute("select count(*) from deliveries where state = 'delivered'").fetchone()[0])


def _held(home: Path) -> Held:
    """What the store holds of each policy."""
    found: Held = {}
    for policy in SHOPS:
        said = json.loads(_here(home, "log", policy, "--format", "json")[1])
        lines = (home / "snapshots" / policy / "ledger.jsonl").read_text(encoding="utf-8").splitlines()
        captures = [(one["captured_at"], one["sha256"]) for one in map(json.loads, lines)]
        found[policy] = History([version["sha256"] for version in said["versions"]], captures)
    return found


def faults_of(held: Held, undisturbed: Held) -> Iterator[str]:
    """What a store has less than an undisturbed one, and what it has twice.

    A live page that was being fetched is fetched again, at another time: its captures are compared by what they hold.
    """
    for policy, wanted in undisturbed.items():
        versions, captures = held[policy]
        if Counter(wanted.versions) - Counter(versions) or {sha for _, sha in wanted.captures} - {sha for _, sha in captures}:
            yield "lost"
        if Counter(versions) - Counter(wanted.versions) or len(set(captures)) < len(captures):
            yield "doubled"


def _here(home: Path, *argv: str) -> tuple[int, str]:
    """Exit code and output of a command in this process, which costs less than a process of its own."""
    out = io.StringIO()
    with contextlib.chdir(home), contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
        return main(argv), out.getvalue()
