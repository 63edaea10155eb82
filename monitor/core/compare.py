"""Compares two texts and says what the differences mean: the heart of the product."""

from __future__ import annotations

import gc
import hashlib
import itertools
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import NamedTuple

from monitor.core.arrange.judged_form import as_written, in_plain_letters
from monitor.core.arrange.order import in_order
from monitor.core.diff.align import Alignment, align
from monitor.core.diff.answered import with_answers
from monitor.core.diff.candidates import Candidate, group
from monitor.core.diff.displaced import settle_places
from monitor.core.diff.passages import passages_of
from monitor.core.extract import read_snapshot
from monitor.core.meaning.assess import Assessment, assess
from monitor.core.meaning.classifier import Model, shipped
from monitor.core.meaning.document_context import DocumentContext, document_context
from monitor.core.meaning.explain import Explanation, explain_unjudged
from monitor.core.meaning.explain import explain as explain_candidate
from monitor.core.meaning.other_language import other_language, translated
from monitor.core.meaning.parsed import join
from monitor.core.meaning.promises.pairs import with_counterparts
from monitor.core.meaning.rewording.recut import with_recut
from monitor.core.meaning.rewording.replaced import with_replaced
from monitor.core.meaning.spoken import Spoken
from monitor.core.meaning.tongues.assess import assess_in
from monitor.core.meaning.tongues.explain import explain_in
from monitor.core.meaning.tongues.tongue import is_tongue
from monitor.core.meaning.unjudged import in_translation, unjudged
from monitor.core.text.drawing import DRAWING_NOTES
from monitor.core.text.edits import edits_of
from monitor.core.text.language import judged, language_of
from monitor.core.text.segment import SegmentedText, Unit
from monitor.core.text.tokens import forget
from monitor.core.visibility import visibility_notes
from monitor.model import Change, ChangeKind, Changelog, Document, Reason, Severity, Side


class _Judged(NamedTuple):
    """A candidate change with what is said about it, and the language that it is in."""

    candidate: Candidate
    assessment: Assessment
    language: str | None


def compare(old: str, new: str) -> Changelog:
    """The differences of meaning between two texts (Markdown or plain text).

    Both are first read into the one canonical form that versions are kept in (wrapped lines joined, emphasis dropped, dates found); spans
    count characters of that form: `read_snapshot(text.encode(), media_type="text/markdown").document.text`.

    Returns:
        Every change with its severity, direction, topics and reasons, most serious first, and the passages that cover both texts.
    """
    return compare_documents(_read(old), _read(new))


def _read(text: str) -> Document:
    return read_snapshot(text.encode(), media_type="text/markdown").document or Document("")


def compare_documents(old: Document, new: Document, *, model: Model | None = None) -> Changelog:
    """The differences of meaning between two documents; see `compare`.

    Args:
        old: the earlier text.
        new: the later text.
        model: judges by another model than the one that ships; for evaluation.
    """
    plain_old, plain_new = in_plain_letters(old), in_plain_letters(new)
    if plain_old is old and plain_new is new:
        return _differences(old, new, model)
    return as_written(_differences(plain_old, plain_new, model), old, new)


def _differences(old: Document, new: Document, model: Model | None) -> Changelog:
    if old.text == new.text:
        return Changelog(
            (), passages_of(Alignment(SegmentedText(old.text), SegmentedText(new.text), same=[]), {}), notes_of(old, new, changed=False)
        )
    if languages := other_language(old, new):
        return translated(old, new, *languages)
    with _undisturbed():
        return _compared(old, new, model)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Without the cycle collector: nothing here leaves cycles, and its walks over all that a process holds took a tenth of the time.

    What long texts were cut into is released at the end.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        forget()
        if running:
            _count_as_old()
            gc.enable()


