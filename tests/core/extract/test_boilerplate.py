"""The policy in a page, told from what surrounds it."""

from __future__ import annotations

import pytest

from tests.core.extract.pages import PROSE, read, text_of

POLICY = f"<h1>Privacy Policy</h1><p>{PROSE * 4}</p><h2>Sharing</h2><p>{PROSE * 4}</p>"


@pytest.mark.parametrize(
    "around",
    [
        "<nav><a href=/>Home</a> <a href=/shop>Shop</a></nav>",
        "<footer><p>© 2024 Acme. All rights reserved around the world.</p></footer>",
        "<aside><p>Related: what is new in our shop this week?</p></aside>",
        "<div class=site-header><a href=/>Home</a><a href=/shop>Shop</a></div>",
        "<div id=onetrust-banner-sdk><p>We use cookies to make this page better for you and for us.</p></div>",
        "<div role=dialog><p>Subscribe to our newsletter and never miss an offer again!</p></div>",
        "<div class='newsletter-box'><a href=/n>Subscribe to our newsletter</a></div>",
        "<ul class=breadcrumb><li><a href=/>Home</a><li><a href=/legal>Legal</a></ul>",
        "<form><p>Your e-mail</p><input></form>",
        "<div aria-hidden=true><p>Never seen by anybody who visits this page.</p></div>",
    ],
)
def test_what_surrounds_the_policy_is_left_out(around: str) -> None:
    for body in (f"{around}<main>{POLICY}</main>", f"<main>{POLICY}</main>{around}", f"{around}<div><div>{POLICY}</div></div>"):
        assert text_of(body) == text_of(f"<main>{POLICY}</main>")


def test_utility_classes_that_hold_such_words_hide_nothing() -> None:
    assert text_of(f"<div class='scroll-mt-header-h no-footer-gap'>{POLICY}</div>") == text_of(POLICY)


def test_the_title_and_the_date_above_the_content_are_kept() -> None:
    body = f"<div><h1>Privacy</h1></div><div><p>Last updated: 3 May 2024</p></div><div><p>Shop now</p></div><main><p>{PROSE * 8}</p></main>"
    text = text_of(body)
    assert text.startswith("# Privacy\n\nLast updated: 3 May 2024\n\n")
    assert "Shop now" not in text


def test_prose_beside_the_content_is_kept() -> None:
    text = text_of(f"<main><p>{PROSE * 40}</p></main><section><p>We also sell nothing. {PROSE}</p></section>")
    assert "We also sell nothing." in text


def test_a_policy_inside_an_element_named_like_furniture_is_kept() -> None:
    for tag in ("<footer>", "<div class=sidebar>", "<div role=dialog>", "<header>"):
        assert "Privacy Policy" in text_of(f"<p>Hello.</p>{tag}{POLICY}"), tag


def test_folded_sections_are_part_of_the_document_and_hidden_dialogs_are_not() -> None:
    folded = f"<div class=accordion hidden><p>Folded: {PROSE * 2}</p></div>"
    dialog = f"<div class=modal hidden><p>Dialog: {PROSE * 2}</p></div>"
    text = text_of(f"<main>{POLICY}{folded}{dialog}</main>")
    assert "Folded:" in text
    assert "Dialog:" not in text


def test_a_page_that_hides_everything_until_a_script_runs_is_read() -> None:
    long = f"{POLICY}<p>{PROSE * 4}</p>"
    assert text_of(f"<div hidden>{long}</div>") == text_of(long)


def test_a_page_of_links_alone_is_kept_rather_than_emptied() -> None:
    assert "Home" in text_of("<nav><a href=/>Home</a></nav>")


def test_selected_elements_are_kept_whole_but_for_what_is_hidden() -> None:
    page = read(f"<main>{POLICY}</main><nav id=x><p>Menu</p><div hidden><p>Secret</p></div></nav>", select=("#x",))
    assert [block.text for block in page.blocks] == ["Menu"]


def test_the_text_for_the_screen_holds_menus_and_nothing_hidden() -> None:
    page = read("<nav><a href=/>Home</a></nav><div hidden><p>Secret</p></div><p>Just a moment</p>")
    assert page.page_text == "[Home](/)\nJust a moment"
