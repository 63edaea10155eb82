"""The feed of the table: valid Atom whatever the texts are, with permanent ids."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import feedparser
import pytest

from monitor.model import Severity
from monitor.web.changes import ChangeRow
from monitor.web.feeds import changes_feed
from tests.render import hostile

AT = datetime(2026, 11, 29, 12, tzinfo=UTC)


def row(number: int, says: str = "A change", vendor: str = "Alder") -> ChangeRow:
    return ChangeRow(
        policy="alder",
        vendor=vendor,
        document="Privacy Policy",
        tags=(),
        id=str(number),
        captured_at=AT - timedelta(days=number),
        severity=Severity.MATERIAL,
        direction="weakens",
        kind="added",
        topics=("retention", "security"),
        says=says,
        page="alder/a--b.html",
        leads=True,
    )


def feed(*rows: ChangeRow, query: str = "") -> feedparser.FeedParserDict:
    found = feedparser.parse(changes_feed(rows, base="https://policies.example/", query=query).encode())
    assert not found.bozo, found.bozo_exception
    return found


def test_an_entry() -> None:
    (entry,) = feed(row(1)).entries
    assert entry.title == "Alder, Privacy Policy (material): A change"
    assert entry.link == "https://policies.example/alder/a--b.html"
    assert entry.updated == "2026-11-28T12:00:00Z"
    assert entry.author == "Alder"
    assert [tag.term for tag in entry.tags] == ["retention", "security"]


def test_the_newest_fifty() -> None:
    found = feed(*(row(number) for number in range(80)))
    assert len(found.entries) == 50
    assert found.feed.updated == "2026-11-29T12:00:00Z"


def test_an_empty_feed_does_not_change() -> None:
    assert changes_feed((), base="https://a.example/", query="") == changes_feed((), base="https://a.example/", query="")
    assert feed().feed.updated == "1970-01-01T00:00:00Z"


def test_ids_are_permanent_and_of_the_filters() -> None:
    one, other = feed(row(1), query="?tag=a&topic=b"), feed(row(1), query="?tag=b")
    assert one.entries[0].id == other.entries[0].id
    assert one.feed.id != other.feed.id
    assert one.feed.links[0].href == "https://policies.example/-/feed.atom?tag=a&topic=b"


@pytest.mark.parametrize("part", [0, 1, 2])
def test_payloads_stay_text(part: int) -> None:
    for payload in hostile.PAYLOADS[part::3]:
        text = changes_feed([row(1, payload, payload)], base="https://policies.example/", query="")
        assert not feedparser.parse(text.encode("utf-8", "replace")).bozo, payload
        assert text.count("<entry>") == 1
        assert "<script" not in text.lower()
