"""Colours of every space come to the same red, green and blue."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.extract.colors import color

WHITE, BLACK, CLEAR = (1.0, 1.0, 1.0, 1.0), (0.0, 0.0, 0.0, 1.0), (0.0, 0.0, 0.0, 0.0)


@pytest.mark.parametrize(
    "text",
    [
        "white", "#fff", "#ffffff", "#FFFF", "rgb(255,255,255)", "rgb(255 255 255 / 1)", "rgb(100% 100% 100%)", "hsl(0 0% 100%)",
        "hsla(120, 50%, 100%, 1)", "hwb(0 100% 0)", "oklch(1 0 0)", "OKLCH(100% 0 none)", "oklab(1 0 0)", "lab(100% 0 0)", "lch(100 0 20)",
        "color(srgb 1 1 1)", "color(display-p3 1 1 1)", "color-mix(in srgb, white, #fff)", "color-mix(in oklch, black 0%, white)",
        "light-dark(white, black)", "Canvas", "rgb(from white r g b)", "color-mix(in lab, color-mix(in srgb, white, white), white)",
    ],
)  # fmt: skip
def test_white(text: str) -> None:
    assert color(text) == pytest.approx(WHITE, abs=0.01)


@pytest.mark.parametrize(
    "text", ["black", "oklch(0 0 0)", "lab(0 0 0)", "CanvasText", "light-dark(black, white)", "color(srgb-linear 0 0 0)"]
)
def test_black(text: str) -> None:
    assert color(text) == pytest.approx(BLACK, abs=0.01)


@pytest.mark.parametrize(
    "text",
    ["transparent", "#0000", "rgb(0 0 0 / 0%)", "rgba(0,0,0,0)", "rgb(from black r g b / 0)", "color-mix(in srgb, black 0%, transparent)"],
)
def test_transparent(text: str) -> None:
    assert color(text) == pytest.approx(CLEAR, abs=0.01)


def test_what_is_mixed_stands_between() -> None:
    assert color("color-mix(in srgb, white 25%, black)") == pytest.approx((0.25, 0.25, 0.25, 1.0), abs=0.01)
    assert color("color-mix(in srgb, white, black 25%)") == pytest.approx((0.75, 0.75, 0.75, 1.0), abs=0.01)
    assert color("color-mix(in srgb, red 20%, transparent)") == pytest.approx((1.0, 0.0, 0.0, 0.2), abs=0.01)
    assert color("color-mix(in srgb, red 20%, blue 20%)") == pytest.approx((0.5, 0.0, 0.5, 0.4), abs=0.01)
    assert color("oklch(0.3 0.1 200)") == pytest.approx((0.0, 0.23, 0.256, 1.0), abs=0.02)


@pytest.mark.parametrize(
    "text",
    [
        "", "inherit", "currentcolor", "var(--ink)", "rgb(var(--ink))", "frob", "color(", "color-mix(in srgb, white)", "light-dark(white)",
        "color-mix(in srgb, black 0%, white 0%)", "rgb(from black calc(r + 9) g b)", "color-mix(in srgb, var(--a), white)", "url(a.png)",
    ],
)  # fmt: skip
def test_what_is_no_colour_of_its_own(text: str) -> None:
    assert color(text) is None


def test_mixes_of_mixes_end() -> None:
    text = "white"
    for _ in range(40):
        text = f"color-mix(in srgb, {text}, white)"
    assert color(text) is None


@given(st.text(alphabet="rgbhsloklchcolor-mixfrom()#,/% 0123456789.varwhite", max_size=60))
def test_nothing_breaks_it(text: str) -> None:
    found = color(text)
    assert found is None or all(0 <= channel <= 1 for channel in found)
