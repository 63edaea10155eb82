"""Gates for text that binds nobody; what binds someone, or speaks of data, passes none of them."""

from __future__ import annotations

import pytest

from monitor.core.meaning.nonbinding import is_company_talk, is_link_disclaimer, is_menu, is_navigation, is_record
from tests.core.meaning.changes import observed
from tests.core.meaning.gates import gate

LINKS = "Our pages hold links to other websites, whose privacy practices may differ from ours."


@pytest.mark.parametrize(
    "text",
    [
        "[Home](/) [Shop](/shop) [Sale](/sale) [Help](/help)",
        "[Facebook](https://social.example/f) [Newsletter](/n) [Imprint](/imprint)",
        "[Do Not Sell My Info](https://fernweh.example/dns)",
        "[Terms of Use](https://quillberry.example/terms).",
        "- [Home](/)\n- [Shop](/shop)",
    ],
)
def test_menus(text: str) -> None:
    assert is_menu(observed("", text))
    assert is_menu(observed(text, ""))
    assert gate("", text) == "menu"


@pytest.mark.parametrize(
    "text",
    [
        "We sell your [data](/data) to banks.",
        "Read [how we share it](/s) with our many partners.",
        "We share it.",
        "Home Shop Sale Help",
        "| [Banks](/b) | names |",
        "- [Home](/)\n- we sell your data to banks",
    ],
)
def test_what_is_no_menu(text: str) -> None:
    assert not is_menu(observed("", text))


@pytest.mark.parametrize(("words", "label"), [(3, True), (4, True), (5, False)])
def test_a_label_beside_links_is_short(words: int, label: bool) -> None:
    text = f"[Home](/)\n{' '.join(['Shop'] * words)}"
    assert is_menu(observed("", text)) is label


@pytest.mark.parametrize(("size", "passes"), [(3, False), (4, True)])
def test_a_list_of_links_has_several_words(size: int, passes: bool) -> None:
    text = " ".join(f"[Page{number}](/{number})" for number in range(size))
    assert is_navigation(observed("", text)) is passes
    assert is_navigation(observed(text, "")) is passes


def test_a_list_of_links_was_not_reworded() -> None:
    one, other = (" ".join(f"[Page{n}](/{n})" for n in range(start, start + 6)) for start in (0, 1))
    assert not is_navigation(observed(one, other))


def test_a_sentence_is_no_list_of_links() -> None:
    assert not is_navigation(observed("", "We sell [your data](/d) to banks and to many other people in this town."))


@pytest.mark.parametrize(
    "text",
    [
        "Larchmere Desk is a leading provider of help desk software.",
        "Larchmere is one of the world’s leading makers of boots.",
        "Pixelmoor was founded in 2011 by two students.",
        "Pixelmoor is headquartered in Leeds.",
        "Larchmere Desk focuses on help desks.",
        "Larchmere specialises in boots.",
        "Larchmere specializes in boots.",
        "Larchmere is a company of boot makers.",
        "Our mission is a warm foot.",
        "Trusted by millions of feet.",
        "We are proud of our boots.",
        "Our award-winning boots are warm.",
    ],
)
def test_a_company_describes_itself(text: str) -> None:
    assert is_company_talk(observed("", text))
    assert is_company_talk(observed(text, ""))


@pytest.mark.parametrize(
    "text",
    [
        "Larchmere Desk is a leading provider and sells your data.",
        "Larchmere is a company that tracks its visitors.",
        "Larchmere is a provider of boots to you.",
        "Larchmere is the company that is controller here.",
        "Larchmere is a company registered in Leeds.",
        "Larchmere is a company acquired by Fernweh.",
        "Larchmere makes boots.",
    ],
)
def test_what_is_more_than_praise(text: str) -> None:
    assert not is_company_talk(observed("", text))
    assert not is_company_talk(observed("Larchmere Desk is a leading provider of boots.", text))


@pytest.mark.parametrize(
    "text",
    [
        LINKS,
        "This site has links to other web sites; we are not responsible for them.",
        "A link to a third-party site is no advice; read its privacy policy.",
        "We link no pages. Links to outside pages lead where we have no control.",
        "Links to such services lead away; each has a data policy.",
    ],
)
def test_disclaimers_for_linked_sites(text: str) -> None:
    assert is_link_disclaimer(observed("", text))
    assert is_link_disclaimer(observed(text, ""))


@pytest.mark.parametrize(
    "text",
    [
        "We are not responsible for its content.",
        "Our pages contain links to sites that are run by other people.",
        "Links to websites: we share your name with them and are not responsible for it.",
        "Links to other websites never share your name; we have no control of them.",
        "We shall not reduce your rights under this privacy policy.",
    ],
)
def test_what_is_more_or_less_than_a_disclaimer(text: str) -> None:
    assert not is_link_disclaimer(observed("", text))


def test_a_disclaimer_that_was_reworded_is_no_such_thing() -> None:
    assert not is_link_disclaimer(observed(LINKS, LINKS.replace("may differ", "differ much")))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("Loomnote has kept its prices stable for 5 years.", "Loomnote has kept its prices stable for 10 years.", True),
        ("We have served mills for over 20 years.", "We have served mills for over 21 years.", True),
        ("We have to keep your diary for 5 years.", "We have to keep your diary for 10 years.", False),
        ("We have kept diaries for 5 years.", "We have kept diaries for 5 days.", False),
        ("We keep diaries for 5 years.", "We keep diaries for 10 years.", False),
        ("Members who have paid for 5 years may stay.", "Members who have paid for 8 years may stay.", False),
    ],
)
def test_the_years_of_what_a_company_says_of_its_past(old: str, new: str, *, told: bool) -> None:
    assert is_record(observed(old, new)) is told
