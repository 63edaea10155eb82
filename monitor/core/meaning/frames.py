"""Reads a statement: who may, must, will or will not do what, as frames; the grammar is shallow and its limits are known.

The order that works (see docs/materiality.md for the failures of simpler ones): strip pseudo-negation, find the negation, bind it to the
speaker's own verb within a few words, spread it over coordinated verbs ("share, sell, rent, or trade"), keep conditions apart.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from monitor.core.text.lexicon import Hit, load, phrases, word_set
from monitor.core.text.tokens import word_row

_CUT = re.compile(r"((?<![.!?])[.!?]++[\"'”’)\]*_]*+\s++|[,;:(–—]\s*|\n+|\s[-•*]\s)")
_JOINING = frozenset({"and", "or", "but", "so", "then", "please"})


@dataclass(frozen=True, slots=True)
class Clauses:
    """Places in the words of a statement."""

    sentences: tuple[int, ...] = (0,)
    """Where sentences begin."""
    heads: frozenset[int] = frozenset({0})
    """Where clauses begin, a joining word ("and", "please") left out."""
    asked: tuple[tuple[int, int], ...] = ()
    """Stretches that are questions."""

    def part(self, one: int, other: int) -> bool:
        """True when a sentence begins between two places, the second included."""
        return bisect_right(self.sentences, one) < bisect_right(self.sentences, other)

    def ask(self, place: int) -> bool:
        """True in a question."""
        return any(start <= place < end for start, end in self.asked)


ONE = Clauses()


def clauses_of(text: str, words: Sequence[str]) -> Clauses:
    """The clauses of a statement whose words are known.

    A line that ends in a colon introduces the lines after it ("We:", "– do not sell …"), so that its list gives no orders.

    >>> found = clauses_of("Pick a password. Please don't share it.", "pick a password please don't share it".split())
    >>> found.sentences, 4 in found.heads
    ((0, 3), True)
    """
    pieces = _CUT.split(text)
    sizes = [len(word_row(piece)) for piece in pieces[::2]]
    if sum(sizes) != len(words):
        return ONE  # an address or a number was cut: rather nothing than the wrong place
    sentences, heads, introduced, at = [0], {0}, False, sizes[0]
    for mark, size in zip(pieces[1::2], sizes[1:], strict=True):
        introduced = introduced or (mark.startswith(":") and "\n" in mark)
        if mark[0] in ".!?" and size:
            sentences.append(at)
            introduced = False
        if not introduced:
            heads.add(at)
        at += size
    heads |= {place + 1 for place in heads if place < len(words) and words[place] in _JOINING}
    return Clauses(tuple(sentences), frozenset(heads), tuple(_questions(text, sentences, len(words))))


def _questions(text: str, sentences: Sequence[int], size: int) -> list[tuple[int, int]]:
    """Sentences that end in a question mark."""
    if "?" not in text:
        return []
    ends = [mark[0] for mark in re.findall(r"([.!?])[.!?]*[\"'”’)\]*_]*\s+(?=\S)", text.rstrip())]
    ends.append(text.rstrip(" \"'”’)]*_\n")[-1:])
    spans = list(pairwise([*sentences, size]))
    return [span for span, end in zip(spans, ends, strict=False) if end == "?"] if len(ends) == len(spans) else []


NEGATIONS = word_set("negations")
DENYING = NEGATIONS | word_set("denying-besides")
_COMPANY, _USER, _RELATIVE = word_set("company"), word_set("user"), word_set("relative")
MODALS: dict[str, str] = load("words.en.yaml")["modals"]
_PROTECTIVE = frozenset({"delete", "protect", "notify"})
FRAME_GROUPS = ("act", "right", "choice")
"""Groups of concepts that a statement can be about."""
ROLES = ("denial", "intrusion", "protection", "unprotection", "right", "unright", "duty", "prohibition")
"""Everything that a statement can do; see Frame."""
INTRUSIVE_ACTS = ("sell", "share", "collect", "use", "track", "train", "retain")
"""Acts that a company denies or admits."""
_REACH = 8
_PASSIVE = frozenset({"be", "been", "being"})
_PSEUDO = {first: tuple(p for p in phrases("pseudo-negations") if p[0] == first) for first in {p[0] for p in phrases("pseudo-negations")}}
"""Phrases whose negation denies nothing, by their first word."""


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
    denying = _denying(words)
    clauses = clauses_of(text, words) if text and (denying or "?" in text) else ONE
    return list(_frames(words, [hit for hit in acts if not clauses.ask(hit[0])], denying, clauses))


def negations(words: Sequence[str]) -> int:
    """How many words deny, pseudo-negations ("without limitation", "not only") left out."""
    return len(_denying(words))


def _denying(words: Sequence[str]) -> list[int]:
    """The places of words that deny; most statements have none, which takes no walk to see."""
    if DENYING.isdisjoint(words):
        return []
    blind = _pseudo_negations(words)
    return [at for at, word in enumerate(words) if word in DENYING and at not in blind]


def _pseudo_negations(words: Sequence[str]) -> set[int]:
    blind: set[int] = set()
    for at, word in enumerate(words):
        if word == "do" and at and words[at - 1] in _COMPANY:
            continue  # "we do not track you" denies; "Do Not Track" is a signal's name
        for phrase in _PSEUDO.get(word, ()):
            if tuple(words[at : at + len(phrase)]) == phrase:
                blind.update(range(at, at + len(phrase)))
    return blind


def _frames(words: Sequence[str], acts: Sequence[Hit], negations: Sequence[int], clauses: Clauses) -> Iterator[Frame]:
    negated_run = -99
    for start, end, concept in acts:
        negation = _bound(words, start, end, negations, clauses)
        if negation is None and 0 <= start - negated_run <= 4 and concept.group == "act":
            negation = negated_run  # coordinated verbs: the cue reaches over "share, sell, rent, or trade"
        if negation is not None:
            negated_run = end
        subject = _subject(words, _subject_place(words, start, negation), clauses)
        role = "" if _is_ours(words, start, concept.id) else _role(concept.id, concept.group, subject, negation is not None)
        modality = _modality(words, start)
        if role and not (role == "denial" and modality == "should" and not subject):  # advice: "public computers should not be used"
            yield Frame(role, concept.id, modality, words[start])


def _is_ours(words: Sequence[str], start: int, act: str) -> bool:
    """True for "we reserve the right", "you give us the right": the company's right, not the reader's."""
    return act == "right" and start > 1 and words[start - 1] in ("the", "a") and not _OURS.isdisjoint(words[max(0, start - 4) : start - 1])


_OURS = frozenset({"us", "we", "reserve", "reserves"})


def _subject_place(words: Sequence[str], start: int, negation: int | None) -> int:
    """Before which word to look for the subject: the negation of the verb, or the verb; a passive verb shows only there."""
    return start if negation is None or negation > start or words[start - 1] in _PASSIVE else negation


def _bound(words: Sequence[str], start: int, end: int, negations: Sequence[int], clauses: Clauses) -> int | None:
    """The negation that binds a verb: the nearest before it, within reach, unless a relative clause or another subject parts them.

    Or the one right after it: "we collect no special categories of data".
    """
    before = bisect_left(negations, start)
    if end < len(words) and words[end] in _NO and end in negations:
        return end
    if not before or start > (at := negations[before - 1]) + _REACH or clauses.part(at, start) or _in_condition(words, at, clauses):
        return None
    between = words[at + 1 : start]
    if words[at] in _NO:  # "no data will be shared": the negation is the subject's, and reaches the verb over its auxiliaries
        parting = _TAKEN if words[at + 1] in _OCCASIONS else _PARTING_NO  # "under no circumstances do we sell"
        return at if parting.isdisjoint(between) else None
    return at if _PARTING.isdisjoint(between) and not _in_relative_clause(words, at) else None


def _in_condition(words: Sequence[str], at: int, clauses: Clauses) -> bool:
    """True for "where we have not collected it from you": nothing is promised in the clause of a condition."""
    for back in range(at - 1, max(-1, at - _CONDITION_REACH), -1):
        if back in clauses.heads:
            return words[back] in _CONDITIONS
    return False


_CONDITIONS = frozenset({"if", "where", "whether", "when", "because"})
_CONDITION_REACH = 7
_NO = frozenset({"no", "none", "nobody", "nothing", "neither"})
_OCCASIONS = frozenset({"circumstances", "circumstance", "event", "case", "time", "means"})
_TAKEN = frozenset(
    ("guarantee", "warrant", "ensure", "promise", "responsible", "responsibility", "liable", "liability", "control", "endorse", "obliged",
     "obligation", "required", "need", "needed", "necessary", "affect", "affects", "affected", "apply", "applies", "completely", "doubt",
     "respond", "responds")
)  # fmt: skip
"""What a negation is spent on: "we cannot guarantee the security of data that is sent" denies no sending."""
_PARTING_NO = _TAKEN | {"we", "you", "but", "however", "unless", "if"}
_PARTING = _PARTING_NO | {"will", "may"}
"""Words that part a negation from a verb after it."""


def _in_relative_clause(words: Sequence[str], at: int) -> bool:
    """True for "information that does not identify you": the negation belongs to the thing, not to the speaker."""
    return any(word in _RELATIVE for word in words[max(0, at - 2) : at])


def _subject(words: Sequence[str], at: int, clauses: Clauses = ONE) -> str:
    """company, user, or nobody in particular: the nearest subject before a verb; an order ("Do not share …") speaks to the user."""
    if _is_order(words, at, clauses):
        return "user"
    passive = at > 0 and words[at - 1] in _PASSIVE
    for back in range(at - 1, max(-1, at - 10), -1):
        word = words[back]
        if word == "you" and passive:
            return ""  # "you will not be tracked": whoever tracks, it isn't you
        if word == "you" or (word in _USER and back + 1 < at and word != "your"):
            return "user"
        if word in ("we", "us") or (word in _COMPANY and word not in ("our", "it")):
            return "company"
    return ""


def _is_order(words: Sequence[str], at: int, clauses: Clauses) -> bool:
    """True for "do not", "don't" or "never" that begins a clause, without anyone who does it."""
    if 0 < at < len(words) and words[at] == "not" and words[at - 1] == "do":
        return at - 1 in clauses.heads or (at > 1 and words[at - 2] in ("please", "so"))
    if at < len(words) and words[at] == "don't":
        return at in clauses.heads
    if at + 1 < len(words) and words[at] == "never" and at in clauses.sentences:
        return not words[at + 1].endswith(("ed", "sold", "given"))  # "Never share it" is an order, "Never shared" a promise
    return False


def _modality(words: Sequence[str], at: int) -> str:
    for back in range(at - 1, max(-1, at - 6), -1):
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
