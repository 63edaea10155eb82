"""Exceptions that hold for more or for less, and words that admit that something is not done yet."""

from __future__ import annotations

import pytest

from monitor.core.meaning.turns.exceptions import exception_at, promised
from monitor.core.meaning.turns.turn import turn_of

NONE: frozenset[str] = frozenset()


def _way(old: str, new: str) -> str | None:
    turn = turn_of(old, new)
    return turn.way if turn else None


WIDER = [
    (
        "We will not show your diary to others unless a judge asks for it.",
        "We will not show your diary to others unless a judge or a minister asks for it.",
    ),
    (
        "We only process recordings on your word, unless Dutch law wants otherwise.",
        "We only process recordings on your word, unless Dutch law or the Media Act wants otherwise.",
    ),
    ("Except as stated in these rules, we pay you each Friday.", "Except as stated in Annex 4 or in these rules, we pay you each Friday."),
    ("Unless required by law, we do not read your letters.", "Unless required by law or by our partners, we do not read your letters."),
    ("We never sell your data, except to our heirs.", "We never sell your data, except to our heirs and their lenders."),
    ("We keep your letters secret except from couriers.", "We keep your letters secret except from couriers and porters."),
    ("This address will not be sold.", "This address will not be sold; the only exception is the buyer of the mill."),
    ("We give your phone number to nobody.", "We give your phone number to nobody except our friends."),
    ("No third party gets your data.", "No third party gets your data except couriers."),
    ("Your letters go to nobody.", "Your letters go to nobody apart from couriers."),
    ("No other company gets your messages.", "No other company gets your messages except for repairs."),
    ("We have no access to your notes.", "We have no unencrypted access to your notes."),
    ("Your details go to no one.", "Your details go to no one other than couriers."),
    ("You pay no fees.", "You pay no fees, except for express parcels."),
    ("You will never be charged.", "You will never be charged, unless a parcel is returned."),
    ("We support your right to leave.", "We support your right to leave, except in the first year."),
    ("We give you a copy of your data.", "We give you a copy of your data, except where the law forbids it."),
    ("You can leave at any time.", "You can leave at any time, except in the first year."),
    ("Except for emergencies, you can leave at any time.", "Except for emergencies and strikes, you can leave at any time."),
    ("You are not liable for theft.", "You are not liable for theft, unless you lent your card."),
    (
        "We delete everything within 30 days, unless the law makes us keep it.",
        "We delete everything within 30 days, unless the law or a contract makes us keep it.",
    ),
    ("We do not give out your name.", "We do not give out your name unless a judge asks."),
    ("We do not give your address to couriers.", "We do not give your address to couriers, except where they ask."),
    ("We read your messages only with your consent.", "We read your messages only with your consent, except where a judge asks."),
]


@pytest.mark.parametrize(("narrow", "wide"), WIDER)
def test_an_exception_from_what_serves_the_reader_grew(narrow: str, wide: str) -> None:
    assert _way(narrow, wide) == "worse"
    assert _way(wide, narrow) == "better"


@pytest.mark.parametrize(
    ("narrow", "wide"),
    [
        ("We will not refund fees.", "We will not refund fees, except where we were at fault."),
        ("We will not refund fees except where the law says so.", "We will not refund fees except where the law or a judge says so."),
        ("We sell your data.", "We sell your data, except to insurers."),
        ("We may close your account.", "We may close your account, except while a dispute is open."),
        ("You may not sell your seat unless we agree.", "You may not sell your seat unless we or our agent agree."),
    ],
)
def test_an_exception_from_what_does_not_serve_the_reader_grew(narrow: str, wide: str) -> None:
    assert _way(narrow, wide) == "better"
    assert _way(wide, narrow) == "worse"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # The reader is the master of both exceptions.
        ("We do not share your diary unless you ask us.", "We do not share your diary unless you or your agent ask us."),
        ("The mill turns unless it rains.", "The mill turns unless it rains or snows."),
        ("Although you may not agree, we may share your address.", "We may share your address."),
        ("While it rains, we may share your address.", "We may share your address."),
    ],
)
def test_nothing_is_said_of_others(old: str, new: str) -> None:
    assert _way(old, new) is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Although we do not do so today, we reserve the right to erase old diaries.", "We reserve the right to erase old diaries."),
        ("While it is not our practice, we may charge for copies.", "We may charge for copies."),
        ("Though we have never done so, we may charge for copies.", "We may charge for copies."),
    ],
)
def test_nothing_says_any_more_that_it_is_not_done(old: str, new: str) -> None:
    assert _way(old, new) == "worse"
    assert _way(new, old) == "better"


@pytest.mark.parametrize(
    ("old", "new", "way"),
    [
        ("We do not read your messages.", "We do not routinely read your messages.", "worse"),
        ("We keep no logs.", "We keep no permanent logs.", "worse"),
        ("We cannot read your letters.", "We cannot read your letters in decrypted form.", "worse"),
        ("We delete your letters.", "We regularly delete your letters.", None),
        ("Your data is only stored in Norway.", "Your data is stored in Norway.", "worse"),
        ("Your data is only stored in Norway.", "Your data may be stored in Norway.", "worse"),
        ("Your account may only be used at home.", "Your account may be used at home.", None),
        ("Your content may only be posted by you.", "Your content may be posted by you.", None),
    ],
)
def test_words_that_limit_a_denial_and_a_use(old: str, new: str, way: str | None) -> None:
    assert _way(old, new) == way
    assert _way(new, old) == {"worse": "better", None: None}[way]


def test_where_an_exception_begins() -> None:
    assert exception_at(["we", "keep", "it", "other", "than", "cards"]) == 3
    assert exception_at(["we", "keep", "the", "other", "cards"]) == -1


@pytest.mark.parametrize(
    ("sentence", "served"),
    [
        ("we sell your letters", -1),
        ("we use your letters only to deliver them", 1),
        ("nobody gets your letters", 1),
        ("nobody comes to the mill", 0),
        ("we provide your letters to printers", -1),
        ("we provide you with your letters", 1),
        ("we keep your letters secret", 1),
        ("we keep your secret letters", -1),
    ],
)
def test_whom_a_sentence_serves(sentence: str, served: int) -> None:
    assert promised(tuple(sentence.split()), NONE) == served
