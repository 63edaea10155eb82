"""What a text says, sentence by sentence: what each is about, and whether it affirms or denies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

from monitor.core.meaning.assertion import asserts
from monitor.core.meaning.company_names import company_names
from monitor.core.meaning.document_context import DATED_LINE
from monitor.core.meaning.parsed import ParsedDocument
from monitor.core.meaning.promises.promise import units_with_words
from monitor.core.meaning.said import Polarity, binds_the_reader, said_of, statements_said
from monitor.core.meaning.spoken_topics import topics_in
from monitor.core.meaning.topic_names import ACTS, TOLD
from monitor.core.text.introductions import introduction
from monitor.core.text.segment import Unit, segmented

_SHORT = 80
"""Characters of a line that prints a date and says nothing else."""


@dataclass(frozen=True, slots=True)
class SentenceInForce:
    """A sentence that says something about a topic."""

    span: tuple[int, int]
    """Characters of the text, without white space around."""
    lead_in: str
    """The line that introduces its list or table, without which it may say the opposite."""
    section: tuple[str, ...]
    topics: tuple[str, ...]
    """Likeliest first."""
    polarity: Polarity
    conditional: bool


def is_read(language: str | None) -> bool:
    """True for a language in which topics are recognised: English, also where none is known."""
    return (language or "en").partition("-")[0].lower() == "en"


Answer = tuple[tuple[str, ...], str, bool]
"""Topics, polarity, and whether there is a condition."""


def sentences_in_force(
    text: str, language: str | None, kind: str, known: Mapping[str, Answer] | None = None
) -> Iterator[tuple[str, SentenceInForce | None]]:
    """The sentences of a text, in reading order; none in a language that is not read.

    Args:
        text: a version's text.
        language: its language, ISO 639-1, or None.
        kind: of the document: privacy, terms, cookies or rules.
        known: answers that were found before, by key. Another version has most of its sentences from the one before.

    Yields:
        (key of all that the answer depends on, the sentence, or None when it speaks of no topic)
    """
    if not is_read(language):
        return
    document = ParsedDocument(segmented(text))
    names = company_names(document)
    for unit, _ in units_with_words(document):
        if not _may_tell(unit, lead_in := introduction(document.page, unit.line)):
            continue
        section = document.page.section(unit.line)
        key = sha256(repr((unit.text.strip(), lead_in, section, kind, sorted(names))).encode("utf-8", "replace")).hexdigest()[:10]
        topics, polarity, conditional = known[key] if known and key in known else _answer(unit, document, lead_in, kind, language)
        said = SentenceInForce(span_of(unit), lead_in, section, topics, Polarity(polarity), conditional) if topics else None
        yield key, said


def _answer(unit: Unit, document: ParsedDocument, lead_in: str, kind: str, language: str | None) -> Answer:
    topics = tuple(topic for topic in topics_in(unit, document, kind) if topic in TOLD)
    if not topics:
        return (), Polarity.UNCLEAR, False
    section = document.page.section(unit.line)
    heading = section[-1] if section and not lead_in else ""
    stated = statements_said(unit.text, lead_in, heading, language, company_names(document))
    done = frozenset().union(*(ACTS.get(topic, ()) for topic in topics))
    said = said_of(one for one in stated if (not done or one.act in done) and not (one.denied and binds_the_reader(one)))
    return topics, said.polarity, said.conditional


def span_of(unit: Unit) -> tuple[int, int]:
    """The characters of a unit without the white space around it."""
    start = unit.start + len(unit.text) - len(unit.text.lstrip())
    return start, start + len(unit.text.strip())


def _may_tell(unit: Unit, lead_in: str) -> bool:
    """False for headings, labels and titles, and for lines that only introduce a list, which is told item by item."""
    # "Last updated: 3 May 2021" is no notice of changes.
    if (
        unit.kind == "heading"
        or (len(unit.text) < _SHORT and DATED_LINE.match(unit.text.lstrip(" *_#")))
        or unit.text.rstrip(" *_").endswith((":", "："))
    ):
        return False
    return bool(lead_in) or asserts(unit.text)
