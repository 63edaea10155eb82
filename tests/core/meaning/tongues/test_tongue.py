"""The vocabularies themselves: complete, and of one shape."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from monitor.core.meaning.promises.promise import _ABOUT_THINGS
from monitor.core.meaning.statements.vocabulary import acts
from monitor.core.meaning.tongues.scopes import SCOPING
from monitor.core.meaning.tongues.tongue import SECTIONS, is_tongue, split_terms, tongue, tongue_of
from monitor.core.text.lexicon import english, load
from monitor.core.text.word_lists import judged_languages

CODES = sorted(judged_languages() - {"en"})


def file_of(code: str) -> Mapping[str, Any]:
    return load(f"statements.{code}.yaml")


def test_six_languages_are_judged_beside_english() -> None:
    assert CODES == ["de", "es", "fr", "it", "nl", "pt"]


@pytest.mark.parametrize("code", CODES)
def test_a_file_has_every_section(code: str) -> None:
    assert file_of(code).keys() == SECTIONS


@pytest.mark.parametrize("code", CODES)
def test_acts_are_those_of_english(code: str) -> None:
    assert set(file_of(code)["acts"]) <= set(acts())
    assert set(file_of(code)["act-nouns"]) <= set(acts())
    assert _ABOUT_THINGS - {"claim"} <= set(file_of(code)["acts"])


@pytest.mark.parametrize("code", CODES)
def test_every_language_names_the_same_concepts(code: str) -> None:
    assert file_of(code)["concepts"].keys() == file_of("de")["concepts"].keys()
    assert SCOPING - {"train"} <= file_of(code)["concepts"].keys()
    assert len(file_of(code)["concepts"].keys() & english().concepts.keys()) > 50


@pytest.mark.parametrize("code", CODES)
def test_no_list_but_those_of_grammar_is_empty(code: str) -> None:
    optional = {"denial-pairs", "denial-pairs-only"}
    for section, value in file_of(code).items():
        lists = value.values() if isinstance(value, Mapping) else [value]
        empty = [one for one in lists if one == ""]
        assert not empty or section in optional or section == "actors", section


@pytest.mark.parametrize("code", CODES)
def test_months_and_numbers_are_complete(code: str) -> None:
    quantities = file_of(code)["quantities"]
    assert len(split_terms(quantities["months"])) >= 12
    assert {1, 7, 30.44, 365.25} <= set(quantities["days"])
    assert {14, 30, 60, 90} <= set(quantities["numbers"])


def test_a_missing_section_is_named() -> None:
    file = {name: value for name, value in file_of("de").items() if name != "denials"}
    with pytest.raises(ValueError, match="'denials' is missing"):
        tongue_of("de", file)


def test_an_unknown_section_is_named() -> None:
    with pytest.raises(ValueError, match="'extra' is unknown"):
        tongue_of("de", {**file_of("de"), "extra": "x"})


def test_english_and_unjudged_languages_are_no_tongues() -> None:
    assert [is_tongue(code) for code in ("de", "en", "ja", None)] == [True, False, False, False]
    assert tongue("en") is None


def test_number_words_are_numbers() -> None:
    language = tongue("fr")
    assert language is not None
    assert language.number_words["trente"] == 30
