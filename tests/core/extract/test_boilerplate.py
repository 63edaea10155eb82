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


def test_a_hidden_part_that_nothing_on_the_page_can_show_is_left_out_however_long_it_is() -> None:
    hidden = f"<div class=content hidden><p>Former: {PROSE * 12}</p></div>"
    assert "Former:" not in text_of(f"<main>{POLICY}{hidden}</main>")
    assert "Former:" in text_of(f"<main>{POLICY}{hidden}</main><script>show()</script>")
    # A script may show it, but nothing says that it does.
    assert "Former:" not in text_of(f"<main>{POLICY}{hidden.replace('content', 'old')}</main><script>show()</script>")


def test_what_little_is_seen_beside_much_that_is_hidden() -> None:
    for hide in ("hidden", "style='visibility:hidden'", "style='display:none'"):
        body = f"<p>We sell your data to anybody.</p><div {hide}>{POLICY}<p>{PROSE * 12}</p></div>"
        assert text_of(body) == "We sell your data to anybody."
        assert "Privacy Policy" in text_of(body.replace("We sell your data to anybody.", "Loading …"))
        assert "Privacy Policy" in text_of(f"{body}<script>show()</script>")


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


CLAUSE = "We may pass your personal data on to advertisers."


@pytest.mark.parametrize(
    "around",
    [
        "<nav><p>@</p></nav>",
        "<footer><div><p>@</p></div></footer>",
        "<aside><ul><li>@</ul></aside>",
        "<div class=cookie-banner><p>@</p></div>",
        "<div id=onetrust-banner-sdk><p>@</p></div>",
        "<div role=dialog><p>@</p></div>",
        "<div role=complementary><p>@</p></div>",
        "<div aria-hidden=true><p>@</p></div>",
        "<noscript><p>@</p></noscript>",
        "<form><p>@</p><input></form>",
        "<dialog open><p>@</p></dialog>",
    ],
)
def test_a_clause_is_read_wherever_a_reader_sees_it(around: str) -> None:
    for body in (f"<main>{POLICY}</main>{around}", f"{around}<div><div>{POLICY}</div></div>"):
        assert CLAUSE in text_of(body.replace("@", CLAUSE))


@pytest.mark.parametrize(
    "around",
    [
        "<footer hidden><p>@</p></footer>",
        "<div class=modal aria-hidden=true><p>@</p></div>",
        "<dialog><p>@</p></dialog>",
        "<nav style='display:none'><p>@</p></nav>",
    ],
)
def test_a_clause_that_nobody_sees_is_not(around: str) -> None:
    assert CLAUSE not in text_of(f"<main>{POLICY}</main>{around.replace('@', CLAUSE)}")


def test_a_clause_is_read_once() -> None:
    text = text_of(f"<main>{POLICY}<p>{CLAUSE}</p></main><footer><p>{CLAUSE}</p></footer><noscript><p>{CLAUSE}</p></noscript>")
    assert text.count(CLAUSE) == 1


def test_banners_about_cookies_scripts_and_news_stay_out() -> None:
    for banner in (
        "We use cookies on this site.",
        "You must enable JavaScript to shop.",
        "Subscribe, and we will send you our newsletter.",
    ):
        assert banner not in text_of(f"<main>{POLICY}</main><footer><p>{banner}</p></footer><noscript><p>{banner}</p></noscript>")
