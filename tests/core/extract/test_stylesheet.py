"""The page's own style sheets."""

from __future__ import annotations

import pytest
import tinycss2

from monitor.core.extract.colors import color
from monitor.core.extract.style_conditions import on_screen
from monitor.core.extract.stylesheet import Value, content, declarations, rules, specificity


def selectors(css: str) -> list[tuple[str, str]]:
    return [(rule.selector, rule.pseudo) for rule in rules(css)]


@pytest.mark.parametrize(
    ("css", "found"),
    [
        (".a{display:none}", [(".a", "")]),
        (".a,.b > p{display:none}", [(".a", ""), (".b > p", "")]),
        (".a:is(.b,.c){display:none}", [(".a:is(.b,.c)", "")]),
        (".a{border:0}", []),
        ("/* .x{display:none} */ .a{display:none}", [(".a", "")]),
        ("@media print{.a{display:none}}", []),
        ("@media screen{.a{display:none}}", [(".a", "")]),
        ("@media (max-width:40em){.a{display:none}}", []),
        ("@supports (display:grid){.a{display:none}}", [(".a", "")]),
        ("@keyframes x{from{opacity:0}}", []),
        ("@font-face{src:url(left)}", []),
        (".a{color:red;.b{display:none}}", [(":is(.a) :is(.b)", ""), (".a", "")]),
        (".a{&.b{display:none}}", [(":is(.a).b", "")]),
        (".a::before{content:'x'}", [(".a", "before")]),
        (":after{content:'x'}", [("*", "after")]),
        (".a:hover{display:none}", []),
        (".a{display:none", [(".a", "")]),
        ("@import 'x.css'; .a{display:none}", [(".a", "")]),
        ("}}}{", []),
    ],
)
def test_rules_that_may_hide_or_show(css: str, found: list[tuple[str, str]]) -> None:
    assert selectors(css) == found


def test_the_medium_of_a_whole_sheet_counts() -> None:
    assert rules(".a{display:none}", "print") == ()


def test_what_hides_is_told_from_what_shows() -> None:
    css = ".a{display:none} .b{display:block} .c::after{content:'Not'} .d::after{content:'\\f101'} .e{color:red}"
    assert [rule.hides for rule in rules(css)] == [True, False, True, False, False]
    assert rules(css)[4].inks == ("red",)


def test_of_two_declarations_the_important_one_counts() -> None:
    assert declarations("display:none!important;display:block")["display"].text == "none"
    assert declarations("display:none;DISPLAY:Block")["display"].text == "block"
    assert dict(declarations("{{;;")) == {}


def test_weights() -> None:
    assert [specificity(css) for css in ("#a .b p", "p", "p:not(.k)", "::nonsense(")] == [(1, 1, 1), (0, 0, 1), (0, 1, 1), (0, 1, 0)]


def test_media_queries_are_answered_for_an_ordinary_screen() -> None:
    queries = (
        "all",
        "only screen and (min-width: 64em)",
        "(min-width:2000px)",
        "(prefers-color-scheme: dark)",
        "not print",
        "print, screen",
    )
    assert [on_screen(query) for query in queries] == [True, True, False, False, True, True]


def test_colours() -> None:
    assert color("#fff") == color("white") == color("rgb(255,255,255)") == (1, 1, 1, 1)
    assert color("inherit") is None
    assert color("currentcolor") is None


def test_words_that_a_style_writes() -> None:
    value = declarations("content: 'We ' attr(data-x) \" sell\" counter(n)")["content"]
    assert content(value, {"data-x": "may"}) == "We may sell"
    assert content(value, {}) == "We  sell"
    assert content(Value("none", important=False, raw=tuple(tinycss2.parse_component_value_list("none"))), {}) == ""


@pytest.mark.parametrize(
    ("query", "holds"),
    [
        ("", True),
        ("all", True),
        ("screen", True),
        ("SCREEN", True),
        ("print", False),
        ("speech", False),
        ("not all and (max-width: 600px)", True),
        ("(max-width: 1280px)", True),
        ("(max-width: 1279.98px)", False),
        ("(min-width: 1281px)", False),
        ("(min-width: 600px) and (max-width: 900px)", False),
        ("(min-width: 600px) and (max-width: 1900px)", True),
        ("(orientation: portrait)", False),
        ("(hover: none)", False),
        ("(pointer: coarse)", False),
        ("(prefers-reduced-motion: reduce)", False),
        ("(prefers-contrast: more)", False),
        ("(forced-colors: active)", False),
        ("(scripting: none)", False),
        ("(prefers-color-scheme: light)", True),
    ],
)
def test_each_kind_of_media_query(query: str, holds: bool) -> None:
    assert on_screen(query) is holds


@pytest.mark.parametrize(
    ("body", "hides"),
    [
        ("display:none", True),
        ("visibility:hidden", True),
        ("opacity:0", True),
        ("opacity:.05", True),
        ("opacity:1", False),
        ("font-size:0", True),
        ("font-size:14px", False),
        ("text-indent:-999em", True),
        ("left:-9999px", True),
        ("left:9px", False),
        ("max-height:0", True),
        ("max-height:100px", False),
        ("clip:rect(0,0,0,0)", True),
        ("transform:scale(0)", True),
        ("content-visibility:hidden", True),
        ("text-decoration:line-through", True),
        ("text-decoration:underline;display:block", False),
        ("content:'Not'", True),
        ("content:''", False),
        ("content:'\\2022'", False),
    ],
)
def test_which_declarations_may_take_text_away(body: str, hides: bool) -> None:
    assert [rule.hides for rule in rules(f".a{{{body}}}")] in ([hides], [] if not hides else [hides])


@pytest.mark.parametrize(
    ("names", "selector"),
    [({"a"}, ".a"), ({"a", "b"}, "#a > p.b"), (set(), "p"), ({"c"}, ".c:not(.d)"), (set(), ":is(.a, .b) p"), (set(), ".a\\:b")],
)
def test_the_names_that_an_element_needs(names: set[str], selector: str) -> None:
    [rule] = rules(f"{selector}{{display:none}}")
    assert rule.names == names
