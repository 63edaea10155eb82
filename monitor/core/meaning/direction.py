"""For or against the reader: which way a change goes for the person whom the document governs.

Every trait is a difference, what the new side says minus what the old side says, so turning a change round turns every sign: what weakens
one way strengthens the other way. Cue phrases and weights are data: monitor/vocabulary/direction_model.yaml, which says how they were made.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import fsum, tanh
from typing import Any

from monitor.core.meaning.data_files import DataFileError, keyed, number, numbers
from monitor.core.meaning.features.declared import direction_traits, features
from monitor.core.meaning.features.durations import periods_of
from monitor.core.meaning.features.registry import Registry
from monitor.core.meaning.frames import Frame
from monitor.core.meaning.observation import Observation
from monitor.core.meaning.parsed import ParsedText
from monitor.core.text.lexicon import Lexicon, english, load
from monitor.model import Direction, Severity

_SHELTERS = frozenset({"promise", "limit", "consent", "choice", "right"})
"""Cues that soften what stands near them: "we share it only if you choose"."""
_BEFORE, _AFTER = 12, 14
"""Words before and after such a cue that it reaches."""
_HEAD = 45
"""Words of a passage that hold its main clause."""
_MOST = 9
_TOPIC_SHARE = 0.05


@dataclass(frozen=True, slots=True)
class Lean:
    """How far a change is for (positive) or against (negative) the reader."""

    learned: float
    """By cues, frames, periods and topics, each with its learned weight."""
    outright: float
    """By what a feature says by itself, such as a promise that was removed; it outweighs what cues suggest."""
    margin: float
    """A change that leans less than this, either way, is neutral."""

    @property
    def total(self) -> float:
        """Both together."""
        return self.learned + self.outright

    @property
    def direction(self) -> Direction:
        """Weakens, strengthens or neutral for the reader."""
        if abs(self.total) < self.margin:
            return Direction.NEUTRAL
        return Direction.STRENGTHENS if self.total > 0 else Direction.WEAKENS


def lean_of(change: Observation, severity: Severity) -> Lean:
    """How far a change is for or against the reader; a minor change needs clearer words than a material one."""
    margin = float(_data()["margin"]) * (1 if severity.rank >= Severity.MATERIAL.rank else _MINOR)
    return Lean(leaning(change), fsum(outright(change).values()), margin)


def direction_of(change: Observation, severity: Severity) -> Direction:
    """Weakens, strengthens or neutral for the reader; what is cosmetic is neutral."""
    return Direction.NEUTRAL if severity.rank <= Severity.COSMETIC.rank else lean_of(change, severity).direction


_MINOR = 20
"""How much clearer a minor change must be: it has few words, and one of them often decides."""
_SHORT = 45
"""Words of a side up to which a feature speaks for all of it; a longer passage holds several statements."""


def outright(change: Observation) -> dict[str, float]:
    """What features say outright, by name: those seen here for what they count, those of the mirrored change against it."""
    if max(len(change.old.words), len(change.new.words)) > _SHORT:
        return {}
    here, there = change.features, change.mirrored().features
    return {
        name: weight * ((name in here) - (name in there))
        for name, weight in features().outright().items()
        if (name in here) != (name in there)
    }


def leaning(change: Observation, weights: Mapping[str, float] | None = None) -> float:
    """For (positive) or against (negative) the reader; turning the change round turns the sign. `weights` None: those that ship."""
    weights = trait_weights() if weights is None else weights
    return fsum(weights.get(name, 0.0) * value for name, value in traits(change).items())


def trait_weights() -> Mapping[str, float]:
    """The weights that ship, by trait."""
    weights: Mapping[str, float] = _data()["weights"]
    return weights


def traits(change: Observation) -> dict[str, float]:
    """The named differences between the two sides; each turns its sign when the sides change places."""
    old, new = cues(change.old), cues(change.new)
    kinder = {"stance": stance(new) - stance(old)}
    return {**_cue_traits(old, new), **_frame_traits(change), **_period_traits(change), **_shape_traits(change), **kinder}


# --- cues ------------------------------------------------------------------------------------------------------------


def cues(side: ParsedText) -> Counter[str]:
    """How often each cue stands in a side.

    "near:…" is a cue against the reader that a softening cue reaches, "cue:…" any other, "head:…" either in the main clause.
    """
    found = _cues().find(side.words)
    shelters = [start for start, _, cue in found if cue.id in _SHELTERS]
    out: Counter[str] = Counter()
    count = out.get
    for start, end, cue in found:
        plain, near, head = _names(cue.id)
        name = near if cue.group == "against" and _sheltered(start, shelters) else plain
        out[name] = count(name, 0) + 1
        if end <= _HEAD:
            out[head] = count(head, 0) + 1
    return out


def _sheltered(start: int, shelters: Sequence[int]) -> bool:
    """True when one of the places, which rise, reaches a cue: the first that is not too far before it must not be too far after it."""
    at = bisect_left(shelters, start - _AFTER)
    return at < len(shelters) and shelters[at] <= start + _BEFORE


@cache
def _names(cue: str) -> tuple[str, str, str]:
    return f"cue:{cue}", f"near:{cue}", f"head:{cue}"


def _cue_traits(old: Counter[str], new: Counter[str]) -> dict[str, float]:
    return {name: _root(new[name] - old[name]) for name, _ in old.items() ^ new.items()}


def _root(n: float) -> float:
    size = min(abs(n), _MOST) ** 0.5
    return float(size if n > 0 else -size)


def stance(found: Counter[str]) -> float:
    """How kind a side is by its cues together, -1 to 1."""
    return tanh(fsum(_kindness(name) * count**0.5 for name, count in found.items()) / 4)


@cache
def _kindness(name: str) -> float:
    """How far one mention is for the reader; a cue that a softening one stands near says less against."""
    manner, _, cue = name.partition(":")
    return signs()[cue] * {"cue": 1.0, "near": 0.4, "head": 0.0}[manner]


# --- frames, periods, shape -------------------------------------------------------------------------------------------


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
    if len(before) != len(after) or not longer:
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


# --- data ------------------------------------------------------------------------------------------------------------


FILE = "direction_model.yaml"


@cache
def _data() -> Mapping[str, Any]:
    return checked(load(FILE))


def checked(data: object) -> Mapping[str, Any]:
    """The content of the data file.

    Raises:
        UnknownFeatureError: when it weighs a name that no trait has.
        DataFileError: when a key is missing, or a figure or the terms of a cue are none.
    """
    found = keyed(FILE, data, ("margin", "cues", "weights"))
    number(f"{FILE}: margin", found["margin"])
    for name, cue in keyed(f"{FILE}: cues", found["cues"]).items():
        where = f"{FILE}: cues: {name!r}"
        number(f"{where}: sign", keyed(where, cue, ("sign", "terms"))["sign"])
        if not isinstance(cue["terms"], list) or not cue["terms"]:
            raise DataFileError(f"{where}: terms: expected a list of terms, not {cue['terms']!r:.40}")
    known_traits(found["cues"]).check(numbers(f"{FILE}: weights", found["weights"]), f"{FILE}: weights")
    return found


def known_traits(cues: Iterable[str]) -> Registry:
    """Every trait that `traits` may give where these are the cues."""
    return direction_traits(tuple(cues), tuple(dict.fromkeys(topic for c in english().concepts.values() for topic in c.topics)))


@cache
def _cues() -> Lexicon:
    return Lexicon({name: {"group": "for" if cue["sign"] > 0 else "against", **cue} for name, cue in _data()["cues"].items()})


@cache
def signs() -> Mapping[str, float]:
    """How far each cue's presence is for or against the reader, by name."""
    return {name: float(cue["sign"]) for name, cue in _data()["cues"].items()}
