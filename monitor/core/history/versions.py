"""Chains accepted captures into versions: consecutive captures that read the same, noise apart, are one version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from monitor.core.history.admission import AcceptedCapture
from monitor.core.history.noise import same_emails
from monitor.core.history.text_cache import TextCache
from monitor.core.history.tickers import Tickers
from monitor.model import Document, Version


@dataclass(slots=True)
class _DistinctText:
    """One text of the policy, as it was first captured; the noise of later captures is not kept."""

    document: Document
    emails: tuple[str | None, ...]
    first_seen: datetime


@dataclass(slots=True)
class _VersionSpan:
    """Consecutive captures that show one text."""

    text: _DistinctText
    first: AcceptedCapture
    last: AcceptedCapture
    captures: int = 1

    def version(self, policy: str) -> Version:
        record = self.first.record
        is_first_appearance = self.text.first_seen == record.captured_at and self.text.document is self.first.document
        return Version(
            policy=policy,
            captured_at=record.captured_at,
            last_seen=self.last.record.captured_at,
            source=record.source,
            sha256=self.text.document.sha256,
            snapshot_sha256=record.sha256,
            url=record.url,
            archive_url=record.archive_url,
            document=self.text.document,
            captures=self.captures,
            returns_to=None if is_first_appearance else self.text.first_seen,
            redirects=record.redirects,
        )


@dataclass(slots=True)
class _DistinctTexts:
    """Every text seen so far, noise apart."""

    text_cache: TextCache
    tickers: Tickers
    by_key: dict[str, list[_DistinctText]] = field(default_factory=dict)

    def find_or_add(self, capture: AcceptedCapture) -> _DistinctText:
        """The text that a capture shows, known or new."""
        emails = self.text_cache.facts(capture.document).emails
        same_words = self.by_key.setdefault(self.text_cache.key(capture.document, self.tickers), [])
        for text in same_words:
            if same_emails(text.emails, emails):
                # An address that was masked at first becomes known, so that a later, different one makes a version.
                text.emails = tuple(a or b for a, b in zip(text.emails, emails, strict=True))
                return text
        same_words.append(_DistinctText(capture.document, emails, capture.record.captured_at))
        return same_words[-1]


def chain_versions(policy: str, captures: Sequence[AcceptedCapture], text_cache: TextCache, tickers: Tickers) -> list[Version]:
    """The versions of a policy, oldest first.

    A version that returns to an earlier text carries that text's own document, so it compares as identical to it.

    Args:
        policy: the policy's id.
        captures: accepted captures in order of time.
        text_cache: answers what has to be known of texts.
        tickers: lines whose numbers make no version.
    """
    texts = _DistinctTexts(text_cache, tickers)
    known: dict[str, _DistinctText] = {}
    spans: list[_VersionSpan] = []
    for capture in captures:
        digest = capture.document.sha256
        text = known.get(digest) or known.setdefault(digest, texts.find_or_add(capture))
        if spans and spans[-1].text is text:
            spans[-1].last, spans[-1].captures = capture, spans[-1].captures + 1
        else:
            spans.append(_VersionSpan(text, capture, capture))
    return [span.version(policy) for span in spans]
