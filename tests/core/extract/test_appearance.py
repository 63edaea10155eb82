"""What properties make of a text."""

from __future__ import annotations

import pytest

from monitor.core.extract.appearance import Look, is_gone, is_struck, is_tiny, is_unseen


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
