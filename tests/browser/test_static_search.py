"""The search of the static site in a real Chromium, from disk: its words are those of the program, and texts stay text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from monitor.core.text.search_terms import question, terms
from monitor.model import Policy
from monitor.render.static_search import FOLDER, SearchedPolicy, sentences_script, write_search
from monitor.render.style_sheet import write_sheet
from monitor.render.write_if_changed import ChangedFiles
from tests.render import hostile

from .conftest import opened, settled
from .test_pages import COLOURS, RULES

TEXTS = {
    "alder": "# Sharing\n\nWe may sell your data to partners. We keep **invoices** for 7 years.\n\nWe never:\n\n- rent your data",
    "birch": "We do not sell. Your data stay here.",
    "cedar": "Nous vendons vos données. Straße und Größe. ΠΡΟΣΩΠΙΚΑ δεδομένα.",
    "dogwood": "個人情報を第三者に売りません。 개인정보를 판매합니다. ข้อมูลส่วนบุคคล. данные Ёлка İstanbul",
    "elm": "Sellers of data sell (e.g. data-brokers) o\u0301 ﬁnance x² ½ ａｂｃ soft\u00adhyphen हिन्दी शब्द עִבְרִית عَرَبِيّ",
}
QUESTIONS = [
    "sell data", '"sell your data"', "“your data”", "sell*", '"sell your" partner*', "donnees", "DONNÉES", "strasse", "groesse",
    "προσωπικα",
    "個人", "個人情報", "売り", "情", "개인정보", "ข้อมูล", "елка", "istanbul", "finance", "softhyphen", "abc", "हिन्दी", "עברית", "عربي",
    "data-brokers", "7 years", "invoices", "bees", "s*", "don't", "e.g.",
]  # fmt: skip


@pytest.fixture(scope="module")
def searchable(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("searchable")
    texts = TEXTS | {f"h{n}": f"# {payload}\n\nHostile {payload}.\n" for n, payload in enumerate(hostile.PAYLOADS)}
    policies = []
    for name, text in texts.items():
        (out / name).mkdir()
        (out / name / "sentences.js").write_text(sentences_script(name, "a" * 64, text))
        named = text if name.startswith("h") else name.title()
        tags = ("trees",) if name in ("alder", "elm") else ()
        policies.append(SearchedPolicy(Policy(id=name, name=named, urls=("https://x.example/",), tags=tags), "a" * 64, text.__str__))
    write_sheet(out, ChangedFiles())
    write_search(out, policies, ChangedFiles(), anew=True)
    return out


def handed_over(script: Path) -> Any:
    return json.loads(script.read_text().partition(", ")[2].rstrip(");\n"))


def ask(tab: Any, words: str) -> list[str]:
    """The ids of the policies that are found."""
    tab.fill("#q", words)
    tab.keyboard.press("Enter")
    for _ in range(600):
        tab.wait_for_timeout(20)
        said = tab.locator("#says").inner_text()
        if said and "Searching" not in said:
            break
    while tab.locator("#more").is_visible():
        tab.locator("#more").click()
        tab.wait_for_timeout(100)
    return [link.split("/")[-2] for link in tab.locator("#found h2 a").evaluate_all("all => all.map(one => one.href)")]


def test_what_is_found_is_what_the_program_finds(browser: Any, searchable: Path) -> None:
    with opened(browser, searchable / "search.html") as (tab, seen):
        for words in QUESTIONS:
            texts = [words] if any(mark in words for mark in '"“”') else words.split()
            wanted = question(texts)
            expected = {
                name
                for name, text in TEXTS.items()
                for line in handed_over(searchable / name / "sentences.js")["sentences"]
                if text and wanted.is_in(line[0])
            }
            assert set(ask(tab, words)) & set(TEXTS) == expected, words
        assert seen == []


def test_the_words_of_the_script_are_those_of_the_program(searchable: Path) -> None:
    """Those of the files are the program's; the questions above compare the script's with them."""
    held = {
        word for path in (searchable / FOLDER).glob("0-*.js") for word in json.loads(path.read_text().partition(", ")[2].rstrip(");\n"))
    }
    assert {word for text in TEXTS.values() for word in terms(text)} <= held


def test_found_sentences_are_quoted_behind_their_introduction(browser: Any, searchable: Path) -> None:
    with opened(browser, searchable / "search.html") as (tab, _):
        assert ask(tab, "rent") == ["alder"]
        assert tab.locator("#found q").inner_text() == "We never: … rent your data"
        assert tab.locator("#says").inner_text() == "Found in 1 policy."
        assert tab.locator("#found h2").inner_text().startswith("Alder")
        ask(tab, "sell")
        tab.select_option("#tag", "trees")
        tab.wait_for_timeout(300)
        assert tab.locator("#found > li").count() == 2
        assert ask(tab, "…") == []
        assert "at least one letter" in tab.locator("#says").inner_text()


def test_more_are_shown_on_request_and_payloads_stay_text(browser: Any, searchable: Path) -> None:
    with opened(browser, searchable / "search.html", bypass_csp=True) as (tab, seen):
        assert len(ask(tab, "hostile")) >= 50
        settled(tab)
        assert tab.evaluate("window.hacked") is None
        assert tab.locator("#found :not(li, h2, a, bdi, span, ul, q, p)").count() == 0
        assert seen == []
        for payload in hostile.PAYLOADS[::6]:
            ask(tab, payload)
            settled(tab)
            assert tab.evaluate("window.hacked") is None, payload


def test_by_keyboard_in_every_width_and_both_schemes(browser: Any, searchable: Path) -> None:
    with opened(browser, searchable / "search.html", bypass_csp=True, reduced_motion="reduce") as (tab, _):
        for _ in range(10):
            tab.keyboard.press("Tab")
            if tab.evaluate("document.activeElement.id") == "q":
                break
        tab.keyboard.type("sell")
        tab.keyboard.press("Enter")
        tab.locator("#found a").first.wait_for()
        for width in (320, 390, 1024, 1440):
            tab.set_viewport_size({"width": width, "height": 844})
            assert tab.evaluate("document.documentElement.scrollWidth") <= width, width
            found = Axe().run(tab, options=RULES if width == 1440 else COLOURS)
            assert found.violations_count == 0, found.generate_report()
        tab.emulate_media(color_scheme="dark")
        assert Axe().run(tab, options=COLOURS).violations_count == 0


def test_without_script_a_sentence_says_how_to_search(browser: Any, searchable: Path) -> None:
    with opened(browser, searchable / "search.html", java_script_enabled=False) as (tab, seen):
        assert tab.get_by_text("This search needs JavaScript.").is_visible()
        assert not tab.locator("#ask").is_visible()
        assert seen == []


def test_a_file_that_is_missing_is_named(browser: Any, searchable: Path) -> None:
    path = searchable / "birch/sentences.js"
    held = path.read_text()
    path.unlink()
    with opened(browser, searchable / "search.html") as (tab, _):
        ask(tab, "stay")
        assert "birch/sentences.js can’t be loaded" in tab.locator("#says").inner_text()
    path.write_text(held)
