"""The clauses of two passages held against each other: who acts in each, what is denied, and what stands together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from monitor.core.meaning.assurances.grammar import BE
from monitor.core.meaning.rewording.plain_form import USERS_ACTS
from monitor.core.meaning.rewording.plain_words import Words, is_participle, plain_verb
from monitor.core.meaning.rewording.senses import DENYING, idle, sense, senses
from monitor.core.text.lexicon import word_set
from monitor.core.text.tokens import normal

_CUTS = frozenset(
    ("if", "when", "where", "while", "unless", "until", "before", "after", "because", "without", ".", ";", ":", "but", "(", ")")
)
_CASES = _CUTS - {".", ";", ":", "(", ")", "but", "without"}
"""What opens the case in which something holds, or when it does."""
_JOINED = frozenset(("and", "or", ","))
_SUBJECT = 2
"""Words that may stand before who acts: "our", "all"."""
_FAR = 8
"""Words within which a clause tells that it is a passive: "letters stay in the bin and are then erased" is none."""
_MEANS = frozenset(("email", "post", "law", "phone", "default", "card", "hand", "means", "letters", "emails"))


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a passage in which one thing is said."""

    cut: str
    """The word that opens it: "if", "before"; empty for a main clause."""
    senses: frozenset[str]
    denied: bool
    actor: str
    """we, you, or the sense of who else acts; empty where it is not plain."""
    undergoes: str
    """To whom or what it is done, in a passive: its first sense or party."""
    acts: str
    """Who or what it is that acts or is, in an active clause: its first sense or party."""
    verb: str
    """The verb of a passive, in its plain form."""
    binds: bool
    """True for "must be", and for "may never be"."""
    may: bool
    """True for what may be done; of what only some may do it is not asked."""
    refers: bool
    """True where it says "it" or "they"."""


def clauses_of(run: Words) -> list[Clause]:
    """The parts of a passage: cut at what opens a clause, and where somebody begins another behind "and"."""
    parts: list[tuple[str, list[str]]] = [("", [])]
    for at, word in enumerate(run):
        joined = word in _JOINED and _begins(run[at + 1 : at + 3])
        if word in _CUTS or joined:
            parts.append((word if word in _CUTS and word[0].isalpha() else "", []))
        if (word not in _CUTS or word in DENYING) and not joined:
            parts[-1][1].append(word)
    return [_clause(cut, part) for cut, part in parts if part]


def _begins(ahead: Sequence[str]) -> bool:
    """True for "we", and for "members may": who acts in a clause that begins here."""
    if ahead[:1] and ahead[0] in ("we", "you", "they"):
        return True
    return len(ahead) > 1 and ahead[0] in _others() and ahead[1] in (_MODAL | BE)


_PRONOUNS = frozenset(("it", "they", "them"))
_MODAL = frozenset(("may", "must", "never"))


@cache
def _others() -> frozenset[str]:
    # Spelled as `worded` spells them: "advertizers".
    return frozenset(normal(sorted(word_set("party-kinds") - {"us", "our", "your", "yours", "they", "them", "their", "he", "she"})))


def _clause(cut: str, part: Sequence[str]) -> Clause:
    found = frozenset(senses(part)) - idle()
    denied = sum(word in DENYING for word in part) % 2 == 1
    at = next((n for n, word in enumerate(part[:_FAR]) if word in ("is", "are", "be")), len(part))
    near = list(part[at + 1 : at + 4])
    near = near[: near.index("to")] if "to" in near else near  # "it is necessary to run it" is no passive
    verb = next((word for word in near if is_participle(word)), "")
    first = _first(part)
    refers = not _PRONOUNS.isdisjoint(part)
    by, may = _agent(part), "may" in part and "only" not in part
    if verb:
        binds = "must" in part[:at] or ("may" in part[:at] and denied)
        return Clause(cut, found, denied, by, first, "", plain_verb(verb), binds, may, refers)
    return Clause(cut, found, denied, by or _actor(part), "", first, "", binds=False, may=may, refers=refers)


def _first(part: Sequence[str]) -> str:
    """The party or the sense that comes first."""
    return next((word if word in ("we", "you") else sense(word) for word in part if word in ("we", "you") or _is_said(word)), "")


def _is_said(word: str) -> bool:
    return next(senses([word]), "") not in idle() | {""}


def _agent(part: Sequence[str]) -> str:
    """Who acts behind "by"; nobody for "by e-mail" and "by clicking"."""
    for at, word in enumerate(part[:-1]):
        named = part[at + 1] if part[at + 1] not in ("our", "your") else next(iter(part[at + 2 :]), "")
        if word == "by" and named not in _MEANS and (named in _others() or named == "us" or named.endswith("s")):
            return "we" if named in ("we", "us") else named if named == "you" else sense(named)
    return ""


def _actor(part: Sequence[str]) -> str:
    """Who acts in an active clause that begins with it."""
    found = next((word for word in part[:_SUBJECT] if word in _others()), "")
    return found if found in ("we", "you", "") else sense(found)


def agree(one: Sequence[Clause], two: Sequence[Clause], *, alike: bool) -> bool:
    """True where each clause has one in the other passage that is like it.

    Args:
        one, two: the clauses of both passages.
        alike: the same is denied in both, so nobody need ask which clause does.
    """
    # "We tell you of changes before they apply", "before changes apply, we tell you of them": each names them in another clause.
    recut = len(one) != len(two) or _references(one) != _references(two)
    return all(_fits(*pair, alike=alike, recut=recut) for pair in (*_nearest(one, two), *_nearest(two, one)))


def _references(clauses: Sequence[Clause]) -> list[bool]:
    """Whether the cases, and then what holds in them, say "it" or "they" of what is named elsewhere."""
    return [any(clause.refers for clause in clauses if (clause.cut in _CASES) is case) for case in (True, False)]


def _nearest(one: Sequence[Clause], two: Sequence[Clause]) -> Iterator[tuple[Clause, Clause]]:
    """Each clause with that of the other passage which shares most with it."""
    for clause in one:
        if clause.senses:
            yield (
                clause,
                max(
                    two, key=lambda other: (len(clause.senses & other.senses), clause.cut == other.cut, -len(clause.senses ^ other.senses))
                ),
            )


def _fits(clause: Clause, near: Clause, *, alike: bool, recut: bool) -> bool:
    """True where two clauses deny as much, and nobody acts in one of them for whom another acts in the other."""
    if not alike and clause.denied != near.denied:
        return False
    if not recut and ((clause.cut in _CASES) != (near.cut in _CASES) or clause.may != near.may):
        return False
    shared = len(clause.senses & near.senses)
    if not (shared * 2 > len(clause.senses) and shared * 2 > len(near.senses)):
        return recut or shared == len(clause.senses)
    return not _is_of_another(clause, near) and not _is_of_another(near, clause)


def _is_of_another(clause: Clause, near: Clause) -> bool:
    """True where others act, or what was acted on acts: "you are paid", "you pay"; or where nobody says that the company does it."""
    if clause.actor and near.actor:
        return clause.actor != near.actor
    if clause.undergoes and near.acts:
        if clause.undergoes == near.acts and near.acts not in ("", "all"):
            return True
        if not clause.actor:
            # "Claims must be filed", "your posts may be used": by whom is not said, and it is not plain.
            # "Your data is used to answer you": by nobody but the company.
            readers = clause.verb in USERS_ACTS and (clause.verb != "use" or clause.may)
            return near.actor not in ("we", "") or (near.actor == "we" and (clause.binds or readers))
    return False
