"""Connections to vetted addresses only, with a deadline that a slow server can't extend."""

from __future__ import annotations

import contextlib
import socket
import ssl
import time
from contextvars import ContextVar
from functools import cache
from http import HTTPStatus
from http.client import HTTPException, HTTPResponse, parse_headers
from io import BytesIO
from typing import Any

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, IncompleteRead, NewConnectionError, ProtocolError, ReadTimeoutError
from urllib3.response import BaseHTTPResponse

from monitor.errors import Unreachable
from monitor.net.address_guard import AddressGuard
from monitor.net.large_bodies import LARGE, wait_for_turn

DEADLINE: ContextVar[float | None] = ContextVar("DEADLINE", default=None)
"""When (time.monotonic) the current request is abandoned; None: never."""

# Small enough that `limit` is exceeded by one block at most, large enough that a page takes a few dozen reads.
_BLOCK = 65_536
_MOST_INTERIM = 20
"""Interim responses before the final one; servers send one or two."""


def _apply_deadline(sock: socket.socket) -> None:
    """Shorten the socket's timeout to the time left.

    A socket timeout restarts with every byte: a server that sends one byte of a header every few seconds would block us for ever.
    """
    deadline = DEADLINE.get()
    if deadline is None:
        return
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError("the deadline has passed")
    timeout = sock.gettimeout()
    if timeout is None or timeout > left:
        sock.settimeout(left)


class _PlainSocket(socket.socket):
    def recv_into(self, *args: Any, **kwargs: Any) -> int:
        _apply_deadline(self)
        return super().recv_into(*args, **kwargs)


class _TlsSocket(ssl.SSLSocket):
    def recv_into(self, *args: Any, **kwargs: Any) -> int:
        _apply_deadline(self)
        return super().recv_into(*args, **kwargs)


@cache
def tls_context(ca_file: str) -> ssl.SSLContext:
    """A context that verifies certificates and names, TLS 1.2 or later; one per CA bundle, since loading certifi's takes about 30 ms."""
    context = ssl.create_default_context(cafile=ca_file)
    # RFC 8996 deprecates 1.0 and 1.1.
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.sslsocket_class = _TlsSocket
    return context


class _FinalResponse(HTTPResponse):
    """A response after any interim ones (103 Early Hints, 102 Processing), which http.client takes for the final one.

    It skips 100 Continue, for ever if there is no other: a server may send nothing else.
    """

    def _read_status(self) -> tuple[str, int, str]:
        for _ in range(_MOST_INTERIM + 1):
            version, status, reason = super()._read_status()  # type: ignore[misc]
            if not 100 <= status < 200 or status == HTTPStatus.SWITCHING_PROTOCOLS:
                return version, status, reason
            parse_headers(self.fp)
        raise HTTPException(f"more than {_MOST_INTERIM} interim responses and no final one")


def _connect(connection: HTTPConnection, guard: AddressGuard) -> socket.socket:
    """Connect to the first vetted address that accepts; Host and the TLS handshake still carry the name."""
    failure: OSError | None = None
    for endpoint in guard.endpoints(connection.host.strip("[]"), connection.port or 80):
        sock = _PlainSocket(endpoint.family, socket.SOCK_STREAM)
        try:
            sock.settimeout(connection.timeout)
            for option in connection.socket_options or ():
                sock.setsockopt(*option)
            _apply_deadline(sock)
            sock.connect(endpoint.address)
        except OSError as error:
            sock.close()
            failure = error
        else:
            return sock
    if isinstance(failure, TimeoutError):
        raise Unreachable(f"The connection to {connection.host} timed out; it will be retried.", reason="timeout") from failure
    raise NewConnectionError(connection, str(failure)) from failure


def pinned_pools(guard: AddressGuard, context: ssl.SSLContext, *, hosts: int) -> PoolManager:
    """Keep-alive connection pools for up to `hosts` hosts; every connection goes through the guard."""

    # urllib3 has no hook for connecting, so the method that opens the socket is replaced; tests/net/test_connection.py covers both schemes.
    class Plain(HTTPConnection):
        response_class = _FinalResponse

        def _new_conn(self) -> socket.socket:
            return _connect(self, guard)

    class Secure(HTTPSConnection):
        response_class = _FinalResponse

        def _new_conn(self) -> socket.socket:
            return _connect(self, guard)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    # A host gets at most four requests at once: those of a page that is rendered in a browser.
    pools = PoolManager(num_pools=hosts, maxsize=10, ssl_context=context)
    pools.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}
    return pools


def skip_body(response: BaseHTTPResponse) -> None:
    """Reads the beginning of a body that nobody needs: a short one to its end, so that the connection can be used again."""
    # A redirect is as good with a body that breaks off.
    with contextlib.suppress(HTTPError, OSError):
        response.read(_BLOCK, decode_content=False)


def read_body(response: BaseHTTPResponse, url: str, *, limit: int) -> bytes:
    """The body as sent: transfer coding removed, content coding kept.

    Raises:
        Unreachable: with reason "too-large", "truncated" (fewer bytes than announced), "timeout" or "unreachable".
    """
    body, size = BytesIO(), 0  # gives its bytes away without a copy, which a list of blocks does not
    try:
        while block := response.read(_BLOCK, decode_content=False):
            size += len(block)
            if size > LARGE and not wait_for_turn(DEADLINE.get()):
                raise Unreachable(f"{url} is large, and other large pages took all the time; it will be retried.", reason="timeout")
            if size > limit:
                says = f"{url} exceeds the {limit:,} byte limit; raise `fetch: {{max_bytes: …}}` if this really is the policy."
                raise Unreachable(says, reason="too-large", transient=False)
            body.write(block)
    except ReadTimeoutError as error:
        raise Unreachable(f"{url} did not send its complete response in time; it will be retried.", reason="timeout") from error
    except (IncompleteRead, ProtocolError) as error:
        says = f"{url} closed the connection after {size:,} bytes, before the end of the response; it will be retried."
        raise Unreachable(says, reason="truncated") from error
    except (HTTPError, OSError) as error:
        raise Unreachable(f"Can't read the response of {url} ({error}); it will be retried.") from error
    return body.getvalue()
