"""How elements look by what their page says, in the order of weight of CSS."""

from __future__ import annotations

import pytest

from monitor.core.extract.appearance import Look
from monitor.core.extract.dom import parse
from monitor.core.extract.looks import Looks


def look(body: str, css: str = "", head: str = "", what: str = "#x") -> Look:
    html = f"<html><head>{head}<style>{css}</style></head><body>{body}</body></html>"
    tree = parse(html)
    assert tree is not None
    node = tree.css_first(what)
    assert node is not None
    return Looks(tree, html).of.get(node.mem_id, Look())


@pytest.mark.parametrize(
    ("body", "css", "gone"),
    [
        ("<p id=x>", "", False),
        ("<p id=x hidden>", "", True),
        ("<p id=x hidden=until-found>", "", False),
        ("<p id=x hidden>", "[hidden]{display:block}", False),
        ("<p id=x style='display:none'>", "p{display:block}", True),
        ("<p id=x style='display:none'>", "p{display:block!important}", False),
        ("<p id=x style='display:block'>", "p{display:none!important}", True),
        ("<p id=x class='a b'>", ".a{display:none} .b{display:block}", False),
        ("<p id=x class='a b'>", ".a.b{display:none} .b{display:block}", True),
        ("<p id=x class='a b'>", "#x{display:none} .a.b{display:block}", True),
        ("<p id=x class='a'>", ".b .a{display:none}", False),
        ("<dialog id=x>", "", True),
        ("<dialog id=x open>", "", False),
        ("<dialog id=x>", "dialog{display:block}", False),
        ("<p id=x popover>", "", True),
        ("<p id=x class=reveal>", ".reveal{opacity:0}", False),
        ("<p id=x data-aos=up>", "[data-aos]{opacity:0}", False),
        ("<p id=x class=a>", ".a{opacity:0;animation:in 1s}", False),
        ("<p id=x class=A>", ".a{display:none}", False),
        ("<P ID = x CLASS = 'a'>", ".a{display:none}", True),
        ("<p id=x class=\n'a\tb'>", ".b{display:none}", True),
    ],
)
def test_what_is_gone(body: str, css: str, gone: bool) -> None:
    assert look(body, css).gone is gone


def test_a_rule_that_the_parser_does_not_know_hides_nothing() -> None:
    assert not look("<p id=x class=a>", ".a:nonsense(b){display:none} @bad{.a{display:none}}").gone


def test_what_is_struck() -> None:
    assert [look(f"<{tag} id=x>").struck for tag in ("s", "del", "strike", "ins", "p role=deletion")] == [True, True, True, None, True]
    assert look("<del id=x>", "del{text-decoration:none}").struck is False
    assert look("<p id=x class=o>", ".o{text-decoration:line-through}").struck is True


def test_what_is_written_before_and_after() -> None:
    both = look("<p id=x class=a>", ".a::before{content:'Not: '} .a::after{content:'!x'}")
    assert (both.before, both.after) == ("Not: ", "!x")
    assert look("<p id=x class=a>", ".a::before{content:'Not';display:none}").before == ""


def test_sheets_elsewhere_are_noticed() -> None:
    for head, linked in (("<link rel=stylesheet href=a.css>", True), ("<link rel=icon href=a.css>", False)):
        html = f"<html><head>{head}</head><body></body></html>"
        tree = parse(html)
        assert tree is not None
        assert Looks(tree, html).linked_sheets is linked


@pytest.mark.parametrize(
    "address", ["data:text/css,p{display:none}", "data:text/css;base64,cHtkaXNwbGF5Om5vbmV9", "data:text/css;base64,%%"]
)
def test_sheets_of_data_are_read(address: str) -> None:
    assert look("<p id=x>", head=f'<link rel=stylesheet href="{address}">').gone is not address.endswith("%%")


def test_what_is_visible_again_in_a_hidden_element() -> None:
    assert look("<div class=h><p id=x class=s>", ".h{visibility:hidden} .s{visibility:visible}").unseen is False
    assert look("<div class=h><p id=x style='font-size:14px'>", ".h{font-size:0}").tiny is False
