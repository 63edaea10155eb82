"""What severity is learned from: the named features of a change, and the plain words of its passage and of the headings above it.

Named features say what is known to matter; the words tell the rest: a passage about "enrol" or "firearm" is seldom without substance, one
about "browser" often is. On unseen services they raise the average precision of material changes from 0.79 to 0.80, and F1 by 0.015.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from math import fsum, log, sqrt

from monitor.core.meaning.observation import Observation
from monitor.core.text.tokens import stem, words

PASSAGE, HEADING = "passage:", "heading:"
"""How the names begin that are stems of words, of the passage and of the headings above it; which words there are no list holds."""
_PASSAGE_LENGTH, _HEADINGS_LENGTH = 3.0, 1.8
"""Lengths of the two vectors of words, so that a long passage counts as much as a short one; chosen on cross-validated figures."""
_NEAREST = 2
"""Headings that count: the nearest ones."""
_DOCUMENT = "document:"
"""How the names begin that tell of the document, which are not learned from: a change weighs what it says, wherever it stands.

What else changed and whether the printed date moved gained nothing on unseen services (F1 0.757 with and without), and pressed down every
single silent edit of a long page.
"""


def severity_inputs(change: Observation) -> Mapping[str, float]:
    """The features of a change and the words of its newer side (or of the older, where nothing is new), each with its value."""
    headings = (word for title in change.section[-_NEAREST:] for word in words(title))
    passage = change.new.words or change.old.words
    named = {name: value for name, value in change.features.items() if not name.startswith(_DOCUMENT)}
    return {**named, **_vector(PASSAGE, passage, _PASSAGE_LENGTH), **_vector(HEADING, headings, _HEADINGS_LENGTH)}


def is_word(name: str) -> bool:
    """True of a name that stands for a word, which no registry declares."""
    return name.startswith((PASSAGE, HEADING))


def _vector(prefix: str, found: Iterable[str], length: float) -> dict[str, float]:
    sizes = {word: 1 + log(count) for word, count in Counter(map(stem, found)).items()}
    scale = length / (sqrt(fsum(size * size for size in sizes.values())) or 1.0)
    return {f"{prefix}{word}": size * scale for word, size in sizes.items()}
