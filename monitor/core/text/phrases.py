"""Phrases looked for in a statement: found by the words they begin with, which costs a tenth of trying a pattern at every character."""

from __future__ import annotations

import re
from collections.abc import Mapping

_NOTHING = re.compile("")


class PhraseMatcher:
    """Alternatives to look for in lower-case text, each a beginning that is searched as it stands and a pattern for what must follow.

    >>> PhraseMatcher({"see ": "(?:our|the) "}).within("please see our list")
    True
    >>> PhraseMatcher(words={"age": ""}).within("a package")
    False
    """

    __slots__ = ("_anywhere", "_words")

    def __init__(self, anywhere: Mapping[str, str] | None = None, *, words: Mapping[str, str] | None = None) -> None:
        self._anywhere = _compiled(anywhere or {})
        self._words = _compiled(words or {})
        """Those that must begin a word."""

    def within(self, text: str) -> bool:
        """True when any of them is in the text."""
        for start, rest in self._anywhere:
            if start in text and (rest is _NOTHING or _goes_on(text, start, rest)):
                return True
        return any(start in text and _goes_on(text, start, rest, word=True) for start, rest in self._words)


def same_suffix(starts: str, rest: str = "") -> dict[str, str]:
    """Several beginnings, separated by "|", with the same pattern for what must follow.

    >>> same_suffix("keep|kept")
    {'keep': '', 'kept': ''}
    """
    return dict.fromkeys(starts.split("|"), rest)


def _compiled(alternatives: Mapping[str, str]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((start, re.compile(rest) if rest else _NOTHING) for start, rest in alternatives.items())


def _goes_on(text: str, start: str, rest: re.Pattern[str], *, word: bool = False) -> bool:
    """True when what must follow stands after any place of the beginning."""
    at = text.find(start)
    while at >= 0:
        begins = not word or at == 0 or not (text[at - 1].isalnum() or text[at - 1] == "_")
        if begins and rest.match(text, at + len(start)):
            return True
        at = text.find(start, at + 1)
    return False
