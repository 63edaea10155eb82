"""An HTTP response, and the error that an unsuccessful status stands for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from monitor.errors import HttpStatus, RateLimited, SourceError
from monitor.model import Redirect
from monitor.net.content_coding import decode_body
from monitor.net.retry import retry_after_seconds

MAX_BYTES = 32_000_000
"""Size limit of one page, in bytes. The largest of the policy pages that `bench extraction` reads has 0.84 MB; the rest leaves room for
pages with inlined images and for PDF files."""

_REFUSED = "the site refuses programs, unless a browser can't open it either; track another address of the same text, or its archive"
_ADVICE = {
    401: "the page needs a login, so it can't be monitored; track a public address of the same text",
    403: _REFUSED, 404: "check the address in a browser; the page may have moved", 410: "the page was removed; find its new address",
}  # fmt: skip
"""What to do about a status that will not pass by itself."""

REDIRECTS = frozenset({301, 302, 303, 307, 308})
"""Statuses whose Location is followed. Not 300 and 304, which may have one that means something else (RFC 9110, section 15.4)."""


@dataclass(frozen=True, slots=True)
class Response:
    """A server's response to one request; header names are in lower case."""

    url: str
    status: int
    headers: Mapping[str, str]
    encoded: bytes
    """The body as sent, with its content coding: web archives compute their digests over these bytes."""
    limit: int = MAX_BYTES
    redirects: tuple[Redirect, ...] = ()
    """The steps that led here, if whoever followed them noted them."""

    def body(self) -> bytes:
        """The body with its content coding removed.

        Raises:
            Unreachable: see `decode_body`.
        """
        return decode_body(self.encoded, self.headers.get("content-encoding"), self.url, limit=self.limit)

    @property
    def retry_after(self) -> float | None:
        """Seconds that Retry-After asks for, or None."""
        return retry_after_seconds(self.headers.get("retry-after"))


def status_error(response: Response) -> SourceError:
    """The error for an unsuccessful status: RateLimited for 429 and for 503 with Retry-After, otherwise HttpStatus."""
    status, wait = response.status, response.retry_after
    if status == 429 or (status == 503 and wait is not None):
        # What it asks for, and not when we come back: of "Retry-After: 999999999", a week is kept.
        pause = f", with a pause of {wait:.0f} s" if wait else ""
        return RateLimited(f"{response.url} asks for fewer requests (HTTP {status}){pause}.", retry_after=wait)
    transient = status >= 500 or status in (408, 425)
    advice = "it will be retried" if transient else _ADVICE.get(status, "check the address in a browser")
    return HttpStatus(f"{response.url} returned HTTP {status}; {advice}.", status=status, transient=transient, retry_after=wait)
