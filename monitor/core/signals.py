"""Signals of meaning that need more than words that came and went: promises, polarity, consent, periods, ages."""

from __future__ import annotations

import re
from collections.abc import Iterable

from monitor.core.features import FUNCTION, NEGATIONS, Context, Look, Reading, Whole
from monitor.core.segment import Unit
from monitor.core.statements import Frame
from monitor.core.wording import stem

_GRAVE = frozenset({"sell", "share", "collect", "use", "track", "train"})
_NARROWING = frozenset(
    ["unless", "except", "generally", "typically", "normally", "usually", "certain", "non", "unhashed", "knowingly", "intentionally", "currently", "directly", "only", "money", "monetary", "other", "than", "outside", "exception", "subject", "provided", "described", "otherwise", "unaffiliated", "personally", "identifiable", "without", "independent", "own"]
)
_SENSITIVE = frozenset({"biometric", "sensitive", "precise-location"})
_FACE = re.compile(r"\b(?:your face|face analysis|facial)\b", re.IGNORECASE)
_UNITS = {"hour": 1 / 24, "day": 1.0, "week": 7.0, "month": 30.44, "year": 365.25, "minute": 1 / 1440}
_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12, "thirteen": 13,
    "fourteen": 14, "fifteen": 15, "sixteen": 16, "eighteen": 18, "twenty": 20, "twenty-four": 24, "thirty": 30, "thirty-six": 36, "forty-five": 45,
    "sixty": 60, "ninety": 90,
}  # fmt: skip
_PERIOD = re.compile(
    rf"\b(\d{{1,4}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})(?:\s*\(\d+\))?[\s-]+(?:calendar\s+|business\s+|working\s+)?(hour|day|week|month|year|minute)s?\b",
    re.IGNORECASE,
)
_KEEP = re.compile(r"\b(?:retain|retention|keep|kept|store[ds]?|storage|delete[ds]?|deletion|erase[ds]?|expire|anonymi[sz]e|purge|archive|duration|lifespan|log)", re.IGNORECASE)
_AGE = re.compile(r"\b(?:under|age of|aged?|least|over|below|than)\s+(?:the age of\s+)?(\d{1,2})\b|\b(\d{1,2})\s+years?\s+(?:of age|old)|\b(\d{1,2})\s+or (?:older|over)", re.IGNORECASE)
_NEGATED = re.compile(r"[^.\n;]*?\b(?:not|never|n['’]t|cannot|nor|without|no)\b[^.\n;]*", re.IGNORECASE)


def signals(seen: Look, context: Context) -> dict[str, float]:
    """Signals of a look, by name; each is seen or absent."""
    return {name: 1.0 for group in (_promises, _polarity, _guards, _data, _periods, _standing) for name in group(seen, context)}


# --- promises --------------------------------------------------------------------------------------------------------


def denials(reading: Reading) -> dict[str, list[Frame]]:
    """What the company says it does not do: act → frames."""
    found: dict[str, list[Frame]] = {}
    for frame in reading.frames:
        if frame.role == "denial":
            found.setdefault(frame.act, []).append(frame)
    return found


def _promises(seen: Look, context: Context) -> Iterable[str]:
    before, after = denials(seen.old), denials(seen.new)
    if before.keys() - after.keys() and stands_elsewhere(seen.candidate.old, context.new):
        yield "elsewhere:promise"
    if after.keys() - before.keys() and stands_elsewhere(seen.candidate.new, context.old):
        yield "elsewhere:promise-before"
    if before and seen.new.words and before.keys() <= after.keys() and _narrows(seen):
        yield "promise:narrowed"


def _narrows(seen: Look) -> bool:
    """Words that limit came into a promise, or denied verbs left it, while little else changed."""
    come, gone = set(seen.come), set(seen.gone)
    if len(seen.come) + len(seen.gone) > 0.6 * len(seen.old.words):
        return False
    limits = (come - gone) & _NARROWING
    return bool(limits) and not (gone & NEGATIONS)


def stands_elsewhere(units: Iterable[Unit], whole: Whole) -> bool:
    """True when every promise in the units stands, equal or stronger, somewhere in a whole text.

    Equal or stronger: a sentence that denies at least the same acts, holds half of the promise's own words, and brings no exception that the
    promise did not have.
    """
    promises = [reading for unit in units if denials(reading := Reading.of([unit]))]
    return bool(promises) and all(any(_covers(other, promise) for other in _denying(whole)) for promise in promises)


