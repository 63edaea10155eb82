"""Promises not to do something, in other words: never told as lost; and what only looks like that."""

from __future__ import annotations

import pytest

from monitor.core.compare import compare
from monitor.core.meaning.clause_tokens import sentence_row, shown
from monitor.core.meaning.rewording.denial import Denial, covers, denial_of, denials_stand, is_same_denial, way_of_denial, way_of_means
from monitor.model import Direction, Severity
from tests.core.meaning.short_policy import gravest, is_told


def _words(text: str) -> tuple[str, ...]:
    return sentence_row(shown(text))[0].words


SAME = [
    ("We cannot read your messages.", "We are unable to read your messages."),
    ("We cannot read your messages.", "We are not able to read your messages."),
    ("We cannot read your messages.", "It is impossible for us to read your messages."),
    ("We cannot read your messages.", "We are incapable of reading your messages."),
    ("We will never sell your data.", "We are never going to sell your data."),
    ("We will never sell your data.", "We never will sell your data."),
    ("We do not share your data.", "We refrain from sharing your data."),
    ("We do not sell your data.", "We abstain from selling your data."),
    ("We do not sell your data.", "We do not engage in the sale of your data."),
    ("We do not sell your data.", "Selling your data is something we do not do."),
    ("We do not sell your data.", "Your data is not for sale."),
    ("We do not sell your data.", "Your data is never up for sale."),
    ("We do not sell your data.", "There is no sale of your data."),
    ("We do not sell your data.", "At no point do we sell your data."),
    ("We do not sell your data.", "In no case will your data be sold by us."),
    ("We do not sell your data.", "We don't and won't sell your data."),
    ("We do not use your photos for training AI.", "Your photos are excluded from AI training."),
    ("We do not track you.", "You are not tracked."),
    ("We do not read your messages.", "Your messages are not read."),
    ("We do not charge you.", "You are not charged."),
    ("We never monitor your calls.", "Your calls are never monitored."),
    ("We never monitor your calls.", "At no time are your calls monitored."),
    ("We do not disclose your address to anyone else.", "There is no disclosure of your address to anyone else."),
    ("We do not collect your contacts.", "There is no collection of your contacts."),
    ("We do not retain your card number.", "There is no retention of your card number."),
    ("We do not store your card number.", "Your card number is not stored by us."),
    ("We will not combine your searches.", "We are not going to combine your searches."),
    ("Under no circumstances do we lend your data.", "We do not lend your data under any circumstances."),
    ("We do not scan your drafts for keywords.", "Your drafts are not scanned for keywords."),
    ("We cannot open your vault.", "It is not possible for us to open your vault."),
    ("We do not sell your data to banks.", "Your data is not sold to banks."),
    ("We do not sell your data to banks.", "Your data is not for sale to banks."),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_promise(one: str, other: str) -> None:
    assert is_same_denial(_words(one), _words(other))
    for old, new in ((one, other), (other, one)):
        change = gravest(old, new)
        assert change is None or change.severity is Severity.COSMETIC


OTHERS = [
    ("We do not sell your data.", "No, we sell your data."),
    ("We do not sell your data.", "We sell your data, no questions asked."),
    ("We do not sell your data.", "You may not sell your data."),
    ("We do not sell your data.", "Do not sell your data."),
    ("We do not sell your data.", "We do not rent your data."),
    ("We do not sell your data.", "We do not sell our data."),
    ("We do not sell your data.", "Partners do not sell your data."),
    ("We do not sell your data.", "We do not sell your data to banks."),
    ("We do not sell your data.", "We do not sell your data for free."),
    ("We do not sell your data.", "We do not at this time sell your data."),
    ("We do not sell your data.", "We do not sell all of your data."),
    ("We do not sell your data.", "We do not only sell your data."),
    ("We do not sell your data.", "We may not sell your data."),
    ("We do not sell your data.", "We have not sold your data."),
    ("We do not sell your data.", "We do not sell your data if you pay."),
    ("We do not sell data of members to banks.", "We do not sell data of banks to members."),
    ("We do not share your data with partners.", "Partners do not share your data with us."),
    ("Your data is not sold to bakers by us.", "Your data is not sold by bakers to us."),
    ("We cannot read your messages.", "We do not read your messages."),
    ("We do not track you.", "We do not track children."),
    ("We sell maps in the mill, and never burn cards.", "We sell cards in the mill, and never burn maps."),
    ("We do not sell your data.", "Excluded data is sold."),
    ("We do not sell your data.", "We do not sell your health data."),
    ("We do not sell your data.", "We do not sell your data without your consent."),
    ("We do not sell your data.", "We do not sell your data unless you agree."),
    ("We do not sell your data.", "We do not sell your data for 30 days."),
    ("We do not sell your data for 30 days.", "We do not sell your data for 90 days."),
    ("We do not sell or share your data.", "We do not sell your data."),
    ("We do not share your data with banks.", "We do not share your data with shops."),
    ("We never monitor your calls.", "We never monitor your mails."),
    ("We do not store your card number.", "We do not share your card number."),
    ("We cannot open your vault.", "You cannot open your vault."),
    ("We do not track you.", "We do not track you at home."),
    ("We do not track you.", "We do not knowingly track you."),
    ("We never sell your data.", "We rarely sell your data."),
    ("None of your data is sold.", "Some of your data is sold."),
]


@pytest.mark.parametrize(("one", "other"), OTHERS)
def test_another_promise_or_none(one: str, other: str) -> None:
    assert not is_same_denial(_words(one), _words(other))
    for old, new in ((one, other), (other, one)):
        change = gravest(old, new)
        assert change is not None
        assert change.severity is not Severity.COSMETIC


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We do not sell your data.", "Your data is not for sale, and it never was."),
        ("We do not sell your data.", "We value trust. At no point do we sell your data."),
        ("We do not sell your data.", "Rest assured: your data will never be up for sale."),
        ("We do not sell your data to banks.", "Your data is not for sale."),
        ("We do not share your messages with advertisers.", "Advertisers never receive your messages."),
    ],
)
def test_a_promise_that_stands_among_other_words_is_not_told_as_lost(old: str, new: str) -> None:
    assert denials_stand(old, new)
    change = gravest(old, new)
    assert change is None or change.direction is not Direction.WEAKENS


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We do not sell your data.", "Your data is not for sale, unless you agree."),
        ("We do not sell your data.", "Your data is not for sale to banks."),
        ("We do not sell your data.", "Your data is sold. We do not rent it."),
        ("We sell your data.", "We do not sell your data."),
        ("", "We do not sell your data."),
    ],
)
def test_what_does_not_stand(old: str, new: str) -> None:
    assert not denials_stand(old, new)


