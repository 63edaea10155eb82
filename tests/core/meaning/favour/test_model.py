"""Whom a text favours, by weights that were learned from sentences of our own writing."""

import pytest

from monitor.core.meaning.data_files import DataFileError
from monitor.core.meaning.favour.model import FavourModel, favour_model_of, favour_of, leans_of_sentences

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


@pytest.mark.parametrize(("good", "bad"), list(zip(FOR, AGAINST, strict=True)))
def test_of_near_twins_the_better_one_is_seen(good: str, bad: str) -> None:
    """They were written after the model was trained."""
    assert favour_of(good).lean > favour_of(bad).lean + 0.3


def test_most_are_seen_by_themselves() -> None:
    """When they were written, 15 of the 16 were on the right side of nought."""
    right = sum(favour_of(text).lean > 0 for text in FOR) + sum(favour_of(text).lean < 0 for text in AGAINST)
    assert right >= 14


def test_a_description_favours_neither() -> None:
    """What is missing to 1 is that it favours neither."""
    found = favour_of("This notice was last updated in March and covers our website and our app.")
    assert found.reader + found.company < 0.5


def test_sentences_are_read_one_by_one() -> None:
    """Headings and empty texts have none."""
    first, second = leans_of_sentences(f"{FOR[1]} {AGAINST[3]}")
    assert first > 0 > second
    assert leans_of_sentences("## 4. Sale") == leans_of_sentences("") == []


def test_an_unknown_trait_weighs_nothing() -> None:
    """A model that has learned nothing gives what its intercept says."""
    assert FavourModel((0.0, 0.0), {}).favour("We sell it.").lean == 0


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        ({"weights": {}}, "'intercept' is missing"),
        ({"intercept": [0.0, 0.0], "weights": {"word:sell": [1.0]}}, "weights: 'word:sell': expected two numbers"),
        ({"intercept": [0.0, 0.0], "weights": {"word:sell": [1.0, "2"]}}, "expected a number"),
        ([], "expected names with values"),
    ],
)
def test_a_damaged_file_is_named(data: object, fault: str) -> None:
    """The message has the place and what is wrong."""
    with pytest.raises(DataFileError, match=fault):
        favour_model_of(data)
