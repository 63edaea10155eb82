"""Statements turned round, consent that came or went, data that the law treats as sensitive."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from monitor.core.meaning.comparison import Comparison
from monitor.core.meaning.features.promises import GRAVE_ACTS
from monitor.core.meaning.features.protocol import seen_or_not
from monitor.core.meaning.negation import NEGATIONS, negations
from monitor.core.meaning.owners import is_kept_data
from monitor.core.meaning.parsed import ParsedText
from monitor.core.meaning.rewording.denial import way_of_denial
from monitor.core.meaning.sensitive_kinds import GRAVE_DATA, sensitive_kinds
from monitor.core.text.phrases import PhraseMatcher, same_suffix

_SENSITIVE = frozenset({"biometric", "sensitive", "precise-location"})
_FACE = PhraseMatcher(words=same_suffix("your face|face analysis", r"\b"))

_PARTIES = frozenset({"we", "us", "your", "you", "personal", "users", "customers", "customer", "user", "members", "subscribers"})


@seen_or_not
def polarity_features(change: Comparison) -> Iterator[str]:
    """What was turned round, and what data and consent came or went."""
    if change.old.words and change.new.words:
        yield from _polarity(change)
    yield from _guards(change)
    yield from _data(change)


def _polarity(change: Comparison) -> Iterator[str]:
    if len([w for w in change.content if w not in NEGATIONS]) > 2:
        return
    before, after = _stances(change.old), _stances(change.new)
    # "We never will sell it" was read as no denial, and told as the contrary of "we will never sell it".
    flipped = any(act in GRAVE_ACTS and (act, not denied) in after and (act, denied) not in after for act, denied in before)
    # "The deposit may not exceed two months' rent": what is denied is no act, but more than a bound.
    bounded = any("exceed" in side.words for side in (change.old, change.new))
    if (
        flipped
        and not bounded
        and any(is_kept_data(side.lower) for side in (change.old, change.new))
        and way_of_denial(change.old.text, change.new.text) is None
    ):
        yield "polarity:flipped"
    if (change.old.frames or change.new.frames) and negations(change.old.words) != negations(change.new.words):
        yield "polarity:only"


def _stances(reading: ParsedText) -> set[tuple[str, bool]]:
    """Acts with whether they are denied."""
    return {(f.act, f.role == "denial") for f in reading.frames if f.role in ("denial", "intrusion")}


def _guards(change: Comparison) -> Iterator[str]:
    denied = all(any(f.role == "denial" for f in side.frames) for side in (change.old, change.new))
    if not denied:  # "we do not share it without your consent" promises less than "we do not share it"
        if change.removed_concepts.get("consent-guard") == 1.0:
            yield "guard:removed"
        if change.added_concepts.get("consent-guard") == 1.0:
            yield "guard:added"
    for role in {f.role for f in change.new.frames}:
        yield f"frame:any:{role}"


def _data(change: Comparison) -> Iterator[str]:
    named = [c for c, weight in change.added_concepts.items() if c in _SENSITIVE and weight == 1.0 and not change.context.old.speaks_of(c)]
    if (
        (named and not sensitive_kinds(change.new).isdisjoint(named))
        or _face(change)
        or _collects(change.new, change.added_concepts, change)
    ):
        yield "sensitive:added"
    if change.old.text and change.new.text and _collects(change.old, change.removed_concepts, change):
        yield "sensitive:removed"
    if "train" in change.added_concepts and _rules_of_training(change.new):
        yield "ai:conduct"


def _rules_of_training(side: ParsedText) -> bool:
    """True for what is said of training in a ban or a promise, or in a list of bans: there nobody acts, and no reader is named.

    "Anything plucked from our catalogue to train artificial intelligence" stands below "You may not use".
    """
    return any(f.role in ("prohibition", "denial") for f in side.frames) or _PARTIES.isdisjoint(side.words)


def _face(change: Comparison) -> bool:
    """True when the reader's face is spoken of and was not."""
    if _FACE.within(" ".join(change.added)) or ("facial" in change.added and "biometric" in sensitive_kinds(change.new)):
        return True
    return bool("face" in change.added and change.new.says(_FACE) and not change.old.says(_FACE))


def _collects(side: ParsedText, bag: Mapping[str, float], change: Comparison) -> bool:
    """True when a kind of data that the law treats as sensitive came into, or left, a statement that the company collects or uses it."""
    if not (change.old.text and change.new.text) or not any(bag.get(c) == 1.0 and c in sensitive_kinds(side) for c in GRAVE_DATA):
        return False
    return any(f.role == "intrusion" and f.act in ("collect", "use", "share") for f in side.frames)
