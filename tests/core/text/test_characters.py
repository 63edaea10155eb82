"""Characters beyond ASCII, and texts whose words blanks do not part."""

from __future__ import annotations

import re
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.text.characters import MARKS, beyond_ascii, blanks, is_peculiar


@given(st.text(st.characters(), max_size=60))
def test_characters_beyond_ascii_are_those_above_127_in_order(text: str) -> None:
    assert beyond_ascii(text) == "".join(sign for sign in text if ord(sign) > 127)


def test_a_lone_half_of_a_pair_is_kept() -> None:
    assert beyond_ascii("a\ud800b\u2019") == "\ud800\u2019"


@pytest.mark.parametrize(
    ("text", "peculiar"), [("We sell it.", False), ("Wir löschen “es”.", False), ("当社は", True), ("เราเก็บ", True), ("देंगे", True)]
)
def test_texts_without_blanks_between_words_are_peculiar(text: str, *, peculiar: bool) -> None:
    assert is_peculiar(text) is peculiar


def test_scripts_without_blanks_have_as_many_as_they_would_need() -> None:
    assert blanks("We sell it.") == 2
    assert blanks("当社は販売しません") == 4


def test_marks_are_written_as_ranges_and_mean_each_of_them() -> None:
    every = [sign for sign in map(chr, range(0x10000)) if not 0xD800 <= ord(sign) < 0xE000 and re.match(f"[{MARKS}]", sign)]
    assert all(category(sign) in ("Mn", "Mc") for sign in every)
    assert {"\u0301", "\u094d"} <= set(every)
    assert "\u0307" not in every
    assert len(MARKS) < len(every) / 2
