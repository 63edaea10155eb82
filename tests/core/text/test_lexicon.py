"""The vocabulary: data, found in one pass."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from monitor.core.meaning.rules import rules
from monitor.core.text.lexicon import Lexicon, english, load
from monitor.core.text.tokens import words

TOPICS = {
    "data-collected", "purpose-of-use", "ai-training", "third-party-sharing", "sale-of-data", "advertising-tracking",
    "retention", "security", "user-rights", "choice-consent", "children-age", "international-transfer",
    "legal-disclosure", "notice-of-changes", "dispute-liability", "content-license", "acceptable-use", "account-termination",
    "payments", "contact-identity", "scope-definitions", "other",
}  # fmt: skip

SLOTS = {"acts", "kind", "what", "topic", "clause", "quote", "recipients", "edit"}


def concepts(text: str) -> set[str]:
    return {hit[2].id for hit in english().find(words(text))}


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("We sell your data.", "sell"), ("It is disclosed to partners.", "share"), ("We encrypt it.", "protect"),
        ("We retain it.", "retain"),
        ("Disputes go to arbitration.", "arbitrate"), ("We train AI models on it.", "train"), ("You can opt out.", "opt-out"),
        ("We erase it.", "delete"), ("We will notify you.", "notify"), ("You grant us a licence.", "license"),
    ],
)  # fmt: skip
def test_concepts_are_found(text: str, concept: str) -> None:
    assert concept in concepts(text)


def test_longest_term_wins_and_stars_stand_for_endings() -> None:
    give = {"group": "act", "terms": ["give", "give away", "giv*"]}
    found = Lexicon({"a": give, "b": {"group": "data", "tier": 3, "terms": ["away day*"]}})
    assert found.find(["we", "give", "away", "days"]) == [(1, 3, found.concepts["a"]), (2, 4, found.concepts["b"])]
    assert found.find(["giving"]) == [(0, 1, found.concepts["a"])]
    assert found.find(["give", "away"])[0][:2] == (0, 2)
    assert found.find(["away"]) == []
    assert found.concepts["b"].tier == 3
    assert found.terms["a"] == (" give ", " give away ", " giv")


def test_every_concept_is_well_formed() -> None:
    for concept in english().concepts.values():
        assert 0 <= concept.tier <= 5, concept
        assert set(concept.topics) <= TOPICS, concept
        assert english().terms[concept.id], concept


def test_data_files_are_read_once() -> None:
    assert load("concepts.en.yaml") is load("concepts.en.yaml")


def test_rules_are_well_formed() -> None:
    table = rules()
    assert len({rule.id for rule in table}) == len(table)
    for rule in table:
        assert rule.topic is None or rule.topic in TOPICS, rule
        assert rule.says.endswith("."), rule
        assert not rule.headline.endswith("."), rule
        assert set(re.findall(r"{(\w+)}", rule.says + rule.headline)) <= SLOTS, rule
    assert table[-1].fires(frozenset()), "the last rule speaks where no other does"


def test_rules_name_features_and_concepts_that_exist() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in (Path(__file__).parents[3] / "monitor/core").rglob("*.py"))
    for rule in rules():
        for name in (*rule.all, *rule.any, *rule.none):
            last = name.rsplit(":", 1)[-1]
            assert last in english().concepts or last in source, f"{rule.id} asks for {name}, which nothing makes"


def test_a_term_may_hold_an_open_word_in_the_middle() -> None:
    found = Lexicon({"a": {"group": "act", "terms": ["hand* over"]}})
    assert [hit[:2] for hit in found.find(["we", "handed", "over", "data"])] == [(1, 3)]
    assert found.find(["we", "handed", "data"]) == []
    assert not found.asked("a").phrases, "terms with an open word in the middle are not looked for in a whole text"


def test_hyphens_commas_and_case_of_a_term_do_not_count() -> None:
    found = Lexicon({"a": {"group": "choice", "terms": ["Opt-Out, now"]}})
    assert [hit[:2] for hit in found.find(["opt", "out", "now"])] == [(0, 3)]


def test_concepts_may_overlap_but_each_is_found_once_at_a_place() -> None:
    found = Lexicon({"a": {"group": "x", "terms": ["credit", "credit card"]}, "b": {"group": "x", "terms": ["card"]}})
    hits = found.find(["credit", "card"])
    assert [(start, end, concept.id) for start, end, concept in hits] == [(0, 2, "a"), (1, 2, "b")]


def test_a_term_at_the_end_of_the_words_is_not_read_past_it() -> None:
    found = Lexicon({"a": {"group": "x", "terms": ["opt out of it"]}})
    assert found.find(["opt", "out"]) == []
    assert found.find([]) == []


def test_terms_are_sorted_by_what_they_need_of_a_text() -> None:
    terms = Lexicon({"a": {"group": "x", "terms": ["sell", "rent*", "pass on", "hand over*"]}}).asked("a")
    assert terms.words == {"sell"}
    assert terms.prefixes == ("rent",)
    assert terms.phrases == ((frozenset({"pass", "on"}), " pass on "), (frozenset({"hand"}), " hand over"))


def test_the_lexicon_finds_the_same_however_often_it_is_asked() -> None:
    text = words("We never sell or rent personal data, unless you opt in.")
    assert english().find(text) == english().find(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("opt out of sales", ["out"]),
        ("opt out of selling", ["out"]),
        ("opt out of", []),
        ("opt in of sales", []),
        ("opting out of sales", ["out"]),
        ("opt out for sales", []),
    ],
)
def test_every_further_word_of_a_term_must_follow(text: str, found: list[str]) -> None:
    lexicon = Lexicon({"out": {"group": "choice", "terms": ["opt* out of sal*", "opt out of selling"]}})
    assert [hit[2].id for hit in lexicon.find(text.split())] == found
