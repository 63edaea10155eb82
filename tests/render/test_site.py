from __future__ import annotations

import csv
import gc
import io
import json
import re
import weakref
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

import feedparser
import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import UsageError
from monitor.model import Document, History, HistoryEntry, Policy
from monitor.render import feed
from monitor.render.pages import Blame
from monitor.render.rows import row, row_from_json, row_to_json
from monitor.render.site import render_overview, render_policy
from monitor.render.tables import COLUMNS, inert

from . import sample
from .hostile import PAYLOADS, hostile

PAGES = (
    "index.html",
    "larkspur/index.html",
    "larkspur/current.html",
    "larkspur/20140611042315--20161229042315.html",
    "wren/index.html",
    "tern/index.html",
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample.demonstration(tmp_path_factory.mktemp("site")).parent


def text_of(page: Path) -> str:
    source = re.sub("<!--.*?-->", "", page.read_text(encoding="utf-8"))
    document = html5lib.parse(source, namespaceHTMLElements=False)
    return " ".join("".join(document.find("body").itertext()).split())


# --- pages -------------------------------------------------------------------------------------------------------------


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
        assert "default-src 'none'; style-src 'sha256-" in unescape(text)
        assert "<script" not in text
        assert " style=" not in text
        assert not re.search(r" on\w+=", text)


def test_the_changelog_leads_with_what_matters(site: Path) -> None:
    says = text_of(site / PAGES[3])
    order = (
        "Dropped: the limit",
        "What matters",
        "3. Sharing",
        "Larkspur Post does NOT share, sell",
        "promise-withdrawn",
        "What matters less",
        "The whole document",
    )
    assert [says.index(part) for part in order] == sorted(says.index(part) for part in order)
    assert "gone by 29 December 2016" in says
    assert "deleted on" not in says


def test_the_overview_shows_every_policy_its_state_and_its_failures(site: Path) -> None:
    says = text_of(site / "index.html")
    for part in (
        "5 policies under watch",
        "Larkspur Post",
        "Tern & Söhne",
        "Check failed, 2 March 2026, 06:00 UTC",
        "403 (Forbidden)",
        "No version on record yet",
        "2 snapshots kept out",
    ):
        assert part in says


def test_the_text_in_force_names_the_version_of_each_stretch(site: Path) -> None:
    says = text_of(site / "larkspur/current.html")
    assert re.search(r"Since 3 September 2024.*train language models", says)
    assert says.index("Since 18 May 2010") < says.index("1. What we collect")


def test_a_policy_that_is_overdue_or_never_checked_is_told_so(tmp_path: Path) -> None:
    late = replace(sample.larkspur(), last_success=sample.at("2026-02-20"))
    never = History(Policy("never", "Never"), (), last_failure=sample.NOW)
    archived = History(Policy("archived", "Archived", live=False), ())
    says = text_of(render_overview([late, never, archived], tmp_path, now=sample.NOW))
    assert "Overdue: not checked for 10 days" in says
    assert "Never checked with success" in says
    assert "The last check failed." in says
    assert "From archives alone" in says


def test_a_return_to_an_earlier_text_and_an_empty_changelog_are_told(tmp_path: Path) -> None:
    one = sample.larkspur()
    again = replace(one.entries[1].version, captured_at=sample.at("2015-01-01"), returns_to=sample.at("2012-02-20"))
    back = replace(one, entries=(*one.entries[:2], HistoryEntry(again, sample.Changelog(()))))
    render_policy(back, tmp_path, now=sample.NOW)
    assert "Back to the text of 20 February 2012." in text_of(tmp_path / "larkspur/index.html")
    assert "an exact return to the version of 20 February 2012" in text_of(tmp_path / "larkspur/20120220042315--20150101042315.html")


def test_a_version_whose_changelog_is_unknown_has_no_page(tmp_path: Path) -> None:
    one = sample.larkspur()
    unknown = replace(one, entries=(one.entries[0], replace(one.entries[1], changelog=None), *one.entries[2:]))
    render_policy(unknown, tmp_path, now=sample.NOW)
    assert len(list((tmp_path / "larkspur").glob("*--*.html"))) == 5
    assert len(feedparser.parse((tmp_path / "larkspur/feed.atom").read_bytes()).entries) == 5


def test_an_id_that_names_no_folder_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        render_policy(History(Policy("../x", "X"), ()), tmp_path, now=sample.NOW)
    assert list(tmp_path.iterdir()) == []


# --- only what changed -------------------------------------------------------------------------------------------------


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


def test_a_new_version_renders_its_page_and_its_neighbours_alone(tmp_path: Path) -> None:
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
    assert (
        "This comparison is out of date. A version captured on 20 February 2012 was found later and now stands between these two." in says
    )
    html5lib.HTMLParser(strict=True).parse(stale.read_text())
    assert '<a href="20100518042315--20120220042315.html">' in stale.read_text()
    assert stale not in render_policy(one, tmp_path, now=sample.NOW)
    render_policy(gap, tmp_path, now=sample.NOW)
    assert "out of date" not in stale.read_text()


def test_a_page_whose_versions_are_gone_says_that_history_was_read_anew(tmp_path: Path) -> None:
    one = sample.larkspur()
    render_policy(one, tmp_path, now=sample.NOW)
    (tmp_path / "larkspur/20000101000000--20010101000000.html").write_bytes(b"\xff not ours")
    render_policy(sample.history(one.policy, [e.version for e in one.entries[2:]], sample.STORIES), tmp_path, now=sample.NOW)
    assert "read anew" in text_of(tmp_path / "larkspur/20100518042315--20120220042315.html")
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


def test_rows_survive_their_file() -> None:
    before = None
    for entry in sample.larkspur().entries:
        before = row(entry, before)
        assert row_from_json(json.loads(json.dumps(row_to_json(before)))) == before


# --- feeds and tables --------------------------------------------------------------------------------------------------


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


def test_links_in_feeds_are_whole_when_the_address_is_known(tmp_path: Path) -> None:
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


@pytest.mark.parametrize("payload", PAYLOADS)
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
            assert element.tag not in ("script", "iframe", "object", "embed", "img", "form", "base", "template", "math"), (
                page,
                element.tag,
            )
            assert not [name for name in element.attrib if re.match(r"on|style$|srcdoc$", name)], (page, element.attrib)
    for line in csv.reader(io.StringIO((tmp_path / "changes.csv").read_text(encoding="utf-8"))):
        assert all(not cell.lstrip().startswith(("=", "+", "-", "@")) for cell in line)


def assert_inert(markup: str) -> None:
    """Nothing in the markup but the elements that we write, and no link but to a page of ours or an http address."""
    for element in html5lib.parseFragment(markup, namespaceHTMLElements=False).iter():
        assert element.tag in ("DOCUMENT_FRAGMENT", "p", "h3", "blockquote", "a"), element.tag
        assert set(element.attrib) <= {"href"}
        assert re.match(r"hostile/|\d{14}--|https://web\.archive\.org/", element.attrib.get("href", "hostile/"))


def test_tables_hold_every_change_once(site: Path) -> None:
    one = sample.larkspur()
    wanted = sum(len(e.changelog.changes) for e in one.entries if e.changelog)
    data = json.loads((site / "larkspur/changes.json").read_text())
    assert (data["schema"], data["policy"], len(data["changes"])) == ("policy-monitor/changes/1", "larkspur", wanted)
    sheet = list(csv.DictReader((site / "larkspur/changes.csv").open(encoding="utf-8", newline="")))
    assert len(sheet) == wanted
    assert tuple(sheet[0]) == COLUMNS
    everything = json.loads((site / "changes.json").read_text())
    assert everything["policy"] is None
    assert len([c for c in everything["changes"] if c["policy"] == "larkspur"]) == wanted
    assert len(list(csv.DictReader((site / "changes.csv").open(encoding="utf-8", newline="")))) == len(everything["changes"])


@given(st.text(alphabet="=+-@\t\r\n |%＝a1 \x00"))
def test_no_cell_begins_a_formula(cell: str) -> None:
    assert inert(cell).lstrip(" ")[:1] not in set("=+-@\t\r|%＝") or not cell


def test_the_feed_of_all_is_the_newest_of_each(site: Path) -> None:
    assert feed.newest([]) == []
    assert "Larkspur Post" in (site / "feed.atom").read_text()


def test_blame_need_not_cover_the_text(tmp_path: Path) -> None:
    one = sample.larkspur()
    render_policy(
        one, tmp_path, now=sample.NOW, blame=[Blame((3, 9), sample.at("1999-01-01")), Blame((40, 44), one.entries[0].version.captured_at)]
    )
    assert "Since 1 January 1999" in text_of(tmp_path / "larkspur/current.html")


def test_a_text_of_many_lines_is_cut_in_time_that_grows_with_it() -> None:
    from monitor.render.pages import _cut

    line, since = "Clause that says something of no weight at all.\n", datetime(2020, 1, 1, tzinfo=UTC)
    text = line * 200_000
    (one,) = _cut(text, ())
    assert one == (None, text)
    later = [Blame((len(line), 2 * len(line)), since)]
    assert [(at, len(part)) for at, part in _cut(line * 3, later)] == [(None, len(line)), (since, len(line)), (None, len(line))]
