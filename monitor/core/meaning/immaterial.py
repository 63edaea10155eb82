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
            return Gate(Severity.MINOR, "contact-address", "A contact address is another one; the rest is the same.")
        return Gate(Severity.COSMETIC, "typography", "The same words; only typography, markup, numbering or link targets differ.")
    return next((gate for holds, gate in _GATES if _holds(holds, change)), None)


def _holds(what: Callable[[Observation], bool] | str, change: Observation) -> bool:
    return what in change.features if isinstance(what, str) else what(change)


_GATES: tuple[tuple[Callable[[Observation], bool] | str, Gate], ...] = (
    (is_menu, Gate(Severity.COSMETIC, "menu", "Entries of a menu or a list of links, not a statement.")),
    (is_navigation, Gate(Severity.COSMETIC, "navigation", "A list of links, not a statement.")),
    ("contents", Gate(Severity.COSMETIC, "contents", "A table of contents: its lines are the headings of the text.")),
    (is_date, Gate(Severity.MINOR, "date", "Only a date differs.")),
    (is_renumbered, Gate(Severity.COSMETIC, "numbering", "Only numbers or letters of enumeration differ.")),
    (is_synonymous, Gate(Severity.COSMETIC, "synonym", "The same statement in other words: spelling, inflection or set phrases.")),
    (is_same_promise, Gate(Severity.COSMETIC, "promise-reworded", "The same promise in another voice or tense.")),
    (
        "foreign-text",
        Gate(
            Severity.MINOR, "foreign-text", "Advertising that has nothing to do with this document; the page may have been tampered with."
        ),
    ),
    ("run-together", Gate(Severity.COSMETIC, "typography", "The same letters; words were only run together or parted.")),
    ("elsewhere:whole", Gate(Severity.COSMETIC, "stands-elsewhere", "The same words stand elsewhere in the other text as well.")),
    (
        "capture:ends",
        Gate(Severity.COSMETIC, "capture-ends", "One capture breaks off earlier than the other; nothing shows that the policy was cut."),
    ),
    (
        is_renamed,
        Gate(Severity.MINOR, "entity-renamed", "One company's name stands where another's stood; the statement is the same."),
    ),
    (is_postal_address, Gate(Severity.MINOR, "contact-address", "Only a postal address is another one.")),
    (is_company_talk, Gate(Severity.COSMETIC, "company-talk", "The company describes itself; nothing is said of data, rights or duties.")),
    (is_link_disclaimer, Gate(Severity.MINOR, "link-disclaimer", "It says that linked sites have policies of their own.")),
    (is_spelling, Gate(Severity.COSMETIC, "spelling", "Only spelling or spacing differs.")),
)
"""In order: the first that holds speaks. A name is that of a signal that must be seen."""
