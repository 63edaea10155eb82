"""Cue phrases of the direction: what they are, how often each stands in a text, and how kind a text is by them together.

The phrases are data: monitor/vocabulary/direction_model.yaml, which says how they were made.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from math import fsum, tanh
from typing import Any

from monitor.core.meaning.data_files import DataFileError, keyed, number
from monitor.core.meaning.parsed import ParsedText
from monitor.core.text.lexicon import Lexicon, load

FILE = "direction_model.yaml"
_SHELTERS = frozenset({"promise", "limit", "consent", "choice", "right"})
"""Cues that soften what stands near them: "we share it only if you choose"."""
_BEFORE, _AFTER = 12, 14
"""Words before and after such a cue that it reaches."""
_HEAD = 45
"""Words of a passage that hold its main clause."""


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


def cue_names(words: Sequence[str]) -> list[str]:
    """The cues that stand in the words, as often as they do."""
    return [cue.id for _, _, cue in _cues().find(words)]


def _sheltered(start: int, shelters: Sequence[int]) -> bool:
    """True when one of the places, which rise, reaches a cue: the first that is not too far before it must not be too far after it."""
    at = bisect_left(shelters, start - _AFTER)
    return at < len(shelters) and shelters[at] <= start + _BEFORE


@cache
def _names(cue: str) -> tuple[str, str, str]:
    return f"cue:{cue}", f"near:{cue}", f"head:{cue}"


def stance(found: Counter[str]) -> float:
    """How kind a side is by its cues together, -1 to 1."""
    return tanh(fsum(_kindness(name) * count**0.5 for name, count in found.items()) / 4)


@cache
def _kindness(name: str) -> float:
    """How far one mention is for the reader; a cue that a softening one stands near says less against."""
    manner, _, cue = name.partition(":")
    return signs()[cue] * {"cue": 1.0, "near": 0.4, "head": 0.0}[manner]


@cache
def _data() -> Mapping[str, Mapping[str, Any]]:
    return checked_cues(keyed(FILE, load(FILE), ("cues",))["cues"])


def checked_cues(cues: object) -> Mapping[str, Mapping[str, Any]]:
    """The cues of the data file, by name.

    Raises:
        DataFileError: when a cue has no sign or no terms.
    """
    found = keyed(f"{FILE}: cues", cues)
    for name, cue in found.items():
        where = f"{FILE}: cues: {name!r}"
        number(f"{where}: sign", keyed(where, cue, ("sign", "terms"))["sign"])
        if not isinstance(cue["terms"], list) or not cue["terms"]:
            raise DataFileError(f"{where}: terms: expected a list of terms, not {cue['terms']!r:.40}")
    return found


@cache
def _cues() -> Lexicon:
    return Lexicon({name: {"group": "for" if cue["sign"] > 0 else "against", **cue} for name, cue in _data().items()})


@cache
def signs() -> Mapping[str, float]:
    """How far each cue's presence is for or against the reader, by name."""
    return {name: float(cue["sign"]) for name, cue in _data().items()}
