"""The names that a document gives to the company."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.meaning.company_names import _ACTING, company_names, names_in
from monitor.core.meaning.parsed import ParsedDocument
from monitor.core.text.segment import SegmentedText


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('Acme, Inc. ("we", "us") runs this site.', {"acme"}),
        ('These terms bind you and Acme Widgets LLC ("Acme").', {"acme"}),
        ('We rent from Brick Ltd ("Brick"). Acme, Inc. ("we") runs this site.', {"acme"}),
        ("Acme will write. Acme may call. Acme does not sell.", {"acme"}),
        ("Acme will write. Acme may call.", set()),
        ("You may leave. You will pay. You may stay.", set()),
        ("Users may post. Users will pay. Users shall behave.", set()),
        ("Google may log. Google will log. Google uses it.", set()),
        ("We will write.", set()),
        ('Heron & Co. is called "Heron". Heron GmbH ("Heron") runs it.', {"heron"}),
        ("Brick reserves the right. Brick collects. Brick stores it. Acme may call.", {"brick"}),
        ("Brick may. " * 8 + "Acme will. " * 3, {"brick"}),
        ("Brick may. " * 4 + "Acme will. " * 3, {"brick", "acme"}),
        ("# Loomnote Agreement\n\nLoomnote hosts it. Loomnote may stop.", {"loomnote"}),
        ("# Loomnote Agreement\n\nLoomnote hosts it.", set()),
        ("Loomnote Agreement\n\nLoomnote hosts it. Loomnote may stop.", set()),
        ("# Biscuits at Loomnote\n\nBiscuits are small. Biscuits may stay. We bake biscuits.", set()),
        ("# Loomnote Agreement\n\nLoomnote hosts it. Loomnote may stop. Write to us@loomnote.example.", {"loomnote"}),
        ("x " * 2_000 + 'Acme, Inc. ("we") runs this site.', set()),
    ],
)
def test_names(text: str, names: set[str]) -> None:
    assert names_in(text) == names


def test_names_are_found_once_for_a_document() -> None:
    document = ParsedDocument(SegmentedText("Acme will. Acme may. Acme shall."))
    assert company_names(document) is company_names(document)


@given(
    st.lists(
        st.sampled_from(["Acme", "Mills-Co", "e-Mail", "will", "may", "and its", "shares", "\n", ".", "the", "Über"]), max_size=20
    ).map(" ".join)
)
def test_a_name_and_its_verb_stand_in_one_line(text: str) -> None:
    assert [name for line in text.split("\n") for name in _ACTING.findall(line)] == _ACTING.findall(text)
