"""The worker's loop in this process: jobs, errors and results over a socket pair."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from monitor.workers import child
from monitor.workers.messages import receive, send

HEAD = {"cpu": 5, "seconds": 5, "arguments": {}}


def _fail(arguments: Mapping[str, Any], body: bytes) -> bytes:
    raise ValueError("no number " + "x" * 50_000)


def _out_of_memory(arguments: Mapping[str, Any], body: bytes) -> bytes:
    raise MemoryError


class Odd(Exception):
    def __str__(self) -> str:
        raise KeyError("odd")


def _odd(arguments: Mapping[str, Any], body: bytes) -> bytes:
    raise Odd


JOBS = {"echo": lambda arguments, body: body + arguments.get("more", "").encode(), "fail": _fail, "memory": _out_of_memory, "odd": _odd}


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    # Signals can be set in the main thread alone, and these timers would end the tests.
    monkeypatch.setattr(child, "timed", lambda limits: __import__("contextlib").nullcontext())
    ours, theirs = socket.socketpair()
    thread = threading.Thread(target=child.serve, args=(theirs, JOBS))
    thread.start()
    yield ours
    ours.close()
    thread.join(5)
    assert not thread.is_alive()
    theirs.close()


def ask(sock: socket.socket, job: str, body: bytes = b"", **more: Any) -> tuple[dict[str, Any], bytes]:
    send(sock, {**HEAD, "job": job, **more}, body)
    return receive(sock)


def test_a_job_is_done(served: socket.socket) -> None:
    reply, result = ask(served, "echo", b"body", arguments={"more": "!"})
    assert reply["done"] is True
    assert result == b"body!"


def test_an_error_is_told_with_its_place_and_a_short_message(served: socket.socket) -> None:
    reply, _ = ask(served, "fail")
    assert reply["raised"] == "ValueError"
    assert reply["says"].startswith("no number x")
    assert len(reply["says"]) == 20_000
    assert "_fail" in reply["trace"]
    assert reply["trace"].endswith("x")


def test_an_error_without_a_message(served: socket.socket) -> None:
    reply, _ = ask(served, "odd")
    assert (reply["raised"], reply["says"]) == ("Odd", "no message (KeyError)")


def test_want_of_memory_and_large_results_are_told(served: socket.socket) -> None:
    assert ask(served, "memory")[0]["memory"] is True
    assert ask(served, "echo", b"12345", most=4)[0]["too_large"] == 5
    assert ask(served, "echo", b"1234", most=4)[1] == b"1234"


def test_a_worker_with_threads_left_behind_is_worn(served: socket.socket) -> None:
    assert ask(served, "echo")[0]["worn"] is True  # the loop itself runs in a second thread here
