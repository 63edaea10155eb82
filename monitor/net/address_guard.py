"""Protection against server-side request forgery: resolves a name once, refuses non-public addresses, returns only vetted endpoints."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from monitor.errors import Blocked, Unreachable, system_message
from monitor.net.urls import check_address

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolver = Callable[[str, int], list[tuple[socket.AddressFamily, tuple[str, int] | tuple[str, int, int, int]]]]

# RFC 6052: a translator reaches the IPv4 address in the last 32 bits, so "64:ff9b::7f00:1" would be loopback.
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
# The only block that IANA has opened for global unicast. `is_global` alone would allow everything that is not listed as special.
_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
# What `is_global` gets wrong, or got wrong in a Python that we support.
_SPECIAL_PURPOSE = tuple(
    ipaddress.ip_network(network)
    for network in (
        "168.63.129.16/32",  # Azure's host service: a public number that is only ever reachable from inside a virtual machine
        "192.0.0.0/24",  # protocol assignments (RFC 6890); block lists name 192.0.0.192, metadata of Oracle Cloud Classic
        "192.88.99.0/24",  # 6to4 relays, deprecated by RFC 7526
        "2001::/23",  # protocol assignments, including Teredo (RFC 4380), which embeds an IPv4 address that we do not decode
        "3fff::/20",  # documentation (RFC 9637); unknown to Python before 3.13
    )
)


_OPENED: ContextVar[frozenset[tuple[str, int]]] = ContextVar("_OPENED", default=frozenset())


@contextmanager
def opening(endpoints: frozenset[tuple[str, int]]) -> Iterator[None]:
    """Let the requests of this block, and no others, reach these private (host, port) pairs."""
    token = _OPENED.set(endpoints)
    try:
        yield
    finally:
        _OPENED.reset(token)


@lru_cache(maxsize=4_096)
def private_endpoint(url: str) -> tuple[str, int] | None:
    """(host, port) of an address whose host is "localhost" or a literal IP address that is not public; None for every other one.

    A host name never counts, whatever it resolves to: its owner could point it at the local network.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    try:
        private = host == "localhost" or not is_public(ipaddress.ip_address(host))
    except ValueError:
        private = False
    return (host, parts.port or (443 if parts.scheme == "https" else 80)) if private else None


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A vetted address to connect to."""

    family: socket.AddressFamily
    address: tuple[str, int] | tuple[str, int, int, int]


def resolve_name(host: str, port: int) -> list[tuple[socket.AddressFamily, tuple[str, int] | tuple[str, int, int, int]]]:
    """All stream addresses of a name, as the system's resolver orders them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [(family, address) for family, _, _, _, address in found if family in (socket.AF_INET, socket.AF_INET6)]  # type: ignore[misc]


def is_public(address: IpAddress) -> bool:
    """False for private, loopback, link-local, shared (CGNAT), multicast, and reserved addresses, including those embedded in IPv6.

    IPv4-mapped, NAT64 (RFC 6052) and 6to4 (RFC 3056) addresses are judged by the IPv4 address they embed; Teredo (RFC 4380) is refused.
    Registries: IANA IPv4 and IPv6 Special-Purpose Address Registries, through the standard library's `is_global`.
    """
    if any(address in network for network in _SPECIAL_PURPOSE if network.version == address.version):
        return False
    if isinstance(address, ipaddress.IPv4Address):
        # Multicast counts as global, as its scope may be; no policy is fetched from it.
        return address.is_global and not (address.is_multicast or address.is_reserved)
    if address in _NAT64:
        return is_public(ipaddress.IPv4Address(address.packed[12:]))
    inside = address.ipv4_mapped or address.sixtofour
    if inside is not None:
        return is_public(inside)
    return address in _GLOBAL_UNICAST and address.is_global


class AddressGuard:
    """Checks every outgoing request (`check`) and every outgoing connection (`endpoints`).

    A name is resolved once and the connection goes to exactly the address that was vetted, so a name server that changes its answer
    between check and use (DNS rebinding) gains nothing.

    Args:
        allow_private: allow every address.
        trusted: host names that may resolve to private addresses because the configuration names them (a self-hosted archive).
        resolve: returns the addresses of a name and port; the system's resolver by default.
    """

    def __init__(self, *, allow_private: bool = False, trusted: Collection[str] = (), resolve: Resolver = resolve_name) -> None:
        self.allow_private, self.trusted = allow_private, frozenset(trusted)
        self._resolve = resolve

    def check(self, url: str) -> None:
        """Refuse a URL that must not be fetched whatever it resolves to.

        A private address is refused here as well as by `endpoints`: a connection that another policy was allowed to open is used again
        without asking for endpoints.

        Raises:
            Blocked: see `check_address`; or the host is a private address that is not opened for this request.
        """
        check_address(url)
        private = private_endpoint(url)
        if private is not None and not self._allows(*private):
            raise _not_public(f"{private[0]} is")

    def _allows(self, host: str, port: int) -> bool:
        """True when this request may go to a private address."""
        return self.allow_private or host in self.trusted or (host, port) in _OPENED.get()

    def endpoints(self, host: str, port: int) -> list[Endpoint]:
        """The endpoints that a connection to this name may use, best first.

        Raises:
            Unreachable: the name does not resolve.
            Blocked: one of its addresses is not public. Then none is used, or the attacker would choose which one.
        """
        try:
            found = self._resolve(host, port)
        except (OSError, UnicodeError) as error:
            why = system_message(error) if isinstance(error, OSError) else error
            raise Unreachable(f"Can't resolve {host!r} ({why}); check the address and the network connection.", reason="dns") from error
        if not found:
            raise Unreachable(f"{host!r} has no IP address; check the address.", reason="dns")
        # All addresses are checked, not the first: a name with a public and a private one would get past a check of either.
        if not self._allows(host, port):
            for _, address in found:
                if not is_public(ipaddress.ip_address(address[0])):
                    raise _not_public(f"{host} resolves to {address[0]}, which is")
        return [Endpoint(family, address) for family, address in found]


def _not_public(what: str) -> Blocked:
    return Blocked(
        f"{what} not a public address, so it was not fetched. A policy whose own `url` names such an address literally may be fetched from "
        "there; for your own servers behind a name, set `fetch: {allow_private: true}` in the configuration.",
        reason="private-address",
    )
