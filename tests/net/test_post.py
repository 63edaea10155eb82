"""What is posted to a configured address goes nowhere else, and is answered in time or not at all."""

from __future__ import annotations

import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import suppress

import pytest

from monitor.net.post import posted


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as one:
        yield one


def request_to(listener: socket.socket) -> urllib.request.Request:
    return urllib.request.Request(f"http://127.0.0.1:{listener.getsockname()[1]}/hook", data=b"{}", method="POST")


def answer(listener: socket.socket, first: bytes, then: bytes = b"") -> None:
    """Answers one request: at once, and then a byte after the other, for ever."""

    def serve() -> None:
        with suppress(OSError):
            connection, _ = listener.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(first)
                while then:
                    threading.Event().wait(0.02)
                    connection.sendall(then)

    threading.Thread(target=serve, daemon=True).start()


def test_an_answer(listener: socket.socket) -> None:
    answer(listener, b"HTTP/1.1 202 Accepted\r\nContent-Length: 2\r\n\r\nok")
    with posted(request_to(listener), timeout=30) as got:
        assert (got.status, got.read()) == (202, b"ok")


def test_redirects_are_refused(listener: socket.socket) -> None:
    answer(listener, b"HTTP/1.1 307 Elsewhere\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\n\r\n")
    with pytest.raises(urllib.error.HTTPError, match="307"), posted(request_to(listener), timeout=30):
        pass


def read_all(request: urllib.request.Request) -> None:
    with posted(request, timeout=30, total=0.4) as got:
        while got.read(1):
            pass


@pytest.mark.parametrize("first", [b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 999999\r\n\r\n"])
def test_an_answer_that_drips_is_cut_off(listener: socket.socket, first: bytes) -> None:
    """Each byte comes in time; all together would take days."""
    answer(listener, first, b"x")
    with pytest.raises(TimeoutError, match=r"no complete answer within 0\.4 s"):
        read_all(request_to(listener))
