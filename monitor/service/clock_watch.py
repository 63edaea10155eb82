"""Notices when the wall clock is set: by its distance from the clock that only ever counts."""

from __future__ import annotations

import time
from collections.abc import Callable

JUMP = 120.0
"""Seconds by which the clock may be corrected without anything being planned again."""


class ClockWatch:
    """Compares the two clocks each time it is asked.

    Args:
        wall: the clock that people set, in seconds.
        steady: the one that nobody sets.
    """

    def __init__(self, wall: Callable[[], float] = time.time, steady: Callable[[], float] = time.monotonic) -> None:
        self._wall, self._steady = wall, steady
        self._distance = wall() - steady()

    def jump(self) -> float:
        """The seconds by which the wall clock jumped since the last jump, negative when it was set back; 0 for small corrections.

        A machine that slept looks like a jump ahead, for the steady clock stands still meanwhile.
        """
        jump = self._wall() - self._steady() - self._distance
        if abs(jump) <= JUMP:
            return 0.0
        self._distance += jump
        return jump
