"""Whom a text favours, with how sure that is: a linear model over the traits of `traits`, with three answers.

The weights are in monitor/vocabulary/favour_model.json, made by `python -m evaluation.train_favour` from evaluation/sentences; what the
model is worth on sentences that it has not seen stands in docs/evaluation.md.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from math import exp, fsum
from typing import Any

from monitor.core.meaning.clause_tokens import sentence_row, shown
from monitor.core.meaning.data_files import DataFileError, keyed, numbers
from monitor.core.meaning.favour.traits import traits

FILE = "favour_model.json"
ANSWERS = ("reader", "company")
"""Whom a text favours, in the order of a trait's weights; the third answer, neither, is what they are weighed against."""
_LEAST_WORDS = 3
"""Words of a sentence below which it is a heading or a number."""


@dataclass(frozen=True, slots=True)
class Favour:
    """How likely a text favours the reader, and the company; what is missing to 1 is that it favours neither, or both."""

    reader: float
    company: float

    @property
    def lean(self) -> float:
        """For (up to 1) or against (down to -1) the reader."""
        return self.reader - self.company


@dataclass(frozen=True, slots=True)
class FavourModel:
    """What each trait speaks for, as against favouring neither: for the reader, for the company."""

    intercept: tuple[float, float]
    weights: Mapping[str, tuple[float, float]]

    def favour(self, text: str) -> Favour:
        """Whom a text favours when it stands in a policy."""
        seen = [(*weights, value) for name, value in traits(text).items() if (weights := self.weights.get(name))]
        reader = exp(self.intercept[0] + fsum([weight * value for weight, _, value in seen]))
        company = exp(self.intercept[1] + fsum([weight * value for _, weight, value in seen]))
        whole = 1 + reader + company
        return Favour(reader / whole, company / whole)


@lru_cache(maxsize=1024)
def favour_of(text: str) -> Favour:
    """Whom a text favours, by the shipped weights.

    >>> favour_of("We never sell your data.").reader > 0.8, favour_of("We may sell your data to anyone.").company > 0.8
    (True, True)
    """
    return _model().favour(text)


def leans_of_sentences(text: str) -> list[float]:
    """How far each sentence of a text favours the reader (up to 1) or the company (down to -1); headings are left out."""
    text = shown(text)
    spans = (text[found.places[0][0] : found.places[-1][1]] for found in sentence_row(text) if len(found.places) >= _LEAST_WORDS)
    return [favour_of(span).lean for span in spans]


@cache
def _model() -> FavourModel:
    return favour_model_of(json.loads(files("monitor").joinpath("vocabulary", FILE).read_text(encoding="utf-8")))


def favour_model_of(data: Any) -> FavourModel:
    """A model from the content of the data file.

    Raises:
        DataFileError: when a key is missing, or a weight is no pair of numbers.
    """
    found = keyed(FILE, data, ("intercept", "weights"))
    weights = keyed(f"{FILE}: weights", found["weights"])
    # Each pair is looked at closely only where one is none: there are thirty-five thousand, and every process that judges loads them.
    if any(type(pair) is not list or [*map(type, pair)] != [float, float] for pair in weights.values()):
        weights = {name: _pair(f"{FILE}: weights: {name!r}", pair) for name, pair in weights.items()}
    return FavourModel(_pair(f"{FILE}: intercept", found["intercept"]), {name: (pair[0], pair[1]) for name, pair in weights.items()})


def _pair(where: str, pair: Any) -> tuple[float, float]:
    if not isinstance(pair, list) or len(pair) != len(ANSWERS):
        raise DataFileError(f"{where}: expected two numbers, not {pair!r:.40}")
    reader, company = numbers(where, dict(zip(ANSWERS, pair, strict=True))).values()
    return reader, company
