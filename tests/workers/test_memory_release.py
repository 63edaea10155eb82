"""Memory that is free goes back to the system after large pages, and only then."""

from __future__ import annotations

import ctypes
import subprocess
import sys
import weakref
from pathlib import Path

import pytest

from monitor.core.text.lexicon import word_set
from monitor.core.text.wording import wording
from monitor.workers import memory_release
from monitor.workers.memory_release import give_back, keep_large_blocks_apart, megabytes_held

# Many small blocks, of which the last one stays: the C library holds all that is below it until it is asked.
_GROW = """
from monitor.workers.memory_release import give_back, megabytes_held
import ctypes
libc = ctypes.CDLL(None)
libc.malloc.restype, libc.malloc.argtypes, libc.free.argtypes = ctypes.c_void_p, [ctypes.c_size_t], [ctypes.c_void_p]
blocks = [libc.malloc(50_000) for _ in range(2_000)]
for block in blocks:
    ctypes.memset(block, 1, 50_000)
for block in blocks[:-1]:
    libc.free(block)
before = megabytes_held()
give_back(above={above})
print(before - megabytes_held())
"""


def _given_back(above: float) -> float:
    """In a process of its own: what this one holds depends on the tests before."""
    found = subprocess.run([sys.executable, "-c", _GROW.format(above=above)], capture_output=True, text=True, check=True, timeout=60)
    return float(found.stdout)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks the C library of Linux")
def test_free_memory_goes_back() -> None:
    assert _given_back(above=50) > 60


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks the C library of Linux")
def test_a_process_that_holds_little_is_left_alone() -> None:
    assert _given_back(above=10_000) < 10


def test_what_the_core_remembers_is_dropped_when_more_is_held(monkeypatch: pytest.MonkeyPatch) -> None:
    held = iter([200.0, 200.0, 190.0])
    monkeypatch.setattr(memory_release, "megabytes_held", lambda: next(held))
    monkeypatch.setattr(memory_release._Left, "megabytes", 150.0)
    wording("A sentence that a cache holds.")
    nothing_alike = word_set("party-kinds")
    watched = weakref.ref(Cycle())
    give_back()
    assert wording.cache_info().currsize == 0
    assert watched() is None
    assert word_set("party-kinds") is nothing_alike, "word lists stay"
    assert memory_release._Left.megabytes == 190


def test_what_the_core_remembers_stays_while_as_much_is_held_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory_release, "megabytes_held", lambda: 155.0)
    monkeypatch.setattr(memory_release._Left, "megabytes", 150.0)
    wording("A sentence that a cache holds.")
    give_back()
    assert wording.cache_info().currsize > 0


def test_what_each_policy_leaves_adds_up(monkeypatch: pytest.MonkeyPatch) -> None:
    held = 150.0
    monkeypatch.setattr(memory_release, "megabytes_held", lambda: held)
    monkeypatch.setattr(memory_release._Left, "megabytes", 150.0)
    wording("A sentence that a cache holds.")
    for held in (157.0, 152.0, 159.0):  # noqa: B007 - the function above reads it
        give_back()
    assert wording.cache_info().currsize > 0
    held = 161.0
    give_back()
    assert (wording.cache_info().currsize, memory_release._Left.megabytes) == (0, 161)


class Cycle:
    """What only the garbage collector can free."""

    def __init__(self) -> None:
        self.itself = self


def test_what_is_held_is_told() -> None:
    assert megabytes_held() > 5 or not Path("/proc/self/statm").exists()


def test_a_system_that_does_not_say_what_is_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory_release, "_STATM", tmp_path / "missing")
    assert megabytes_held() == 0.0
    give_back()


def test_a_c_library_that_cannot_do_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda name: object())
    give_back(above=0)
    keep_large_blocks_apart.__wrapped__()


# A page of 30 MB, then pages of 4 MB in a thread.
_PAGES = """
import threading
from monitor.workers.memory_release import give_back, keep_large_blocks_apart, megabytes_held
if {apart}:
    keep_large_blocks_apart()
page = bytes(30_000_000)
del page
def fetch():
    pages = [b"x" * 4_000_000 for _ in range(10)]
before = megabytes_held()
thread = threading.Thread(target=fetch)
thread.start()
thread.join()
give_back(above=0)
print(megabytes_held() - before)
"""


def _held_after_pages(*, apart: bool) -> float:
    code = _PAGES.format(apart=apart)
    return float(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60).stdout)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="tells the C library of Linux")
def test_a_large_block_leaves_nothing_behind() -> None:
    assert _held_after_pages(apart=True) < 5
