"""Posts to an address that the configuration names: redirects are refused, and the answer has to come in time."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message
from typing import IO, Any
from urllib.request import HTTPHandler, HTTPRedirectHandler, HTTPSHandler, Request, build_opener

from monitor.net.time_limit import Watch, time_limit

# How many times the timeout of a single read everything may take.
_TOTAL = 4.0


class _NoRedirect(HTTPRedirectHandler):
    """Refuses redirects: they would hand what is posted to an address that nobody configured."""

    def redirect_request(self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str) -> None:
        return None


@contextmanager
def posted(request: Request, *, timeout: float, total: float | None = None) -> Iterator[http.client.HTTPResponse]:
    """The answer to a request, to be read within the block.

    Args:
        request: http or https.
        timeout: seconds to connect and for each read.
        total: seconds for all together; four times `timeout` without it.

    Raises:
        HTTPError: the status is not 2xx.
        OSError, HTTPException: there is no answer, or no complete one in time.
    """
    most = timeout * _TOTAL if total is None else total
    with time_limit(most, complete=True) as watch, _opener(watch).open(request, timeout=timeout) as answer:
        yield answer


def _opener(watch: Watch) -> Any:
    class WatchedHttp(http.client.HTTPConnection):
        def connect(self) -> None:
            super().connect()
            _watch(watch, self)

    class WatchedHttps(http.client.HTTPSConnection):
        def connect(self) -> None:
            super().connect()
            _watch(watch, self)

    class PlainHandler(HTTPHandler):
        def http_open(self, req: Request) -> http.client.HTTPResponse:
            return self.do_open(WatchedHttp, req)

    class SecureHandler(HTTPSHandler):
        def https_open(self, req: Request) -> http.client.HTTPResponse:
            return self.do_open(WatchedHttps, req)

    return build_opener(_NoRedirect, PlainHandler, SecureHandler)


def _watch(watch: Watch, connection: http.client.HTTPConnection) -> None:
    # Kept here: urllib takes it from the connection before the body is read.
    sock = connection.sock
    watch(lambda: sock)
