"""Answers of a word or two, with the question that they answer: "Do you sell my data? No.", "| Address | Yes | No |"."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.core.meaning.comparison import Comparison
from monitor.core.meaning.parsed import ParsedDocument
from monitor.core.meaning.served import serves
from monitor.core.text.lexicon import english, phrases
from monitor.core.text.segment import Unit
from monitor.core.text.tokens import word_row

_ANSWERS = frozenset(("yes", "no", "never", "always", "sometimes", "not", "ever"))
_LONGEST = 3
"""Words of an answer: "No, never"."""
_ABOVE = 3
"""Lines above an answer in which its question may stand, blank ones among them."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that came, went or became another."""

    question: str
    about_data: bool
    """True when the question asks for something that is done, or may be chosen."""
    way: int = 0
    """1 where what came or went serves the reader, -1 where it does not, 0 where none can tell."""


def answer_of(change: Comparison) -> Answer | None:
    """The question whose answer a change is; None for what answers nothing, as the buttons "Yes No" below "Was this page helpful?"."""
    units, page = change.place
    if len(units) != 1:
        return None
    if units[0].kind == "row":
        return _cell(change, units[0], page)
    if not all(_is_answer(side.text) for side in (change.old, change.new) if side.text):
        return None
    question = _question(units[0], page)
    if not question or tuple(word_row(question)) in phrases("widgets"):
        return None
    if not change.reworded and _still_said(question, change):
        return None
    return _about(question, _said(change.new.text) - _said(change.old.text))


def _still_said(question: str, change: Comparison) -> bool:
    """True when the question has the same answer in the other text, in more words: "No." became "No, we do not."."""
    other, answer = (change.context.new, change.old.text) if change.old.text else (change.context.old, change.new.text)
    lines = other.page.lines
    for at, line in enumerate(lines):
        if question in line:
            behind = line.partition(question)[2].strip(" *_|")
            below = next((text for text in lines[at + 1 : at + 1 + _ABOVE] if word_row(text)), "")
            return _said((behind or below).split(".")[0]) == _said(answer)
    return False


def _is_answer(text: str) -> bool:
    run = word_row(text)
    return 0 < len(run) <= _LONGEST and _ANSWERS.issuperset(run) and not {"yes", "no"} <= set(run)


def _about(question: str, turned: int = 0) -> Answer:
    """The answer to a question, or below the heads of a table.

    Args:
        question: with its question mark, or the heads.
        turned: above 0 where it is affirmed now, or no longer denied; below 0 for the reverse.
    """
    asks = any(concept.group in ("act", "right", "choice") for _, _, concept in english().find(word_row(question)))
    way = _serves(question.split("?", maxsplit=1)[0]) * turned
    return Answer(question, asks, (way > 0) - (way < 0))


_YES, _NO = frozenset(("yes", "always", "sometimes")), frozenset(("no", "never", "not"))


def _said(answer: str) -> int:
    """1 for a yes, -1 for a no, 0 where nothing stands."""
    run = set(word_row(answer))
    return bool(run & _YES) - bool(run & _NO)


_AUXILIARIES = frozenset(("do", "does", "did", "will", "would"))
_ASKED = {"i": "you", "my": "your", "me": "you", "mine": "yours", "our": "your"}
"""Who is meant in what a reader asks: "Do you sell my data?" asks whether "we sell your data"."""


def _serves(question: str) -> int:
    """Whom a yes serves: 1 the reader ("Can I export my data?"), -1 the company ("Do you sell it?"), 0 where none can tell."""
    row = list(word_row(question))
    mine = not {"i", "my", "me"}.isdisjoint(row)
    words = [_ASKED.get(word, "we" if word == "you" and (mine or "we" not in row) else word) for word in row]
    if words[:1] and words[0] in _AUXILIARIES:
        return serves(words[1:])
    if len(words) > 1 and words[0] in ("can", "may", "is", "are"):
        return serves([*words[1:2], words[0], *words[2:]] if words[1] not in ("your", "the", "my") else [*words[1:3], words[0], *words[3:]])
    return 0


def _question(unit: Unit, page: ParsedDocument) -> str:
    """The question right before an answer, in its line, above it or in the heading above it; or an empty string."""
    lines = page.page.lines
    before = [piece.text for piece in page.page.units(unit.line) if piece.start < unit.start]
    above = [line for line in lines[max(0, unit.line - _ABOVE) : unit.line] if word_row(line)]
    nearest = before[-1] if before else (above[-1] if above else "")
    nearest = nearest.strip(" #*_-|")
    return nearest.rsplit(". ", 1)[-1] if nearest.endswith("?") else ""


def _cell(change: Comparison, unit: Unit, page: ParsedDocument) -> Answer | None:
    """The row of a table in which a yes became a no, with the heads of its columns."""
    if (
        not change.reworded
        or not {"yes", "no"} & {*change.removed, *change.added}
        or not _ANSWERS.issuperset(change.removed + change.added)
    ):
        return None
    top = page.page.table_head(unit.line)
    heads = [cell.strip() for cell in page.page.lines[top].split("|") if word_row(cell)] if top < unit.line else []
    first = next((cell.strip() for cell in unit.text.split("|") if word_row(cell)), "")
    turned = sum(map(_said, change.added)) - sum(map(_said, change.removed))
    if first.endswith("?") or not heads:
        return _about(f"{first}: {', '.join(heads)}" if heads else first, turned if first.endswith("?") else 0)
    return _about(f"{first}: {', '.join(heads)}")
