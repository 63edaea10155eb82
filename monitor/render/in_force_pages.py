"""What policies say now: a page per policy by topic, and a page per topic with all policies side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.core.meaning.topic_names import DENIABLE, TOLD
from monitor.model import Policy
from monitor.present import phrases
from monitor.render.html import render

STATEMENTS = "statements.html"
"""The page of one policy, in its folder."""
TOPICS_PAGE = "topics.html"
"""The list of all pages of topics, in the reports folder."""
MOST_VENDORS = 200
"""Policies that are compared on pages; the command compares any number, and chooses by tags."""


def topic_page(topic: str) -> str:
    """The file name of the page of a topic, in the reports folder."""
    return f"topic-{topic}.html"


@dataclass(frozen=True, slots=True)
class DatedSentence:
    """A sentence in force that speaks of a topic."""

    text: str
    """As it stands."""
    lead_in: str
    """The line that introduces its list, without which it may say the opposite."""
    section: tuple[str, ...]
    since: datetime
    """The first version with these words.

    Since when it stood in other words is not told: "We may share it" may have been a promise not to.
    """
    topics: tuple[str, ...]
    polarity: str
    """affirmed | denied | both | unclear"""
    conditional: bool

    @property
    def quoted(self) -> str:
        """The sentence behind what introduces it."""
        return f"{self.lead_in.strip()} {self.text}" if self.lead_in else self.text

    def marked(self, topic: str) -> str:
        """What has to be said beside the quotation, or nothing: that it is denied, or that nobody can tell."""
        condition = ", with a condition" if self.conditional else ""
        if self.polarity == "denied":
            return f"Denied{condition}"
        if self.polarity == "both":
            return f"Partly denied{condition}"
        return "Unclear whether it is done" if self.polarity == "unclear" and topic in DENIABLE else ""


@dataclass(frozen=True, slots=True)
class Vendor:
    """What one policy says now."""

    policy: Policy
    captured_at: datetime | None
    """Of the newest version; None when there is none."""
    last_seen: datetime | None
    is_read: bool
    """False when the text is in a language in which topics are not recognised."""
    sentences: tuple[DatedSentence, ...]

    def about(self, topic: str) -> tuple[DatedSentence, ...]:
        """The sentences about a topic, in reading order."""
        return tuple(one for one in self.sentences if topic in one.topics)

    def state(self, topic: str) -> str:
        """says | unclear | nothing | not-read | no-version"""
        if self.captured_at is None:
            return "no-version"
        if not self.is_read:
            return "not-read"
        about = self.about(topic)
        if about and topic in DENIABLE and all(one.polarity == "unclear" for one in about):
            return "unclear"
        return "says" if about else "nothing"


STATES = {
    "unclear": "Speaks of it; whether it is done is unclear.",
    "nothing": "Says nothing that was recognised.",
    "not-read": "Not read: topics are recognised in English texts only.",
    "no-version": "No version yet.",
}
"""What is shown of a vendor that does not simply say something."""


def statements_page(vendor: Vendor) -> str:
    """The page of what one policy says now, by topic."""
    groups = [(topic, vendor.about(topic)) for topic in TOLD]
    silent = [phrases.topic(topic) for topic, found in groups if not found]
    return render(
        "statements.html.j2", policy=vendor.policy, vendor=vendor, silent=silent, states=STATES, groups=[one for one in groups if one[1]]
    )


def comparison_page(topic: str, vendors: Sequence[Vendor]) -> str:
    """The page of what all policies say about a topic: those that say something first."""
    ordered = sorted(vendors, key=lambda one: (one.state(topic) not in ("says", "unclear"), one.policy.name.casefold(), one.policy.id))
    return render("topic.html.j2", topic=topic, vendors=ordered, states=STATES, topics=TOLD, page=topic_page)


def topics_page(vendors: Sequence[Vendor]) -> str:
    """The list of topics, each with how many policies say something about it."""
    counted = [(topic, sum(one.state(topic) in ("says", "unclear") for one in vendors)) for topic in TOLD]
    return render("topics.html.j2", counted=counted, count=len(vendors), most=MOST_VENDORS, page=topic_page)
