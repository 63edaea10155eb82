"""Slots: what was put into, or taken out of, one place of a statement that otherwise stands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from monitor.core.meaning.comparison import Comparison
from monitor.core.meaning.features.durations import is_for_reader, is_kept, periods_of, same_periods
from monitor.core.meaning.features.newly_said import sentences_of
from monitor.core.meaning.features.promises import GRAVE_ACTS
from monitor.core.meaning.features.protocol import seen_or_not
from monitor.core.meaning.frames import Frame
from monitor.core.meaning.lasting_grants import lasting_words
from monitor.core.meaning.parsed import ParsedDocument, ParsedText, read
from monitor.core.meaning.sensitive_kinds import GRAVE_DATA
from monitor.core.text.late_pattern import late
from monitor.core.text.lexicon import word_set
from monitor.core.text.phrases import PhraseMatcher, same_suffix
from monitor.core.text.tokens import word_row

_PERPETUAL = word_set("perpetual")
_BAGS = tuple(
    (name, word_set(words))
    for name, words in (("renewal", "renews"), ("refund", "refund"), ("indemnity", "indemnity"), ("fingerprint", "fingerprint"))
)
_SOFT, _FIRM = word_set("soft"), word_set("firm")
# "We reserve the right to" is as soft as "may".
_POSSIBLE = _SOFT | {"can", "could", "might", "reserve", "reserves"}
_PATTERNS = (
    (
        "retroactive",
        PhraseMatcher(
            {"before ": "(?:its|the|that|this) (?:effective )?date"},
            words={"all ": "(?:the )?(?:personal )?(?:information|data)(?: that)? we (?:already )?(?:hold|have)"},
        ),
    ),
    ("legitimate", PhraseMatcher({"legitimate ": "(?:business )?interest"})),
    ("officer", PhraseMatcher({"data protection officer": ""}, words={"dpo": r"\b"})),
)
# "For orders placed before this date, see the previous version": what is past stays as it was.
_BACK = late(
    r"\bbefore (?:its|the|that|this) (?:effective )?date|"
    r"\ball (?:the )?(?:personal )?(?:information|data)(?: that)? we (?:already )?(?:hold|have)"
)
_AS_IT_WAS = late(
    r"\b(?:previous|prior|earlier|old|former) (?:versions?|terms|polic(?:y|ies)|conditions|agreements?)\b|"
    r"\bversion\b[^.;]{0,40}\bapplied\b|\b(?:remains?|continues?|will be) (?:to be )?(?:governed|subject)\b|"
    r"\b(?:do|does|did|will|shall) not (?:apply|affect|concern|cover)\b"
)


def reaches_back(lower: str) -> bool:
    """True when a sentence reaches back to a time before the change, or to what is held already; for text in lower case.

    >>> reaches_back("it applies to all data we hold."), reaches_back("for orders before this date see the previous version.")
    (True, False)
    """
    return any(_BACK.search(piece) and not _AS_IT_WAS.search(piece) for piece in sentences_of(lower))


_MEANS = PhraseMatcher(same_suffix("\"|”|’|'", r"\s+(?:means|includes|refers to|is defined)"))
_ANSWER = PhraseMatcher(words=same_suffix("request|respond|answer|reply"))
_RISKY = frozenset({"advertiser", "data-broker", "ai-developer"}) | GRAVE_DATA
_LONGEST_ITEM = 160
"""Characters beyond which a list item is a statement of its own rather than an entry of its lead-in."""


@seen_or_not
def obligation_features(change: Comparison) -> Iterator[str]:
    """What was put into, or taken out of, one slot of a statement that otherwise stands."""
    yield from _words(change)
    for name, pattern in _PATTERNS:
        before, after = (side.says(pattern) and (name != "retroactive" or reaches_back(side.lower)) for side in (change.old, change.new))
        if before != after:
            yield f"{name}:{'added' if after else 'removed'}"
    yield from _listed(change)
    if change.old.text and change.new.text:
        yield from _touched(change)
        yield from _strength(change)
        if change.old.says(_MEANS) and change.new.says(_MEANS):
            yield "definition:touched"
    if not change.new.text:
        yield from _lost(change)


def _words(change: Comparison) -> Iterator[str]:
    added, removed = set(change.added), set(change.removed)
    if not _PERPETUAL.isdisjoint(added | removed):
        before, after = lasting_words(change.old), lasting_words(change.new)
        if added & (after - before):
            yield "licence:perpetual-added"
        if removed & before and not after:
            yield "licence:perpetual-removed"
    for name, bag in _BAGS:
        if bag & added and not bag & removed and _belongs(name, change.new) and not _said_otherwise(name, change.old):
            yield f"{name}:added"
        if bag & removed and not bag & added and _belongs(name, change.old) and not _said_otherwise(name, change.new):
            yield f"{name}:removed"


_SUBSCRIBED = frozenset({"subscription", "subscriptions", "membership", "memberships", "plan", "contract", "term", "billed", "charged"})


# "You agree to indemnify us", "You shall hold us harmless"; "Sections 5 (Indemnity) and 9 survive", "any matter subject to
# indemnification by you" and a heading only speak of what is said elsewhere.
_INDEMNIFIES = late(
    r"\bindemnif(?:y|ies|ied)\b|\b(?:hold|holds|held|holding|save)\b[^.;]{0,80}\bharmless\b|"
    r"\b(?:compensate|reimburse)s? [^.;]{1,60}\b(?:loss|losses|damages?)\b|"
    r"\bindemnity (?:for|against|from|of)\b|\b(?:provide|give|owe)s? (?:us )?(?:an )?indemni(?:ty|fication)\b"
)
_OF_ANOTHER_CLAUSE = late(r"\bsurviv|\bsubject to (?:an? )?indemn|\brequired to indemnify|\bobligat(?:ed|ion) to indemnify")


def indemnifies(lower: str) -> bool:
    """True when a sentence has somebody answer for another's loss; for text in lower case.

    >>> indemnifies("you agree to indemnify us."), indemnifies("sections 3 (fees) and 5 (indemnification) survive.")
    (True, False)
    """
    return any(_INDEMNIFIES.search(piece) and not _OF_ANOTHER_CLAUSE.search(piece) for piece in sentences_of(lower))


def _belongs(name: str, side: ParsedText) -> bool:
    """False for words of another sense: decisions are made "automatically" where nothing is renewed."""
    if name == "indemnity":
        return indemnifies(side.lower)
    if name == "fingerprint":
        return "fingerprint" in side.lower  # "| Biometric information | Fingerprints | NO |" denies it, and is blank there
    if name != "renewal":
        return True
    # "Prices change at your next renewal" says when, and not that anything renews.
    return any(word.startswith("renew") and word != "renewal" for word in side.words) or not _SUBSCRIBED.isdisjoint(side.words)


# "We will charge your card again every month unless you end your plan".
_CHARGED_AGAIN = late(
    r"\b(?:charge|charged|bill|billed|debit|debited)\b[^.;]{0,60}\b(?:again|every|each) (?:\w+ )?(?:month|year|week|term|period)"
)


def _said_otherwise(name: str, other: ParsedText) -> bool:
    """True where the other version says the same without the word: it charges again each month, or has you compensate a loss."""
    if name == "renewal":
        return bool(_CHARGED_AGAIN.search(other.lower))
    return name == "indemnity" and indemnifies(other.lower)


def _strength(change: Comparison) -> Iterator[str]:
    """A protective act that became a mere possibility, or an intrusive one that became certain; and the reverse."""
    if len(change.content) > 4:
        return
    added, removed = set(change.added), set(change.removed)
    # "May" that became "can" is as soft as before.
    softer, firmer = bool(added & _SOFT and not removed & _POSSIBLE), bool(removed & _SOFT and not added & _POSSIBLE)
    roles = {f.role for f in change.new.frames} & {f.role for f in change.old.frames}
    intrusive = "intrusion" in roles and not roles & {"protection", "right", "denial"}
    if softer and "protection" in roles:
        yield "commitment:softer"
    if firmer and "protection" in roles:
        yield "commitment:firmer"
    if firmer and intrusive:
        yield "intrusion:firmer"
    if softer and removed & _FIRM and intrusive:
        yield "intrusion:softer"


def _listed(change: Comparison) -> Iterator[str]:
    """List items that came or went under a lead-in that denies ("We do not share:") or allows."""
    if change.reworded:
        return
    units, page, side, sign = (
        (change.candidate.new, change.context.new.page, change.new, "added")
        if change.candidate.new
        else (change.candidate.old, change.context.old.page, change.old, "removed")
    )
    if units[0].kind != "item" or len(units[0].text) > _LONGEST_ITEM or not (lead := page.lead_in(units[0].line)):
        return
    # "Use supported languages:" tells the reader what to do, and nothing of what the company does.
    opening = word_row(lead)[:2]
    bidden = opening[0] if opening and opening[1:] != ("of",) else ""
    roles = {f.role for f in read(lead).frames if f.act in GRAVE_ACTS and f.word != bidden}
    if "denial" in roles:
        yield f"denied-item:{sign}"
    if roles == {"intrusion"} and side.concepts.keys() & _RISKY:
        yield f"allowed-item:{sign}"


def _touched(change: Comparison) -> Iterator[str]:
    """What the statement is about, where only a slot of it changed."""
    if not 1 <= len(change.content) <= 8:
        return
    if "govern" in change.old.concepts and "govern" in change.new.concepts:
        yield "govern:touched"
    if "controller" in change.old.words and "controller" in change.new.words and any(w[:1].isalpha() for w in change.added):
        yield "controller:touched"
    before, after = periods_of(change.old), periods_of(change.new)
    answers = change.old.says(_ANSWER)
    # "You must respond within 7 days", "to answer you, we keep the recording for a year": no time in which the company answers
    waited = not any(is_for_reader(side) or is_kept(side) for side in (change.old, change.new))
    if len(before) == len(after) == 1 and not same_periods(change.old, change.new) and answers and waited:
        yield "answer:slower" if after > before else "answer:quicker"
    charged = "charge" in change.added_concepts and {"fee", "charge"} & set(change.added)
    if charged and answers and "right" in change.old.concepts:
        yield "right:fee-added"


def _shields(frame: Frame) -> bool:
    """True for what a company does not do, erases, or asks parents for; that protection is only spoken of shields nobody."""
    return frame.role in ("denial", "right") or (frame.role == "protection" and frame.act in ("delete", "notify"))


_CLAUSES_NAMED = (" standard contractual clauses ", " binding corporate rules ", " adequacy decision")
# "We certify to the EU-U.S. Data Privacy Framework (DPF)" takes the place of clauses.
_AS_SAFE = (" privacy framework", " dpf ", " adequacy", " sccs ", " model clauses ", " contractual clauses ", " binding corporate ")
_CLAUSES = PhraseMatcher(same_suffix("|".join(map(str.strip, _CLAUSES_NAMED))))
_RESERVED = PhraseMatcher(same_suffix("reserve the right|reserves the right"))


_PARENTS = frozenset(("parent", "parents", "parental", "guardian", "guardians"))
_PERMITS = frozenset(("consent", "consents", "permission", "permit", "approval", "approve", "authorisation", "authorization"))
_WORD = re.compile("[a-z]+")
_SENTENCE_END = re.compile(r"[.;\n]")


def _asks_parents(lower: str) -> bool:
    words = _WORD.findall(lower)
    return not (_PARENTS.isdisjoint(words) or _PERMITS.isdisjoint(words))


def _of_parents(whole: ParsedDocument) -> Iterator[str]:
    """The sentences of a text that speak of parents."""
    return (piece for piece in _SENTENCE_END.split(whole.page.text.lower()) if "parent" in piece or "guardian" in piece)


# "… breach the security of another user, or attempt to circumvent it": what members must leave alone protects no data of theirs.
_IS_CONDUCT = late(
    r"\b(?:circumvent|breach|probe|probing|bypass|compromis\w+|tamper|disabl\w+|interfer\w+)\b[^.;]{0,60}\b(?:security|authentication|protection|measures?)\b|"
    r"\bunauthori[sz]ed to\b|\byou (?:may|must|shall|will|agree) not\b"
)


def _lost(change: Comparison) -> Iterator[str]:
    """What the law wants that went as a whole."""
    roles = {f.role for f in change.old.frames}
    if "children" in change.old.concepts and any(_shields(frame) for frame in change.old.frames):
        yield "child-protection:removed"
        if _asks_parents(change.old.lower) and not any(map(_asks_parents, _of_parents(change.context.new))):
            yield "child-protection:consent-removed"
    if change.old.concepts.keys() & {"security-measure", "protect"} and "protection" in roles and not _IS_CONDUCT.search(change.old.lower):
        yield "safeguard:removed"
    if change.old.says(_CLAUSES) and not any(phrase in change.context.new.words for phrase in (*_CLAUSES_NAMED, *_AS_SAFE)):
        yield "safeguard:transfers-removed"
    if change.old.says(_RESERVED):
        yield "right:reserved"  # the company's, not the reader's: "We reserve the right to change this policy"
