"""Promises that go on in another form, and those that only seem to, on little sentences of our own."""

from __future__ import annotations

import pytest

from monitor.core.compare import candidates_of
from monitor.core.meaning.document_context import document_context
from monitor.core.meaning.promises.promise import promises_in
from monitor.core.meaning.promises.restated import (
    is_kept_otherwise,
    is_now_the_rule,
    is_posted,
    is_restated,
    is_said_as_only,
    is_stated_anew,
    shows_way_out,
)
from monitor.core.meaning.statements.reading import statements_of
from monitor.core.text.segment import SegmentedText
from monitor.model import Document

BUT_FOR = "We do not share your wedding photos with anyone other than your printer."


@pytest.mark.parametrize(
    ("after", "kept"),
    [
        ("Wedding photos are solely shared with your printer.", True),
        ("We share your wedding photos only with your printer.", True),
        ("We share your wedding photos only with our advertisers.", False),
        ("We share your wedding photos only with your printer, our advertisers and their brokers.", False),
        ("We share your wedding photos with your printer.", False),
        ("You share your wedding photos only with your printer.", False),
        ("If we share your wedding photos only with your printer, it is dull.", False),
        ("We keep your wedding photos only for your printer.", False),
    ],
)
def test_with_nobody_but_is_only_with(after: str, kept: bool) -> None:
    promise = next(promises_in(statements_of(BUT_FOR)))
    assert any(is_said_as_only(promise, statement) for statement in statements_of(after)) is kept


def test_a_promise_without_an_exception_is_not_said_as_only() -> None:
    promise = next(promises_in(statements_of("We do not share your photos.")))
    assert not any(is_said_as_only(promise, statement) for statement in statements_of("We share your photos only with your printer."))


OLD = "Others: none. We pass your letters to nobody else."
REST = "\n\n## Office\n\nWe open at nine."


@pytest.mark.parametrize(
    ("new", "found"),
    [
        ("## Who reads them\n\nOthers: usually none. The only exceptions are the porter and the mayor.", True),
        ("## Who reads them\n\nThe sole exception is the porter.", True),
        ("## Who reads them\n\nThe porter and the mayor, without exception.", False),
        ("## Who reads them\n\nThe porter.\n\n## Parcels\n\nThe only exceptions are feast days.", False),
    ],
)
def test_exceptions_that_are_new_under_its_heading(new: str, found: bool) -> None:
    before, after = Document(f"## Who reads them\n\n{OLD}{REST}"), Document(new + REST)
    alignment, candidates = candidates_of(before, after)
    context = document_context(before, after, alignment, candidates)
    here = next(candidate.old for candidate in candidates if candidate.old and "else" in candidate.old[-1].text)
    assert is_now_the_rule(here, (), context.old, context.new) is found


@pytest.mark.parametrize(
    ("text", "posted"),
    [
        ("We will post a notice on the board before it applies.", True),
        ("An updated policy is posted here.", True),
        ("Please read this notice before you post.", False),
        ("We send parcels by post.", False),
        ("We tell you of changes.", False),
    ],
)
def test_a_notice_is_posted(text: str, posted: bool) -> None:
    assert is_posted(SegmentedText(text).units(0)) is posted


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("You may appeal with our form.", "Customers can challenge a removal by completing a request.", True),
        ("You may appeal with our form.", "Customers can challenge a removal for a small fee.", False),
        ("You may appeal with our form.", "", False),
    ],
)
def test_what_is_put_in_wholly_other_words_may_promise_as_much(old: str, new: str, expected: bool) -> None:
    here, there = SegmentedText(old).units(0), SegmentedText(new).units(0) if new else ()
    assert is_restated(here, there) is expected


@pytest.mark.parametrize(
    ("text", "shown_there"),
    [
        ("To stop getting our letters, click the link at the end.", True),
        ("If you want to unsubscribe, please write to us.", True),
        ("To cancel your plan, use the button in the settings.", True),
        ("To stop thieves, we use cameras.", False),
        ("Our letters come out each week.", False),
        ("We may want to close the mill.", False),
    ],
)
def test_a_choice_is_told_as_an_order(text: str, shown_there: bool) -> None:
    page = SegmentedText(text)
    assert shows_way_out(page.units(0)) is shown_there


def kept_otherwise(old: str, new: str) -> bool:
    """Whether what stands in the place of the promises of a text pledges as much."""
    there = SegmentedText(new).units(0)
    return any(is_kept_otherwise(promise, there, statements_of(new)) for promise in promises_in(statements_of(old)))


TOLD = "We will tell you 30 days before a change of price takes effect."
DELETED = "If you do not visit us for two years, we will delete your letters."


@pytest.mark.parametrize(
    ("old", "new", "kept"),
    [
        (TOLD, "We may change the price and will tell you 30 days in advance of a change of price.", True),
        (TOLD, "We may change the price and will tell you 10 days in advance of a change of price.", False),
        (TOLD, "We may change the price and may tell you 30 days in advance of a change of price.", False),
        (TOLD, "We may change the price 30 days in advance.", False),
        (TOLD, "You will tell us 30 days before a change of price takes effect.", False),
        (DELETED, "Letters of guests who have not visited us for two years will be deleted.", True),
        (DELETED, "Letters of guests who have not visited us for three years will be deleted.", False),
        (DELETED, "Letters of guests who have not visited us for two years may be deleted.", False),
        (DELETED, "Letters of guests who have not visited us for two years will be hidden.", False),
        (DELETED, "Letters of guests who have not visited us for two years will not be deleted.", False),
        (DELETED, "Letters of guests who have visited us for two years will be deleted.", False),
    ],
)
def test_a_pledge_that_is_kept_in_other_words(old: str, new: str, kept: bool) -> None:
    assert kept_otherwise(old, new) is kept


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("We will never post letters on your wall.", "Letters will never be posted on your wall by us.", True),
        ("We will never post letters on your wall.", "Letters will be posted on your wall by us.", False),
        ("We will never post letters on your wall.", "Letters will rarely be posted on your wall by us.", False),
    ],
)
def test_all_words_of_a_passage_say_as_much(old: str, new: str, same: bool) -> None:
    assert is_stated_anew(SegmentedText(old).units(0), SegmentedText(new).units(0)) is same
    assert not is_stated_anew(SegmentedText(old).units(0), ())
