"""The one gate for outgoing connections: resolves a name once, refuses inner addresses, and hands on only what was vetted."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Collection
from dataclasses import dataclass

from monitor.errors import Blocked, Unreachable
from monitor.net.urls import check_address

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolver = Callable[[str, int], list[tuple[socket.AddressFamily, tuple[str, int] | tuple[str, int, int, int]]]]

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
_NEVER = tuple(
    ipaddress.ip_network(network)
    for network in (
        "168.63.129.16/32",  # Azure's host service: a public number that only ever means the machine's own surroundings
        "192.0.0.0/24",  # protocol assignments, a metadata service (192.0.0.192) among them; Python before 3.13 calls it global
        "192.88.99.0/24",  # 6to4 relays, deprecated
        "2001::/23",  # protocol assignments, Teredo among them
        "3fff::/20",  # documentation; unknown to Python before 3.13
    )
)


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
    """False for private, loopback, link-local, shared (CGNAT), multicast, reserved addresses, also when wrapped in IPv6.

    Wrapped: IPv4-mapped, NAT64 (RFC 6052), 6to4 (RFC 3056) are judged by the IPv4 address inside; Teredo (RFC 4380) is refused.
    Registries: IANA IPv4 and IPv6 Special-Purpose Address Registries, through the standard library's `is_global`.
    """
    if any(address in network for network in _NEVER if network.version == address.version):
        return False
    if isinstance(address, ipaddress.IPv4Address):
        return address.is_global and not (address.is_multicast or address.is_reserved)
    if address in _NAT64:
        return is_public(ipaddress.IPv4Address(address.packed[12:]))
    inside = address.ipv4_mapped or address.sixtofour
    if inside is not None:
        return is_public(inside)
    return address in _GLOBAL_UNICAST and address.is_global


class AddressGuard:
    """Sees every outgoing request (`check`) and every outgoing connection (`open_to`).

    A name is resolved once and the connection goes to exactly the address that was vetted, so a name that changes its answer between
    check and use (DNS rebinding) gains nothing.

    Args:
        allow_private: let all inner addresses pass.
        trusted: hosts that may stand on the own network, since the configuration names them (an archive of one's own).
        resolve: name and port to addresses; the system's resolver by default.
    """

    def __init__(self, *, allow_private: bool = False, trusted: Collection[str] = (), resolve: Resolver = resolve_name) -> None:
        self.allow_private, self.trusted = allow_private, frozenset(trusted)
        self._resolve = resolve

    def check(self, url: str) -> None:
        """Refuses an address that can't be fetched whatever it resolves to.

        Raises:
            Blocked: see `check_address`.
        """
        check_address(url)

    def open_to(self, host: str, port: int) -> list[Endpoint]:
        """Where a connection to this name may go, best first.

        Raises:
            Unreachable: the name does not resolve.
            Blocked: one of its addresses is not public; then none is used, since which one is taken would be the attacker's choice.
        """
        try:
            found = self._resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise Unreachable(f"The name {host!r} can't be resolved ({error}); check the address and the network.", reason="dns") from error
        if not found:
            raise Unreachable(f"The name {host!r} has no address; check the address.", reason="dns")
        if not self.allow_private and host not in self.trusted:
            for _, address in found:
                if not is_public(ipaddress.ip_address(address[0])):
                    raise Blocked(
                        f"{host} resolves to {address[0]}, which is not a public address; it was not fetched. "
                        "Allow private addresses in the configuration if this is your own server.",
                        reason="private-address",
                    )
        return [Endpoint(family, address) for family, address in found]
