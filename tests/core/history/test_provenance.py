"""Where captures came from: what counts as another way to a page, and what is remarkable about one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from monitor.core.history.provenance import Detour, detour, provenances, way_of
from monitor.model import Redirect, Redirects, SnapshotRecord
from tests.cpu import cpu

URL = "https://alder.example/privacy"
START = datetime(2026, 1, 1, tzinfo=UTC)


def to(*urls: str) -> tuple[Redirect, ...]:
    return tuple(Redirect(url, 302) for url in urls)


def captured(day: int, redirects: Redirects, *, source: str = "live", url: str = URL) -> SnapshotRecord:
    at = START + timedelta(days=day)
    return SnapshotRecord("alder", day + 1, url, at, at, source, "0" * 64, 1, "x", redirects=redirects)


def test_an_entry_for_each_time_that_a_page_came_another_way() -> None:
    away = to("https://birch.example/alder")
    records = [captured(n, redirects) for n, redirects in enumerate([(), (), away, away, (), None, ()])]
    assert [(one.since.day, one.final_url) for one in provenances(records)] == [(1, URL), (3, away[-1].url), (5, URL)]


def test_what_nobody_noted_says_nothing() -> None:
    assert provenances([captured(0, None), captured(1, (), source="wayback"), captured(2, None)]) == []
    late = [captured(3, to("https://birch.example/")), captured(1, ())]  # a ledger is in order of arrival
    assert [one.since.day for one in provenances(late)] == [2, 4]


def test_the_pages_of_a_policy_have_ways_of_their_own() -> None:
    other = f"{URL}/more"
    records = [captured(0, ()), captured(0, (), url=other), captured(1, ()), captured(1, to("https://birch.example/"), url=other)]
    assert [(one.since.day, one.url) for one in provenances(records)] == [(1, URL), (1, other), (2, other)]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ((), (), True),
        ((), ("https://alder.example/legal",), False),
        (("https://alder.example/p?sid=1",), ("https://alder.example/p?sid=2",), True),
        (("https://alder.example/p;jsessionid=a1",), ("https://alder.example/p;jsessionid=b2",), True),
        (("https://alder.example/s/3f2a9c77e01b44d8/p",), ("https://alder.example/s/9911aabbccdd0011/p",), True),
        (
            ("https://alder.example/123e4567-e89b-12d3-a456-426614174000",),
            ("https://alder.example/00000000-e89b-12d3-a456-426614174000",),
            True,
        ),
        (("https://alder.example/privacy-policy-2025-edition",), ("https://alder.example/privacy-policy-2026-edition",), False),
        (("https://alder.example/legal_information_2025",), ("https://alder.example/legal_information_2026",), False),
        (("https://alder.example/p",), ("http://alder.example/p",), False),
        (("https://ALDER.example/p",), ("https://alder.example/p",), True),
        (("https://alder.example",), ("https://alder.example/",), True),
        (("https://birch.example/p",), ("https://alder.example/p",), False),
        (("https://birch.example/", "https://alder.example/p"), ("https://alder.example/p",), False),
    ],
)
def test_ways_are_compared_without_what_differs_each_time(one: tuple[str, ...], other: tuple[str, ...], same: bool) -> None:
    assert (way_of(URL, to(*one)) == way_of(URL, to(*other))) is same


@pytest.mark.parametrize(
    ("url", "steps", "found"),
    [
        (URL, (), Detour((), None)),
        (URL, ("https://www.alder.example/p",), Detour((), None)),
        ("http://www.alder.example/", ("https://alder.example/",), Detour((), None)),
        (URL, ("http://alder.example/p",), Detour((), "http://alder.example/p")),
        (URL, ("http://birch.example/a", URL), Detour(("birch.example",), "http://birch.example/a")),
        (URL, ("https://birch.example/a", "https://cedar.example/b"), Detour(("birch.example", "cedar.example"), None)),
        ("http://alder.example/", ("http://alder.example/p",), Detour((), None)),
        (URL, ("https://alder.example:8443/p",), Detour(("alder.example:8443",), None)),
        (URL, ("https://notalder.example/p",), Detour(("notalder.example",), None)),
    ],
)
def test_foreign_hosts_and_lost_encryption(url: str, steps: tuple[str, ...], found: Detour) -> None:
    assert detour(url, to(*steps)) == found


def test_long_addresses_take_linear_time() -> None:
    def cost(length: int) -> float:
        long = to(*(f"https://alder.example/{'a' * 2 * length}/{'1b' * length}?{'c' * 2 * length}" for _ in range(10)))
        return min(cpu(lambda: [(way_of(URL, long), detour(URL, long)) for _ in range(20)]) for _ in range(3))

    assert cost(8_000) < 9 * max(0.005, cost(2_000))
