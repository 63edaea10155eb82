"""Messages between the program and a worker: a small JSON object and some bytes. Nothing that arrives can be run, as a pickle could."""

from __future__ import annotations

import json
import socket
import struct
import time
from collections.abc import Mapping
from typing import Any

from monitor.workers.limits import LARGEST_BODY

_SIZES = struct.Struct("!IQ")
_LARGEST_HEAD = 1 << 20
_PIECE = 1 << 20


class Garbled(ValueError):
    """What arrived is no message, or a longer one than is accepted."""


def send(sock: socket.socket, head: Mapping[str, Any], body: bytes = b"", *, deadline: float | None = None) -> None:
    """Sends one message.

    Args:
        sock: a stream socket.
        head: what json.dumps accepts.
        body: any bytes.
        deadline: when (time.monotonic) to give up; None: never.

    Raises:
        TimeoutError: the deadline has passed.
        OSError: the other side is gone.
    """
    packed = json.dumps(head).encode()
    _set_timeout(sock, deadline)
    sock.sendall(_SIZES.pack(len(packed), len(body)) + packed)
    if body:
        _set_timeout(sock, deadline)
        sock.sendall(body)


def receive(sock: socket.socket, *, deadline: float | None = None, most: int | None = LARGEST_BODY) -> tuple[dict[str, Any], bytes]:
    """The next message: its head and its body.

    Args:
        sock, deadline: as for `send`.
        most: bytes of the longest body that is accepted; None: any.

    Raises:
        TimeoutError: the deadline has passed.
        EOFError, OSError: the other side is gone.
        Garbled: see there.
    """
    size_of_head, size = _SIZES.unpack(_exactly(sock, _SIZES.size, deadline))
    if size_of_head > _LARGEST_HEAD or (most is not None and size > most):
        raise Garbled(f"a message of {size_of_head + size:,} bytes")
    try:
        head = json.loads(_exactly(sock, size_of_head, deadline))
    except ValueError as error:
        raise Garbled(str(error)) from error
    if not isinstance(head, dict):
        raise Garbled("the head is no object")
    return head, _exactly(sock, size, deadline)


def _exactly(sock: socket.socket, size: int, deadline: float | None) -> bytes:
    try:
        buffer = bytearray(size)
    except MemoryError:
        # To its end all the same: the other side must be able to send it before it listens.
        _into(sock, memoryview(bytearray(_PIECE)), size, deadline)
        raise
    _into(sock, memoryview(buffer), size, deadline)
    return bytes(buffer)


def _into(sock: socket.socket, room: memoryview, size: int, deadline: float | None) -> None:
    """Fills the room with the next bytes, from its start again when there are more."""
    done = 0
    while done < size:
        _set_timeout(sock, deadline)
        at = done % len(room)
        count = sock.recv_into(room[at:], min(size - done, len(room) - at, _PIECE))
        if not count:
            raise EOFError
        done += count


def _set_timeout(sock: socket.socket, deadline: float | None) -> None:
    if deadline is not None and deadline <= time.monotonic():
        raise TimeoutError
    sock.settimeout(None if deadline is None else deadline - time.monotonic())
