"""Where the sentences, clauses and questions of a statement begin and end, as places in its words."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from monitor.core.text.tokens import words_by_line

# A clause begins after a full stop ("Pick a long password. Don't share it with anyone."), after a comma or a colon ("In a nutshell: pay
# on time, do not share your password.") and with each item of a list. Quotation marks and markup may stand between the stop and the
# blank.
_CUT = re.compile(r"((?<![.!?])[.!?]++[\"'”’)\]*_]*+\s++|[,;:(–—]\s*|\n+|\s[-•*]\s)")
# "Please don't share it": the order begins after the joining word.
_JOINING = frozenset({"and", "or", "but", "so", "then", "please"})


@dataclass(frozen=True, slots=True)
class Clauses:
    """Places in the words of a statement."""

    sentences: tuple[int, ...] = (0,)
    """Where sentences begin."""
    heads: frozenset[int] = frozenset({0})
    """Where clauses begin, a joining word ("and", "please") left out."""
    questions: tuple[tuple[int, int], ...] = ()
    """Stretches that are questions: first word, one past the last."""

    def divide(self, one: int, other: int) -> bool:
        """True when a sentence begins between two places, the second included."""
        return bisect_right(self.sentences, one) < bisect_right(self.sentences, other)

    def in_question(self, place: int) -> bool:
        """True for a place in a question."""
        return any(start <= place < end for start, end in self.questions)


SINGLE = Clauses()
"""A statement that is one clause."""


def clauses_of(text: str, words: Sequence[str]) -> Clauses:
    """The clauses of a statement whose words are known.

    A line that ends in a colon introduces the lines after it ("We:", "– do not sell …"), so that its list gives no orders.

    >>> found = clauses_of("Pick a password. Please don't share it.", "pick a password please don't share it".split())
    >>> found.sentences, 4 in found.heads
    ((0, 3), True)
    """
    pieces = _CUT.split(text)
    sizes = list(map(len, words_by_line(pieces[::2])))  # no piece holds a line end, at which a text is cut first of all
    if sum(sizes) != len(words):
        # A web address was cut at its colon ("https://…"): better no places than wrong ones.
        return SINGLE
    sentences, heads, introduced, at = [0], {0}, False, sizes[0]
    for mark, size in zip(pieces[1::2], sizes[1:], strict=True):
        introduced = introduced or (mark.startswith(":") and "\n" in mark)
        if mark[0] in ".!?" and size:
            sentences.append(at)
            introduced = False
        if not introduced:
            heads.add(at)
        at += size
    heads |= {place + 1 for place in heads if place < len(words) and words[place] in _JOINING}
    return Clauses(tuple(sentences), frozenset(heads), tuple(_questions(text, sentences, len(words))))


def _questions(text: str, sentences: Sequence[int], size: int) -> list[tuple[int, int]]:
    """Sentences that end in a question mark."""
    if "?" not in text:
        return []
    ends = [mark[0] for mark in re.findall(r"([.!?])[.!?]*[\"'”’)\]*_]*\s+(?=\S)", text.rstrip())]
    ends.append(text.rstrip(" \"'”’)]*_\n")[-1:])
    spans = list(pairwise([*sentences, size]))
    return [span for span, end in zip(spans, ends, strict=False) if end == "?"] if len(ends) == len(spans) else []
