"""Memento servers: paged TimeMaps, raw captures, and the same distrust of listings that are none."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from monitor.errors import Blocked, HttpStatus, PlaybackFailed, SourceError, Unreachable
from monitor.model import Capture
from monitor.sources.memento import MementoHistory
from tests.net.web_server import WebServer

from .archive_server import Shim

URL = "https://acme.example/privacy"
COMM100 = "https://www.comm100.com/privacy"
LINKS = {"Content-Type": "application/link-format"}


def history(base: str, **options: Any) -> MementoHistory:
    return MementoHistory(base, **({"requests_per_minute": 1e6, "timeout": 5, "sleep": lambda seconds: None} | options))


def entry(web: WebServer, digits: str, date: str) -> str:
    return f'<{web.address}/coll/{digits}/{URL}>; rel="memento"; datetime="{date}"; collection="c"'


ORIGINAL = f'<{URL}>; rel="original"'
DATES = ("Mon, 01 Jan 2001 00:00:00 GMT", "Tue, 01 Jan 2002 00:00:00 GMT")


def timemap(web: WebServer, *links: str, path: str = f"/coll/timemap/link/{URL}") -> MementoHistory:
    web.page(path, ",\n".join([ORIGINAL, *links]).encode(), headers=LINKS)
    return history(f"{web.address}/coll/", retries=1)


def test_the_wayback_machine_is_a_memento_server_too(calm: Shim, manifest: list[dict[str, Any]]) -> None:
    source = history(f"{calm.address}/web")
    captures = list(source.captures(COMM100))
    digests = {m["sha256"] for m in manifest if "comm100" in m["url"]}

    assert len(captures) == 5
    assert {source.fetch("acme", capture).sha256 for capture in captures} == digests


@pytest.mark.parametrize("fault", ["503", "reset", "truncate", "html", "empty"])
def test_faults_are_retried_or_raised(shim: Shim, fault: str) -> None:
    shim.settings.faults, shim.inside.faults_left = {fault: 1.0}, 2
    source = history(f"{shim.address}/web", retries=3)

    assert len(list(source.captures(COMM100))) == 5
    shim.inside.faults_left = None
    with pytest.raises(SourceError) as caught:
        source.captures(COMM100)
    assert caught.value.transient


def test_an_invalid_link_is_skipped(web: WebServer) -> None:
    odd = f'<http://[x/{URL}>; rel="memento"; datetime="{DATES[1]}"'
    source = timemap(web, entry(web, "20010101000000", DATES[0]), odd, '<http://[y>; rel="timemap"')
    assert [capture.captured_at.year for capture in source.captures(URL)] == [2001]


def test_a_date_out_of_range_makes_the_timemap_invalid(web: WebServer) -> None:
    source = timemap(web, entry(web, "20010101000000", DATES[0]), entry(web, "20020101000000", DATES[1].replace("2002", "2002" * 9)))
    with pytest.raises(SourceError):
        source.captures(URL)


def test_an_archived_redirect_to_an_invalid_url(web: WebServer) -> None:
    source = timemap(web, entry(web, "20010101000000", DATES[0]))
    (capture,) = source.captures(URL)
    web.redirect(f"/coll/20010101000000id_/{URL}", "http://[x", 302)
    with pytest.raises(Unreachable, match="sent an invalid response"):
        source.fetch("acme", capture)


def test_pages_of_a_timemap_are_joined(web: WebServer) -> None:
    second = f"{web.address}/coll/timemap/2/link/{URL}"
    own = f'<{web.address}/coll/timemap/link/{URL}>; rel="self timemap"; type="application/link-format"'
    elsewhere = '<https://other.example/timemap>; rel="timemap"'
    timemap(web, entry(web, "20020101000000", DATES[1]), path=f"/coll/timemap/2/link/{URL}")
    source = timemap(
        web, own, f'<{second}>; rel="timemap"; type="application/link-format"', elsewhere, entry(web, "20010101000000", DATES[0])
    )

    captures = list(source.captures(URL))
    assert [capture.captured_at.year for capture in captures] == [2001, 2002]
    assert captures[0].archive_url == f"{web.address}/coll/20010101000000id_/{URL}"
    assert len(web.paths()) == 2


def test_servers_without_raw_urls_are_read_as_listed(web: WebServer) -> None:
    source = timemap(web, f'</memory/7>; rel="first memento"; datetime="{DATES[0]}"')
    web.page("/memory/7", b"text", headers={"Memento-Datetime": DATES[0]})

    (capture,) = source.captures(URL)
    assert (capture.url, capture.archive_url) == (URL, f"{web.address}/memory/7")
    assert source.fetch("acme", capture).body == b"text"


def test_a_capture_of_another_time_is_refused(web: WebServer) -> None:
    source = timemap(web, entry(web, "20010101000000", DATES[0]))
    web.page(f"/coll/20010101000000id_/{URL}", b"text", headers={"Memento-Datetime": DATES[1]})

    with pytest.raises(PlaybackFailed, match="another time"):
        source.fetch("acme", next(source.captures(URL)))


@pytest.mark.parametrize(
    "body",
    [b"", b"<html>Temporarily offline</html>", b'<a>; rel="x", and then', ORIGINAL.encode() + b', <b>; rel="memento"; datetime="soon"'],
)
def test_responses_that_are_not_a_timemap(web: WebServer, body: bytes) -> None:
    web.page(f"/coll/timemap/link/{URL}", body, headers=LINKS)

    with pytest.raises(Unreachable, match="did not return a TimeMap") as caught:
        history(f"{web.address}/coll", retries=1).captures(URL)
    assert caught.value.reason == "bad-listing"


def test_a_404_page_is_not_an_empty_history(web: WebServer) -> None:
    web.page(f"/coll/timemap/link/{URL}", b"<html>no such collection</html>", status=404)

    with pytest.raises(HttpStatus, match="404"):
        history(f"{web.address}/coll").captures(URL)


def test_a_proper_404_is_an_empty_history(web: WebServer) -> None:
    web.page(f"/coll/timemap/link/{URL}", b"", status=404, headers=LINKS)

    assert list(history(f"{web.address}/coll").captures(URL)) == []


def test_a_timemap_cannot_point_to_private_addresses(web: WebServer) -> None:
    source = timemap(web, f'<http://127.0.0.2:{web.port}/memory/7>; rel="memento"; datetime="{DATES[0]}"')

    with pytest.raises(Blocked, match="not a public address"):
        source.fetch("acme", next(source.captures(URL)))


def test_captures_have_their_archive_url(web: WebServer) -> None:
    with pytest.raises(ValueError, match="archive_url"):
        history(web.address).fetch("acme", Capture(URL, datetime(2001, 1, 1, tzinfo=UTC), "memento"))
