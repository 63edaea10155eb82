"""What is said elsewhere as well: a clause that seems to have come or gone, while much the same sentence stands in the other version."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from monitor.core.meaning.headlines.operative import word_row_of
from monitor.core.meaning.headlines.quoting import bare
from monitor.core.meaning.headlines.spoken_clauses import Clause
from monitor.core.meaning.negation import LIMITING
from monitor.core.meaning.parsed import ParsedDocument, line_words
from monitor.core.meaning.word_difference import shared
from monitor.core.text.segment import Unit
from monitor.core.text.tokens import FUNCTION, word_row

IS_THAT, _WITHIN_WORDS = 0.75, 4
"""Share of the words of substance of a clause that stand in one of the other side, from which it is that clause; and how many it has."""
_STOOD_WORDS = 6
"""Words of a clause from which it is worth asking whether it stands elsewhere in the other text."""
_REPEATED_WORDS = 8
"""Words of a side of an edited clause that can stand elsewhere by being said twice rather than by chance."""
_LIKE_WORDS = 10
"""Words from which a sentence can be much like another without being of the same few words that all policies use."""
_LINES = 30
"""Lines, the first ones, that are remembered of those in which a row of words stands."""
_GRAM = 4
"""Words in a row that two sentences share where one was made of the other."""
_MUCH, _SOMEWHAT = 0.5, 0.45
"""Share of such rows that a sentence of the other text must hold to be told beside; share at which a text is searched for it at all."""
# "We pay, except for gifts", "With your consent; with our bank; and": what one clause says in parts, another version says in sentences.
_PARTS = re.compile(r"(?<=[.;,:])\s+")


@dataclass(frozen=True, slots=True)
class Like:
    """A sentence of the other text that says much the same."""

    unit: Unit
    same: bool
    """Word for word."""


def within(text: str, other: str) -> float:
    """The share of the words of substance of one clause that stand in another; 0 for one that has but few of them."""
    left, right = ([word for word in word_row_of(side) if word not in FUNCTION] for side in (text, other))
    return shared(left, right) / len(left) if len(left) >= _WITHIN_WORDS else 0.0


def says(text: str, other: str) -> bool:
    """True where a clause says for the most part what another does; neither of them denies or limits alone, and no figure is its own."""
    rows = [set(word_row_of(side)) for side in (text, other)]
    denies = [not LIMITING.isdisjoint(row) for row in rows]
    figures = {word for word in rows[0] - rows[1] if any(map(str.isdigit, word))}
    return within(text, other) >= IS_THAT and denies[0] == denies[1] and not figures


def stands(text: str, beside: Sequence[Clause], document: ParsedDocument) -> bool:
    """True for a clause that stands on the other side as well, or elsewhere in the other text: it is not new, and not gone."""
    row = word_row(text)
    if len(row) < _STOOD_WORDS:
        return False
    return document.has(row) or any(says(text, other) or _says_in_part(text, other) for other, _ in beside)


def _says_in_part(text: str, other: str) -> bool:
    """True where a sentence was an exception of another one, or its last part: "…, except that open bills stay due"."""
    return within(text, other) >= IS_THAT and any(says(text, _unbound(part)) for part in _PARTS.split(other))


def repeated(text: str, partner: str, document: ParsedDocument) -> bool:
    """True for the old side of an edited clause that stands word for word elsewhere in the new text: it was said twice, or moved."""
    row = word_row(text)
    return len(row) >= _REPEATED_WORDS and f" {' '.join(row)} " not in f" {' '.join(word_row(partner))} " and document.has(row)


def like(text: str, document: ParsedDocument) -> Like | None:
    """The sentence of a text that is most like a clause; None where none holds most of it.

    "We may end the contract without notice" and "We may end this contract at any time and without notice" are alike; who reads that the
    first was removed has to know of the second.
    """
    known: dict[str, Like | None] = document.memory.setdefault("like", {})
    if text not in known:
        known[text] = _like(text, document)
    return known[text]


def _like(text: str, document: ParsedDocument) -> Like | None:
    row = word_row(text)
    if len(row) < _LIKE_WORDS or document.holds(row) < _SOMEWHAT:
        return None
    wanted = _grams(row)
    places = _places(document)
    near = Counter(number for gram in wanted for number in places.get(gram, ()))
    number, share = max(near.items(), key=lambda found: (found[1], -found[0]), default=(0, 0))
    if share < _MUCH * len(wanted):
        return None
    units = [unit for unit in document.page.units(number) if unit.kind != "heading"]
    best = max(units, key=lambda unit: len(wanted & _grams(word_row(unit.text))), default=None)
    if best is None or len(wanted & _grams(word_row(best.text))) < _MUCH * len(wanted):
        return None
    return Like(best, same=document.has(row))


def _places(document: ParsedDocument) -> dict[tuple[str, ...], list[int]]:
    """The lines in which each row of words stands; made once for a text, for there are texts with thousands of changes."""
    known: dict[tuple[str, ...], list[int]] | None = document.memory.get("rows-of-words")
    if known is None:
        known = document.memory["rows-of-words"] = {}
        for number, line in enumerate(document.page.lines):
            for gram in _grams(line_words(line)):
                # "… or any part of the service" stands everywhere, and a list of ten thousand like lines would be walked for each of them.
                if len(found := known.setdefault(gram, [])) < _LINES:
                    found.append(number)
    return known


def _grams(row: Sequence[str]) -> set[tuple[str, ...]]:
    return {tuple(row[at : at + _GRAM]) for at in range(len(row) - _GRAM + 1)}


def own_parts(text: str, partner: str, others: Sequence[str]) -> str:
    """A clause without what its beginning or its end says that another clause of the other side says as well.

    Of "Gifts end with the contract, except that open bills stay due", whose exception is a sentence of its own now, the first part is left.

    Args:
        text: one side of a clause that was edited.
        partner: its other side.
        others: the other clauses of that side.
    """
    parts = _PARTS.split(text)
    first, last = 0, len(parts)
    while last - first > 1 and _is_told(parts[last - 1], partner, others):
        last -= 1
    while last - first > 1 and _is_told(parts[first], partner, others):
        first += 1
    kept = bare(" ".join(parts[first:last]))
    return text if last - first == len(parts) else f"{'…' if first else ''}{kept}{'…' if last < len(parts) else ''}"


def _is_told(part: str, partner: str, others: Sequence[str]) -> bool:
    """True for a part that is another clause on the other side: neither says more than the other one."""
    own = _unbound(part)
    told = (bare(part).lower() == bare(other).lower() or (says(own, other) and says(other, own)) for other in others)
    return any(told) and not says(part, partner)


# "…, except that open bills stay due" is "Open bills stay due" as a sentence of its own.
_BINDING = re.compile(r"^(?:and|or|but|except|provided|however|save)\b[,\s]*(?:that\b\s*)?", re.IGNORECASE)


def _unbound(part: str) -> str:
    return _BINDING.sub("", part)
