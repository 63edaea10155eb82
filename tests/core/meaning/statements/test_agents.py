"""Who does what a verb says: walks from a verb back to its subject."""

from __future__ import annotations

import pytest

from monitor.core.meaning.statements.agents import agency

NAMES = frozenset({"acme"})


@pytest.mark.parametrize(
    ("text", "verb", "form", "actor", "denied", "modality"),
    [
        ("we sell it", "sell", "base", "company", False, ""),
        ("we do not sell it", "sell", "base", "company", True, ""),
        ("we may sell it", "sell", "base", "company", False, "may"),
        ("acme shall never sell it", "sell", "base", "company", True, "must"),
        ("acme sells it", "sells", "s", "company", False, ""),
        ("you may not sell it", "sell", "base", "reader", True, "may"),
        ("partners can sell it", "sell", "base", "third-party", False, "can"),
        ("nor do we sell it", "sell", "base", "company", True, ""),
        ("at no time will we sell it", "sell", "base", "company", True, "will"),
        ("neither we nor our partners sell it", "sell", "base", "company", True, ""),
        ("we do not hide or sell it", "sell", "base", "company", True, ""),
        ("we do not sell it and may share it", "share", "base", "company", False, "may"),
        ("we do not sell it but share it", "share", "base", "company", False, ""),
        ("we do not , whatever the price that is paid , sell it", "sell", "base", "company", True, ""),
        ("we have the right to sell it", "sell", "base", "company", False, "may"),
        ("you allow us to sell it", "sell", "base", "company", False, "may"),
        ("we do not allow partners to sell it", "sell", "base", "company", True, ""),
        ("you agree not to sell it", "sell", "base", "reader", True, ""),
        ("it will not be sold", "sold", "ed", "", True, "will"),
        ("no data will be sold", "sold", "ed", "", True, "will"),
    ],
)
def test_agency(text: str, verb: str, form: str, actor: str, denied: bool, modality: str) -> None:
    words = tuple(text.split())
    found = agency(words, words.index(verb), form, NAMES)
    assert (found.actor, found.denied, found.modality) == (actor, denied, modality)
    assert found.governed


@pytest.mark.parametrize(
    ("text", "verb", "form"),
    [
        ("if we sell it", "sell", "base"),
        ("the data that we sell", "sell", "base"),
        ("how we sell it", "sell", "base"),
        ("partners that sell it", "sell", "base"),
        ("you may ask that we sell it", "sell", "base"),
        ("we cannot guarantee that nobody will sell it", "sell", "base"),
    ],
)
def test_what_is_only_supposed(text: str, verb: str, form: str) -> None:
    words = tuple(text.replace("cannot", "can not").split())
    assert agency(words, words.index(verb), form, NAMES).supposed


def test_an_aim_is_known() -> None:
    words = ("we", "log", "it", "to", "protect", "you")
    assert agency(words, words.index("protect"), "base", NAMES).aim


def test_a_noun_has_no_subject() -> None:
    words = ("terms", "of", "sale", "and", "use")
    assert not agency(words, 4, "base", NAMES).governed
