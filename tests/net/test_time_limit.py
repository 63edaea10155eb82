"""A conversation that goes on and on ends when its time is over, whatever keeps arriving."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import pytest

from monitor.net.time_limit import time_limit


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours, theirs


def read_to_the_end(sock: socket.socket, seconds: float) -> None:
    with time_limit(seconds) as watch:
        watch(lambda: sock)
        while sock.recv(1):
            pass
        raise ConnectionError("the other side hung up")


def test_whoever_waits_for_bytes_gets_the_end_of_the_stream(pair: tuple[socket.socket, socket.socket]) -> None:
    ours, theirs = pair
    stopped = threading.Event()

    def drip() -> None:
        while not stopped.wait(0.02):
            try:
                theirs.send(b"x")
            except OSError:
                return

    threading.Thread(target=drip, daemon=True).start()
    ours.settimeout(60)
    with pytest.raises(TimeoutError, match=r"no complete answer within 0\.2 s"):
        read_to_the_end(ours, 0.2)
    stopped.set()


def test_a_connection_that_is_made_too_late_is_shut_down_at_once(pair: tuple[socket.socket, socket.socket]) -> None:
    over = threading.Event()
    with time_limit(0.0) as watch:
        watch(over.set)
        assert over.wait(60)
        watch(lambda: pair[0])
        assert pair[0].recv(1) == b""


def test_within_its_time_nothing_is_touched(pair: tuple[socket.socket, socket.socket]) -> None:
    pair[1].close()
    with pytest.raises(ConnectionError, match="hung up"):
        read_to_the_end(pair[0], 60)


def test_what_has_no_socket_is_left_alone(pair: tuple[socket.socket, socket.socket]) -> None:
    with time_limit(60) as watch:
        watch(lambda: pair[0])
        watch(lambda: None)
    pair[1].send(b"x")
    assert pair[0].recv(1) == b"x"
