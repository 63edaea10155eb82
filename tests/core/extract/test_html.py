"""What a page is, besides its text: title, language, redirects, selectors, shells."""

from __future__ import annotations

import pytest

from monitor.core.extract.html import read_page
from monitor.core.extract.page_reading import PAGE_TEXT
from tests.core.extract.pages import PROSE, read


def test_the_head_tells_title_canonical_address_and_refresh() -> None:
    head = (
        "<title> Privacy\n Policy </title><title>Second</title><link rel=Canonical href=https://a.example/p>"
        "<meta http-equiv=REFRESH content='5 ; URL=\"/en\"'>"
    )
    page = read("<p>We share.</p>", head=head)
    assert (page.title, page.canonical, page.refresh) == ("Privacy Policy", "https://a.example/p", "/en")


def test_a_base_element_moves_relative_links() -> None:
    page = read("<p><a href=t>terms</a></p>", head="<base href=/legal/>", url="https://a.example/p")
    assert page.blocks[0].text == "[terms](https://a.example/legal/t)"


@pytest.mark.parametrize("content", ["5", "", "url", "; url=", "0;"])
def test_a_refresh_without_a_target_is_none(content: str) -> None:
    assert read("<p>x</p>", head=f"<meta http-equiv=refresh content='{content}'>").refresh is None


@pytest.mark.parametrize(
    ("script", "target"),
    [
        ("window.location='/a'", "/a"),
        ('document.location.href = "/b"', "/b"),
        ("top.location.replace( '/c' )", "/c"),
        ("location.assign('/d')", "/d"),
        ("mylocation = '/e'", None),
        ("var x = 1", None),
    ],
)
def test_scripts_that_send_on_are_seen_on_an_empty_page_alone(script: str, target: str | None) -> None:
    assert read(f"<script>{script}</script>").refresh == target
    assert read(f"<p>{PROSE * 3}</p><script>{script}</script>").refresh is None


def test_a_page_of_many_scripts_is_an_application() -> None:
    assert read("<script>location='/a'</script>" * 4).refresh is None


def test_the_words_for_readers_without_scripts_are_shown_to_the_screen() -> None:
    page = read("<div id=root></div><noscript>Please enable JavaScript.</noscript><noscript><img src=x></noscript>")
    assert "Please enable JavaScript." in page.page_text


def test_the_text_for_the_screen_is_bounded() -> None:
    page = read(f"<p>{PROSE}</p>" * 500)
    assert len(page.page_text) == PAGE_TEXT
    assert page.visible_chars > 10 * PAGE_TEXT


def test_a_selector_at_fault_leaves_the_facts() -> None:
    page = read(f"<h1>Policy</h1><p>{PROSE}</p>", select=("#gone",))
    assert page.error is not None
    assert page.error[0] == "selector"
    assert page.blocks == []
    assert page.headings == 1
    assert PROSE.strip() in page.page_text


def test_removed_elements_are_gone_and_missing_ones_noted() -> None:
    page = read("<p class=x>Banner</p><p>We share.</p>", remove=(".x", ".gone"))
    assert [block.text for block in page.blocks] == ["We share."]
    assert page.notes == ["The `remove` selector '.gone' matches nothing on this page."]


@pytest.mark.parametrize("html", ["", "\x00\x00", "<frameset><frame src=x></frameset>", "<svg>", "<" * 1000])
def test_pages_without_a_document_raise_nothing(html: str) -> None:
    page = read_page(html, url=None, select=(), remove=())
    assert page.error is not None or page.blocks == [] or page.visible_chars >= 0
