"""A plug-in's source: what it gives becomes snapshots; what it does wrong is a failure of the policy that asked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from monitor.errors import SourceError, Unreachable
from monitor.model import Capture
from monitor.sources.interface import Fetched
from monitor.sources.plugged import BROUGHT_BY, PluggedHistory, PluggedLive
from tests.plugins.conftest import Installer, install  # noqa: F401 - a fixture
from tests.sampling import sampled

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
URL = "https://acme.example/privacy"
MODULE = """
import time
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from monitor.errors import Unreachable
from monitor.plugins import Page

class Nowhere(tzinfo):
    def utcoffset(self, moment): return None
class Broken(tzinfo):
    def utcoffset(self, moment): return 1 / 0

class Desk:
    def __init__(self, place):
        if place == "closed": raise OSError("no such share")
        self.place, self.opened = place, datetime.now()
    def current(self, url):
        if self.place == "slow": time.sleep(60)
        if self.place == "down": raise Unreachable("the desk is not there")
        if self.place == "odd": return "a page"
        if self.place == "text": return Page("text")
        if self.place == "typed": return Page(b"x", 7)
        if self.place == "header": return Page(b"x", "text/html\\r\\nX-Archive: forged")
        if self.place == "surrogate": return Page(b"x", "\\ud800")
        if self.place == "endless": return Page(b"x", "t" * 10**6)
        if self.place == "large": return Page(b"x" * 2000)
        return Page(f"{url} from {self.place}".encode(), "text/plain" if self.place != "untyped" else None)
    def moments(self, url):
        day = datetime(2020, 1, 2, tzinfo=timezone(timedelta(hours=2)))
        if self.place == "naive": return [datetime(2020, 1, 1)]
        if self.place == "future": return [datetime(3020, 1, 1, tzinfo=UTC)]
        if self.place == "ancient": return [datetime(1066, 1, 1, tzinfo=UTC)]
        if self.place == "last": return [datetime(9999, 12, 31, 23, tzinfo=timezone(timedelta(hours=-5)))]
        if self.place == "nowhere": return [datetime(2020, 1, 1, tzinfo=Nowhere())]
        if self.place == "broken": return [datetime(2020, 1, 1, tzinfo=Broken())]
        if self.place == "words": return ["2020-01-01"]
        if self.place == "endless": return (day for _ in iter(int, 1))
        if self.place == "none": return None
        if self.place == "empty": return []
        return (day + timedelta(days=n) for n in (2, 0, 1, 0))
    def at(self, url, moment):
        return Page(f"{moment:%Y-%m-%d}".encode(), "text/plain")

class Past:
    def __init__(self, place): pass
    def moments(self, url): return []
    def at(self, url, moment): raise KeyError(moment)

class Present:
    def __init__(self, place): pass
    def current(self, url): return Page(b"now")
