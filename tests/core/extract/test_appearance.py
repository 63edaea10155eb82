"""What properties make of a text."""

from __future__ import annotations

import pytest

from monitor.core.extract.appearance import Look, is_away, is_gone, is_struck, is_tiny, is_unseen
from tests.cpu import in_pages


@pytest.mark.parametrize(
    ("styles", "gone"),
    [
        ({}, False),
        ({"display": "none"}, True),
        ({"display": "block"}, False),
        ({"opacity": "0%"}, True),
        ({"opacity": "0.9"}, False),
        ({"opacity": "inherit"}, False),
        ({"position": "absolute", "left": "-9999px"}, True),
        ({"position": "absolute", "left": "-20px"}, False),
        ({"left": "-9999px"}, False),
        ({"position": "fixed", "left": "-100%"}, True),
        ({"position": "fixed", "inset": "-200em"}, True),
        ({"margin-left": "-9999px"}, True),
        ({"transform": "translatex(-9999px)"}, True),
        ({"transform": "translate(10px, 4px)"}, False),
        ({"translate": "-5000px"}, True),
        ({"transform": "scale(0.0)"}, True),
        ({"transform": "scale(0.5)"}, False),
        ({"clip": "rect(1px, 1px, 1px, 1px)", "position": "absolute"}, True),
        ({"clip": "rect(0 0 0 0)"}, False),
        ({"clip-path": "circle(0)"}, True),
        ({"clip-path": "inset(5%)"}, False),
        ({"height": "0", "overflow": "hidden"}, True),
        ({"height": "0"}, False),
        ({"height": "auto", "overflow": "hidden"}, False),
        ({"width": "1px", "overflow-x": "clip"}, True),
        ({"height": "120px", "overflow": "hidden"}, False),
    ],
)
def test_what_cannot_be_seen(styles: dict[str, str], gone: bool) -> None:
    assert is_gone(styles, displayed=True, revealed=False) is gone


def test_what_browsers_hide_by_themselves_a_style_may_show() -> None:
    assert is_gone({}, displayed=False, revealed=False)
    assert not is_gone({"display": "flex"}, displayed=False, revealed=False)


def test_what_is_faded_in_is_seen() -> None:
    assert not is_gone({"opacity": "0"}, displayed=True, revealed=True)
    assert is_gone({"display": "none"}, displayed=True, revealed=True)


@pytest.mark.parametrize(
    ("styles", "tiny"),
    [
        ({}, None),
        ({"font-size": "0"}, True),
        ({"font-size": "0em"}, True),
        ({"font-size": "1px"}, True),
        ({"font-size": "12px"}, False),
        ({"font-size": "1.2em"}, None),
        ({"font-size": "medium"}, False),
        ({"font-size": "inherit"}, None),
        ({"font": "0/0 a"}, True),
        ({"font": "bold 12px serif"}, None),
    ],
)
def test_letters_too_small_to_be_seen(styles: dict[str, str], tiny: bool | None) -> None:
    assert is_tiny(styles) is tiny


def test_visibility_and_lines() -> None:
    assert [is_unseen({"visibility": value}) for value in ("hidden", "collapse", "visible", "inherit")] == [True, True, False, None]
    assert [is_struck(styles) for styles in ({}, {"text-decoration": "red line-through"}, {"text-decoration": "none"})] == [
        None,
        True,
        False,
    ]
    assert Look().plain
    assert not Look(struck=True).plain


CUT = {"overflow": "hidden"}


