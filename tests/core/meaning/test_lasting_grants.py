"""Licences without end, beside much else that is irrevocable."""

from __future__ import annotations

import pytest

from monitor.core.meaning.lasting_grants import lasting_words
from monitor.core.meaning.parsed import ParsedText
from tests.core.meaning.features.changes import names

GRANTS = [
    ("You grant us a perpetual licence to show your posts.", {"perpetual"}),
    ("You grant Odalys an irrevocable, royalty-free license to your recipes.", {"irrevocable"}),
    ("You permit the mill to use your likeness in perpetuity.", {"perpetuity"}),
    ("YOUR IRREVOCABLE CONSENT TO USE YOUR PICTURE", {"irrevocable"}),
    ("You irrevocably assign all rights in your suggestions to us.", {"irrevocably"}),
    ("The licence that you grant is perpetual and irrevocable.", {"perpetual", "irrevocable"}),
    ("You irrevocably waive all claims and grant us a perpetual licence.", {"perpetual"}),
]
OTHERS = [
    "You irrevocably submit to the exclusive jurisdiction of the courts of Kent.",
    "You irrevocably consent to the personal jurisdiction of such courts.",
    "You irrevocably and unconditionally agree to the venue of these courts. Posts stand below your name.",
    "You irrevocably waive any claim against us. You keep all rights of a buyer.",
    "An irrevocable order to your bank is needed before we send the flour.",
    "We grant you a perpetual licence to the fonts of the site.",
    "Members are hereby granted an irrevocable right to use the reading room.",
    "The motion of the wheel is perpetual.",
    "You grant us a licence to show your posts.",
    "",
]


@pytest.mark.parametrize(("text", "expected"), GRANTS)
def test_the_words_of_a_licence_without_end(text: str, expected: set[str]) -> None:
    assert lasting_words(ParsedText.of_text(text)) == expected


@pytest.mark.parametrize("text", OTHERS)
def test_what_else_is_irrevocable_is_no_licence(text: str) -> None:
    assert not lasting_words(ParsedText.of_text(text))


@pytest.mark.parametrize("text", [text for text, _ in GRANTS])
def test_a_licence_without_end_is_told_when_it_comes_and_when_it_goes(text: str) -> None:
    assert "licence:perpetual-added" in names("obligations", "", text)
    assert "licence:perpetual-removed" in names("obligations", text, "")


@pytest.mark.parametrize("text", OTHERS)
def test_nothing_is_told_of_another_act(text: str) -> None:
    seen = names("obligations", "", text) | names("obligations", text, "")
    assert not {name for name in seen if name.startswith("licence:")}


def test_another_act_beside_a_licence_that_stands_is_no_new_licence() -> None:
    stands = "You grant us an irrevocable licence to your posts."
    assert "licence:perpetual-added" not in names("obligations", stands, f"{stands[:-1]}, and you irrevocably waive all claims.")
    assert "licence:perpetual-added" in names("obligations", stands, stands.replace("irrevocable", "perpetual, irrevocable"))


def test_a_licence_that_may_be_passed_on_may_end_all_the_same() -> None:
    old, new = "You grant us a licence to your posts.", "You grant us a sublicensable licence to your posts."
    assert "licence:perpetual-added" not in names("obligations", old, new)
