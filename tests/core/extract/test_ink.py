"""Text in the colour of what is behind it."""

from __future__ import annotations

import pytest

from tests.core.extract.test_looks import look

LINKED = "<link rel=stylesheet href=a.css>"


@pytest.mark.parametrize(
    ("body", "css", "faint"),
    [
        ("<p id=x style='color:#fff;background:#fff'>", "", True),
        ("<p id=x style='color:#fff;background:#333'>", "", False),
        ("<p id=x style='color:#fff'>", "", True),
        ("<p id=x style='color:#fefefe'>", "", True),
        ("<p id=x style='color:#777'>", "", None),
        ("<div style='background:#000'><p id=x style='color:#fff'>", "", False),
        ("<div style='background:url(a.png)'><p id=x style='color:#fff'>", "", False),
        ("<div class=d><p id=x class=i>", ".d{background-color:#123} .i{color:#123}", True),
        ("<div class=d><p id=x class=i>", ".d{background:linear-gradient(red,blue)} .i{color:#fff}", False),
        ("<p id=x style='color:transparent'>", "", True),
        ("<p id=x style='color:transparent;background-clip:text;background-image:url(a)'>", "", False),
        ("<p id=x style='color:rgba(0,0,0,0)'>", "", True),
        ("<div style='color:#fff'><p id=x style='background:#000'>", "", False),
    ],
)
def test_on_a_page_whose_styles_are_all_read(body: str, css: str, faint: bool | None) -> None:
    assert look(body, css).faint is faint


def test_where_other_sheets_may_say_what_is_behind_only_the_element_itself_is_believed() -> None:
    assert look("<p id=x style='color:#fff'>", head=LINKED).faint is False
    assert look("<p id=x style='color:#fff;background:white'>", head=LINKED).faint is True


@pytest.mark.parametrize(
    ("body", "css", "faint"),
    [
        ("<p id=x style='color:#fff;text-shadow:0 0 1px #000'>", "", False),
        ("<p id=x style='color:#fff;text-shadow:0 0 1px #fff'>", "", True),
        ("<p id=x style='color:#fff;text-shadow:none'>", "", True),
        ("<p id=x style='color:transparent;-webkit-text-stroke:1px #000'>", "", False),
        ("<div class=s><p id=x style='color:#fff'>", ".s{text-shadow:0 0 1px #000}", False),
        ("<div style='text-shadow:0 0 1px #000'><p id=x style='color:#fff'>", "", False),
        ("<p id=x style='color:oklch(1 0 0)'>", "", True),
        ("<div style='background:lab(0 0 0)'><p id=x style='color:#fff'>", "", False),
        ("<p id=x class=i>", ":root{--i:#fff}.i{color:var(--i)}", True),
        ("<div class=d><p id=x class=i>", ":root{--i:#fff;--d:#222}.d{background:var(--d)}.i{color:var(--i)}", False),
        ("<svg><text id=x fill=white>a</text></svg>", "", True),
        ("<svg><text id=x fill=black>a</text></svg>", "", False),
        ("<svg><text id=x fill=none>a</text></svg>", "", True),
        ("<svg><text id=x fill=none stroke=red>a</text></svg>", "", False),
        ("<svg><text id=x fill-opacity=0>a</text></svg>", "", True),
        ("<svg><rect></rect><text id=x fill=white>a</text></svg>", "", False),
        ("<svg><text id=x style='fill:#fff'>a</text></svg>", "", True),
    ],
)
def test_letters_with_an_edge_colours_of_every_space_and_drawings(body: str, css: str, faint: bool) -> None:
    assert look(body, css).faint is faint
