"""Answers of a word or two, with the question that they answer: "Do you sell my data? No.", "| Address | Yes | No |"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from monitor.core.diff.answered import ABOVE, question_above
from monitor.core.meaning.asked import head_serves, yes_serves
from monitor.core.meaning.company_names import company_names
from monitor.core.meaning.comparison import Comparison
from monitor.core.meaning.negation import negations
from monitor.core.meaning.parsed import ParsedDocument
from monitor.core.meaning.row_answers import (
    cells_of,
    head_of,
    heads_of,
    is_answer,
    is_hedged,
    opening_answer,
    yes_or_no,
)
from monitor.core.text.lexicon import english, phrases
from monitor.core.text.segment import Unit
from monitor.core.text.tokens import word_row


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
        return _with_question(change, units)
    if units[0].kind == "row":
        return _cell(change, units[0], page)
    return (_repeated(change) if change.reworded else None) or _below_question(change, units[0], page)


def _below_question(change: Comparison, unit: Unit, page: ParsedDocument) -> Answer | None:
    texts = [side.text for side in (change.old, change.new) if side.text]
    if not all(map(is_answer, texts)) and not (change.reworded and any(map(opening_answer, texts))):
        return None
    question = question_above(unit, page.page)
    if not question or tuple(word_row(question)) in phrases("widgets"):
        return None
    if not change.reworded and _still_said(question, change):
        return None
    return _turned(question, change.old.text, change.new.text)


def _turned(question: str, old: str, new: str) -> Answer | None:
    """An answer in the place of another; None where both say yes, both say no, or one of them has to be read to know what it says."""
    before, after = (opening_answer(text) for text in (old, new))
    unread = any(text and not said and not is_hedged(text) for text, said in ((old, before), (new, after)))
    if unread or (old and new and before == after):
        return None
    way = _sign(yes_serves(question.split("?", maxsplit=1)[0]) * (after - before))
    return Answer(question, bool(way) or _asks(question) or before * after < 0, way)


def is_answered_as_before(change: Comparison) -> bool:
    """True where a bare "No" became a sentence that denies, or a "Yes" one that does not: no promise was made by saying it again."""
    texts = change.old.text, change.new.text
    units, page = change.place
    if change.reworded and units[0].kind == "row" and _cells_say_the_same(*texts):
        return True
    if not change.reworded or not any(map(is_answer, texts)):
        return False
    said = [opening_answer(text) or (-1 if negations(word_row(text)) else 1) for text in texts]
    return said[0] == said[1] and bool(question_above(units[0], page.page))


def _cells_say_the_same(old: str, new: str) -> bool:
    """True where the cells of a row that differ give the same answer: a cross, and "No"."""
    before, after = cells_of(old), cells_of(new)
    differing = [pair for pair in zip(before, after, strict=False) if pair[0] != pair[1]]
    alike = all(is_answer(one) and is_answer(two) and yes_or_no(one) == yes_or_no(two) for one, two in differing)
    return len(before) == len(after) and bool(differing) and alike


def _repeated(change: Comparison) -> Answer | None:
    """The answer behind a question in the same sentence: "Do we sell it? ✗"."""
    (one, mark, old), (two, _, new) = (side.text.strip().partition("?") for side in (change.old, change.new))
    if not mark or one != two or not (is_answer(old) and is_answer(new)):
        return None
    return _turned(f"{one.strip(' #*_-|')}?", old.strip(), new.strip())


def _with_question(change: Comparison, units: Sequence[Unit]) -> Answer | None:
    """A question with its answer that came or went: "Do you sell my data? Nope. Never have, never will."."""
    question, *answers = (unit.text.strip(" #*_-|") for unit in units)
    if change.reworded or not question.endswith("?") or not answers or not all(map(is_answer, answers)):
        return None
    if tuple(word_row(question)) in phrases("widgets") or _is_answered_alike(question, yes_or_no(answers[0]), change):
        return None
    way = yes_serves(question, company_names(change.context.new)) * yes_or_no(answers[0]) * (1 if change.new.text else -1)
    return Answer(question, _asks(question), _sign(way))


def _still_said(question: str, change: Comparison) -> bool:
    """True when the question has the same answer in the other text, in more words: "No." became "No, we do not."."""
    return _is_answered_alike(question, yes_or_no(change.old.text or change.new.text), change)


def _is_answered_alike(question: str, said: int, change: Comparison) -> bool:
    """True where the other text has the question as well, with an answer that says as much."""
    other = change.context.new if change.old.text else change.context.old
    lines = other.page.lines
    for at, line in enumerate(lines):
        if question in line:
            behind = line.partition(question)[2].strip(" *_|")
            below = next((text for text in lines[at + 1 : at + 1 + ABOVE] if word_row(text)), "")
            return yes_or_no((behind or below).split(".")[0]) == said
    return False


def _asks(question: str) -> bool:
    """True when a question asks for something that is done, or may be chosen."""
    return any(concept.group in ("act", "right", "choice") for _, _, concept in english().find(word_row(question)))


def _cell(change: Comparison, unit: Unit, page: ParsedDocument) -> Answer | None:
    """The row of a table in which a yes became a no, with the head of each column where one did."""
    before, after = (cells_of(side.text) for side in (change.old, change.new))
    if not change.reworded or len(before) != len(after):
        return None
    turned = [at for at, (one, two) in enumerate(zip(before, after, strict=True)) if one != two]
    if not turned or not all(is_answer(cell) for at in turned for cell in (before[at], after[at])):
        return None
    heads = heads_of(unit, page)
    names = company_names(page)
    asked = [head_of(heads, at) if len(heads) == len(after) else "" for at in turned]
    by_row = yes_serves(after[0], names) if after[0].endswith("?") else 0
    ways = {
        _sign((by_row or head_serves(head, names)) * (yes_or_no(after[at]) - yes_or_no(before[at])))
        for at, head in zip(turned, asked, strict=True)
    }
    question = f"{after[0]}: {', '.join(filter(None, asked))}" if any(asked) else after[0]
    return Answer(question, _asks(question), ways.pop() if len(ways) == 1 else 0)


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)
