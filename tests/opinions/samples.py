"""Two texts and the question about them."""

from __future__ import annotations

from monitor.core.compare import compare_documents
from monitor.model import Document, Policy
from monitor.opinions.question import ReaderQuestion, question_of
from monitor.pipeline.reader_trial import NEW, OLD

POLICY = Policy("larkspur", "Larkspur", urls=("https://larkspur.example/privacy",))


def question(old: str = OLD, new: str = NEW, language: str = "en") -> ReaderQuestion:
    changelog = compare_documents(Document(old, language=language), Document(new, language=language))
    asked = question_of(POLICY, old, new, changelog, language)
    assert asked is not None
    return asked