def _count_as_old() -> None:
    """Spares the collector its walk over all that a comparison made and that is still held, which it would begin as soon as it may.

    What was frozen and thawed belongs to the oldest generation, which is walked seldom. Nothing is done where a program that embeds this
    one has frozen objects of its own, since all would be thawed.
    """
    if not gc.get_freeze_count():
        gc.freeze()
        gc.unfreeze()


def explain(old: Document, new: Document, change_id: str, *, model: Model | None = None) -> Explanation:
    """How the verdict on one change between two documents came about.

    Args:
        old, new: the documents, as for `compare_documents`.
        change_id: the `id` of one of the changes that `compare_documents` finds between them.
        model: the model that judged, when it is not the one that ships.

    Raises:
        KeyError: when there is no such change.
    """
    return explanations(old, new, [change_id], model=model)[change_id]


def explanations(old: Document, new: Document, change_ids: Collection[str], *, model: Model | None = None) -> dict[str, Explanation]:
    """How the verdicts on several changes came about, by id; the documents are compared once, however many are asked for.

    Args:
        old, new, model: as for `explain`.
        change_ids: ids of changes that `compare_documents` finds between them; others are left out.
    """
    if languages := other_language(old, new):
        return {change.id: explain_unjudged(change) for change in translated(old, new, *languages).changes if change.id in change_ids}
    with _undisturbed():
        found, context, assessed = _judged(in_plain_letters(old), in_plain_letters(new), model)
        made = {
            change.id: _explained(one, context, model or shipped())
            for one, change in zip(assessed, _changes(assessed, found), strict=True)
            if change.id in change_ids
        }
        context.forget()
        return made


def _explained(one: _Judged, context: DocumentContext, model: Model) -> Explanation:
    if not one.assessment.judged:
        return explain_unjudged(one.assessment)
    if is_tongue(one.language) and one.candidate.kind is not ChangeKind.MOVED:
        return explain_in(one.candidate, context, str(one.language))
    return explain_candidate(one.candidate, context, model)


def _judged(old: Document, new: Document, model: Model | None) -> tuple[Alignment, DocumentContext, list[_Judged]]:
    found, candidates = candidates_of(old, new)
    spoken = Spoken(found, *(language_of(document.text, document.language) for document in (old, new)))
    candidates = spoken.parted(candidates)
    context = document_context(old, new, found, [c for c in candidates if not c.equal])
    translated, by = spoken.translated(candidates), model or shipped()
    return (
        found,
        context,
        [
            _Judged(one, in_translation(one, language), language)
            if (language := translated.get(id(one)))
            else _assessed(one, spoken.language(one), context, by)
            for one in candidates
        ],
    )


def _assessed(candidate: Candidate, language: str | None, context: DocumentContext, model: Model) -> _Judged:
    if language is not None and not judged(language):
        return _Judged(candidate, unjudged(candidate, language), language)
    if is_tongue(language) and candidate.kind is not ChangeKind.MOVED:
        return _Judged(candidate, assess_in(candidate, context, str(language)), language)
    return _Judged(candidate, assess(candidate, context, model), language)


def _compared(old: Document, new: Document, model: Model | None) -> Changelog:
    found, context, assessed = _judged(old, new, model)
    context.forget()
    changes = _changes(assessed, found)
    owner = {
        id(unit): change.id for one, change in zip(assessed, changes, strict=True) for unit in (*one.candidate.old, *one.candidate.new)
    }
    placed = sorted(zip(assessed, changes, strict=True), key=lambda pair: pair[0].candidate.place)
    substance = any(not one.candidate.equal for one in assessed)
    moved = frozenset(change.id for change in changes if change.kind is ChangeKind.MOVED)
    return Changelog(
        in_order(change for _, change in placed), passages_of(found, owner, moved), notes_of(old, new, changed=substance, changes=changes)
    )


