"""Reads a statement: who may, must, will or will not do what, as frames; the grammar is shallow and its limits are known.

The order that works (see docs/materiality.md for the failures of simpler ones): strip pseudo-negation, find the negation, bind it to the
speaker's own verb within a few words, spread it over coordinated verbs ("share, sell, rent, or trade"), keep conditions apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from monitor.core.meaning.clauses import SINGLE, Clauses, clauses_of
from monitor.core.meaning.negation import COMPANY, binding_negation, denying_places
from monitor.core.meaning.subject import is_companys_right, is_only_named, subject_of
from monitor.core.text.lexicon import Hit, load

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
_EXCEPTING = frozenset(("except", "unless", "but"))
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
    told_apart = negations or "?" in text or not _ENDING.isdisjoint(words)
    clauses = clauses_of(text, words) if text and told_apart else SINGLE
    # "Do we sell data?" and "Why do you not share my data?" say nothing yet; the answer does.
    return list(_frames(words, [hit for hit in acts if not clauses.in_question(hit[0])], negations, clauses))


def _frames(words: Sequence[str], acts: Sequence[Hit], negations: Sequence[int], clauses: Clauses) -> Iterator[Frame]:
    denied_until = -99
    for start, end, concept in acts:
        negation = binding_negation(words, start, end, negations, clauses)
        if negation is not None and negation < denied_until and _is_excepted(words, denied_until, start, clauses):
            negation = None  # "We do not share it, except through the use of a key": only the sharing is denied
        if negation is None and 0 <= start - denied_until <= _COORDINATED and concept.group == "act":
            negation = denied_until
        if negation is not None:
            denied_until = end
        subject = subject_of(words, start, negation, clauses)
        unsaid = (
            is_companys_right(words, start, concept.id) or is_only_named(words, start) or _binds_nobody(words, start, negation, subject)
        )
        role = "" if unsaid else _role(concept.id, concept.group, subject, negation is not None)
        role = "unright" if role == "right" and concept.group == "right" and _is_lost(words, start, end, clauses) else role
        modality = _modality(words, start)
        # "Public computers should not be used for banking" is advice to whom it concerns, and no promise.
        if role and not (role == "denial" and modality == "should" and not subject):
            yield Frame(role, concept.id, modality, words[start])


def _is_excepted(words: Sequence[str], denied: int, start: int, clauses: Clauses) -> bool:
    """True where an exception begins behind a denied verb and goes on up to another; "never sold or, unless asked, shared" denies both."""
    opened = next((at for at in range(start - 1, denied - 1, -1) if words[at] in _EXCEPTING), -1)
    return opened >= 0 and clauses.heads.isdisjoint(range(opened + 1, start + 1))


# "A technology to show ads without using third-party cookies": of nobody is it said that they do not.
_OWN = frozenset({"your", "personal", "data", "information", "it", "them", "content", "details", "address", "messages"})
_OBJECT_REACH, _AIM_REACH = 8, 9
# "You may tell us not to disclose it", "the right to direct a seller not to share it": the reader may ask for it, nobody promises it.
_ASKING = frozenset(("tell", "ask", "instruct", "direct", "request", "require", "prefer", "wish", "want", "choose", "order", "advise"))
_ASKING_REACH = 7


def _binds_nobody(words: Sequence[str], start: int, negation: int | None, subject: str) -> bool:
    """True for a denial by which nobody is bound: what the reader may ask for, what a thing does without, an undertaking of others."""
    if negation is None:
        return False
    if words[negation] == "not" and words[negation + 1 : negation + 2] == ["to"]:
        before = words[max(0, negation - _ASKING_REACH) : negation]
        return not _ASKING.isdisjoint(before) and "we" not in before  # "we require our vendors not to sell it" binds them
    if subject:
        return False
    if words[negation] in ("refrain", "abstain"):
        return words[negation - 1 : negation] == ["to"]  # "(b) to refrain from using pen names" stands below what members undertake
    if words[negation] != "without" or "to" not in words[max(0, negation - _AIM_REACH) : negation]:
        return False
    return COMPANY.isdisjoint(words[max(0, negation - _AIM_REACH) : negation]) and _OWN.isdisjoint(words[start + 1 : start + _OBJECT_REACH])


def _modality(words: Sequence[str], at: int) -> str:
    for back in range(at - 1, max(-1, at - _MODAL_REACH), -1):
        if words[back] in MODALS:
            return MODALS[words[back]]
    return ""


# "Your right to use the site ends at once", "you waive the right to a jury": a right that is lost.
_LOSING = frozenset(("waive", "waives", "waiving", "waiver", "lose", "loses", "forfeit", "forfeits", "relinquish", "surrender", "forgo"))
_ENDING = frozenset(
    ("cease", "ceases", "ceased", "end", "ends", "terminate", "terminates", "terminated", "revoked", "lapse", "lapses", "expire", "expires")
)
_LOSS_REACH = 9


def _is_lost(words: Sequence[str], start: int, end: int, clauses: Clauses) -> bool:
    """True for a right that is given up before it is named, or ends behind it."""
    if words[start:end][:1] not in (["right"], ["rights"]):
        return False
    if not _LOSING.isdisjoint(words[max(0, start - 4) : start]):
        return True
    after = words[end : end + _LOSS_REACH]
    ended = next((at for at, word in enumerate(after) if word in _ENDING), 0)
    # "Your right to terminate the contract" is one; "your right to use it will end" is lost.
    return ended > 1 and not clauses.divide(start, end + ended) and not _ENDED_BY.isdisjoint((after[ended - 1], after[ended - 2]))


_ENDED_BY = frozenset(("will", "shall", "is", "are", "automatically", "immediately", "hereby"))


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
