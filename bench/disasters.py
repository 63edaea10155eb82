"""What survives a full disk, damaged files, a clock set back and concurrent writers; part of `python -m bench reliability`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from bench.testbed import Row, from_checkout, run, scene, started, versions


def together() -> list[Row]:
    """Two daemons and a cron job use one store while pages change."""
    names = [f"shop{n}" for n in range(4)]
    with scene(names, policy={"schedule": "* * * * *"}, jitter=0) as stage:
        home = stage.base
        run(home, "--quiet", "run")
        stage.broken = True
        with started(home, "daemon") as one, started(home, "daemon") as two:
            codes = [run(home, "--quiet", "run").code for _ in range(3)]
            time.sleep(61 - time.time() % 60 + 3)
            codes += [run(home, "--quiet", "run").code for _ in range(2)]
            for daemon in (one, two):
                daemon.terminate()
            stopping = time.monotonic()
            ends = [daemon.wait(timeout=60) for daemon in (one, two)]
            stopped = time.monotonic() - stopping
        counts = Counter(stage.mails.ids)
        held = [len(each) for each in versions(home, *names)]
        clean = run(home, "verify").code == 0
        return [
            ("two daemons and five runs on one store: exit codes", f"{ends + codes}", "all 0"),
            ("alerts received by the SMTP server, for 4 changes", f"{len(counts)} distinct, {sum(counts.values())} in total", "4 and 4"),
            ("versions of each policy; `verify`", f"{held}; {'clean' if clean else 'FAULTS'}", "2 each; clean"),
            ("both daemons stopped after", f"{stopped:.1f} s", "seconds"),
        ]


def accidents(number: int | None = None) -> list[Row]:
    """Full disk, missing permissions, damaged files, a clock set back: the message shown, and whether the documented command repairs it.

    Args:
        number: how many of ACCIDENTS, from the first on; None for all of them.
    """
    rows = list[Row]()
    with scene(["larkspur"]) as stage:
        run(stage.base, "--quiet", "run")
        stage.broken = True
        for name, damage, repair in ACCIDENTS[:number]:
            home = stage.fresh()
            output, repaired = damage(home), repair(home)
            first = next((line for line in output.splitlines() if line), "nothing")
            ok = repaired and run(home, "verify").code == 0 and len(versions(home, "larkspur")[0]) == 2
            end = "recovered, nothing lost" if ok else "NOT RECOVERED"
            rows.append((name, first.replace(str(home), "…").replace("|", "¦")[:230], end))
    return rows


def _full(home: Path) -> str:
    limited = f"ulimit -f 1; exec {sys.executable} -m monitor --quiet run"  # one block per file: as if the disk were full
    environment = from_checkout()
    done = subprocess.run(["sh", "-c", limited], cwd=home, capture_output=True, text=True, check=False, env=environment)
    return f"exit {done.returncode}: {done.stderr}"


def _object(home: Path) -> str:
    next((home / "snapshots").rglob("*.gz")).write_bytes(b"damage")
    return run(home, "verify").out


def _restore(home: Path) -> bool:
    damaged = next((home / "snapshots").rglob("*.gz"))
    shutil.copy(home.parent / "base" / damaged.relative_to(home), damaged)
    return _run(home)


def _copied(home: Path) -> str:
    """A copying tool lists the objects before a change is stored, reads the ledger after it, and the ledger's head last."""
    shutil.copytree(home / "snapshots", home / "copy", ignore=shutil.ignore_patterns("index.sqlite*", ".lock*"))
    _run(home)
    for part in ("ledger.jsonl", "ledger.head"):
        shutil.copy(home / "snapshots/larkspur" / part, home / "copy/larkspur")
    shutil.rmtree(home / "snapshots")
    (home / "copy").rename(home / "snapshots")
    return run(home, "verify").out


def _rebuild(home: Path) -> bool:
    return run(home, "verify", "--rebuild").code == 0 and _run(home)


def _index(home: Path) -> str:
    (home / "snapshots/index.sqlite").write_bytes(b"damage" * 1000)
    for tail in ("-wal", "-shm"):
        (home / f"snapshots/index.sqlite{tail}").unlink(missing_ok=True)
    return run(home, "--quiet", "run").err


def _readonly(home: Path) -> str:
    """No write permission below `snapshots/`; root drops its privilege to write anyway."""
    for path in [home / "snapshots", *(home / "snapshots").rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    without = "-dac_override,-dac_read_search"
    ordinary = ["setpriv", f"--bounding-set={without}", f"--inh-caps={without}"] if os.getuid() == 0 else []
    environment = from_checkout()
    command = [*ordinary, sys.executable, "-m", "monitor", "--quiet", "run"]
    done = subprocess.run(command, cwd=home, capture_output=True, text=True, check=False, env=environment)
    return f"exit {done.returncode}: {done.stderr}"


def _give_rights_back(home: Path) -> bool:
    for path in [home / "snapshots", *(home / "snapshots").rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)
    return _run(home)


def _clock(home: Path) -> str:
    ledger = home / "snapshots/larkspur/ledger.jsonl"
    text = ledger.read_text()
    year = text.partition('"kept_at":"')[2][:4]
    ahead = text.replace(f'"kept_at":"{year}', f'"kept_at":"{int(year) + 3}')
    ledger.write_text(ahead)  # as if stored while the clock was three years ahead
    (home / "snapshots/larkspur/ledger.head").unlink()
    output = next(line for line in run(home, "doctor", "--offline").out.splitlines() if line.split()[1:2] == ["clock"])
    ledger.write_text(text)
    shutil.copy(home.parent / "base/snapshots/larkspur/ledger.head", home / "snapshots/larkspur/ledger.head")
    return output


def _run(home: Path) -> bool:
    return run(home, "--quiet", "run").code == 0


ACCIDENTS: list[tuple[str, Callable[[Path], str], Callable[[Path], bool]]] = [
    ("disk full (no file may grow); then `run`", _full, _run),
    ("a stored file damaged; restored from a backup", _object, _restore),
    ("a copy made while the store was being written; `verify --rebuild`", _copied, _rebuild),
    ("store not writable; permission restored", _readonly, _give_rights_back),
    ("index damaged; `verify --rebuild`", _index, _rebuild),
    ("clock set back; `doctor`", _clock, _run),
]
