"""The wall clock is compared with one that nobody sets."""

from __future__ import annotations

import pytest

from monitor.service.clock_watch import JUMP, ClockWatch


class Clocks:
    """Both clocks, set by hand."""

    def __init__(self) -> None:
        self.wall, self.steady = 1_000_000.0, 50.0
        self.watch = ClockWatch(lambda: self.wall, lambda: self.steady)

    def pass_(self, seconds: float) -> None:
        self.wall += seconds
        self.steady += seconds


@pytest.mark.parametrize("step", [3 * 86400.0, -86400.0, JUMP + 1])
def test_a_clock_that_is_set_is_noticed_once(step: float) -> None:
    clocks = Clocks()
    clocks.pass_(3600)
    assert clocks.watch.jump() == 0
    clocks.wall += step
    clocks.pass_(1)
    assert clocks.watch.jump() == pytest.approx(step)
    clocks.pass_(3600)
    assert clocks.watch.jump() == 0


def test_small_corrections_are_no_jump_until_they_add_up() -> None:
    clocks = Clocks()
    for _ in range(3):
        clocks.wall -= JUMP / 3
        assert clocks.watch.jump() == 0
    clocks.wall -= 1
    assert clocks.watch.jump() == pytest.approx(-JUMP - 1)
