"""The values of a clause with their kinds, and numbers that are none."""

from __future__ import annotations

import pytest

from monitor.core.meaning.headlines.value_slots import VALUE, frame_of, slots_of


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("for 30 days", [("period", "30 days")]),
        ("for thirty (30) calendar days", [("period", "thirty (30) calendar days")]),
        ("a 24-month term", [("period", "24-month")]),
        ("a boy of 12 years old", [("age", "12 years")]),
        ("children under 13", [("age", "13")]),
        ("You must be at least 16 to join", [("age", "16")]),
        ("must be at least 16 characters", [("count", "16")]),
        ("pay $1,000.50 now", [("money", "$1,000.50")]),
        ("pay 20 euros now", [("money", "20 euros")]),
        ("pay US$ 5 million now", [("money", "US$ 5 million")]),
        ("a share of 2.5%", [("percent", "2.5%")]),
        ("a share of 3 per cent", [("percent", "3 per cent")]),
        ("on 1 March 2025", [("date", "1 March 2025")]),
        ("on March 1, 2025", [("date", "March 1, 2025")]),
        ("up to 5 devices", [("count", "5")]),
        ("up to 1,500 mobile devices", [("count", "1,500")]),
        ("section 5 applies", []),
        ("Article 6 points", []),
        ("version 2.3", []),
        ("in 2024 places", []),
        ("12 Mill Lane", []),
        ("call 555 1200 days", [("period", "1200 days")]),
        ("open 24/7", []),
        ("no values here", []),
    ],
)
def test_values_and_their_kinds(text: str, found: list[tuple[str, str]]) -> None:
    assert [(slot.kind, slot.text) for slot in slots_of(text)] == found


def test_the_frame_holds_words_and_signs_and_the_kinds_of_values() -> None:
    text = "Kept (for 30 days), then sold."
    assert frame_of(text, slots_of(text)) == ["kept", "(", "for", "<period>", ")", ",", "then", "sold", "."]


def test_places_are_those_of_the_text() -> None:
    text = "We wait 3 days, then ask for €5."
    assert [text[slot.start : slot.end] for slot in slots_of(text)] == ["3 days", "€5"]


@pytest.mark.parametrize(
    "text", ["ten percent", "two per cent", "thirty days", "one Hour", "twelve-month", "one week", "two years", "five minutes"]
)
def test_a_value_in_words_is_found_without_a_digit(text: str) -> None:
    assert bool(slots_of(f"We keep it for {text}.")) is (VALUE.search(text) is not None)


def test_a_clause_without_digits_and_units_states_no_value() -> None:
    assert slots_of("We keep it as long as we like.") == []
