"""A few large bodies at a time: sixty hosts that send 20 MB each at the same moment must not take a gigabyte."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import BoundedSemaphore

LARGE = 1_000_000
"""Bytes from which on a body waits for its turn. The largest policy page known has 0.84 MB, so that usual pages never wait."""
AT_A_TIME = 4
"""So that one host that sends its page slowly does not keep the others waiting."""
_TURNS = BoundedSemaphore(AT_A_TIME)
_HAS_TURN: ContextVar[list[bool] | None] = ContextVar("_HAS_TURN", default=None)


@contextmanager
def few_at_a_time() -> Iterator[None]:
    """A block, of one thread, in which the first large body waits for its turn; the turn ends with the block."""
    held = list[bool]()
    token = _HAS_TURN.set(held)
    try:
        yield
    finally:
        _HAS_TURN.reset(token)
        if held:
            _TURNS.release()


def wait_for_turn(deadline: float | None) -> bool:
    """Waits until the body that has just become large may go on; at once outside such a block, and where it has its turn.

    Args:
        deadline: when (time.monotonic) to give up; None: never.

    Returns:
        False when the deadline passed before.
    """
    held = _HAS_TURN.get()
    if held is None or held:
        return True
    if not _TURNS.acquire(timeout=None if deadline is None else max(0.0, deadline - time.monotonic())):
        return False
    held.append(True)
    return True
