"""What became of promises in a judged language: the comparison of promises is that of English, the words are its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from monitor.core.diff.candidates import Candidate
from monitor.core.meaning.document_context import DocumentContext
from monitor.core.meaning.parsed import ParsedDocument
from monitor.core.meaning.promises.fates import PromiseFate, both_ways, fate, is_cut
from monitor.core.meaning.promises.promise import Promise, lead_in_of
from monitor.core.meaning.statements.model import Statement
from monitor.core.meaning.tongues.reading import Reading, TonguePromise, promises_of, read
from monitor.core.text.segment import Unit
from monitor.core.text.tokens import word_row

UNSURE = "unsure"
"""A fate of its own: the promise is gone from its place, but something like it may stand elsewhere in words that were not understood."""


def tongue_fates(candidate: Candidate, context: DocumentContext, code: str) -> tuple[PromiseFate, ...]:
    """What one change does to the promises on its two sides."""
    lost = list(_seen_from_old(candidate, context, code))
    back = list(_seen_from_old(candidate.mirrored(), context.mirrored(), code))
    unsure = [found for found in lost if found.fate == UNSURE]
    firm = [[found for found in fates if found.fate != UNSURE] for fates in (lost, back)]
    return (*both_ways(*firm), *unsure)


def is_asked(promise: Promise) -> bool:
    """True for "nur mit Ihrer Zustimmung", which denies all that is done without."""
    limit = promise.statement.condition
    return promise.kind == "limited" and limit is not None and limit.words == ("only", "consent")


def readings_in(units: Sequence[Unit], document: ParsedDocument, code: str) -> tuple[Reading, ...]:
    """What some units of a document say; a heading says nothing."""
    return tuple(one for unit in units if unit.kind != "heading" for one in read(unit.text, code, lead_in_of(unit, document)))


def all_readings(document: ParsedDocument, code: str) -> tuple[Reading, ...]:
    """What a whole document says; read once."""
    name = f"tongue-readings {code}"
    known: tuple[Reading, ...] | None = document.memory.get(name)
    if known is None:
        page = document.page
        units = [unit for line in range(len(page.lines)) if page.lines[line].strip() for unit in page.units(line)]
        known = document.memory[name] = readings_in(units, document, code)
    return known


def _seen_from_old(candidate: Candidate, context: DocumentContext, code: str) -> Iterator[PromiseFate]:
    # A capture that breaks off withdraws nothing, in any language.
    if is_cut(context):
        return
    here = readings_in(candidate.old, context.old, code)
    there = readings_in(candidate.new, context.new, code)
    said = [reading.statement for reading in there]
    opposite = list(promises_of(there))
    seen = set()
    for promise in promises_of(here):
        # "Wir verkaufen oder vermieten sie nicht" is one promise, for both verbs tell one act.
        key = promise.statement.act, promise.statement.object, promise.kind, promise.about
        if key not in seen:
            seen.add(key)
            yield _fate(promise, opposite, said, context.new, code)


def _fate(
    promise: TonguePromise, opposite: Sequence[TonguePromise], said: Sequence[Statement], other: ParsedDocument, code: str
) -> PromiseFate:
    verdict = fate(promise, opposite, said)
    if verdict.fate in ("kept", "strengthened"):
        return verdict
    if _stands(promise, verdict, said, other):
        return PromiseFate("kept", promise)
    # "Verkauft werden Ihre Daten nicht" in another section keeps what went here.
    whole = all_readings(other, code)
    everywhere = list(promises_of(whole))
    again = fate(promise, everywhere)
    if again.fate in ("kept", "strengthened") or _is_told_in_two(promise, everywhere, whole):
        return PromiseFate("kept", promise, again.counterpart, elsewhere=True)
    if verdict.fate != "withdrawn":
        return verdict
    if again.fate == "narrowed":
        return PromiseFate("narrowed", promise, again.counterpart, elsewhere=True)
    return PromiseFate(UNSURE, promise) if any(_may_be_it(promise, one) for one in everywhere) else verdict


def _is_told_in_two(promise: TonguePromise, others: Sequence[TonguePromise], readings: Sequence[Reading]) -> bool:
    """True where the period stands in a sentence of its own: "Wir bewahren sie ein Jahr auf. Danach werden sie gelöscht"."""
    counted = frozenset(word for word in promise.about if word.isdigit())
    if not counted or promise.kind != "protective":
        return False
    beside = any(reading.statement.act == "retain" and not reading.statement.denied and counted <= reading.scope for reading in readings)
    rest = promise.about - counted
    return beside and any(one.kind == promise.kind and one.statement.act == promise.statement.act and one.about <= rest for one in others)


def _stands(promise: TonguePromise, verdict: PromiseFate, said: Sequence[Statement], other: ParsedDocument) -> bool:
    """True where the clause stands in the other text word for word, or the way to refuse in other words of the same place."""
    if promise.kind == "choice" and any(one.act == "refuse" and not one.denied for one in said):
        return True  # "Cookies lassen sich ausschalten"
    return verdict.fate != "narrowed" and other.has(word_row(promise.statement.clause))


def _may_be_it(promise: TonguePromise, other: TonguePromise) -> bool:
    """True for a promise about the same act that could not be compared: nothing is called withdrawn while it may stand in other words."""
    return promise.kind == other.kind and promise.statement.act == other.statement.act and promise.about == other.about
