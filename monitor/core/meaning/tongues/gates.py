"""What is cosmetic or minor in a judged language whatever it speaks of: the same words, a date, a heading, what stands elsewhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from itertools import pairwise

from monitor.core.meaning.immaterial import Gate
from monitor.core.meaning.parsed import join
from monitor.core.meaning.tongues.parts import PartedSentence
from monitor.core.meaning.tongues.persons import persons_in
from monitor.core.meaning.tongues.side import TongueChange, TongueSide
from monitor.core.text.tokens import word_row
from monitor.core.text.wording import signs_of
from monitor.model import Severity

_TYPOGRAPHY = Gate(Severity.COSMETIC, "typography", "The words are the same; only typography, markup, numbering or link targets differ.")
_DATE = Gate(Severity.MINOR, "date", "Only a date has changed.")
_HEADING = Gate(Severity.COSMETIC, "heading", "A heading alone, which states nothing.")
_ELSEWHERE = Gate(Severity.COSMETIC, "stands-elsewhere", "The same words also appear elsewhere in the other version.")
_SYNONYM = Gate(Severity.COSMETIC, "synonym", "The same statement; only spelling, inflection or a set phrase differs.")
_REORDERED = Gate(Severity.COSMETIC, "reordered", "The same items in another order.")
_STANDS = 0.9
"""Share of what came or went that stands in the other text from which it did not come or go."""
_YEAR = re.compile(r"(?:19|20)\d\d")
_NUMERIC = re.compile(r"\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{4}[./-]\d{1,2}[./-]\d{1,2}")
_DAY = re.compile(r"(?:0?[1-9]|[12]\d|3[01])")
_DATE_LINE = 14
"""Words of a line that does no more than print a date."""
_STEM = 5
_ENDING = 3
"""Letters of an ending: "-en", "-ons"; "-pflichtig" is none."""


def gate_of(change: TongueChange) -> Gate | None:
    """What settles a change whatever it speaks of, or None."""
    seen = change.comparison
    if seen.same_words:
        return _TYPOGRAPHY
    # Equal words below another heading may say something else.
    if any(seen.candidate.under):
        return None
    return next((gate for holds, gate in _GATES if holds(change)), None)


def _is_heading(change: TongueChange) -> bool:
    """True for headings that state nothing: neither a denial nor a number, as "Wir verkaufen Ihre Daten nicht" and "30 Tage" do."""
    units = (*change.comparison.candidate.old, *change.comparison.candidate.new)
    return all(unit.kind == "heading" for unit in units) and not (_states(change.old) or _states(change.new))


def _states(side: TongueSide) -> bool:
    hits = {hit.name for sentence in side.sentences for hit in sentence.hits}
    counted = any(word[0].isdigit() for word in _words(side)[1:])  # the first one may number the section
    return counted or not _TELLING.isdisjoint(hits)


def _is_elsewhere(change: TongueChange) -> bool:
    seen = change.comparison
    return seen.found_elsewhere >= _STANDS and len(seen.old.words or seen.new.words) >= _STEM


def _is_date(change: TongueChange) -> bool:
    old, new = _dateless(change.old), _dateless(change.new)
    dated = old != _words(change.old) or new != _words(change.new)
    if change.kind == "reworded":
        return dated and old == new
    only = change.old if change.kind == "removed" else change.new
    named = {hit.name for sentence in only.sentences for hit in only.language.units.find(sentence.words)}
    return dated and "date-words" in named and len(_words(only)) <= _DATE_LINE


def _words(side: TongueSide) -> list[str]:
    return [word for sentence in side.sentences for word in sentence.words if word[:1].isalnum()]


def _dateless(side: TongueSide) -> list[str]:
    return [word for sentence in side.sentences for word in _without_dates(sentence, side)]


def _without_dates(sentence: PartedSentence, side: TongueSide) -> list[str]:
    """The words of a sentence but for its dates; "30 Tage" is none, and May is a month beside a number alone."""
    words = sentence.words
    # "mai" and "marzo" are months beside a number.
    months = {hit.start for hit in side.language.units.find(words) if hit.name == "months"}
    dropped = {at for at, word in enumerate(words) if _NUMERIC.fullmatch(word)}
    for at in months:
        near = [
            place
            for place in range(max(0, at - 3), min(len(words), at + 4))
            if _DAY.fullmatch(words[place]) or _YEAR.fullmatch(words[place])
        ]
        dropped |= {at, *near} if near else set()
    for left, right in pairwise(range(len(words))):
        if _YEAR.fullmatch(words[right]) and (left in dropped or not months):
            dropped.add(right)
    return [word for at, word in enumerate(words) if at not in dropped and word[:1].isalnum()]


def _says_the_same(change: TongueChange) -> bool:
    """True when only small words or endings differ in a rewording, and neither a number, a sign, a denial nor a modal among them.

    Nor may parties or numbers have changed places: "Wir erstatten Ihnen …", "Sie erstatten uns …".
    """
    if change.kind != "reworded":
        return False
    old, new = (_core(side) for side in (change.old, change.new))
    return old == new and _same_signs(change) and _same_places(change.old, change.new) and _same_but_for_endings(change.old, change.new)


def _same_places(old: TongueSide, new: TongueSide) -> bool:
    """True where the same parties and the same numbers follow each other."""
    words = [_words(side) for side in (old, new)]
    numbers = [[word for word in side if word[0].isdigit()] for side in words]
    persons = [persons_in(side, old.language.code) for side in words]
    return numbers[0] == numbers[1] and persons[0] == persons[1]


def _same_but_for_endings(old: TongueSide, new: TongueSide) -> bool:
    """False for two words of one beginning and another meaning: "kostenlos", "kostenpflichtig"."""
    words = [Counter(word for word in _words(side) if word not in side.language.stop_words) for side in (old, new)]
    went, came = (sorted((one - other).elements()) for one, other in (words, words[::-1]))
    return len(went) == len(came) and all(map(_differ_in_ending, went, came))


def _differ_in_ending(one: str, two: str) -> bool:
    common = next((at for at, (left, right) in enumerate(zip(one, two, strict=False)) if left != right), min(len(one), len(two)))
    return max(len(one), len(two)) - common <= _ENDING


def _same_signs(change: TongueChange) -> bool:
    return signs_of(join(change.comparison.candidate.old)) == signs_of(join(change.comparison.candidate.new))


def _core(side: TongueSide) -> Counter[str]:
    found: Counter[str] = Counter()
    for sentence in side.sentences:
        telling = {hit.start for hit in sentence.hits if hit.name in _TELLING or hit.name.startswith(("modals:", "openers:exception"))}
        for at, word in enumerate(sentence.words):
            if at in telling or (word[:1].isalnum() and word not in side.language.stop_words):
                found[word if at in telling or word[0].isdigit() else word[:_STEM]] += 1
    return found


_TELLING = frozenset({"denials", "denial-pairs", "only", "without", "consent", "opt-out", "narrowing", "refusing"})


def _is_reordered(change: TongueChange) -> bool:
    """True for an enumeration in another order: the same words, of which none denies or limits."""
    old, new = (sorted(word_row(join(units))) for units in (change.comparison.candidate.old, change.comparison.candidate.new))
    if change.kind != "reworded" or old != new or change.old.numbers != change.new.numbers:
        return False
    if not _same_signs(change):  # "5 €" became "5 $"
        return False
    return not any(hit.name in _TELLING for sentence in change.old.sentences for hit in sentence.hits)


_GATES: tuple[tuple[Callable[[TongueChange], bool], Gate], ...] = (
    (_is_date, _DATE),
    (_is_heading, _HEADING),
    (_is_elsewhere, _ELSEWHERE),
    (_says_the_same, _SYNONYM),
    (_is_reordered, _REORDERED),
)
