"""Who can see what is the reader's, and who checks the company: two statements of which each has its own ladder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from monitor.core.meaning.assurances.grammar import BE
from monitor.core.meaning.statements.vocabulary import word_list
from monitor.core.meaning.turns.sentence import BETTER, WORSE, Turn, Words, is_about_one_thing, is_denied, plain

_SEEN = word_list("seen")
_LADDER = (
    frozenset(("friends", "contacts", "followers", "family", "teammates", "team")),
    frozenset(("users", "members", "partners", "others", "advertisers", "affiliates", "customers", "employers")),
    frozenset(("everyone", "everybody", "anyone", "anybody", "public", "publicly", "internet", "world")),
)
"""From the few that a reader has chosen to everybody."""
_LONGEST = 20
_SHARED = 2
_OWN = frozenset(("your", "you"))


def by_audience(one: Words, two: Words) -> Iterator[Turn]:
    """More can see it than before, or fewer: "only visible to your friends", "visible to all users"."""
    if max(len(one), len(two)) > _LONGEST or _OWN.isdisjoint((*one, *two)):
        return
    reach = [_reach(words) for words in (one, two)]
    if None not in reach and reach[0] != reach[1] and _is_one_thing(one, two) and not is_denied(one) and not is_denied(two):
        yield Turn("words", WORSE if (reach[1] or 0) > (reach[0] or 0) else BETTER)


def _reach(words: Words) -> int | None:
    """How many can see it: 0 for the reader alone; None where no audience is named."""
    if _SEEN.isdisjoint(words):
        return None
    if words[:2] == ("only", "you") or (words[-2:] == ("to", "you") and "only" in words):
        return 0
    found = [step for step, who in enumerate(_LADDER, 1) if not who.isdisjoint(words)]
    return max(found) if found else None


def _is_one_thing(one: Iterable[str], two: Iterable[str]) -> bool:
    return is_about_one_thing(one, two, _ASIDE, _SHARED)


_ASIDE = frozenset(word for step in _LADDER for word in step) | _SEEN | {"only", "all", "other"}


_ALL = frozenset(("all", "every", "everybody", "everyone", "anybody", "anyone", "any", "each"))
_GIVEN = frozenset(("covers", "cover", "includes", "include", "protects", "applies"))


def by_cover(one: Words, two: Words) -> Iterator[Turn]:
    """ "Your plan covers everybody in your family", "your plan covers only those who live with you"."""
    if max(len(one), len(two)) > _LONGEST or one[:2] != two[:2] or one[:1] != ("your",) or is_denied(one) or is_denied(two):
        return
    at = next((n for n, word in enumerate(one[:4]) if word in _GIVEN and two[n : n + 1] == (word,)), -1)
    if at < 0:
        return
    everyone = [not _ALL.isdisjoint(words[at : at + 3]) for words in (one, two)]
    only = [words[at + 1 : at + 2] == ("only",) for words in (one, two)]
    if everyone[0] and only[1]:
        yield Turn("words", WORSE)
    elif everyone[1] and only[0]:
        yield Turn("words", BETTER)


_OUTSIDE = frozenset(("independent", "external", "outside", "accredited"))
_INSIDE = frozenset(("own", "internal", "ourselves", "inhouse", "house"))
_CHECKS = word_list("checks")


def by_checker(one: Words, two: Words) -> Iterator[Turn]:
    """Who checks: somebody from outside, or the company itself."""
    if max(len(one), len(two)) > _LONGEST or any(_CHECKS.isdisjoint(words) or is_denied(words) for words in (one, two)):
        return
    outside = [not _OUTSIDE.isdisjoint(words) for words in (one, two)]
    inside = [not _INSIDE.isdisjoint(words) for words in (one, two)]
    if outside[0] != outside[1] and inside == outside[::-1] and _is_one_thing(one, two):
        yield Turn("words", WORSE if outside[0] else BETTER)


_MACHINE = frozenset(("automatically", "automated", "algorithm", "algorithms"))
_HUMAN = frozenset(("human", "humans", "person", "people", "staff", "employee", "employees", "somebody", "someone"))
_DECIDES = _CHECKS | {"decide", "decides", "decided", "decision", "decisions"}


def by_person(one: Words, two: Words) -> Iterator[Turn]:
    """Who decides: "applications are decided automatically", "our staff review each application"."""
    if max(len(one), len(two)) > _LONGEST or any(_DECIDES.isdisjoint(words) for words in (one, two)):
        return
    machine = [not _MACHINE.isdisjoint(words) for words in (one, two)]
    if machine[0] == machine[1]:
        return
    by_machine, by_human = (one, two) if machine[0] else (two, one)
    if _HUMAN.isdisjoint(by_human) or is_denied(by_human) or "not" in by_machine or "no" in by_machine:
        return
    if _is_one_thing(set(one) - _DECIDES, set(two) - _DECIDES):
        yield Turn("words", BETTER if machine[0] else WORSE)


_LIABLE = frozenset(("liable", "responsible", "answerable"))


def by_liability_kept(longer: Words, place: tuple[int, int], sign: int) -> Iterator[Turn]:
    """ "…, but we remain liable for gross negligence": what is left of an exclusion came, or went.

    Args:
        longer: the sentence that has it.
        place: from where to where its words go.
        sign: -1 where it went, 1 where it came.
    """
    words = plain(longer[slice(*place)])
    kept = words[:2] in (["but", "we"], ["although", "we"], ["however", "we"]) and not {*BE, "remain", "stay"}.isdisjoint(words)
    if kept and not _LIABLE.isdisjoint(words) and not is_denied(tuple(words)):
        yield Turn("condition", BETTER if sign > 0 else WORSE)
