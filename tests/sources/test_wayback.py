"""A Wayback server with faults: nothing lost, duplicated or truncated, and no failure mistaken for "no history"."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from monitor.errors import Blocked, HttpStatus, NotArchived, PlaybackFailed, RateLimited, SourceError, Unreachable
from monitor.model import Capture
from monitor.sources.wayback import WaybackHistory, capture_moment
from monitor.timestamps import timestamp14
from tests.net.web_server import WebServer
from tests.sampling import sampled

from .archive_server import Shim
from .cdx_listing import HEADER, URL, history, listing, row

COMM100 = "https://www.comm100.com/privacy"
LIFE = "https://archive-fixture.example/privacy"
MANY = "https://archive-fixture.example/many"
OLD_LIFE = "http://archive-fixture.example/privacy.html"


def everything(source: WaybackHistory, *urls: str) -> list[tuple[str, datetime, str]]:
    found = []
    for url in urls:
        for capture in source.captures(url):
            if capture.status == 200:
                snapshot = source.fetch("acme", capture)
                found.append((snapshot.url, snapshot.captured_at, snapshot.sha256))
    return found


@pytest.fixture(scope="module")
def truth(calm: Shim) -> list[tuple[str, datetime, str]]:
    return everything(history(calm.address), COMM100, LIFE, "http://sillydog.org/site/privacy.html")


@pytest.mark.parametrize("fault", sampled(["500", "502", "503", "504", "reset", "truncate", "slow", "hang", "empty", "html"], 3))
def test_a_transient_fault_changes_nothing(shim: Shim, truth: list[Any], fault: str) -> None:
    shim.settings.faults, shim.settings.hang_seconds = {fault: 0.5}, 1.5  # longer than we wait, and we longer than a busy machine needs

    assert everything(history(shim.address, timeout=1 if fault == "hang" else 30, retries=12), COMM100) == truth[:5]
    assert shim.inside.stats[f"fault:{fault}"] > 2


@pytest.mark.parametrize("seed", sampled([7, 42], 2))
def test_a_mix_of_faults_changes_nothing(shim: Shim, truth: list[Any], seed: int) -> None:
    shim.settings.faults = {"503": 0.1, "502": 0.05, "reset": 0.1, "truncate": 0.1, "html": 0.05, "empty": 0.05, "slow": 0.1}
    shim.inside.rng.seed(seed)

    assert everything(history(shim.address, retries=12), COMM100, LIFE, "http://sillydog.org/site/privacy.html") == truth
    assert sum(n for name, n in shim.inside.stats.items() if name.startswith("fault:")) > 5


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("502", "http-502"),
        ("503", "http-503"),
        ("reset", "unreachable"),
        ("truncate", "truncated"),
        ("empty", "bad-listing"),
        ("html", "bad-listing"),
    ],
)
def test_a_listing_that_fails_is_never_an_empty_history(shim: Shim, fault: str, reason: str) -> None:
    shim.settings.faults = {fault: 1.0}

    for url in (COMM100, "https://nobody.example/privacy"):
        if fault == "truncate" and url != COMM100:
            continue  # "[]\n" halved is still no listing, but a body of three bytes may arrive whole
        with pytest.raises(SourceError) as caught:
            history(shim.address, retries=1).captures(url)
        assert (caught.value.reason, caught.value.transient) == (reason, True)


@pytest.mark.parametrize(
    ("fault", "reason"), [("html", "not-a-capture"), ("empty", "not-a-capture"), ("truncate", "truncated"), ("503", "http-503")]
)
def test_a_capture_that_fails_is_never_a_snapshot(shim: Shim, fault: str, reason: str) -> None:
    source = history(shim.address, retries=1)
    capture = next(source.captures(COMM100))
    shim.settings.faults = {fault: 1.0}

    with pytest.raises(SourceError) as caught:
        source.fetch("acme", capture)
    assert (caught.value.reason, caught.value.transient) == (reason, True)


def test_repeated_rows_are_one_capture(shim: Shim) -> None:
    shim.settings.repeat_rows = 3

    assert len(list(history(shim.address).captures(COMM100))) == 5


def test_long_listings_are_read_page_by_page(shim: Shim, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("monitor.sources.cdx._ROWS_A_REQUEST", 20)

    captures = list(history(shim.address).captures(MANY))
    assert len(captures) == 150
    assert len({capture.captured_at for capture in captures}) == 150
    assert shim.inside.stats["cdx"] == 8


class Limit:
    """A shim with a rate limit; sleeping through a wait lets its minute pass."""

    def __init__(self, shim: Shim) -> None:
        self.shim, self.slept, self.now = shim, [], 0.0

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds
        self.shim.forget_hits()


def test_a_429_is_waited_out_as_retry_after_says(shim: Shim) -> None:
    limit = Limit(shim)
    shim.settings.replay_rate_limit = (2, 250.0)

    assert len(everything(history(shim.address, clock=limit.clock, sleep=limit.sleep), COMM100)) == 5
    assert shim.inside.stats["429"] == len(limit.slept) == 2
    assert all(100 < seconds <= 251 for seconds in limit.slept)


def test_a_429_without_retry_after_waits_a_minute(shim: Shim) -> None:
    limit = Limit(shim)
    shim.settings.rate_limit, shim.settings.retry_after = (1, 60.0), False
    source = history(shim.address, clock=limit.clock, sleep=limit.sleep)

    source.captures(COMM100)
    source.captures(COMM100)
    assert [round(seconds) for seconds in limit.slept] == [60]


def test_a_429_that_does_not_end_is_raised(shim: Shim) -> None:
    shim.settings.rate_limit = (0, 60.0)
    shim.inside.hits["cdx"].append(1e12)

    with pytest.raises(RateLimited) as caught:
        history(shim.address, retries=2).captures(COMM100)
    assert caught.value.retry_after is not None


def test_requests_never_exceed_the_configured_rate(shim: Shim) -> None:
    now = [0.0]
    moments: list[float] = []

    def sleep(seconds: float) -> None:
        now[0] += seconds

    source = WaybackHistory(shim.address, requests_per_minute=4, clock=lambda: now[0], sleep=sleep)
    original = shim.inside.limited
    shim.inside.limited = lambda group: (moments.append(now[0]), original(group))[1]
    everything(source, COMM100)
    everything(source, "http://sillydog.org/site/privacy.html")

    assert len(moments) >= 9
    assert all(later - earlier >= 60 for earlier, later in zip(moments, moments[4:], strict=False))


def test_an_archived_429_is_a_snapshot(calm: Shim) -> None:
    slept: list[float] = []
    source = history(calm.address, sleep=slept.append)
    by_status = {capture.status: capture for capture in source.captures(LIFE)}

    for status in (404, 429, 503):
        snapshot = source.fetch("acme", by_status[status])
        assert snapshot.status == status
        assert snapshot.body
    assert slept == []
    assert snapshot.headers["server"] == "nginx"


def test_revisits_inherit_status_and_type(calm: Shim) -> None:
    source = history(calm.address)
    revisit = list(source.captures(LIFE))[-1]

    assert (revisit.status, revisit.media_type) == (200, "text/html")
    snapshot = source.fetch("acme", revisit)
    assert len(snapshot.body) == 7095
    assert snapshot.headers["memento-datetime"] == "Sat, 01 Jun 2019 00:00:00 GMT"


def test_archived_redirects_are_followed(calm: Shim, manifest: list[dict[str, Any]]) -> None:
    source = history(calm.address)
    redirect = next(capture for capture in source.captures(OLD_LIFE) if capture.status == 301)
    target = next(m for m in manifest if m["url"] == LIFE and m["timestamp"] == "20170301000001")

    snapshot = source.fetch("acme", redirect)
    assert (snapshot.sha256, snapshot.status) == (target["sha256"], 200)
    assert (snapshot.url, timestamp14(snapshot.captured_at)) == (OLD_LIFE, "20170301000000")
    assert snapshot.archive_url == f"{calm.address}/web/20170301000001id_/{LIFE}"
    assert snapshot.headers["content-location"] == snapshot.archive_url


def test_an_archived_redirect_to_a_missing_capture(calm: Shim) -> None:
    source = history(calm.address)
    redirect = next(capture for capture in source.captures(LIFE) if capture.status == 302)

    with pytest.raises(NotArchived, match="login"):
        source.fetch("acme", redirect)


def test_the_nearest_capture_is_not_accepted_for_the_requested_one(calm: Shim) -> None:
    source = history(calm.address)
    capture = Capture(COMM100, datetime(2012, 1, 1, tzinfo=UTC), "wayback")

    with pytest.raises(PlaybackFailed, match="offers 20100518042315 instead") as caught:
        source.fetch("acme", capture)
    assert not caught.value.transient


def test_two_captures_in_one_second_are_distinguished(calm: Shim) -> None:
    source = history(calm.address)
    moment = datetime(2018, 8, 1, tzinfo=UTC)
    both = {capture.status: capture for capture in source.captures(LIFE, since=moment, until=moment)}

    assert set(both) == {200, 301}
    assert len(source.fetch("acme", both[200]).body) == 7095
    with pytest.raises(PlaybackFailed, match="status 200"):
        source.fetch("acme", both[301])


def test_pages_never_archived(calm: Shim) -> None:
    with pytest.raises(NotArchived, match="does not have"):
        history(calm.address).fetch("acme", Capture("https://nobody.example/", datetime(2020, 1, 1, tzinfo=UTC), "wayback"))


def test_excluded_sites_are_blocked(shim: Shim) -> None:
    source = history(shim.address)
    capture = next(source.captures(COMM100))
    shim.settings.blocked_hosts = ("comm100.com",)

    for ask in (lambda: source.captures(COMM100), lambda: source.fetch("acme", capture)):
        with pytest.raises(Blocked) as caught:
            ask()
        assert (caught.value.reason, caught.value.transient) == ("excluded", False)


def test_unusual_stored_bodies(calm: Shim) -> None:
    source = history(calm.address)
    bodies = {}
    for kind in ("gzip", "gzip-lie", "chunked"):
        (capture,) = source.captures(f"https://archive-fixture.example/ce/{kind}")
        bodies[kind] = source.fetch("acme", capture).body
    assert len(set(bodies.values())) == 1
    (empty,) = (c for c in source.captures(LIFE) if timestamp14(c.captured_at) == "20180703000000")
    assert source.fetch("acme", empty).body == b""


# --- answers that the look-alike never gives ---------------------------------------------------------------------------


def test_impossible_dates_are_read_and_fetched_as_listed(web: WebServer) -> None:
    source = listing(web, row("20000008241731"), row("20130230250000"), row("nonsense"), row("20010101000000", length="-"))
    captures = list(source.captures(URL))

    assert [timestamp14(c.captured_at) for c in captures] == ["20000108231731", "20010101000000", "20130228230000"]
    assert [c.archive_url.split("/web/")[1][:14] for c in captures] == ["20000008241731", "20010101000000", "20130230250000"]
    assert source.skipped == [(URL, "the archive lists a capture with the invalid timestamp 'nonsense'.")]
    web.page("/web/20130230250000id_/" + URL, b"text", headers={"Memento-Datetime": "Sat, 02 Mar 2013 01:00:00 GMT"})
    assert source.fetch("acme", captures[2]).body == b"text"


def test_rows_of_other_pages_are_dropped(web: WebServer) -> None:
    source = listing(
        web,
        row("20010101000000"),
        row("20020101000000", url="https://acme.example/other"),
        row("20030101000000", url="http://www.acme.example/privacy/"),
    )

    assert [c.captured_at.year for c in source.captures(URL)] == [2001, 2003]


def test_rows_outside_the_bounds_are_dropped(web: WebServer) -> None:
    source = listing(web, *(row(f"200{n}0101000000") for n in range(9)))

    assert [
        c.captured_at.year for c in source.captures(URL, since=datetime(2002, 1, 1, tzinfo=UTC), until=datetime(2004, 1, 1, tzinfo=UTC))
    ] == [2002, 2003, 2004]
    assert "from=20020101000000&to=20040101000000" in web.requests[-1][0]


@pytest.mark.parametrize("text", ["{}", "[1]", '[["a","b"],["c","d"]]', HEADER + ',["short"]]', "org.archive.wayback error", "   "])
def test_responses_that_are_not_a_listing(web: WebServer, text: str) -> None:
    web.page("/cdx/search/cdx", text.encode())

    with pytest.raises(Unreachable, match="did not return a listing") as caught:
        history(web.address, retries=1).captures(URL)
    assert caught.value.reason == "bad-listing"


def test_a_resume_key_that_repeats_ends_the_listing(web: WebServer) -> None:
    web.page("/cdx/search/cdx", (HEADER + "," + row("20010101000000") + ',[],["again"]]').encode())

    assert len(list(history(web.address).captures(URL))) == 1
    assert len(web.paths()) == 2


@pytest.mark.parametrize(("status", "error"), [(400, HttpStatus), (403, Blocked), (404, HttpStatus)])
def test_listings_refused(web: WebServer, status: int, error: type[Exception]) -> None:
    web.page("/cdx/search/cdx", b"Sorry\n", status=status)

    with pytest.raises(error):
        history(web.address).captures(URL)


@pytest.mark.parametrize(
    ("digits", "moment"),
    [
        ("20200101000000", "2020-01-01T00:00:00"),
        ("20001301000060", "2000-12-01T00:00:59"),
        ("00000101000000", None),
        ("2020", "2020-01-01T00:00:00"),
        ("x", None),
    ],
)
def test_times_of_captures(digits: str, moment: str | None) -> None:
    found = capture_moment(digits)

    assert (found and found.strftime("%Y-%m-%dT%H:%M:%S")) == moment


def test_the_endpoint_must_be_a_url() -> None:
    with pytest.raises(Blocked):
        WaybackHistory("web.archive.org")
