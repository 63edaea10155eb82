from __future__ import annotations

import csv
import gc
import gzip
import io
import json
import re
import weakref
from collections.abc import Sequence
from dataclasses import replace
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

import feedparser
import html5lib
import pytest

from monitor.errors import UsageError
from monitor.model import Document, History, HistoryEntry, Policy
from monitor.render.site import render_overview, render_policy
from tests.sampling import sampled

from . import sample
from .hostile import PAYLOADS, hostile
from .reading import text_of


def test_every_page_is_valid_html(site: Path) -> None:
    alike = sorted((site / "quillfern").glob("*--*.html"))[3:]
    for page in set(site.rglob("*.html")) - set(alike):
        html5lib.HTMLParser(strict=True).parse(page.read_text(encoding="utf-8"))
        ids = re.findall(r' id="([^"]*)"', page.read_text(encoding="utf-8"))
        assert len(ids) == len(set(ids)), page


def test_every_link_between_pages_resolves(site: Path) -> None:
    for page in site.rglob("*.html"):
        for href in re.findall(r' href="([^"]*)"', page.read_text(encoding="utf-8")):
            parts = urlsplit(href)
            if parts.scheme:
                assert parts.scheme in ("http", "https")
                continue
            target = (page.parent / unquote(parts.path)) if parts.path else page
            assert target.is_file(), (page, href)
            assert not parts.fragment or f'id="{parts.fragment}"' in target.read_text(encoding="utf-8"), (page, href)


def test_every_page_carries_a_strict_policy_and_no_script(site: Path) -> None:
    for page in site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert "default-src 'none'; style-src 'self' file:; " in unescape(text)
        assert "<style" not in text
        # Only the overview has one, which only sorts and searches; it stands in a file of its own.
        script = {site / "index.html": "overview.js", site / "search.html": "search.js"}.get(page)
        assert text.count("<script") == text.count(f'<script src="{script}" defer></script>') == bool(script), page
        assert " style=" not in text
        assert not re.search(r" on\w+=", text)


def test_a_version_whose_changelog_is_unknown_has_no_page(tmp_path: Path) -> None:
    one = sample.larkspur()
    unknown = replace(one, entries=(one.entries[0], replace(one.entries[1], changelog=None), *one.entries[2:]))
    render_policy(unknown, tmp_path, now=sample.NOW)
    assert len(list((tmp_path / "larkspur").glob("*--*.html"))) == 5
    assert len(feedparser.parse((tmp_path / "larkspur/feed.atom").read_bytes()).entries) == 5


def test_an_id_that_cannot_name_a_folder_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        render_policy(History(Policy("../x", "X"), ()), tmp_path, now=sample.NOW)
    assert list(tmp_path.iterdir()) == []


def test_a_second_rendering_writes_nothing_whatever_the_hour(tmp_path: Path) -> None:
    shown = sample.histories()
    for one in shown:
        assert render_policy(one, tmp_path, now=sample.NOW)
    render_overview(shown, tmp_path, now=sample.NOW)
    before = {p: p.stat().st_mtime_ns for p in tmp_path.rglob("*") if p.is_file()}
    later = sample.NOW.replace(hour=23)
    assert [written for one in shown for written in render_policy(one, tmp_path, now=later)] == []
    render_overview(shown, tmp_path, now=later)
    assert {p: p.stat().st_mtime_ns for p in tmp_path.rglob("*") if p.is_file()} == before


def test_a_new_version_renders_only_its_own_page_and_its_neighbours(tmp_path: Path) -> None:
    one = sample.larkspur()
    render_policy(replace(one, entries=one.entries[:6]), tmp_path, now=sample.NOW)
    written = {p.name for p in render_policy(one, tmp_path, now=sample.NOW)}
    pages = {name for name in written if "--" in name}
    assert pages == {"20180527042315--20210308042315.html", "20210308042315--20240903042315.html"}
    assert "index.html" in written


def test_a_version_found_later_leaves_the_old_page_under_a_banner_until_it_holds_again(tmp_path: Path) -> None:
    one = sample.larkspur()
    before = [e.version for e in one.entries]
    gap = sample.history(one.policy, [before[0], *before[2:]], sample.STORIES)
    render_policy(gap, tmp_path, now=sample.NOW)
    stale = tmp_path / "larkspur/20100518042315--20140611042315.html"
    assert "out of date" not in stale.read_text()
    assert stale in render_policy(one, tmp_path, now=sample.NOW)
    says = text_of(stale)
    assert "This comparison is out of date. A version captured on 20 February 2012 was found later and lies between these two." in says
    html5lib.HTMLParser(strict=True).parse(stale.read_text())
    assert '<a href="20100518042315--20120220042315.html">' in stale.read_text()
    assert stale not in render_policy(one, tmp_path, now=sample.NOW)
    render_policy(gap, tmp_path, now=sample.NOW)
    assert "out of date" not in stale.read_text()


