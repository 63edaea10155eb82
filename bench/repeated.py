"""How time grows with text that repeats one fragment: 688 fragments at 8 lengths each; part of `python -m bench reliability`.

A page gets a repeated fragment, and then words are put into it: each page is read and screened, both steps are compared, and the redline
is made. The figure is CPU time of one process, never wall-clock time: at four times the length it may cost about four times as much,
where a quadratic step costs sixteen times as much.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from html import escape
from typing import Any, NamedTuple

from bench.diff_speed import text_caches
from bench.progress import Progress
from bench.repeated_texts import FRAGMENTS, LENGTHS, markup
from bench.testbed import Row, from_checkout, policy_text
from monitor.core.compare import compare, compare_documents
from monitor.core.extract import read_snapshot
from monitor.core.screen import screen
from monitor.model import Document, SnapshotRecord
from monitor.render.redline import redline

LONGEST = 20
"""CPU seconds for all that is done at one length; more counts as a hang, and longer texts are not tried."""
GROWTH = 9.0
"""For four times the length; between 4 (linear) and 16 (quadratic)."""
CHEAP = 0.25
"""CPU seconds below which growth is not looked at: too little to delay anything, and to be measured well."""
CHUNK = 16
"""Fragments per process."""
_AT = datetime(2026, 11, 29, tzinfo=UTC)
_PUT_IN = " and now the desk, "


class Measured(NamedTuple):
    """One fragment: CPU seconds per length, shortest first, and what went wrong, if anything."""

    form: str
    piece: str
    seconds: list[float]
    fault: str = ""


def repeated() -> list[Row]:
    """Measures what an earlier, interrupted call has not measured yet, and sums up."""
    progress = Progress("repeated")
    done = {(one["form"], one["piece"]): Measured(**one) for one in progress.known()}
    left = [number for number, fragment in enumerate(FRAGMENTS) if fragment not in done]
    for start in range(0, len(left), CHUNK):
        for measured in _apart(left[start : start + CHUNK]):
            progress.add(measured._asdict())
            done[measured.form, measured.piece] = measured
            if measured.fault:
                print(measured, file=sys.stderr, flush=True)
    return rows_of(list(done.values()))


def rows_of(found: list[Measured]) -> list[Row]:
    """The table."""
    what = f"{len(found)} repeated fragments, {len(LENGTHS)} lengths up to {LENGTHS[-1]:,} characters each"
    counts = {kind: sum(kind in one.fault for one in found) for kind in ("crash", "hang", "super-linear")}
    worst = max((one.seconds[-1] for one in found if one.seconds), default=0.0)
    rows = [(f"{what}: {kind}", str(count), "0") for kind, count in counts.items()]
    return [*rows, ("the most CPU time that one of them took at the full length", f"{worst:.1f} s", "")]


def _apart(numbers: list[int]) -> Iterator[Measured]:
    """Measures fragments in a process of their own; what a crash leaves unmeasured is measured without the one that crashed."""
    command = [sys.executable, "-m", "bench.repeated", *map(str, numbers)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=from_checkout()) as child:
        assert child.stdout is not None
        finished = 0
        for line in child.stdout:
            yield Measured(**Progress.parsed(line))
            finished += 1
    if child.returncode and finished < len(numbers):
        yield Measured(*FRAGMENTS[numbers[finished]], [], f"crash: exit code {child.returncode}")
        if numbers[finished + 1 :]:
            yield from _apart(numbers[finished + 1 :])


def measured(form: str, piece: str) -> Measured:
    """Measures one fragment at growing lengths, until one takes too long."""
    seconds = list[float]()
    for size in LENGTHS:
        try:
            seconds.append(cost(form, piece, size))
        except TimeoutError:
            return Measured(form, piece, seconds, f"hang: more than {LONGEST} s of CPU at {size:,} characters")
        except Exception as error:
            return Measured(form, piece, seconds, f"crash at {size:,} characters: {type(error).__name__}: {error}"[:300])
    steep = [n for n in range(2, len(seconds)) if is_steep(seconds[n - 2], seconds[n])]
    confirmed = [n for n in steep if _is_steep_again(form, piece, n)]
    return Measured(form, piece, seconds, f"super-linear at {LENGTHS[confirmed[0]]:,} characters" if confirmed else "")


def is_steep(short: float, long: float) -> bool:
    """Whether the time for four times the length has grown too much."""
    return long > CHEAP and long > GROWTH * short


def _is_steep_again(form: str, piece: str, number: int) -> bool:
    """The same with the best of three, since other work on the machine can only add."""
    short, long = (min(cost(form, piece, LENGTHS[n]) for _ in range(3)) for n in (number - 2, number))
    return is_steep(short, long)


def cost(form: str, piece: str, size: int) -> float:
    """CPU seconds for one fragment at one length.

    Raises:
        TimeoutError: it takes more than LONGEST.
    """
    inner = markup(form, piece, size)
    middle = inner.find(escape(piece), len(inner) // 2) + len(escape(piece))
    before = policy_text("Larkspur")
    edited = inner[:middle] + _PUT_IN + inner[middle:]
    pages = [before, *(before.replace(b"</main>", f"{text}</main>".encode()) for text in (inner, edited))]
    for cache in CACHES:
        cache.cache_clear()
    with _limited():
        begun = time.process_time()
        process(pages)
        return time.process_time() - begun


def process(pages: list[bytes]) -> None:
    """What happens to successive pages of one address."""
    held = list[Document]()
    for number, body in enumerate(pages, 1):
        reading = read_snapshot(body, media_type="text/html; charset=utf-8", url="https://shop.example/privacy")
        record = SnapshotRecord("p", number, "https://shop.example/privacy", _AT, _AT, "live", "0", len(body), "", 200, "text/html")
        screen(reading, record=record, before=tuple(held), language="en")
        if reading.document is None:
            continue
        if held:
            redline(compare_documents(held[-1], reading.document), held[-1].text, reading.document.text)
        held.append(reading.document)


@contextmanager
def _limited() -> Iterator[None]:
    signal.signal(signal.SIGPROF, _too_long)
    signal.setitimer(signal.ITIMER_PROF, LONGEST)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _too_long(number: int, frame: object) -> None:
    raise TimeoutError


CACHES: list[Any] = []
"""The caches of what was read of texts, which would make the second length cheaper."""

if __name__ == "__main__":
    compare("We keep logs.", "We erase logs.")
    process([policy_text("Larkspur"), policy_text("Larkspur", broken=True)])
    CACHES += text_caches()
    for each in map(int, sys.argv[1:]):
        print(Progress.line(measured(*FRAGMENTS[each])._asdict()), flush=True)
