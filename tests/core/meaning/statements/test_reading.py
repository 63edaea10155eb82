"""The reader of statements, on little texts of our own: who acts on what, and what is denied."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from monitor.core.meaning.features.statements import sells_until_refused
from monitor.core.meaning.promises.promise import promises_in
from monitor.core.meaning.statements.model import Statement
from monitor.core.meaning.statements.reading import statements_of

TABLES = Path(__file__).parent
NAMES = frozenset({"acme"})


def rows(table: str, *kinds: str) -> list[object]:
    """The rows of a table as parameters: text, and what is expected of it."""
    known = yaml.safe_load((TABLES / f"{table}.yaml").read_text(encoding="utf-8"))
    return [pytest.param(text, expected, id=text[:60]) for kind in kinds or known for text, expected in known[kind].items()]


def read(text: str) -> tuple[Statement, ...]:
    """A row's text, with its lead-in where one stands before ">>"."""
    lead_in, _, own = text.rpartition(">>")
    return statements_of(own, lead_in, names=NAMES)


def said(text: str) -> set[str]:
    return {f"{s.actor} {s.act} {s.object} {s.polarity}" for s in read(text)}


@pytest.mark.parametrize(("text", "promise"), rows("who_acts", "promised"))
def test_a_promise_is_read_with_its_act_and_object(text: str, promise: str) -> None:
    assert promise in {f"{p.statement.act} {p.statement.object}" for p in promises_in(read(text))}, said(text)


@pytest.mark.parametrize(("text", "statement"), rows("who_acts", "silent"))
def test_what_others_do_is_no_promise_of_the_company(text: str, statement: str) -> None:
    assert not list(promises_in(read(text))), said(text)
    if statement != "-":
        assert statement in said(text)


@pytest.mark.parametrize(("text", "statement"), rows("polarity"))
def test_polarity(text: str, statement: str) -> None:
    if statement.startswith("!"):
        assert statement[1:] not in said(text)
    else:
        actor, act, kind, polarity = statement.split()
        opposite = " ".join((actor, act, kind, "affirmed" if polarity == "denied" else "denied"))
        assert statement in said(text)
        assert opposite not in said(text)


@pytest.mark.parametrize(("text", "act"), rows("opt_outs", "harms"))
def test_what_goes_on_until_the_reader_objects_is_an_opt_out(text: str, act: str) -> None:
    found = [s for s in read(text) if s.act == act and s.actor == "company" and not s.denied]
    assert any(s.condition is not None and s.condition.kind == "opt-out" for s in found), read(text)
    assert not [p for p in promises_in(read(text)) if p.statement.act == act]


@pytest.mark.parametrize(("text", "statement"), rows("opt_outs", "others"))
def test_no_opt_out_sale(text: str, statement: str) -> None:
    act, actor, polarity = statement.split()
    assert (act, actor, polarity) in {(s.act, s.actor, s.polarity) for s in read(text)}
    assert not any(sells_until_refused(s) for s in read(text))


def test_a_statement_is_placed_without_another_change() -> None:
    (statement,) = read("We do not sell your data.")
    placed = statement.placed((3, 7), "sell", stated=False)
    assert placed == replace(statement, span=(3, 7), clause="sell", stated=False)
    assert statement.placed(statement.span, statement.clause, stated=True) == statement
    assert not placed.placed((0, 1), "W", stated=True).stated, "what is not stated is not, wherever it stands"
