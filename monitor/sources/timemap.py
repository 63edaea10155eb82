"""TimeMaps: a Memento server's list of captures in link format (RFC 7089, section 5; RFC 8288 for the links)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

_LINK = re.compile(r"\s*,?\s*<(?P<target>[^>]*)>(?P<params>(?:\s*;\s*[\w*!#$&+.^`|~-]+\s*(?:=\s*(?:\"(?:[^\"\\]|\\.)*\"|[^\s\";,]+))?)*)")
_PARAM = re.compile(r";\s*([\w*!#$&+.^`|~-]+)\s*(?:=\s*(?:\"((?:[^\"\\]|\\.)*)\"|([^\s\";,]+)))?")


@dataclass(frozen=True, slots=True)
class Memento:
    """One capture of a TimeMap."""

    address: str
    moment: datetime


@dataclass(frozen=True, slots=True)
class TimeMap:
    """One page of a TimeMap."""

    original: str | None
    mementos: tuple[Memento, ...]
    pages: tuple[str, ...]
    """Addresses of other TimeMaps that it names: an index's pages, or the next one."""


def parse_timemap(text: str) -> TimeMap:
    """Reads one page of a TimeMap.

    Raises:
        ValueError: the text is no TimeMap: empty, HTML, cut off in a link, or without a link to the original and to any other page.
    """
    original, mementos, pages, own = None, [], [], set()
    for target, params in _links(text):
        relations = params.get("rel", "").lower().split()
        if "original" in relations:
            original = target
        if "self" in relations:
            own.add(target)
        elif "timemap" in relations:
            pages.append(target)
        if "memento" in relations:
            mementos.append(Memento(target, _moment(params.get("datetime", ""))))
    if original is None and not mementos and not pages:
        raise ValueError("no link to an original, a capture or another page")
    return TimeMap(original, tuple(mementos), tuple(page for page in pages if page not in own))


def _links(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    at = 0
    while found := _LINK.match(text, at):
        if _is_address(found["target"]):
            params = reversed(_PARAM.findall(found["params"]))
            yield found["target"], {name.lower(): quoted or bare for name, quoted, bare in params}
        at = found.end()
    if text[at:].strip(" \t\r\n,"):
        raise ValueError(f"not a link: {text[at : at + 60]!r}")


def _is_address(target: str) -> bool:
    """False for what no parser takes, such as "http://[": a server's slip costs that link alone."""
    try:
        urlsplit(target)
    except ValueError:
        return False
    return True


def _moment(value: str) -> datetime:
    try:
        moment = parsedate_to_datetime(value)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(f"no moment: {value[:60]!r}") from error
