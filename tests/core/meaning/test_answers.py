"""Answers of a word: which question each answers, and what only looks like an answer."""

from __future__ import annotations

import pytest

from monitor.core.meaning.answers import answer_of
from monitor.core.meaning.assess import assess
from monitor.core.meaning.classifier import shipped
from monitor.model import Direction, Severity
from tests.core.meaning.changes import documents, observations, observed

_TABLE = "| | Lent | Sold |\n|---|---|---|\n"


@pytest.mark.parametrize(
    ("old", "new", "question"),
    [
        ("Do you lend my letters to banks? No.", "Do you lend my letters to banks? Yes.", "Do you lend my letters to banks?"),
        ("### Do you lend my letters?\n\nNo, never.", "### Do you lend my letters?\n\nYes, always.", "Do you lend my letters?"),
        ("**Is my name sold?**\n\nNo.", "**Is my name sold?**\n\nSometimes.", "Is my name sold?"),
        (
            _TABLE + "| Age | Yes | No |",
            _TABLE + "| Age | Yes | Yes |",
            "Age: Sold",
        ),
    ],
)
def test_the_question_of_an_answer(old: str, new: str, question: str) -> None:
    for before, after in ((old, new), (new, old)):
        found = [answer_of(change) for change in observations(*documents(before, after))]
        assert [answer and answer.question for answer in found] == [question] * len(found)


_REASONS = "| Reasons to pass letters on | Does Heron share? | Can you limit this? |\n|---|---|---|\n"
_SHARE = "| Do we share? | Answer |\n|---|---|\n"


@pytest.mark.parametrize(
    ("table", "old", "new", "question", "way"),
    [
        (_SHARE, "| Marketing | No |", "| Marketing | Yes |", "Marketing: Do we share?", -1),
        (_REASONS, "| Marketing | Yes | No |", "| Marketing | Yes | Yes |", "Marketing: Can you limit this?", 1),
        (_REASONS, "| Marketing | No | Yes |", "| Marketing | Yes | No |", "Marketing: Does Heron share?, Can you limit this?", -1),
        (_TABLE, "| Age | ✓ | ✗ |", "| Age | ✓ | ✓ |", "Age: Sold", -1),
        (_TABLE, "| Age | Never | Never |", "| Age | Never | Sometimes |", "Age: Sold", -1),
        ("| | Encrypted |\n|---|---|\n", "| Letters | Yes |", "| Letters | No |", "Letters: Encrypted", -1),
        ("| | Colour |\n|---|---|\n", "| Letters | Yes |", "| Letters | No |", "Letters: Colour", 0),
        ("| | Sold | Encrypted |\n|---|---|---|\n", "| Letters | No | No |", "| Letters | Yes | Yes |", "Letters: Sold, Encrypted", 0),
    ],
)
def test_the_head_of_a_column_tells_whom_an_answer_serves(table: str, old: str, new: str, question: str, way: int) -> None:
    for before, after, sign in ((old, new, 1), (new, old, -1)):
        found = [answer_of(change) for change in observations(*documents(table + before, table + after))]
        assert [answer and (answer.question, answer.way) for answer in found] == [(question, way * sign)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (_TABLE + "| Age | 16 | Yes |", _TABLE + "| Age | 18 | Yes |"),
        (_TABLE + "| Age | Yes | No |", _TABLE + "| Age | Yes | No, in Linz |"),
        (_TABLE + "| Age | Yes | No |", _TABLE + "| Age | Yes |"),
        ("", "Yes No"),
        ("Was this page helpful?", "Was this page helpful? Yes"),
        ("We keep letters.", "We keep letters.\n\nYes"),
        ("Do you sell letters? We sell few.", "Do you sell letters? We sell many."),
    ],
)
def test_what_answers_nothing(old: str, new: str) -> None:
    assert answer_of(observed(old, new)) is None


@pytest.mark.parametrize(
    ("question", "way"),
    [
        ("Do you sell my letters?", -1),
        ("Are my letters shared with banks?", -1),
        ("Can I delete my account?", 1),
        ("Will you notify me of a breach?", 1),
        ("Do you store letters in Linz?", -1),
        ("Who reads my letters?", 0),
        ("Is data of mine touched?", 0),
    ],
)
def test_whom_a_yes_serves(question: str, way: int) -> None:
    found = [answer_of(change) for change in observations(*documents(f"{question} No.", f"{question} Yes."))]
    assert [answer.way for answer in found if answer] == [way] * len(found)


@pytest.mark.parametrize("longer", ["No, we do not.", "We do not.", "Never."])
def test_an_answer_that_stands_in_more_words_is_none_that_went(longer: str) -> None:
    found = [answer_of(change) for change in observations(*documents("Do you sell my letters? No.", f"Do you sell my letters? {longer}"))]
    assert not [answer for answer in found if answer and answer.way]


def test_an_answer_about_data_is_told_with_its_question() -> None:
    change = observed("Do you sell my letters? No.", "Do you sell my letters?")
    said = assess(change.candidate, change.context, shipped())
    assert (said.severity, said.direction) == (Severity.MATERIAL, Direction.WEAKENS)
    assert said.certainty.severity == 0.7
    assert said.headline == "The answer to “Do you sell my letters?” is no longer “No”"
