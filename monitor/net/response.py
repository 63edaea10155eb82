"""What a server answered, and the error that a refusing status stands for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from monitor.errors import HttpStatus, RateLimited, SourceError
from monitor.net.content_coding import decode_body
from monitor.net.retry import retry_after_seconds

MAX_BYTES = 32_000_000
"""Of one page: many times the longest policy; a 3 MB page is rare and real."""


@dataclass(frozen=True, slots=True)
class Response:
    """What a server said to one request; names of headers in lower case."""

    url: str
    status: int
    headers: Mapping[str, str]
    coded: bytes
    """The body as sent, content coding kept: what archives take their digests of."""
    limit: int = MAX_BYTES

    def body(self) -> bytes:
        """The body with its content coding undone; raises Unreachable when that can't be."""
        return decode_body(self.coded, self.headers.get("content-encoding"), self.url, limit=self.limit)

    @property
    def retry_after(self) -> float | None:
        """Seconds that the server asks us to wait, or None."""
        return retry_after_seconds(self.headers.get("retry-after"))


def status_error(answer: Response) -> SourceError:
    """The error for an answer that is no page: RateLimited for 429 and for 503 with Retry-After, else HttpStatus."""
    status, wait = answer.status, answer.retry_after
    if status == 429 or (status == 503 and wait is not None):
        for_how_long = f" for {wait:.0f} s" if wait else ""
        return RateLimited(f"{answer.url} asks for fewer requests (HTTP {status}); it is left alone{for_how_long}.", retry_after=wait)
    transient = status >= 500 or status in (408, 425)
    advice = "it will be tried again" if transient else "check the address in a browser"
    return HttpStatus(f"{answer.url} answered HTTP {status}; {advice}.", status=status, transient=transient, retry_after=wait)
