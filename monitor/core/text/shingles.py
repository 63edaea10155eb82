"""Shingles (runs of four words) that two texts share, and the lines of a text that are sentences."""

from __future__ import annotations

import re
from functools import lru_cache

from monitor.core.text.markdown_links import remove, strip
from monitor.core.text.tokens import words_or_characters

_MARKS = str.maketrans("", "", "*_`#>|\\~{}\u00ad\u200b\u200c\u200d\u2060\ufeff")
_UNDERLINE = re.compile(r"^\s{0,3}(=+|-{2,})\s*$")

SHINGLE = 4
"""Words per shingle: long enough that legal boilerplate of two companies seldom agrees by chance."""

_LONG = 1_000
"""Characters of a line that is not remembered: its runs take a hundred times as much memory."""
_MANY_LINES = 10_000
"""More lines than any policy has are read together, which is quicker than one by one."""


def outside_links(line: str) -> tuple[str, ...]:
    """The words of a line that are no link's."""
    return words_or_characters(remove(line, " "))


@lru_cache(maxsize=16)
def shingles(text: str) -> frozenset[tuple[str, ...]]:
    """Every run of four words in a text.

    The words of a text are those of its lines. Those of a line are remembered, for the versions of a policy have most lines in common.
    """
    if text.count("\n") > _MANY_LINES:
        return runs(words_or_characters(text))
    found: set[tuple[str, ...]] = set()
    before: tuple[str, ...] = ()
    for line in text.split("\n"):
        words, within = _line(line) if len(line) < _LONG else _read(line)
        if not words:
            continue
        found |= within
        over = before + words[: SHINGLE - 1]
        found.update(zip(*(over[start:] for start in range(SHINGLE)), strict=False))
        before = (before + words)[1 - SHINGLE :]
    return frozenset(found or {before})


def _read(line: str) -> tuple[tuple[str, ...], frozenset[tuple[str, ...]]]:
    """The words of a line, and its runs of four."""
    words = words_or_characters.__wrapped__(line)  # whole texts are remembered there
    return words, runs(words) if len(words) >= SHINGLE else frozenset()


_line = lru_cache(maxsize=1024)(_read)


def forget_lines() -> None:
    """Drops what is remembered of lines."""
    _line.cache_clear()


def runs(found: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
    """Every run of four of the words; all of them when they are fewer."""
    return frozenset(zip(*(found[start:] for start in range(SHINGLE)), strict=False)) if len(found) >= SHINGLE else frozenset({found})


def shared(old: str, new: str) -> tuple[float, float]:
    """The share of the old text's shingles that are in the new one, and of the new one's that stood in the old (0 to 1)."""
    before, after = shingles(old), shingles(new)
    common = len(before & after)
    return common / len(before), common / len(after)


def sentence_lines(text: str) -> list[str]:
    """The lines that say something: at least five words (numbers aside), and neither headings nor bare links.

    >>> sentence_lines("Privacy Policy of our small shop\\n====\\n\\nWe collect your name and address.")
    ['We collect your name and address.']
    """
    lines = text.split("\n")
    following = [*lines[1:], ""]
    return [line for line, after in zip(lines, following, strict=True) if _says_something(line, after)]


def has_sentences(text: str) -> bool:
    """True when there is such a line; whole policies are asked, of which the first paragraph tells."""
    lines = text.split("\n")
    return any(map(_says_something, lines, [*lines[1:], ""]))


def _says_something(line: str, after: str) -> bool:
    if _UNDERLINE.match(line) or _UNDERLINE.match(after) or line.lstrip().startswith("#"):
        return False
    spelled = [word for word in words_or_characters(line) if not word[0].isdigit()]
    return len(spelled) >= 5 and len(outside_links(line)) >= 3


def plain_line(text: str) -> str:
    """A text on one line, lower-case, with plain quotes and single spaces: what the phrase lists are tried on."""
    bare = strip(text).translate(_MARKS).lower().replace("’", "'").replace("‘", "'").replace("\u00a0", " ")
    return " ".join(bare.split())
