"""What surrounds a change: the kind of document, its printed dates, how much of it changed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.core.align import Alignment
from monitor.core.editions import edition_signs
from monitor.core.grouping import Candidate
from monitor.core.index import Rows
from monitor.core.look import DATE, DATED_LINE, Context, difference, edit_name
from monitor.core.reading import Whole, join
from monitor.core.wording import words
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


def surroundings(old: Document, new: Document, found: Alignment, candidates: Sequence[Candidate]) -> Context:
    """The context in which every candidate is looked at."""
    rows: Rows = {}
    context = Context(Whole(found.old, rows), Whole(found.new, rows), kind=document_kind(new.title, new.text), candidates=len(candidates))
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