def test_a_page_of_missing_versions_says_that_history_was_rederived(tmp_path: Path) -> None:
    one = sample.larkspur()
    render_policy(one, tmp_path, now=sample.NOW)
    (tmp_path / "larkspur/20000101000000--20010101000000.html").write_bytes(b"\xff not ours")
    render_policy(sample.history(one.policy, [e.version for e in one.entries[2:]], sample.STORIES), tmp_path, now=sample.NOW)
    assert "derived again" in text_of(tmp_path / "larkspur/20100518042315--20120220042315.html")
    assert (tmp_path / "larkspur/20000101000000--20010101000000.html").read_bytes() == b"\xff not ours"


def test_many_versions_between_are_named_up_to_a_limit(tmp_path: Path) -> None:
    one = sample.many(14, paragraphs=2)
    ends = sample.history(one.policy, [one.entries[0].version, one.entries[-1].version])
    render_policy(ends, tmp_path, now=sample.NOW)
    render_policy(one, tmp_path, now=sample.NOW)
    stale = next(p for p in (tmp_path / "quillfern").glob("*--*.html") if "out of date" in p.read_text())
    assert "and 6 others were found later" in text_of(stale), text_of(stale)[:900]


class Counted(sample.Lazy):
    """Lazy entries that count how many texts are alive at once."""

    def __init__(self, entries: Sequence[HistoryEntry]) -> None:
        super().__init__(entries)
        self.alive, self.most = weakref.WeakSet[Text](), 0

    def __getitem__(self, place: int | slice) -> HistoryEntry | Sequence[HistoryEntry]:
        entry = super().__getitem__(place)
        assert isinstance(entry, HistoryEntry)
        document = entry.version.document
        text = Text(document.text)
        self.alive.add(text)
        gc.collect(0)
        self.most = max(self.most, len(self.alive))
        return replace(entry, version=replace(entry.version, document=Document(text, document.title, document.stated_date)))


class Text(str):
    """A string that can be watched."""

    __slots__ = ("__weakref__",)


def test_no_more_than_two_texts_are_held_and_an_unchanged_history_is_read_once(tmp_path: Path) -> None:
    one = sample.many(40, paragraphs=3)
    lazy = Counted(one.entries)
    render_policy(replace(one, entries=lazy), tmp_path, now=sample.NOW)
    assert lazy.most <= 3  # two held, and the one that is being handed over
    lazy.loads = 0
    assert render_policy(replace(one, entries=lazy), tmp_path, now=sample.NOW) == []
    assert lazy.loads <= 42
    lazy.loads = 0
    render_overview([replace(one, entries=lazy)], tmp_path, now=sample.NOW)
    assert lazy.loads <= 1


@pytest.mark.parametrize("harm", ["{", "[]", '{"versions": [{}]}', '{"versions": []}', '{"versions": [3]}'])
def test_an_overview_without_usable_rows_on_disk_collects_them(tmp_path: Path, harm: str) -> None:
    one = sample.larkspur()
    render_policy(one, tmp_path, now=sample.NOW)
    (tmp_path / "larkspur/versions.json").write_text(harm)
    assert "train language models" in text_of(render_overview([one], tmp_path, now=sample.NOW))
    assert len(json.loads((tmp_path / "larkspur/versions.json").read_text())["versions"]) == 7


@pytest.mark.parametrize("payload", sampled(PAYLOADS, 5))
def test_policy_text_arrives_inert_in_feeds_and_tables(tmp_path: Path, payload: str) -> None:
    one = hostile(payload)
    render_policy(one, tmp_path, now=sample.NOW)
    render_overview([one], tmp_path, now=sample.NOW)
    for name in ("feed.atom", "hostile/feed.atom"):
        found = feedparser.parse((tmp_path / name).read_bytes(), sanitize_html=False)
        assert not found.bozo
        for markup in (found.entries[0].title, found.entries[0].content[0].value, found.feed.title):
            assert_inert(markup)
    assert_inert(json.loads((tmp_path / "feed.json").read_text())["items"][0]["content_html"])
    for page in tmp_path.rglob("*.html"):
        tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page.read_text(encoding="utf-8"))
        for element in tree.iter():
            if element.tag == "script":  # the one of the overview, which stands in a file of its own
                source = "search.js" if page.name == "search.html" else "overview.js"
                assert (element.attrib, element.text, page.parent) == ({"src": source, "defer": ""}, None, tmp_path)
                continue
            assert element.tag not in ("script", "iframe", "object", "embed", "img", "form", "base", "template", "math"), (
                page,
                element.tag,
            )
            assert not [name for name in element.attrib if re.match(r"on|style$|srcdoc$", name)], (page, element.attrib)
    for line in csv.reader(io.StringIO(gzip.decompress((tmp_path / "changes.csv.gz").read_bytes()).decode())):
        assert all(not cell.lstrip().startswith(("=", "+", "-", "@")) for cell in line)


def assert_inert(markup: str) -> None:
    """Nothing in the markup but the elements that we write, and no link but to a page of ours or an http address."""
    for element in html5lib.parseFragment(markup, namespaceHTMLElements=False).iter():
        assert element.tag in ("DOCUMENT_FRAGMENT", "p", "h3", "blockquote", "a"), element.tag
        assert set(element.attrib) <= {"href", "lang", "dir"}
        assert re.match(r"hostile/|\d{14}--|https://web\.archive\.org/", element.attrib.get("href", "hostile/"))
