"""A headline for a reworded statement: the words that were changed, with so many of their neighbours that they can be understood."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from monitor.core.text.edits import edits
from monitor.core.text.markdown_links import as_shown
from monitor.core.text.tokens import FUNCTION
from monitor.model import Edit

ROOM = 96
"""Characters of the text that a headline quotes at most."""
_SHORT = 44
"""Characters up to which what went is quoted beside what came in its place."""
_AROUND, _CLOSE = 36, 20
"""Characters of unchanged words before and after; where both sides are quoted, which share them."""
_APART = 3
"""Unchanged words that part two runs of changed ones; fewer are quoted with both."""
_SUBSTANCE = 4
"""What a word of substance counts against a function word."""
_BREAK = re.compile(r"[.!?;:]\s|\n|\|")
_END = re.compile(r"[.!?][\"'”’)\]]*\s*$")
_EDGE = " .;:,-"


@dataclass(frozen=True, slots=True)
class _Run:
    """Words that went and came at one place, and what stands unchanged before and after."""

    before: str
    removed: str
    added: str
    after: str

    @property
    def weight(self) -> int:
        """How much it tells."""
        changed = re.findall(r"[\w'’]+", f"{self.removed} {self.added}".lower())
        return sum(1 if word in FUNCTION else _SUBSTANCE for word in changed)


def told_by_edits(words: Sequence[Edit]) -> str | None:
    """What the heaviest edit put, dropped or exchanged, quoted; None where the sides have nothing in common to quote it in.

    >>> told_by_edits((("=", "We "), ("-", "will not"), ("+", "may"), ("=", " share your name with partners.")))
    '“We will not share your name…” is now “We may share your name…”'
    >>> told_by_edits((("=", "We use your name"), ("+", " and your face"), ("=", " to log you in.")))
    'now “We use your name and your face to log you in”'
    """
    if any("](" in text for _, text in words):
        words = _without_targets(words)
    # “See [our list](https://a.example/x) of partners.”: where only the address changed, no word did.
    runs = [run for run in _runs(words) if run.weight and "://" not in run.removed + run.added]
    if not runs or not any(sign == "=" for sign, _ in words):
        return None
    run = max(runs, key=lambda found: found.weight)
    if run.added.strip() and run.removed.strip() and len(run.removed) <= _SHORT and len(run.added) <= _SHORT:
        return f"{_quoted(run, run.removed, _CLOSE)} is now {_quoted(run, run.added, _CLOSE)}"
    if run.added.strip():
        return f"now {_quoted(run, run.added, _AROUND)}"
    return f"no longer {_quoted(run, run.removed, _AROUND)}"


def _without_targets(words: Sequence[Edit]) -> Sequence[Edit]:
    """The edits of what a page shows of both sides: where a link leads is no part of the sentence."""
    return edits(*(as_shown("".join(text for sign, text in words if sign in ("=", side))) for side in "-+"))


def _runs(words: Sequence[Edit]) -> list[_Run]:
    """The runs of changed words; a few unchanged words between two belong to both sides of one run."""
    parts: list[list[str]] = [["", "", "", ""]]
    for at, (sign, text) in enumerate(words):
        here = parts[-1]
        if sign == "-":
            here[1] += text
        elif sign == "+":
            here[2] += text
        elif not here[1] and not here[2]:
            here[0] += text
        elif len(text.split()) < _APART and at + 1 < len(words) and not _BREAK.search(text):
            here[1], here[2] = here[1] + text, here[2] + text
        else:
            here[3] = text
            parts.append([text, "", "", ""])
    return [_Run(*part) for part in parts if part[1] or part[2]]


def _tail(text: str, room: int) -> str:
    """The last words of what stands before, from the start of their sentence on."""
    if _END.search(text):
        return ""
    start = max((found.end() for found in _BREAK.finditer(text)), default=0)
    if len(text) - start <= room:
        return text[start:]
    at = text.find(" ", len(text) - room)
    return f"…{text[at + 1 :]}" if at >= 0 else "…"


def _head(text: str, room: int) -> str:
    """The first words of what stands after, to the end of their sentence."""
    found = _BREAK.search(text)
    end = found.start() if found else len(text)
    if end <= room:
        return text[:end]
    return f"{text[: max(0, text.rfind(' ', 0, room))]}…"


def _quoted(run: _Run, text: str, room: int) -> str:
    """The words in their place, in quotation marks."""
    after = "" if _END.search(text) else _head(run.after, room)
    return f"“{clipped(as_shown(_tail(run.before, room) + text + after))}”"


def clipped(text: str) -> str:
    """A text cut to a headline's length at a word.

    >>> clipped("We keep it.")
    'We keep it'
    """
    if len(text) <= ROOM:
        return text.strip(_EDGE)
    return text[: text.rfind(" ", 0, ROOM)].strip(_EDGE).removesuffix("…") + "…"
