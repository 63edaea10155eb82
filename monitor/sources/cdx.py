"""Listings of a Wayback CDX server, and saves of Save Page Now, through waybackpy with its transport replaced: the one file that knows it.

What of waybackpy 3.0.6 is kept: the query it builds and the rows it parses. What is replaced, by overriding `cdx_api_manager`: its requests
have no time limit, look at no status (a short 502 page reads as "no captures"), and go to a fixed address. We ask for JSON instead of
lines: there "nothing" is "[]" and not an empty body, which is also what a broken server sends. Of its saving, the request's address and
the reading of the answer are kept; it has no time limit there either, sleeps between eight tries, and takes a refusal for a reason to try
again (`get_save_request_headers` and `timestamp` are ours, and there is one try).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from datetime import datetime

from waybackpy import WaybackMachineCDXServerAPI, WaybackMachineSaveAPI
from waybackpy.cdx_utils import full_url
from waybackpy.exceptions import MaximumSaveRetriesExceeded

_FIELDS = ("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length")
_ROWS_A_REQUEST = 25_000


@dataclass(frozen=True, slots=True)
class CdxRow:
    """One line of a listing; None where the archive says "-"."""

    digits: str
    """The timestamp as listed: impossible dates ("20000008241731") are addresses of captures all the same."""
    original: str
    media_type: str | None
    status: int | None
    digest: str | None
    length: int | None


def parse_page(text: str) -> tuple[list[dict[str, str]], str | None]:
    """Rows of one JSON answer, and the key to go on with (None: that was all).

    Raises:
        ValueError: the text is no listing: empty, HTML, cut off, or JSON of another shape.
    """
    table = json.loads(text)
    if not isinstance(table, list) or not all(isinstance(row, list) for row in table):
        raise ValueError("JSON, but no table")
    key = None
    if len(table) >= 2 and table[-2] == [] and len(table[-1]) == 1:
        key = str(table[-1][0])
        table = table[:-2]
    if not table:
        return [], key
    names = table[0]
    if not {"timestamp", "original"} <= set(names) or any(len(row) != len(names) for row in table):
        raise ValueError("a table without the columns of a listing")
    return [{name: str(value) for name, value in zip(names, row, strict=True)} for row in table[1:]], key


def list_rows(ask: Callable[[str], str], endpoint: str, url: str, *, since: str | None, until: str | None) -> Iterator[CdxRow]:
    """Every row of an address, page after page, as the server orders and repeats them.

    Args:
        ask: answers a query's address with the text of a sound page (see parse_page), or raises.
        endpoint: the CDX server's address, with its path.
        url: the page whose captures are asked for.
        since, until: 14 digits; the server's own filter, to be applied again by the caller.
    """
    listing = _Listing(url, start_timestamp=since, end_timestamp=until, limit=str(_ROWS_A_REQUEST), gzip="true")
    listing.endpoint, listing.ask = endpoint, ask
    for found in listing.snapshots():
        status, length = found.statuscode, found.length
        yield CdxRow(
            digits=found.urlkey,
            original=found.original,
            media_type=None if found.mimetype in ("-", "warc/revisit", "unk") else found.mimetype,
            status=int(status) if status.isdigit() else None,
            digest=None if found.digest == "-" else found.digest,
            length=int(length) if length.isdigit() else None,
        )


class _Listing(WaybackMachineCDXServerAPI):
    """waybackpy's listing over our transport."""

    ask: Callable[[str], str]

    def cdx_api_manager(self, payload: dict[str, str], headers: dict[str, str]) -> Generator[str, None, None]:
        """Pages as the lines that waybackpy parses; see `_line`."""
        payload |= {"output": "json", "showResumeKey": "true", "limit": str(self.limit)}
        keys: set[str] = set()
        while True:
            rows, key = parse_page(self.ask(full_url(self.endpoint, payload)))
            yield "\n".join(_line(row) for row in rows)
            if key is None or key in keys:  # a server that ignores the key would answer the same page for ever
                return
            keys.add(key)
            payload["resumeKey"] = key


def _line(row: dict[str, str]) -> str:
    """Seven words. waybackpy reads the timestamp with strptime and stops at an impossible one, so the timestamp as listed travels
    in the place of the sort key, which we have no use for, and a valid one in its own.
    """
    words = {name: row.get(name, "").strip().replace(" ", "%20") or "-" for name in _FIELDS}
    words["urlkey"], words["timestamp"] = words["timestamp"], "20000101000000"
    return " ".join(words[name] for name in _FIELDS)


_HOME = "https://web.archive.org"
"""The address that waybackpy reads out of each answer, whichever server it came from."""


def saved_address(ask: Callable[[str], str | None], endpoint: str, url: str) -> str | None:
    """The address at which an archive keeps the copy that it has just made of a page; None when its answer names none.

    Args:
        ask: sends a request and gives the place that the answer names, or raises.
        endpoint: the archive's address.
        url: the page to be saved.
    """
    saving = _Saving(url, max_tries=1)
    saving.request_url, saving.endpoint, saving.ask = f"{endpoint}/save/{saving.url}", endpoint, ask
    try:
        return str(saving.save()).replace(_HOME, endpoint, 1)
    except MaximumSaveRetriesExceeded:
        return None


class _Saving(WaybackMachineSaveAPI):
    """waybackpy's saving over our transport."""

    ask: Callable[[str], str | None]
    endpoint: str

    def get_save_request_headers(self) -> None:
        """One request; where the copy is, is given as the address at which waybackpy expects it."""
        place = self.ask(self.request_url)
        self.response_url = _HOME + place.removeprefix(self.endpoint).removeprefix(_HOME) if place else None

    def timestamp(self) -> datetime:
        """Not asked for: waybackpy reads it as this machine's own time."""
        return self.instance_birth_time
