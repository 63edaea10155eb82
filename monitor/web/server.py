"""Serves the app with uvicorn: slow clients are disconnected, and SIGTERM ends it within two seconds."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from monitor.errors import UsageError
from monitor.web.access import Access
from monitor.web.application import make_app
from monitor.web.jobs import Jobs

CONNECTIONS = 100
"""At a time; further ones are answered with 503."""
ASKING = 15.0
"""Seconds in which the head of the first request must have arrived."""
_STOP_WITHIN = 0.8
_LONGEST_HEAD = 16 * 1024


class PatientProtocol(H11Protocol):
    """HTTP/1.1 that does not wait for ever for the first request; uvicorn itself only bounds the time between two."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Starts the clock for the first request."""
        super().connection_made(transport)
        self._waiting = self.loop.call_later(ASKING, self._give_up)

    def _give_up(self) -> None:
        if self.cycle is None and not self.transport.is_closing():
            self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stops the clock."""
        self._waiting.cancel()
        super().connection_lost(exc)


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens there.

    Raises:
        UsageError: the port is taken, or the address is not one of this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server(("127.0.0.1" if host == "localhost" else host, port), family=family)
    except OSError as error:
        shown = f"[{host}]" if ":" in host else host
        says = f"cannot listen on {shown}:{port} ({error.strerror}); choose another port with --port"
        raise UsageError(says) from error


def make_server(app: ASGIApp) -> uvicorn.Server:
    """A server for the app, which waits for nobody."""
    settings = uvicorn.Config(
        app, http=PatientProtocol, ws="none", lifespan="off", loop="asyncio", log_config=None, access_log=False, proxy_headers=False,
        server_header=False, limit_concurrency=CONNECTIONS, timeout_keep_alive=5, timeout_graceful_shutdown=1,
        h11_max_incomplete_event_size=_LONGEST_HEAD,
    )  # fmt: skip
    return uvicorn.Server(settings)


def serve_app(config: Path, listening: socket.socket, access: Access, said: Callable[[int], None]) -> int:
    """Serves until SIGTERM or SIGINT, and returns the exit code.

    Args:
        config: the configuration file.
        listening: from `listen`.
        access: who may reach it.
        said: called with the port, once it is known to work.
    """
    logging.basicConfig(format="%(asctime)s %(levelname)s %(message)s")
    jobs = Jobs()
    app = make_app(config, os.environ, access, jobs)
    logging.getLogger("uvicorn").setLevel(logging.WARNING)
    said(listening.getsockname()[1])
    # uvicorn raises the signal again when it has ended; the exit code is then ours.
    former = {number: signal.signal(number, _ignore) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        make_server(app).run(sockets=[listening])
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
    if not jobs.stop(_STOP_WITHIN):
        # What a check has acknowledged is on disk, and the rest is done again: as if the machine had lost power here.
        os._exit(0)
    return 0


def _ignore(number: int, frame: FrameType | None) -> None:
    return
