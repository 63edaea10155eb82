"""What policies say now: a page per policy by topic, and a page per topic with all policies side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.core.meaning.topic_names import DENIABLE, TOLD, Told
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
    """The line that introduces its list, or the question that it answers, without which it may say the opposite."""
    head: str
    """Of a row of a table, the row with the heads of its columns."""
    section: tuple[str, ...]
    since: datetime
    """The first version with these words.

    Since when it stood in other words is not told: "We may share it" may have been a promise not to.
    """
    told: tuple[Told, ...]
    """What it says, by topic."""

    @property
    def topics(self) -> tuple[str, ...]:
        """What it is plainly about, likeliest first."""
        return tuple(one.topic for one in self.told if one.plainly)

    def on(self, topic: str) -> Told | None:
        """What it says on a topic, if anything."""
        return next((one for one in self.told if one.topic == topic), None)

    @property
    def quoted(self) -> str:
        """The sentence behind what introduces it."""
        text = _cells(self.text)
        return f"{self.lead_in.strip()} {text}" if self.lead_in else text

    @property
    def below(self) -> str:
        """The heads of its columns."""
        return _cells(self.head)

    @property
    def under(self) -> str:
        """The nearest heading, unless that is the question which is quoted."""
        return self.section[-1] if self.section and self.section[-1].strip(" *_") != self.lead_in else ""

    def marked(self, topic: str) -> str:
        """What has to be said beside the quotation, or nothing: that it is denied, or that nobody can tell."""
        said = self.on(topic)
        if said is None or not said.plainly:
            return ""
        condition = ", with a condition" if said.conditional else ""
        if said.polarity == "denied":
            return f"Denied{condition}"
        if said.polarity == "both":
            return f"Partly denied{condition}"
        return "Unclear whether it is done" if said.polarity == "unclear" and topic in DENIABLE else ""


def _cells(row: str) -> str:
    """A row without the bars at its ends; other lines as they are."""
    return row.strip(" |") if row.startswith("|") else row


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
        """The sentences that are plainly about a topic, in reading order."""
        return tuple(one for one in self.sentences if (said := one.on(topic)) and said.plainly)

    def perhaps(self, topic: str) -> tuple[DatedSentence, ...]:
        """The sentences that may be about it as well: an alert that tells of them names the topic."""
        return tuple(one for one in self.sentences if (said := one.on(topic)) and not said.plainly)

    def state(self, topic: str) -> str:
        """says | unclear | perhaps | nothing | not-read | no-version"""
        if self.captured_at is None:
            return "no-version"
        if not self.is_read:
            return "not-read"
        said = [one.on(topic) for one in self.about(topic)]
        if said and topic in DENIABLE and all(one is None or one.polarity == "unclear" for one in said):
            return "unclear"
        return "says" if said else "perhaps" if self.perhaps(topic) else "nothing"

    def speaks(self, topic: str) -> bool:
        """True when a sentence is plainly about a topic."""
        return self.state(topic) in _SPEAKING


_SPEAKING = ("says", "unclear")
STATES = {
    "unclear": "Speaks of it; whether it is done is unclear.",
    "perhaps": "No sentence is plainly about it; these may be.",
    "nothing": "No sentence about it was recognised; it may be said in other words.",
    "not-read": "Not read: topics are recognised in English texts only.",
    "no-version": "No version yet.",
}
"""What is shown of a vendor that does not simply say something."""
_ORDER = {**dict.fromkeys(_SPEAKING, 0), "perhaps": 1}


def most_telling_first(vendors: Iterable[Vendor], topic: str) -> list[Vendor]:
    """The vendors that say something about a topic, those that may, and the others; in each group as they were."""
    return sorted(vendors, key=lambda one: _ORDER.get(one.state(topic), 2))


def statements_page(vendor: Vendor) -> str:
    """The page of what one policy says now, by topic."""
    groups = [(topic, vendor.about(topic), vendor.perhaps(topic)) for topic in TOLD]
    silent = [phrases.topic(topic) for topic, found, perhaps in groups if not found and not perhaps]
    shown = [(topic, found, perhaps) for topic, found, perhaps in groups if found or perhaps]
    return render("statements.html.j2", policy=vendor.policy, vendor=vendor, silent=silent, states=STATES, groups=shown)


def comparison_page(topic: str, vendors: Sequence[Vendor]) -> str:
    """The page of what all policies say about a topic: those that say something first."""
    by_name = sorted(vendors, key=lambda one: (one.policy.name.casefold(), one.policy.id))
    return render("topic.html.j2", topic=topic, vendors=most_telling_first(by_name, topic), states=STATES, topics=TOLD, page=topic_page)


def topics_page(vendors: Sequence[Vendor]) -> str:
    """The list of topics, each with how many policies say something about it, and how many others may."""
    counted = [(topic, sum(one.speaks(topic) for one in vendors), sum(one.state(topic) == "perhaps" for one in vendors)) for topic in TOLD]
    return render("topics.html.j2", counted=counted, count=len(vendors), most=MOST_VENDORS, page=topic_page)
