"""Terms that are inflected, compound, and in two parts."""

from __future__ import annotations

import pytest

from monitor.core.meaning.tongues.terms import TermLists, matches


@pytest.mark.parametrize(
    ("word", "pattern", "expected"),
    [
        ("verkauft", "verkauf*", True),
        ("adressdaten", "*daten", True),
        ("datenweitergabe", "*weiter*", True),
        ("daten", "daten", True),
        ("datei", "daten", False),
        ("verkauf", "*daten", False),
    ],
)
def test_a_word_fits_a_pattern(word: str, pattern: str, expected: bool) -> None:
    assert matches(word, pattern) is expected


def names(lists: dict[str, str], text: str) -> list[str]:
    return [hit.name for hit in TermLists(lists).find(text.split())]


def test_a_separable_verb_is_found_around_its_object() -> None:
    (hit,) = TermLists({"share": "geb* … weiter"}).find(["wir", "geben", "ihre", "daten", "nicht", "weiter"])
    assert (hit.start, hit.end, hit.last) == (1, 2, 5)


def test_no_term_reaches_over_the_end_of_a_sentence() -> None:
    assert names({"share": "geb* … weiter"}, "wir geben auf . es geht weiter") == []


def test_no_term_reaches_too_far() -> None:
    assert names({"share": "geb* … weiter"}, f"geben {'wort ' * 20}weiter") == []


def test_a_word_can_be_taken_out_of_a_list() -> None:
    assert names({"sell": "verkauf*, !verkäufer*, !verkaufsraum"}, "verkaufen im verkaufsraum") == ["sell"]


def test_the_longest_term_at_a_place_is_found_once() -> None:
    hits = TermLists({"right": "recht, recht auf"}).find(["recht", "auf", "auskunft"])
    assert [(hit.start, hit.end) for hit in hits] == [(0, 2)]


def test_a_term_of_several_words_stands_in_a_row() -> None:
    assert names({"reader": "sie dürfen"}, "sie aber dürfen") == []


def test_nothing_is_found_in_nothing() -> None:
    assert TermLists({"sell": ""}).find([]) == []
