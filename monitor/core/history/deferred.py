"""Documents and captures that are known by their digests, and loaded only when their content is needed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from hashlib import sha256
from typing import Any

from monitor.model import Document, ExtractionResult, SnapshotRecord


class DeferredDocument(Document):
    """A document that is loaded each time that one of its fields is asked for: histories hold thousands.

    Args:
        identity: equal for equal documents.
        digest: SHA-256 of its text.
        load: gives the document itself.
    """

    __slots__ = ("_digest", "_load", "identity")

    identity: str
    _digest: str
    _load: Callable[[], Document]

    def __init__(self, identity: str, digest: str, load: Callable[[], Document]) -> None:
        for name, value in (("identity", identity), ("_digest", digest), ("_load", load)):
            object.__setattr__(self, name, value)  # frozen, like every document

    @property
    def sha256(self) -> str:
        """Digest of the text; see `Document.sha256`."""
        return self._digest

    def loaded(self) -> Document:
        """The document with its text, read from the store."""
        return self._load()


def _field(name: str) -> Any:
    return property(lambda self: getattr(self.loaded(), name))


for _one in fields(Document):
    setattr(DeferredDocument, _one.name, _field(_one.name))


def loaded(document: Document) -> Document:
    """The document with everything in memory."""
    return document.loaded() if isinstance(document, DeferredDocument) else document


def identity_of(document: Document) -> str:
    """A digest of a document and all that is known about it: equal documents have equal ones."""
    return document.identity if isinstance(document, DeferredDocument) else digest_of(document)


def digest_of(*parts: object) -> str:
    """A short digest of values by what `repr` shows of them."""
    return sha256(repr(parts).encode("utf-8", "replace")).hexdigest()[:32]


class DeferredCapture:
    """A stored snapshot whose extraction is loaded where it is asked for.

    Args:
        record: the snapshot.
        reading: equal for equal extractions.
        text_sha256: of its text; None when nothing could be extracted.
        load: gives the extraction.
    """

    __slots__ = ("_load", "document", "reading", "record")

    def __init__(self, record: SnapshotRecord, reading: str, text_sha256: str | None, load: Callable[[], ExtractionResult]) -> None:
        self.record, self.reading, self._load = record, reading, load
        self.document = None if text_sha256 is None else DeferredDocument(reading, text_sha256, self._document)

    @property
    def extraction(self) -> ExtractionResult:
        """Everything that was extracted."""
        return self._load()

    def _document(self) -> Document:
        document = self._load().document
        assert document is not None  # noqa: S101 - it has a digest
        return document
