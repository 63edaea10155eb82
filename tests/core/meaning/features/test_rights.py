"""What the reader gives and gets: consent, rights, thresholds, places of storage."""

from __future__ import annotations

import pytest

from monitor.core.meaning.features.rights import offers_refusal
from tests.core.meaning.features.changes import names


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("We e-mail you only if you opt in.", "We e-mail you unless you opt out.", {"consent:opt-out"}),
        ("We e-mail you unless you opt out.", "We e-mail you only if you opt in.", {"consent:opt-in"}),
        ("You may withdraw your consent at any time.", "You may withdraw your consent.", {"right:limited"}),
        ("You have the right to a copy.", "You have the right to a copy free of charge.", {"right:freer"}),
        ("We share data with the police only with a court order.", "We share data with the police on request.", {"threshold:lower"}),
        ("We share data with the police on request.", "We share data with the police only with a court order.", {"threshold:higher"}),
        ("Your data is stored on servers in Germany.", "Your data is stored on servers in Germany and India.", {"place:added"}),
        ("Your data is stored on servers in Germany and India.", "Your data is stored on servers in Germany.", {"place:removed"}),
        ("A late payment costs nothing extra for you.", "A late payment costs a fee of $5 for you.", {"fee:added"}),
        ("Transfers to friends are free.", "Transfers to friends cost 1% of the amount.", {"fee:added"}),
        ("Transfers to friends cost 1% of the amount.", "Transfers to friends are free.", {"fee:removed"}),
        ("You have the right to data portability and to object.", "", {"right:last-removed"}),
        ("You can opt out of tracking at any time.", "", {"opt-out:last-removed"}),
        ("We protect your data with encryption.", "We protect your data with reasonable measures.", {"security:vaguer"}),
        ("We protect your data with reasonable measures.", "We protect your data with encryption.", {"security:clearer"}),
        ("We read letters from Germany.", "We read letters from Germany and India.", set()),
        ("We share data with the police.", "We share data with the police and banks.", set()),
    ],
)
def test_what_is_seen(old: str, new: str, expected: set[str]) -> None:
    assert names("rights", old, new) == expected


@pytest.mark.parametrize("kept", ["You may opt out of tracking in your settings.", "Tell us if you wish to opt out."])
def test_an_opt_out_that_is_offered_elsewhere_is_not_the_last(kept: str) -> None:
    gone = "You can opt out of tracking at any time."
    assert "opt-out:last-removed" not in names("rights", gone, "", rest_old=kept, rest_new=kept)


def test_a_right_that_is_named_elsewhere_is_not_the_last() -> None:
    kept = "Write to us to object."
    assert "right:last-removed" not in names("rights", "You have the right to object.", "", rest_old=kept, rest_new=kept)


def test_a_heading_offers_no_opt_out() -> None:
    heading = "## How to opt out"
    assert "opt-out:last-removed" in names("rights", "You can opt out of tracking at any time.", "", rest_old=heading, rest_new=heading)


def test_a_right_whose_double_went_is_not_limited() -> None:
    freely = "You can correct your data at any time."
    old, new = f"{freely} You can also ask for a copy.", "You can also ask for a copy."
    assert "right:limited" not in names("rights", old, new, rest_old=freely, rest_new=freely)
    assert "right:limited" in names("rights", freely, "You can correct your data once a year.")


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("You can opt out of our letters.", True),
        ("Here is how you can disable cookies.", True),
        ("If you decline cookies, your browser forgets them.", True),
        ("We can disable your user name at any time.", False),
        ("We may reject or turn off your comments.", False),
        ("Your account may be disabled when you are late.", False),
        ("The mill stands by the river.", False),
    ],
)
def test_only_what_the_reader_can_refuse_is_a_way_to_refuse(text: str, offered: bool) -> None:
    assert offers_refusal(text) is offered
    if not offered:
        assert "opt-out:last-removed" not in names("rights", text, "")


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("A fee of $20 is charged for each delivery.", True),
        ("We are liable for no more than the fees that you paid, and in no event for more than $100.", False),
        ("Our total liability does not exceed the fees or $50.", False),
    ],
)
def test_a_limit_of_liability_is_no_fee(text: str, stated: bool) -> None:
    assert ("fee:added" in names("rights", "", text)) is stated
    assert ("fee:removed" in names("rights", text, "")) is stated


@pytest.mark.parametrize(
    ("old", "new", "added"),
    [
        ("Letters are stored on servers in the United Kingdom.", "Letters are stored on our servers in the UK.", False),
        ("Letters are stored in the United States.", "Letters are stored in the USA for us.", False),
        ("Letters are stored in the U.S. for us.", "Letters are stored in the United States.", False),
        ("Letters are stored in the UK.", "Letters are stored in the UK and in India.", True),
    ],
)
def test_a_country_by_another_name_is_the_same_country(old: str, new: str, added: bool) -> None:
    assert ("place:added" in names("rights", old, new)) is added
