"""Every value comes back as it went in."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.model import (
    Alert,
    Changelog,
    Document,
    ExtractionResult,
    HistoryEntry,
    PageFacts,
    Policy,
    Rejection,
    ReviewDecision,
    SnapshotRecord,
    Version,
)
from monitor.store.codec import dumps, from_json, iso, loads, sortable, to_json
from tests.sampling import examples

from .examples import NOON, alert, document

KINDS = [Alert, Changelog, Document, HistoryEntry, PageFacts, Policy, ExtractionResult, Rejection, SnapshotRecord, Version, ReviewDecision]


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=examples(40), deadline=None)
@given(st.data())
def test_every_value_survives_a_round_trip(kind: type, data: st.DataObject) -> None:
    value = data.draw(st.from_type(kind))
    line = dumps(value)
    assert line.isascii()
    assert "\n" not in line
    assert loads(kind, line) == value


@settings(deadline=None)
@given(st.from_type(datetime), st.from_type(datetime))
def test_sortable_texts_sort_like_their_times(one: datetime, other: datetime) -> None:
    assert (sortable(one) < sortable(other)) is (one < other)
    assert datetime.fromisoformat(sortable(one)) == one == datetime.fromisoformat(iso(one))


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=())))
def test_any_text_survives_including_lone_surrogates(text: str) -> None:
    assert loads(Document, dumps(Document(text, notes=(text,)))) == Document(text, notes=(text,))


def test_defaults_are_omitted() -> None:
    assert to_json(Document("x")) == {"text": "x"}
    assert to_json(replace(document(), notes=())) == {"text": document().text, "title": "Privacy", "stated_date": "2020-05-17"}


def test_unknown_fields_are_ignored() -> None:
    assert from_json(Document, {"text": "x", "mood": "cheerful"}) == Document("x")


@pytest.mark.parametrize(
    "data",
    [None, [], "x", {}, {"text": 1}, {"text": None}, {"text": "x", "notes": "abc"}, {"text": "x", "notes": [1]}],
)
def test_data_of_another_shape_is_refused(data: object) -> None:
    with pytest.raises(ValueError, match="not a Document"):
        from_json(Document, data)


@pytest.mark.parametrize(
    "field", [{"captured_at": "2020-01-01T00:00:00"}, {"captured_at": "soon"}, {"captured_at": 5}, {"headers": {"a": 1}}, {"size": True}]
)
def test_a_field_of_another_type_is_refused(field: dict[str, object]) -> None:
    record = SnapshotRecord("acme", 1, "u", NOON, NOON, "live", "0", 1, "p")
    with pytest.raises(ValueError, match="not a SnapshotRecord"):
        from_json(SnapshotRecord, {**to_json(record), **field})


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        iso(datetime(2020, 1, 1))  # noqa: DTZ001


def test_an_unknown_enum_value_is_refused() -> None:
    data = json.loads(dumps(alert()))
    data["changelog"]["changes"][0]["severity"] = "dreadful"
    with pytest.raises(ValueError, match="not a Alert"):
        from_json(Alert, data)


@pytest.mark.parametrize("hint", [bytes, "int | str", "dict[str, int]"])
def test_a_field_without_a_json_form_is_refused(hint: object) -> None:
    @dataclass
    class Odd:
        field: int

    Odd.__annotations__["field"] = hint
    with pytest.raises(TypeError, match="no JSON form"):
        to_json(Odd(1))
    with pytest.raises((TypeError, ValueError), match="no JSON form"):
        from_json(Odd, {"field": 1})
