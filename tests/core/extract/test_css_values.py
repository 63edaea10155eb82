"""Values of style sheets in one form."""

from __future__ import annotations

import pytest
import tinycss2
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.extract.css_values import declared, expanded, unescaped, written
from monitor.core.extract.stylesheet import declarations


def value(text: str) -> str:
    return written(tinycss2.parse_component_value_list(text))


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("NONE", "none"),
        ("/**/none", "none"),
        ("n\\6f ne", "none"),
        ("  a   b ", "a b"),
        ("1.50PX", "1.5px"),
        ("var(--Ink, RED)", "var(--Ink, red)"),
        ("calc(0px)", "0px"),
        ("calc(10px * 2 - 5px)", "15px"),
        ("calc(1em / 2)", "8px"),
        ("calc(-100vw - 100%)", "-1280px"),
        ("calc(100% - 20px)", "calc(100% - 20px)"),
        ("calc((2 + 1) * -1)", "-3"),
        ("min(0px, 3px)", "0px"),
        ("max(1px, 2px, 3px)", "3px"),
        ("clamp(0px, 5px, 2px)", "2px"),
        ("calc(1px / 0)", "calc(1px / 0)"),
        ("calc(1px * 2px)", "calc(1px * 2px)"),
        ("min(10%, 3px)", "min(10%, 3px)"),
        ("calc(1 +)", "calc(1 +)"),
        ("calc(+ 1)", "calc(+ 1)"),
        ("calc(2fr)", "calc(2fr)"),
        ("calc(0.25turn)", "90"),
        ("translate(-50%, calc(1px + 1px))", "translate(-50%, 2px)"),
        ("1e400px", "infpx"),
    ],
)
def test_one_form(text: str, plain: str) -> None:
    assert value(text) == plain


def test_sums_in_sums_end() -> None:
    text = "calc(" * 40 + "1px" + ")" * 40
    assert value(text).startswith("calc(")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("display:none;display:-ms-grid", {"display": "none"}),
        ("display:block;display:none none", {"display": "block"}),
        ("display:block flow", {"display": "block flow"}),
        ("visibility:hidden;visibility:gone", {"visibility": "hidden"}),
        ("opacity:0;opacity:none", {"opacity": "0"}),
        ("opacity:var(--o)", {"opacity": "var(--o)"}),
        ("-webkit-clip-path:inset(1px)", {"clip-path": "inset(1px)"}),
        ("inset-inline-start:-9px", {"left": "-9px"}),
        ("block-size:0", {"height": "0"}),
    ],
)
def test_what_browsers_understand(text: str, found: dict[str, str]) -> None:
    assert {name: one.text for name, one in declarations(text).items()} == found


def test_shorthands_are_taken_apart() -> None:
    assert dict(expanded("margin", "1px 2px 3px -9px"))["margin-left"] == "-9px"
    assert dict(expanded("margin", "1px 2px"))["margin-left"] == "2px"
    assert dict(expanded("margin", "1px"))["margin-bottom"] == "1px"
    assert dict(expanded("inset", "0 auto auto -9px"))["left"] == "-9px"
    assert dict(expanded("inset", "calc(1% + 2px)")) == {"inset": "calc(1% + 2px)"}
    assert list(expanded("display", "frob")) == []


def test_a_part_counts_in_the_order_in_which_it_stands() -> None:
    assert declarations("margin-left:1px;margin:2px")["margin-left"].text == "2px"
    assert declarations("margin:2px;margin-left:1px")["margin-left"].text == "1px"
    assert declarations("margin-left:1px!important;margin:2px")["margin-left"].text == "1px"


def test_custom_properties_are_kept_as_they_are() -> None:
    assert list(declared("--ink", tinycss2.parse_component_value_list("#FFF"))) == [("--ink", "#fff")]


def test_escapes_end_no_declaration() -> None:
    assert unescaped("a\\3b b") == "a b"
    assert unescaped("plain") == "plain"
    assert unescaped("\\.x") == ".x"


@given(st.text(alphabet="calcminmx(),+-*/ 0123456789.px%em\\'\"", max_size=60))
def test_nothing_breaks_it(text: str) -> None:
    assert isinstance(value(text), str)
    declarations(f"left:{text}")