def _denying(whole: Whole) -> list[Reading]:
    known = whole.memory.get("denying")
    if known is None:
        readings = (_reading(match[0]) for match in _NEGATED.finditer(whole.page.text) if len(match[0]) < 800)
        known = whole.memory["denying"] = [reading for reading in readings if denials(reading)]
    return known


def _reading(text: str) -> Reading:
    return Reading.of([Unit(0, len(text), text, 0, "text")])


def _covers(other: Reading, promise: Reading) -> bool:
    if not denials(promise).keys() <= denials(other).keys():
        return False
    own = {stem(w) for w in promise.words if w not in FUNCTION}
    held = {stem(w) for w in other.words}
    exceptions = {w for w in other.words if w in _NARROWING} - set(promise.words)
    return len(own & held) >= 0.5 * len(own) and not exceptions & {"unless", "except", "only", "through"}


# --- polarity, consent, data -----------------------------------------------------------------------------------------


def _polarity(seen: Look, context: Context) -> Iterable[str]:
    if not (seen.old.words and seen.new.words):
        return
    before = {(f.act, f.role == "denial") for f in seen.old.frames if f.role in ("denial", "intrusion")}
    after = {(f.act, f.role == "denial") for f in seen.new.frames if f.role in ("denial", "intrusion")}
    turned = {act for act, denied in before if (act, not denied) in after and (act, denied) not in after} & _GRAVE
    little = len([w for w in seen.gone + seen.come if w not in FUNCTION and w not in NEGATIONS]) <= 2
    negations = [w for w in seen.gone if w in NEGATIONS], [w for w in seen.come if w in NEGATIONS]
    if turned and little:
        yield "polarity:flipped"
    if len(negations[0]) != len(negations[1]) and little and (seen.old.frames or seen.new.frames):
        yield "polarity:only"


def _guards(seen: Look, context: Context) -> Iterable[str]:
    if seen.gone_concepts.get("consent-guard") == 1.0:
        yield "guard:gone"
    if seen.come_concepts.get("consent-guard") == 1.0:
        yield "guard:come"
    for role in {f.role for f in seen.new.frames}:
        yield f"frame:any:{role}"


def _data(seen: Look, context: Context) -> Iterable[str]:
    fresh = {c for c in seen.come_concepts if c in _SENSITIVE and (seen.come_concepts[c] == 1.0 and not context.old.speaks_of(c))}
    face = _FACE.search(" ".join(seen.come)) or (_FACE.search(seen.new.text) and not _FACE.search(seen.old.text) and "face" in seen.come)
    if fresh or face:
        yield "sensitive:come"
    if "train" in seen.come_concepts and any(f.role in ("prohibition", "denial") for f in seen.new.frames):
        yield "ai:conduct"


# --- periods and ages ------------------------------------------------------------------------------------------------


def periods(text: str) -> list[float]:
    """Every stated period in days, in order.

    >>> periods("kept for 30 days, then two (2) years")
    [30.0, 730.5]
    """
    return [_number(n) * _UNITS[unit.lower()] for n, unit in _PERIOD.findall(text)]


def _number(text: str) -> float:
    return float(text) if text.isdigit() else float(_NUMBERS[text.lower()])


def _periods(seen: Look, context: Context) -> Iterable[str]:
    before, after = periods(seen.old.text), periods(seen.new.text)
    if before != after and (before or after):
        yield "period:changed"
    if before and not after and _KEEP.search(seen.old.text) and "retain" in seen.old.concepts.keys() | seen.new.concepts.keys():
        yield "retention:limit-gone"
    if len(before) == len(after) and before != after and _KEEP.search(seen.old.text) and _KEEP.search(seen.new.text):
        yield "retention:longer" if sum(after) > sum(before) else "retention:shorter"
    if seen.old.text and seen.new.text:
        old_ages, new_ages = set(_ages(seen.old.text)), set(_ages(seen.new.text))
        if old_ages and new_ages and old_ages != new_ages:
            yield "age:changed"


def _ages(text: str) -> list[int]:
    return [int(age) for found in _AGE.findall(text) for age in found if age and 5 <= int(age) <= 25]


# --- what stands elsewhere -------------------------------------------------------------------------------------------


def _standing(seen: Look, context: Context) -> Iterable[str]:
    features = seen.features
    if features.get("elsewhere:added", 0.0) >= 0.75:
        yield "elsewhere:stood"
    if features.get("elsewhere:removed", 0.0) >= 0.75:
        yield "elsewhere:stands"
    content = [w for w in seen.gone + seen.come if w not in FUNCTION]
    if seen.old.text and seen.new.text and len(content) <= 1:
        yield "edit:trivial"
