"""Who may ask for what: the names of this machine, the reverse proxy's users, and the same origin for everything that acts."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from monitor.errors import UsageError
from monitor.net.loopback_host import is_loopback_host

Headers = Iterable[tuple[bytes, bytes]]
_LONGEST_USER = 200
_SAFE = frozenset({"GET", "HEAD"})
# A header name by RFC 9110.
_TOKEN = frozenset("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz")


class Refused(Exception):
    """A refused request; the message is one sentence for the person who sent it.

    Attributes:
        status: the HTTP status.
    """

    def __init__(self, says: str, status: int = 403) -> None:
        super().__init__(says)
        self.status = status


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who makes a request."""

    user: str
    """"" for the one user of this machine."""
    origin: str
    """The app as the visitor reaches it: "https://policies.example.org"."""


@dataclass(frozen=True, slots=True)
class Access:
    """From where the app may be reached.

    Without a `user_header`, whoever reaches it on this machine is its one user. With it, only a reverse proxy may connect, which says
    who asks.
    """

    public_url: str | None = None
    """The address at which a reverse proxy serves the app: "https://policies.example.org"."""
    user_header: str | None = None
    """The header in which the proxy names the user that it has authenticated."""
    proxies: tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...] = ()
    """From where the proxy may connect; () for this machine."""

    def check(self, method: str, headers: Headers, peer: str | None) -> Visitor:
        """Who asks, and by which name of the app.

        Args:
            method: of the request.
            headers: all of them, with names in lower case.
            peer: the address at the other end of the connection.

        Raises:
            Refused: the request comes by another name, from elsewhere, without a user, or from a page of another site.
        """
        given = _Given(headers)
        origin = self._origin(given.all("host"))
        user = self._user(given, peer)
        if method not in _SAFE:
            _refuse_other_sites(given, origin)
        return Visitor(user, origin)

    def _origin(self, hosts: Sequence[str]) -> str:
        public = urlsplit(self.public_url or "")
        if len(hosts) == 1 and public.netloc and hosts[0].strip().lower() == public.netloc.lower():
            return f"{public.scheme}://{public.netloc.lower()}"
        if is_loopback_host(hosts):
            return f"http://{hosts[0].strip().lower()}"
        # A page on the web can have its own name resolve to this machine (DNS rebinding).
        raise Refused("This address is not served here; start `policy-monitor serve` with --public-url if a reverse proxy serves it there.")

    def _user(self, given: _Given, peer: str | None) -> str:
        if self.user_header is None:
            return ""
        # Whoever reaches the port past the proxy could name any user.
        if not self._is_proxy(peer):
            raise Refused("Only the reverse proxy may connect here; name its address with --proxy.")
        users = given.all(self.user_header.lower())
        if len(users) != 1 or not users[0].strip() or len(users[0]) > _LONGEST_USER or not users[0].strip().isprintable():
            raise Refused(f"The reverse proxy named no user in {self.user_header}; sign in there.", 401)
        return users[0].strip()

    def _is_proxy(self, peer: str | None) -> bool:
        try:
            address = ipaddress.ip_address((peer or "").partition("%")[0])
        except ValueError:
            return False
        if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
            address = address.ipv4_mapped
        return any(address in network for network in self.proxies) if self.proxies else address.is_loopback


class _Given:
    """The headers of a request, by name."""

    def __init__(self, headers: Headers) -> None:
        self._headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in headers]

    def all(self, name: str) -> list[str]:
        return [value for key, value in self._headers if key == name]


def _refuse_other_sites(given: _Given, origin: str) -> None:
    """Refuses what another page sent; a script without a browser sends neither header, and needs the token all the same."""
    origins, sites = given.all("origin"), given.all("sec-fetch-site")
    if any(one.strip().lower() != origin for one in origins) or any(one.strip() not in ("same-origin", "none") for one in sites):
        raise Refused("This was sent by a page of another site, so nothing was done.")


def access_of(host: str, *, remote: bool, public_url: str | None, user_header: str | None, proxies: Sequence[str]) -> Access:
    """The access that the options of `serve` ask for.

    Raises:
        UsageError: they contradict one another, or would let in everybody.
    """
    if host != "localhost" and not _address(host).is_loopback and not remote:
        raise UsageError(f"{host} can be reached from other machines; behind a reverse proxy that asks for a password, add --allow-remote")
    if (remote or public_url or proxies) and not user_header:
        raise UsageError(
            "--allow-remote, --public-url and --proxy need --user-header: the header in which the reverse proxy names the user"
        )
    if user_header and not set(user_header.lower()) <= _TOKEN:
        raise UsageError(f"{user_header!r} is not the name of a header, such as X-Remote-User")
    return Access(_public(public_url), user_header, tuple(_network(one) for one in proxies))


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        raise UsageError(f"{host!r} is not an IP address; give one of this machine's, such as 127.0.0.1") from None


def _network(text: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network:
    try:
        return ipaddress.ip_network(text, strict=False)
    except ValueError:
        raise UsageError(f"{text!r} is not an address or network, such as 10.0.0.5 or 10.0.0.0/24") from None


def _public(url: str | None) -> str | None:
    if url is None:
        return None
    try:
        parts = urlsplit(url)
        valid = parts.scheme in ("http", "https") and parts.hostname and not parts.username and parts.path in ("", "/") and not parts.query
        valid = valid and (parts.port is None or parts.port > 0)
    except ValueError:
        valid = False
    if not valid:
        raise UsageError(
            f"{url!r} is not the address of a site, such as https://policies.example.org; the app needs a host name of its own"
        )
    return url.rstrip("/")