def candidates_of(old: Document, new: Document) -> tuple[Alignment, list[Candidate]]:
    """The alignment of two documents and every candidate change, before anything is said about their meaning.

    Both are found in one canonical order, so that comparing the other way round gives the mirror image.
    """
    if old.text <= new.text:
        found = _aligned(old, new)
        return found, _paired(found)
    back = _aligned(new, old)
    return _mirrored_alignment(back), [candidate.mirrored() for candidate in _paired(back)]


def _paired(found: Alignment) -> list[Candidate]:
    """The candidate changes of an alignment, with what came in the place of something put beside it."""
    return with_replaced(with_recut(with_counterparts(with_answers(group(found), found), found), found), found)


def _aligned(old: Document, new: Document) -> Alignment:
    found = align(SegmentedText(old.text), SegmentedText(new.text))
    settle_places(found, understood=all(judged(language_of(document.text, document.language)) for document in (old, new)))
    return found


def _mirrored_alignment(back: Alignment) -> Alignment:
    return Alignment(
        back.new,
        back.old,
        same=sorted((j, i) for i, j in back.same),
        moved=sorted((j, i) for i, j in back.moved),
        matches=[match.mirrored() for match in back.matches],
        removed=back.added,
        added=back.removed,
    )


def _changes(assessed: Sequence[_Judged], found: Alignment) -> list[Change]:
    used: Counter[str] = Counter()
    out = []
    for one in assessed:
        change = _change(one, found)
        used[change.id] += 1
        out.append(change if used[change.id] == 1 else replace(change, id=f"{change.id}-{used[change.id]}"))
    return out


def _change(assessed: _Judged, found: Alignment) -> Change:
    candidate, judgement, language = assessed
    old, new = _side(candidate.old, found.old), _side(candidate.new, found.new)
    name = hashlib.sha256(f"{candidate.kind}\0{old.text if old else ''}\0{new.text if new else ''}".encode()).hexdigest()[:12]
    return Change(
        id=name,
        kind=candidate.kind,
        severity=judgement.severity,
        direction=judgement.direction,
        topics=judgement.topics,
        old=old,
        new=new,
        edits=edits_of(old, new),
        reasons=judgement.reasons,
        headline=judgement.headline,
        certainty=judgement.certainty,
        language=language,
        judged=judgement.judged,
    )


def _side(units: Sequence[Unit], page: SegmentedText) -> Side | None:
    if not units:
        return None
    start, end = units[0].start, units[-1].end
    text = page.text[start:end]
    trimmed = text.strip()
    adjoin = all(not page.text[a.end : b.start].strip() for a, b in itertools.pairwise(units))
    start += len(text) - len(text.lstrip())
    return Side(trimmed if adjoin else join(units), page.section(units[0].line), (start, start + len(trimmed)), page.lead_in(units[0].line))


def notes_of(old: Document, new: Document, *, changed: bool, changes: Sequence[Change] = ()) -> tuple[Reason, ...]:
    """Notes about the dates that the texts state, and about letters of the new one that are stored otherwise than they are drawn.

    Of 1,613 recorded changes of policies that print a date, 634 left it as it was: readers who trust the date miss them.
    """
    notes = []
    before, after = old.stated_date, new.stated_date
    substance = any(change.severity.rank >= Severity.MINOR.rank and change.reasons[0].rule != "date" for change in changes)
    if changed and substance and before and before == after:
        notes.append(Reason("silent-edit", f"The text changed, but its stated date ({after}) did not.", after))
    if before and after and before != after and not substance:
        notes.append(Reason("date-alone", f"The stated date changed from {before} to {after}, but no statement did.", after))
    if new.effective_date and new.stated_date and new.effective_date > new.stated_date and new.effective_date != old.effective_date:
        notes.append(Reason("effective-ahead", f"The new version states that it takes effect on {new.effective_date}.", new.effective_date))
    notes += [Reason("drawn-otherwise", note, "") for note in new.notes if note in DRAWING_NOTES and note not in old.notes]
    return (*notes, *visibility_notes(old, new, changes))
