"""Reads a statement: who may, must, will or will not do what, as frames; the grammar is shallow and its limits are known.

The order that works (see docs/materiality.md for the failures of simpler ones): strip pseudo-negation, find the negation, bind it to the
speaker's own verb within a few words, spread it over coordinated verbs ("share, sell, rent, or trade"), keep conditions apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field

from monitor.core.meaning.clauses import SINGLE, Clauses, clauses_of
from monitor.core.meaning.negation import binding_negation, denying_places
from monitor.core.meaning.subject import is_companys_right, subject_of
from monitor.core.text.lexicon import Hit, load
from monitor.late_dataclass import dataclass

MODALS: dict[str, str] = load("words.en.yaml")["modals"]
# "You may delete your account" is a right, "You must not share your password" a prohibition: what protects is no burden on the reader.
_PROTECTIVE = frozenset({"delete", "protect", "notify"})
FRAME_GROUPS = ("act", "right", "choice")
"""Groups of concepts that a statement can be about."""
ROLES = ("denial", "intrusion", "protection", "unprotection", "right", "unright", "duty", "prohibition")
"""Everything that a statement can do; see Frame."""
INTRUSIVE_ACTS = ("sell", "share", "collect", "use", "track", "train", "retain")
"""Acts that a company denies or admits."""
# Words from one denied verb to the next that the denial reaches as well: "We will not share, sell, rent, or trade your data." The
# farthest in our examples is "Nothing of this is recorded by us, but we keep the list"; a fifth word would deny "does not sell or share
# personal information as the terms 'sell' and 'share' are defined".
_COORDINATED = 4
# The modal stands within five words before its verb: "We will not, under any circumstances, sell our list" (case exception-in-a-denial),
# "You may ask for a free copy" (case row32-copy-for-a-fee).
_MODAL_REACH = 6


@dataclass(frozen=True, slots=True)
class Frame:
    """One thing that a statement says.

    Roles: denial (the company will not do something intrusive), intrusion (it may or will), protection (it will protect, erase, notify),
    unprotection (it will not, or disclaims), right (the reader may ask, choose, refuse), unright (the reader may not), duty (the reader
    must), prohibition (the reader must not).
    """

    role: str
    act: str
    modality: str = ""
    word: str = field(default="", compare=False)
    """The verb as it stands in the text."""


def frames(words: Sequence[str], hits: Sequence[Hit], text: str = "") -> list[Frame]:
    """The frames of a statement, in order.

    Args:
        words: as monitor.core.text.tokens.words gives them.
        hits: the concepts found in them.
        text: the statement as it stands, which tells where its clauses begin; without it, it is one clause.
    """
    acts = [hit for hit in hits if hit[2].group in FRAME_GROUPS]
    if not acts:
        return []
    negations = denying_places(words)
    clauses = clauses_of(text, words) if text and (negations or "?" in text) else SINGLE
    # "Do we sell data?" and "Why do you not share my data?" say nothing yet; the answer does.
    return list(_frames(words, [hit for hit in acts if not clauses.in_question(hit[0])], negations, clauses))


def _frames(words: Sequence[str], acts: Sequence[Hit], negations: Sequence[int], clauses: Clauses) -> Iterator[Frame]:
    denied_until = -99
    for start, end, concept in acts:
        negation = binding_negation(words, start, end, negations, clauses)
        if negation is None and 0 <= start - denied_until <= _COORDINATED and concept.group == "act":
            negation = denied_until
        if negation is not None:
            denied_until = end
        subject = subject_of(words, start, negation, clauses)
        role = "" if is_companys_right(words, start, concept.id) else _role(concept.id, concept.group, subject, negation is not None)
        modality = _modality(words, start)
        # "Public computers should not be used for banking" is advice to whom it concerns, and no promise.
        if role and not (role == "denial" and modality == "should" and not subject):
            yield Frame(role, concept.id, modality, words[start])


def _modality(words: Sequence[str], at: int) -> str:
    for back in range(at - 1, max(-1, at - _MODAL_REACH), -1):
        if words[back] in MODALS:
            return MODALS[words[back]]
    return ""


def _role(act: str, group: str, subject: str, negated: bool) -> str:
    user = subject == "user"
    if group in ("right", "choice"):
        return "unright" if negated and user else "right"
    if user:
        if act in _PROTECTIVE:
            return "" if negated else "right"
        return "prohibition" if negated else "duty"
    if act in INTRUSIVE_ACTS:
        return "denial" if negated else "intrusion"
    if act in _PROTECTIVE:
        return "unprotection" if negated else "protection"
    return ""
