"""Divides the policies among several installations by their hosts: no host is asked by two, and none needs to know of the others."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple
from urllib.parse import urlsplit

from monitor.model import Policy

_WRITTEN = re.compile(r"(\d{1,6})\s*/\s*(\d{1,6})")


class Shard(NamedTuple):
    """One part of several, as `shard: 2/3` says."""

    number: int
    """1 to `of`."""
    of: int

    def __str__(self) -> str:
        return f"{self.number}/{self.of}"


def shard(value: str) -> Shard:
    """The part that "2/3" names. Counting may also begin with 0: "0/3" is the same as "3/3".

    Raises:
        ValueError: it is not of that form.
    """
    found = _WRITTEN.fullmatch(value.strip())
    number, of = (int(found[1]), int(found[2])) if found else (0, 0)
    if not 0 <= number <= of or of == 0:
        raise ValueError(f"{value!r} is not a shard: expected one of several, such as 1/3, 2/3 or 3/3")
    return Shard(number or of, of)


def hosts_of(urls: Iterable[str]) -> list[str]:
    """The hosts of addresses. Ports make no difference, nor does "www.": behind both is one server."""
    return [(urlsplit(url).hostname or "").rstrip(".").removeprefix("www.") for url in urls]


def shards_of(policies: Sequence[Policy], of: int) -> dict[str, Shard]:
    """The shard of each policy by its id: by the host, whatever other policies there are.

    Policies that share a host are together. Where one has pages on several hosts, all policies of these hosts are.
    """
    leader: dict[str, str] = {}

    def found(host: str) -> str:
        while leader.setdefault(host, host) != host:
            leader[host] = leader[leader[host]]
            host = leader[host]
        return host

    for policy in policies:
        first, *others = map(found, hosts_of(policy.urls) or [""])
        for other in others:
            # The alphabetically first host leads, so that the order in the file has no influence.
            low, high = sorted((found(first), found(other)))
            leader[high] = low
    return {policy.id: _numbered(found((hosts_of(policy.urls) or [""])[0]), of) for policy in policies}


def _numbered(host: str, of: int) -> Shard:
    # Not `hash`, which differs from one process to the next.
    return Shard(int.from_bytes(hashlib.sha256(host.encode()).digest()[:8]) % of + 1, of)
