"""Documents and captures that are loaded where their content is asked for."""

from __future__ import annotations

from dataclasses import fields

from monitor.core.history.deferred import DeferredCapture, DeferredDocument, digest_of, identity_of, loaded
from monitor.model import Document, ExtractionResult, PageFacts

from .timeline_world import A, B, seen

WHOLE = Document(A, "Privacy", "2020-01-02", "2020-02-01", "en", ("guessed",), ("hidden",))


def deferred(calls: list[str]) -> DeferredDocument:
    def load() -> Document:
        calls.append("loaded")
        return WHOLE

    return DeferredDocument("one", WHOLE.sha256, load)


def test_what_identifies_a_document_loads_nothing() -> None:
    calls: list[str] = []
    document = deferred(calls)
    assert (document.sha256, identity_of(document)) == (WHOLE.sha256, "one")
    assert calls == []


def test_every_field_is_the_one_of_the_document() -> None:
    calls: list[str] = []
    document = deferred(calls)
    for one in fields(Document):
        assert getattr(document, one.name) == getattr(WHOLE, one.name)
    assert len(calls) == len(fields(Document)), "nothing is held"
    assert loaded(document) is WHOLE
    assert loaded(WHOLE) is WHOLE


def test_documents_in_memory_are_identified_by_all_that_they_are() -> None:
    assert identity_of(Document(A)) == identity_of(Document(A))
    assert len({identity_of(one) for one in (Document(A), Document(B), Document(A, "Privacy"), WHOLE)}) == 4


def test_a_digest_tells_values_apart_and_bears_any_text() -> None:
    assert digest_of("a", "b") != digest_of("ab")
    assert digest_of("a", None) != digest_of("a", "None")
    assert len(digest_of("\ud800")) == 32


def test_a_capture_has_its_document_and_none_where_nothing_was_extracted() -> None:
    record = seen(A, 1).record
    extraction = ExtractionResult(WHOLE, PageFacts())
    capture = DeferredCapture(record, "reading", WHOLE.sha256, lambda: extraction)
    assert capture.document is not None
    assert (capture.document.text, capture.document.sha256, capture.reading) == (A, WHOLE.sha256, "reading")
    assert capture.extraction is extraction
    assert DeferredCapture(record, "reading", None, lambda: ExtractionResult(None, PageFacts())).document is None
