"""Rows of tables that say something else, or something more: a price, a country, what a company receives and what for.

In a sentence a verb tells what a word is about; in a row the head of its column does. Weights read the sentence that a row would be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from math import isclose
from typing import NamedTuple

from monitor.core.meaning.comparison import Comparison
from monitor.core.meaning.features.amounts import currencies_of, in_a_year
from monitor.core.meaning.headlines.quoting import quoted
from monitor.core.meaning.parsed import ParsedDocument
from monitor.core.meaning.row_answers import cells_of, heads_of, yes_or_no
from monitor.core.text.late_pattern import late
from monitor.core.text.segment import Unit
from monitor.core.text.tokens import word_row
from monitor.model import Direction

_PRICES = frozenset(("price", "prices", "cost", "costs", "fee", "fees", "charge", "rate"))
_PLACES = frozenset(("place", "places", "country", "countries", "location", "locations", "region", "regions", "hosted", "stored"))
_RECEIVED = frozenset(("data", "information", "receives", "shared", "collected", "what", "categories", "types"))
_HANDED = frozenset(("shared", "sold", "disclosed", "sees", "passed", "handed"))
_PURPOSES = frozenset(("why", "purpose", "purposes", "task", "tasks", "use", "reason"))
_A_RATE = late(r"(?:\ba|\bper|/|\beach|\bevery)\s?(?:week|month|quarter|year|day|hour)\b", re.IGNORECASE)
_NO_POLICY = late(r"_|\]\(|\bcookies?\b", re.IGNORECASE)
"""A row of a list of cookies, or of links, of which each day brings another."""
_LIST = late(r"[,;]|\band\b|\bor\b|<br ?/?>", re.IGNORECASE)
_LONGEST_ITEM = 5
_UNWANTED = frozenset(
    ("advertising", "advertisement", "advertisements", "ads", "marketing", "profiling", "tracking", "retargeting", "resale", "sale")
)
"""Of what few readers want their data to be used for."""


_OF_PRICES, _OF_PLACES, _OF_TAKERS = "payments", "international-transfer", "third-party-sharing"


class RowTurn(NamedTuple):
    """What a row, or a cell of it, says now."""

    says: str
    way: Direction
    """Whom it serves."""
    topic: str


def topics_of_heads(heads: Sequence[str]) -> tuple[str, ...]:
    """The topics that changes in the cells below some heads are told under.

    >>> topics_of_heads(["Company", "Location"]), topics_of_heads(["Plan", "Seats"])
    (('international-transfer',), ())
    """
    asked = {word for head in heads for word in word_row(head)}
    kinds = ((_OF_PRICES, _PRICES), (_OF_PLACES, _PLACES), (_OF_TAKERS, _HANDED))
    return tuple(topic for topic, named in kinds if not named.isdisjoint(asked))


def row_turn(change: Comparison) -> RowTurn | None:
    """The sentence for a row whose cells say another thing, or for a new row of another kind than the rest; and whom it serves.

    None for other changes, and for a row in which only names or plain words differ.
    """
    units, page = change.place
    # "| BTC | $61,000 | +2 % |": a ticker.
    if len(units) != 1 or units[0].kind != "row" or "%" in change.new.text or _NO_POLICY.search(change.new.text or change.old.text):
        return None
    heads = heads_of(units[0], page)
    if not change.reworded:
        return _new_row(change, units[0], heads, page) if change.new.text else None
    before, after = (cells_of(side.text) for side in (change.old, change.new))
    if len(before) != len(after) or before[0].lower() != after[0].lower() or len(after) < _FEWEST:
        return None
    heads = heads if len(heads) == len(after) else [""] * len(after)
    differing = [at for at in range(1, len(after)) if before[at] != after[at]]
    priced = any(set(word_row(head)) & _PRICES for head in heads)
    found = [
        told
        for at in differing
        if (told := _told(heads[at], before[at], after[at]) or (_amount(heads[at], before[at], after[at]) if priced else None))
    ]
    if not found:
        return None
    ways = {told.way for told in found}
    says = f"{_named(after[0])}: {'; '.join(told.says for told in found)}"
    return RowTurn(says, ways.pop() if len(ways) == 1 else Direction.UNCLEAR, found[0].topic)


_FEWEST = 2


def _named(cell: str) -> str:
    return quoted(cell.strip(" *_"))


def _told(head: str, old: str, new: str) -> RowTurn | None:
    """What one cell says now, and whom that serves; None where it may mean the same."""
    asked = set(word_row(head))
    label = head.strip(" *_") or "now"
    if asked & _PRICES or (_A_RATE.search(old) and _A_RATE.search(new)):
        return _price(label, old, new)
    if asked & _PLACES:
        return (
            RowTurn(f"{label} is now {quoted(new)}, was {quoted(old)}", Direction.UNCLEAR, _OF_PLACES)
            if _items(old) != _items(new)
            else None
        )
    if asked & (_RECEIVED | _PURPOSES):
        return _more(label, _items(old), _items(new))
    return None


def _price(label: str, old: str, new: str) -> RowTurn | None:
    """Another price, or another thing for the same one: "$8 a month, with advertisements"."""
    sides = old.lower(), new.lower()
    sums = [in_a_year(text) or ([0.0] if _FREE.search(text) else []) for text in sides]
    says = f"{label if label != 'now' else 'price'} is now {quoted(new)}, was {quoted(old)}"
    coins = [currencies_of(text) for text in sides]
    if [len(side) for side in sums] != [1, 1] or (all(coins) and coins[0] != coins[1]):
        return RowTurn(says, Direction.UNCLEAR, _OF_PRICES) if sides[0] != sides[1] and any(sums) else None
    if isclose(sums[0][0], sums[1][0], rel_tol=_SAME):
        return RowTurn(says, Direction.UNCLEAR, _OF_PRICES) if _beside(old) != _beside(new) else None
    return RowTurn(says, Direction.WEAKENS if sums[1] > sums[0] else Direction.STRENGTHENS, _OF_PRICES)


def _amount(head: str, old: str, new: str) -> RowTurn | None:
    """How much of something a plan gives: "8" screens, and "4"."""
    if not (_NUMBER.fullmatch(old.strip()) and _NUMBER.fullmatch(new.strip()) and head):
        return None
    less, more = (float(cell.strip().split()[0].replace(",", "")) for cell in (new, old))
    way = Direction.WEAKENS if less < more else Direction.STRENGTHENS
    return RowTurn(f"{head.strip(' *_')} is now {quoted(new)}, was {quoted(old)}", way, _OF_PRICES)


_NUMBER = late(r"\d[\d,]{0,8}(?:\.\d{1,3})?(?: [a-z]{1,12})?", re.IGNORECASE)
_FREE = late(r"\bfree\b|\bno (?:cost|charge|fee)\b", re.IGNORECASE)
_SAME = 0.005
_RATES = frozenset(
    (
        "a", "an", "per", "each", "every", "day", "week", "month", "quarter", "year", "annum", "billed", "annually", "monthly", "yearly",
        "usd", "eur", "gbp", "euro", "euros", "dollar", "dollars", "pound", "pounds",
    )
)  # fmt: skip


def _beside(text: str) -> set[str]:
    """The words of a price besides its figures, its currency and how often it is paid."""
    return {word for word in word_row(text) if not word[0].isdigit() and word not in _RATES}


def _items(cell: str) -> list[str]:
    return [" ".join(word_row(item)) for item in _LIST.split(cell) if word_row(item)]


def _more(label: str, old: Sequence[str], new: Sequence[str]) -> RowTurn | None:
    """What came to a list in a cell, or left it; nothing where items were put for others, which may be the same in other words."""
    came, went = [item for item in new if item not in old], [item for item in old if item not in new]
    if bool(came) == bool(went) or any(len(item.split()) > _LONGEST_ITEM for item in (*came, *went)):
        return None
    listed = ", ".join(quoted(item) for item in came or went)
    if came:
        return RowTurn(f"{listed} added under {quoted(label)}", Direction.WEAKENS, _OF_TAKERS)
    return RowTurn(f"{listed} dropped under {quoted(label)}", Direction.STRENGTHENS, _OF_TAKERS)


def _new_row(change: Comparison, unit: Unit, heads: Sequence[str], page: ParsedDocument) -> RowTurn | None:
    """A new row that names a country, or a use that few readers want, which no other row of its table names."""
    cells = cells_of(change.new.text)
    if len(heads) != len(cells) or len(cells) < _FEWEST:
        return None
    others = list(_rows_beside(unit, page))
    for at, head in enumerate(heads):
        asked, rest = set(word_row(head)), [row[at] for row in others if len(row) == len(heads)]
        if not rest or at == 0:
            continue
        if asked & _HANDED and yes_or_no(cells[at]) > 0:
            return RowTurn(f"Added: {_row(heads, cells)}", Direction.WEAKENS, _OF_TAKERS)
        unwanted = set(word_row(cells[at])) & _UNWANTED
        if asked & _PURPOSES and unwanted and not any(set(word_row(cell)) & _UNWANTED for cell in rest):
            return RowTurn(f"Added: {_row(heads, cells)}", Direction.WEAKENS, _OF_TAKERS)
        if asked & _PLACES and not set(_items(cells[at])) & {item for cell in rest for item in _items(cell)}:
            return RowTurn(f"Added: {_row(heads, cells)}", Direction.UNCLEAR, _OF_PLACES)
    return None


def _rows_beside(unit: Unit, page: ParsedDocument) -> Iterator[list[str]]:
    """The other rows of the table, without its head and the line below it."""
    lines, top = page.page.lines, page.page.table_head(unit.line)
    for at in range(top + 1, len(lines)):
        if page.page.kind(at) != "row":
            return
        if at != unit.line and word_row(lines[at]):
            yield cells_of(lines[at])


def _row(heads: Sequence[str], cells: Sequence[str]) -> str:
    """A row in words: “Acme” (Place: India; Task: hosting)."""
    rest = "; ".join(f"{head.strip(' *_')}: {cell}" for head, cell in zip(heads[1:], cells[1:], strict=True) if cell)
    return f"{_named(cells[0])} ({rest})"
