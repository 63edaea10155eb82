"""What is cosmetic or minor whatever it speaks of: the gates, in the order in which they are tried.

The conditions stand by kind in same_statement (dates, synonyms, spelling), named_parties (names, addresses) and nonbinding (menus, praise).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from monitor.core.diff.placement import denies, other_terms
from monitor.core.meaning.company_names import company_names
from monitor.core.meaning.date_lines import is_clock, is_date
from monitor.core.meaning.denied_elsewhere import is_denied_elsewhere
from monitor.core.meaning.enumerations import is_renumbered, is_reordered
from monitor.core.meaning.features import of_group
from monitor.core.meaning.furniture import is_bare_heading, is_post, is_widget
from monitor.core.meaning.named_parties import is_formerly, is_other_mail_address, is_postal_address, is_renamed, is_renamed_throughout
from monitor.core.meaning.nonbinding import is_company_talk, is_link_disclaimer, is_menu, is_navigation, is_record
from monitor.core.meaning.observation import Observation
from monitor.core.meaning.processor_added import is_processor_added
from monitor.core.meaning.rewording.condition import is_same_condition
from monitor.core.meaning.rewording.denial import is_same_denial
from monitor.core.meaning.rewording.exception import is_same_exception
from monitor.core.meaning.rewording.plain_form import is_same_form
from monitor.core.meaning.rewording.plain_words import in_figures
from monitor.core.meaning.rewording.statement import is_run_together, is_same_promise, is_spelling, is_synonymous
from monitor.core.meaning.turns.sentence import Words, one_sentence
from monitor.core.text.wording import signs_of
from monitor.model import Direction, Severity


class Gate(NamedTuple):
    """What a change is whatever it speaks of."""

    severity: Severity
    rule: str
    says: str
    direction: Direction = Direction.NEUTRAL
    headline: str = ""
    """What is said instead of `says` where a change is listed."""
    topic: str | None = None
    """What it is about, where the gate knows it and words need not tell it."""


ELSEWHERE = Gate(
    Severity.MINOR, "moved-part", "The words are the same, but the heading above them now names other people or another region."
)


def immaterial(change: Observation) -> Gate | None:
    """What is cosmetic or minor whatever it speaks of, with the rule that says so; None for a change that may matter."""
    if change.same_words:
        if is_other_mail_address(change):
            return Gate(Severity.MINOR, "contact-address", "Only a contact address has changed.")
        return Gate(Severity.COSMETIC, "typography", "The words are the same; only typography, markup, numbering or link targets differ.")
    if any(change.candidate.under):
        return ELSEWHERE if is_elsewhere(change) else None
    return next((gate for holds, gate in GATES if _holds(holds, change)), None)


def is_elsewhere(change: Observation) -> bool:
    """True for equal words that moved to a part of the document about another region or other people."""
    old, new = change.candidate.under
    headings = old.startswith("#") or new.startswith("#")
    return headings and denies(old) == denies(new) and not other_terms(old, new)


def is_denied_alike(change: Observation) -> bool:
    """True when the one sentence in which two texts differ denies the same in both, and its signs and numbers are the same."""
    if len(change.removed) + len(change.added) > _MOST_WORDS:
        return False
    # "We do not sell it" among other sentences that stand: only the one that differs is read.
    pair = _one_sentence_of(change)
    return pair is not None and is_same_denial(*pair, company_names(change.context.new))


_MOST_WORDS = 24


def is_put_alike(change: Observation) -> bool:
    """True when the one sentence in which two texts differ has the same plain form in both: "we encrypt it", "it is encrypted"."""
    pair = _one_sentence_of(change)
    return pair is not None and is_same_form(*pair, company_names(change.context.new))


def _one_sentence_of(change: Observation) -> tuple[Words, Words] | None:
    """The sentence in which two versions of a statement differ; None where there are several, or another sign or number."""
    if not change.reworded:
        return None
    old, new = (in_figures(side.text) for side in (change.old, change.new))
    return one_sentence(old, new) if signs_of(old) == signs_of(new) else None


def _holds(what: Callable[[Observation], bool] | str, change: Observation) -> bool:
    return what in of_group(change.features, "relocation") if isinstance(what, str) else what(change)


GATES: tuple[tuple[Callable[[Observation], bool] | str, Gate], ...] = (
    (is_menu, Gate(Severity.COSMETIC, "menu", "Menu entries or links, not a statement.")),
    (is_navigation, Gate(Severity.COSMETIC, "navigation", "A list of links, not a statement.")),
    (is_widget, Gate(Severity.COSMETIC, "widget", "Buttons, forms or counters of the page, not a statement.")),
    (is_post, Gate(Severity.COSMETIC, "post", "What a reader of the page wrote, not the company.")),
    ("contents", Gate(Severity.COSMETIC, "contents", "A table of contents, which only repeats the headings of the document.")),
    (
        is_clock,
        Gate(Severity.COSMETIC, "page-date", "Only the year of a copyright line, or how long ago the page was edited, has changed."),
    ),
    (is_date, Gate(Severity.MINOR, "date", "Only a date has changed.")),
    (is_bare_heading, Gate(Severity.COSMETIC, "heading", "A heading alone, which states nothing.")),
    (is_renumbered, Gate(Severity.COSMETIC, "numbering", "Only the numbering or lettering has changed.")),
    (is_synonymous, Gate(Severity.COSMETIC, "synonym", "The same statement; only spelling, inflection or a set phrase differs.")),
    (is_same_promise, Gate(Severity.COSMETIC, "promise-reworded", "The same promise, in a different voice or tense.")),
    (is_denied_alike, Gate(Severity.COSMETIC, "promise-reworded", "The same promise, in other words.")),
    (is_put_alike, Gate(Severity.MINOR, "reworded", "The same statement, in other words.")),
    (is_same_condition, Gate(Severity.MINOR, "condition-turned", "The same condition, said the other way round.")),
    (is_same_exception, Gate(Severity.MINOR, "exception-turned", "The same exception, said the other way round.")),
    (
        "foreign-text",
        Gate(Severity.MINOR, "foreign-text", "Advertising unrelated to this document; the page may have been tampered with."),
    ),
    (is_reordered, Gate(Severity.COSMETIC, "reordered", "The same items in another order.")),
    (is_run_together, Gate(Severity.COSMETIC, "typography", "The letters are the same; only the spaces between words differ.")),
    ("elsewhere:whole", Gate(Severity.COSMETIC, "stands-elsewhere", "The same words also appear elsewhere in the other version.")),
    (
        "capture:ends",
        Gate(
            Severity.COSMETIC,
            "capture-ends",
            "One capture ends earlier than the other; nothing shows that the policy itself was shortened.",
        ),
    ),
    (is_formerly, Gate(Severity.COSMETIC, "renamed", "Only a name that a company had before came or went.")),
    (
        is_renamed,
        Gate(Severity.MINOR, "entity-renamed", "One company name was replaced by another; the statement is otherwise the same."),
    ),
    (is_processor_added, Gate(Severity.MINOR, "processor", "One company more or less that works for this one, by a plain task.")),
    (is_postal_address, Gate(Severity.MINOR, "contact-address", "Only a postal address has changed.")),
    (is_renamed_throughout, Gate(Severity.COSMETIC, "renamed", "A name was replaced by another throughout the document.")),
    (
        is_company_talk,
        Gate(Severity.COSMETIC, "company-talk", "The company describes itself; this says nothing about data, rights or duties."),
    ),
    (is_record, Gate(Severity.MINOR, "company-talk", "Only the number of years in what the company says of its past has changed.")),
    (is_link_disclaimer, Gate(Severity.MINOR, "link-disclaimer", "A notice that linked sites have their own policies.")),
    (is_spelling, Gate(Severity.COSMETIC, "spelling", "Only spelling or spacing differs.")),
    (
        is_denied_elsewhere,
        Gate(Severity.MINOR, "promise-elsewhere", "The other version also denies this, in other words and in another place."),
    ),
)
"""In order: the first that holds speaks. A name is that of a feature of relocation that must be seen."""
