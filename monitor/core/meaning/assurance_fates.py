"""Which assurances one version gives that the other does not, here or elsewhere, in these words or in others."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.core.diff.candidates import Candidate
from monitor.core.meaning.company_names import company_names
from monitor.core.meaning.document_context import DocumentContext
from monitor.core.meaning.parsed import ParsedDocument
from monitor.core.meaning.promise_fates import is_cut
from monitor.core.meaning.promises import lead_words, units_with_words
from monitor.core.meaning.statement_assurances import Assurance, assurances_of, may_assure
from monitor.core.text.segment import Unit
from monitor.core.text.tokens import stem, word_row

_ALIKE = 0.5
"""Share of the words of an assurance that another one of its kind must hold to be the same in other words."""
_STANDS = 0.8
"""Share of them that the other side must hold, though nothing of the kind was read there."""

_TITLE = 12
"""Words from which what is marked as a heading is a passage."""


def gone(candidate: Candidate, context: DocumentContext) -> Iterator[Assurance]:
    """The assurances of the old side that the new text does not give, neither there nor elsewhere."""
    if is_cut(context):
        return
    here, there, own, other = candidate.old, candidate.new, context.old, context.new
    mine = [assurance for unit in here for assurance in of_unit(unit, own)]
    if not mine:
        return
    kinds = {assurance.kind for unit in there for assurance in of_unit(unit, other)}
    side = frozenset(stem(word) for unit in there for word in word_row(unit.text))
    for assurance in mine:
        stands = len(assurance.scope & side) >= _STANDS * len(assurance.scope) and stem(assurance.sign) in side
        if assurance.kind in kinds or stands:
            continue
        if not any(_is_alike(assurance, known) for known in _given(other)):
            yield assurance


def of_unit(unit: Unit, document: ParsedDocument) -> tuple[Assurance, ...]:
    """What one unit of a document assures the reader of."""
    if unit.kind == "heading" and len(word_row(unit.text)) < _TITLE:
        return ()
    if not may_assure(frozenset((*word_row(unit.text), *lead_words(unit, document)))):
        return ()
    lead_in = document.page.lead_in(unit.line) if unit.kind in ("item", "row") else ""
    return assurances_of(unit.text, lead_in, company_names(document))


def _given(document: ParsedDocument) -> list[Assurance]:
    known: list[Assurance] | None = document.memory.get("assurances")
    if known is None:
        units = (unit for unit, words in units_with_words(document) if may_assure(words) or unit.kind in ("item", "row"))
        known = document.memory["assurances"] = [assurance for unit in units for assurance in of_unit(unit, document)]
    return known


def _is_alike(one: Assurance, other: Assurance) -> bool:
    if one.kind != other.kind:
        return False
    return len(one.scope & other.scope) >= _ALIKE * min(len(one.scope), len(other.scope))
