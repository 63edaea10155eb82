"""The contract of plug-ins, version 1: six kinds of parts, each an entry point of the group `policy_monitor.v1.KIND`.

It speaks in bytes, texts, plain dictionaries and the three classes below, so that nothing internal becomes part of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, Protocol

API = 1
"""Version of this contract. It is raised when a plug-in that was written for it could fail; parts of other versions are refused."""
KINDS: Mapping[str, str] = {
    "sources": "source",
    "extractors": "extractor",
    "screens": "screen",
    "judges": "judge",
    "channels": "channel",
    "exporters": "exporter",
}
"""Kind, as in the name of its group → what one part is called."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page as a source got it."""

    body: bytes
    media_type: str | None = None
    """Such as "text/html; charset=utf-8"; None: found out from the bytes."""


class Source(Protocol):
    """Where pages come from. An entry point of `sources` is called with what the configuration says after the name ("" if nothing).

    A source without a past leaves out `moments` and `at`, one without a present leaves out `current`.
    """

    def current(self, url: str) -> Page:
        """The page at an address as it is now; whatever it raises is this policy's failure, and is tried again."""

    def moments(self, url: str) -> Iterable[datetime]:
        """When the page was captured, with time zones, in any order."""

    def at(self, url: str, moment: datetime) -> Page:
        """The page as it was captured at one of these moments."""


Extractor = Callable[[bytes, str | None, str | None], str | None]
"""(bytes of the page, media type, address) → its text as Markdown; None: not a page for this extractor, the program reads it itself."""
Screen = Callable[[str, str | None], str | None]
"""(the text as Markdown, ISO 639-1 code of its language) → one sentence that says why this is not the document, or None."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a judge says about one change."""

    severity: Literal["critical", "material", "minor", "cosmetic"]
    direction: Literal["weakens", "strengthens", "neutral", "unclear"]
    """For the person whom the document governs."""
    headline: str
    """One plain English sentence."""
    evidence: str
    """Words of the old or the new statement, copied exactly; a judgement without them is not used."""
    topics: Sequence[str] = ("other",)
    """Names of the program's topics, most specific first; others are left out."""


Judge = Callable[[str, str], Judgement | None]
"""(old statement, new statement; "" where there is none) → what it means, or None: not known. Named by the ISO 639-1 code."""


class NotDelivered(Exception):
    """A channel's message was not accepted.

    Args:
        says: one sentence without passwords and tokens.
        permanent: trying again can't help.
        retry_after: seconds that the other side asked to wait.
    """

    # Of the class as well: subclasses forget to call this __init__.
    permanent: bool = False
    retry_after: float | None = None

    def __init__(self, says: str, *, permanent: bool = False, retry_after: float | None = None) -> None:
        super().__init__(says)
        self.permanent, self.retry_after = permanent, retry_after


class MessageChannel(Protocol):
    """A way to reach people. An entry point of `channels` is called with the options of the configuration, as a dictionary."""

    def send(self, message: dict[str, Any], key: str) -> str | None:
        """Delivers one message, or raises.

        Args:
            message: as the webhook sends it ("policy-monitor/alert/1" or "policy-monitor/notice/1").
            key: the same for the same message, so that a repeated delivery can be recognised.

        Returns:
            What the other side answered, if it says anything.

        Raises:
            NotDelivered: why not, and whether to try again; anything else is a fault, and tried again.
        """


Exporter = Callable[[Path, Mapping[str, Iterable[Mapping[str, Any]]]], None]
"""(an empty folder, the tables with their records) → writes files into the folder, which the program then puts in their place.

The tables are versions, changes, rejections, reviews, alerts and policies, with the columns of the exported JSON; each can be gone through
once. Further tables may come.
"""
