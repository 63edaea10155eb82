"""Promises of a text and of a whole document."""

from __future__ import annotations

import pytest

from monitor.core.meaning.parsed import ParsedDocument
from monitor.core.meaning.promises.promise import may_promise, promises, promises_in, statements_in
from monitor.core.meaning.statements.reading import statements_of
from monitor.core.text.segment import SegmentedText

POLICY = """# Privacy

We keep logs. We do not sell your data to brokers.

## What we never do

We never:

- read your messages
- track you

| Data | Use |
| --- | --- |
| Name | We only use your name for receipts. |

You may opt out of our newsletter. We will notify you of changes.
"""


def test_the_promises_of_a_document() -> None:
    found = promises(ParsedDocument(SegmentedText(POLICY)))
    assert [(p.kind, p.statement.act, p.statement.object) for p in found] == [
        ("denied", "sell", "data"),
        ("denied", "access", "content"),
        ("denied", "track", "reader"),
        ("limited", "use", "data"),
        ("choice", "refuse", "rights"),
        ("protective", "notify", "reader"),
    ]


def test_the_promises_about_some_acts() -> None:
    found = list(promises(ParsedDocument(SegmentedText(POLICY)), frozenset({"sell"})))
    assert [p.statement.recipient for p in found] == ["brokers"]


def test_units_are_read_with_their_lead_in() -> None:
    page = SegmentedText("We do not:\n\n- sell your data\n")
    [statement] = [s for s in statements_in(page.units(2), ParsedDocument(page)) if s.act == "sell"]
    assert statement.denied
    assert statement.clause == "sell your data"


@pytest.mark.parametrize(
    ("text", "scope", "limits"),
    [
        ("We do not sell your personal data to any third party.", set(), set()),
        ("We do not sell your health data to insurers.", {"health", "insur"}, set()),
        ("We do not sell your data unless the law orders it.", {"law", "order"}, {"law", "order", "exception"}),
        ("We do not knowingly sell your data.", {"know"}, {"knowingly"}),
    ],
)
def test_scope_and_limits(text: str, scope: set[str], limits: set[str]) -> None:
    [promise] = promises_in(statements_of(text))
    assert {word[:3] for word in promise.scope} == {word[:3] for word in scope}
    assert {word[:3] for word in promise.limits} >= {word[:3] for word in limits}
    assert bool(promise.limits) == bool(limits)


def test_the_gate() -> None:
    assert may_promise(["we", "do", "not", "sell"])
    assert may_promise(["we", "will", "notify", "you"])
    assert not may_promise(["we", "share", "your", "data"])
