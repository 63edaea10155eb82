"""Statements turned round, consent that came or went, data that the law treats as sensitive."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from monitor.core.meaning.features.promises import GRAVE_ACTS
from monitor.core.meaning.frames import NEGATIONS, negations
from monitor.core.meaning.observation import DocumentContext, Observation
from monitor.core.meaning.parsed import ParsedText
from monitor.core.text.phrases import PhraseMatcher, same_suffix

_SENSITIVE = frozenset({"biometric", "sensitive", "precise-location"})
GRAVE_DATA = frozenset({"biometric", "sensitive", "precise-location", "health", "government-id"})
_FACE = PhraseMatcher(words=same_suffix("your face|face analysis|facial", r"\b"))


def polarity_signals(seen: Observation, context: DocumentContext) -> Iterator[str]:
    """What was turned round, and what data and consent came or went."""
    if seen.old.words and seen.new.words:
        yield from _polarity(seen)
    yield from _guards(seen)
    yield from _data(seen, context)


def _polarity(seen: Observation) -> Iterator[str]:
    if len([w for w in seen.content if w not in NEGATIONS]) > 2:
        return
    before, after = _stances(seen.old), _stances(seen.new)
    if any(act in GRAVE_ACTS and (act, not denied) in after and (act, denied) not in after for act, denied in before):
        yield "polarity:flipped"
    if (seen.old.frames or seen.new.frames) and negations(seen.old.words) != negations(seen.new.words):
        yield "polarity:only"


def _stances(reading: ParsedText) -> set[tuple[str, bool]]:
    """Acts with whether they are denied."""
    return {(f.act, f.role == "denial") for f in reading.frames if f.role in ("denial", "intrusion")}


def _guards(seen: Observation) -> Iterator[str]:
    denied = all(any(f.role == "denial" for f in side.frames) for side in (seen.old, seen.new))
    if not denied:  # "we do not share it without your consent" promises less than "we do not share it"
        if seen.removed_concepts.get("consent-guard") == 1.0:
            yield "guard:removed"
        if seen.added_concepts.get("consent-guard") == 1.0:
            yield "guard:added"
    for role in {f.role for f in seen.new.frames}:
        yield f"frame:any:{role}"


def _data(seen: Observation, context: DocumentContext) -> Iterator[str]:
    fresh = any(c in _SENSITIVE and weight == 1.0 and not context.old.speaks_of(c) for c, weight in seen.added_concepts.items())
    if fresh or _face(seen) or _collects(seen.new, seen.added_concepts, seen):
        yield "sensitive:added"
    if seen.old.text and seen.new.text and _collects(seen.old, seen.removed_concepts, seen):
        yield "sensitive:removed"
    if "train" in seen.added_concepts and any(f.role in ("prohibition", "denial") for f in seen.new.frames):
        yield "ai:conduct"


def _face(seen: Observation) -> bool:
    """True when the reader's face is spoken of and was not."""
    if _FACE.within(" ".join(seen.added)):
        return True
    return bool("face" in seen.added and seen.new.says(_FACE) and not seen.old.says(_FACE))


def _collects(side: ParsedText, bag: Mapping[str, float], seen: Observation) -> bool:
    """True when a kind of data that the law treats as sensitive came into, or left, a statement that the company collects or uses it."""
    if not (seen.old.text and seen.new.text) or not any(bag.get(c) == 1.0 for c in GRAVE_DATA):
        return False
    return any(f.role == "intrusion" and f.act in ("collect", "use", "share") for f in side.frames)
