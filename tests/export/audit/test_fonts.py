"""Fonts: what they lack is named, and never an empty box."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fpdf import FPDF

from monitor.errors import UsageError
from monitor.export.audit.fonts import PageFonts, is_complex


@pytest.fixture(scope="module")
def fonts() -> Iterator[PageFonts]:
    found = PageFonts(FPDF())
    yield found
    found.close()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Plain", "Plain"),
        ("“Ärger” – Ωmega, Ромашка, שלום, مرحبا, ไทย, हिन्दी, ქართული", "“Ärger” – Ωmega, Ромашка, שלום, مرحبا, ไทย, हिन्दी, ქართული"),
        ("明るい会社", "[5 characters: Japanese]"),
        ("Acme 条款 Ltd", "Acme [2 characters: Chinese or Japanese] Ltd"),
        ("자전거 회사", "[5 characters: Korean]"),
        ("條", "[1 character: Chinese or Japanese]"),
        ("条款 자전거", "[5 characters: Chinese or Japanese and Korean]"),
        ("a 🎩 b", "a [1 character: other signs] b"),
        ("one\ntwo 条", "one\ntwo [1 character: Chinese or Japanese]"),
        ("a\x00\x1b[2J\u202eb\ud800c", "a[2Jbc"),
        ("tab\tand\u00a0space", "tab and space"),
        ("", ""),
    ],
)
def test_what_has_no_sign_is_counted_and_named(fonts: PageFonts, text: str, shown: str) -> None:
    assert fonts.shown(text) == shown


def test_what_was_missing_is_remembered(fonts: PageFonts) -> None:
    fonts.missing.clear()
    fonts.shown("plain")
    assert fonts.missing == set()
    fonts.shown("자전거 会社")
    assert fonts.missing == {"Chinese or Japanese and Korean"}


def test_a_file_that_is_no_font_is_named(tmp_path: Path) -> None:
    bad = tmp_path / "bad.ttf"
    bad.write_bytes(b"no font")
    with pytest.raises(UsageError, match=r"bad.ttf: not a TrueType or OpenType font"):
        PageFonts(FPDF(), [bad])


@pytest.mark.parametrize(
    ("text", "needed"), [("plain", False), ("Ärger – “x” → Ромашка", False), ("שלום", True), ("مرحبا", True), ("हिन्दी", True)]
)
def test_only_some_scripts_are_shaped(text: str, needed: bool) -> None:
    assert is_complex(text) is needed
