"""Answers of a word or two, with the question that they answer: "Do you sell my data? No.", "| Address | Yes | No |"."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.core.meaning.comparison import Comparison
from monitor.core.meaning.parsed import ParsedDocument
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
    return _about(question) if question and tuple(word_row(question)) not in phrases("widgets") else None


def _is_answer(text: str) -> bool:
    run = word_row(text)
    return 0 < len(run) <= _LONGEST and _ANSWERS.issuperset(run) and not {"yes", "no"} <= set(run)


def _about(question: str) -> Answer:
    """The answer to a question, or below the heads of a table."""
    return Answer(question, any(concept.group in ("act", "right", "choice") for _, _, concept in english().find(word_row(question))))


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
    return _about(f"{first}: {', '.join(heads)}" if heads else first)
