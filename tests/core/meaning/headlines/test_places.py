"""Headlines of names: laws, courts, countries and companies that were put for others."""

from __future__ import annotations

import pytest

from monitor.core.meaning.headlines.edited import edited_clauses
from monitor.core.meaning.headlines.places import _differs_beyond_names, name_headline
from tests.core.meaning.changes import beside


@pytest.mark.parametrize(
    ("old", "new", "opening"),
    [
        ("The laws of Ireland apply.", "The laws of Norway apply.", "Governing law is now Norway, was Ireland:"),
        ("It is governed by Irish Law.", "It is governed by Norse Law.", "Governing law is now Norse, was Irish:"),
        ("The courts of Cork decide.", "The courts of New York decide.", "Place of the courts is now New York, was Cork:"),
        ("Data is hosted in Sweden.", "Data is hosted in Brazil.", "Place of storage is now Brazil, was Sweden:"),
        ("Arbitration takes place in Oslo.", "Arbitration takes place in Rome.", "Place of arbitration is now Rome, was Oslo:"),
        ("You deal with Alder Ltd here.", "You deal with Birch Inc here.", "Company name is now Birch Inc, was Alder Ltd:"),
    ],
)
def test_a_name_is_told_by_what_it_is_the_name_of(old: str, new: str, opening: str) -> None:
    assert (name_headline(edited_clauses(beside(old, new))[0]) or "").startswith(opening)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Alder bakes bread.", "Birch bakes bread."),
        ("The laws of Ireland apply.", "The laws of Norway apply, and Alder pays."),
        ("The laws of Ireland apply.", "The laws of your home apply."),
        ("Data is hosted in Sweden.", "Data is sold in Brazil."),
        ("Data is hosted in Sweden.", "Data is not hosted in Sweden."),
        ("The laws of Ireland apply in Norway.", "The laws of Norway apply in Ireland."),
    ],
)
def test_other_exchanges_are_told_as_facts(old: str, new: str) -> None:
    assert name_headline(edited_clauses(beside(old, new))[0]) is None


@pytest.mark.parametrize(
    ("one", "other", "differs"),
    [
        ("The law of Ohio governs.", "The law of Utah governs.", False),
        ("The law of the State of Ohio governs.", "The law of Utah governs.", False),
        ("The courts of Ohio decide.", "The judges of Ohio decide.", True),
        ("We keep it in Ohio.", "We never keep it in Ohio.", False),
        ("We never keep it in Ohio.", "We keep it in Ohio.", True),
        ("Data of Mill-group are kept.", "Data of Corn-group are kept.", False),
        ("We keep mill wheels.", "We keep mills, wheels.", False),
    ],
)
def test_a_word_that_is_no_name_is_seen_before_words_are_compared(one: str, other: str, differs: bool) -> None:
    assert _differs_beyond_names(one, other) is differs
