"""Promises that become attempts, and limits that lose their "only"."""

from __future__ import annotations

import pytest

from monitor.core.meaning.turns.turn import turn_of


@pytest.mark.parametrize(
    ("firm", "tried"),
    [
        ("We protect your letters from misuse.", "We help protect your letters from misuse."),
        ("We encrypt your letters.", "We aim to encrypt your letters."),
        ("We delete your letters within 30 days.", "We try to delete your letters within 30 days."),
        ("We will tell you of any breach.", "We will endeavour to tell you of any breach."),
        ("We will refund unused credit.", "We will make reasonable efforts to refund unused credit."),
        (
            "Each carrier must use reasonable measures in order to protect your letters from loss.",
            "Each carrier must use reasonable measures in order to help protect your letters from loss.",
        ),
    ],
)
def test_an_attempt_is_less_than_a_promise(firm: str, tried: str) -> None:
    assert _way(firm, tried) == "worse"
    assert _way(tried, firm) == "better"


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("You must protect your account.", "You must help protect your account."),
        ("You must take care in order to protect your account.", "You must take care in order to help protect your account."),
        ("We share your letters to run the shop.", "We share your letters to help run the shop."),
        ("We collect letters to protect you.", "We collect letters to help protect you."),
        ("We sell your letters.", "We aim to sell your letters."),
        ("You agree to pay.", "You agree to try to pay."),
    ],
)
def test_what_is_no_promise_becomes_no_attempt(one: str, two: str) -> None:
    assert _way(one, two) is None
    assert _way(two, one) is None


@pytest.mark.parametrize(
    ("limited", "free"),
    [
        ("We only use carriers that act on our behalf.", "We may use carriers that act on our behalf."),
        ("We use your address only to deliver letters.", "We may use your address to deliver letters."),
        ("We only share your address with carriers.", "We share your address with carriers."),
        ("We only use good carriers – at present Hafen.", "We may use good carriers."),
        ("We store your letters only in Norway.", "We store your letters in Norway and in other countries."),
        ("We will only share your letters with your consent.", "We will share your letters with your consent."),
    ],
)
def test_a_limit_that_lost_its_only(limited: str, free: str) -> None:
    assert _way(limited, free) == "worse"
    assert _way(free, limited) == "better"


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("You may only use the service at home.", "You may use the service at home."),
        ("We only delete letters after a year.", "We delete letters after a year."),
        ("We not only sell maps.", "We sell maps."),
        ("The shop only opens at nine.", "The shop may open at nine."),
    ],
)
def test_other_words_with_only(one: str, two: str) -> None:
    assert _way(one, two) is None


@pytest.mark.parametrize(
    ("one", "two", "way"),
    [
        ("Our server has no access to them.", "Our server has no decrypted access to them.", "worse"),
        ("Our server has no direct access to them.", "Our server has no access to them.", "better"),
        ("You have no access to the archive.", "You have no readable access to the archive.", None),
        ("This data is not analysed.", "This data is not analysed, with the exception of your age.", "worse"),
        ("We do not share your letters.", "We do not share your letters apart from cards.", "worse"),
    ],
)
def test_what_is_denied_for_less(one: str, two: str, way: str | None) -> None:
    assert _way(one, two) == way


def _way(old: str, new: str) -> str | None:
    turn = turn_of(old, new)
    return turn.way if turn else None


@pytest.mark.parametrize("verb", ["erase", "encrypt", "protect", "refund", "answer", "anonymise", "notify you of"])
@pytest.mark.parametrize("trying", ["try to", "aim to", "strive to", "do our best to", "make every effort to", "use reasonable efforts to"])
def test_every_form_of_trying(verb: str, trying: str) -> None:
    firm, tried = f"We {verb} your letters.", f"We {trying} {verb} your letters."
    assert (_way(firm, tried), _way(tried, firm)) == ("worse", "better")


@pytest.mark.parametrize("verb", ["use", "share", "collect", "disclose", "process"])
@pytest.mark.parametrize("freed", ["We {} your letters to run the shop.", "We may {} your letters to run the shop."])
def test_only_before_every_act_at_the_cost_of_readers(verb: str, freed: str) -> None:
    limited, free = f"We only {verb} your letters to run the shop.", freed.format(verb)
    assert (_way(limited, free), _way(free, limited)) == ("worse", "better")


@pytest.mark.parametrize(
    "behind", ["with the exception of your age", "save for cards", "apart from cards", "other than cards", "excluding cards"]
)
@pytest.mark.parametrize("denial", ["We do not share your letters", "We never sell your letters", "Your letters are not sold"])
def test_every_exception_behind_a_denial(denial: str, behind: str) -> None:
    assert _way(f"{denial}.", f"{denial}, {behind}.") == "worse"
    assert _way(f"{denial}, {behind}.", f"{denial}.") == "better"


@pytest.mark.parametrize("behind", ["with the exception of your age", "save for cards", "apart from cards"])
def test_an_exception_behind_what_takes_from_readers_is_not_told_as_a_loss(behind: str) -> None:
    assert _way("We share your letters.", f"We share your letters, {behind}.") != "worse"


def test_several_edits_are_no_lost_only() -> None:
    one = "We only share your name with carriers in Norway."
    two = "We may share your address with printers in Sweden."
    assert _way(one, two) is None


def test_a_reader_who_is_named_first_is_the_one_who_acts() -> None:
    assert _way("Readers may only share letters here.", "Readers may share letters here.") is None
    assert _way("With your consent, we only share letters.", "With your consent, we share letters.") in ("worse", None)
