"""The HTML parser's guards against pages made to be slow, and CSS selectors from the configuration."""

from __future__ import annotations

import pytest

from monitor.core.extract.dom import (
    DEEPEST,
    MOST_ATTRIBUTES,
    SelectorError,
    beginning,
    found_by,
    parse,
    remove_matching,
    select_matching,
    shallow,
    slender,
)


def body_text(html: str) -> str:
    tree = parse(html)
    assert tree is not None
    assert tree.body is not None
    return " ".join(tree.body.text().split())


def test_an_ordinary_page_is_parsed_as_it_stands() -> None:
    html = "<div class=a><p>One</p></div>" * 10
    assert slender(html) == html
    assert shallow(html) == html
    assert body_text(html) == "One" + "One" * 9


def test_what_nests_too_deep_becomes_paragraphs() -> None:
    html = "<div>" * (DEEPEST + 50) + "text"
    assert shallow(html).count("<div>") == DEEPEST
    assert shallow(html).count("<p>") == 50
    assert shallow("</div>" * 10 + "<div>x</div>").endswith("<div>x</div>"), "closing tags alone do not make depth negative"


def test_a_bomb_of_nested_elements_is_read() -> None:
    assert body_text("<div>" * 60_000 + "We share.") == "We share."


def test_attributes_beyond_the_limit_are_cut_and_the_page_goes_on() -> None:
    html = "<p " + " ".join(f"a{n}=1" for n in range(MOST_ATTRIBUTES * 5)) + ">We share.</p><p>We sell.</p>"
    assert slender(html).count("=1") == MOST_ATTRIBUTES - 1, "the tag's name counts as one"
    assert body_text(html) == "We share.We sell."


def test_a_closing_bracket_inside_quotes_does_not_hide_a_long_tag() -> None:
    html = "<p " + " ".join(f"a{n}='>'" for n in range(50_000)) + ">We share.</p>"
    assert slender(html).count("='>'") == MOST_ATTRIBUTES - 1
    assert body_text(html) == "We share."


def test_a_long_script_is_no_long_tag() -> None:
    html = "<script>" + "var a = 1; " * 5_000 + "</script><p>We share.</p>"
    assert slender(html) == html


@pytest.mark.parametrize("html", ["", "\x00", "<", "<!--", "<p", "</p>", "<html", "]]>", "<svg><p>", "<table><tr><p>x"])
def test_scraps_of_html_raise_nothing(html: str) -> None:
    parse(html)


def test_selected_elements_come_selector_by_selector_without_those_inside_others() -> None:
    tree = parse("<div id=a><p>1</p></div><div id=b><p>2</p></div><p>3</p>")
    assert tree is not None
    assert [node.text() for node in select_matching(tree, ["#b", "p", "#b"])] == ["2", "1", "3"]
    assert select_matching(tree, []) == []


@pytest.mark.parametrize("css", ["p[", ":::", "a >> b", ""])
def test_a_selector_that_is_no_css_is_refused_in_one_sentence(css: str) -> None:
    tree = parse("<p>1</p>")
    assert tree is not None
    with pytest.raises(SelectorError, match=r"selector .*\.$"):
        select_matching(tree, [css])


def test_a_selector_that_matches_nothing_is_an_error_to_select_and_a_note_to_remove() -> None:
    tree = parse("<p>1</p>")
    assert tree is not None
    with pytest.raises(SelectorError, match="no longer matches anything"):
        select_matching(tree, ["#gone"])
    assert remove_matching(tree, ["#gone", "p"]) == ["The `remove` selector '#gone' matches nothing on this page."]
    assert tree.body is not None
    assert tree.body.text() == ""


def test_removing_an_element_and_what_it_holds_at_once_is_safe() -> None:
    tree = parse("<div><div><div>x</div></div></div><p>y</p>")
    assert tree is not None
    assert remove_matching(tree, ["div", "div"]) == ["The `remove` selector 'div' matches nothing on this page."]
    assert tree.body is not None
    assert tree.body.text() == "y"


def test_the_beginning_of_an_element_is_read_without_the_rest_of_it() -> None:
    tree = parse("<body><div>One <b>two</b>\n three</div>" + "<p>more</p>" * 10)
    assert tree is not None
    assert tree.body is not None
    assert beginning(tree.body, 12) == "One two thr"
    assert beginning(tree.body, 1000).endswith("moremore")


def test_selectors_of_a_page_that_the_parser_does_not_know_match_nothing() -> None:
    tree = parse("<body><p class=a>One</p>")
    assert tree is not None
    assert [node.tag for node in found_by(tree, ".a")] == ["p"]
    assert found_by(tree, "p::nonsense(") == []
