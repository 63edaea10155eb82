"""Features of meaning: concepts and frames that came and went, and those that one whole text never names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Set

from monitor.core.meaning.comparison import Comparison, section_concepts
from monitor.core.meaning.features.declared import NEWS_GROUPS
from monitor.core.meaning.features.protocol import Seen
from monitor.core.text.lexicon import english

_GRAVE_TIER = 4


def concept_features(change: Comparison) -> Seen:
    """What a change speaks of."""
    yield from _concepts(change)
    yield from _surrounding_concepts(change)
    yield from _frames(change)
    yield from _news(change)


def _concepts(change: Comparison) -> Seen:
    vocabulary = english().concepts
    groups: Counter[str] = Counter()
    for bag, sign in ((change.removed_concepts, "removed"), (change.added_concepts, "added")):
        side = f"{sign}:reworded" if change.reworded else sign
        for name, weight in bag.items():
            concept = vocabulary[name]
            yield f"{side}:{name}", weight
            groups[f"{side}:group:{concept.group}"] += 1
            if concept.tier >= _GRAVE_TIER and weight == 1.0:
                groups[f"{side}:tier-high"] += 1
    for name, count in groups.items():
        yield name, min(count, 4) / 2


def _surrounding_concepts(change: Comparison) -> Seen:
    """Concepts that stay on both sides, and those of the headings."""
    if change.reworded:
        vocabulary = english().concepts
        for name in change.old.concepts.keys() & change.new.concepts.keys():
            yield f"both:{vocabulary[name].group}", 1.0
    for name in {concept.id for concept in section_concepts(change)}:
        yield f"section:{name}", 1.0


def _frames(change: Comparison) -> Seen:
    kind = "reworded" if change.reworded else "one-sided"
    before, after = ({(f.role, f.act) for f in side.frames} for side in (change.old, change.new))
    yield from _frames_of(before - after, "removed", kind)
    yield from _frames_of(after - before, "added", kind)
    if not change.reworded:
        return
    content = change.content
    for role in {role for role, _ in before & after}:
        yield f"frame:kept:{role}", 1.0
        if content:
            yield f"frame:touched:{role}", 1.0
    if {f.modality for f in change.old.frames} != {f.modality for f in change.new.frames}:
        yield "frame:modality", 1.0


def _frames_of(frames: Set[tuple[str, str]], sign: str, kind: str) -> Seen:
    for role, act in frames:
        yield f"frame:{sign}:{kind}:{role}", 1.0
        if role in ("denial", "intrusion"):
            yield f"frame:{sign}:{role}:{act}", 1.0


def _news(change: Comparison) -> Seen:
    """Concepts that the whole other text never names: a class of data, recipient, purpose or right that is new, or gone, altogether."""
    vocabulary = english().concepts
    context = change.context
    for bag, other, sign in ((change.added_concepts, context.old, "added"), (change.removed_concepts, context.new, "removed")):
        fresh = [vocabulary[c] for c in bag if vocabulary[c].group in NEWS_GROUPS and not other.speaks_of(c)]
        if fresh:
            yield f"news:{sign}", min(len(fresh), 3) / 2
        if any(concept.tier >= _GRAVE_TIER for concept in fresh):
            yield f"news:{sign}:tier-high", 1.0
        for group in {concept.group for concept in fresh}:
            yield f"news:{sign}:{group}", 1.0
