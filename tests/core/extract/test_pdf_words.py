"""Hyphens at the ends of lines, and ligatures."""

from __future__ import annotations

import pytest

from monitor.core.extract.pdf_words import joined_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("third-\nparty data", "third-party data"),
        ("this coun-\ntry", "this country"),
        ("the EU-\nUS rules", "the EU-US rules"),
        ("Kunden-\nund Geschäftsdaten", "Kunden- und Geschäftsdaten"),
        ("soft\u00ad\nware", "software"),
        ("our adver-\ntising network", "our advertising network"),
        ("first-\nparty data with well-\nknown partners, by e-\nmail", "first-party data with well-known partners, by e-mail"),
        ("ﬁne oﬃce ﬂow", "fine office flow"),
    ],
)
def test_words_are_whole(text: str, words: str) -> None:
    assert joined_words(text) == words
