"""One verb, or one noun, as a statement."""

from __future__ import annotations

import pytest

from monitor.core.meaning.statements.clauses import actor_or_company, nominal, verbal

NAMES = frozenset({"acme"})


@pytest.mark.parametrize(
    ("text", "at", "act", "form", "read"),
    [
        ("we sell your data", 1, "sell", "base", "company data affirmed"),
        ("your data is sold", 3, "sell", "ed", "company data affirmed"),
        ("your data is sold by partners", 3, "sell", "ed", "third-party data affirmed"),
        ("we live without selling your data", 3, "sell", "ing", "company data denied"),
        ("we are selling your data", 2, "sell", "ing", "company data affirmed"),
        ("we have sold your data", 2, "sell", "ed", "company data affirmed"),
        ("never sold", 1, "sell", "ed", "company pronoun denied"),
        ("we collect no data", 1, "collect", "base", "company data denied"),
    ],
)
def test_a_verb(text: str, at: int, act: str, form: str, read: str) -> None:
    found = verbal(tuple(text.split()), at, act, form, NAMES)
    assert found is not None
    assert f"{found.actor} {found.object} {found.polarity}" == read


@pytest.mark.parametrize(
    ("text", "at", "act", "form"),
    [
        ("the use of your data", 1, "use", "base"),
        ("your use shows it", 1, "use", "base"),
        ("data collected here is safe", 1, "collect", "ed"),
        ("by selling your data", 1, "sell", "ing"),
    ],
)
def test_no_verb(text: str, at: int, act: str, form: str) -> None:
    assert verbal(tuple(text.split()), at, act, form, NAMES) is None


def test_a_noun_that_is_denied() -> None:
    found = nominal(("no", "sale", "of", "your", "data"), 1, "sell")
    assert found is not None
    assert (found.actor, found.act, found.object, found.denied) == ("company", "sell", "data", True)


def test_a_ban_on_readers_by_a_noun() -> None:
    found = nominal(("no", "sale", "of", "stolen", "goods"), 1, "sell")
    assert found is not None
    assert found.actor == "reader"


def test_a_noun_that_is_a_subject_is_left_to_its_verb() -> None:
    assert nominal(("no", "sale", "will", "be", "made"), 1, "sell") is None


def test_nobody_named_means_the_company_where_the_readers_data_is_touched() -> None:
    assert [actor_or_company("", "data"), actor_or_company("", "other"), actor_or_company("reader", "data")] == [
        "company",
        "nobody",
        "reader",
    ]
