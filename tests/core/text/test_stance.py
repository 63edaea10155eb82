"""What stands in the place of a statement in wholly other words: whether by all that can be seen it grants as much."""

from __future__ import annotations

import pytest

from monitor.core.text.stance import may_say_the_same, stances

APPEAL = "you may appeal against a removal with the form on our website"
NOTICE = "we will tell you by email about important changes before they apply"
OWNED = "you retain ownership of what you post on the service"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (APPEAL, "customers who disagree with a takedown can challenge it by completing an online request"),
        (NOTICE, "prior to its effective date a message describing every amendment will reach your inbox"),
        (OWNED, "your writing and pictures remain yours at all times"),
        ("where we rely on consent, you may withdraw it", "you are free to change your mind later"),
    ],
)
def test_other_words_that_grant_as_much(old: str, new: str) -> None:
    assert may_say_the_same(old.split(), new.split())
    assert may_say_the_same(new.split(), old.split())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (APPEAL, "customers can challenge a takedown for a fee of ten euros"),
        (APPEAL, "customers can not challenge a takedown once it is done"),
        (APPEAL, "takedowns and bans are carried out by automated systems"),
        (APPEAL, "our moderators will decide on every takedown as they see fit"),
        (NOTICE, "we might write about amendments when that is practicable"),
        (NOTICE, "you will read the amendments on this page from time to time"),
        (NOTICE, "if anything changes we will post it on this page"),
        (OWNED, "our company owns all works that are uploaded here"),
        ("we will answer your request within 30 days", "our team will get back once it has read what came in"),
        (APPEAL, "you may object"),
        (APPEAL, "you may appeal against a removal with the form in our app"),
    ],
)
def test_other_words_that_may_grant_less(old: str, new: str) -> None:
    assert not may_say_the_same(old.split(), new.split())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("you may leave", {"reader free"}),
        ("we may leave", {"company free"}),
        ("we will write to you", {"company bound"}),
        ("you must write to us", {"reader bound"}),
        ("the pictures remain yours", {"reader owns"}),
        ("we own the pictures", {"company owns"}),
        ("pictures are nice", set()),
    ],
)
def test_who_is_free_or_bound(text: str, found: set[str]) -> None:
    assert stances(text.split()) == found
