from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import feedparser
import pytest

from monitor.model import Direction, Opinion, OpinionQuote, SecondReading, Severity
from monitor.render import feed
from monitor.render.site import render_overview, render_policy

from . import sample
from .reading import rows_of


@pytest.mark.parametrize("name", ["feed.atom", "larkspur/feed.atom", "wren/feed.atom"])
def test_atom_feeds_are_well_formed_and_complete(site: Path, name: str) -> None:
    found = feedparser.parse((site / name).read_bytes())
    assert not found.bozo
    assert found.version == "atom10"
    assert found.feed.id.startswith("urn:uuid:")
    assert len(found.entries) == {"feed.atom": 50, "larkspur/feed.atom": 6, "wren/feed.atom": 0}[name]
    assert len({e.id for e in found.entries}) == len(found.entries)
    for entry in found.entries:
        assert (site / name).parent.joinpath(entry.link).is_file()
        assert entry.updated_parsed
    assert [e.updated for e in found.entries] == sorted((e.updated for e in found.entries), reverse=True)


def test_links_in_feeds_are_absolute_when_the_address_is_known(tmp_path: Path) -> None:
    render_policy(sample.larkspur(), tmp_path, now=sample.NOW, base_url="https://p.example/reports")
    render_overview([sample.larkspur()], tmp_path, now=sample.NOW, base_url="https://p.example/reports/")
    link = "https://p.example/reports/larkspur/20210308042315--20240903042315.html"
    assert feedparser.parse((tmp_path / "larkspur/feed.atom").read_bytes()).entries[0].link == link
    assert feedparser.parse((tmp_path / "feed.atom").read_bytes()).entries[0].link == link
    data = json.loads((tmp_path / "larkspur/feed.json").read_text())
    assert data["version"] == "https://jsonfeed.org/version/1.1"
    assert data["feed_url"] == "https://p.example/reports/larkspur/feed.json"
    assert data["items"][0]["url"] == link
    assert data["items"][0]["tags"][:2] == ["critical", "ai-training"]


def test_the_feed_of_all_is_the_newest_of_each(site: Path) -> None:
    assert feed.newest([]) == []
    assert "Larkspur Post" in (site / "feed.atom").read_text()


def test_entries_are_the_newest_changes_with_links_below_a_prefix() -> None:
    one = sample.many(60, paragraphs=2)
    found = feed.entries(one.policy, rows_of(one), prefix="quillfern/")
    assert len(found) == feed.LENGTH
    assert [e.row.captured_at for e in found] == sorted((e.row.captured_at for e in found), reverse=True)
    assert found[0].row.captured_at == one.entries[-1].version.captured_at
    assert all(e.link == f"quillfern/{e.row.page}" for e in found)
    assert found[0].policy == "Quillfern Terms of Service"


def test_an_entrys_title_names_policy_severity_and_headline() -> None:
    one = sample.larkspur()
    titles = {e.row.severity: e.title for e in feed.entries(one.policy, rows_of(one))}
    assert titles["critical"].startswith("Larkspur Post Privacy Policy (critical): ")
    cosmetic = replace(rows_of(one)[1], severity="cosmetic")
    (entry,) = feed.entries(one.policy, (rows_of(one)[0], cosmetic))
    assert entry.title == "Larkspur Post Privacy Policy: The date that the page states moved (and 2 more)."


def test_an_entrys_id_stays_whatever_the_prefix_and_differs_between_policies() -> None:
    one = sample.larkspur()
    rows = rows_of(one)
    ids = [e.id for e in feed.entries(one.policy, rows)]
    assert ids == [e.id for e in feed.entries(one.policy, rows, prefix="x/")]
    assert not set(ids) & {e.id for e in feed.entries(replace(one.policy, id="other"), rows)}


def test_the_content_of_an_entry_quotes_both_wordings_and_links_the_originals() -> None:
    one = sample.larkspur()
    entry = next(e for e in feed.entries(one.policy, rows_of(one)) if e.row.captured_at == sample.at("2016-12-29"))
    data = json.loads(feed.json_feed("T", [entry], home="index.html", base_url=None))
    content = data["items"][0]["content_html"]
    for part in (
        "2 critical, 1 material, 1 minor and 1 cosmetic change between 11 June 2014 and 29 December 2016.",
        "<p>Before:</p><blockquote>Larkspur Post does NOT share",
        "<p>After:</p><blockquote>Larkspur Post may share",
        "Critical, against you, in “3. Sharing”.",
        ">archived original before</a>",
        ">archived original after</a>",
    ):
        assert part in content
    assert "feed_url" not in data
    assert data["items"][0]["url"] == entry.link


def test_an_empty_feed_is_dated_at_the_epoch_and_still_valid() -> None:
    found = feedparser.parse(feed.atom("T & <b>", [], about="", home="index.html", base_url=None).encode())
    assert not found.bozo
    assert (found.feed.updated, found.entries) == ("1970-01-01T00:00:00Z", [])
    assert found.feed.title == "T &amp; &lt;b&gt;"


def reading(dropped: str | None = None) -> SecondReading:
    quote = OpinionQuote("We share it", after=True)
    opinion = Opinion("They may <b>share</b> it now.", Severity.MINOR, Direction.WEAKENS, ("other",), (quote,))
    at = datetime(2026, 5, 3, tzinfo=UTC)
    return SecondReading("tiny:1b", at, "1", None if dropped else opinion, dropped, "it is not JSON" if dropped else None)


@pytest.mark.parametrize("folder", ["", "larkspur/"])
def test_a_second_reader_stands_apart_with_both_verdicts(tmp_path: Path, folder: str) -> None:
    one = sample.larkspur()
    last = len(one.entries) - 1
    one = replace(one, second={last: reading(), last - 1: reading("not-json")})
    render_policy(one, tmp_path, now=sample.NOW)
    render_overview([one], tmp_path, now=sample.NOW)
    told, dropped, other = [entry.content[0].value for entry in feedparser.parse((tmp_path / folder / "feed.atom").read_bytes()).entries][
        :3
    ]
    assert "<h3>Second reader (tiny:1b, 3 May 2026)</h3>" in told
    assert "This program: critical" in told
    assert "Second reader: minor" in told
    assert "They may &lt;b&gt;share&lt;/b&gt; it now." in told
    assert "not part of the verdict" in told
    assert "Its answer was dropped: it is not JSON." in dropped
    assert "Second reader" not in other
    items = json.loads((tmp_path / folder / "feed.json").read_text())["items"]
    assert "Second reader (tiny:1b, 3 May 2026)" in items[0]["content_html"]


def test_opinions_on_changes_that_no_feed_has_are_not_loaded() -> None:
    one = sample.many(60, paragraphs=2)
    from monitor.render.site import _newest_opinions

    assert len(_newest_opinions(replace(one, second={3: reading(), 58: reading()}), rows_of(one))) == 1
