"""Set phrases, synonyms and forms of verbs in one form, and what keeps its own."""

from __future__ import annotations

import pytest

from monitor.core.meaning.rewording.plain_words import in_figures, is_participle, meant, plain_verb, worded
from monitor.core.text.lexicon import phrases


def plain(sentence: str) -> str:
    return " ".join(worded(sentence.split(), frozenset({"acme"})))


@pytest.mark.parametrize(
    ("said", "form"),
    [
        ("acme will retain it", "we retain it"),
        ("you have the right to delete your data", "you may delete your data"),
        ("you are entitled to a refund", "you are entitled to refund"),
        ("you have the right to be told", "you have right to be told"),
        ("you can unsubscribe from offers whenever you like", "you may opt out of offers at any time"),
        ("we may change it whenever you like", "we may change it whenever you like"),
        ("you may not receive it", "you may never receive it"),
        ("you may not copy it", "you must never copy it"),
        ("we do not always tell you", "we never always notify you"),
    ],
)
def test_a_sentence_in_its_words(said: str, form: str) -> None:
    assert plain(said) == form


@pytest.mark.parametrize(("one", "two"), [("keeps", "keeping"), ("gather", "collects"), ("erase", "delete"), ("information", "data")])
def test_words_that_say_the_same(one: str, two: str) -> None:
    assert meant(one) == meant(two)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("sold", "sell"),
        ("copy", "copies"),
        ("lower", "low"),
        ("customer", "custom"),
        ("record", "log"),
        ("export", "download"),
        ("90", "900"),
    ],
)
def test_words_that_say_another_thing(one: str, two: str) -> None:
    assert meant(one) != meant(two)


def test_states_are_no_passives() -> None:
    assert [word for word in ("kept", "encrypted", "limited", "required", "used", "red") if is_participle(word)] == [
        "kept",
        "encrypted",
        "used",
    ]


@pytest.mark.parametrize("row", phrases("participles"), ids=" ".join)
def test_each_participle_has_its_verb(row: tuple[str, ...]) -> None:
    assert plain_verb(row[0]) == row[1]


def test_no_restatement_is_lost_behind_a_shorter_one() -> None:
    for line in phrases("restatements"):
        assert line.count("=") == 1
        assert line[0] != "="
        assert line[-1] != "="


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("kept for seven (7) years", "kept for 7 years"),
        ("within Thirty (30) days, and fourteen (14) more", "within 30 days, and 14 more"),
        ("kept for seven (8) years", "kept for seven (8) years"),
        ("clause (7) and part (b)", "clause (7) and part (b)"),
        ("a (1) letter", "a (1) letter"),
    ],
)
def test_a_number_that_is_spelled_out_beside_its_figure(text: str, figures: str) -> None:
    assert in_figures(text) == figures
