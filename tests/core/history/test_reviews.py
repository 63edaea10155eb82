"""Which version a review is about, and whether its verdict has changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitor.core.history.reviews import ReviewPlace, changed_since, place_reviews, verdict_digest
from monitor.model import Change, ChangeKind, Changelog, ChangeReview, Direction, ReviewState, Severity, Side

NOON = datetime(2026, 5, 17, 12, tzinfo=UTC)


def at(day: int, text: str) -> ReviewPlace:
    return ReviewPlace(NOON + timedelta(days=day), text)


def review(day: int, text: str, **other: object) -> ChangeReview:
    given = {"about": "acme", "captured_at": NOON + timedelta(days=day), "sha256": text, "snapshot_sha256": "s", "by": "Kim"}
    values = {**given, "state": ReviewState.ACCEPTED, "given_at": NOON, **other}
    return ChangeReview(**values)  # type: ignore[arg-type]


def changelog(severity: Severity = Severity.CRITICAL, *, direction: Direction = Direction.WEAKENS, old: str = "We keep it.") -> Changelog:
    side = Side(old, (), (0, len(old)))
    return Changelog((Change("c", ChangeKind.REMOVED, severity, direction, (), side, None, (), ()),))


@pytest.mark.parametrize(
    ("versions", "place"),
    [
        ([at(0, "a"), at(3, "b"), at(5, "c")], 1),
        ([at(0, "a"), at(3, "b, read better"), at(5, "c")], 1),  # the same capture, another text
        ([at(0, "a"), at(2, "b"), at(5, "c")], 1),  # an earlier capture with that text was found
        ([at(0, "a"), at(4, "b"), at(9, "b")], 1),  # the first capture was rejected since; the text returned much later
        ([at(3, "a"), at(3, "b")], 1),  # two pages of one moment
        ([at(3, "a"), at(3, "c"), at(9, "b")], 1),
        ([at(0, "a"), at(5, "c")], None),
        ([], None),
    ],
)
def test_a_review_finds_its_version(versions: list[ReviewPlace], place: int | None) -> None:
    one = review(3, "b")
    found = place_reviews([one], versions)
    assert found.of == ({} if place is None else {place: (one,)})
    assert found.orphans == ((one,) if place is None else ())


def test_several_reviews_of_one_change_stay_in_order() -> None:
    first, second = review(3, "b"), review(3, "b", state=ReviewState.ESCALATED)
    assert place_reviews([first, review(0, "a"), second], [at(0, "a"), at(3, "b")]).of[1] == (first, second)


def test_the_verdict_is_the_same_whatever_the_engine_calls_itself() -> None:
    said = changelog()
    one = review(3, "b", severity=Severity.CRITICAL, verdict=verdict_digest(said), engine="7")
    assert changed_since(one, said) is None
    headline = replace(said.changes[0], headline="Told otherwise.", topics=("retention",))
    assert changed_since(one, Changelog((headline,))) is None


def test_another_verdict_is_told() -> None:
    one = review(3, "b", severity=Severity.CRITICAL, verdict=verdict_digest(changelog()))
    lower = changed_since(one, changelog(Severity.MINOR))
    assert lower == "The verdict has changed since: it was critical when it was reviewed, and is minor now."
    for other in (changelog(direction=Direction.UNCLEAR), changelog(old="We keep it all.")):
        assert "in its parts" in str(changed_since(one, other))
    assert "is no change now" in str(changed_since(one, None))


def test_a_first_version_has_no_verdict_to_change() -> None:
    assert verdict_digest(None) is None
    assert changed_since(review(0, "a"), None) is None


def test_lone_surrogates_are_no_obstacle() -> None:
    assert verdict_digest(changelog(old="\ud800")) is not None
