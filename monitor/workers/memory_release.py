"""Gives back memory that is free and that the C library holds all the same, after a page of which little is as large as usual."""

from __future__ import annotations

import ctypes
import gc
import resource
from contextlib import suppress
from functools import _lru_cache_wrapper, cache
from pathlib import Path

USUAL = 100
"""Megabytes below which nothing is done: a cycle without large pages stays below, and looking costs next to nothing."""
LARGE_TEXT = 300_000
"""Characters from which a text is worth letting go of others first: the longest policy known has 0.4 million, and most a tenth of this."""
_GROWTH = 10
"""Megabytes more than before from which on memory is looked for in the program itself."""
_STATM = Path("/proc/self/statm")
# malloc.h. One heap for all threads: the free end of another thread's heap is given back by nothing.
_MMAP_THRESHOLD, _ARENA_MAX = -3, -8
_BLOCK = 1 << 20


@cache
def keep_large_blocks_apart() -> None:
    """Makes the C library give each large block back when it is freed, where it is glibc; to be called before threads are started.

    By itself it stops doing so when the first one is freed: from then on, blocks up to that size share a heap with small ones that stay.
    After a page of 20 MB, each thread's heap keeps up to 40 MB.
    """
    with suppress(AttributeError, OSError):
        for what, value in ((_MMAP_THRESHOLD, _BLOCK), (_ARENA_MAX, 1)):
            ctypes.CDLL(None).mallopt(what, value)


class _Left:
    """The fewest megabytes that were left since what the core remembers was last dropped: many policies may each leave a little."""

    megabytes = float(USUAL)


def give_back(*, above: float = USUAL) -> None:
    """Gives free memory back to the system, where the C library can (glibc) and this process holds more than `above` megabytes.

    After twenty pages of 0.9 MB, a process that uses 80 MB held 300. Where more than before is held all the same, what the core remembers
    is dropped: of a page that is one sentence of 0.9 MB, each cache of sentences keeps as much.
    """
    if megabytes_held() <= above:
        return
    _trim()
    if megabytes_held() > _Left.megabytes + _GROWTH:
        _forget()
        # Errors and the variables of the functions that they passed through hold each other.
        gc.collect()
        _trim()
        _Left.megabytes = megabytes_held()
    else:
        _Left.megabytes = min(_Left.megabytes, megabytes_held())


def _trim() -> None:
    # Elsewhere there is no such function, or no such library.
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).malloc_trim(0)


def _forget() -> None:
    """Empties the bounded caches of the core: it is pure, so that what they held is found again."""
    for one in gc.get_objects():
        # By its class, since a proxy of a library may do anything when it is asked.
        if type(one) is _lru_cache_wrapper and str(one.__module__).startswith("monitor.core.") and one.cache_parameters()["maxsize"]:
            one.cache_clear()


def megabytes_held() -> float:
    """What this process holds in memory; 0 where the system does not say (not Linux)."""
    try:
        pages = int(_STATM.read_text().split()[1])
    except OSError:
        return 0.0
    return pages * resource.getpagesize() / (1 << 20)
