"""Set phrases and senses of paraphrases.en.yaml: what stands for what, and what lawyers tell apart."""

from __future__ import annotations

import pytest

from monitor.core.meaning.rewording.senses import idle, rephrased, sense, senses
from monitor.core.text.lexicon import load

APART = [
    ("share", "sell"), ("share", "disclose"), ("encrypt", "protect"), ("delete", "anonymise"), ("delete", "deactivate"),
    ("consent", "notify"), ("information", "inform"), ("app", "apply"), ("before", "after"), ("under", "over"), ("bank", "shop"),
    ("approximate", "precise"), ("refund", "fee"), ("human", "automatic"), ("private", "public"), ("collect", "receive"),
    ("transfer", "sell"), ("own", "license"), ("keep", "delete"), ("written", "oral"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "two"), APART)
def test_words_that_lawyers_tell_apart_have_no_common_sense(one: str, two: str) -> None:
    assert sense(one) != sense(two)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("delete", "erasure"),
        ("notified", "informs"),
        ("retention", "kept"),
        ("corrected", "rectification"),
        ("objection", "objects"),
        ("telephone", "phone"),
        ("annual", "yearly"),
        ("parent's", "parents"),
    ],
)
def test_forms_and_words_of_one_sense(one: str, two: str) -> None:
    assert sense(one) == sense(two)


@pytest.mark.parametrize(
    ("run", "said"),
    [
        ("within 3 days no later than noon", "within 3 days within noon"),
        ("you are entitled to leave", "you may leave"),
        ("nobody but staff may read", "only staff may read"),
        ("you never must pay", "you exempt pay"),
    ],
)
def test_a_phrase_has_one_form(run: str, said: str) -> None:
    assert " ".join(rephrased(run.split())) == said


def test_denials_limits_and_small_words_have_no_sense_but_weighty_ones_do() -> None:
    assert list(senses(["we", "never", "only", "may", "the"])) == []
    assert list(senses(["most", "under", "16", "under", "all"])) == ["most", "under", "all"]


def test_the_longest_phrase_counts() -> None:
    assert list(rephrased(["as", "long", "as", "you", "live"])) == ["while", "you", "live"]


def test_each_word_stands_in_one_row_of_the_vocabulary() -> None:
    words = [word for row in load("paraphrases.en.yaml")["senses"].splitlines() for word in set(row.split())]
    assert sorted(words) == sorted(set(words))


def test_no_phrase_is_told_twice() -> None:
    phrases = [line.split(" = ")[0] for line in load("paraphrases.en.yaml")["phrases"].splitlines()]
    assert sorted(phrases) == sorted(set(phrases))


def test_what_is_idle_is_of_no_party_and_no_limit() -> None:
    assert idle().isdisjoint(map(sense, ("partner", "advertiser", "police", "child", "consent", "sell", "share", "fee", "free", "money")))
