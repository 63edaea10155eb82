"""Small changes for tests: two statements in a document of a few lines, observed."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from evaluation.examples import example_pairs
from monitor.core.compare import candidates_of
from monitor.core.diff.candidates import Candidate
from monitor.core.meaning.document_context import DocumentContext, document_context
from monitor.core.meaning.observation import Observation, observe
from monitor.core.meaning.parsed import ParsedDocument
from monitor.core.text.segment import SegmentedText
from monitor.model import ChangeKind, Document

FILLER = "The shop stands in an old mill by the river and opens at nine."
CASES = Path(__file__).resolve().parents[2] / "cases"


def documents(old: str, new: str, *, title: str = "Privacy", rest_old: str = "", rest_new: str = "") -> tuple[Document, Document]:
    """Two documents that differ in one statement, or in what stands after it."""
    sides = ((old, rest_old), (new, rest_new))
    before, after = (Document(f"# {title}\n\n{text}\n\n{FILLER}\n\n{rest}".strip() + "\n") for text, rest in sides)
    return before, after


def observations(old: Document, new: Document) -> list[Observation]:
    """Every candidate change between two documents, as the engine observes it."""
    found, candidates = candidates_of(old, new)
    context = document_context(old, new, found, [candidate for candidate in candidates if not candidate.equal])
    return [observe(candidate, context) for candidate in candidates if candidate.kind is not ChangeKind.MOVED]


def observed(old: str, new: str, *, title: str = "Privacy", rest_old: str = "", rest_new: str = "") -> Observation:
    """The first change between two statements."""
    return observations(*documents(old, new, title=title, rest_old=rest_old, rest_new=rest_new))[0]


def features(old: str, new: str, *, title: str = "Privacy", rest_old: str = "", rest_new: str = "") -> dict[str, float]:
    """The features of every change between two statements."""
    found: dict[str, float] = {}
    for change in observations(*documents(old, new, title=title, rest_old=rest_old, rest_new=rest_new)):
        found.update(change.features)
    return found


SENTENCES = (
    "We do not sell your personal data.",
    "We may share your data with advertisers and other partners.",
    "You have the right to request a copy of your data free of charge.",
    "You must not use the service for unlawful purposes.",
    "We delete your account data within 30 days of your request.",
    "We keep your messages for 12 months.",
    "We may suspend your account at any time, without notice, at our sole discretion.",
    "You can opt out of targeted advertising in your settings.",
    "All disputes are settled by binding arbitration, and you waive any class action.",
    "We use your content to train machine learning models.",
    "This policy was written in plain words.",
    "",
)
"""Sentences that each lean in a way of their own, and two that lean nowhere."""


def beside(old: str, new: str) -> Observation:
    """Two texts as the sides of one rewording, however little they have in common."""
    pages = SegmentedText(old), SegmentedText(new)
    units = [tuple(unit for line in range(len(page.lines)) for unit in page.units(line)) for page in pages]
    return observe(Candidate(ChangeKind.REWORDED, *units), DocumentContext(ParsedDocument(pages[0]), ParsedDocument(pages[1])))


@cache
def small_corpus() -> tuple[Observation, ...]:
    """Every change of tests/cases, and each of the sentences beside each other: made in a second, where `corpus` takes twenty."""
    pairs = [observations(*found) for found in _cases()]
    return (*(change for found in pairs for change in found), *(beside(old, new) for old in SENTENCES for new in SENTENCES if old != new))


def _cases(step: int = 1) -> Iterator[tuple[Document, Document]]:
    for folder in sorted(CASES.iterdir())[::step]:
        old, new = ((folder / name).read_text(encoding="utf-8") for name in ("old.md", "new.md"))
        yield Document(old), Document(new)


def _corpus(step: int) -> Iterator[tuple[Document, Document]]:
    yield from _cases(step)
    for pair in example_pairs(step=step):
        yield pair.old, pair.new


@cache
def corpus(step: int = 1) -> tuple[Observation, ...]:
    """The changes of tests/cases and of evaluation/examples, of every `step`-th pair; tests that ask for all are slow, and take minutes."""
    return tuple(change for old, new in _corpus(step) for change in observations(old, new))
