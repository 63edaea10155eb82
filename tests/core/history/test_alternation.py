"""Pages that alternate are told of in one line."""

from datetime import UTC, datetime, timedelta

from monitor.core.history.alternation import Seen, alternations

START = datetime(2020, 1, 1, tzinfo=UTC)


def story(texts: str, *, alerting: tuple[int, ...] = (), stays: int = 0) -> list[Seen]:
    found = []
    for place, text in enumerate(texts):
        at = START + timedelta(days=place)
        last = at + timedelta(days=stays) if place == len(texts) - 1 else at
        found.append(Seen(text, at, last, 1 + stays, text in texts[:place], place in alerting))
    return found


def test_two_texts_are_one_stretch() -> None:
    (stretch,) = alternations(story("AB" * 20))
    assert (stretch.first, stretch.last, stretch.switches) == (2, 39, 38)
    assert stretch.says("3 January 2020", "-") == "Alternates between two texts, 38 times since 3 January 2020."


def test_three_texts_are_one_stretch() -> None:
    (stretch,) = alternations(story("ABC" * 5))
    assert (stretch.first, stretch.texts, stretch.switches) == (3, 3, 12)


def test_a_new_text_or_an_alert_ends_a_stretch() -> None:
    assert [(s.first, s.last) for s in alternations(story("ABABABCBCBC"))] == [(2, 5), (7, 10)]
    assert [(s.first, s.last) for s in alternations(story("ABABABAB", alerting=(5,)))] == [(2, 4)]


def test_back_and_forth_once_is_told_as_it_is() -> None:
    assert alternations(story("ABAB")) == []


def test_a_stretch_that_ends_says_so() -> None:
    (stretch,) = alternations(story("ABABAB", stays=30))
    assert stretch.ended
    assert (
        stretch.says("3 January", "6 January")
        == "Alternates between two texts, 4 times since 3 January; since 6 January it stays on one text."
    )
