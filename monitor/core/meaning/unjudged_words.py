"""The headline of a change that is told but not judged: both clauses where they fit, else the stretches around the words that changed."""

from __future__ import annotations

from monitor.core.diff.candidates import Candidate
from monitor.core.meaning.headlines.quoting import bare, shown
from monitor.core.text.edits import edits
from monitor.model import ChangeKind

_ROOM = 90
"""Characters quoted of each side."""
_BEFORE = 24
"""Characters of unchanged text before a change that are quoted with it."""
_VERBS = {ChangeKind.ADDED: "Added", ChangeKind.REMOVED: "Removed", ChangeKind.MOVED: "Moved"}


def told(candidate: Candidate, old: str, new: str, language: str, why: str = "not judged") -> str:
    """One sentence for a reader who may not know the language; what is quoted stands in the text.

    Args:
        candidate: the change.
        old, new: the text of its sides.
        language: its name in English.
        why: nobody says what it means.
    """
    before, after = shown(old), shown(new)
    lead = f"{_verb(candidate)}, {why} ({language[0].upper()}{language[1:]})"
    if any(candidate.under):
        above = bare(shown(candidate.under[1]).rstrip("："))
        return f"{lead}: “{_cut(after, 0)}” " + (f"now stands under “{_cut(above, 0)}”" if above else "no longer stands under its heading")
    if not (before and after):
        return f"{lead}: “{_cut(before or after, 0)}”"
    at = _first_change(before, after)
    left, right = (_cut(text, _start(text, at)) for text in (before, after))
    return f"{lead}: “{left}” is now “{right}”" if left != right else f"{lead}: “{right}”"


def _verb(candidate: Candidate) -> str:
    return "Moved" if any(candidate.under) else _VERBS.get(candidate.kind, "Changed")


def _first_change(old: str, new: str) -> int:
    """Where two texts begin to differ, by words."""
    at = 0
    for mark, text in edits(old, new):
        if mark != "=":
            break
        at += len(text)
    return at


def _start(text: str, at: int) -> int:
    """Where a quote begins that holds what stands at `at`; 0 where the whole fits."""
    if len(text) <= _ROOM or at <= _BEFORE:
        return 0
    blank = text.rfind(" ", at - 2 * _BEFORE, at - _BEFORE + 1)
    return blank + 1 if blank > 0 else at - _BEFORE


def _cut(text: str, start: int) -> str:
    end = start + _ROOM
    if end >= len(text):
        return f"{'…' if start else ''}{bare(text[start:])}"
    blank = text.rfind(" ", start + _ROOM // 2, end)
    return f"{'…' if start else ''}{bare(text[start : blank if blank > 0 else end])}…"
