"""Rows of tables that answer with a yes or a no: "| Biometric information | Fingerprints | NO |" below "Collected"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from monitor.core.meaning.asked import head_serves
from monitor.core.meaning.parsed import ParsedDocument
from monitor.core.text.segment import Unit
from monitor.core.text.tokens import word_row

_ANSWERS = frozenset(("yes", "no", "never", "always", "sometimes", "not", "ever", "nope", "yep", "absolutely", "have", "will"))
_TICKS = {**dict.fromkeys("✓✔☑✅👍", 1), **dict.fromkeys("✗✘☒✖❌✕👎", -1)}
_YES, _NO = frozenset(("yes", "always", "sometimes", "yep")), frozenset(("no", "never", "not", "nope"))
_LONGEST = 4
"""Words of an answer: "No, never", "never have, never will" are of two and four."""


def is_answer(text: str) -> bool:
    """True for a yes, a no or a tick with nothing beside it.

    >>> is_answer("No."), is_answer("✔"), is_answer("No cookies")
    (True, True, False)
    """
    if text.strip() in _TICKS:
        return True
    run = word_row(text)
    return 0 < len(run) <= _LONGEST and _ANSWERS.issuperset(run) and not {"yes", "no"} <= set(run)


def yes_or_no(answer: str) -> int:
    """1 for a yes, -1 for a no, 0 where nothing stands."""
    if tick := _TICKS.get(answer.strip()):
        return tick
    run = set(word_row(answer))
    return bool(run & _YES) - bool(run & _NO)


_FIRM = {
    **dict.fromkeys(("yes", "yep", "always", "absolutely", "certainly", "sure"), 1),
    **dict.fromkeys(("no", "never", "nope", "not"), -1),
}


def opening_answer(text: str) -> int:
    """1 for what begins with a yes ("Of course"), -1 with a no ("Not yet"), 0 where neither stands.

    >>> opening_answer("Yes, whenever we can."), opening_answer("Not at the moment."), opening_answer("No data is sold.")
    (1, -1, 0)
    """
    if is_answer(text):
        return yes_or_no(text)
    run = list(word_row(text))
    if run[:2] == ["of", "course"] and "not" not in run[2:3]:
        return 1
    if run[:1] == ["not"]:
        return -1
    parted = (
        text.strip(" *_").lower().startswith(tuple(f"{run[0]}{mark}" for mark in (",", ".", ";", ":", " –", " —", " -", "!")))
        if run
        else False
    )
    return _FIRM.get(run[0], 0) if parted else 0


_HEDGES = (
    ("only",), ("sometimes",), ("occasionally",), ("partly",), ("rarely",), ("it", "depends"), ("that", "depends"), ("depends",),
    ("in", "some"), ("in", "certain"), ("where",), ("if",), ("with", "some"), ("for", "some"),
)  # fmt: skip


def is_hedged(text: str) -> bool:
    """True for an answer that is neither a plain yes nor a plain no: "Only to partners", "That depends".

    >>> is_hedged("Only to partners."), is_hedged("We have never sold it.")
    (True, False)
    """
    run = word_row(text)
    return any(run[: len(hedge)] == hedge for hedge in _HEDGES)


def cells_of(row: str) -> list[str]:
    """The cells of a row."""
    return [cell.strip() for cell in row.strip().strip("|").split("|")]


def answer_of_row(row: str) -> int:
    """1 or -1 where the last cell of a row is a yes or a no, else 0."""
    last = cells_of(row)[-1]
    return yes_or_no(last) if is_answer(last) else 0


def heads_of(unit: Unit, page: ParsedDocument) -> list[str]:
    """The heads of the columns above a row; empty where it is the first row itself."""
    top = page.page.table_head(unit.line)
    return cells_of(page.page.lines[top]) if top < unit.line else []


def head_of(heads: Sequence[str], at: int) -> str:
    """What a cell answers: the head of its column, or the question above the first one ("Do we share? | Answer")."""
    return heads[0] if heads[0].endswith("?") and not heads[at].endswith("?") else heads[at]


def denied_rows(units: Sequence[Unit], page: ParsedDocument) -> Iterator[int]:
    """Which lines of units that stand together say of something only that it is not done: "| Biometric information | Fingerprints | NO |".

    A no below "Encrypted" or "Can you opt out?" denies what a reader would want, and is not among them. Lines are counted as `join` puts
    them together: two sentences of one line are one.
    """
    places = {line: place for place, line in enumerate(dict.fromkeys(unit.line for unit in units))}
    return (places[unit.line] for unit in units if unit.kind == "row" and _only_denies(unit, page))


def _only_denies(unit: Unit, page: ParsedDocument) -> bool:
    cells = cells_of(unit.text)
    answers = {at: yes_or_no(cell) for at, cell in enumerate(cells) if at and is_answer(cell)}
    if not answers or max(answers.values()) >= 0:
        return False
    heads = heads_of(unit, page)
    return len(heads) == len(cells) and all(head_serves(head_of(heads, at)) < 0 for at in answers)
