"""Words of statements, ready for lookup."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from monitor.core.meaning.statements.vocabulary import act_nouns, acts, forms_of, lemmas, phrase_list, verbs, word_list


@pytest.mark.parametrize(
    ("word", "plain"),
    [
        ("sold", "sell"),
        ("sells", "sell"),
        ("selling", "sell"),
        ("sale", "sell"),
        ("rented", "rent"),
        ("kept", "keep"),
        ("retention", "retain"),
        ("disclosure", "disclose"),
        ("given", "give"),
        ("sharing", "share"),
    ],
)
def test_the_plain_form(word: str, plain: str) -> None:
    assert lemmas()[word] == plain


def test_every_verb_has_a_plain_form_that_is_one_of_its_forms() -> None:
    for word in verbs():
        plain = lemmas()[word]
        assert lemmas()[plain] == plain
        assert any(one.act == other.act for one in verbs()[word] for other in verbs()[plain])


def test_a_verb_by_its_forms() -> None:
    assert [(known.act, known.form) for known in verbs()["sold"]] == [("sell", "ed")]
    assert {known.form for known in verbs()["read"]} >= {"base"}
    assert "zebra" not in verbs()


def test_acts_and_their_nouns() -> None:
    assert acts()[0] == "sell"
    assert act_nouns()["sale"] == "sell"
    assert {"sell", "sold", "sale", "rents"} <= forms_of(frozenset({"sell"}))
    assert "share" not in forms_of(frozenset({"sell"}))


def test_lists() -> None:
    assert "you" in word_list("reader-words")
    assert "try to" in phrase_list("trying")
    assert set(act_nouns().values()) <= set(acts())


@pytest.mark.parametrize("name", ["statements.en.yaml", "words.en.yaml", "paraphrases.en.yaml", "concepts.en.yaml"])
def test_no_list_is_there_twice(name: str) -> None:
    # YAML takes the last of two lists of one name, and the first is lost without a word.
    text = files("monitor.vocabulary").joinpath(name).read_text(encoding="utf-8")
    names = re.findall(r"^([\w-]+):", text, re.MULTILINE)
    assert sorted(names) == sorted(set(names))
