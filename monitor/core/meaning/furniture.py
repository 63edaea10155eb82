"""Gates for what a page has around its text: buttons, widgets, forms, headings without a text, posts of readers."""

from __future__ import annotations

import re
from functools import cache

from monitor.core.meaning.answers import answer_of
from monitor.core.meaning.assertion import asserts
from monitor.core.meaning.negation import DENYING
from monitor.core.meaning.observation import Observation
from monitor.core.meaning.parsed import ParsedText
from monitor.core.text.late_pattern import late
from monitor.core.text.lexicon import phrases, word_set
from monitor.core.text.tokens import word_row

_LABEL_WORDS = 4
"""Words of a label that may stand between two buttons; one of five would be a short sentence."""
_HEADING_WORDS = 14
# "## What we never sell", "## Only for residents of Ontario": a heading that binds what stands below it.
_BINDING = DENYING | word_set("narrowing") | word_set("countries") | {"residents", "children", "under", "if", "must", "may"}
# "### Kept for a week", "### Held indefinitely": a heading that says how long, or how much.
_PERIOD = late(
    r"\b(?:\d{1,4}|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|thirty|sixty|ninety|few|several|many)[ -]"
    r"(?:second|minute|hour|day|week|month|quarter|year|decade)s?\b(?! ago\b)|\b(?:forever|indefinite(?:ly)?|permanent(?:ly)?|"
    r"until(?! (?:[a-z]+ )?\d)|"
    r"while|free of charge)\b|%|\d ?(?:percent|euros?|dollars?|pounds?)\b|[€$£] ?\d",
    re.IGNORECASE,
)
# "### What we promised until 2020", "### Draft", "### Former policy": a heading that says whether what stands below it is in force.
_IN_FORCE = late(
    r"\b(?:until|from|before|after|since) (?:[a-z]+ )?\d|\b(?:no longer|former|formerly|superseded|obsolete|expired|draft|proposed)\b",
    re.IGNORECASE,
)
_NUMBER = late(r"\d+(?:[.,]\d+)?k?")
_AGO = late(r"\b(?:\d{1,3}|an?) (?:minute|hour|day|week|month|year)s? ago\b|\b(?:yesterday|today) at \d", re.IGNORECASE)
_ON_A_DATE = late(r"\b(?:19|20)\d\d\b")
_WRITTEN = late(r"\b(?:posted|replied|commented|wrote|asked|answered|joined) (?:on|by|in|at|an?|\d|yesterday|today)", re.IGNORECASE)
_POST_WORDS = word_set("post-words")


def is_widget(change: Observation) -> bool:
    """True for buttons, forms and counters: "Was this page helpful? Yes No", "Back to top", "12 views"."""
    return answer_of(change) is None and all(_widgets(side.text) for side in (change.old, change.new) if side.text)


def _widgets(text: str) -> bool:
    lines = [line for line in text.split("\n") if word_row(line)]
    known = [line for line in lines if _is_widget(line)]
    others = [line for line in lines if line not in known]
    return len(known) >= max(1, len(others)) and all(len(word_row(line)) <= _LABEL_WORDS and not asserts(line) for line in others)


def _is_widget(line: str) -> bool:
    """True for a line that is made of the words of widgets alone, one after the other."""
    run = ["#" if _NUMBER.fullmatch(word) else word for word in word_row(line)]
    at = 0
    while at < len(run):
        size = next((len(known) for known in _known(run[at]) if tuple(run[at : at + len(known)]) == known), 0)
        if not size:
            return False
        at += size
    return True


@cache
def _known(word: str) -> tuple[tuple[str, ...], ...]:
    """What widgets say that begins with a word, the longest first."""
    return tuple(sorted((known for known in phrases("widgets") if known[0] == word), key=len, reverse=True))


def is_bare_heading(change: Observation) -> bool:
    """True for a heading that came or went by itself and binds nothing: neither whom it is about nor that something is denied."""
    return not change.reworded and any(
        _BINDING.isdisjoint(side.words)
        and not any(pattern.search(side.text) for pattern in (_PERIOD, _IN_FORCE))
        and not asserts(side.text)
        for side in _headings(change)
    )


def is_heading_of_a_term(change: Observation) -> bool:
    """True for a heading alone that says how long or how much: "### Kept for a week"."""
    return any(_PERIOD.search(side.text) for side in _headings(change))


def _headings(change: Observation) -> list[ParsedText]:
    """The sides of a change of short headings alone; none of any other change."""
    units = (*change.candidate.old, *change.candidate.new)
    sides = [side for side in (change.old, change.new) if side.text]
    alone = all(unit.kind == "heading" for unit in units) and all(len(side.words) <= _HEADING_WORDS for side in sides)
    return sides if alone else []


def is_post(change: Observation) -> bool:
    """True for what readers write below a page: a name, when it was written, and the buttons beside it."""
    return all(_posted(side.text) for side in (change.old, change.new) if side.text)


def _posted(text: str) -> bool:
    head = text[:300]
    when = _AGO.search(head) or (_ON_A_DATE.search(head) and _WRITTEN.search(head))
    return bool(when) and len(_POST_WORDS.intersection(word_row(text))) >= _POST_SIGNS


_POST_SIGNS = 2
