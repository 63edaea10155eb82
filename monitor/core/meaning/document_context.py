"""What surrounds a change: the kind of document, its headings, what else came and went."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from monitor.core.diff.align import Alignment
from monitor.core.diff.candidates import Candidate
from monitor.core.meaning.parsed import ParsedDocument, join
from monitor.core.meaning.word_difference import difference, edit_name
from monitor.core.text.late_pattern import late
from monitor.core.text.tokens import words
from monitor.core.text.word_index import Rows
from monitor.model import Document

_MONTHS = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
# "March 3", "3rd March, 2016", "2024", "12.04.2019", "25/05/2018": a date, or as much of one as a line prints.
DATE = late(
    rf"\b(?:{_MONTHS})\b\.?\s+\d{{1,2}}|"
    r"\b\d{1,2}(?:st|nd|rd|th)?\.?\s+(?:of\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|"
    r"\b(?:19|20)\d\d\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b",
    re.IGNORECASE,
)
# "Last updated: 9 June 2024. Effective: 1 July 2024", "Version 2.3 – valid from 12.04.2019", "© 2023 Fernweh Outfitters" (case
# copyright-year).
DATED_LINE = late(
    r"(?:last (?:updated|revised|modified|reviewed)|effective|updated(?: on)?|revised|version|date of last|published|posted|copyright|©)",
    re.IGNORECASE,
)
_HEAD = 1500
"""Characters at the top of a document that tell its kind."""
# Tried on text in lower case: a pattern that is blind to case is tried in full at every character.
_KINDS = {
    "cookies": late(r"cookie|tracker|tracking technolog"),
    "privacy": late(r"privacy|personal data|personal information|data protection"),
    "terms": late(r"terms|agreement|conditions|contract"),
    "rules": late(r"guidelines|prohibit|community|acceptable use|not allowed"),
}


@dataclass(frozen=True, slots=True)
class DocumentContext:
    """What is known of the two texts around a candidate."""

    old: ParsedDocument
    new: ParsedDocument
    kind: str = "privacy"
    """privacy | terms | cookies | rules"""
    repeats: Counter[str] = field(default_factory=Counter)
    """How often the same words were put for the same others."""
    added: int = 0
    removed: int = 0
    headings: bool = False
    """Both texts have marked headings."""

    def mirrored(self) -> DocumentContext:
        """The context of the same changes with old and new exchanged; every change asks for it, so it is made once."""
        known: tuple[DocumentContext, DocumentContext] | None = self.old.memory.get("mirrored-context")
        if known is None or known[0] is not self:
            turned = replace(self, old=self.new, new=self.old, added=self.removed, removed=self.added)
            known = self.old.memory["mirrored-context"] = self, turned
        return known[1]

    def forget(self) -> None:
        """Drops what was remembered of both texts.

        A context turned round is remembered by the texts that it refers to: without this, only the cycle collector would free them.
        """
        self.old.memory.clear()
        self.new.memory.clear()


def document_context(old: Document, new: Document, found: Alignment, candidates: Sequence[Candidate]) -> DocumentContext:
    """The context in which every candidate is observed.

    Args:
        old, new: the documents.
        found: their alignment.
        candidates: those that are more than typography.
    """
    rows: Rows = {}
    sides = [(join(candidate.old), join(candidate.new)) for candidate in candidates]
    both = [(before, after) for before, after in sides if before and after]
    return DocumentContext(
        ParsedDocument(found.old, rows),
        ParsedDocument(found.new, rows),
        kind=document_kind(new.title, new.text),
        repeats=Counter(edit_name(*difference(words(before), words(after))) for before, after in both),
        added=sum(not before for before, _ in sides),
        removed=sum(not after for _, after in sides),
        headings=all("\n#" in f"\n{page.text}" for page in (found.old, found.new)),
    )


def document_kind(title: str | None, text: str) -> str:
    """privacy, terms, cookies or rules: by which words its head names most; the title counts thrice.

    >>> document_kind("Cookie Policy", "We use cookies.")
    'cookies'
    """
    head = (f"{(title or '')} " * 3 + text[:_HEAD]).lower()
    votes = {kind: len(pattern.findall(head)) for kind, pattern in _KINDS.items()}
    # A cookie policy says "privacy" as well; one mention of cookies makes no cookie policy.
    if votes["cookies"] >= max(votes["privacy"], votes["terms"]) and votes["cookies"] >= 2:
        return "cookies"
    return max(("privacy", "terms", "rules"), key=lambda kind: votes[kind])
