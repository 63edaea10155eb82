"""Invented policy sentences and texts for the laws."""

from __future__ import annotations

from hypothesis import strategies as st

DATA = ("your name", "your e-mail address", "your postal address", "your orders", "your photos", "your phone number", "your language")
RECIPIENTS = ("our carrier", "our bank", "advertising networks", "our hosting provider", "research partners", "the buyer of our business")
PURPOSES = ("to ship orders", "to answer questions", "to prevent fraud", "to measure visits", "to send a newsletter", "to keep our books")
PERIODS = ("30 days", "6 months", "two years", "90 days")
ACTS = ("sell", "share", "rent", "collect", "disclose", "trade")
HEADS = ("Information we collect", "How we use it", "Sharing", "Retention", "Your rights", "Cookies", "Security", "Contact")

data, recipients, purposes = st.sampled_from(DATA), st.sampled_from(RECIPIENTS), st.sampled_from(PURPOSES)
promises = st.builds("We do not {} {}.".format, st.sampled_from(ACTS), data)
facts = st.one_of(
    st.builds("We collect {} {}.".format, data, purposes),
    st.builds("We may share {} with {}.".format, data, recipients),
    st.builds("We keep {} for {}.".format, data, st.sampled_from(PERIODS)),
    st.builds("You may ask us to erase {} at any time.".format, data),
    st.builds("{} help us {}.".format, st.sampled_from(("Cookies", "Log files", "Surveys")), purposes),
    st.builds("You must not use the service {}.".format, purposes),
)
statements = st.one_of(facts, promises)
paragraphs = st.lists(statements, min_size=1, max_size=4, unique=True)
sections = st.lists(st.tuples(st.sampled_from(HEADS), paragraphs), min_size=1, max_size=5, unique_by=lambda section: section[0])


def as_text(found: list[tuple[str, list[str]]]) -> str:
    """Sections as Markdown, a paragraph each."""
    return "\n\n".join(f"## {head}\n\n{' '.join(body)}" for head, body in found) + "\n"


texts = sections.map(as_text)
"""Orderly policies."""
_SCRAPS = (
    "- ",
    "| a | b |",
    "## ",
    "\n",
    "\n\n",
    " ",
    "\t",
    "[a link](https://x.example/y)",
    "(a) ",
    "…",
    "don’t ",
    "\u00a0",
    "1. ",
    "**",
    "é",
    "we share ",
)
scraps = st.lists(st.one_of(st.sampled_from(_SCRAPS), statements), max_size=14).map("".join)
"""Disorderly texts: whatever a page may leave."""
