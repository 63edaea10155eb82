"""CDX listings and Save Page Now through waybackpy, with its HTTP replaced by ours: the only module that imports waybackpy.

Kept of waybackpy 3.0.6: the queries it builds and the responses it parses. Replaced, by overriding `cdx_api_manager` and
`get_save_request_headers`: its HTTP, which

- has no timeout, for listings and for saving,
- ignores the status: a 502 page of a few lines reads as "no captures",
- goes to web.archive.org, whatever the endpoint,
- sleeps between eight attempts to save, and retries even a refusal ("excluded from the Wayback Machine").

Listings are requested as JSON rather than as lines: there "no captures" is "[]", whereas an empty body is what a broken server sends.
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
# waybackpy's own default; longer listings are read page by page through resume keys.
_ROWS_A_REQUEST = 25_000


@dataclass(frozen=True, slots=True)
class CdxRow:
    """One row of a listing; None where the archive writes "-"."""

    digits: str
    """The timestamp as listed. Impossible dates exist ("20000008241731") and are part of the capture's URL all the same."""
    original: str
    media_type: str | None
    status: int | None
    digest: str | None
    length: int | None


def parse_page(text: str) -> tuple[list[dict[str, str]], str | None]:
    """The rows of one JSON response, and the resume key for the next page (None: this was the last).

    Raises:
        ValueError: the text is not a listing: empty, HTML, truncated, or JSON of another shape.
    """
    table = json.loads(text)
    if not isinstance(table, list) or not all(isinstance(row, list) for row in table):
        raise ValueError("JSON, but not a table")
    key = None
    # With showResumeKey, an empty row and a row with the key alone end the table.
    if len(table) >= 2 and table[-2] == [] and len(table[-1]) == 1:
        key = str(table[-1][0])
        table = table[:-2]
    if not table:
        return [], key
    names = table[0]
    if not {"timestamp", "original"} <= set(names) or any(len(row) != len(names) for row in table):
        raise ValueError("a table without the columns of a CDX listing")
    return [{name: str(value) for name, value in zip(names, row, strict=True)} for row in table[1:]], key


def list_rows(fetch: Callable[[str], str], endpoint: str, url: str, *, since: str | None, until: str | None) -> Iterator[CdxRow]:
    """All rows of a URL, across pages, in the server's order and with its duplicates.

    Args:
        fetch: returns the text of a valid page (see parse_page) for a query URL, or raises.
        endpoint: the CDX server's URL, with its path.
        url: the page whose captures are wanted.
        since, until: 14 digits. Servers filter loosely, so the caller filters again.
    """
    listing = _Listing(url, start_timestamp=since, end_timestamp=until, limit=str(_ROWS_A_REQUEST), gzip="true")
    listing.endpoint, listing.fetch = endpoint, fetch
    for found in listing.snapshots():
        status, length = found.statuscode, found.length
        yield CdxRow(
            digits=found.urlkey,
            original=found.original,
            # "unk": the archive could not tell; "warc/revisit": the type of the record, not of the page.
            media_type=None if found.mimetype in ("-", "warc/revisit", "unk") else found.mimetype,
            status=int(status) if status.isdecimal() else None,
            digest=None if found.digest == "-" else found.digest,
            length=int(length) if length.isdecimal() else None,
        )


class _Listing(WaybackMachineCDXServerAPI):
    """waybackpy's listing over our transport."""

    fetch: Callable[[str], str]

    def cdx_api_manager(self, payload: dict[str, str], headers: dict[str, str]) -> Generator[str, None, None]:
        """The pages as lines that waybackpy parses; see `_line`."""
        payload |= {"output": "json", "showResumeKey": "true", "limit": str(self.limit)}
        keys: set[str] = set()
        while True:
            rows, key = parse_page(self.fetch(full_url(self.endpoint, payload)))
            yield "\n".join(_line(row) for row in rows)
            if key is None or key in keys:  # a server that ignores the key returns the same page for ever
                return
            keys.add(key)
            payload["resumeKey"] = key


def _line(row: dict[str, str]) -> str:
    """A row as the seven words of a CDX line.

    waybackpy parses the timestamp with strptime and fails on an impossible one, so the timestamp as listed takes the place of the URL key,
    which we do not need, and a valid dummy takes the timestamp's.
    """
    words = {name: row.get(name, "").strip().replace(" ", "%20") or "-" for name in _FIELDS}
    words["urlkey"], words["timestamp"] = words["timestamp"], "20000101000000"
    return " ".join(words[name] for name in _FIELDS)


# The host that waybackpy expects in every response, whichever server sent it.
_WAYBACKPY_ENDPOINT = "https://web.archive.org"


def saved_address(fetch: Callable[[str], str | None], endpoint: str, url: str) -> str | None:
    """The URL of the copy that an archive has just made of a page; None when its response does not name one.

    Args:
        fetch: sends a request and returns the URL that the response names, or raises.
        endpoint: the archive's URL.
        url: the page to save.
    """
    request = _SaveRequest(url, max_tries=1)
    request.request_url, request.endpoint, request.fetch = f"{endpoint}/save/{request.url}", endpoint, fetch
    try:
        return str(request.save()).replace(_WAYBACKPY_ENDPOINT, endpoint, 1)
    except MaximumSaveRetriesExceeded:
        return None


class _SaveRequest(WaybackMachineSaveAPI):
    """waybackpy's save request over our transport."""

    fetch: Callable[[str], str | None]
    endpoint: str

    def get_save_request_headers(self) -> None:
        """Send one request and report the copy's URL under the host that waybackpy expects."""
        location = self.fetch(self.request_url)
        self.response_url = (
            _WAYBACKPY_ENDPOINT + location.removeprefix(self.endpoint).removeprefix(_WAYBACKPY_ENDPOINT) if location else None
        )

    def timestamp(self) -> datetime:
        """Unused: waybackpy would parse it as local time."""
        return self.instance_birth_time
