"""One archived capture, played back raw: the bytes that the server once sent, or an error that says why not."""

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
from monitor.net.response import Response, status_error
from monitor.net.retry import RETRIED
from monitor.net.transport import Transport
from monitor.timestamps import timestamp14

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_ORIGINAL = "x-archive-orig-"
_RUNTIME_ERROR = "x-archive-wayback-runtime-error"
_REPLAY = re.compile(r"/(?P<digits>\d{4,14})(?P<mode>[a-z]{2}_)?/(?P<url>[a-z]+:.+)$", re.IGNORECASE)
_HOPS = 10
_KEPT = frozenset({"content-type", "content-encoding", "content-language", "memento-datetime", "content-location"})
_NOTHING = "3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ"
"""SHA-1 of no bytes, as archives write it."""


def raw_address(base: str, digits: str, url: str) -> str:
    """Where an archive serves a capture without rewriting it (`id_`: Wayback Machine, OpenWayback and pywb alike)."""
    return f"{base.rstrip('/')}/{digits}id_/{url}"


def memento_moment(headers: Mapping[str, str]) -> datetime | None:
    """When the capture in hand was made (Memento-Datetime, RFC 7089, section 2.1.1), or None when the answer is no capture."""
    try:
        return parsedate_to_datetime(headers["memento-datetime"]).astimezone(UTC)
    except (KeyError, ValueError, OverflowError):
        return None


@dataclass(frozen=True, slots=True)
class Playback:
    """Fetches captures from one archive.

    Attributes:
        base: what stands before the timestamp in its addresses ("https://web.archive.org/web").
        window: how far from the asked moment the target of an archived redirect may lie.
    """

    transport: Transport
    pace: RateLimiter | None
    base: str
    window: timedelta

    def snapshot(self, policy: str, capture: Capture, address: str) -> Snapshot:
        """The capture's bytes, its content coding undone; archived redirects are followed within the window.

        An archived error (404, 429, 503 …) comes back as a snapshot with that status: it is what the site said, not what the archive says.

        Raises:
            NotArchived, PlaybackFailed, Blocked, RateLimited, HttpStatus, Unreachable.
        """
        answer = self._follow(capture, address)
        if answer.url == address and not _agrees(capture.digest, answer):
            first, answer = answer, self._follow(capture, address)
            # The same bytes twice: the archive took its digest of another form (a chunked or repacked body).
            if not _agrees(capture.digest, answer) and (answer.coded != first.coded or not answer.coded):
                raise PlaybackFailed(f"{address} plays back other bytes than its digest says; it will be tried again.")
        if answer.url == address and capture.status not in (None, answer.status):
            says = f"{address} plays back a page of status {answer.status}; the archive lists one of status {capture.status}."
            raise PlaybackFailed(says, transient=False)
        headers = _original_headers(answer)
        if answer.url != address:
            headers["content-location"] = answer.url
        return Snapshot(
            policy=policy,
            url=capture.url,
            captured_at=capture.captured_at,
            source=capture.source,
            body=answer.body(),
            status=answer.status,
            media_type=headers.get("content-type") or capture.media_type,
            headers=headers,
            archive_url=answer.url,
            archive_digest=capture.digest,
        )

    def _follow(self, capture: Capture, address: str) -> Response:
        here, redirected = address, False
        for _ in range(_HOPS):
            answer = self.transport.get(here, pace=self.pace, settled=_settled)
            made = memento_moment(answer.headers)
            location = answer.headers.get("location")
            if answer.status in _REDIRECTS and location:
                here, redirected = self._hop(answer, urljoin(here, location), made), redirected or made is not None
                self._check_digits(capture, here, redirected)
                continue
            if made is None:
                raise _refusal(answer)
            self._check_moment(capture, made, here, redirected)
            return answer
        raise PlaybackFailed(f"{address} redirects more than {_HOPS} times within the archive.", transient=False)

    def _hop(self, answer: Response, target: str, made: datetime | None) -> str:
        """The archive's address of a redirect's target, never over a lesser scheme than the archive's own."""
        base = urlsplit(self.base)
        if urlsplit(target).netloc == base.netloc:
            return urlsplit(target)._replace(scheme=base.scheme).geturl()
        if made is None:
            raise PlaybackFailed(f"{answer.url} leads out of the archive, to {target[:200]}.", transient=False)
        return raw_address(self.base, timestamp14(made), target)

    def _check_digits(self, capture: Capture, here: str, redirected: bool) -> None:
        """Refuses to be sent to another capture of the same page; behind an archived redirect the window judges."""
        found = _REPLAY.search(here)
        if found is None:
            raise PlaybackFailed(f"The archive answers for a capture of {capture.url} with {here[:200]}, which is no capture.")
        asked = timestamp14(capture.captured_at)
        if not redirected and found["digits"] != asked and found["digits"] not in (capture.archive_url or ""):
            says = f"The archive has no capture of {capture.url} at {asked}; it offers {found['digits']} instead."
            raise PlaybackFailed(says, transient=False)

    def _check_moment(self, capture: Capture, made: datetime, here: str, redirected: bool) -> None:
        """Refuses a body that was captured at another moment than the one asked for: pywb answers with the nearest, unasked."""
        asked, found = timestamp14(capture.captured_at), _REPLAY.search(here)
        if redirected:
            sound = abs(made - capture.captured_at) <= self.window
        elif found and found["digits"] != asked:  # an impossible timestamp, of which captured_at is only our reading
            sound = timestamp14(made) == found["digits"] or made.year == capture.captured_at.year
        else:
            sound = timestamp14(made) == asked
        if not sound:
            why = "redirects to one made too long before or after" if redirected else "is answered with one made at another time"
            raise PlaybackFailed(f"The capture of {capture.url} at {asked} {why} ({timestamp14(made)}).", transient=False)


