"""What a clause is there for: what it forbids, grants or does with data comes before exceptions, pointers, contacts and introductions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from monitor.core.meaning.headlines.value_slots import VALUE
from monitor.core.text.late_pattern import late
from monitor.core.text.lexicon import load
from monitor.model import Direction

_FILE = "headline_roles.en.yaml"

_HEAD = 420
"""Characters of a clause in which it is looked for."""
_IN_LINE, _AGAINST = 1.3, 0.7
"""What it counts that a clause goes the way that is said of the whole change, or the other way."""
_VALUED = 1.2
"""What it counts that a clause names an amount or a period."""
_BROKEN = 0.7
"""What an item counts, and a line of which the sentence began in another one."""
# Without one of them no value can be found, which is seen sooner than by looking for one.
_FIGURES = late(r"\d|(?:day|week|month|year|hour|minute|percent)", re.IGNORECASE)
_VALUES = frozenset({"money", "period", "percent"})


@dataclass(frozen=True, slots=True)
class Role:
    """What a clause does."""

    name: str
    share: float
    """What its words count for the choice of what a headline quotes."""
    way: int = 0
    """Whom it serves where it stands: 1 the reader, -1 the company, 0 neither."""


_PLAIN = Role("plain", 1.0)
PROMISE = Role("promise", 1.0, 1)
"""What the company says it does not do, which takes more than a pattern to see."""
# "11/02/2021", "(Effective date: 3/25/2022)", "17.4 No Waiver"
_TITLE = Role("title", 0.1)
_TITLE_WORDS, _SMALL_WORD = 5, 3
_DATED = late(
    r"^\W*(?:(?:effective|last|updated|revised|version)\b[^.]{0,30}?)?(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{1,2}\s\w+\s\d{4}|\w+\s\d{1,2},\s\d{4})\W*$",
    re.IGNORECASE,
)


class _Patterns:
    """The patterns of a role: those of a beginning are tried there alone, others only where the letters stand that they ask for.

    Tried as one pattern, each of them cost an attempt at every character of a clause; seventeen roles were a twentieth of a comparison.
    """

    def __init__(self, sources: Sequence[str]) -> None:
        opening = [source for source in sources if source.startswith(("^", "(?-i:^"))]
        self._opening = late("|".join(opening) or "(?!)", re.IGNORECASE)
        self._inside = [(literal_of(source), late(source, re.IGNORECASE)) for source in sources if source not in opening]

    def within(self, text: str, lower: str) -> bool:
        """True when one of them is found; `lower` is the text in lower case, or empty where that says nothing of how it is written."""
        if self._opening.match(text):
            return True
        if not lower:
            return any(pattern.search(text) for _, pattern in self._inside)
        # A loop: most letters are missing, and a generator would cost more than to look for them.
        for literal, pattern in self._inside:  # noqa: SIM110
            if literal in lower and pattern.search(text):
                return True
        return False


_PIECE = late(r"\\.|\[\^?\]?(?:\\.|[^\]\\]){0,1000}+\]|\((?:\?(?:-?i:|[:=!]|<[=!]))?|[)|]|[?*+]|\{[\d,]*\}|[A-Za-z@ ]|.", re.DOTALL)
"""The parts of a pattern's source: an escape, a class, what opens or closes a group, a bar, what says how often, a letter, any other."""


def literal_of(source: str) -> str:
    """The longest run of letters, in lower case, that all that a pattern finds must hold; empty where there is none.

    >>> literal_of(r"\\brefunds?\\b"), literal_of(r"(?:sole|own) discretion\\b"), literal_of(r"data|content")
    ('refund', ' discretion', '')
    """
    runs, depth = [""], 0
    for part in _PIECE.findall(source):
        if part == "|" and not depth:
            return ""
        if part[0] in "?*{":
            runs[-1] = runs[-1][:-1]  # the letter before it may be missing
        if part[0] == "(":
            depth += 1
        elif part == ")":
            depth -= 1
        elif len(part) == 1 and part in _LETTERS and not depth:
            runs[-1] += part.lower()
            continue
        runs.append("")
    return max(runs, key=len)


_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ@ ")
# "ſhare" and "İnstall" are found by patterns that are blind to case, and are other letters in lower case.
_OTHERWISE = late("[ſİı]")
_COMPILED = tuple((Role(row["name"], row["share"], row["way"]), _Patterns(row["any_of"])) for row in load(_FILE)["roles"])
# "12.7 ", "A. Use of the Services. ", "(ii) ": what stands before the sentence itself.
_NUMBER = late(r"^(?:\(?(?:\d{1,2}(?:\.\d{1,2}){0,3}|[A-Za-z]|[ivxIVX]{1,5})[.)]?\s)?(?:[‘“'\"(]\s?)?")


@lru_cache(maxsize=4096)
def role_of(text: str) -> Role:
    """What a clause, as it is shown, does; the first in the order of the table, for an exception of a right is an exception.

    >>> [role_of(text).name for text in ("For more information see section 4.", "You may not resell it.", "The mill is green.")]
    ['pointer', 'ban', 'plain']
    """
    head = text[_NUMBER.match(text).end() :][:_HEAD]  # type: ignore[union-attr]
    if _is_title(head):
        return _TITLE
    lower = "" if not head.isascii() and _OTHERWISE.search(head) else head.lower()
    return next((role for role, patterns in _COMPILED if patterns.within(head, lower)), _PLAIN)


def _is_title(text: str) -> bool:
    """True for a heading that is marked as a sentence, and for a line that only prints a date."""
    words = text.rstrip(" .:;–-").split()
    if not any(sign.isalpha() for sign in text):
        return True
    if _DATED.search(text) and len(words) <= 2 * _TITLE_WORDS:
        return True
    named = [word for word in words if len(word) > _SMALL_WORD]
    return text[:1].isupper() and 1 < len(words) <= _TITLE_WORDS and bool(named) and all(word[:1].isupper() for word in named)


def standing(role: Role, text: str, *, came: bool, direction: Direction = Direction.UNCLEAR) -> float:
    """What the words of a clause count for what it does, and for whom.

    Args:
        role: what it does.
        text: the clause, as it is shown.
        came: it is new; else it went.
        direction: what is said of the whole change: of one that weakens the reader, what goes the other way is not told first.
    """
    share = role.share * (_BROKEN if text[:1].islower() else 1.0)
    if share >= 1 and _FIGURES.search(text) and any(found.lastgroup in _VALUES for found in VALUE.finditer(text[:_HEAD])):
        share *= _VALUED
    said = {Direction.WEAKENS: -1, Direction.STRENGTHENS: 1}.get(direction, 0)
    way = role.way if came else -role.way
    return share * (1.0 if not said * way else _IN_LINE if said == way else _AGAINST)
