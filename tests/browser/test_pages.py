"""The pages as people open them: from disk, in a real browser, with scripts off and on, in light and dark, wide and narrow."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from monitor.render.style_sheet import sheet_name
from tests.render import hostile, sample
from tests.sampling import sampled

from .conftest import PATIENCE, opened, settled

PAIR = "larkspur/20140611042315--20161229042315.html"
MOVED = "larkspur/20180527042315--20210308042315.html"
SAID = ("larkspur/statements.html", "topic-third-party-sharing.html", "topics.html")
KINDS = ("index.html", "larkspur/index.html", PAIR, MOVED, "larkspur/current.html", "quillfern/index.html", *SAID)
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}


@pytest.mark.parametrize(("name", "scripts"), sampled([(name, scripts) for scripts in (False, True) for name in KINDS], 2, rows=True))
def test_a_page_opens_from_disk_and_sends_nothing(browser: Any, site: Path, name: str, scripts: bool) -> None:
    with opened(browser, site / name, java_script_enabled=scripts) as (tab, seen):
        assert tab.locator("h1").is_visible()
        assert tab.locator(".sprite").evaluate("e => getComputedStyle(e).position") == "absolute", "the style sheet did not load"
        assert seen == []


LIGHT_AND_DARK = pytest.param(["light", "dark"], id="light and dark", marks=pytest.mark.slow)


@pytest.mark.parametrize("schemes", [pytest.param(None, id="one"), LIGHT_AND_DARK])
@pytest.mark.parametrize("name", KINDS)
def test_no_violation_of_wcag_aa(browser: Any, site: Path, name: str, schemes: list[str] | None) -> None:
    """All rules in light; in dark, those that depend on colour. Of the pages, every third is tried in dark alone."""
    schemes = schemes or ["light" if KINDS.index(name) % 3 else "dark"]
    with opened(browser, site / name, color_scheme="light", bypass_csp=True, reduced_motion="reduce") as (tab, _):
        tab.add_style_tag(content=".chunk,.year{content-visibility:visible!important}")
        tab.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        for scheme in schemes:
            tab.emulate_media(color_scheme=scheme)
            found = Axe().run(tab, options=RULES if scheme == "light" else COLOURS)
            assert found.violations_count == 0, (scheme, found.generate_report())
        if name == PAIR:
            tab.check("#view-side", force=True)
            found = Axe().run(tab, options=RULES)
            assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("widths", [pytest.param((320,), id="320"), pytest.param((320, 390, 1024, 1440), id="all", marks=pytest.mark.slow)])
@pytest.mark.parametrize("name", KINDS)
def test_nothing_runs_out_of_the_screen(browser: Any, site: Path, name: str, widths: tuple[int, ...]) -> None:
    with opened(browser, site / name) as (tab, _):
        for view in ("inline", "side") if "--" in name else ("",):
            if view:
                tab.check(f"#view-{view}", force=True)
            for width in widths:
                tab.set_viewport_size({"width": width, "height": 844})
                assert tab.evaluate("document.documentElement.scrollWidth") <= width, (view, width)


def test_filters_work_without_scripts(browser: Any, site: Path) -> None:
    with opened(browser, site / "index.html", java_script_enabled=False) as (tab, _):
        assert tab.locator(".policy:visible").count() == 5
        tab.locator("#f-critical").check(force=True)
        assert tab.locator(".policy:visible").count() == 2
        tab.locator("#f-failing").check(force=True)
        assert tab.locator(".policy:visible .who a").all_inner_texts() == ["Tern & Söhne"]
        assert not tab.locator(".nothing").is_visible()


def test_a_filter_without_matches_says_so(browser: Any, tmp_path: Path) -> None:
    from monitor.render.site import render_overview

    with opened(browser, render_overview([sample.histories()[2]], tmp_path, now=sample.NOW), java_script_enabled=False) as (tab, _):
        tab.locator("#f-material").check(force=True)
        assert tab.locator(".nothing").is_visible()


def test_the_redline_shows_one_column_two_or_only_the_changes(browser: Any, site: Path) -> None:
    with opened(browser, site / PAIR, viewport={"width": 1440, "height": 900}, java_script_enabled=False) as (tab, _):
        assert tab.locator(".doc .b").first.is_visible()
        assert not tab.locator(".doc .o").first.is_visible()
        assert tab.locator(".doc .b del").first.is_visible()
        tab.locator("#view-side").check(force=True)
        old, new = tab.locator(".doc .o").first.bounding_box(), tab.locator(".doc .b").first.bounding_box()
        assert old["y"] == new["y"]
        assert old["x"] + old["width"] < new["x"]
        assert not tab.locator(".doc .b del").first.is_visible()
        same = tab.locator("p.s:visible").count()
        tab.locator("#view-only").check(force=True)
        assert tab.locator("p.s:visible").count() == 0 < same


def test_a_link_to_a_folded_change_unfolds_it(browser: Any, site: Path) -> None:
    with opened(browser, site / PAIR) as (tab, _):
        name = tab.locator("details article").first.get_attribute("id")
        assert not tab.locator(f"#{name}").is_visible()
        other = tab.context.new_page()
        other.goto(f"{(site / PAIR).as_uri()}#{name}")
        other.locator(f"#{name}").wait_for(state="visible")


def test_the_places_of_a_move_lead_to_each_other(browser: Any, site: Path) -> None:
    with opened(browser, site / MOVED) as (tab, _):
        there = tab.locator("a.moved:visible", has_text="new place").first
        name = there.get_attribute("href")
        there.click()
        back = tab.locator(f"a.moved[href='{name.replace('#at-', '#from-')}']:visible")
        tab.wait_for_url(f"**{name}")
        back.click()
        tab.wait_for_url("**#from-*")


def test_the_keyboard_reaches_the_content_first_and_shows_where_it_is(browser: Any, site: Path) -> None:
    with opened(browser, site / "larkspur/index.html") as (tab, _):
        tab.keyboard.press("Tab")
        assert tab.evaluate("document.activeElement.textContent") == "Skip to the content"
        assert tab.locator(".skip").first.bounding_box()["y"] >= 0
        tab.keyboard.press("Enter")
        tab.wait_for_url("**#main")
        tab.keyboard.press("Tab")
        assert tab.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_every_mark_of_the_timeline_leads_to_its_changelog(browser: Any, site: Path) -> None:
    with opened(browser, site / "larkspur/index.html") as (tab, _):
        assert tab.locator("svg.tl a").count() == 7
        tab.locator("svg.tl a.critical").first.click()
        tab.wait_for_url(f"**/{PAIR}")


def test_a_printed_changelog_lists_the_changes_and_on_request_the_document(browser: Any, site: Path) -> None:
    with opened(browser, site / PAIR) as (tab, _):
        tab.emulate_media(media="print")
        assert not tab.locator(".doc").is_visible()
        assert tab.locator(".change").first.is_visible()
        assert len(re.findall(rb"/Type\s*/Page\b", tab.pdf())) <= 5
        tab.emulate_media(media="screen")
        tab.locator("#view-print").check(force=True)
        tab.emulate_media(media="print")
        assert tab.locator(".doc").is_visible()
        assert not tab.locator("fieldset").first.is_visible()
        assert tab.pdf()[:5] == b"%PDF-"


OURS = f"[rel=alternate], [rel=stylesheet][href='../{sheet_name()}'], [rel=stylesheet][href='{sheet_name()}']"
FOREIGN = "script:not([src='overview.js'], [src='search.js']), iframe, object,"
FOREIGN += f" embed, img, image, video, audio, form, base, link:not({OURS}), marquee, template, math, animate, style"
HANDLERS = "[...document.querySelectorAll('*')].flatMap(e => [...e.attributes]).filter(a => /^(on.*|style|srcdoc)$/i.test(a.name)).length"


def test_payloads_in_every_place_stay_text(browser: Any, tmp_path: Path) -> None:
    """Inert with the Content-Security-Policy switched off too, so that escaping alone holds."""
    from monitor.render.site import render_overview, render_policy

    assert len(hostile.PAYLOADS) >= 60
    everything = hostile.all_at_once()
    render_policy(everything, tmp_path, now=sample.NOW)
    made = [hostile.hostile(payload, id=f"h{number}") for number, payload in enumerate(hostile.PAYLOADS)]
    render_overview([everything, *made], tmp_path, now=sample.NOW)
    context = browser.new_context(bypass_csp=True, offline=True)
    context.set_default_timeout(PATIENCE)
    tab, left = context.new_page(), []
    tab.on("request", lambda request: None if request.url.startswith(("file:", "about:")) else left.append(request.url))
    pages = sorted(tmp_path.rglob("*.html"))
    assert len(pages) == 5
    for page in pages:
        tab.goto(page.as_uri())
        tab.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        settled(tab)
        assert tab.evaluate("window.hacked") is None, page
        assert tab.locator(FOREIGN).count() == 0, page
        assert tab.evaluate(HANDLERS) == 0, page
        assert tab.evaluate("[...document.links].filter(a => !/^(file|https?):/.test(a.href)).length") == 0
        shown = " ".join(tab.locator("main").text_content().split())
        for payload in hostile.PAYLOADS if page.name not in ("current.html", "search.html") else ():
            assert hostile.shown(payload) in shown, (page, payload)
    assert left == []
    context.close()


def test_a_changelog_of_two_long_policies_is_painted_and_stays_small(browser: Any, tmp_path: Path) -> None:
    """The size is asserted; the time to first paint is only printed, as it depends on the machine."""
    from monitor.render.site import render_policy

    one = long_pair()
    render_policy(one, tmp_path, now=sample.NOW)
    (page,) = tmp_path.rglob("*--*.html")
    texts = sum(len(e.version.document.text) for e in one.entries)
    assert texts > 190_000
    assert page.stat().st_size < 4 * texts
    with opened(browser, page) as (tab, seen):
        assert tab.locator("h1").is_visible()
        settled(tab)
        paint = tab.evaluate("performance.getEntriesByName('first-contentful-paint').map(e => e.startTime)")
        print(f"first contentful paint: {paint} ms, {page.stat().st_size:,} bytes")
        assert seen == []


def long_pair() -> Any:
    chance = random.Random(3)
    words = "you we may must will not content service account notice agree terms keep close share data month fee claim right".split()  # noqa: SIM905
    sentence = lambda: " ".join(chance.choice(words) for _ in range(14)).capitalize() + f" {chance.randint(1, 9999)}."  # noqa: E731
    body = [f"## {n}. {sentence()}" if n % 12 == 0 else f"{sentence()} {sentence()} {sentence()}" for n in range(430)]
    old = "\n\n".join(body) + "\n"
    changed = [line if chance.random() > 0.2 else line.replace("may", "may not", 1) + f" {sentence()}" for line in body]
    policy = sample.Policy("long", "Long", urls=("https://long.example/",))
    texts = (old, "\n\n".join(changed) + "\n")
    versions = [
        sample.version(policy, text, sample.at(day), sample.at(day, 9))
        for text, day in zip(texts, ("2020-01-01", "2021-01-01"), strict=True)
    ]
    return sample.history(policy, versions)


def test_the_overview_is_sorted_searched_and_filtered_by_tag(browser: Any, tmp_path: Path) -> None:
    from monitor.render.site import render_overview

    tagged = [replace(one, policy=replace(one.policy, tags=("payments",) * (n == 1))) for n, one in enumerate(sample.histories())]
    with opened(browser, render_overview(tagged, tmp_path, now=sample.NOW), viewport={"width": 1440, "height": 900}) as (tab, seen):
        names = tab.locator(".policy:visible .who a")
        before = names.all_inner_texts()
        tab.get_by_role("button", name="Policy").click()
        assert names.all_inner_texts() == sorted(before, key=str.lower)
        assert tab.locator("th[aria-sort]").get_attribute("aria-sort") == "ascending"
        tab.get_by_role("button", name="Policy").click()
        assert names.all_inner_texts() == sorted(before, key=str.lower, reverse=True)
        tab.get_by_label("Tag").select_option("payments")
        assert names.all_inner_texts() == [tagged[1].policy.name]
        tab.get_by_label("Find").fill("no such words")
        assert tab.locator(".nothing").is_visible()
        tab.get_by_label("Find").fill("")
        tab.get_by_label("Tag").select_option("")
        assert names.count() == len(before)
        assert not tab.locator(".nothing").is_visible()
        assert seen == []


def test_ten_policies_and_more_are_on_the_first_screen(browser: Any, tmp_path: Path) -> None:
    from monitor.render.site import render_overview

    many = [replace(one, policy=replace(one.policy, id=f"p{n}-{one.policy.id}")) for n in range(4) for one in sample.histories()]
    with opened(browser, render_overview(many, tmp_path, now=sample.NOW), viewport={"width": 1440, "height": 900}) as (tab, _):
        within = "[...document.querySelectorAll('.policy')].filter(e => e.getBoundingClientRect().bottom < innerHeight).length"
        assert tab.evaluate(within) >= 10


LONG = "https://www.larkspur-post.example/" + "a-path-without-a-break-" * 12 + "?" + "x" * 200


def test_long_addresses_and_markdown_links_stay_within_the_screen_of_a_phone(browser: Any, tmp_path: Path) -> None:
    from monitor.render.site import render_overview, render_policy

    one = sample.larkspur()
    entries = []
    for entry in one.entries:
        changes = entry.changelog.changes if entry.changelog else ()
        longer = tuple(
            replace(
                change,
                headline=f"New: {LONG} in [our list]({LONG}).",
                old=change.old and replace(change.old, text=f"{change.old.text} {LONG}", section=(LONG,)),
                new=change.new and replace(change.new, text=f"{change.new.text} [our list]({LONG})", section=(LONG,)),
                edits=(),
            )
            for change in changes
        )
        entries.append(replace(entry, changelog=entry.changelog and replace(entry.changelog, changes=longer)))
    policy = replace(one.policy, name="x" * 90, document=LONG, urls=(LONG,), tags=("y" * 70,))
    addressed = replace(one, policy=policy, entries=tuple(entries), failure=LONG, last_failure=sample.NOW, last_success=None)
    render_policy(addressed, tmp_path, now=sample.NOW)
    render_overview([addressed], tmp_path, now=sample.NOW)
    for page in ("index.html", "larkspur/index.html", PAIR, "larkspur/current.html"):
        with opened(browser, tmp_path / page, viewport={"width": 390, "height": 844}) as (tab, _):
            for width in (390, 1024):
                tab.set_viewport_size({"width": width, "height": 844})
                beyond = "[...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1)"
                found = tab.evaluate(f"{beyond}.map(e => e.outerHTML.slice(0, 90))")
                assert tab.evaluate("document.documentElement.scrollWidth") <= width, (page, width, found[:9])
