"""Gates for the same statement in another form: dates, numbering, synonyms, another voice or tense, spelling."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from monitor.core.meaning.negation import negations
from monitor.core.meaning.observation import Observation
from monitor.core.text.tokens import normal

# Both sides together: "Last revised: 3 March 2016" became "Last updated 3rd March, 2016". From 24 words on, "Last updated: 25 May 2019
# (the changes take effect on 10 June 2019)" would count as a date line, which says when changes bind.
_DATE_LINE_WORDS = 16
# Case typo-fixed mends two words at once: "Our printer recieves the text of your newletter".
_MISSPELT_WORDS = 6
# Of shorter words a letter more or less makes another word ("fee", "free").
_SHORTEST_MISSPELT = 5
# "recieves" and "receives" are 0.875 alike and must be above it; "there letter" and "their letter" (0.8) are below.
_LETTERS_ALIKE = 0.86


def is_date(change: Observation) -> bool:
    """True when only a date differs, or a short line that does no more than print one came or went."""
    if any(name.startswith("edit:date-only") for name in change.features):
        return True
    # "Previous versions: May 2015 (PDF) | October 2013 (PDF)" was removed: the line is a date line, and nothing but that.
    short = len(change.old.words) + len(change.new.words) <= _DATE_LINE_WORDS
    return short and any(name.startswith("text:date-line") for name in change.features)


def is_renumbered(change: Observation) -> bool:
    """True when what differs are single letters or small numbers that stand as markers: "a.", "(2)", "1)"."""
    text = f"{change.old.text} {change.new.text}".lower()
    return change.reworded and all(_is_marker(word, text) for word in change.removed + change.added)


def _is_marker(word: str, text: str) -> bool:
    # As in "(a) access; (b) rectification": a letter alone, or up to two digits, with a full stop or a bracket after it.
    return len(word) <= 2 and (word.isdigit() or len(word) == 1) and bool(re.search(rf"(?:^|[\s(]){word}[.)]\s", text))


def is_synonymous(change: Observation) -> bool:
    """True when both sides have the same normal form: set phrases, spelling and inflection aside."""
    return change.reworded and normal(change.old.words) == normal(change.new.words)


def is_same_promise(change: Observation) -> bool:
    """True when a promise was put into another voice or tense and says no more and no less: "we do not sell it", "it is not sold"."""
    before, after = ({(frame.role, frame.act) for frame in side.frames} for side in (change.old, change.new))
    if not change.reworded or before != after or {role for role, _ in before} != {"denial"}:
        return False
    # Case promise-reworded: "We do not sell your personal data", "Your personal data is not sold": of substance, only the verb's form
    # differs.
    verbs = {frame.word for side in (change.old, change.new) for frame in side.frames}
    return verbs.issuperset(change.content) and negations(change.old.words) == negations(change.new.words)


def is_spelling(change: Observation) -> bool:
    """True when only spelling or spacing differs: "e-mail", "email"; "recieves", "receives"."""
    return "edit:spelling" in change.features or _only_misspelt(change)


def _only_misspelt(change: Observation) -> bool:
    """True when each word that was removed came back with a letter more, less or other."""
    if not 0 < len(change.removed) == len(change.added) <= _MISSPELT_WORDS:
        return False
    return all(_misspelt(a, b) for a, b in zip(change.removed, change.added, strict=True))


def _misspelt(a: str, b: str) -> bool:
    """A word with a prefix that turns it round ("lawful", "unlawful") is another word, not a misspelling."""
    if min(len(a), len(b)) < _SHORTEST_MISSPELT or a.endswith(b) or b.endswith(a) or not (a + b).isalpha():
        return False
    return SequenceMatcher(None, a, b, autojunk=False).ratio() >= _LETTERS_ALIKE
