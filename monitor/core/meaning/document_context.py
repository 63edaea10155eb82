"""What surrounds a change: the kind of document, its printed dates, how much of it changed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import field, replace

from monitor.core.diff.align import Alignment
from monitor.core.diff.candidates import Candidate
from monitor.core.meaning.parsed import ParsedDocument, join
from monitor.core.meaning.word_difference import difference, edit_name
from monitor.core.text.late_pattern import late
from monitor.core.text.markdown_links import targets
from monitor.core.text.tokens import words
from monitor.core.text.word_index import Rows
from monitor.late_dataclass import dataclass
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
# A line with a date is short, even with the page's menu in it ("Skip to main content … Terms of Service Last modified: 14 May 2021
# Download PDF | Print", 161 characters); "This section applies to residents of California … since 1 January 2023" (379) prints no date of
# the document.
_LONGEST_DATE_LINE = 200
_TOP, _FOOT = 30, 8
"""Lines at the top and at the foot of a document where its date may be printed."""
_DIGIT = late(r"\d")
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
    candidates: int = 1
    """How many changes there are."""
    share: float = 0.0
    """Changed words by all words of both texts."""
    repeats: Counter[str] = field(default_factory=Counter)
    """How often the same words were put for the same others."""
    reworded: int = 0
    """How many statements were reworded."""
    added: int = 0
    removed: int = 0
    headings: bool = False
    """Both texts have marked headings."""
    date_moved: bool = False
    """A printed "last updated" line changed."""
    date_stands: bool = False
    """A printed "last updated" line stands unchanged in both texts."""
    edition: tuple[str, ...] = ()
    """Signs of another edition of the document rather than an edit; see `edition_signs`."""

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
    date_moved = any(_dated(before) or _dated(after) for before, after in sides)
    return DocumentContext(
        ParsedDocument(found.old, rows),
        ParsedDocument(found.new, rows),
        kind=document_kind(new.title, new.text),
        candidates=len(candidates),
        share=min(1.0, sum(len(before) + len(after) for before, after in sides) / (len(found.old.text) + len(found.new.text) + 1)),
        repeats=Counter(edit_name(*difference(words(before), words(after))) for before, after in both),
        reworded=len(both),
        added=sum(not before for before, _ in sides),
        removed=sum(not after for _, after in sides),
        headings=all("\n#" in f"\n{page.text}" for page in (found.old, found.new)),
        date_moved=date_moved,
        date_stands=not date_moved and any(_dated(line) for line in (*found.new.lines[:_TOP], *found.new.lines[-_FOOT:])),
        edition=tuple(edition_signs(old.text, new.text, old.stated_date, new.stated_date)),
    )


def _dated(text: str) -> bool:
    return len(text) < _LONGEST_DATE_LINE and bool(_DIGIT.search(text) and DATED_LINE.search(text) and DATE.search(text))


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


# "/en-ie/", "/en_US", "/intl/de/", "?hl=en-GB": the same page for another country or in another language.
_LOCALE = late(
    r"(?<=/)(?:intl/)?[a-z]{2}(?:[-_][a-z]{2,4})?(?=/|$|\?|\#)|(?<=[?&])(?:hl|gl|lang|locale|language|country|cc|ldl|ldr|region)=[\w-]*",
    re.IGNORECASE,
)
# "Write to [email protected]": what a content network prints for a mail address in some responses.
_MASKS = ("email protected", "cdn-cgi/l/email-protection")


def edition_signs(old: str, new: str, old_date: str | None, new_date: str | None) -> Iterator[str]:
    """What of two whole texts speaks for another edition or a masked capture.

    Args:
        old, new: the texts.
        old_date, new_date: the dates that they print, ISO 8601, or None.

    Yields:
        "locale-moved": some link leads to the same page in another locale; "date-back": the later text prints an earlier date;
        "masked": mail addresses are masked in one of the two.

    >>> list(edition_signs("[a](https://x.example/en-ie/p)", "[a](https://x.example/en/p)", "2026-05-06", "2022-01-05"))
    ['locale-moved', 'date-back']
    """
    lines = set(old.split("\n")), set(new.split("\n"))
    before, after = _targets(lines[0] - lines[1]), _targets(lines[1] - lines[0])
    if _neutral(before - after) & _neutral(after - before):
        yield "locale-moved"
    if old_date and new_date and new_date < old_date:
        yield "date-back"
    if any(mask in old for mask in _MASKS) != any(mask in new for mask in _MASKS):
        yield "masked"


def _targets(lines: set[str]) -> set[str]:
    return {target for line in lines if "](http" in line for target in targets(line) if target.startswith("http")}


def _neutral(targets: set[str]) -> set[str]:
    """Link targets that name a locale, with it left out."""
    return {bare for target in targets if (bare := _LOCALE.sub("", target)) != target}
