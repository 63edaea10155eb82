"""What a promise denies: verbs and their object, only where it is the reader's data."""

from __future__ import annotations

import pytest

from monitor.core.meaning.headlines.promise_words import denied_object, listed_verbs, plain_verbs
from monitor.core.meaning.parsed import read


@pytest.mark.parametrize(
    ("text", "acts", "what"),
    [
        ("We do not sell your personal information to brokers.", "sell", "your personal information to brokers"),
        ("We never share, sell or rent your email address.", "share, sell or rent", "your email address"),
        ("Your personal data will not be sold.", "sell", "your personal data"),
        ("We do not sell or share personal data with anyone.", "sell or share", "personal data with anyone"),
        ("We do not use your messages for our own purposes.", "use", "your messages for our own purposes"),
        ("We do not use Customer Data for training.", "use", "Customer Data for training"),
        ("We do not share your messages, and we delete them.", "share", "your messages"),
        (
            "We do not sell your messages to brokers or to others who would use them to send you letters that you did not ask for.",
            "sell",
            "",
        ),
        ("We do not share any of your messages.", "share", "your messages"),
        ("We do not sell boats.", "sell", ""),
        ("We do not sell or share it.", "sell or share", ""),
        ("We do not use cookies.", "use", ""),
        # Which data, or whose, is part of what was promised.
        (
            "We do not share health data collected through the watch with insurers.",
            "share",
            "health data collected through the watch with insurers",
        ),
        ("We do not sell personal information about individuals we know are under age sixteen.", "sell", ""),
        ("We do not share personal messages you marked as private.", "share", ""),
        ("We do not sell personal data you provide to us.", "sell", "personal data"),
        ("We sell your data to no third party.", "sell", "your data to any third party"),
        ("We share your messages with no one.", "share", "your messages with anyone"),
        ("We do not sell your data under any circumstances.", "sell", "your data under any circumstances"),
    ],
)
def test_the_words_of_a_promise(text: str, acts: str, what: str) -> None:
    frames = [frame for frame in read(text).frames if frame.role == "denial"]
    assert listed_verbs(plain_verbs(text, frames)) == acts
    assert denied_object(text, frames) == what


@pytest.mark.parametrize(
    "text",
    [
        "If you wish that we no longer use your information, write to us.",
        "You can ask us not to sell your personal data.",
        "Partners that do not share your data are named below.",
        "You must not share your password or your personal data with others.",
        "When you leave, we do not share your data.",
        "We do not knowingly collect personal information from children under 13.",
        "We do not keep personal data about visitors of the pond.",
    ],
)
def test_what_is_no_plain_promise_has_no_object(text: str) -> None:
    assert denied_object(text, [frame for frame in read(text).frames if frame.role == "denial"]) == ""


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("We do not sell boats, and we do not sell your messages.", "your messages"),
        ("We do not sell boats, and if you leave we do not sell your messages.", ""),
        ("Ask us not to sell boats, and we do not sell your messages.", ""),
        ("We do not sell boats, we do not share boats, and your photos will never be shared.", "your photos"),
        ("We do not sell your data; we do not rent your photos from visitors.", ""),
    ],
)
def test_a_verb_that_is_denied_twice_is_read_at_both_places(text: str, what: str) -> None:
    assert denied_object(text, [frame for frame in read(text).frames if frame.role == "denial"]) == what


def test_no_promise_no_object() -> None:
    assert denied_object("We sell your data.", []) == ""
    assert plain_verbs("", []) == []
