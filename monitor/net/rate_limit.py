"""Rate limiting: at most N requests in any minute, one at a time."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext

WINDOW = 60.0
"""Seconds. Archives state their limits per minute; see `monitor.sources.wayback` for those of the Wayback Machine."""


class RateLimiter:
    """A sliding-window limiter: short bursts pass at once, a long run settles at the limit.

    A request counts from the moment its response has arrived, not from when it was sent, so the server never sees more than
    `per_minute` requests in a minute either, however slow the line is. The window belongs to this process; it is not persisted.

    Args:
        per_minute: the most requests in any 60 seconds; below 1, one request per correspondingly longer window.
        parent: a wider limiter that every request counts against as well.
        clock: monotonic seconds.
        sleep: waits that many seconds.

    Raises:
        ValueError: `per_minute` is not positive.
    """

    def __init__(
        self,
        per_minute: float,
        *,
        parent: RateLimiter | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        if per_minute <= 0:
            raise ValueError(f"a rate limit must be positive, not {per_minute} requests per minute")
        self.slots = max(1, int(per_minute))
        self.window = WINDOW if per_minute >= 1 else WINDOW / per_minute
        self._parent, self._clock, self._sleep = parent, clock, sleep
        self._lock = threading.Lock()
        # The last `slots` requests are enough: when the oldest of them is a window ago, a slot is free.
        self._finished: deque[float] = deque(maxlen=self.slots)
        self._paused_until = float("-inf")

    @contextmanager
    def slot(self) -> Iterator[None]:
        """Wait for a free slot and hold it during the block; other threads queue behind it."""
        with self._parent.slot() if self._parent else nullcontext(), self._lock:
            free_at = self._finished[0] + self.window if len(self._finished) == self.slots else float("-inf")
            wait = max(free_at, self._paused_until) - self._clock()
            if wait > 0:
                self._sleep(wait)
            try:
                yield
            finally:
                self._finished.append(self._clock())

    def pause(self, seconds: float) -> None:
        """Let no request through for that long, here and in the parent: the server sent Retry-After."""
        if self._parent is not None:
            self._parent.pause(seconds)
        self._paused_until = max(self._paused_until, self._clock() + seconds)
