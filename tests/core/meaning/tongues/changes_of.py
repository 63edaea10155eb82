"""Changes in judged languages for the tests: two sentences in a document of their language."""

from __future__ import annotations

from evaluation.languages import document_of, placed
from monitor.core.compare import candidates_of
from monitor.core.meaning.document_context import document_context
from monitor.core.meaning.tongues.side import TongueChange
from monitor.model import Document


def pair(code: str, old: str | None, new: str | None) -> tuple[str, str]:
    """Two documents that differ in one paragraph."""
    return placed(document_of(code), old, 2), placed(document_of(code), new, 2)


def change_of(code: str, old: str | None, new: str | None) -> TongueChange:
    """The first change between two such documents."""
    before, after = (Document(text) for text in pair(code, old, new))
    found, candidates = candidates_of(before, after)
    context = document_context(before, after, found, candidates)
    return TongueChange.of(candidates[0], context, code)
