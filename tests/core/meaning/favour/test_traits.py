"""What a change is read as: what each side is read as, set against the other."""

from math import fsum

import pytest

from monitor.core.meaning.favour.traits import has_other_figures, is_one_sentence, shares_senses, traits

PAIRS = [
    ("We keep it for 30 days.", "We keep it for two years."),
    ("We do not sell your data.", "We refrain from selling your data."),
    ("You may leave at any time.", "You may only leave if we agree."),
    ("", "You may leave at any time."),
    ("", ""),
]


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_a_change_turned_round_turns_the_signs_and_nothing_else(old: str, new: str) -> None:
    here, there = traits(old, new), traits(new, old)
    assert here.signed == pytest.approx({name: -value for name, value in there.signed.items()})
    assert here.either_way == pytest.approx(there.either_way)


@pytest.mark.parametrize(
    "text", ["We sell data.", "We may sell, rent or trade your data, your contacts and your photos to whoever asks us."]
)
def test_what_came_has_the_length_one(text: str) -> None:
    """A long sentence does not outweigh a short one."""
    found = traits("", text)
    assert fsum(value * value for value in found.signed.values()) == pytest.approx(1)
    assert found.either_way == {"whole": 2.0}


def test_what_both_sides_say_is_no_trait() -> None:
    found = traits("We never sell your data.", "We never sell your photos.")
    assert "word:photo denied" in found.signed
    assert "act:sell denied" not in found.signed


@pytest.mark.parametrize(
    ("old", "new", "sign"),
    [
        ("Kept for 30 days.", "Kept for two years.", 1),
        ("Kept for two weeks.", "Kept for 13 days.", -1),
        ("A fee of 5 euros.", "A fee of 15 euros.", 1),
    ],
)
def test_a_figure_grows_or_shrinks(old: str, new: str, sign: int) -> None:
    """By its size, whatever it is counted in."""
    grown = [value for name, value in traits(old, new).signed.items() if name == "grown"]
    assert grown == [sign]


def test_of_several_figures_none_is_said_to_grow() -> None:
    found = traits("30 days for logs, 20 for letters.", "10 days for logs, 90 for letters.")
    assert not [name for name in found.signed if name.startswith("grown")]


@pytest.mark.parametrize(
    ("old", "new", "other"),
    [
        ("kept for two weeks", "kept for 14 days", False),
        ("kept for 14 days", "kept for 15 days", True),
        ("from 16", "from sixteen", False),
        ("no figure", "none here", False),
        ("no figure", "10 of them", True),
        ("a day", "one day", False),
        ("2.5 percent", "5.2 percent", True),
        ("after 10 minutes", "after 20 minutes", True),
        ("after a year", "for a month", True),
        ("within 72h", "within 24h", True),
        ("thirty (30) days", "30 days", False),
        ("12 months", "one year", False),
        ("a month", "31 days", False),
        ("$1,000", "$1000", False),
        ("٣٠ days", "30 days", False),
        ("²", "2", True),
        ("9" * 500, "8", True),
    ],
)
def test_figures_are_the_same_in_other_units_and_in_words(old: str, new: str, other: bool) -> None:
    assert has_other_figures(old, new) is other


def test_words_of_other_senses_are_set_against_each_other() -> None:
    found = traits("We sell your data.", "We bury your data.").either_way
    assert found["sense:bur"] == 0.5
    assert [name for name in found if name.startswith("bur ~ ")]


def test_limits_that_came_and_went() -> None:
    found = traits("You may only leave then.", "You must leave then.").signed
    assert (found["limit:only"], found["limit:must"]) == (-0.5, 0.5)


def test_of_what_has_nothing_in_common_it_is_not_known_whether_it_says_the_same() -> None:
    assert shares_senses("We sell your data to partners.", "Your data is sold to our partners.")
    assert not shares_senses("We set no cookies until you agree.", "If you go on using this site, you accept them.")


@pytest.mark.parametrize(("text", "one"), [("We sell it.", True), ("We sell it. You may leave.", False), ("", False)])
def test_one_sentence(text: str, one: bool) -> None:
    assert is_one_sentence(text) is one
