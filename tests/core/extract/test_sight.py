"""What can be seen of a page, in one value."""

from __future__ import annotations

from monitor.core.extract.dom import parse
from monitor.core.extract.sight import Sight

PAGE = (
    "<html><head><link rel=stylesheet href=a.css></head><body><button aria-controls=a>A</button>"
    "<p id=a hidden>x</p><p id=b hidden>y</p></body></html>"
)


def test_by_default_everything_is_seen() -> None:
    tree = parse(PAGE)
    assert tree is not None
    hidden = tree.css_first("#b")
    assert hidden is not None
    assert not Sight().opens(hidden)
    assert (Sight().looks, Sight().unread_sheets) == ({}, False)


def test_hidden_elements_and_those_that_a_control_opens() -> None:
    tree = parse(PAGE)
    assert tree is not None
    sight = Sight.of(tree, PAGE)
    opened, closed = tree.css_first("#a"), tree.css_first("#b")
    assert opened is not None
    assert closed is not None
    assert sight.looks[opened.mem_id].gone
    assert sight.looks[closed.mem_id].gone
    assert sight.opens(opened)
    assert not sight.opens(closed)
    assert sight.unread_sheets
    assert sight.may_change


def test_only_scripts_and_other_style_sheets_can_show_what_a_page_hides() -> None:
    for body, scripted in (("<script>a()</script>", True), ("<script type='application/ld+json'>{}</script>", False), ("<p>x</p>", False)):
        tree = parse(f"<html><body>{body}</body></html>")
        assert tree is not None
        sight = Sight.of(tree, body)
        assert (sight.scripted, sight.may_change, sight.unread_sheets) == (scripted, scripted, False)
