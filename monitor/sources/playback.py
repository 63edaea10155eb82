"""Raw playback of an archived capture: the bytes that the server once sent, or an error that says why not."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

from monitor.errors import Blocked, NotArchived, PlaybackFailed, SourceError, Unreachable
from monitor.model import Capture, Snapshot
from monitor.net.rate_limit import RateLimiter
from monitor.net.response import REDIRECTS, Response, status_error
from monitor.net.retry import RETRIED
from monitor.net.transport import Transport
from monitor.timestamps import timestamp14

# The Wayback Machine and pywb send the site's own headers under this prefix, beside their own.
_ORIGINAL = "x-archive-orig-"
_RUNTIME_ERROR = "x-archive-wayback-runtime-error"
_REPLAY = re.compile(r"/(?P<digits>\d{4,14})(?P<mode>[a-z]{2}_)?/(?P<url>[a-z]+:.+)$", re.IGNORECASE)
_HOPS = 10
# Headers of the archive's own response that say something about the capture.
_KEPT = frozenset({"content-type", "content-encoding", "content-language", "memento-datetime", "content-location"})
# Base32 SHA-1 of an empty body.
_EMPTY_DIGEST = "3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ"


def raw_address(base: str, digits: str, url: str) -> str:
    """The URL at which an archive serves a capture unmodified ("id_" in the Wayback Machine, OpenWayback and pywb)."""
    return f"{base.rstrip('/')}/{digits}id_/{url}"


def _joined(here: str, location: str) -> str:
    try:
        return urljoin(here, location)
    except ValueError as error:  # "http://[x"
        says = f"{here} sent an invalid response: it redirects to {location[:200]!r} ({error})."
        raise Unreachable(says, reason="bad-answer", transient=False) from error


def memento_moment(headers: Mapping[str, str]) -> datetime | None:
    """When the capture was made (Memento-Datetime, RFC 7089, section 2.1.1); None when the response is not a capture."""
    try:
        return parsedate_to_datetime(headers["memento-datetime"]).astimezone(UTC)
    except (KeyError, ValueError, OverflowError):
        return None


@dataclass(frozen=True, slots=True)
class Playback:
    """Fetches captures from one archive.

    Attributes:
        base: what precedes the timestamp in its URLs ("https://web.archive.org/web").
        window: how far from the requested time the target of an archived redirect may be.
    """

    transport: Transport
    limiter: RateLimiter | None
    base: str
    window: timedelta

    def snapshot(self, policy: str, capture: Capture, address: str) -> Snapshot:
        """The capture's bytes, decoded; archived redirects are followed within the window.

        An archived error (404, 429, 503 …) is returned as a snapshot with that status: the site sent it, not the archive.

        Raises:
            NotArchived, PlaybackFailed, Blocked, RateLimited, HttpStatus, Unreachable.
        """
        response = self._follow(capture, address)
        if response.url == address and not _digest_matches(capture.digest, response):
            first, response = response, self._follow(capture, address)
            # The same bytes twice: the archive computed its digest over another form of the body (chunked or recompressed).
            if not _digest_matches(capture.digest, response) and (response.encoded != first.encoded or not response.encoded):
                raise PlaybackFailed(f"The bytes of {address} do not match the archive's digest; it will be retried.")
        if response.url == address and capture.status not in (None, response.status):
            says = f"{address} plays back a page with status {response.status}, but the archive lists it with status {capture.status}."
            raise PlaybackFailed(says, transient=False)
        headers = _original_headers(response)
        if response.url != address:
            headers["content-location"] = response.url
        return Snapshot(
            policy=policy,
            url=capture.url,
            captured_at=capture.captured_at,
            source=capture.source,
            body=response.body(),
            status=response.status,
            media_type=headers.get("content-type") or capture.media_type,
            headers=headers,
            archive_url=response.url,
            archive_digest=capture.digest,
        )

    def _follow(self, capture: Capture, address: str) -> Response:
        here, redirected = address, False
        for _ in range(_HOPS):
            response = self.transport.get(here, limiter=self.limiter, is_final=_is_final)
            made = memento_moment(response.headers)
            location = response.headers.get("location")
            if response.status in REDIRECTS and location:
                here, redirected = self._hop(response, _joined(here, location), made), redirected or made is not None
                self._check_digits(capture, here, redirected)
                continue
            if made is None:
                raise _playback_error(response)
            self._check_moment(capture, made, here, redirected)
            return response
        raise PlaybackFailed(f"{address} redirects more than {_HOPS} times within the archive.", transient=False)

    def _hop(self, response: Response, target: str, made: datetime | None) -> str:
        """The archive URL of a redirect's target, always with the archive's own scheme: some archives redirect from https to http."""
        base = urlsplit(self.base)
        if urlsplit(target).netloc == base.netloc:
            return urlsplit(target)._replace(scheme=base.scheme).geturl()
        if made is None:
            raise PlaybackFailed(f"{response.url} redirects out of the archive, to {target[:200]}.", transient=False)
        return raw_address(self.base, timestamp14(made), target)

    def _check_digits(self, capture: Capture, here: str, redirected: bool) -> None:
        """Refuse a redirect to another capture of the same page; after an archived redirect, `_check_moment` applies the window instead."""
        found = _REPLAY.search(here)
        if found is None:
            raise PlaybackFailed(f"The archive redirects a capture of {capture.url} to {here[:200]}, which is not a capture.")
        asked = timestamp14(capture.captured_at)
        if not redirected and found["digits"] != asked and found["digits"] not in (capture.archive_url or ""):
            says = f"The archive has no capture of {capture.url} at {asked}; it offers {found['digits']} instead."
            raise PlaybackFailed(says, transient=False)

    def _check_moment(self, capture: Capture, made: datetime, here: str, redirected: bool) -> None:
        """Refuse a body captured at another time than requested: pywb silently returns the nearest one."""
        asked, found = timestamp14(capture.captured_at), _REPLAY.search(here)
        if redirected:
            sound = abs(made - capture.captured_at) <= self.window
        elif found and found["digits"] != asked:  # an impossible timestamp, of which captured_at is our interpretation
            sound = timestamp14(made) == found["digits"] or made.year == capture.captured_at.year
        else:
            sound = timestamp14(made) == asked
        if not sound:
            why = "redirects to one made too long before or after" if redirected else "is answered with one made at another time"
            raise PlaybackFailed(f"The capture of {capture.url} at {asked} {why} ({timestamp14(made)}).", transient=False)


def _is_final(response: Response) -> bool:
    """False for the archive's own transient failures; an archived 429 or 503 carries Memento-Datetime and is final."""
    if "memento-datetime" in response.headers or "ResourceNotAvailable" in response.headers.get(_RUNTIME_ERROR, ""):
        return True
    return response.status != 200 and response.status not in RETRIED


