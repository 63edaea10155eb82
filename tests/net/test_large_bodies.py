"""No more large bodies at a time than there are turns; whoever fetches alone waits for nobody."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from monitor.errors import Unreachable
from monitor.net import large_bodies
from monitor.net.connection import DEADLINE, read_body
from monitor.net.large_bodies import AT_A_TIME, LARGE, few_at_a_time, wait_for_turn


@pytest.fixture
def taken() -> Iterator[None]:
    """All turns are taken."""
    for _ in range(AT_A_TIME):
        assert large_bodies._TURNS.acquire(timeout=60)
    yield
    for _ in range(AT_A_TIME):
        large_bodies._TURNS.release()


class Response:
    """A body of so many bytes."""

    def __init__(self, size: int) -> None:
        self.left = size

    def read(self, most: int, *, decode_content: bool) -> bytes:
        piece = min(most, self.left)
        self.left -= piece
        return b"x" * piece


def body(size: int) -> bytes:
    return read_body(Response(size), "https://a.example/", limit=10 * LARGE)  # type: ignore[arg-type]


def test_no_more_than_a_few_have_their_turn() -> None:
    lock, under_way, most = threading.Lock(), 0, 0
    together = threading.Barrier(AT_A_TIME)

    def fetch() -> None:
        nonlocal under_way, most
        with few_at_a_time():
            assert wait_for_turn(None)
            with lock:
                under_way += 1
                most = max(most, under_way)
            together.wait(60)
            with lock:
                under_way -= 1

    threads = [threading.Thread(target=fetch) for _ in range(3 * AT_A_TIME)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert (under_way, most) == (0, AT_A_TIME)


def test_a_turn_ends_with_its_block_whatever_happens() -> None:
    for _ in range(2 * AT_A_TIME):
        with pytest.raises(ValueError, match="broken"):
            _break()


def _break() -> None:
    with few_at_a_time():
        assert wait_for_turn(time.monotonic() + 60)
        assert wait_for_turn(time.monotonic()), "a second body of the same fetch has it already"
        raise ValueError("broken")


@pytest.mark.usefixtures("taken")
def test_a_body_of_usual_size_never_waits() -> None:
    with few_at_a_time():
        assert body(LARGE) == b"x" * LARGE


@pytest.mark.usefixtures("taken")
def test_a_fetch_outside_such_a_block_never_waits() -> None:
    assert len(body(LARGE + 1)) == LARGE + 1


@pytest.mark.usefixtures("taken")
def test_a_large_body_whose_turn_does_not_come_is_retried() -> None:
    token = DEADLINE.set(time.monotonic() + 0.01)
    try:
        with few_at_a_time(), pytest.raises(Unreachable, match="it will be retried") as found:
            body(LARGE + 1)
    finally:
        DEADLINE.reset(token)
    assert (found.value.reason, found.value.transient) == ("timeout", True)


def test_a_large_body_that_has_its_turn_is_read() -> None:
    with few_at_a_time():
        assert len(body(3 * LARGE)) == 3 * LARGE
