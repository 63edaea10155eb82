"""Connections that go to the address the gate vetted, and that give up at a deadline however slowly the server drips."""

from __future__ import annotations

import socket
import ssl
import time
from contextvars import ContextVar
from functools import cache
from typing import Any

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, IncompleteRead, NewConnectionError, ProtocolError, ReadTimeoutError
from urllib3.response import BaseHTTPResponse

from monitor.errors import Unreachable
from monitor.net.address_guard import AddressGuard

DEADLINE: ContextVar[float | None] = ContextVar("DEADLINE", default=None)
"""The moment (time.monotonic) at which the request of this thread is given up; None: no deadline."""

_BLOCK = 65_536


def _tighten(sock: socket.socket) -> None:
    """Shortens the socket's timeout to what is left.

    A timeout alone starts afresh with each byte: a server that sends one byte now and then, headers included, would hold us for ever.
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
        _tighten(self)
        return super().recv_into(*args, **kwargs)


class _TlsSocket(ssl.SSLSocket):
    def recv_into(self, *args: Any, **kwargs: Any) -> int:
        _tighten(self)
        return super().recv_into(*args, **kwargs)


@cache
def tls_context(ca_file: str) -> ssl.SSLContext:
    """Certificates and names verified, TLS 1.2 or later; made once, since reading the authorities costs more than many requests."""
    context = ssl.create_default_context(cafile=ca_file)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.sslsocket_class = _TlsSocket
    return context


def _connect(connection: HTTPConnection, gate: AddressGuard) -> socket.socket:
    """A socket to the first vetted address that answers; the name stays in Host and in the TLS handshake."""
    failure: OSError | None = None
    for endpoint in gate.open_to(connection.host.strip("[]"), connection.port or 80):
        sock = _PlainSocket(endpoint.family, socket.SOCK_STREAM)
        try:
            sock.settimeout(connection.timeout)
            for option in connection.socket_options or ():
                sock.setsockopt(*option)
            _tighten(sock)
            sock.connect(endpoint.address)
        except OSError as error:
            sock.close()
            failure = error
        else:
            return sock
    if isinstance(failure, TimeoutError):
        raise Unreachable(f"{connection.host} did not take a connection in time; it will be tried again.", reason="timeout") from failure
    raise NewConnectionError(connection, str(failure)) from failure


def pinned_pools(gate: AddressGuard, context: ssl.SSLContext, *, hosts: int) -> PoolManager:
    """Keep-alive pools for that many hosts, all of whose connections pass the gate."""

    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return _connect(self, gate)

    class Secure(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return _connect(self, gate)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    pools = PoolManager(num_pools=hosts, maxsize=10, ssl_context=context)
    pools.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}
    return pools


def read_body(response: BaseHTTPResponse, url: str, *, limit: int) -> bytes:
    """The body as sent (transfer coding removed, content coding kept).

    Raises:
        Unreachable: with reason "too-large", "truncated" (fewer bytes than announced), "timeout" or "unreachable".
    """
    blocks: list[bytes] = []
    size = 0
    try:
        while block := response.read(_BLOCK, decode_content=False):
            size += len(block)
            if size > limit:
                says = f"{url} sends more than {limit:,} bytes, which is no policy; raise the size limit if it is."
                raise Unreachable(says, reason="too-large", transient=False)
            blocks.append(block)
    except ReadTimeoutError as error:
        raise Unreachable(f"{url} did not send its whole answer in time; it will be tried again.", reason="timeout") from error
    except (IncompleteRead, ProtocolError) as error:
        says = f"{url} broke off after {size:,} bytes, before the end of its answer; it will be tried again."
        raise Unreachable(says, reason="truncated") from error
    except (HTTPError, OSError) as error:
        raise Unreachable(f"The answer of {url} could not be read ({error}); it will be tried again.") from error
    return b"".join(blocks)
