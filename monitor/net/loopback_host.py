"""Which Host headers a server on loopback answers."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence


def is_loopback_host(headers: Sequence[str]) -> bool:
    """Whether a request names this machine by a loopback address or as "localhost".

    A page in the user's browser can have its own host name resolve to 127.0.0.1 and then read what a server there answers (DNS rebinding).
    Its requests still carry that name.

    Args:
        headers: all Host headers of the request; none or several of them are refused.

    >>> is_loopback_host(["127.0.0.1:9464"]), is_loopback_host(["[::1]"]), is_loopback_host(["LocalHost:80"])
    (True, True, True)
    >>> is_loopback_host(["rebound.example:9464"]), is_loopback_host([]), is_loopback_host(["127.0.0.1", "127.0.0.1"])
    (False, False, False)
    """
    if len(headers) != 1:
        return False
    host = headers[0].strip().lower()
    if host.startswith("["):
        host, closed, port = host[1:].partition("]")
        if not closed or (port and not port.startswith(":")):
            return False
    else:
        host, _, port = host.partition(":")
        port = f":{port}"
    if not all("0" <= digit <= "9" for digit in port[1:]):
        return False
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
