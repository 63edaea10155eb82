"""Which assurances one version gives that the other does not, here or elsewhere, in these words or in others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from monitor.core.diff.candidates import Candidate
from monitor.core.meaning.assurances.kinds import GATE_WORDS, KINDS
from monitor.core.meaning.company_names import company_names
from monitor.core.meaning.document_context import DocumentContext
from monitor.core.meaning.parsed import ParsedDocument
from monitor.core.meaning.promises.converse import frees_alike
from monitor.core.meaning.promises.fates import is_cut
from monitor.core.meaning.promises.promise import lead_in_of, lead_words, units_with_words
from monitor.core.meaning.promises.restated import is_restated, shows_way_out
from monitor.core.meaning.statements.assurances import Assurance, assurances_of, may_assure
from monitor.core.text.segment import Unit
from monitor.core.text.tokens import stem, word_row

_ALIKE = 0.5
"""Share of the words of an assurance that another one of its kind must hold to be the same in other words."""
_STANDS = 0.8
"""Share of them that the other side must hold, though nothing of the kind was read there."""
_TITLE = 12
"""Words from which what is marked as a heading is a passage."""
_TIMED = frozenset({"period", "noticed", "answered"})
_UNITS = frozenset(f"{unit}{end}" for unit in ("day", "week", "month", "year", "hour") for end in ("", "s"))
"""Kinds that are the same only with the same number."""
_SAME_DEED = (
    frozenset(map(stem, ("provide", "offer", "give", "help", "assist", "support"))),
    frozenset(map(stem, ("respond", "reply", "answer"))),
    frozenset(map(stem, ("notify", "inform", "tell", "alert", "email", "write"))),
    frozenset(map(stem, ("delete", "erase", "remove", "destroy"))),
)
"""Words that pledge the same: "we will reply within thirty days" for "we will respond within 30 days"."""


def gone(candidate: Candidate, context: DocumentContext) -> list[Assurance]:
    """The assurances of the old side that the new text does not give, neither there nor elsewhere.

    Found once for a change, which is asked for as it is and turned round.
    """
    ends = [(side[0].start, side[-1].end) if side else () for side in (candidate.old, candidate.new)]
    name = f"assurances-gone {ends}"
    known: list[Assurance] | None = context.old.memory.get(name)
    if known is None:
        known = context.old.memory[name] = [] if is_cut(context) else list(_gone(candidate.old, candidate.new, context.old, context.new))
    return known


def _gone(here: Sequence[Unit], there: Sequence[Unit], own: ParsedDocument, other: ParsedDocument) -> Iterator[Assurance]:
    mine = _read(here, own)
    if not mine or is_restated(here, there) or frees_alike(here, there):
        return
    kinds = {assurance.kind for assurance in _read(there, other)}
    side = frozenset(stem(word) for unit in there for word in word_row(unit.text))
    for assurance in mine:
        if _is_of_a_sanction(assurance, here) and not _is_of_a_sanction(assurance, there, own=False):
            continue
        if assurance.kind in _OF_CHOICE and shows_way_out(there):
            continue  # "You can unsubscribe by clicking the link" became "to stop getting it, click the link"
        if assurance.kind in _TIMED and any(_UNITS.intersection(word_row(unit.text)) for unit in there):
            continue  # "for two years" became "for one": durations are compared as such
        stands = len(assurance.scope & side) >= _STANDS * len(assurance.scope) and stem(assurance.sign) in side
        if assurance.kind not in kinds and not stands and not any(_is_alike(assurance, known) for known in _given(other, assurance.kind)):
            yield assurance


_OF_CHOICE = frozenset({"leave", "choice", "chosen"})
_SANCTIONS = frozenset(
    ("suspend", "suspended", "suspension", "lock", "locked", "ban", "banned", "terminate", "terminated", "penalty", "penalties", "strike",
     "strikes", "warning", "warned")
)  # fmt: skip
_APPEALS = frozenset({"appeal", "appealed"})


def _is_of_a_sanction(assurance: Assurance, units: Sequence[Unit], *, own: bool = True) -> bool:
    """True for "you can appeal" where "we will lock you out" goes with it: who is not punished needs no appeal.

    Asked with `own`, a sentence that tells the appeal itself ("if you were suspended in error, you can appeal") is no sanction.
    """
    if assurance.kind != "redress" or assurance.sign not in _APPEALS:
        return False
    rows = (frozenset(word_row(unit.text)) for unit in units)
    return any(not _SANCTIONS.isdisjoint(row) and not (own and not _APPEALS.isdisjoint(row)) for row in rows)


def _read(units: Iterable[Unit], document: ParsedDocument) -> list[Assurance]:
    """What some units assure the reader of."""
    found: list[Assurance] = []
    for unit in units:
        words = word_row(unit.text)
        if (unit.kind != "heading" or len(words) >= _TITLE) and (may_assure(words) or may_assure(lead_words(unit, document))):
            found += assurances_of(unit.text, lead_in_of(unit, document), company_names(document))
    return found


def _given(document: ParsedDocument, kind: str) -> list[Assurance]:
    """The assurances of a kind in a whole document; only units that can tell it are read."""
    known: dict[str, list[Assurance]] = document.memory.setdefault("assurances", {})
    if kind not in known:
        units = units_with_words(document)
        places = KINDS[kind].places(_cues(document))
        known[kind] = [found for found in _read([units[at][0] for at in places], document) if found.kind == kind]
    return known[kind]


def _cues(document: ParsedDocument) -> dict[str, list[int]]:
    """By word on which an assurance may turn, the units that hold it themselves or in the line that introduces them, by their number."""
    known: dict[str, list[int]] | None = document.memory.get("assurance-cues")
    if known is None:
        known = document.memory["assurance-cues"] = {}
        for at, (unit, words) in enumerate(units_with_words(document)):
            for word in GATE_WORDS & words.union(lead_words(unit, document)):
                known.setdefault(word, []).append(at)
    return known


def _is_alike(one: Assurance, other: Assurance) -> bool:
    signs = {stem(one.sign), stem(other.sign)}
    if one.kind == "pledged" and len(signs) > 1 and not any(signs <= deed for deed in _SAME_DEED):
        return False  # to pay is another thing than to report
    if one.kind in _TIMED and any(word.isdigit() and word not in other.words for word in one.words):
        return False
    return len(one.scope & other.scope) >= _ALIKE * min(len(one.scope), len(other.scope))
