"""What is read of sentences in each judged language."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from monitor.core.meaning.tongues.reading import promises_of, read

TABLE = yaml.safe_load(Path(__file__).with_name("statements.yaml").read_text(encoding="utf-8"))


def told(text: str, code: str) -> list[str]:
    """The readings as the table writes them."""
    found = []
    for reading in read(text, code):
        said = reading.statement
        kinds = [promise.kind for promise in promises_of((reading,))]
        last = kinds[0] if kinds else "-" if said.stated else "unsaid"
        found.append(f"{said.actor} {said.act} {said.object} {said.polarity}, {last}")
    return list(dict.fromkeys(found))


@pytest.mark.parametrize(("code", "says", "expected"), [(code, row["says"], row["read"]) for code, rows in TABLE.items() for row in rows])
def test_a_sentence_is_read(code: str, says: str, expected: list[str]) -> None:
    assert told(says, code) == expected


def test_a_language_without_vocabulary_says_nothing() -> None:
    assert read("Vi säljer inte dina uppgifter.", "sv") == ()


def test_a_question_states_nothing() -> None:
    assert not any(reading.statement.stated for reading in read("Verkaufen wir Ihre Daten?", "de"))


def test_a_list_is_read_with_the_denial_above_it() -> None:
    (reading,) = read("- Ihre Daten verkaufen", "de", "Wir werden niemals:")
    assert (reading.statement.act, reading.statement.denied) == ("sell", True)


def test_what_introduces_a_list_is_not_said_again_by_its_entries() -> None:
    assert read("- IP-Adresse", "de", "Wir informieren Sie über folgende Daten:") == ()


def test_a_number_is_part_of_what_is_promised() -> None:
    (reading,) = read("Wir löschen Ihre Dateien nach dreißig Tagen.", "de")
    assert "30" in reading.scope


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("Wir verkaufen Ihre Daten nicht, es sei denn, Sie sind Händler.", "exception"),
        ("Wir verkaufen Ihre Daten nicht ohne Ihre Einwilligung.", "consent"),
        ("Wir nutzen Ihre Daten für Werbung, bis Sie widersprechen.", "opt-out"),
        ("Wir nutzen Ihre Daten nur für den Versand.", "only"),
    ],
)
def test_what_limits_a_statement(text: str, limit: str) -> None:
    reading = read(text, "de")[0]
    assert reading.statement.condition is not None
    assert reading.statement.condition.kind == limit
    assert limit in reading.limits


@pytest.mark.parametrize(
    ("code", "one", "two"),
    [
        ("de", "Wir löschen Ihre Dateien nach zwei Wochen.", "Wir löschen Ihre Dateien nach 14 Tagen."),
        ("es", "Eliminamos sus datos a los doce meses.", "Eliminamos sus datos al cabo de 1 año."),
    ],
)
def test_a_period_is_compared_by_its_days(code: str, one: str, two: str) -> None:
    assert {word for word in read(one, code)[0].scope if word.isdigit()} == {word for word in read(two, code)[0].scope if word.isdigit()}


def test_a_number_too_long_for_a_period_is_left_as_it_stands() -> None:
    long = "9" * 400
    assert long in read(f"Wir löschen Ihre Dateien nach {long} Tagen.", "de")[0].scope
