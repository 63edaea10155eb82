"""The file of a second reader's answers: by texts, model and wording; what waits; what was spent."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.errors import StoreError
from monitor.model import Direction, Opinion, OpinionQuote, SecondReading, Severity
from monitor.store.opinions import FIRST_WAIT, MOST_ATTEMPTS, Opinions, Spent, WaitingQuestion

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
OPINION = Opinion("It is sold.", Severity.CRITICAL, Direction.WEAKENS, ("sale-of-data",), (OpinionQuote("We sell it", after=True),))
READING = SecondReading("tiny:1b", NOW, "1", OPINION)
DROPPED = SecondReading("tiny:1b", NOW, "1", None, "not-json", "it is not JSON")
QUESTION = WaitingQuestion("larch", "a" * 64, "b" * 64, NOW)


@pytest.fixture
def opinions(tmp_path: Path) -> Iterator[Opinions]:
    with Opinions(tmp_path / "opinions.sqlite") as opened:
        yield opened


def test_reading_a_missing_file_finds_nothing_and_makes_none(tmp_path: Path, opinions: Opinions) -> None:
    assert opinions.answer("a", "b", "m", "1") is None
    assert opinions.latest("larch", [("a", "b")]) == {}
    assert (opinions.waiting(), opinions.due(NOW), opinions.spent(NOW), opinions.counts()) == ([], [], Spent(), (0, {}))
    assert list(tmp_path.iterdir()) == []


def test_an_answer_is_known_by_texts_model_and_wording(tmp_path: Path, opinions: Opinions) -> None:
    opinions.keep("larch", "a", "b", READING)
    assert opinions.answer("a", "b", "tiny:1b", "1") == READING
    for other in (("b", "a", "tiny:1b", "1"), ("a", "b", "big:9b", "1"), ("a", "b", "tiny:1b", "2")):
        assert opinions.answer(*other) is None
    assert stat.S_IMODE((tmp_path / "opinions.sqlite").stat().st_mode) == 0o600


def test_the_latest_of_several_models_is_shown(opinions: Opinions) -> None:
    later = SecondReading("big:9b", NOW + timedelta(days=1), "1", OPINION)
    opinions.keep("larch", "a", "b", later)
    opinions.keep("larch", "a", "b", READING)
    opinions.keep("larch", "b", "c", DROPPED)
    assert opinions.latest("larch", [("a", "b"), ("b", "c"), ("c", "d"), ("a", "b")]) == {("a", "b"): later, ("b", "c"): DROPPED}


def test_what_raised_an_alert_is_noted_by_policy(opinions: Opinions) -> None:
    opinions.keep("larch", "a", "b", READING)
    opinions.note_raised("larch", "a", "b")
    opinions.note_raised("larch", "a", "b")
    assert opinions.latest("larch", [("a", "b")])["a", "b"].raised
    assert not opinions.latest("elder", [("a", "b")])["a", "b"].raised


def test_a_question_waits_until_it_is_answered(opinions: Opinions) -> None:
    opinions.add_waiting(QUESTION, NOW)
    opinions.add_waiting(QUESTION, NOW)
    assert opinions.waiting() == opinions.due(NOW) == [QUESTION]
    opinions.keep("larch", QUESTION.old_sha256, QUESTION.new_sha256, DROPPED)
    assert opinions.waiting() == []


def test_a_failed_question_waits_longer_each_time_and_is_given_up(opinions: Opinions) -> None:
    opinions.add_waiting(QUESTION, NOW)
    at = NOW
    for attempt in range(MOST_ATTEMPTS):
        (question,) = opinions.due(at)
        opinions.failed(question, f"no answer {attempt}", at)
        assert opinions.due(at) == []
        at += FIRST_WAIT * 2**attempt
    assert opinions.due(at + timedelta(days=9)) == []
    (question,) = opinions.waiting()
    assert question.given_up
    assert question.says == f"no answer {MOST_ATTEMPTS - 1}"
    opinions.forget(question)
    assert opinions.waiting() == []


def test_what_fails_holds_up_no_other(opinions: Opinions) -> None:
    other = WaitingQuestion("elder", "c", "d", NOW)
    opinions.add_waiting(QUESTION, NOW)
    opinions.add_waiting(other, NOW + timedelta(minutes=1))
    opinions.failed(QUESTION, "no", NOW)
    assert [one.policy for one in opinions.due(NOW + timedelta(days=1))] == ["elder", "larch"]


def test_what_was_planned_under_a_wrong_clock_is_due(opinions: Opinions) -> None:
    opinions.add_waiting(QUESTION, NOW)
    opinions.failed(QUESTION, "no", NOW + timedelta(days=4000))
    assert [one.policy for one in opinions.due(NOW)] == ["larch"]


def test_what_was_spent_is_counted_by_day(opinions: Opinions) -> None:
    opinions.spend(NOW, 100)
    opinions.spend(NOW + timedelta(hours=1), 50)
    opinions.spend(NOW + timedelta(days=1), 7)
    assert opinions.spent(NOW) == Spent(2, 150)
    assert opinions.spent(NOW + timedelta(days=1)) == Spent(1, 7)
    assert opinions.spent(NOW + timedelta(days=2)) == Spent()


def test_dropped_answers_are_counted_by_reason(opinions: Opinions) -> None:
    opinions.keep("larch", "a", "b", READING)
    for place, reason in enumerate(("schema", "not-json", "schema")):
        opinions.keep("larch", "x", str(place), SecondReading("m", NOW, "1", None, reason, "no"))
    assert opinions.counts() == (1, {"schema": 2, "not-json": 1})


def test_a_damaged_file_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "opinions.sqlite").write_bytes(b"nonsense " * 500)
    with Opinions(tmp_path / "opinions.sqlite") as opened, pytest.raises(StoreError, match="delete it"):
        opened.counts()


@pytest.mark.parametrize(("asked", "minutes"), [(None, 30), (60.0, 30), (7200.0, 120), (999_999_999.0, 480), (float("inf"), 480)])
def test_a_wish_to_wait_is_granted_for_some_hours(opinions: Opinions, asked: float | None, minutes: int) -> None:
    opinions.add_waiting(QUESTION, NOW)
    opinions.failed(QUESTION, "it wants fewer requests", NOW, retry_after=asked)
    assert opinions.due(NOW + timedelta(minutes=minutes - 1)) == []
    assert len(opinions.due(NOW + timedelta(minutes=minutes + 1))) == 1
