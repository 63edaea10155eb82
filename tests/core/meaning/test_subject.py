"""Who does what a verb says: the company, the reader, or nobody in particular."""

from __future__ import annotations

import pytest

from monitor.core.meaning.clauses import clauses_of
from monitor.core.meaning.negation import binding_negation, denying_places
from monitor.core.meaning.subject import is_companys_right, subject_of
from monitor.core.text.tokens import words


def subject(text: str, verb: str) -> str:
    """Who does it, with the clauses and the negation that the text has."""
    run = words(text)
    start = run.index(verb)
    clauses = clauses_of(text, run)
    return subject_of(run, start, binding_negation(run, start, start + 1, denying_places(run), clauses), clauses)


@pytest.mark.parametrize(
    ("text", "verb", "who"),
    [
        ("We share it.", "share", "company"),
        ("The company shares it.", "shares", "company"),
        ("Our site tracks it.", "tracks", "company"),
        ("The app records it.", "records", "company"),
        ("It lets us share photos.", "share", "company"),
        ("You share it.", "share", "user"),
        ("Users may not share it.", "share", "user"),
        ("Visitors must never share it.", "share", "user"),
        ("Children who play here share it.", "share", "user"),
        ("Dogs share it.", "share", ""),
        ("Nobody shares it.", "shares", ""),
        ("Neither of them shares it.", "shares", ""),
        ("Share it.", "share", ""),
        ("Our partners share it.", "share", ""),
        ("It shares photos.", "shares", ""),
        ("Users share it.", "share", ""),
        ("Your data is shared.", "shared", ""),
    ],
)
def test_who_does_it(text: str, verb: str, who: str) -> None:
    assert subject(text, verb) == who


@pytest.mark.parametrize(
    ("text", "verb", "who"),
    [
        ("When you receive our mail, share it.", "share", "user"),
        ("When you receive it, share it.", "share", "user"),
        ("We ask that you share it.", "share", "user"),
        ("You agree that we share it.", "share", "company"),
        ("You say that they tell us to share it.", "share", "company"),
    ],
)
def test_the_nearest_subject_counts_and_our_and_it_are_none(text: str, verb: str, who: str) -> None:
    assert subject(text, verb) == who


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("You will be tracked.", ""),
        ("You have been tracked.", ""),
        ("You are being tracked.", ""),
        ("You will not be tracked.", ""),
        ("We want you to be tracked.", ""),
        ("You tracked it.", "user"),
        ("By us it can be tracked.", "company"),
    ],
)
def test_who_is_tracked_does_not_track(text: str, who: str) -> None:
    assert subject(text, "tracked") == who


@pytest.mark.parametrize(
    "text",
    [
        "Do not share it.", "Don't share it.", "Never share it.", "Please do not share it.", "Please don't share it.",
        "Pick a password. Do not share it.", "Pick a password, and do not share it.", "In short: don't share it.",
        "Pick a password, so do not share it.", "Pick one so do not share it.", "- do not share it",
    ],
)  # fmt: skip
def test_orders_speak_to_the_reader(text: str) -> None:
    assert subject(text, "share") == "user"


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("They do not share it.", "share"),
        ("They don't share it.", "share"),
        ("They never share it.", "share"),
        ("Never shared: it stays here.", "shared"),
        ("Never sold: it stays here.", "sold"),
        ("Pay, never share it.", "share"),
        ("At the desk they:\n- do not share it", "share"),
    ],
)
def test_what_is_no_order(text: str, verb: str) -> None:
    assert subject(text, verb) == ""


@pytest.mark.parametrize(("between", "who"), [(7, "user"), (8, "user"), (9, "")])
def test_a_subject_stands_within_nine_words(between: int, who: str) -> None:
    run = ["you", *["really"] * between, "share"]
    assert subject_of(run, len(run) - 1, None) == who


def test_the_subject_stands_before_the_negation() -> None:
    run = ["we", "never", "ask", "that", "you", "share"]
    assert subject_of(run, 5, 1) == "company"
    assert subject_of(run, 5, None) == "user"


def test_a_negation_after_the_verb_is_no_place_to_look_from() -> None:
    assert subject_of(["we", "share", "nothing", "with", "you"], 1, 2) == "company"


@pytest.mark.parametrize(
    ("text", "companys"),
    [
        ("we reserve the right", True),
        ("the shop reserves the right", True),
        ("you give us the right", True),
        ("you grant us a right", True),
        ("we by law the right", True),
        ("we have by law the right", False),
        ("you have the right", False),
        ("we honour your right", False),
        ("the right", False),
        ("right", False),
    ],
)
def test_rights_that_the_company_has(text: str, companys: bool) -> None:
    run = text.split()
    assert is_companys_right(run, len(run) - 1, "right") is companys


def test_only_rights_are_reserved() -> None:
    assert not is_companys_right(["we", "reserve", "the", "share"], 3, "share")
