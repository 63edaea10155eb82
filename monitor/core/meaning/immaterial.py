"""What is cosmetic or minor whatever it speaks of: the gates, in the order in which they are tried.

The conditions stand by kind in same_statement (dates, synonyms, spelling), named_parties (names, addresses) and nonbinding (menus, praise).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from monitor.core.meaning.named_parties import is_other_mail_address, is_postal_address, is_renamed
from monitor.core.meaning.nonbinding import is_company_talk, is_link_disclaimer, is_menu, is_navigation
from monitor.core.meaning.observation import Observation
from monitor.core.meaning.same_statement import is_date, is_renumbered, is_same_promise, is_spelling, is_synonymous
from monitor.model import Severity


class Gate(NamedTuple):
    """What a change is whatever it speaks of."""

    severity: Severity
    rule: str
    says: str


def immaterial(change: Observation) -> Gate | None:
    """What is cosmetic or minor whatever it speaks of, with the rule that says so; None for a change that may matter."""
    if change.same_words:
        if is_other_mail_address(change):
            return Gate(Severity.MINOR, "contact-address", "Only a contact address has changed.")
        return Gate(Severity.COSMETIC, "typography", "The words are the same; only typography, markup, numbering or link targets differ.")
    return next((gate for holds, gate in GATES if _holds(holds, change)), None)


def _holds(what: Callable[[Observation], bool] | str, change: Observation) -> bool:
    return what in change.features if isinstance(what, str) else what(change)


GATES: tuple[tuple[Callable[[Observation], bool] | str, Gate], ...] = (
    (is_menu, Gate(Severity.COSMETIC, "menu", "Menu entries or links, not a statement.")),
    (is_navigation, Gate(Severity.COSMETIC, "navigation", "A list of links, not a statement.")),
    ("contents", Gate(Severity.COSMETIC, "contents", "A table of contents, which only repeats the headings of the document.")),
    (is_date, Gate(Severity.MINOR, "date", "Only a date has changed.")),
    (is_renumbered, Gate(Severity.COSMETIC, "numbering", "Only the numbering or lettering has changed.")),
    (is_synonymous, Gate(Severity.COSMETIC, "synonym", "The same statement; only spelling, inflection or a set phrase differs.")),
    (is_same_promise, Gate(Severity.COSMETIC, "promise-reworded", "The same promise, in a different voice or tense.")),
    (
        "foreign-text",
        Gate(Severity.MINOR, "foreign-text", "Advertising unrelated to this document; the page may have been tampered with."),
    ),
    ("run-together", Gate(Severity.COSMETIC, "typography", "The letters are the same; only the spaces between words differ.")),
    ("elsewhere:whole", Gate(Severity.COSMETIC, "stands-elsewhere", "The same words also appear elsewhere in the other version.")),
    (
        "capture:ends",
        Gate(
            Severity.COSMETIC,
            "capture-ends",
            "One capture ends earlier than the other; nothing shows that the policy itself was shortened.",
        ),
    ),
    (
        is_renamed,
        Gate(Severity.MINOR, "entity-renamed", "One company name was replaced by another; the statement is otherwise the same."),
    ),
    (is_postal_address, Gate(Severity.MINOR, "contact-address", "Only a postal address has changed.")),
    (
        is_company_talk,
        Gate(Severity.COSMETIC, "company-talk", "The company describes itself; this says nothing about data, rights or duties."),
    ),
    (is_link_disclaimer, Gate(Severity.MINOR, "link-disclaimer", "A notice that linked sites have their own policies.")),
    (is_spelling, Gate(Severity.COSMETIC, "spelling", "Only spelling or spacing differs.")),
)
"""In order: the first that holds speaks. A name is that of a signal that must be seen."""
