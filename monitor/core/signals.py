"""Signals of meaning that need more than words that came and went: promises, polarity, consent, periods, ages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from monitor.core.grouping import Candidate
from monitor.core.look import Context, Look
from monitor.core.reading import Reading, Whole
from monitor.core.segment import Unit
from monitor.core.statements import NEGATIONS, Frame, negations
from monitor.core.wording import FUNCTION, stem, words

_GRAVE = frozenset({"sell", "share", "collect", "use", "track", "train"})
_NARROWING = frozenset(
    [
        "unless",
        "except",
        "generally",
        "typically",
        "normally",
        "usually",
        "certain",
        "non",
        "unhashed",
        "knowingly",
        "intentionally",
        "currently",
        "directly",
        "only",
        "money",
        "monetary",
        "other",
        "than",
        "outside",
        "exception",
        "subject",
        "provided",
        "described",
        "otherwise",
        "unaffiliated",
        "personally",
        "identifiable",
        "without",
        "independent",
        "own",
    ]
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
_KEEP = re.compile(
    r"\b(?:retain|retention|keep|kept|store[ds]?|storage|delete[ds]?|deletion|erase[ds]?|expire|anonymi[sz]e|purge|archive|duration|lifespan|log)",
    re.IGNORECASE,
)
_AGE = re.compile(
    r"\b(?:under|age of|aged?|least|over|below|than)\s+(?:the age of\s+)?(\d{1,2})\b|\b(\d{1,2})\s+years?\s+(?:of age|old)|\b(\d{1,2})\s+or (?:older|over)",
    re.IGNORECASE,
)
_NEGATED = re.compile(r"\b(?:not|never|n['’]t|cannot|nor|without|no)\b|n['’]t\b", re.IGNORECASE)
_STRETCH = re.compile(r"[.\n;]")


def signals(seen: Look, context: Context) -> dict[str, float]:
    """Signals of a look, by name; each is seen or absent."""
    return {name: 1.0 for group in (_promises, _polarity, _guards, _data, _periods, _standing, _slots) for name in group(seen, context)}


_TURNED = {"gone": "come", "come": "gone", "added": "removed", "removed": "added", "old": "new", "new": "old"}


def turned(seen: Look, context: Context) -> tuple[Look, Context]:
    """The same change seen from the other side: what came had gone. For judgements that must turn with the change."""
    candidate = Candidate(seen.candidate.kind, seen.candidate.new, seen.candidate.old, seen.candidate.equal)
    own = signals(seen, context)
    features = {_turned_name(name): value for name, value in seen.features.items() if name not in own}
    other = Look(candidate, seen.new, seen.old, seen.come, seen.gone, seen.come_concepts, seen.gone_concepts, seen.section, features)
    return other, replace(context, old=context.new, new=context.old)


def _turned_name(name: str) -> str:
    return ":".join(_TURNED.get(part, part) for part in name.split(":"))


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
        stretches = (piece for piece in _STRETCH.split(whole.page.text) if len(piece) < 800 and _NEGATED.search(piece))
        readings = (_reading(piece) for piece in stretches)
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
    if turned and little:
        yield "polarity:flipped"
    if negations(seen.old.words) != negations(seen.new.words) and little and (seen.old.frames or seen.new.frames):
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
    if fresh or face or _collects(seen.new, seen.come_concepts, seen):
        yield "sensitive:come"
    if seen.old.text and seen.new.text and _collects(seen.old, seen.gone_concepts, seen):
        yield "sensitive:gone"
    if "train" in seen.come_concepts and any(f.role in ("prohibition", "denial") for f in seen.new.frames):
        yield "ai:conduct"


_GRAVE_DATA = frozenset({"biometric", "sensitive", "precise-location", "health", "government-id"})


def _collects(side: Reading, bag: Mapping[str, float], seen: Look) -> bool:
    """True when a kind of data that the law treats as sensitive came into, or left, a statement that the company collects or uses it."""
    if not (seen.old.text and seen.new.text) or not any(bag.get(c) == 1.0 for c in _GRAVE_DATA):
        return False
    return any(f.role == "intrusion" and f.act in ("collect", "use", "share") for f in side.frames)


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
    if [round(days) for days in before] == [round(days) for days in after]:
        after = before
    if before != after and (before or after):
        yield "period:changed"
    if before and not after and _KEEP.search(seen.old.text) and seen.old.concepts.keys() & {"retain", "delete"}:
        yield "retention:limit-gone"
    if len(before) == len(after) and before != after and _KEEP.search(seen.old.text) and _KEEP.search(seen.new.text):
        yield "retention:longer" if sum(after) > sum(before) else "retention:shorter"
        if sum(after) >= 2 * sum(before):
            yield "retention:doubled"
    if len(before) == len(after) and before != after and "notify" in seen.old.concepts.keys() & seen.new.concepts.keys():
        yield "notice:longer" if sum(after) > sum(before) else "notice:shorter"
    if before and not after and seen.old.concepts.keys() & {"notify", "change-terms"}:
        yield "notice:period-gone"
    if seen.old.text and seen.new.text:
        old_ages, new_ages = set(_ages(seen.old.text)), set(_ages(seen.new.text))
        if old_ages and new_ages and old_ages != new_ages:
            yield "age:changed"
            yield "age:lower" if min(new_ages) < min(old_ages) else "age:higher"


def _ages(text: str) -> list[int]:
    return [int(age) for found in _AGE.findall(text) for age in found if age and 5 <= int(age) <= 25]


# --- what stands elsewhere -------------------------------------------------------------------------------------------


def _standing(seen: Look, context: Context) -> Iterable[str]:
    if _breaks_off(seen, context):
        yield "capture:ends"
    features = seen.features
    if features.get("elsewhere:added", 0.0) >= 0.75:
        yield "elsewhere:stood"
    if _stands_whole(seen, context):
        yield "elsewhere:whole"
    if features.get("elsewhere:removed", 0.0) >= 0.75:
        yield "elsewhere:stands"
    content = [w for w in seen.gone + seen.come if w not in FUNCTION]
    if seen.old.text and seen.new.text and len(content) <= 1:
        yield "edit:trivial"


def _breaks_off(seen: Look, context: Context) -> bool:
    """True for the end of one text where the other breaks off in the middle of the same sentence."""
    for units, here, there in ((seen.candidate.old, context.old, context.new), (seen.candidate.new, context.new, context.old)):
        end = there.page.text.rstrip()
        last = end.rsplit("\n", 1)[-1]
        if not units or len(last) < 20 or end.endswith((".", "!", "?", ")", "”", '"')):
            continue
        at = here.page.text.rfind(last[-60:])
        if at >= 0 and here.page.text[at + len(last[-60:]) :][:1].strip() and units[-1].end > at:
            return True
    return False


def _stands_whole(seen: Look, context: Context) -> bool:
    """True when every statement that went stands word for word elsewhere in the new text, or every one that came stood in the old."""
    units, there = (seen.candidate.old, context.new) if not seen.candidate.new else (seen.candidate.new, context.old)
    if seen.candidate.old and seen.candidate.new:
        return False
    runs = [words(unit.text) for unit in units]
    long = [run for run in runs if len(run) >= 4]
    return bool(long) and all(f" {' '.join(run)} " in there.words for run in long) and sum(map(len, long)) >= 0.8 * sum(map(len, runs))


# --- slots -----------------------------------------------------------------------------------------------------------

_PERPETUAL = frozenset("perpetual perpetually irrevocable irrevocably sublicensable sublicenseable".split())
_RENEWS = frozenset("renews renew renewal renewed auto automatically".split())
_REFUND = frozenset("refund refunds refunded refundable".split())
_RETROACTIVE = re.compile(r"\ball (?:the )?(?:personal )?(?:information|data)(?: that)? we (?:already )?(?:hold|have)|before (?:its|the|that|this) (?:effective )?date", re.IGNORECASE)
_LEGITIMATE = re.compile(r"legitimate (?:business )?interests?", re.IGNORECASE)
_OFFICER = re.compile(r"data protection officer|\bdpo\b", re.IGNORECASE)
_MEANS = re.compile(r"[\"”’']\s+(?:means|includes|refers to|is defined)", re.IGNORECASE)


def _slots(seen: Look, context: Context) -> Iterable[str]:
    """What was put into, or taken out of, one slot of a statement that otherwise stands."""
    come, gone = set(seen.come), set(seen.gone)
    if _PERPETUAL & come and "license" in seen.new.concepts:
        yield "licence:perpetual-come"
    if _PERPETUAL & gone and not _PERPETUAL & set(seen.new.words):
        yield "licence:perpetual-gone"
    for name, bag in (("renewal", _RENEWS), ("refund", _REFUND)):
        if bag & come and not bag & gone:
            yield f"{name}:come"
        if bag & gone and not bag & come:
            yield f"{name}:gone"
    for name, pattern in (("retroactive", _RETROACTIVE), ("legitimate", _LEGITIMATE), ("officer", _OFFICER)):
        before, after = bool(pattern.search(seen.old.text)), bool(pattern.search(seen.new.text))
        if before != after:
            yield f"{name}:{'come' if after else 'gone'}"
    yield from _listed(seen, context)
    yield from _slot_of_sentence(seen)
    if seen.old.text and seen.new.text:
        yield from _strength(seen)
        if _MEANS.search(seen.old.text) and _MEANS.search(seen.new.text):
            yield "definition:touched"


_SOFT = frozenset("may might could try strive endeavour endeavor aim reasonable efforts".split())
_FIRM = frozenset("will shall must always".split())


def _strength(seen: Look) -> Iterable[str]:
    """A protective act that became a mere possibility, or an intrusive one that became certain; and the reverse."""
    come, gone = set(seen.come), set(seen.gone)
    softer, firmer = bool(come & _SOFT and not gone & _SOFT), bool(gone & _SOFT and not come & _SOFT)
    roles = {f.role for f in seen.new.frames} & {f.role for f in seen.old.frames}
    if len([w for w in seen.come + seen.gone if w not in FUNCTION]) > 4:
        return
    if softer and "protection" in roles:
        yield "commitment:softer"
    if firmer and "protection" in roles:
        yield "commitment:firmer"
    if firmer and "intrusion" in roles and not roles & {"protection", "right", "denial"}:
        yield "intrusion:firmer"
    if softer and gone & _FIRM and "intrusion" in roles and not roles & {"protection", "right", "denial"}:
        yield "intrusion:softer"


def _listed(seen: Look, context: Context) -> Iterable[str]:
    """List items that came or went under a lead-in that denies ("We do not share:") or allows."""
    if bool(seen.candidate.old) == bool(seen.candidate.new):
        return
    units, page, sign = (seen.candidate.new, context.new.page, "come") if seen.candidate.new else (seen.candidate.old, context.old.page, "gone")
    if units[0].kind != "item" or len(units[0].text) > 160 or not (lead := page.lead_in(units[0].line)):
        return
    roles = {f.role for f in _reading(lead).frames if f.act in _GRAVE}
    if "denial" in roles:
        yield f"denied-item:{sign}"
    side = seen.new if seen.candidate.new else seen.old
    if roles == {"intrusion"} and side.concepts.keys() & {"advertiser", "data-broker", "ai-developer", *_GRAVE_DATA}:
        yield f"allowed-item:{sign}"


_ANSWER = re.compile(r"\b(?:request|respond|answer|reply)", re.IGNORECASE)


def _slot_of_sentence(seen: Look) -> Iterable[str]:
    """What the statement is about, where only a slot of it changed."""
    content = [w for w in seen.gone + seen.come if w not in FUNCTION]
    if seen.old.text and seen.new.text and 1 <= len(content) <= 8:
        both = seen.old.concepts.keys() & seen.new.concepts.keys()
        if "govern" in both:
            yield "govern:touched"
        if "controller" in seen.old.words and "controller" in seen.new.words and any(w[:1].isalpha() for w in seen.come):
            yield "controller:touched"
        before, after = periods(seen.old.text), periods(seen.new.text)
        if len(before) == len(after) == 1 and before != after and _ANSWER.search(seen.old.text) and "right" in both | {"right"}:
            yield "answer:slower" if after > before else "answer:quicker"
        if "charge" in seen.come_concepts and {"fee", "charge"} & set(seen.come) and _ANSWER.search(seen.old.text + " copy") and "right" in seen.old.concepts:
            yield "right:fee-come"
    if not seen.new.text and "children" in seen.old.concepts and {f.role for f in seen.old.frames} & {"right", "denial", "protection"}:
        yield "child-protection:gone"
    if not seen.new.text and seen.old.concepts.keys() & {"security-measure", "protect"} and any(f.role == "protection" for f in seen.old.frames):
        yield "safeguard:gone"
