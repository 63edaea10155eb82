"""Never more than so many requests in any minute, one at a time."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext

WINDOW = 60.0
"""Seconds: archives state their limits per minute."""


class RateLimiter:
    """A sliding window: a few requests go at once, a long run goes at the limit and never above it.

    A request is stamped when its answer has come, so the server too never sees more than `per_minute` in a minute, however slow
    the line. The stamps are this process's own: a program started anew knows nothing of the minute before.

    Args:
        per_minute: at most so many requests in any 60 seconds; below 1, one request in a longer time.
        within: a wider limit that each turn counts against as well.
        clock: seconds, steadily growing.
        sleep: waits that many seconds.
    """

    def __init__(
        self,
        per_minute: float,
        *,
        within: RateLimiter | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        if per_minute <= 0:
            raise ValueError(f"a pace of {per_minute} requests a minute would never begin")
        self.slots = max(1, int(per_minute))
        self.window = WINDOW if per_minute >= 1 else WINDOW / per_minute
        self._within, self._clock, self._sleep = within, clock, sleep
        self._lock = threading.Lock()
        self._stamps: deque[float] = deque(maxlen=self.slots)
        self._held_until = float("-inf")

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Waits for the next free slot and holds it; other threads wait in the meantime."""
        with self._within.turn() if self._within else nullcontext(), self._lock:
            free = self._stamps[0] + self.window if len(self._stamps) == self.slots else float("-inf")
            wait = max(free, self._held_until) - self._clock()
            if wait > 0:
                self._sleep(wait)
            try:
                yield
            finally:
                self._stamps.append(self._clock())

    def hold(self, seconds: float) -> None:
        """Lets nobody through for so long, here and in the wider limit: the server asked for a pause."""
        if self._within is not None:
            self._within.hold(seconds)
        self._held_until = max(self._held_until, self._clock() + seconds)
