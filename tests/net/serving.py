"""Runs the servers that tests talk to."""

from __future__ import annotations

import socketserver
import threading

_AT_ONCE = 0.02


def serve(server: socketserver.BaseServer) -> None:
    """Serves in the background until `shutdown`, which then takes a moment instead of half a second.

    A connection that its client resets may be gone between `select` and `accept`. Without a time limit the server would then wait for the
    next one, and `shutdown` with it, for ever.
    """
    server.socket.settimeout(1)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": _AT_ONCE}, daemon=True).start()
