"""The word lists of data files: well formed, and loaded by one module."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from monitor.core.text.lexicon import irregular_verbs, load, promised_verbs, word_set
from monitor.core.text.tokens import words
from monitor.core.text.word_lists import (
    KINDS,
    any_phrase,
    foreign_negations,
    header_walls,
    policy_words,
    scripts,
    small_words,
    targets,
    wall_phrases,
)

ROOT = Path(__file__).parents[3] / "monitor"


def test_data_files_are_opened_by_two_modules_alone() -> None:
    core = ROOT / "core"
    users = {str(path.relative_to(core)) for path in core.rglob("*.py") if "importlib.resources" in path.read_text(encoding="utf-8")}
    models = {"meaning/classifier.py", "meaning/topics.py", "meaning/favour/model.py"}
    assert users - models == {"text/lexicon.py", "text/word_lists.py"}


def test_every_kind_of_wall_has_phrases_in_the_order_of_kinds() -> None:
    assert tuple(kind.kind for kind in wall_phrases()) == KINDS
    assert all(kind.text for kind in wall_phrases())


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("checking your browser before accessing", "bot-wall"),
        ("the page you requested could not be found", "error-page"),
        ("forgot your password?", "login-wall"),
    ],
)
def test_phrases_give_their_kind_away(line: str, kind: str) -> None:
    assert any_phrase().search(line)
    found = {one.kind for one in wall_phrases() if any(pattern.search(line) for pattern in one.text)}
    assert kind in found


def test_a_policy_sentence_is_no_wall() -> None:
    assert not any_phrase().search("we keep your orders for ten years, as the law asks of us")


def test_patterns_are_tried_on_lower_case_text_and_are_lower_case() -> None:
    for kind in wall_phrases():
        for pattern in (kind.title, *kind.text):
            assert re.sub(r"\\[A-Z]", "", pattern.pattern) == re.sub(r"\\[A-Z]", "", pattern.pattern).lower(), pattern.pattern


def test_headers_are_named_in_lower_case() -> None:
    assert ("cf-mitigated", True) in [(name, bool(pattern.search("challenge"))) for name, pattern in header_walls()]
    assert all(name == name.lower() for name, _ in header_walls())


def test_addresses_that_a_page_sends_to_have_a_kind() -> None:
    assert {kind for kind, _ in targets()} <= set(KINDS)


@pytest.mark.parametrize(
    ("language", "text", "listed"),
    [
        ("en", "your privacy", "privacy"),
        ("de", "datenschutzerklärung", "datenschutz"),
        ("ja", "当社の個人情報保護", "個人情報"),
        ("fr", "vos données", "données"),
    ],
)
def test_policy_words_are_beginnings(language: str, text: str, listed: str) -> None:
    [pattern] = [pattern for code, pattern in policy_words() if code == language]
    assert listed in pattern.findall(text)


def test_a_listed_whole_word_is_no_beginning() -> None:
    [english] = [pattern for code, pattern in policy_words() if code == "en"]
    assert english.findall("you shall pay") == ["shall"]
    assert english.findall("a shallow pool") == []


def test_small_words_are_single_lower_case_words_and_twenty_at_least() -> None:
    for language, listed in small_words().items():
        assert re.fullmatch("[a-z]{2}", language)
        assert len(listed) >= 20, language
        assert all(words(word) == [word] for word in listed), language


def test_no_script_is_listed_twice_and_each_pattern_is_one_letter() -> None:
    codes = [code for code, _ in scripts()]
    assert len(set(codes)) == len(codes)
    assert not set(codes) & set(small_words())
    assert all(pattern.pattern.startswith("[") for _, pattern in scripts())


def test_foreign_negations_are_no_english_words_of_substance() -> None:
    assert {"nicht", "jamais", "nunca", "niet"} <= foreign_negations()
    assert all(word == word.lower() for word in foreign_negations())


def test_negations_and_further_denials_do_not_overlap() -> None:
    assert not word_set("negations") & word_set("denying-besides")
    assert {"not", "never", "cannot", "nothing"} <= word_set("negations")


def test_lists_hold_words_as_the_tokeniser_gives_them() -> None:
    for name, value in load("words.en.yaml").items():
        if isinstance(value, str) and "\n" not in value and name != "abbreviations":
            assert all(words(word) == [word] for word in value.split()), name


def test_irregular_forms_lead_to_verbs_that_are_no_irregular_forms() -> None:
    verbs = irregular_verbs()
    assert verbs["sold"] == "sell"
    assert not set(verbs.values()) & set(verbs)


def test_promised_verbs_know_regular_and_irregular_forms() -> None:
    verbs = promised_verbs()
    assert [verbs[form] for form in ("shared", "sold", "kept", "given", "training")] == ["share", "sell", "keep", "give away", "train on"]
    assert "taken" not in verbs, "nobody promises not to take, in words that a headline needs"


def test_every_topic_has_a_plain_name() -> None:
    names = load("words.en.yaml")["topic-names"]
    assert len(names) == 22
    assert all(name == name.strip() and not name.endswith(".") for name in names.values())
