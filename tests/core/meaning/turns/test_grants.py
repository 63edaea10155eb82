"""Grants and duties that one edit turns: licences, refunds, who pays, how a right is used, what goes on by itself."""

from __future__ import annotations

import pytest

from monitor.core.meaning.turns.turn import turn_of
from tests.core.meaning.turns.both_ways import turns_both_ways

PAIRS = [
    ("words", "You grant us a non-exclusive licence.", "You grant us an exclusive licence."),
    ("words", "We grant you an exclusive licence.", "We grant you a non-exclusive licence."),
    ("words", "If you leave early, you get a full refund.", "If you leave early, you get a refund of the unused part."),
    ("condition", "You must be 18, or have the consent of a parent.", "You must be 18."),
    ("condition", "Your plan can be cancelled at any time.", "Your plan can be cancelled at the end of each year."),
    ("words", "We share aggregated statistics with partners.", "We share statistics about you with partners."),
    ("parties", "We pay the costs of arbitration.", "Each party pays its own costs of arbitration."),
    ("parties", "The seller pays for the return of the item.", "You pay for the return of the item."),
    ("words", "The service is free for schools.", "Schools pay a reduced price for the service."),
    ("condition", "You can cancel online.", "You can cancel by letter."),
    ("words", "The trial ends after a month.", "The trial becomes a plan after a month unless you cancel it."),
]


@pytest.mark.parametrize(("kind", "better", "worse"), PAIRS)
def test_one_edit_turns_it_against_the_reader_and_back(kind: str, better: str, worse: str) -> None:
    assert turns_both_ways(kind, better, worse)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("They grant each other a non-exclusive licence.", "They grant each other an exclusive licence."),
        ("You get a refund.", "You get a full answer."),
        ("You can cancel online.", "You can cancel by writing to us."),
        ("You can object by writing to the data team.", "You can object in the preference centre."),
        ("You must be 18.", "You must be 18 or older."),
        ("Your account can be cancelled by us at any time.", "Your account can be cancelled by us at the end of each year."),
        ("We share aggregated statistics with partners.", "We share anonymised statistics with partners."),
        ("We pay our staff each month.", "You pay each month."),
        ("There is no charge for it.", "It is free."),
        ("You can cancel online.", "You can cancel in the app."),
        ("The trial ends after a month.", "The trial stops after a month."),
    ],
)
def test_other_edits_turn_nothing(old: str, new: str) -> None:
    assert turn_of(old, new) is None


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ("Fees stay the same for the whole term.", "We may adjust fees during the term with 30 days' notice."),
        ("The price of your plan is fixed for a year.", "The price of your plan may rise each month."),
    ],
)
def test_a_price_that_is_fixed_and_one_that_may_rise(better: str, worse: str) -> None:
    assert turns_both_ways("words", better, worse)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Fees stay the same for a year.", "Fees are frozen for a year."),
        ("The plan ends after a year unless both renew it.", "The plan ends after a year unless we renew it."),
    ],
)
def test_prices_and_plans_that_stay_as_they_were(old: str, new: str) -> None:
    turn = turn_of(old, new)
    assert turn is None or turn.kind != "words"


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ("A trial ends by itself, and you pay nothing.", "A trial turns into a paid plan unless you cancel it."),
        ("The agreement ends after a year unless both sides renew it.", "The agreement renews for a year unless one side gives notice."),
    ],
)
def test_what_ended_by_itself_goes_on(better: str, worse: str) -> None:
    assert turns_both_ways("words", better, worse)


def test_who_pays_for_an_audit() -> None:
    assert turns_both_ways("parties", "We pay for the audit if it finds a fault.", "The customer pays for the audit in any case.")
