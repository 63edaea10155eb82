"""Two sentences in another voice or order, of which one says something else."""

from __future__ import annotations

import pytest

from monitor.core.meaning.turns.turn import changes_places, turn_of

KINDER_FIRST = [
    # Who acts.
    ("You may cancel your plan at any time.", "Your plan may be cancelled at any time by us."),
    ("Everything you write belongs to you.", "Everything you write belongs to us."),
    # Who has to be asked first.
    ("We only send you offers if you consent.", "We send you offers unless you object."),
    ("We ask for your permission before we use your location.", "We use your location unless you withdraw permission."),
    ("Without your consent, we will not send you offers.", "We will only send you offers if you do not object."),
    # In which case.
    ("We may read your messages if you report them.", "We may read your messages."),
    ("We may change these terms after telling you.", "We may change these terms."),
    # Who else has to promise what.
    ("We share your data with partners who are bound to secrecy.", "We share your data with partners."),
    # Who can ask for it.
    ("We disclose your data if a court orders us to.", "We disclose your data if an authority asks us to."),
    # What the reader does himself.
    ("You may delete your photos.", "You may ask us to delete your photos."),
    # For whom, and from what the company is free.
    (
        "Our service providers process your data under our instructions.",
        "Our service providers process your data for their own purposes.",
    ),
    ("We are not liable for any indirect damages.", "We are not liable for any damages."),
    # In another voice as well.
    ("We encrypt your notes at rest and in transit.", "Your notes are encrypted in transit."),
    ("Refunds are paid within 14 days.", "We pay refunds within 14 working days."),
    ("We may keep your data for no longer than 30 days.", "We may keep your data for longer than 30 days."),
]


@pytest.mark.parametrize(("kind", "harsh"), KINDER_FIRST)
def test_one_serves_the_reader_better(kind: str, harsh: str) -> None:
    assert [turn.way if turn else None for turn in (turn_of(kind, harsh), turn_of(harsh, kind))] == ["worse", "better"]


EITHER = [
    ("We tell you when we share your data.", "We share your data when you tell us."),
    ("We delete your photos after you delete your account.", "We delete your account after you delete your photos."),
    ("We do not keep logs; we delete messages.", "We do not delete messages; we keep logs."),
    ("We sell aggregated data, not personal data.", "We sell personal data, not aggregated data."),
    ("Only you can see your photos.", "You can see only your photos."),
    ("We get information about you from our partners.", "We give information about you to our partners."),
    ("We share your address with the courier.", "The courier shares your address with us."),
]


@pytest.mark.parametrize(("old", "new"), EITHER)
def test_the_same_words_in_other_places(old: str, new: str) -> None:
    assert changes_places(old, new)
    assert changes_places(new, old)
    assert (turn_of(old, new) or turn_of(new, old)) is None


SILENT = [
    ("We only collect data with your consent.", "We collect data only with your consent."),
    ("We share names and ages with shops.", "We share ages and names with shops."),
    ("You may close your account at any time.", "At any time, you may close your account."),
    ("We may contact you by phone or by email.", "We may contact you by email or by phone."),
    ("We delete letters when you ask us.", "When you ask us, we delete letters."),
    ("We share data with partners who sell bread.", "We share data with partners."),
    ("You may ask us to delete your photos.", "You may ask us to erase your photos."),
    ("Your photos are not shown to shops.", "Shops are not shown your photos."),
    ("We count visits with information that does not identify you.", "We count visits with information that cannot identify you."),
    ("We do not read your letters.", "We cannot read your letters."),
    ("A court of law decides.", "A judge decides on request."),
    ("We receive mail from you.", "You send mail to us."),
]


@pytest.mark.parametrize(("old", "new"), SILENT)
def test_the_same_in_another_order_turns_nothing(old: str, new: str) -> None:
    for pair in ((old, new), (new, old)):
        assert turn_of(*pair) is None
        assert not changes_places(*pair)
