"""The MCP server over HTTP, for this machine alone: behind the guard of the web app, without sessions."""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable, Mapping
from pathlib import Path

import uvicorn
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from monitor.assistants.server import make_server
from monitor.errors import UsageError
from monitor.web.access import Access
from monitor.web.guard import Guard

PATH = "/mcp"
CONNECTIONS = 20
"""At a time; further ones are answered with 503."""


class PostOnly:
    """Answers 405 to whatever is not a POST: a GET would be a stream of events that never come, held open for nothing.

    Args:
        app: gets the rest.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request, or passes it on."""
        if scope["type"] == "http" and scope["path"] == PATH and scope["method"] != "POST":
            await PlainTextResponse("Only POST is answered.\n", 405, {"Allow": "POST"})(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def listen(port: int) -> socket.socket:
    """A socket on loopback.

    Raises:
        UsageError: the port is taken.
    """
    try:
        return socket.create_server(("127.0.0.1", port))
    except OSError as error:
        raise UsageError(f"cannot listen on 127.0.0.1:{port} ({error.strerror}); choose another port with --port") from error


def make_app(config: Path, environment: Mapping[str, str]) -> ASGIApp:
    """The application: every request must name this machine, and none may come from a page of another site."""
    # Without sessions, and with plain JSON as answers: nothing is kept between two requests, and nothing waits for a client.
    served = make_server(config, environment).streamable_http_app(streamable_http_path=PATH, json_response=True, stateless_http=True)
    return Guard(PostOnly(served), Access())


def serve_http(config: Path, environment: Mapping[str, str], listening: socket.socket, said: Callable[[int], None]) -> int:
    """Serves until SIGTERM or SIGINT, and returns the exit code.

    Args:
        config, environment: see `make_server`.
        listening: from `listen`.
        said: called with the port, once it is known to work.
    """
    app = make_app(config, environment)
    logging.basicConfig(format="%(asctime)s %(levelname)s %(message)s", level=logging.WARNING)
    settings = uvicorn.Config(
        app, ws="none", lifespan="on", loop="asyncio", log_config=None, access_log=False, proxy_headers=False, server_header=False,
        limit_concurrency=CONNECTIONS, timeout_keep_alive=5, timeout_graceful_shutdown=1,
    )  # fmt: skip
    said(listening.getsockname()[1])
    uvicorn.Server(settings).run(sockets=[listening])
    return 0
