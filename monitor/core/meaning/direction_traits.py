"""What a direction is learned from: named differences between the two sides of a change.

Every trait is what the new side says minus what the old side says, so turning a change round turns every sign: what weakens one way
strengthens the other way.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cache
from math import copysign, fsum, log, sqrt, tanh

from monitor.core.meaning.direction_cues import cues, stance
from monitor.core.meaning.features.declared import direction_traits, turning_features
from monitor.core.meaning.features.durations import periods_of, same_periods
from monitor.core.meaning.features.registry import Registry
from monitor.core.meaning.frames import Frame
from monitor.core.meaning.observation import Observation
from monitor.core.text.lexicon import english
from monitor.core.text.tokens import stem

_MOST = 9
_TOPIC_SHARE = 0.05


def traits(change: Observation) -> dict[str, float]:
    """The named differences between the two sides; each turns its sign when the sides change places."""
    old, new = cues(change.old), cues(change.new)
    kinder = {"stance": stance(new) - stance(old)}
    seen = {**_cue_traits(old, new), **_frame_traits(change), **_period_traits(change), **_shape_traits(change), **kinder}
    return {**seen, **_feature_traits(change), **_word_traits(change)}


def known_traits(cues: Iterable[str]) -> Registry:
    """Every trait that `traits` may give where these are the cues, but for the words of a language, which no list holds."""
    return direction_traits(tuple(cues), tuple(dict.fromkeys(topic for c in english().concepts.values() for topic in c.topics)))


def _cue_traits(old: Counter[str], new: Counter[str]) -> dict[str, float]:
    return {name: _root(new[name] - old[name]) for name, _ in old.items() ^ new.items()}


def _root(n: float) -> float:
    size = min(abs(n), _MOST) ** 0.5
    return float(size if n > 0 else -size)


def _frame_traits(change: Observation) -> dict[str, float]:
    out: Counter[str] = Counter()
    before, after = _acts(change.old.frames), _acts(change.new.frames)
    for sign, acts in ((1, after - before), (-1, before - after)):
        out.update({f"frame:{role}": sign for role in {role for role, _ in acts}})
        out.update({f"frame:{role}:{act}": sign for role, act in acts})
    return {name: float(value) for name, value in out.items() if value}


def _acts(frames: list[Frame]) -> set[tuple[str, str]]:
    return {(frame.role, frame.act) for frame in frames}


_NOTICE = frozenset({"notify", "change-terms", "notice", "arbitrate", "right", "terminate"})
_KEEPING = frozenset({"retain", "delete"})


def _period_traits(change: Observation) -> dict[str, float]:
    """Longer or shorter periods, by what they are periods of, and whether a side names any."""
    before, after = periods_of(change.old), periods_of(change.new)
    if bool(before) != bool(after):
        return {"period:named": 1.0 if after else -1.0}
    longer = fsum(after) - fsum(before)
    if len(before) != len(after) or not longer or same_periods(change.old, change.new):
        return {}
    named = change.old.concepts.keys() | change.new.concepts.keys()
    kinds = {"period:of-notice": named & _NOTICE, "period:of-keeping": named & _KEEPING, "period:longer": True}
    return {name: 1.0 if longer > 0 else -1.0 for name, holds in kinds.items() if holds}


def _shape_traits(change: Observation) -> dict[str, float]:
    """What came or went as a whole, and what it is about: a right that is added is a gain, a disclaimer a loss."""
    grown = tanh((len(change.added) - len(change.removed)) / 10)
    whole = float(bool(change.new.words)) - float(bool(change.old.words))
    out = {"whole": whole, "grown": grown}
    sign = whole or 0.7 * tanh((len(change.added) - len(change.removed)) / 6)
    votes = _votes(change)
    total = fsum(votes.values())
    out.update((f"about:{topic}", sign * vote / total) for topic, vote in votes.items() if sign and vote > _TOPIC_SHARE * total)
    return out


def _votes(change: Observation) -> dict[str, float]:
    """Topics by the concepts of both sides alone: the same whichever side is the older."""
    out: dict[str, float] = {}
    for name in sorted(change.old.concepts.keys() | change.new.concepts.keys()):
        changed = max(change.removed_concepts.get(name, 0.0), change.added_concepts.get(name, 0.0))
        for topic, strength in english().concepts[name].topics.items():
            out[topic] = out.get(topic, 0.0) + strength * (1.0 + 3.0 * changed)
    return out


@cache
def _turning() -> dict[str, tuple[str, float]]:
    """By a feature that has another name in the exchanged change: the trait that it counts for (1) or against (-1)."""
    pairs = turning_features().items()
    return {name: (f"feature:{first}", sign) for first, mirror in pairs for name, sign in ((first, 1.0), (mirror, -1.0))}


def _feature_traits(change: Observation) -> dict[str, float]:
    """Features that have another name in the exchanged change: one counts for what its mirror counts against."""
    out: Counter[str] = Counter()
    turning = _turning()
    for name, value in change.features.items():
        if found := turning.get(name):
            out[found[0]] += found[1] * value  # type: ignore[assignment]
    return {name: float(value) for name, value in out.items() if value}


def _word_traits(change: Observation) -> dict[str, float]:
    """Stems of the words that came, less those of the words that went: "dispose" and "waive" speak for themselves.

    Together they have the length 1, so that a long passage does not outweigh a short one.
    """
    counts = Counter(map(stem, change.added))
    counts.subtract(map(stem, change.removed))
    sizes = {word: copysign(1 + log(abs(count)), count) for word, count in counts.items() if count}
    length = sqrt(fsum(size * size for size in sizes.values()))
    return {f"{WORD}{word}": size / length for word, size in sizes.items()}


WORD = "word:"
"""How the names of traits begin that are stems of words."""
