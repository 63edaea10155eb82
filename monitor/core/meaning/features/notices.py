"""How a reader learns of changes: told in person, or left to look for himself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from monitor.core.meaning.comparison import Comparison
from monitor.core.meaning.features.newly_said import newly_said, sentences_of
from monitor.core.meaning.features.protocol import seen_or_not
from monitor.core.meaning.parsed import ParsedDocument, ParsedText

_CHANGES = re.compile(r"\b(?:chang|updat|amend|revis|modif)")
# "We will e-mail you before we change this policy", "You will be notified by e-mail of changes".
_IN_PERSON = re.compile(
    r"\b(?:we|\w+) (?:will|shall|'ll) (?:\w+ ){0,2}(?:e-?mail|notify|tell|inform|contact|alert) you\b|"
    r"\b(?:we|\w+) (?:will|shall|'ll) (?:\w+ ){0,2}(?:send|give) you (?:\w+ ){0,4}(?:notice|e-?mail|message|notification)|"
    r"\byou (?:will|shall) be (?:\w+ )?(?:notified|informed|told|contacted)\b"
)
# "We will post changes on this page", "Please check back from time to time".
_POSTED = re.compile(
    r"\b(?:post|publish|upload|place|display)(?:s|ed|ing|es)?\b|"
    r"\bon (?:this|our) (?:web ?)?(?:page|site)\b|\bcheck (?:back|this|here)|\breview this\b"
)


@seen_or_not
def notice_features(change: Comparison) -> Iterator[str]:
    """Whether readers are told of changes in person, where they were left to look before, or the other way round."""
    if not (_CHANGES.search(change.old.lower) or _CHANGES.search(change.new.lower)):
        return
    began, ended = newly_said(change, "told-in-person", tells)
    if ended and _is_posted(change.new, change.context.new):
        yield "notice:posted"
    if began and _is_posted(change.old, change.context.old):
        yield "notice:in-person"


def _is_posted(side: ParsedText, whole: ParsedDocument) -> bool:
    """True where a text leaves its readers to look for changes, in the same place or, where that is empty, anywhere."""
    if side.text:
        return posts(side.lower)
    known: bool | None = whole.memory.get("changes-posted")
    if known is None:
        known = whole.memory["changes-posted"] = posts(whole.page.text.lower())
    return known


def posts(text: str) -> bool:
    """True when a sentence says that changes are posted; for text in lower case."""
    return any(_CHANGES.search(piece) and _POSTED.search(piece) for piece in sentences_of(text))


def tells(text: str) -> bool:
    """True when a sentence promises to tell the reader of changes in person; for text in lower case.

    >>> tells("we will e-mail you before we change this policy."), tells("we post changes on this page.")
    (True, False)
    """
    return any(_CHANGES.search(piece) and _IN_PERSON.search(piece) for piece in sentences_of(text))