def _playback_error(response: Response) -> SourceError:
    why = response.headers.get(_RUNTIME_ERROR, "")
    if "AdministrativeAccessControl" in why or response.status == 451:
        return Blocked(f"The archive is not allowed to show {response.url}.", reason="excluded")
    if "ResourceNotAvailable" in why:
        return PlaybackFailed(f"The archive lists {response.url} but can't play it back.", transient=False)
    if response.status == 404:
        return NotArchived(f"The archive does not have {response.url}.")
    if response.status == 200:
        return Unreachable(
            f"{response.url} returned a page that is not a capture; the archive may be out of order and will be retried.",
            reason="not-a-capture",
        )
    return status_error(response)


def _digest_matches(digest: str | None, response: Response) -> bool:
    """True when the bytes match the index's digest (base32 SHA-1), or when there is none to compare."""
    digest = (digest or "").removeprefix("sha1:")
    # Digests of other kinds are not checked, nor those of redirects, whose body is not the page.
    if len(digest) != 32 or response.status in REDIRECTS:
        return True
    if _sha1(response.encoded) == digest:
        return True
    # Bytes where none were captured, or none where some were: no recompression explains that.
    if digest == _EMPTY_DIGEST or not response.encoded:
        return False
    try:
        return _sha1(response.body()) == digest  # archives compress for transfer what was captured uncompressed
    except Unreachable:
        return False


def _sha1(body: bytes) -> str:
    return base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()


def _original_headers(response: Response) -> dict[str, str]:
    """The site's own headers under their own names, and those that identify the capture."""
    kept = {name: value for name, value in response.headers.items() if name in _KEPT}
    original = {name.removeprefix(_ORIGINAL): value for name, value in response.headers.items() if name.startswith(_ORIGINAL)}
    return {name: value for name, value in (kept | original).items() if not name.startswith("set-cookie")}
