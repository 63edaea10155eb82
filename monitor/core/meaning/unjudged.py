"""What is said of a change in a language without a vocabulary: that it is there, with its words, and that nobody judged it.

Only what any reader sees to be the same is called so: the same letters, numbers and signs in the same order, another date in a line that
prints one, another number of an article. All else may be anything, so it counts as material, and whom it serves is not said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.core.diff.candidates import Candidate
from monitor.core.meaning.assess import MOVED, Assessment, settled
from monitor.core.meaning.immaterial import Gate
from monitor.core.meaning.parsed import join
from monitor.core.meaning.unjudged_words import told
from monitor.core.text.date_lines import differ_in_dates
from monitor.core.text.locales import language_name
from monitor.core.text.segment import Unit
from monitor.core.text.spelled import addresses, spelled, unnumbered
from monitor.model import UNKNOWN, ChangeKind, Direction, Reason, Severity

RULE = "not-judged"
_TYPOGRAPHY = Gate(Severity.COSMETIC, "typography", "The words are the same; only typography, markup, numbering or link targets differ.")
_ADDRESS = Gate(Severity.MINOR, "contact-address", "Only a contact address has changed.")
_YEAR = Gate(Severity.COSMETIC, "page-date", "Only the year of a copyright line, or how long ago the page was edited, has changed.")
_DATE = Gate(Severity.MINOR, "date", "Only a date has changed.")
_NUMBERING = Gate(Severity.COSMETIC, "numbering", "Only the numbering or lettering has changed.")
_COPYRIGHT = re.compile(r"^\W*(?:©|copyright\b|\(c\))", re.IGNORECASE)
_FOUR_DIGITS = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_LONGEST_COPYRIGHT = 160
"""Characters; a longer line states something besides."""
_EVIDENCE = 200


def unjudged(candidate: Candidate, language: str) -> Assessment:
    """What is said of a candidate change.

    Args:
        candidate: the change.
        language: ISO 639-1 code of its statements, or "und".
    """
    old, new = join(candidate.old), join(candidate.new)
    if not any(candidate.under) and (gate := _same(candidate, old, new, language)):
        return settled(gate, ("other",), candidate)
    name = language_name(language)
    says = (
        f"Changes in {name} are told, but not judged."
        if name != "unknown language"
        else "The language is not known, so this is not judged."
    )
    reason = Reason(RULE, says, (new or old).strip()[:_EVIDENCE])
    return Assessment(Severity.MATERIAL, Direction.UNCLEAR, ("other",), (reason,), told(candidate, old, new, name), UNKNOWN, judged=False)


def in_translation(candidate: Candidate, language: str) -> Assessment:
    """What is said of a statement that went or came where one in another language came or went: it may be its translation.

    Args:
        candidate: the change.
        language: ISO 639-1 code of the language that is not the document's.
    """
    old, new, name = join(candidate.old), join(candidate.new), language_name(language)
    says = f"Statements here are in another language than before ({name}), so it is not judged whether they say the same."
    reason = Reason(RULE, says, (new or old).strip()[:_EVIDENCE])
    headline = told(candidate, old, new, name, "perhaps translated")
    return Assessment(Severity.MATERIAL, Direction.UNCLEAR, ("other",), (reason,), headline, UNKNOWN, judged=False)


def _same(candidate: Candidate, old: str, new: str, language: str) -> Gate | None:
    """What shows that both sides say the same, or None."""
    if spelled(old) == spelled(new):
        if candidate.kind is ChangeKind.MOVED:
            return MOVED
        return _ADDRESS if addresses(old) != addresses(new) else _TYPOGRAPHY
    if not (candidate.old and candidate.new):
        return None
    if spelled(unnumbered(old)) == spelled(unnumbered(new)):
        return _NUMBERING
    if _is_copyright(old) and _is_copyright(new) and spelled(_FOUR_DIGITS.sub("", old)) == spelled(_FOUR_DIGITS.sub("", new)):
        return _YEAR
    return _DATE if _are_lines(candidate.old, candidate.new) and differ_in_dates(old, new, language) else None


def _is_copyright(text: str) -> bool:
    return len(text) <= _LONGEST_COPYRIGHT and _COPYRIGHT.match(text) is not None


def _are_lines(old: Sequence[Unit], new: Sequence[Unit]) -> bool:
    return len(old) == len(new) == 1
