"""Gates for the same statement in another form: dates, numbering, synonyms, another order of a list, another voice or tense, spelling.

Each asks for the same words in the same order, but for what a table calls exchangeable, and for the same signs: a gate for the form of a
statement may not let another amount, age or currency pass.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.core.meaning.features import of_group
from monitor.core.meaning.negation import negations
from monitor.core.meaning.observation import Observation
from monitor.core.meaning.promises.parties import same_parties
from monitor.core.meaning.rewording.misspelling import is_misspelt
from monitor.core.meaning.statements.vocabulary import lemmas
from monitor.core.text.late_pattern import late
from monitor.core.text.lexicon import word_set
from monitor.core.text.tokens import normal
from monitor.core.text.wording import differing_runs, signs_of, wording

# Case typo-fixed mends two words at once: "Our printer recieves the text of your newletter".
_MISSPELT_WORDS = 6
_OPTIONAL = word_set("optional")
# Words by which a voice or a tense differs from another: "we do not sell it", "it was not sold by us". "Our" for "your" is none.
_VOICE = word_set("voice")
# "… and our apps (“Apps”)", "(collectively, the “Service”)": a name for what is said, by which nothing is said.
_DEFINED = late(r"\s?\((?:(?:the|each|an?|collectively|together|hereinafter|our)[, ]{1,2}){0,3}[“\"'‘]([^()“”\"]{1,60})[”\"'’“]\)")
# "[Expand] What this policy covers", "Contents [hide]": a button in the line.
_TOGGLE = late(r"\[(?:show|hide|expand|collapse|edit)\](?!\()", re.IGNORECASE)
# "See support.acme.example/terms/2": an address without its protocol, which is a link's target as well.
_BARE_ADDRESS = late(r"(?<![\w./@-])(?:[a-z0-9-]{1,40}\.){1,4}[a-z]{2,8}/[^\s)\]]*", re.IGNORECASE)
# "- spoil the paper; or" is followed by one item more than "- spoil the paper;".
_JOINT = late(r"(?:[;,]\s*)?\b(?:and|or|and/or)\s*$|[;,]\s*$", re.IGNORECASE)


def is_synonymous(change: Observation) -> bool:
    """True when both sides have the same normal form: set phrases, spelling, articles and names for what is meant aside."""
    if not change.reworded or len(change.removed) + len(change.added) > _MOST_WORDS:
        return False
    return _normal(change.old.text, change) == _normal(change.new.text, change) and _defined_alike(change)


_MOST_WORDS = 24
"""Differing words beyond which two statements are not the same for want of an article; asked first because it is cheap."""


def _normal(text: str, change: Observation) -> list[str]:
    if "(" in text:
        text = _DEFINED.sub("", text)
    if "[" in text:
        text = _TOGGLE.sub(" ", text)
    if "/" in text:
        text = _BARE_ADDRESS.sub("", text)
    if all(units[-1].kind == "item" for units in (change.candidate.old, change.candidate.new)):
        text = _JOINT.sub("", text.rstrip())
    return [word for word in normal(list(wording(_condition_last(text)))) if word not in _OPTIONAL]


# "If this policy changes, we will notify you" says what "We will notify you if this policy changes" says. With a second comma or condition
# it would not be clear what the condition belongs to.
_CONDITION_FIRST = late(
    r"(?P<condition>(?:if|when|once|where|after|before|unless|until)\b[^,.;:()]+),\s(?P<main>[^,.;:()]+)\.?", re.IGNORECASE
)
# "After 30 days, we delete messages that you sent" says when they are deleted; "… that you sent after 30 days", which ones.
_TAKES_A_CONDITION = late(r"\b(?:if|when|once|where|unless|until|only|provided|that|which|who|whom|whose)\b", re.IGNORECASE)


def _condition_last(text: str) -> str:
    """A sentence of one condition and one clause, with the condition behind the clause; any other text as it is."""
    found = _CONDITION_FIRST.fullmatch(text.strip())
    if not found or _TAKES_A_CONDITION.search(found["main"]):
        return text
    return f"{found['main'].rstrip()} {found['condition']}"


def _defined_alike(change: Observation) -> bool:
    """True when no name was put for another: one side has those of the other, and may have more."""
    old, new = (set(_DEFINED.findall(side.text)) for side in (change.old, change.new))
    return old <= new or new <= old


def is_same_promise(change: Observation) -> bool:
    """True when a promise was put into another voice or tense and says no more and no less: "we do not sell it", "it is not sold"."""
    return _promises_alike(change) and same_parties(change.old.words, change.new.words, _verbs(change))


def is_exchanged(change: Observation) -> bool:
    """True when a promise has the same words, but another agent, or another to whom it is done: "Banks do not sell your data to us"."""
    return _promises_alike(change) and not same_parties(change.old.words, change.new.words, _verbs(change))


def _promises_alike(change: Observation) -> bool:
    """True when two promises deny the same acts in the same words, in whatever order."""
    before, after = ({(frame.role, frame.act) for frame in side.frames} for side in (change.old, change.new))
    if not change.reworded or before != after or {role for role, _ in before} != {"denial"}:
        return False
    # Case promise-reworded: "We do not sell your personal data", "Your personal data is not sold": of substance, only the verb's form
    # differs.
    if not (_verbs(change) | _VOICE).issuperset(change.removed + change.added):
        return False
    if _plain_verbs(change.old.words) != _plain_verbs(change.new.words) or _is_past(change.old.words) != _is_past(change.new.words):
        return False
    return negations(change.old.words) == negations(change.new.words) and _same_signs(change)


def _plain_verbs(words: Sequence[str]) -> set[str]:
    """What is denied, verb by verb: not to sell is not not to rent."""
    # "Used for training" and "not used to train" deny the training.
    return {lemmas()[word] for word in words if word in lemmas()} - {"use"}


def _is_past(words: Sequence[str]) -> bool:
    """True for "we have not sold it", which says nothing of the future."""
    return not {"have", "has", "had", "haven't", "hasn't", "hadn't", "did", "didn't"}.isdisjoint(words)


def _verbs(change: Observation) -> set[str]:
    return {frame.word for side in (change.old, change.new) for frame in side.frames}


def is_spelling(change: Observation) -> bool:
    """True when only spelling or spacing differs: "e-mail", "email"; "recieves", "receives"; "licensors'", "licensor's"."""
    if not change.reworded or not 0 < len(change.removed) + len(change.added) <= 3 * _MISSPELT_WORDS:
        return False
    old, new = (normal(list(wording(side.text))) for side in (change.old, change.new))
    edits = differing_runs(old, new)
    words = sum(max(b - a, d - c) for a, b, c, d in edits)
    return words <= _MISSPELT_WORDS and all(_spelled_alike(old[a:b], new[c:d]) for a, b, c, d in edits)


def _spelled_alike(old: list[str], new: list[str]) -> bool:
    """True for words that were run together or parted, and for one misspelt for each."""
    if not old or not new:
        return False
    if "".join(old) == "".join(new):
        return "".join(old).isalpha()
    return len(old) == len(new) and all(a == b or is_misspelt(a, b) for a, b in zip(old, new, strict=True))


def is_run_together(change: Observation) -> bool:
    """True when words were only run together or parted, and no number with them: "1 5 days" are not "15 days"."""
    changed = change.removed + change.added
    return "run-together" in of_group(change.features, "relocation") and not any(map(_has_digit, changed)) and _same_signs(change)


def _has_digit(word: str) -> bool:
    return any(map(str.isdigit, word))


def _same_signs(change: Observation) -> bool:
    return signs_of(change.old.text) == signs_of(change.new.text)
