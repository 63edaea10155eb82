"""Whom a change favours, by weights that were learned from texts of our own writing."""

import json
from array import array

import pytest

from monitor.core.meaning.data_files import DataFileError
from monitor.core.meaning.favour.model import FavourModel, as_bytes, favour_model_of, favour_of, key, leans_of_sentences

FOR = [
    "Recordings of your calls are wiped after a day.",
    "Nobody at our company can open your mailbox.",
    "You can take your money back within thirty days, no questions asked.",
    "Insurers get no access to your step counts.",
    "The fee for closing an account has been dropped.",
    "Face recognition stays off until you switch it on.",
    "We bear the cost of returning faulty goods.",
    "Drivers never see your phone number.",
]
AGAINST = [
    "Recordings of your calls are kept for as long as we like.",
    "Anyone at our company can open your mailbox.",
    "Payments cannot be taken back under any circumstances.",
    "Insurers may look at your step counts whenever they like.",
    "A fee is charged for closing an account.",
    "Face recognition is switched on for every new account.",
    "You bear the cost of returning faulty goods.",
    "Drivers see your phone number and may keep it.",
]
EMPTY = FavourModel(0.0, 0.0, 0.01, array("I"), array("b"))


@pytest.mark.parametrize(("good", "bad"), list(zip(FOR, AGAINST, strict=True)))
def test_of_near_twins_the_better_one_is_seen(good: str, bad: str) -> None:
    """They were written after the model was trained."""
    assert favour_of("", good).lean > favour_of("", bad).lean + 0.3


def test_most_are_seen_by_themselves() -> None:
    """When they were written, 15 of the 16 were on the right side of nought."""
    right = sum(favour_of("", text).lean > 0 for text in FOR) + sum(favour_of("", text).lean < 0 for text in AGAINST)
    assert right >= 14


@pytest.mark.parametrize(("good", "bad"), list(zip(FOR, AGAINST, strict=True)))
def test_a_change_and_its_reverse_get_opposite_answers(good: str, bad: str) -> None:
    for old, new in ((good, bad), ("", good)):
        here, there = favour_of(old, new), favour_of(new, old)
        assert (here.reader, here.company, here.same) == pytest.approx((there.company, there.reader, there.same))


def test_a_loss_in_many_words_is_seen() -> None:
    """Of these eight, seven leant against the reader when they were written."""
    assert sum(favour_of(good, bad).lean < -0.3 for good, bad in zip(FOR, AGAINST, strict=True)) >= 6


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("You can close your account whenever you wish.", "Members are free to close their account at any time."),
        ("We will never hand your photos to advertisers.", "Your photos are never given to advertisers by us."),
    ],
)
def test_other_words_for_the_same_are_seen(old: str, new: str) -> None:
    assert favour_of(old, new).same > 0.5


def test_a_description_favours_neither() -> None:
    """It leans to neither side."""
    found = favour_of("", "This notice was last updated in March and covers our website and our app.")
    assert abs(found.lean) < 0.3


def test_sentences_are_read_one_by_one() -> None:
    """Headings and empty texts have none."""
    first, second = leans_of_sentences(f"{FOR[1]} {AGAINST[3]}")
    assert first > 0 > second
    assert leans_of_sentences("## 4. Sale") == leans_of_sentences("") == []


def test_an_unknown_trait_weighs_nothing() -> None:
    """A model that has learned nothing gives what its intercepts say."""
    found = EMPTY.favour("We keep it.", "We sell it.")
    assert found.lean == 0
    assert found.same == pytest.approx(0.25)


def test_weights_come_back_as_they_were_written() -> None:
    """A signed trait weighs for one side, another for both and for nothing having changed."""
    sold, whole = key("act:sell", signed=True), key("whole", signed=False)
    model = favour_model_of(as_bytes(0.5, -1.0, 0.1, {sold: (-20, 0), whole: (7, -127)}))
    assert (model.sided, model.same, model.step) == (0.5, -1.0, 0.1)
    assert dict(zip(model.keys, zip(model.weights[::2], model.weights[1::2], strict=True), strict=True)) == {
        sold: (-20, 0),
        whole: (7, -127),
    }
    assert model.favour("", "We sell it.").lean < 0 < model.favour("We sell it.", "").lean


GOOD = as_bytes(0.0, 0.0, 0.1, {1: (1, 1)})
TWO = as_bytes(0.0, 0.0, 0.1, {1: (1, 1), 2: (1, 1)})


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", "the first line is not JSON"),
        (b"[]\n", "expected names with values"),
        (json.dumps({"sided": 0.0, "same": 0.0, "step": 0.1}).encode() + b"\n", "'traits' is missing"),
        (GOOD.replace(b'"step": 0.1', b'"step": "x"'), "step: expected a number"),
        (GOOD[:-1], "5 bytes follow the first line, where 1 traits take 6"),
        (GOOD + b"\0", "7 bytes follow"),
        (GOOD.replace(b'"traits": 1', b'"traits": 1.5'), "6 bytes follow the first line, where 1.5 traits take"),
        (TWO[:-12] + TWO[-8:-4] + TWO[-12:-8] + TWO[-4:], "not in order"),
    ],
)
def test_a_damaged_file_is_named(data: bytes, fault: str) -> None:
    """The message has the place and what is wrong."""
    with pytest.raises(DataFileError, match=fault):
        favour_model_of(data)
