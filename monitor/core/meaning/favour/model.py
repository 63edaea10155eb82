"""Whom a change favours, with how sure that is: a linear model over the traits of `traits`, with four answers.

It answers for a sentence that came or went, and for one that was put for another. A change and its reverse get opposite answers by
construction: signed traits weigh for the one side what they weigh against the other, and the rest weigh the same for both.

The weights are in monitor/vocabulary/favour_model.bin, made by `python -m evaluation.train_favour` from evaluation/sentences and
evaluation/pairs; what the model is worth on texts that it has not seen stands in docs/evaluation.md. The file is a line of JSON, and then
as many keys (four bytes each, sorted; see `key`) and pairs of weights (two signed bytes, in steps of `step`). Every process that judges
loads it, and parsing the same as text would take a tenth of a second.
"""

from __future__ import annotations

import json
import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from math import exp, fsum
from typing import Any
from zlib import crc32

from monitor.core.meaning.clause_tokens import sentence_row, shown
from monitor.core.meaning.data_files import DataFileError, keyed, number
from monitor.core.meaning.favour.traits import traits

FILE = "favour_model.bin"
_LEAST_WORDS = 3
"""Words of a sentence below which it is a heading or a number."""


@dataclass(frozen=True, slots=True)
class Favour:
    """How likely a change favours the reader, favours the company, and changes nothing; the rest to 1 is that it has no side, or both."""

    reader: float
    company: float
    same: float

    @property
    def lean(self) -> float:
        """For (up to 1) or against (down to -1) the reader."""
        return self.reader - self.company


def key(name: str, *, signed: bool) -> int:
    """What stands for a trait in the file: of a hundred thousand names, two get the same one by chance."""
    return crc32(f"{'±' if signed else '='}{name}".encode())


@dataclass(frozen=True, slots=True)
class FavourModel:
    """What each trait speaks for."""

    sided: float
    """What speaks for favouring one side, whichever, before any trait is seen; against no side, or both."""
    same: float
    """What speaks for nothing having changed, likewise."""
    step: float
    """What 1 is worth in `weights`."""
    keys: array[int]
    weights: array[int]
    """Two for each key. Of a signed trait, what it speaks for the reader and against the company, and nothing; of another, what it speaks
    for favouring one side, and for nothing having changed."""

    def favour(self, old: str, new: str) -> Favour:
        """Whom a change favours.

        Args:
            old, new: the text before and after; one of them is empty for what was added or removed.
        """
        seen = traits(old, new)
        towards = fsum(weight * value for weight, _, value in self._weighed(seen.signed.items(), signed=True))
        found = list(self._weighed(seen.either_way.items(), signed=False))
        sided = self.sided + self.step * fsum(weight * value for weight, _, value in found)
        reader, company = exp(sided + self.step * towards), exp(sided - self.step * towards)
        same = 0.0 if not old or not new else exp(self.same + self.step * fsum(weight * value for _, weight, value in found))
        whole = 1 + reader + company + same
        return Favour(reader / whole, company / whole, same / whole)

    def _weighed(self, seen: Iterable[tuple[str, float]], *, signed: bool) -> Iterable[tuple[int, int, float]]:
        keys, weights = self.keys, self.weights
        for name, value in seen:
            wanted = key(name, signed=signed)
            at = bisect_left(keys, wanted)
            if at < len(keys) and keys[at] == wanted:
                yield weights[2 * at], weights[2 * at + 1], value


@lru_cache(maxsize=1024)
def favour_of(old: str, new: str) -> Favour:
    """Whom a change favours, by the shipped weights.

    >>> favour_of("", "We never sell your data.").reader > 0.8, favour_of("", "We may sell your data to anyone.").company > 0.8
    (True, True)
    """
    return _model().favour(old, new)


def leans_of_sentences(text: str) -> list[float]:
    """How far each sentence of a text favours the reader (up to 1) or the company (down to -1) by coming; headings are left out."""
    text = shown(text)
    spans = (text[found.places[0][0] : found.places[-1][1]] for found in sentence_row(text) if len(found.places) >= _LEAST_WORDS)
    return [favour_of("", span).lean for span in spans]


@cache
def _model() -> FavourModel:
    return favour_model_of(files("monitor").joinpath("vocabulary", FILE).read_bytes())


def favour_model_of(data: bytes) -> FavourModel:
    """A model from the content of the data file.

    Raises:
        DataFileError: when it is damaged.
    """
    head, _, rest = data.partition(b"\n")
    try:
        line = json.loads(head)
    except ValueError as error:
        raise DataFileError(f"{FILE}: the first line is not JSON") from error
    found = keyed(FILE, line, ("sided", "same", "step", "traits"))
    sided, same, step, count = (number(f"{FILE}: {name}", found[name]) for name in ("sided", "same", "step", "traits"))
    keys, weights = array("I"), array("b")
    size = int(count) * keys.itemsize
    if len(rest) != size + 2 * count:
        raise DataFileError(f"{FILE}: {len(rest)} bytes follow the first line, where {count:g} traits take {size + 2 * count:g}")
    keys.frombytes(rest[:size])
    weights.frombytes(rest[size:])
    if sys.byteorder == "big":
        keys.byteswap()
    if any(one >= two for one, two in pairwise(keys)):
        raise DataFileError(f"{FILE}: the keys of the traits are not in order")
    return FavourModel(sided, same, step, keys, weights)


def as_bytes(sided: float, same: float, step: float, weights: dict[int, tuple[int, int]]) -> bytes:
    """The content of the data file: by key, the weights of each trait in steps of `step`, from -127 to 127."""
    head: dict[str, Any] = {"sided": sided, "same": same, "step": step, "traits": len(weights)}
    order = sorted(weights)
    keys, pairs = array("I", order), array("b", [weight for each in order for weight in weights[each]])
    if sys.byteorder == "big":
        keys.byteswap()
    return json.dumps(head).encode() + b"\n" + keys.tobytes() + pairs.tobytes()
