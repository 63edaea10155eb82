"""Where captures came from: the redirects on the way, and when they changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from monitor.model import Provenance, Redirect, SnapshotRecord

_SHORTEST_TOKEN = 16
_UUID = frozenset("0123456789abcdefABCDEF-")


def provenances(records: Sequence[SnapshotRecord]) -> list[Provenance]:
    """From where the live captures of each address came, oldest first: one entry for each time that this was new or another one.

    Captures of archives, and those of versions that noted no redirects, say nothing about it.

    Args:
        records: a policy's ledger.
    """
    found: list[Provenance] = []
    latest: dict[str, Way] = {}
    for record in sorted(records, key=lambda one: one.captured_at):
        if record.source != "live" or record.redirects is None:
            continue
        way = way_of(record.url, record.redirects)
        if latest.get(record.url) != way:
            latest[record.url] = way
            found.append(Provenance(record.url, record.captured_at, record.redirects))
    return found


Way = tuple[str, ...]
"""The addresses of a way as they are compared."""


def way_of(url: str, redirects: Sequence[Redirect]) -> Way:
    """The addresses from the requested to the final one, without what differs from request to request: queries and sessions' numbers.

    >>> way_of("http://a.example/p", [Redirect("https://a.example/p?sid=7", 301)])
    ('http://a.example/p', 'https://a.example/p')
    """
    return tuple(_comparable(address) for address in (url, *(step.url for step in redirects)))


def _comparable(url: str) -> str:
    parts = urlsplit(url)
    # ";jsessionid=…" ends a path.
    path = parts.path.partition(";")[0] or "/"
    return f"{parts.scheme}://{parts.netloc.lower()}{'/'.join('*' if _is_token(part) else part for part in path.split('/'))}"


def _is_token(part: str) -> bool:
    """A session's number, another one each time ("/s/3f2a9c77e01b44d8/privacy"), and not words ("privacy-policy-2026")."""
    return len(part) >= _SHORTEST_TOKEN and any(map(str.isdigit, part)) and (part.isalnum() or _UUID.issuperset(part))


@dataclass(frozen=True, slots=True)
class Detour:
    """What is remarkable about a way."""

    other_hosts: tuple[str, ...]
    """Hosts on it that the requested address does not name, in order; "www." makes no other host."""
    unencrypted: str | None
    """The first address that was reached over http after one over https."""


def detour(url: str, redirects: Sequence[Redirect]) -> Detour:
    """Foreign hosts and the loss of encryption on a way.

    >>> detour("https://a.example/p", [Redirect("http://b.example/p", 302)])
    Detour(other_hosts=('b.example',), unencrypted='http://b.example/p')
    """
    own, hosts, unencrypted, before = _site(url), dict[str, None](), None, url
    for step in redirects:
        if _site(step.url) != own:
            hosts[urlsplit(step.url).netloc.lower()] = None
        if unencrypted is None and before.startswith("https:") and step.url.startswith("http:"):
            unencrypted = step.url
        before = step.url
    return Detour(tuple(hosts), unencrypted)


def _site(url: str) -> str:
    """The host, with a port that is not the usual one: another port is another server."""
    parts = urlsplit(url)
    port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    return (parts.hostname or "").removeprefix("www.") + port
