"""A side of a change as what it names and states."""

from __future__ import annotations

import pytest

from monitor.core.meaning.tongues.side import TongueChange
from monitor.core.text.segment import SegmentedText
from tests.core.meaning.tongues.changes_of import change_of

OLD = "Wir speichern Ihre Gesundheitsdaten 30 Tage und berechnen 5 €."
NEW = "Wir speichern Ihre Gesundheitsdaten nicht."


def test_a_side_names_concepts_periods_and_sums() -> None:
    side = change_of("de", OLD, NEW).old
    assert {"health", "retain"} <= side.concepts.keys()
    assert side.periods == {"retention": [30.0]}
    assert [one.size for one in side.sums] == [5.0]
    assert side.charges == [5.0]
    assert side.numbers == ["30", "5"]
    assert not side.denies


def test_what_is_denied_is_not_affirmed() -> None:
    change = change_of("de", OLD, NEW)
    assert "health" in change.old.affirmed
    assert "health" not in change.new.affirmed
    assert change.new.denies


def test_what_is_said_of_the_reader() -> None:
    change = change_of("de", OLD, NEW)
    assert change.new.said == {("company", "retain", "data", True): 1}


def test_what_came_and_went_is_asked_of_the_whole_texts() -> None:
    change = change_of("de", "Wir nutzen Cookies.", "Wir nutzen Cookies und Ihr Adressbuch.")
    assert change.came("contacts-list")
    assert not change.went("cookie")
    assert change.kind == "reworded"
    assert 0 < change.common < 1


def test_a_period_is_about_what_its_sentence_speaks_of() -> None:
    side = change_of("de", None, "Wir beantworten Ihre Anfrage in 14 Tagen. Wir kündigen Änderungen 30 Tage vorher an.").new
    assert side.periods == {"answer": [14.0], "notice": [30.0]}


def test_ages_are_found() -> None:
    assert change_of("de", None, "Kinder unter 16 Jahren dürfen nicht bestellen.").new.ages == {16}


def test_english_has_no_side_of_this_kind() -> None:
    change = change_of("de", OLD, NEW)
    with pytest.raises(ValueError, match="not judged"):
        TongueChange.of(change.comparison.candidate, change.comparison.context, "en")
    assert SegmentedText(OLD).lines == [OLD]


def test_opening_hours_count_nothing() -> None:
    side = change_of("fr", None, "Nous répondons le samedi de 9 h à 17 h.").new
    assert (side.numbers, side.counted) == (["9", "17"], [])
    assert change_of("de", None, "Montags löschen wir, was 30 Tage alt ist.").new.counted == ["30"]


def test_how_something_is_denied_is_no_word_of_substance() -> None:
    change = change_of("nl", "Wij geven uw nummer aan niemand.", "Wij geven uw nummer aan geen enkele derde.")
    assert change.new.stems == change.old.stems
