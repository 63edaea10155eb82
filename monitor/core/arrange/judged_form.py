"""Documents in the form in which they are judged, and a changelog of that form brought back to the texts as they are written."""

from __future__ import annotations

import re
from dataclasses import replace

from monitor.core.text.edits import edits_of
from monitor.core.text.plain_letters import PlainText, plain_letters
from monitor.model import Change, Changelog, Document, Passage, Reason, Side

_QUOTE = re.compile(r"“([^“”]+)”")
_ELLIPSIS = "… "
_MOST_QUOTED = 3


def in_plain_letters(document: Document) -> Document:
    """The document in plain letters; the same one when it has no others."""
    plain = plain_letters(document.text)
    return document if plain.text == document.text else replace(document, text=plain.text)


def as_written(changelog: Changelog, old: Document, new: Document) -> Changelog:
    """A changelog between two judged forms, with spans, quotes and edits of the documents as they are written.

    Args:
        changelog: of `in_plain_letters(old)` and `in_plain_letters(new)`.
        old, new: the documents themselves.

    Returns:
        The changelog; with the note `look-alikes` when the changed words are in letters that are not what they look like.
    """
    before, after = plain_letters(old.text), plain_letters(new.text)
    changes = tuple(_written(change, (before, old.text), (after, new.text)) for change in changelog.changes)
    passages = tuple(_passage(passage, before, after) for passage in changelog.passages)
    return replace(changelog, changes=changes, passages=passages, notes=(*changelog.notes, *_notes(before, after)))


def _written(change: Change, before: tuple[PlainText, str], after: tuple[PlainText, str]) -> Change:
    old = _side(change.old, *before)
    new = _side(change.new, *after)
    if old == change.old and new == change.new:
        return change
    sides = [(side, written) for side, written in ((change.old, old), (change.new, new)) if side is not None and written is not None]
    reasons = tuple(replace(reason, evidence=_quoted(reason.evidence, sides)) for reason in change.reasons)
    headline = _QUOTE.sub(lambda quote: f"“{_in_parts(quote[1], sides)}”", change.headline)
    return replace(change, old=old, new=new, edits=edits_of(old, new), reasons=reasons, headline=headline)


def _side(side: Side | None, plain: PlainText, written: str) -> Side | None:
    if side is None:
        return None
    start, end = plain.original(side.span[0]), plain.original(side.span[1])
    if plain.text[side.span[0] : side.span[1]] != side.text:  # statements from several places
        return replace(side, span=(start, end))
    return replace(side, text=written[start:end], span=(start, end))


def _in_parts(words: str, sides: list[tuple[Side, Side]]) -> str:
    """A quotation from which words in the middle are left out, each part as it is written."""
    return " … ".join(_quoted(part, sides) for part in words.split(" … "))


def _quoted(words: str, sides: list[tuple[Side, Side]]) -> str:
    """Words of a judged side as they are written; an ellipsis at either end stays."""
    bare = words.strip(_ELLIPSIS)
    head, tail = words[: len(words) - len(words.lstrip(_ELLIPSIS))], words[len(words.rstrip(_ELLIPSIS)) :]
    for side, written in sides:
        at = side.text.find(bare)
        if bare and at >= 0:
            plain = plain_letters(written.text)
            if plain.text == side.text:
                return head + written.text[plain.original(at) : plain.original(at + len(bare))] + tail
    return words


def _passage(passage: Passage, before: PlainText, after: PlainText) -> Passage:
    old = passage.old and (before.original(passage.old[0]), before.original(passage.old[1]))
    new = passage.new and (after.original(passage.new[0]), after.original(passage.new[1]))
    return replace(passage, old=old, new=new)


def _notes(before: PlainText, after: PlainText) -> tuple[Reason, ...]:
    known = set(before.disguises)
    found = [pair for pair in after.disguises if pair not in known]
    if not found:
        return ()
    quoted = ", ".join(f"“{written}” for “{plain}”" for written, plain in found[:_MOST_QUOTED])
    says = f"The new version has words in letters that are not what they look like: {quoted}. They are judged as they look."
    return (Reason("look-alikes", says, found[0][0]),)
