"""Messages over a real socket pair: whole, cut off, too long, and late."""

from __future__ import annotations

import json
import socket
import struct
import threading
import time
from collections.abc import Iterator

import pytest

from monitor.workers.limits import LARGEST_BODY
from monitor.workers.messages import Garbled, receive, send


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours, theirs


@pytest.mark.parametrize("body", [b"", b"x", bytes(range(256)) * 20_000])
def test_a_message_arrives_as_it_was_sent(pair: tuple[socket.socket, socket.socket], body: bytes) -> None:
    ours, theirs = pair
    thread = threading.Thread(target=send, args=(ours, {"job": "read", "url": "ü"}, body))
    thread.start()
    assert receive(theirs) == ({"job": "read", "url": "ü"}, body)
    thread.join()


def test_messages_follow_one_another(pair: tuple[socket.socket, socket.socket]) -> None:
    for n in range(5):
        send(pair[0], {"n": n}, b"x" * n)
    assert [receive(pair[1]) for _ in range(5)] == [({"n": n}, b"x" * n) for n in range(5)]


@pytest.mark.parametrize(
    "sent",
    [
        struct.pack("!IQ", 2, LARGEST_BODY + 1),
        struct.pack("!IQ", 2_000_000, 0),
        struct.pack("!IQ", 4, 0) + b"nope",
        struct.pack("!IQ", 2, 0) + b"[]",
        struct.pack("!IQ", 3, 0) + b"\xff\xff\xff",
        b"\xff" * 64,
    ],
)
def test_garbage_is_told_from_a_message(pair: tuple[socket.socket, socket.socket], sent: bytes) -> None:
    pair[0].sendall(sent)
    with pytest.raises(Garbled):
        receive(pair[1])


@pytest.mark.parametrize("cut", [0, 5, 12, 20, 30])
def test_a_message_that_is_cut_off(pair: tuple[socket.socket, socket.socket], cut: int) -> None:
    head = json.dumps({"n": 1}).encode()
    pair[0].sendall((struct.pack("!IQ", len(head), 20) + head + b"x" * 20)[:cut])
    pair[0].shutdown(socket.SHUT_WR)
    with pytest.raises(EOFError):
        receive(pair[1])


def test_nobody_is_waited_for_longer_than_the_deadline(pair: tuple[socket.socket, socket.socket]) -> None:
    for deadline in (time.monotonic() + 0.05, time.monotonic() - 1):
        with pytest.raises(TimeoutError):
            receive(pair[1], deadline=deadline)
    with pytest.raises(TimeoutError):
        send(pair[0], {}, bytes(50_000_000), deadline=time.monotonic() + 0.05)  # nobody reads it


def test_what_does_not_fit_into_memory_is_read_to_its_end(
    pair: tuple[socket.socket, socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    def small(size: int) -> bytearray:
        if size == 3_000_000:
            raise MemoryError
        return bytearray(size)

    monkeypatch.setattr("monitor.workers.messages.bytearray", small, raising=False)
    thread = threading.Thread(target=lambda: (send(pair[0], {}, bytes(3_000_000)), send(pair[0], {"n": 2})))
    thread.start()
    with pytest.raises(MemoryError):
        receive(pair[1])
    assert receive(pair[1]) == ({"n": 2}, b"")
    thread.join()
