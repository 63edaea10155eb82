"""The values that a message is laid out from: words already inert for their medium, in the order in which a reader meets them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from monitor.notify.inert import chat_inert, chat_name, clean, inert

Piece = tuple[bool, str]
"""(changed, words): a stretch of a statement, changed or not."""


@dataclass(frozen=True, slots=True)
class Dress:
    """How words are made inert for a medium."""

    name: Callable[[str], str]
    """For what the owner wrote in the configuration."""
    words: Callable[[str], str]
    """For what the policy, the other party's text, says."""


MAIL = Dress(clean, inert)
CHAT = Dress(chat_name, chat_inert)


@dataclass(frozen=True, slots=True)
class CaptureView:
    """One of the two captures: its date, a sentence about it, and its address in the archive, if it has one."""

    date: str
    says: str
    link: str | None


@dataclass(frozen=True, slots=True)
class RuleView:
    """Why a change has its severity."""

    rule: str
    says: str
    evidence: str
    whole: str = ""
    """"old words" or "new words", when the evidence is all of them: they stand above, and need not be read twice."""

    @property
    def rests_on(self) -> str:
        """The evidence as a sentence, or nothing."""
        if self.whole:
            return f"Rests on the {self.whole} above."
        return f"Rests on: “{self.evidence}”" if self.evidence else ""


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One change, in words for its reader."""

    heart: str
    severity: str
    direction: str
    section: str
    old: tuple[Piece, ...]
    new: tuple[Piece, ...]
    rules: tuple[RuleView, ...]
    when: str
    because: str

    @property
    def old_text(self) -> str:
        """The old words without marks, or nothing."""
        return "".join(words for _, words in self.old)

    @property
    def new_text(self) -> str:
        """The new words without marks, or nothing."""
        return "".join(words for _, words in self.new)


@dataclass(frozen=True, slots=True)
class AlertView:
    """One alert, in words for its reader."""

    title: str
    severity: str
    counts: str
    changes: tuple[ChangeView, ...]
    more: int
    """Changes at or above the threshold that are left to the report."""
    notes: tuple[str, ...]
    before: CaptureView
    after: CaptureView
    page: str | None
    """Where the policy stands today."""
    report: str | None
    report_link: str | None
