"""Notes about what two captures of a page show and hide: words that were there all along may have been hidden, or shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from monitor.model import Change, Document, Reason, Side

VISIBILITY = frozenset(("now-hidden", "now-shown"))
"""Rules of the notes about words that a page holds as before and shows otherwise."""
# "Yes" and "Contact us" stand on every page, shown and hidden.
_LEAST_WORDS = 4
"""Words of a whole statement; fewer may be anywhere."""
_LONGEST_QUOTE = 200
_NOW_HIDDEN = "The page still contains this text, but it is now hidden from readers or struck out"
_NOW_SHOWN = "The page contained this text before, hidden or struck out, and shows it now"


def visibility_notes(old: Document, new: Document, changes: Sequence[Change]) -> list[Reason]:
    """What is hidden or struck out since the old capture, what is shown since, and what the new page leaves unsaid in other ways.

    Args:
        old, new: the documents.
        changes: the changes between them.
    """
    notes = [
        *_moved("now-hidden", _NOW_HIDDEN, [change.old for change in changes], _edited(changes, "-"), new.left_out, old.left_out),
        *_moved("now-shown", _NOW_SHOWN, [change.new for change in changes], _edited(changes, "+"), old.left_out, new.left_out),
    ]
    told = " ".join(note.says for note in notes)
    left_out = (says for says in new.notes if says not in old.notes and _is_about_what_is_left_out(says))
    return [*notes, *(Reason("left-out", says, "") for says in left_out if not _is_told(says, told))]


def _is_told(note: str, told: str) -> bool:
    """Whether a note about one statement that is left out says no more than the notes before it: "Struck out on the page: “…”."."""
    quote, _, more = note.partition("“")[2].rpartition("”")
    return more == "." and quote.rstrip(" .…") in told


def _is_about_what_is_left_out(note: str) -> bool:
    return note.partition(":")[0].endswith("and not read")


def _words(text: str) -> Sequence[str]:
    # Here, so that the names of the rules can be had without the word lists.
    from monitor.core.text.tokens import words_or_characters

    return words_or_characters(text)


def _edited(changes: Iterable[Change], mark: str) -> list[str]:
    return [words for change in changes for edit, words in change.edits if edit == mark]


def _moved(
    rule: str, says: str, sides: Iterable[Side | None], edited: Iterable[str], now: Sequence[str], before: Sequence[str]
) -> Iterator[Reason]:
    """A note for the first statement, or the first words in one, that readers see on one page and don't see on the other.

    Args:
        rule, says: of the note.
        sides: statements of the page that shows them.
        edited: words of that page in a statement that the other page has without them, as in "We do *not* sell".
        now, before: what the other page hides, and what the showing page does.
    """
    hidden = [" ".join(_words(text)) for text in now if text not in before]
    kept = f" {' '.join(hidden)} "
    for text in (side.text for side in sides if side is not None):
        found = _words(text)
        if len(found) >= _LEAST_WORDS and f" {' '.join(found)} " in kept:
            yield Reason(rule, f"{says}: “{_quoted(text)}”.", "")
            return
    for words in edited:
        if (found := _words(words)) and " ".join(found) in hidden:
            yield Reason(rule, f"{says}: “{_quoted(words.strip())}”.", "")
            return


def _quoted(text: str) -> str:
    return text if len(text) <= _LONGEST_QUOTE else f"{text[:_LONGEST_QUOTE].rpartition(' ')[0]} …"
