"""What a text says, sentence by sentence: what each is about, and whether it affirms or denies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from monitor.core.meaning.assertion import asserts
from monitor.core.meaning.company_names import company_names
from monitor.core.meaning.document_context import DATED_LINE
from monitor.core.meaning.fragments import Above, above, is_head
from monitor.core.meaning.parsed import ParsedDocument
from monitor.core.meaning.promises.promise import units_with_words
from monitor.core.meaning.said import Polarity, statements_said
from monitor.core.meaning.said_on import is_about_other_things, may_state, said_on, states
from monitor.core.meaning.spoken_topics import spoken_of
from monitor.core.meaning.statements.model import Statement
from monitor.core.meaning.topic_names import TOLD, Told
from monitor.core.text.segment import Unit, segmented
from monitor.core.text.tokens import word_row

_SHORT = 80
"""Characters of a line that prints a date and says nothing else."""
_SENTENCE = 5
"""Words that a sentence has at least."""


@dataclass(frozen=True, slots=True)
class SentenceInForce:
    """A sentence that says something about a topic."""

    span: tuple[int, int]
    """Characters of the text, without white space around."""
    above: Above
    """What it is read with, without which it may say the opposite."""
    section: tuple[str, ...]
    told: tuple[Told, ...]
    """By topic; those that it is plainly about first, likeliest first."""


def is_read(language: str | None) -> bool:
    """True for a language in which topics are recognised: English, also where none is known."""
    return (language or "en").partition("-")[0].lower() == "en"


def sentences_in_force(
    text: str, language: str | None, kind: str, known: Mapping[str, tuple[Told, ...]] | None = None
) -> Iterator[tuple[str, SentenceInForce | None]]:
    """The sentences of a text, in reading order; none in a language that is not read.

    Args:
        text: a version's text.
        language: its language, ISO 639-1, or None.
        kind: of the document: privacy, terms, cookies or rules.
        known: what was found before, by key. Another version has most of its sentences from the one before.

    Yields:
        (key of all that the answer depends on, the sentence, or None when it speaks of no topic)
    """
    if not is_read(language):
        return
    document = ParsedDocument(segmented(text))
    names = company_names(document)
    for unit, words in units_with_words(document):
        if not _may_tell(unit, document, read_with := above(unit, document.page)):
            continue
        section = document.page.section(unit.line)
        made_of = (unit.text.strip(), read_with.lead_in, read_with.head, section, kind, sorted(names))
        key = sha256(repr(made_of).encode("utf-8", "replace")).hexdigest()[:10]
        told = known[key] if known and key in known else _told(unit, words, document, read_with, kind, language)
        yield key, SentenceInForce(span_of(unit), read_with, section, told) if told else None


def _told(
    unit: Unit, words: frozenset[str], document: ParsedDocument, read_with: Above, kind: str, language: str | None
) -> tuple[Told, ...]:
    """What a unit says, by topic."""
    spoken = spoken_of(unit, document, kind, read_with)
    plainly = [topic for topic in spoken.plainly if topic in TOLD]
    perhaps = [topic for topic in spoken.perhaps if topic in TOLD] if _says_by_itself(unit, read_with) else []
    named = [topic for topic in perhaps if may_state(topic, words)]
    if not plainly and not named:
        return tuple(map(_perhaps, perhaps))
    names = company_names(document)
    stated = _stated(unit, document, read_with, language, names)
    asked = [*plainly, *(topic for topic in named if states(topic, unit.text, stated))]
    aside = [topic for topic in asked if is_about_other_things(topic, unit.text, read_with, stated)]
    said = [(topic, said_on(topic, unit.text, read_with, stated, names)) for topic in asked if topic not in aside]
    found = [Told(topic, str(one.polarity), one.conditional, plainly=True) for topic, one in said]
    return (*found, *map(_perhaps, dict.fromkeys([*aside, *(topic for topic in perhaps if topic not in asked)])))


def _perhaps(topic: str) -> Told:
    return Told(topic, str(Polarity.UNCLEAR), conditional=False, plainly=False)


def _stated(unit: Unit, document: ParsedDocument, read_with: Above, language: str | None, names: frozenset[str]) -> Sequence[Statement]:
    """What a unit states with the line that introduces it, or else with its heading."""
    lead_in = "" if read_with.is_question else read_with.lead_in
    section = document.page.section(unit.line)
    return statements_said(unit.text, lead_in, section[-1] if section and not lead_in else "", language, names)


def span_of(unit: Unit) -> tuple[int, int]:
    """The characters of a unit without the white space around it."""
    start = unit.start + len(unit.text) - len(unit.text.lstrip())
    return start, start + len(unit.text.strip())


def _may_tell(unit: Unit, document: ParsedDocument, read_with: Above) -> bool:
    """False for headings, labels and titles, and for lines that only introduce a list, which is told item by item."""
    # "Last updated: 3 May 2021" is no notice of changes.
    if (
        unit.kind == "heading"
        or (len(unit.text) < _SHORT and DATED_LINE.match(unit.text.lstrip(" *_#")))
        or unit.text.rstrip(" *_").endswith((":", "："))
        or is_head(unit, document.page)
    ):
        return False
    return bool(read_with.words) or _asserts(unit.text)


def _says_by_itself(unit: Unit, read_with: Above) -> bool:
    """True for what is looked for under a topic that it is perhaps about; the names of a list are about too much."""
    return bool(read_with.lead_in or read_with.head) or _asserts(unit.text)


def _asserts(text: str) -> bool:
    """True for a sentence, also where it tells of "what you read" before any word that makes it one without doubt."""
    if asserts(text):
        return True
    row = word_row(text) if text.rstrip(" )*_").endswith(".") else ()
    return len(row) >= _SENTENCE and row[0] in ("we", "you", "your", "our")