def _settled(answer: Response) -> bool:
    """False for the archive's own passing failures; an archived 429 or 503 bears a Memento-Datetime and is settled."""
    if "memento-datetime" in answer.headers or "ResourceNotAvailable" in answer.headers.get(_RUNTIME_ERROR, ""):
        return True
    return answer.status != 200 and answer.status not in RETRIED


def _refusal(answer: Response) -> SourceError:
    why = answer.headers.get(_RUNTIME_ERROR, "")
    if "AdministrativeAccessControl" in why or answer.status == 451:
        return Blocked(f"The archive is not allowed to show {answer.url}.", reason="excluded")
    if "ResourceNotAvailable" in why:
        return PlaybackFailed(f"The archive lists {answer.url} and can't play it back.", transient=False)
    if answer.status == 404:
        return NotArchived(f"The archive does not hold {answer.url}.")
    if answer.status == 200:
        return Unreachable(
            f"{answer.url} answered with a page that is no capture; the archive may be out of order.", reason="not-a-capture"
        )
    return status_error(answer)


def _agrees(digest: str | None, answer: Response) -> bool:
    """True when the bytes bear out the index's digest (base32 SHA-1), or when there is none to compare."""
    digest = (digest or "").removeprefix("sha1:")
    if len(digest) != 32 or answer.status in _REDIRECTS:
        return True
    if _sha1(answer.coded) == digest:
        return True
    if digest == _NOTHING or not answer.coded:
        return False
    try:
        return _sha1(answer.body()) == digest  # archives compress on the way what was captured plain
    except Unreachable:
        return False


def _sha1(body: bytes) -> str:
    return base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()


def _original_headers(answer: Response) -> dict[str, str]:
    """The site's own headers, by their own names, and what tells of the capture."""
    kept = {name: value for name, value in answer.headers.items() if name in _KEPT}
    original = {name.removeprefix(_ORIGINAL): value for name, value in answer.headers.items() if name.startswith(_ORIGINAL)}
    return {name: value for name, value in (kept | original).items() if not name.startswith("set-cookie")}
