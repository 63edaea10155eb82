"""What was put into, or taken out of, one slot of a statement."""

from __future__ import annotations

import pytest

from tests.core.meaning.features.changes import names


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("You grant us a license to show your posts.", "You grant us a perpetual license to show your posts.", {"licence:perpetual-added"}),
        (
            "You grant us a perpetual license to show your posts.",
            "You grant us a license to show your posts.",
            {"licence:perpetual-removed"},
        ),
        ("Your plan ends after the term.", "Your plan renews automatically after the term.", {"renewal:added"}),
        ("Decisions are made by people.", "Decisions are made automatically by people.", set()),
        ("You get a refund within the term.", "You get nothing within the term.", {"refund:removed"}),
        ("You agree to pay for your order.", "You agree to pay for your order and indemnify us.", {"indemnity:added"}),
        ("You agree to pay.", "You agree to pay and to hold us harmless.", {"indemnity:added"}),
        ("You shall indemnify the mill against all claims.", "You pay the mill.", {"indemnity:removed"}),
        ("Your plan renews automatically.", "We bill your card again every month until you end your plan.", set()),
        ("You agree to indemnify the mill.", "If somebody sues the mill over your post, you will compensate it for its losses.", set()),
        ("Sections 3 and 4 survive.", "Sections 3, 4 and 9 (Indemnity) survive.", set()),
        ("We may lead the case.", "We may lead the case in any matter subject to indemnification by you.", set()),
        ("", "INDEMNITY", set()),
        ("We will delete your data when you ask us.", "We may delete your data when you ask us.", {"commitment:softer"}),
        ("We may delete your data when you ask us.", "We will delete your data when you ask us.", {"commitment:firmer"}),
        ("We may delete your data when you ask us.", "We can delete your data when you ask us.", set()),
        ("We could delete your data when you ask us.", "We may delete your data when you ask us.", set()),
        ("We may track you across websites.", "We track you across websites.", {"intrusion:firmer"}),
        ("This policy applies to new data.", "This policy applies to all the data we hold.", {"retroactive:added"}),
        ("This policy is new.", "This policy is new and does not apply to all the data we hold.", set()),
        ("", "For orders placed before this date, see the previous version.", set()),
        ("", "It also holds for orders placed before this date.", {"retroactive:added"}),
        ("Breach the security of another member, or circumvent its protection.", "", set()),
        ("We use it with your consent.", "We use it for our legitimate interests.", {"legitimate:added"}),
        ("Write to our data protection officer.", "Write to our office.", {"officer:removed"}),
        ("We answer your request within 10 days.", "We answer your request within 45 days.", {"answer:slower"}),
        ("We answer your request within 45 days.", "We answer your request within 10 days.", {"answer:quicker"}),
        ("The laws of Kent govern these terms.", "The laws of Texas govern these terms.", {"govern:touched"}),
        ("“Content” means texts.", "“Content” means texts and pictures.", {"definition:touched"}),
        ("We do not collect data of children without consent.", "", {"child-protection:removed"}),
        (
            "We do not collect a child's data without a guardian's consent.",
            "",
            {"child-protection:removed", "child-protection:consent-removed"},
        ),
        (
            "We do not collect data of children without the consent of a parent.",
            "Parents approve every order.",
            set(),
        ),
        ("We encrypt and protect your data.", "", {"safeguard:removed"}),
        ("We rely on standard contractual clauses for transfers.", "", {"safeguard:transfers-removed"}),
        ("We reserve the right to change this policy.", "", {"right:reserved"}),
        ("We share with:\n\n- carriers\n- banks", "We share with:\n\n- carriers\n- banks\n- advertisers", {"allowed-item:added"}),
        ("We share with:\n\n- carriers\n- banks", "We share with:\n\n- carriers\n- banks\n- bakers", set()),
        ("Use plain formats:\n\n- texts\n- lists", "Use plain formats:\n\n- texts\n- lists\n- advertisers", set()),
        (
            "Uses of your data:\n\n- billing\n- delivery",
            "Uses of your data:\n\n- billing\n- delivery\n- advertisers",
            {"allowed-item:added"},
        ),
        ("The picnic is on Monday.", "The picnic is on Tuesday.", set()),
    ],
)
def test_what_is_seen(old: str, new: str, expected: set[str]) -> None:
    assert names("obligations", old, new) == expected


def test_transfer_clauses_that_are_named_elsewhere_are_not_gone() -> None:
    kept = "Transfers rest on standard contractual clauses."
    gone = "We rely on standard contractual clauses for transfers."
    assert "safeguard:transfers-removed" not in names("obligations", gone, "", rest_old=kept, rest_new=kept)


def test_a_change_of_many_words_is_no_softer_commitment() -> None:
    old = "We will delete your data when you ask us."
    new = "We may at our sole discretion delete some data, letters, pictures and invoices when a customer asks."
    assert "commitment:softer" not in names("obligations", old, new)


def test_a_reserved_right_is_as_soft_as_may() -> None:
    old, new = ("We reserve the right to delete spam and will tell you.", "We may delete spam and will tell you.")
    assert not {"commitment:softer", "commitment:firmer"} & names("obligations", old, new)
    assert not {"commitment:softer", "commitment:firmer"} & names("obligations", new, old)