"""


@pytest.fixture(autouse=True)
def _desk(install: Installer) -> None:  # noqa: F811
    named = {"sources.desk": "acme_desk:Desk", "sources.past": "acme_desk:Past", "sources.present": "acme_desk:Present"}
    install("acme-plugin", named, modules={"acme_desk": MODULE}, version="3.1")


def live(place: str, **more: Any) -> PluggedLive:
    return PluggedLive(place, **{"most": 1000, "now": lambda: NOW, **more})


def history(place: str) -> PluggedHistory:
    return PluggedHistory(place, most=1000, now=lambda: NOW)


def test_a_page_as_it_is_now() -> None:
    answer = live("desk:the:shelf").fetch("acme", URL)
    assert isinstance(answer, Fetched)
    page = answer.snapshot
    assert (page.policy, page.url, page.captured_at, page.source, page.status) == ("acme", URL, NOW, "live", 200)
    assert page.body == f"{URL} from the:shelf".encode()
    assert page.media_type == page.headers["content-type"] == "text/plain"
    assert page.headers[BROUGHT_BY] == "desk acme-plugin 3.1"
    assert answer.final_url == URL


def test_a_page_without_a_type_has_none() -> None:
    answer = live("desk:untyped").fetch("acme", URL)
    assert isinstance(answer, Fetched)
    assert answer.snapshot.media_type is None
    assert "content-type" not in answer.snapshot.headers


def test_a_source_is_opened_once() -> None:
    source = live("desk:shelf")
    source.fetch("acme", URL)
    opened = source._pages._opened
    source.fetch("acme", URL)
    assert source._pages._opened is opened


@pytest.mark.parametrize(
    ("place", "reason", "says"),
    sampled(
        [
            ("desk:closed", "plugin-fault", "the source 'desk' of acme-plugin 3.1 failed: OSError at acme_desk.py:14"),
            ("desk:odd", "plugin-fault", "the source 'desk' of acme-plugin 3.1 gave no Page with bytes"),
            ("desk:text", "plugin-fault", "gave no Page with bytes"),
            ("desk:typed", "plugin-fault", "gave no Page with bytes"),
            ("desk:header", "plugin-fault", "gave something other than a media type, such as text/html"),
            ("desk:surrogate", "plugin-fault", "gave something other than a media type"),
            ("desk:endless", "plugin-fault", "gave something other than a media type"),
            ("desk:large", "too-large", "gave 2,000 bytes, more than `fetch: {max_bytes: 1000}` allows"),
            ("past", "plugin-fault", "has no pages as they are now; set `live: false`"),
            ("desck", "plugin-fault", "no installed plug-in has the source 'desck'; did you mean 'desk'?"),
        ],
        3,
        rows=True,
    ),
)
def test_what_is_no_page_is_a_failure(place: str, reason: str, says: str) -> None:
    with pytest.raises(SourceError) as failure:
        live(place).fetch("acme", URL)
    assert failure.value.reason == reason
    assert says in str(failure.value)


def test_a_source_that_hangs_is_given_up() -> None:
    with pytest.raises(SourceError, match=r"did not answer within 0\.2 s"):
        live("desk:slow", seconds=0.2).fetch("acme", URL)


def test_a_source_may_say_itself_what_failed() -> None:
    with pytest.raises(Unreachable, match="the desk is not there"):
        live("desk:down").fetch("acme", URL)


def test_a_past_is_listed_in_order_and_each_moment_once() -> None:
    days = [capture.captured_at for capture in history("desk:shelf").captures(URL)]
    assert days == [datetime(2020, 1, 1, 22, tzinfo=UTC) + timedelta(days=n) for n in range(3)]
    since, until = days[1], days[1]
    assert [capture.captured_at for capture in history("desk:shelf").captures(URL, since=since, until=until)] == [since]
    assert list(history("desk:empty").captures(URL)) == []


def test_a_capture_is_the_page_of_that_moment() -> None:
    source = history("desk:shelf")
    first = next(source.captures(URL))
    page = source.fetch("acme", first)
    assert (page.source, page.captured_at, page.body, page.url) == ("plugin", first.captured_at, b"2020-01-01", URL)
    assert source.name == first.source == "plugin"


@pytest.mark.parametrize(
    ("place", "says"),
    sampled(
        [
            ("desk:naive", "gave a time without a time zone"),
            ("desk:words", "gave a time without a time zone"),
            ("desk:future", "gave an impossible time: 3020-01-01"),
            ("desk:ancient", "gave an impossible time: 1066-01-01"),
            ("desk:last", "gave an impossible time: 9999-12-31"),
            ("desk:nowhere", "gave a time without a time zone"),
            ("desk:broken", "failed: ZeroDivisionError at acme_desk.py"),
            ("desk:endless", "lists more than 100,000 captures"),
            ("desk:none", "failed: TypeError at plugged.py"),
            ("present", "has no a past; set `history: none`"),
        ],
        3,
        rows=True,
    ),
)
def test_a_listing_that_is_wrong_is_a_failure_and_not_an_empty_history(place: str, says: str) -> None:
    with pytest.raises(SourceError) as failure:
        list(history(place).captures(URL))
    assert says.replace("no a past", "no past") in str(failure.value)
    assert failure.value.reason == "plugin-fault"


def test_a_capture_that_fails_is_one_failure() -> None:
    with pytest.raises(SourceError, match=r"failed: KeyError at acme_desk\.py"):
        history("past").fetch("acme", Capture(URL, NOW, "plugin"))
