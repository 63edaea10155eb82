"""The names of the topics, and those under which statements in force are shown; a cycle without news loads them without the engine."""

from __future__ import annotations

from typing import NamedTuple

OTHER = "other"
TOPICS = (
    "data-collected", "purpose-of-use", "ai-training", "third-party-sharing", "sale-of-data", "advertising-tracking",
    "retention", "security", "user-rights", "choice-consent", "children-age", "international-transfer", "legal-disclosure",
    "notice-of-changes", "dispute-liability", "content-license", "acceptable-use", "account-termination", "payments",
    "contact-identity", "scope-definitions", OTHER,
)  # fmt: skip
"""The public vocabulary of topics; schema and reports use the same."""

TOLD = (
    "sale-of-data", "third-party-sharing", "ai-training", "advertising-tracking", "retention", "user-rights", "choice-consent",
    "dispute-liability", "payments", "notice-of-changes", "data-collected", "purpose-of-use", "security", "children-age",
    "international-transfer", "legal-disclosure", "content-license", "account-termination", "acceptable-use",
)  # fmt: skip
"""The topics under which statements are shown, in this order; definitions, addresses and the rest are none that vendors differ in."""

ACTS = {
    "sale-of-data": (frozenset({"sell"}),),
    "third-party-sharing": (frozenset({"share", "access"}), frozenset({"sell"})),
    "ai-training": (frozenset({"train"}), frozenset({"use"})),
    "advertising-tracking": (frozenset({"track", "advertise"}), frozenset({"identify", "monitor", "use", "share", "collect"})),
}
"""Acts that topics are about, and those that bear on them where the first are not named.

"If we sell your data, we tell you" says nothing of whether it is sold, though it says that we tell; and "We do not sell it, but share it"
affirms sharing.
"""
DENIABLE = frozenset(ACTS)
"""Topics of which the first question is whether it is done at all: where that is unclear, it has to be said."""


class Told(NamedTuple):
    """What a sentence says on one topic."""

    topic: str
    polarity: str
    """affirmed | denied | both | unclear"""
    conditional: bool
    plainly: bool
    """False where the sentence is perhaps about it: an alert would name the topic, and a reader might not."""
