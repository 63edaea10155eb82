"""Gates for dates: a line that prints one came, went or changed; or nothing but a date differs in a sentence about the document."""

from __future__ import annotations

import re

from monitor.core.meaning.features import of_group
from monitor.core.meaning.observation import Observation
from monitor.core.meaning.parsed import ParsedText
from monitor.core.text.clock import without_ages
from monitor.core.text.late_pattern import late
from monitor.core.text.lexicon import word_set
from monitor.core.text.wording import signs_of, wording

# Both sides together: "Last revised: 3 March 2016" became "Last updated 3rd March, 2016". From 24 words on, "Last updated: 25 May 2019
# (the changes take effect on 10 June 2019)" would count as a date line, which says when changes bind.
_DATE_LINE_WORDS = 16
_MONTHS = word_set("months")
_DAY = late(r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?")
_YEAR = late(r"(?:19|20)\d\d")
_NUMERIC = late(r"\d{1,2}\.\d{1,2}\.\d{2,4}|\d{4}\.\d{1,2}\.\d{1,2}")
_BEFORE_DATES = frozenset(("as", "of", "on"))
_PARTED = late(r"\b(\d{1,4})[-/](\d{1,2})[-/](\d{1,4})\b")
"""A date in numbers, for which points are put, lest its parts be taken for amounts."""
# "Updated over a week ago by Mira", "Updated yesterday": what help pages print, and what changes by itself every day.
_AGO = late(
    r"(?:last )?(?:updated|modified|edited|reviewed|published|posted|changed)[: ]{1,2}(?:on )?"
    r"(?:(?:about|over|almost|more than|less than) )?"
    r"(?:(?:an?|one|\d{1,3}) (?:minute|hour|day|week|month|year)s? ago|today|yesterday|(?:this|last) (?:week|month|year)|just now)"
    r"(?: by (?:[\w.'’-]+ ?){1,4})?[.]?",
    re.IGNORECASE,
)
_COPYRIGHT = late(r"^\W*(?:©|copyright\b|\(c\))", re.IGNORECASE)


def is_date(change: Observation) -> bool:
    """True when only a date differs, or a short line that does no more than print one came or went."""
    # "Previous versions: May 2015 (PDF) | October 2013 (PDF)" was removed: the line is a date line, and nothing but that.
    short = len(change.old.words) + len(change.new.words) <= _DATE_LINE_WORDS
    if short and any(name.startswith("text:date-line") for name in of_group(change.features, "edit")):
        return True
    if short and any(side.text for side in (change.old, change.new)) and not any(_states(side) for side in (change.old, change.new)):
        return True
    return (
        change.reworded
        and any(name.startswith("edit:date-only") for name in of_group(change.features, "edit"))
        and _differs_in_dates(change)
    )


def _states(side: ParsedText) -> bool:
    """True when a side holds more than dates; a long word that is no month says so without a look at the signs between the numbers."""
    return any(len(word) >= _LONG and word.isalpha() and word not in _MONTHS for word in side.words) or bool(_dateless(side.text))


_LONG = 6
"""Letters of a word that neither numbers a line nor belongs to a date."""


def _differs_in_dates(change: Observation) -> bool:
    """True when the texts without their dates are the same: "30 days" beside a date is none."""
    old, new = change.old.text, change.new.text
    return _dateless(old) == _dateless(new) and signs_of(old) == signs_of(new)


def _dateless(text: str) -> list[str]:
    run = wording(_PARTED.sub(r"\1.\2.\3", text))
    dropped = set()
    for at, word in enumerate(run):
        if (at and run[at - 1] == "version" and word[0].isdigit()) or _YEAR.fullmatch(word) or _NUMERIC.fullmatch(word):
            dropped.add(at)
        elif word in _MONTHS:
            beside = [n for n in (at - 1, at + 1) if 0 <= n < len(run) and (_DAY.fullmatch(run[n]) or _YEAR.fullmatch(run[n]))]
            # "Members over 18 may vote" names no day in May.
            verb = word == "may" and (not beside or (at + 1 not in beside and run[at + 1 : at + 2] and run[at + 1].isalpha()))
            if not verb:
                dropped |= {at, *beside}
    dropped |= {at for at, word in enumerate(run) if word in _BEFORE_DATES and not dropped.isdisjoint((at + 1, at + 2))}
    return [word for at, word in enumerate(run) if at not in dropped and word not in ("st", "nd", "rd", "th")]


def is_clock(change: Observation) -> bool:
    """True for a line that says how long ago the page was updated and for the year of a copyright line."""
    sides = [side.text.strip(" *_#-") for side in (change.old, change.new) if side.text]
    if all(_AGO.fullmatch(text) for text in sides):
        return True
    if change.reworded and len(sides) == 2 and without_ages(sides[0]) == without_ages(sides[1]):
        return True
    return change.reworded and all(_COPYRIGHT.match(text) for text in sides) and _differs_in_dates(change)