@pytest.mark.parametrize(
    ("styles", "gone"),
    [
        ({"mask": "linear-gradient(transparent, transparent)"}, True),
        ({"mask-image": "linear-gradient(to right, #0000, rgba(0, 0, 0, 0))"}, True),
        ({"mask-image": "linear-gradient(black, transparent)"}, False),
        ({"mask-image": "url(a.png)"}, False),
        ({"mask": "none"}, False),
        ({"mask": "linear-gradient(#000 0 0) no-repeat 0 0/0 0"}, True),
        ({"mask-size": "0 0"}, True),
        ({"clip-path": "ellipse(0 50%)"}, True),
        ({"clip-path": "ellipse(50% 0)"}, True),
        ({"clip-path": "circle(40%)"}, False),
        ({"clip-path": "polygon(0 0, 100% 0, 100% 0)"}, True),
        ({"clip-path": "polygon(0 0, 100% 0, 100% 100%)"}, False),
        ({"clip-path": "polygon(50% 50%)"}, True),
        ({"clip-path": "polygon(calc(1px + 1%) 0, 3px)"}, False),
        ({"clip-path": 'path("m0 0")'}, True),
        ({"clip-path": 'path("m0 0h9v9z")'}, False),
        ({"clip-path": "rect(0 0 0 0)"}, True),
        ({"clip-path": "xywh(0 0 0 0)"}, True),
        ({"clip-path": "inset(100% round 3px)"}, True),
        ({"zoom": "0"}, False),
        ({"zoom": "0.01"}, True),
        ({"zoom": "1%"}, True),
        ({"zoom": "80%"}, False),
        ({"transform": "scale(0.001)"}, True),
        ({"transform": "scale(1, 0)"}, True),
        ({"transform": "scale3d(1, 0, 1)"}, True),
        ({"transform": "scalez(0)"}, False),
        ({"transform": "rotate(90deg)"}, False),
        ({"transform": "rotatey(0.25turn)"}, True),
        ({"transform": "rotatex(100grad)"}, True),
        ({"transform": "rotate3d(0, 1, 0, 90deg)"}, True),
        ({"transform": "rotate3d(0, 0, 1, 90deg)"}, False),
        ({"transform": "skewx(90deg)"}, True),
        ({"transform": "skewx(var(--x))"}, False),
        ({"transform": "matrix(1, 0, 0, 0, 0, 0)"}, True),
        ({"transform": "matrix(1, 0, 0, 1, 0, 0)"}, False),
        ({"transform": "matrix(1)"}, False),
        ({"transform": "rotatey(180deg)", "backface-visibility": "hidden"}, True),
        ({"rotate": "y 90deg"}, True),
        ({"rotate": "90deg"}, False),
        ({"scale": "1 0"}, True),
        ({"scale": "1 1"}, False),
        ({"filter": "brightness(0) invert(1)"}, True),
        ({"filter": "brightness(0.5)"}, False),
        ({"contain": "strict"}, True),
        ({"contain": "strict", "height": "90px"}, False),
        ({"contain": "content"}, False),
        ({"-webkit-text-security": "disc"}, True),
        ({"content": "url(a.png)"}, True),
        ({"position": "fixed", "left": "9999px"}, True),
        ({"position": "absolute", "left": "9999px"}, False),
        ({"position": "absolute", "left": "-200%"}, True),
        ({"height": "0", **CUT}, True),
        ({"height": "0%", **CUT}, False),
        ({"height": "0", "min-height": "60px", **CUT}, False),
        ({"height": "0", "padding-bottom": "60px", **CUT}, False),
        ({"max-height": "none", **CUT}, False),
        ({"height": "0", "overflow": "auto"}, True),
        ({"height": "1px", "overflow": "auto"}, False),
        ({"height": "0"}, False),
        ({"line-height": "0", **CUT}, True),
        ({"line-height": "0", "height": "90px", **CUT}, False),
        ({"line-height": "normal", **CUT}, False),
        ({"text-indent": "9999px", **CUT}, True),
        ({"grid-template-rows": "0fr", **CUT}, True),
    ],
)
def test_what_newer_properties_hide(styles: dict[str, str], gone: bool) -> None:
    assert is_gone(styles, displayed=True, revealed=False) is gone


@pytest.mark.parametrize("styles", [{"transform": "scale(0)"}, {"width": "0", **CUT}, {"zoom": "0.01"}, {"text-indent": "9999px", **CUT}])
def test_a_part_of_a_line_has_no_size_of_its_own(styles: dict[str, str]) -> None:
    assert is_gone(styles, displayed=True, revealed=False)
    assert not is_gone(styles, displayed=True, revealed=False, inline=True)


@pytest.mark.parametrize("styles", [{"display": "none"}, {"opacity": "0"}, {"clip-path": "inset(50%)"}])
def test_a_part_of_a_line_may_be_hidden(styles: dict[str, str]) -> None:
    assert is_gone(styles, displayed=True, revealed=False, inline=True)


@pytest.mark.parametrize(
    ("indent", "away"),
    [
        (None, None),
        ("inherit", None),
        ("0", False),
        ("20px", False),
        ("-20px", False),
        ("-9999px", True),
        ("-999em", True),
        ("-200%", True),
    ],
)
def test_text_moved_out_of_its_box(indent: str | None, away: bool | None) -> None:
    assert is_away({} if indent is None else {"text-indent": indent}) is away


def test_a_line_that_nobody_sees_strikes_nothing() -> None:
    assert is_struck({"text-decoration": "line-through transparent"}) is False
    assert is_struck({"text-decoration": "line-through", "text-decoration-color": "transparent"}) is False
    assert is_struck({"text-decoration": "line-through red 2px"}) is True


def test_long_values_take_no_time() -> None:
    for name, value in (
        ("mask", "linear-gradient(" + "transparent " * 20_000),
        ("transform", "matrix(" * 20_000),
        ("clip-path", "polygon(" * 20_000),
    ):
        assert in_pages(lambda name=name, value=value: is_gone({name: value}, displayed=True, revealed=False)) < 20
