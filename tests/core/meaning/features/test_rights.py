"""What the reader gives and gets: consent, rights, thresholds, places of storage."""

from __future__ import annotations

import pytest

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
