"""What survives a disk that is full, read-only or broken under one of the program's folders; part of `python -m bench reliability`."""

from __future__ import annotations

import errno
import gzip
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import product
from pathlib import Path

from bench import ROOT
from bench.testbed import Row, Scene, configure, run, scene, versions

SHOPS = ("larkspur", "northwind", "contoso")
FOLDERS = ("snapshots", "reports", "temporary")
FAULTS = {"full": errno.ENOSPC, "read-only": errno.EROFS, "broken (EIO)": errno.EIO}
ARCHIVE = ROOT / "examples/northwind.warc.gz"


@contextmanager
def failing_disk() -> Iterator[Path | None]:
    """The library that makes writes fail, compiled for this machine; None where there is no C compiler, or no LD_PRELOAD."""
    compiler = shutil.which("cc")
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder, "failing_disk.so")
        source = str(Path(__file__).with_name("failing_disk.c"))
        made = compiler and subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", str(library), source, "-ldl"], check=False)
        usable = made and made.returncode == 0 and Path("/proc/self/fd").is_dir()
        yield library if usable else None


def disks(cases: Sequence[tuple[str, str]] | None = None) -> list[Row]:
    """A run under each fault while three policies change, and one after it is mended.

    Args:
        cases: (folder, fault); None for all of them.
    """
    rows = list[Row]()
    with failing_disk() as library:
        if library is None:
            return [("a disk that fails", "not measured: no C compiler on this machine", "nothing lost")]
        with scene(SHOPS) as stage:
            _track_an_archive(stage)
            run(stage.base, "--quiet", "run")
            stage.broken = True
            run(stage.fresh(), "--quiet", "run")
            undisturbed = versions(stage.home, *SHOPS)
            for folder, fault in cases or list(product(FOLDERS, FAULTS)):
                rows.append((f"{folder}: {fault}", _one_fault(stage, library, folder, FAULTS[fault], undisturbed), "nothing lost"))
    return rows


def _track_an_archive(stage: Scene) -> None:
    """Adds a policy whose history has to be unpacked in the temporary folder: it was compressed as a whole."""
    packed = stage.base / "past.warc.gz"
    packed.write_bytes(gzip.compress(gzip.decompress(ARCHIVE.read_bytes()), 1))
    tracked = [{"id": name, "url": stage.pages.url(n, f"/{name}")} for n, name in enumerate(SHOPS)]
    past = {"id": "past", "url": "https://www.northwind.example/privacy", "live": False, "history": "warc:past.warc.gz"}
    configure(stage.base, [*tracked, past], alerts=stage.mails.alerts)


def _one_fault(stage: Scene, library: Path, folder: str, number: int, undisturbed: list[list[str]]) -> str:
    """What a run under the fault said and sent, and "NOT RECOVERED" when something was lost or sent twice."""
    home, mails = stage.fresh(), stage.mails
    mails.ids.clear()
    temporary = home / "temporary"
    temporary.mkdir()
    (home / "past.warc.gz").touch()  # so that it is read again
    environment = {"LD_PRELOAD": str(library), "FAULT_ERRNO": str(number), "FAULT_BELOW": str(home / folder), "TMPDIR": str(temporary)}
    # Python tries a temporary folder with a few bytes, and takes another one when that fails.
    environment |= {"FAULT_FROM": "100"} if folder == "temporary" else {}
    failed = run(home, "--quiet", "run", env=environment)
    alerts = _alerts(stage)
    run(home, "--quiet", "run", "--force", env={"TMPDIR": str(temporary)})
    sent = Counter(_alerts(stage))
    whole = versions(home, *SHOPS) == undisturbed and run(home, "verify").code == 0
    recovered = whole and len(sent) == len(SHOPS) and set(sent.values()) == {1}
    told = (
        "not affected"
        if not failed.code and len(alerts) == len(SHOPS)
        else "named"
        if failed.code and failed.err.strip() and "internal error" not in failed.err
        else "NOT NAMED"
    )
    result = "nothing lost, nothing sent twice" if recovered else "NOT RECOVERED"
    return f"exit {failed.code}, {told}, {len(alerts)} of {len(SHOPS)} alerts at once; mended: {result}"


def _alerts(stage: Scene) -> list[str]:
    return [mail for mail in stage.mails.ids if mail.startswith("<alert.")]
