"""What surrounds a change: the kind of document, its printed dates, how much of it changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from monitor.core.diff.align import Alignment
from monitor.core.diff.candidates import Candidate
from monitor.core.meaning.observation import DATE, DATED_LINE, DocumentContext, difference, edit_name
from monitor.core.meaning.parsed import ParsedDocument, join
from monitor.core.text.markdown_links import targets
from monitor.core.text.tokens import words
from monitor.core.text.word_index import Rows
from monitor.model import Document

_HEAD = 1500
_DIGIT = re.compile(r"\d")
# Tried on text in lower case: a pattern that is blind to case is tried in full at every character.
_KINDS = {
    "cookies": re.compile(r"cookie|tracker|tracking technolog"),
    "privacy": re.compile(r"privacy|personal data|personal information|data protection"),
    "terms": re.compile(r"terms|agreement|conditions|contract"),
    "rules": re.compile(r"guidelines|prohibit|community|acceptable use|not allowed"),
}


def document_context(old: Document, new: Document, found: Alignment, candidates: Sequence[Candidate]) -> DocumentContext:
    """The context in which every candidate is looked at."""
    rows: Rows = {}
    context = DocumentContext(
        ParsedDocument(found.old, rows),
        ParsedDocument(found.new, rows),
        kind=document_kind(new.title, new.text),
        candidates=len(candidates),
    )
    context.headings = all("\n#" in f"\n{page.text}" for page in (found.old, found.new))
    total = len(found.old.text) + len(found.new.text) + 1
    changed = 0
    for candidate in candidates:
        before, after = join(candidate.old), join(candidate.new)
        changed += len(before) + len(after)
        context.reworded += bool(before and after)
        context.added += not before
        context.removed += not after
        if before and after:
            context.repeats[edit_name(*difference(words(before), words(after)))] += 1
        if _dated(before) or _dated(after):
            context.date_moved = True
    context.edition = tuple(edition_signs(old.text, new.text, old.stated_date, new.stated_date))
    context.share = min(1.0, changed / total)
    context.date_stands = not context.date_moved and any(_dated(line) for line in (*found.new.lines[:30], *found.new.lines[-8:]))
    return context


def _dated(text: str) -> bool:
    return len(text) < 200 and bool(_DIGIT.search(text) and DATED_LINE.search(text) and DATE.search(text))


def document_kind(title: str | None, text: str) -> str:
    """privacy, terms, cookies or rules: by which words its head names most; the title counts thrice.

    >>> document_kind("Cookie Policy", "We use cookies.")
    'cookies'
    """
    head = (f"{(title or '')} " * 3 + text[:_HEAD]).lower()
    votes = {kind: len(pattern.findall(head)) for kind, pattern in _KINDS.items()}
    if votes["cookies"] >= max(votes["privacy"], votes["terms"]) and votes["cookies"] >= 2:
        return "cookies"
    return max(("privacy", "terms", "rules"), key=lambda kind: votes[kind])


_LOCALE = re.compile(
    r"(?<=/)(?:intl/)?[a-z]{2}(?:[-_][a-z]{2,4})?(?=/|$|\?|\#)|(?<=[?&])(?:hl|gl|lang|locale|language|country|cc|ldl|ldr|region)=[\w-]*",
    re.IGNORECASE,
)
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