def test_a_promise_that_is_gone_is_told_as_before() -> None:
    change = gravest("We do not sell your data.", "We sell your data.")
    assert is_told(change)
    assert change is not None
    assert (change.severity, change.direction) == (Severity.CRITICAL, Direction.WEAKENS)


def test_which_way_a_denial_goes() -> None:
    assert way_of_denial("We do not sell your data.", "We do not sell your data to banks.") == -1
    assert way_of_denial("We do not sell your data to banks.", "Your data is not for sale.") == 1
    assert way_of_denial("We do not sell your name.", "We do not sell your face.") == 0
    assert way_of_denial("We do not sell your name.", "We sell your name.") is None
    assert way_of_denial("", "We do not sell your name.") is None


def test_what_is_denied() -> None:
    assert denial_of(_words("Quillon will never sell cards to banks."), frozenset({"quillon"})) == Denial("sell", ("card", "to bank"))
    assert denial_of(_words("We sell cards.")) is None
    assert denial_of(_words("We do not sell cards and do not share maps.")) is None


def test_a_shorter_list_of_limits_covers_more() -> None:
    assert covers(_words("We do not sell maps to banks."), _words("Maps are not for sale."))
    assert not covers(_words("Maps are not for sale."), _words("We do not sell maps to banks."))
    assert not covers(_words("We sell maps."), _words("Maps are not for sale."))


MEANS = [
    ("We do not read private messages.", "To keep you safe, we protect members by reading private messages."),
    ("We do not scan your cloud storage.", "We protect your privacy by scanning every file in your cloud storage."),
    ("We never compare you with your neighbours.", "We inform you about energy by openly comparing you with your neighbours."),
    ("We don't censor what you write.", "We offer you a friendly place by censoring what you write."),
]


@pytest.mark.parametrize(("old", "new"), MEANS)
def test_what_is_denied_is_no_kindness_as_a_means(old: str, new: str) -> None:
    assert (way_of_means(old, new), way_of_means(new, old)) == (-1, 1)


@pytest.mark.parametrize(("old", "new"), MEANS)
def test_a_loss_in_kind_words_is_never_told_as_a_gain(old: str, new: str) -> None:
    for change in compare(*(f"# Privacy Policy\n\nWe keep your address.\n\n{text}\n" for text in (old, new))).changes:
        assert change.direction is not Direction.STRENGTHENS
    for change in compare(*(f"# Privacy Policy\n\nWe keep your address.\n\n{text}\n" for text in (new, old))).changes:
        assert change.direction is not Direction.WEAKENS


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We do not read letters.", "You can object by writing to us."),
        ("We never sell data.", "We never sell data, nor earn money by selling data."),
        ("We help you by reading it.", "We help you by reading it aloud."),
        ("", "We never read it."),
    ],
)
def test_other_means_say_nothing(old: str, new: str) -> None:
    assert way_of_means(old, new) is None
