"""Sentences that can be found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.text import sentence_cut
from monitor.core.text.search_terms import distinct_terms
from monitor.core.text.sentence_cut import cut_sentences

TEXT = """# Privacy

We never sell. Ask **us**.

## Sharing

We never:

- sell [data](https://x.example/y)
- rent it

| Who | What |
|---|---|
| Bank | name |

***
"""


def test_sentences_items_rows_and_headings_with_what_stands_above() -> None:
    found = list(cut_sentences(TEXT))
    assert [one.text for one in found][:5] == ["# Privacy", "We never sell.", "Ask **us**.", "## Sharing", "We never:"]
    item = next(one for one in found if "sell [data]" in one.text)
    assert (item.lead_in, item.heading, item.terms) == ("We never:", "Sharing", ("sell", "data"))
    assert any("Bank" in one.text for one in found)
    assert all(one.terms for one in found)


@given(st.text(max_size=300))
def test_any_text_gives_sentences_with_their_own_terms(text: str) -> None:
    for one in cut_sentences(text):
        assert one.terms == distinct_terms(one.text)
        assert one.terms


def test_the_last_text_is_cut_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """For the full-text index and for the search of the site."""
    text, read = "# Logs\n\nWe keep logs. Only for a week.", list[str]()
    monkeypatch.setattr(sentence_cut, "distinct_terms", lambda sentence: read.append(sentence) or distinct_terms(sentence))
    first = list(cut_sentences(text))
    assert list(cut_sentences(text)) == first
    assert len(read) == len(first) == 3


def test_nothing_is_held_of_a_very_long_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sentence_cut, "_LONG", 10)
    before = sentence_cut._cut.cache_info().currsize
    assert [one.text for one in cut_sentences("We keep long logs.")] == ["We keep long logs."]
    assert sentence_cut._cut.cache_info().currsize == before
