"""Units, leftovers and alignments of short texts, for the tests of this room."""

from __future__ import annotations

from hypothesis import strategies as st

from monitor.core.diff.align import Alignment, align
from monitor.core.diff.similarity import Leftover
from monitor.core.text.segment import SegmentedText, Unit
from monitor.core.text.tokens import key, words
from tests.core.policy_sentences import scraps, texts

LOGS = "We keep server logs for thirty days."
CARRIER = "Your parcels are brought by a carrier that knows your address."
INVOICES = "Questions about an invoice go to our bookkeeping desk."
NEWSLETTER = "The newsletter tells you about new tents and packs."

any_text = st.one_of(texts, scraps)
"""Orderly policies and whatever a broken page may leave."""
same_paragraphs = st.lists(st.sampled_from((LOGS, CARRIER, INVOICES, NEWSLETTER, "## Rights", "- Name", "Name", "")), max_size=9).map(
    "\n".join
)
"""Texts that repeat few lines in every order: many equal lines, few ways to tell them apart."""


def aligned(old: str, new: str) -> Alignment:
    return align(SegmentedText(old), SegmentedText(new))


def leftover(text: str, *, gap: int = 0, kind: str = "text", start: int = 0) -> Leftover:
    return Leftover(Unit(start, start + len(text), text, 0, kind), key(text), words(text), gap)


def units_of(text: SegmentedText) -> list[Unit]:
    """Every unit of the lines that are not blank."""
    return [unit for line, content in enumerate(text.lines) if content.strip() for unit in text.units(line)]
