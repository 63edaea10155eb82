"""Raw playback: the right bytes of the right capture, or an error; against a server whose responses each test sets."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime

import pytest

from monitor.errors import Blocked, NotArchived, PlaybackFailed, RateLimited, SourceError, Unreachable
from monitor.model import Capture
from monitor.sources.playback import memento_moment, raw_address
from monitor.sources.wayback import WaybackHistory
from tests.net.web_server import WebServer

from .cdx_listing import DIGEST, URL, listing, row, sha1


def played(
    web: WebServer, body: bytes, *, digest: str = DIGEST, status: int = 200, headers: dict[str, str] | None = None
) -> tuple[WaybackHistory, Capture]:
    source = listing(web, row("20010101000000", digest=digest))
    web.page("/web/20010101000000id_/" + URL, body, status, {"Memento-Datetime": "Mon, 01 Jan 2001 00:00:00 GMT"} | (headers or {}))
    return source, next(source.captures(URL))


def test_the_same_mismatch_twice_is_accepted(web: WebServer) -> None:
    source, capture = played(web, b"other")

    assert source.fetch("acme", capture).body == b"other"
    assert len([path for path in web.paths() if "id_" in path]) == 2


def test_two_different_mismatches_are_an_error(web: WebServer) -> None:
    source, capture = played(web, b"")
    bodies = [b"one", b"two"]
    web.pages["/web/20010101000000id_/" + URL] = lambda h: h.answer(
        200, bodies.pop(0), {"Memento-Datetime": "Mon, 01 Jan 2001 00:00:00 GMT"}
    )

    with pytest.raises(PlaybackFailed, match="digest"):
        source.fetch("acme", capture)


def test_bytes_that_match_the_second_time_are_accepted(web: WebServer) -> None:
    source, capture = played(web, b"", digest=sha1(b"two"))
    bodies = [b"one", b"two"]
    web.pages["/web/20010101000000id_/" + URL] = lambda h: h.answer(
        200, bodies.pop(0), {"Memento-Datetime": "Mon, 01 Jan 2001 00:00:00 GMT"}
    )

    assert source.fetch("acme", capture).body == b"two"


def test_an_empty_body_where_bytes_were_listed_is_an_error(web: WebServer) -> None:
    source, capture = played(web, b"")

    with pytest.raises(PlaybackFailed, match="digest") as caught:
        source.fetch("acme", capture)
    assert caught.value.transient


def test_a_digest_over_the_decoded_body_matches(web: WebServer) -> None:
    source, capture = played(web, gzip.compress(b"text"), digest=sha1(b"text"), headers={"Content-Encoding": "gzip"})

    assert source.fetch("acme", capture).body == b"text"
    assert len([path for path in web.paths() if "id_" in path]) == 1


def test_original_headers_get_their_own_names_back(web: WebServer) -> None:
    headers = {
        "X-Archive-Orig-Content-Type": "text/html; charset=latin-1",
        "X-Archive-Orig-Last-Modified": "x",
        "X-Archive-Orig-Set-Cookie": "a=b",
        "X-App-Server": "w1",
    }
    source, capture = played(web, b"text", headers=headers)

    snapshot = source.fetch("acme", capture)
    assert snapshot.media_type == "text/html; charset=latin-1"
    assert dict(snapshot.headers) == {
        "content-type": "text/html; charset=latin-1",
        "last-modified": "x",
        "memento-datetime": "Mon, 01 Jan 2001 00:00:00 GMT",
    }


def redirecting(web: WebServer, location: str, *, archived: bool = True) -> tuple[WaybackHistory, Capture]:
    source = listing(web, row("20010101000000", status="302"))
    web.redirect(
        "/web/20010101000000id_/" + URL, location, headers={"Memento-Datetime": "Mon, 01 Jan 2001 00:00:00 GMT"} if archived else None
    )
    return source, next(source.captures(URL))


def test_redirects_stay_in_the_window(web: WebServer) -> None:
    far = "/web/20010601000000id_/https://acme.example/new"
    source, capture = redirecting(web, far)
    web.page(far, b"text", headers={"Memento-Datetime": "Fri, 01 Jun 2001 00:00:00 GMT"})

    with pytest.raises(PlaybackFailed, match="too long before or after"):
        source.fetch("acme", capture)


def test_redirects_to_the_original_site_are_looked_up_in_the_archive(web: WebServer) -> None:
    source, capture = redirecting(web, "https://other.example/policy")
    web.page("/web/20010101000000id_/https://other.example/policy", b"text", headers={"Memento-Datetime": "Mon, 01 Jan 2001 02:00:00 GMT"})

    assert source.fetch("acme", capture).body == b"text"


@pytest.mark.parametrize("location", ["https://other.example/policy", "/account/login"])
def test_redirects_out_of_the_archive_are_not_followed(web: WebServer, location: str) -> None:
    source, capture = redirecting(web, location, archived=False)

    with pytest.raises(PlaybackFailed):
        source.fetch("acme", capture)
    assert web.paths()[-1].startswith("/web/20010101000000id_/")


def test_redirect_loops_in_the_archive_end(web: WebServer) -> None:
    source, capture = redirecting(web, "/web/20010101000000id_/" + URL)

    with pytest.raises(PlaybackFailed, match="more than 10 times"):
        source.fetch("acme", capture)


def test_a_capture_of_another_time_is_another_capture(web: WebServer) -> None:
    source, capture = played(web, b"text", headers={"Memento-Datetime": "Mon, 01 Jan 2001 00:00:01 GMT"})

    with pytest.raises(PlaybackFailed, match="made at another time"):
        source.fetch("acme", capture)


def test_captures_that_cannot_be_played_back(web: WebServer) -> None:
    source, capture = played(web, b"")
    web.page("/web/20010101000000id_/" + URL, b"", 503, {"X-Archive-Wayback-Runtime-Error": "ResourceNotAvailableException: x"})

    with pytest.raises(PlaybackFailed, match="can't play it back"):
        source.fetch("acme", capture)
    web.page("/web/20010101000000id_/" + URL, b"", 200, {"Memento-Datetime": "yesterday"})
    with pytest.raises(Unreachable, match="not a capture"):
        source.fetch("acme", capture)


@pytest.mark.parametrize(
    ("status", "headers", "error", "reason"),
    [
        (404, {}, NotArchived, "not-archived"),
        (451, {}, Blocked, "excluded"),
        (403, {"X-Archive-Wayback-Runtime-Error": "AdministrativeAccessControlException: x"}, Blocked, "excluded"),
        (429, {"Retry-After": "9999"}, RateLimited, "rate-limited"),
        (200, {}, Unreachable, "not-a-capture"),
    ],
)
def test_refusals_of_the_archive_itself(
    web: WebServer, status: int, headers: dict[str, str], error: type[SourceError], reason: str
) -> None:
    source, capture = played(web, b"")
    web.page("/web/20010101000000id_/" + URL, b"an error page", status, headers)
    with pytest.raises(error) as caught:
        source.fetch("acme", capture)
    assert caught.value.reason == reason


def test_an_archived_error_is_a_snapshot(web: WebServer) -> None:
    source = listing(web, row("20010101000000", status="404", digest="-"))
    web.page("/web/20010101000000id_/" + URL, b"gone", 404, {"Memento-Datetime": "Mon, 01 Jan 2001 00:00:00 GMT"})
    snapshot = source.fetch("acme", next(source.captures(URL)))
    assert (snapshot.status, snapshot.body) == (404, b"gone")


def test_a_status_other_than_listed_is_refused(web: WebServer) -> None:
    source, capture = played(web, b"gone", digest=sha1(b"gone"), status=404)
    with pytest.raises(PlaybackFailed, match="with status 404, but the archive lists it with status 200"):
        source.fetch("acme", capture)


def test_a_redirect_keeps_the_archives_scheme(web: WebServer) -> None:
    """Some archives redirect from https to http; here it is the other way round, and the server speaks http only."""
    near = "/web/20010101000000id_/https://acme.example/new"
    source, capture = redirecting(web, web.address.replace("http:", "https:") + near)
    web.page(near, b"text", headers={"Memento-Datetime": "Mon, 01 Jan 2001 00:00:00 GMT"})
    assert source.fetch("acme", capture).body == b"text"


def test_raw_urls() -> None:
    assert raw_address("https://a.example/web/", "2001", URL) == f"https://a.example/web/2001id_/{URL}"


@pytest.mark.parametrize(
    ("header", "moment"),
    [
        ("Mon, 01 Jan 2001 00:00:00 GMT", datetime(2001, 1, 1, tzinfo=UTC)),
        ("yesterday", None),
        ("Mon, 01 Jan 20012001200120012001 00:00:00 GMT", None),
        (None, None),
    ],
)
def test_memento_datetimes(header: str | None, moment: datetime | None) -> None:
    assert memento_moment({} if header is None else {"memento-datetime": header}) == moment
