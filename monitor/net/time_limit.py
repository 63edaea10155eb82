"""Ends a conversation that takes too long in all: a socket's own timeout begins again with every byte that arrives."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

Watch = Callable[[Callable[[], object]], None]
"""Takes what returns the socket of a connection, which may be another one by then (STARTTLS), or none."""


@contextmanager
def time_limit(seconds: float, *, complete: bool = False) -> Iterator[Watch]:
    """Shuts the watched connections down when the block takes longer.

    Args:
        seconds: for the block.
        complete: also where the block ended without an error, what it read is not taken for complete.

    The socket is shut down and not closed: whoever waits for bytes in the block, be it in C code, gets the end of the stream at once.

    Raises:
        TimeoutError: in place of the error that this caused.
    """
    watched, lock, over = list[Callable[[], object]](), threading.Lock(), False

    def end() -> None:
        nonlocal over
        with lock:
            over = True
            for connection in watched:
                _shut_down(connection())

    def watch(connection: Callable[[], object]) -> None:
        with lock:
            watched.append(connection)
            if over:
                _shut_down(connection())

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    says = f"no complete answer within {seconds:g} s"
    try:
        yield watch
    except Exception as error:
        if over:
            raise TimeoutError(says) from error
        raise
    finally:
        timer.cancel()
    # The end of a stream also ends a body of unknown length. A mail, though, is accepted by an answer, be it in the last moment.
    if over and complete:
        raise TimeoutError(says)


def _shut_down(connection: object) -> None:
    if isinstance(connection, socket.socket):
        with suppress(OSError):
            # Not the method of a TLS socket, which would take its state away from the thread that is using it.
            socket.socket.shutdown(connection, socket.SHUT_RDWR)
