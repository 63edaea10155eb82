"""Reads one verb, or one noun that tells an act, as a statement."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.core.meaning.negation import denied_behind
from monitor.core.meaning.statements.agents import BE, Agency, agency
from monitor.core.meaning.statements.conditions import condition_of
from monitor.core.meaning.statements.grammar import (
    agent_of,
    clause_end,
    passive_object,
    past_coordinated,
    refined,
    starts_predicate,
)
from monitor.core.meaning.statements.model import Statement
from monitor.core.meaning.statements.objects import READERS_OWN, first_object, objects
from monitor.core.meaning.statements.scope import purpose_of, recipient_of
from monitor.core.meaning.statements.vocabulary import verbs, word_list

_DATA_HEADS = word_list("data-heads")
_SERVICE_HEADS = word_list("service-heads")

_NOUN_BEFORE = word_list("before-nouns")


def verbal(words: Sequence[str], at: int, act: str, form: str, names: frozenset[str]) -> Statement | None:
    """The statement that a verb at a place makes, or None when it is no verb there."""
    before = words[at - 1] if at else ""
    if form in ("base", "s") and before in _NOUN_BEFORE:
        return None
    if form == "base" and words[at + 1 : at + 2] in (("of",), ("by",)):
        return None
    who = agency(words, at, form, names)
    if not _is_verb(words, at, form, who):
        return None
    # "We hang on to it": the particles belong to the verb.
    held = words[at] in _HELD and words[at + 1 : at + 3] == ("on", "to")
    return _made(words, at, at + 3 if held else at + 1, act, who)


_HELD = frozenset({"hang", "hold", "holds", "holding"})


def _is_verb(words: Sequence[str], at: int, form: str, who: Agency) -> bool:
    before = words[at - 1] if at else ""
    if form == "ing":
        denied = before in ("without", "not", "never", "from", "avoid")
        if denied and (before != "from" or who.denied):
            who.denied, who.governed = True, True
            # "Techniques to show advertising without using cookies" tells what techniques do.
            who.supposed = who.supposed or (before == "without" and "to" in words[who.subject : at])
        return (
            denied
            or (who.governed and who.subject < at and bool(BE & set(words[max(0, at - 3) : at])))
            or (who.governed and before in ("for", "in") and words[at] in ("training", "tracking"))
        )
    if form == "ed":
        # "Never shared, never sold": no auxiliary is printed.
        bare = before in ("never", "not") and (at < 2 or (words[at - 2] in (",", "and", "or") and words[at - 3] in verbs()))
        if bare:
            who.passive, who.denied, who.governed, who.actor = True, True, True, ""
        return (
            who.passive
            or bare
            or (who.governed and bool({"have", "has", "had"} & set(words[max(0, at - 4) : at])))
            or (who.subject == at - 1 and bool(who.actor))
        )
    if form == "s":
        return bool(who.actor) and who.governed
    return who.governed


def _made(words: Sequence[str], at: int, end: int, act: str, who: Agency) -> Statement | None:
    close = clause_end(words, end)
    objects_from = past_coordinated(words, end)
    who.denied = who.denied or denied_behind(words, end, close) is not None  # "we sell it to no one"
    reach = next((n for n in range(objects_from + 1, close) if words[n] in ("and", "or", "but") and starts_predicate(words, n + 1)), close)
    opening = min(who.start, at)
    if who.passive:
        kind = passive_object(words, opening, who.subject)
        actor = agent_of(words, end, close) or actor_or_company("", kind)
    else:
        kind = first_object(words, objects_from, reach)
        who.denied = who.denied or words[end : end + 1] in (("no",), ("nothing",), ("none",))  # "we collect no data"
        act, kind = refined(words, opening, at, close, act, kind)
        if who.supposed and kind in ("", "reader") and words[who.subject - 1] in _DATA_HEADS:
            kind = "data"
        actor = who.actor
        if not actor:
            # "Refrain from sharing your password" is an order; "Not selling your data", "without selling" say what the company does.
            fragment = words[at - 1] in ("without", "not", "never") and words[at].endswith("ing")
            # "Your photos are used to train models" names nobody.
            unnamed = fragment or who.aim or _is_companys_thing(words, who.subject)
            actor = actor_or_company("", kind) if unnamed else "reader" if who.denied else "nobody"
    act, kind = refined(words, opening, at, close, act, kind)
    if not kind or (who.supposed and act == "refuse"):
        return None
    clause = tuple(words[opening:close])
    return Statement(
        actor, act, kind, who.denied, who.modality, condition_of(words, opening, at, close), recipient_of(words, end, reach),
        purpose_of(words, end, reach), not who.supposed, who.aim, who.bound, words[at], (opening, close), "", clause,
    )  # fmt: skip


def _is_companys_thing(words: Sequence[str], subject: int) -> bool:
    """True for "This tool does not store it", "our cookies do not collect it": what a company's thing does, the company does."""
    head = words[subject - 1] if subject else ""
    return words[subject] == "does" or head in _SERVICE_HEADS or head == "cookies"


def nominal(words: Sequence[str], at: int, act: str) -> Statement | None:
    """ "No sale of your data", "no data sharing": an act denied by a noun; "no sharing of stolen content" is a ban on readers."""
    if words[at + 1 : at + 2] and words[at + 1] in ("is", "are", "will", "shall"):
        return None
    close = clause_end(words, at + 1)
    of = words[at + 1 : at + 2] == ("of",)
    kind = first_object(words, at + 2, close) if of else ""
    if not kind:
        found = list(objects(words, max(0, at - 3), at))
        kind = found[-1][1] if found else "reader" if act == "track" else "other"
    start = max(0, at - 3)
    actor = "company" if kind in READERS_OWN - {"reader"} or act == "track" else "reader"
    return Statement(
        actor, act, kind, True, "", condition_of(words, start, at, close), recipient_of(words, at + 1, close),
        purpose_of(words, at + 1, close), True, False, False, words[at], (start, close), "", tuple(words[start:close]),
    )  # fmt: skip


def actor_or_company(actor: str, kind: str) -> str:
    """Who acts: nobody named who touches the reader's data means the company."""
    if actor:
        return actor
    return "company" if kind in READERS_OWN or kind == "pronoun" else "nobody"
