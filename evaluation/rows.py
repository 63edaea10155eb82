"""From a labelled pair to rows: each candidate change with its features and what a person said of it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

from evaluation.corpus import Pair
from monitor.core.compare import candidates_of
from monitor.core.meaning.document_context import document_context
from monitor.core.meaning.immaterial import immaterial
from monitor.core.meaning.observation import Observation, observe

LONGEST = 220
"""Words beyond which a side covers nothing: a change must be a statement, not a page."""


@dataclass(frozen=True)
class Row:
    """A candidate change of a labelled pair."""

    pair: Pair
    change: Observation
    covers: tuple[int, ...]
    """Which of the pair's material events it covers."""
    certain: bool
    """False for a piece of a longer quote: neither a good example nor a bad one."""


def rows_of(pair: Pair) -> list[Row]:
    """The rows of one pair; candidates that a rule calls immaterial whatever they say are left out."""
    found, candidates = candidates_of(pair.old, pair.new)
    candidates = [candidate for candidate in candidates if not candidate.equal]
    context = document_context(pair.old, pair.new, found, candidates)
    rows = []
    for candidate in candidates:
        change = observe(candidate, context)
        if immaterial(change) is None:
            rows.append(_row(pair, change))
    return _with_repeats(rows)


def _row(pair: Pair, change: Observation) -> Row:
    sides = {"old": words(change.old.text), "new": words(change.new.text)}
    quotes = [(n, side, words(event.get(f"{side}_quote"))) for n, event in enumerate(pair.material) for side in ("old", "new")]
    covers = {n for n, side, quote in quotes if covered(quote, sides[side])}
    piece = any(
        quote and 4 <= len(sides[side]) <= LONGEST and common(sides[side], quote) >= 0.7 * len(sides[side]) for _, side, quote in quotes
    )
    return Row(pair, change, tuple(sorted(covers)), bool(covers) or not piece)


def _with_repeats(rows: list[Row]) -> list[Row]:
    """The same wording change elsewhere in the text is the same event, which a person lists once."""
    listed = {_edit(row): row.covers for row in rows if row.covers and row.change.old.text and row.change.new.text}
    return [Row(row.pair, row.change, row.covers or listed.get(_edit(row), ()), row.certain) for row in rows]


def _edit(row: Row) -> tuple[str, ...]:
    return (" ".join(row.change.removed), " ".join(row.change.added))


def covered(quote: list[str], text: list[str]) -> bool:
    """A text covers a quote when it holds at least 70 % of its words in order."""
    if not quote or not text or len(text) > LONGEST:
        return False
    return sum((Counter(quote) & Counter(text)).values()) >= 0.7 * len(quote) and common(quote, text) >= 0.7 * len(quote)


def words(text: str | None) -> list[str]:
    """Words for the measure: lower case, link targets dropped."""
    return re.findall(r"[a-z0-9]+", re.sub(r"\]\([^)]*\)", "]", (text or "")).lower().replace("’", "'"))


def common(a: list[str], b: list[str]) -> int:
    """Length of the longest common subsequence."""
    row = [0] * (len(b) + 1)
    for x in a:
        before = 0
        for j, y in enumerate(b):
            here = row[j + 1]
            row[j + 1] = before + 1 if x == y else max(row[j + 1], row[j])
            before = here
    return row[-1]


def target(row: Row) -> dict[str, Any]:
    """The gravest event that a row covers."""
    return min((row.pair.material[n] for n in row.covers), key=lambda event: event["materiality"] != "critical")
