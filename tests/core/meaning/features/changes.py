"""The change between two statements of our own writing, observed as the engine observes it."""

from __future__ import annotations

from collections.abc import Mapping

from monitor.core.diff.align import align
from monitor.core.diff.candidates import group
from monitor.core.meaning.document_context import document_context
from monitor.core.meaning.features.declared import features
from monitor.core.meaning.observation import Observation, observe
from monitor.core.text.segment import SegmentedText
from monitor.model import Document

FILLER = "The shop stands in an old mill by the river and opens at nine."


def changes(old: str, new: str, *, rest_old: str = "", rest_new: str = "") -> list[Observation]:
    """Every change between two short policies that hold the statements, a sentence that never changes, and more text if given."""
    before, after = (f"# Privacy\n\n{text}\n\n{FILLER}\n\n{rest}" for text, rest in ((old, rest_old), (new, rest_new)))
    alignment = align(SegmentedText(before), SegmentedText(after))
    candidates = group(alignment)
    context = document_context(Document(before), Document(after), alignment, candidates)
    return [observe(candidate, context) for candidate in candidates]


def values(module: str, old: str, new: str, *, rest_old: str = "", rest_new: str = "") -> Mapping[str, float]:
    """The features of one module of the package, over all changes between the two."""
    known = features()
    found = changes(old, new, rest_old=rest_old, rest_new=rest_new)
    return {name: value for change in found for name, value in change.features.items() if known[name].group == module}


def names(module: str, old: str, new: str, *, rest_old: str = "", rest_new: str = "") -> set[str]:
    """The names of those features."""
    return set(values(module, old, new, rest_old=rest_old, rest_new=rest_new))


def mirrored(found: set[str]) -> set[str]:
    """The names that the same change shows when old and new are exchanged."""
    known = features()
    return {mirror for name in found if (mirror := known[name].mirror)}
