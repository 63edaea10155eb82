"""Conditions of style sheets, answered for an ordinary screen."""

from __future__ import annotations

import pytest

from monitor.core.extract.style_conditions import is_supported, layer_of, layers, on_screen, ranks, within
from monitor.core.extract.stylesheet import rules, understood


@pytest.mark.parametrize(
    ("query", "answer"),
    [
        ("(display:grid)", True),
        ("not (display:grid)", False),
        ("not (not (display:grid))", True),
        ("(-ms-ime-align:auto)", False),
        ("(-moz-appearance:none)", False),
        ("(-webkit-touch-callout:none)", False),
        ("(frobnicate:7)", False),
        ("(frobnicate:7) or (display:grid)", True),
        ("(frobnicate:7) and (display:grid)", False),
        ("((frobnicate:7) or (display:grid)) and (gap:1px)", True),
        ("selector(:has(a))", True),
        ("(--x:1)", True),
        ("(-webkit-backdrop-filter:none)", True),
        ("(" * 200 + "frobnicate:7" + ")" * 200, True),
    ],
)
def test_supports(query: str, answer: bool) -> None:
    assert is_supported(query) is answer


@pytest.mark.parametrize(
    ("around", "prelude", "selector"),
    [
        (("@media print",), ".x", ""),
        (("@media screen",), ".x", ".x"),
        (("@media(min-width:700px)",), ".x", ".x"),
        (("@keyframes turn",), "to", ""),
        (("@starting-style",), ".x", ""),
        (("@container (min-width:100px)",), ".x", ".x"),
        (("@container (min-width:900px)",), ".x", ""),
        (("@container (max-width:900px)",), ".x", ""),
        (("@container side (width > 400px)",), ".x", ""),
        (("@scope (.s)",), ".x", ":is(:is(.s)) :is(.x)"),
        ((".x",), "@media screen", ".x"),
        ((".x",), "@media print", ""),
        ((), "@media screen", ""),
        ((".x",), "&.y", ":is(.x).y"),
        (("@layer a",), ".x", ".x"),
    ],
)
def test_what_stands_around_a_rule(around: tuple[str, ...], prelude: str, selector: str) -> None:
    assert within(around, prelude) == selector


def test_a_scope_with_an_end() -> None:
    assert ":not(" in within(("@scope (.s) to (.t)",), ".x")


def test_screens() -> None:
    assert on_screen("screen and (min-width: 40em)")
    assert not on_screen("screen and (max-width: 40em)")
    assert on_screen("not print")


def test_layers_weigh_in_the_order_in_which_they_are_named() -> None:
    css = "@layer base, theme;@layer theme{.x{display:none}}@layer base{.y{display:none}}@layer base.inner{.z{display:none}}"
    assert layers(css) == ["base", "theme", "base.inner"]
    found = ranks(layers(css))
    assert found["base.inner"] < found["base"] < found["theme"]
    assert [rule.layer for rule in rules(css)] == ["theme", "base", "base.inner"]
    assert layer_of((".x", "@media screen")) == ""


@pytest.mark.parametrize(
    ("css", "count"),
    [
        (".x{display:none}", 1),
        (".x, :frobnicate{display:none}", 0),
        (".x, .y::-webkit-scrollbar{display:none}", 1),
        (".x, .y:-moz-ui-invalid{display:none}", 0),
        ("p{color:red;} } .x{display:none}", 1),
        ("q::before{content:'}'} .x{display:none}", 1),
        (".md\\:hidden{display:none}", 1),
        ("a[href^='mailto:x']{display:none}", 1),
    ],
)
def test_rules_that_a_browser_drops(css: str, count: int) -> None:
    assert len([rule for rule in rules(css) if rule.hides or "red" in rule.body]) == count


def test_states_that_the_parser_does_not_know() -> None:
    assert understood(".x:dir(rtl)") == ".x:is([dir=rtl], [dir=rtl] *)"
    assert understood(".x:dir(ltr)") == ".x:not([dir=rtl], [dir=rtl] *)"
    assert understood("p:defined") == "p"
    assert understood("x-y:not(:defined)") == "x-y:not(:defined)"
