"""The catalogue of well-known services: finds them by name, tag or host."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

FILE = Path(__file__).with_name("services.toml")
KINDS = (
    "Privacy Policy",
    "Terms of Service",
    "Commercial Terms",
    "Cookie Policy",
    "Acceptable Use Policy",
    "Community Guidelines",
    "Data Processing Addendum",
    "Sub-processors",
)
"""The kinds of documents, in the order in which they are listed."""


@dataclass(frozen=True)
class Service:
    """A service with its documents."""

    id: str
    vendor: str
    tags: tuple[str, ...]
    documents: Mapping[str, str]
    """Kind of document → address."""

    def policy_id(self, kind: str) -> str:
        """The id that a tracked document gets: "spotify-cookie-policy"."""
        return f"{self.id}-{kind.lower().replace(' ', '-')}"

    @property
    def hosts(self) -> frozenset[str]:
        """The hosts of its documents."""
        return frozenset(urlsplit(url).hostname or "" for url in self.documents.values())


@cache
def services() -> tuple[Service, ...]:
    """Every service of the catalogue, sorted by vendor."""
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return tuple(Service(name, row["vendor"], tuple(row["tags"]), row["documents"]) for name, row in rows.items())


def matching(words: Collection[str], tags: Collection[str] = ()) -> list[Service]:
    """The services that have every word in their id, vendor, tags, kinds of documents or hosts, and every tag.

    Args:
        words: in any case; none matches everything.
        tags: exact tags.
    """
    return [one for one in services() if set(tags) <= set(one.tags) and all(word.lower() in _searched(one) for word in words)]


def _searched(service: Service) -> str:
    return "\n".join([service.id, service.vendor, *service.tags, *service.documents, *service.hosts]).lower()


def service_of(service_id: str) -> Service:
    """The service of this id.

    Raises:
        KeyError: there is none; with the nearest id.
    """
    known = {one.id: one for one in services()}
    if service_id not in known:
        near = difflib.get_close_matches(service_id.lower(), known, n=1)
        raise KeyError(f"the catalog has no service {service_id!r}" + (f" (did you mean {near[0]!r}?)" if near else ""))
    return known[service_id]
