"""The one value that the reader of statements gives."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.core.meaning.statements.conditions import Condition
from monitor.core.meaning.statements.objects import READERS_OWN

ACTORS = ("company", "reader", "third-party", "nobody")


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that a text says."""

    actor: str
    """company | reader | third-party | nobody. Nobody named who touches the reader's data means the company."""
    act: str
    """sell, share, use … (monitor/vocabulary/statements.en.yaml)"""
    object: str
    """data | content | money | rights | reader | service | other; the first five are the reader's."""
    denied: bool
    modality: str
    """may | can | will | must | should, or empty for the plain indicative"""
    condition: Condition | None
    recipient: str
    """Who gets it, as it stands; the reader and the company are no recipients."""
    purpose: str
    stated: bool
    """False in a condition, a question or a clause about something else ("if we sell it", "the data that we collect")."""
    aim: bool
    """True for what something else is done for: "to comply with the law"."""
    bound: bool
    """True when others are forbidden to: "our vendors are prohibited from selling it"."""
    verb: str
    span: tuple[int, int]
    """Characters of the clause in the text as shown."""
    clause: str
    """The clause as it stands."""
    words: tuple[str, ...]
    """The clause in lower case, with its lead-in."""

    def placed(self, span: tuple[int, int], clause: str, *, stated: bool) -> Statement:
        """The same, with the clause that it stands in; every statement is made so, which `dataclasses.replace` takes long for."""
        return Statement(
            self.actor, self.act, self.object, self.denied, self.modality, self.condition, self.recipient, self.purpose,
            stated and self.stated, self.aim, self.bound, self.verb, span, clause, self.words,
        )  # fmt: skip

    @property
    def polarity(self) -> str:
        """affirmed | denied"""
        return "denied" if self.denied else "affirmed"

    @property
    def about_reader(self) -> bool:
        """True when it is about what is the reader's."""
        return self.object in READERS_OWN
