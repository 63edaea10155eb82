"""Decides whether a snapshot is the policy or something else in its place, before it may become a version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from monitor.core.screen.history import doubt_by_history
from monitor.core.screen.likeness import likeness
from monitor.core.screen.page import refusal_by_page
from monitor.core.screen.response import missing_bytes, refusal_by_answer, with_advice
from monitor.core.text.plain_letters import plain_letters
from monitor.core.text.shingles import forget_lines, shingles
from monitor.core.text.tokens import words_or_characters
from monitor.model import Document, ExtractionResult, ScreenStatus, SnapshotRecord, Verdict

ACCEPTED = Verdict(ScreenStatus.ACCEPTED)

__all__ = ["ACCEPTED", "screen"]


def screen(reading: ExtractionResult, *, record: SnapshotRecord, before: Sequence[Document], language: str | None = None) -> Verdict:
    """Screen one snapshot.

    Args:
        reading: what the extractor read from the bytes.
        record: how the snapshot was fetched: status, headers, size.
        before: the documents accepted before it, oldest first; empty for the first.
        language: ISO 639 code that the configuration expects, or None.

    Returns:
        ACCEPTED; or REFUSED (certainly not the policy) or QUARANTINED (doubtful: a later capture or a person decides), with a reason slug
        and one plain sentence that quotes the evidence.
    """
    by_answer = refusal_by_answer(record)
    by_page = refusal_by_page(reading)
    if by_answer is not None:
        return by_page if by_page is not None and by_answer.reason == "error-page" and by_page.reason == "bot-wall" else by_answer
    if by_page is not None:
        if before and by_page.reason == "login-wall":
            by_page = replace(by_page, says=f"The page is not the policy any more: it asks for a login now. {by_page.says}")
        return with_advice(by_page, record, reading.facts.frames)
    if reading.document is None:
        return Verdict(ScreenStatus.REFUSED, "empty", "No text could be extracted from the response.")
    doubt = doubt_by_history(reading, before, missing_bytes(record), language, record.source == "live")
    return with_advice(doubt, record, reading.facts.frames) if doubt is not None else ACCEPTED


def forget_texts() -> None:
    """Drops what is remembered of whole texts, which may be megabytes for each; to be called when a history is screened."""
    for remembered in (likeness, shingles, words_or_characters, plain_letters):
        remembered.cache_clear()
    forget_lines()
