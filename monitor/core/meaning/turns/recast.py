"""What two sentences say differently though their words are the same, or nearly: the order, who acts, who has to be asked first.

Read on sentences in their plain form (`rewording.plain_form`), in which voice and order differ for a reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from monitor.core.meaning.assurances.grammar import BE
from monitor.core.meaning.rewording.plain_form import FRONTED
from monitor.core.meaning.served import READER
from monitor.core.meaning.statements.vocabulary import verbs, word_list
from monitor.core.meaning.turns.exceptions import promised
from monitor.core.meaning.turns.sentence import (
    BETTER,
    WAYS,
    WORSE,
    Edit,
    Turn,
    Words,
    effect,
    extra_of,
    is_about_one_thing,
    is_denied,
    stands,
)
from monitor.core.text.tokens import FUNCTION, stem

_CUTS = frozenset(("if", "when", "where", "once", "unless", "until", "while", "before", "after",
                   "because", "never", "not", ";"))  # fmt: skip
"""What parts the words that belong together: "we keep logs, we do not keep mail"."""
_PARTIES = {"we": "we", "us": "we", "our": "we", "you": "you", "your": "you", "they": "they", "them": "they", "their": "they"}


def is_reordered(one: Words, two: Words) -> bool:
    """True for the same words, of which some changed places: "we tell you when we share it", "we share it when you tell us"."""
    if _is_passive(one) or _is_passive(two):
        return False  # "Your photos are not shown to them", "they are not shown your photos"
    if one[:1] != two[:1] and not _OPENING.isdisjoint((*one[:1], *two[:1])):
        return False  # "Within 30 days we delete it", "we delete it within 30 days"
    if one.count(",") != two.count(",") or any(stands(joint, words) for words in (one, two) for joint in _JOINED):
        return False  # an aside that was put elsewhere, two sentences of which the second came first
    if _is_referred(one, two):
        return False
    parts = [sorted(_parts(words), key=lambda part: sorted(part.items())) for words in (one, two)]
    return parts[0] != parts[1] and sum(parts[0], Counter()) == sum(parts[1], Counter()) and max(map(len, parts)) > 1


def _is_referred(one: Words, two: Words) -> bool:
    """True where a clause says "they" of what the other names there: "of changes before they apply", "before changes apply, of them"."""
    clauses = [{part[0]: part[1:] for part in _cut(words)} for words in (one, two)]
    for cut in (clauses[0].keys() & clauses[1].keys()) - {""}:
        here, there = (clause[cut] for clause in clauses)
        stays = {stem(word) for word in here if word not in FUNCTION} & {stem(word) for word in there if word not in FUNCTION}
        if stays and _PRONOUNS.isdisjoint(here) != _PRONOUNS.isdisjoint(there):
            return True
    return False


_PRONOUNS = frozenset(("it", "they", "them"))


def _cut(words: Words) -> Iterator[Words]:
    """The clauses of a sentence, each behind the word that opens it; the first behind an empty one."""
    places = [0, *(at for at, word in enumerate(words) if at and word in _CUTS), len(words)]
    for start, end in pairwise(places):
        yield words[start:end] if words[start] in _CUTS else ("", *words[start:end])


_OPENING = _CUTS | FRONTED
_JOINED = (("and", "we"), ("and", "you"))


def _is_passive(words: Words) -> bool:
    """True where a form of "be" stands before what may be a participle."""
    return any(word in BE and any(near.endswith(("ed", "n", "t")) for near in words[at + 1 : at + 4]) for at, word in enumerate(words))


def _parts(words: Words) -> list[Counter[str]]:
    """How often each word of substance, denial and party stands between one cut and the next; the words of a cut count with what follows.

    "Only you" is a party of its own: "only you can see your photos", "you can see only your photos".
    """
    parts = [Counter[str]()]
    alone = words[:1] == ("only",) and words[1:2] and words[1] in _PARTIES
    for at, word in enumerate(words):
        if word in _CUTS or (alone and at == 2):
            parts.append(Counter())
        if word in _PARTIES or (word in _CUTS and word[0].isalnum()) or word == "only" or (word[0].isalnum() and word not in FUNCTION):
            parts[-1][_PARTIES.get(word) or stem(word.removesuffix("'"))] += 1
    return [part for part in parts if part]


def by_agent(one: Words, two: Words) -> Iterator[Turn]:
    """Another who may do the same: "you may cancel your plan", "we may cancel your plan"."""
    agents = (*one[:1], *two[:1])
    if sorted(agents) == ["we", "you"] and one[1:] == two[1:] and one[1:2] == ("may",) and not is_denied(one):
        yield Turn("parties", WORSE if agents[0] == "you" else BETTER)


_AGREED = frozenset(("agree", "agreed", "consent", "consented", "permission", "accept", "accepted"))
_REFUSED = frozenset(("object", "objected", "opt", "refuse", "decline", "withdraw", "withdrawn", "revoke", "revoked", "disagree"))
_PLAIN_DENIALS = frozenset(("not", "never"))


def by_consent(one: Words, two: Words) -> Iterator[Turn]:
    """Asked before, and now only heard if he objects: "only if you consent", "unless you object"; or the reverse."""
    asked = [_asks(words) for words in (one, two)]
    refused = [_lets_refuse(words) for words in (one, two)]
    either = asked[0] != asked[1] and refused[0] != refused[1] and asked[0] != refused[0]
    # What serves the reader ("we refund you") is better done without being asked.
    if either and not _is_service(one) and not _is_service(two) and is_about_one_thing(one, two, _AGREED | _REFUSED):
        yield Turn("condition", WORSE if asked[0] else BETTER)


def _is_service(words: Words) -> bool:
    """True where what the consent is for is done for the reader: deleting, refunding, telling."""
    # "We send you offers unless you tell us not to": what is done stands before the condition.
    end = next((at for at, word in enumerate(words) if word in ("if", "unless") and at), len(words))
    return any(known.act in word_list("protective") for word in words[:end] for known in verbs().get(word, ()))


def _asks(words: Words) -> bool:
    """True for "if you agree", "with your consent", "without your consent" behind a denial, "ask for your permission before"."""
    at = next((n for n, word in enumerate(words) if word in _AGREED or words[n : n + 2] in _TICKED), -1)
    if at < 0 or not _REFUSED.isdisjoint(words) or _PERSONS.isdisjoint(words[max(0, at - 4) : at]):
        return False
    before = words[max(0, at - 5) : at]
    if {"without", "unless"} & set(before):
        return is_denied(words[:at])
    asks = any(word in before for word in ("if", "with", "after", "when", "once", "only")) or ("ask" in words[:at] and "before" in words)
    return asks and _PLAIN_DENIALS.isdisjoint(words)


_PERSONS = READER | {"you", "your"}
_TICKED = (("ticked", "box"), ("tick", "box"), ("opted", "in"), ("opt", "in"), ("sign", "up"), ("signed", "up"))
_TOLD_NOT = tuple((verb, "us", deny) for verb in ("tell", "notify", "ask", "told", "asked") for deny in ("not", "never"))


def _lets_refuse(words: Words) -> bool:
    """True for "unless you opt out", "if you do not object", "unless you tell us not to"."""
    if "unless" in words and any(stands(phrase, words[words.index("unless") :]) for phrase in _TOLD_NOT):
        return True
    at = next((n for n, word in enumerate(words) if word in _REFUSED and words[n : n + 2] not in _TICKED), -1)
    if at < 0 or (READER - {"your"}).isdisjoint(words[max(0, at - 4) : at]) or is_denied(words[: max(0, at - 4)]):
        return False
    before = words[max(0, at - 5) : at]
    # "To all customers who have not objected"
    return "unless" in before or (not {"if", "who"}.isdisjoint(before) and not _PLAIN_DENIALS.isdisjoint(before))


_WHEN = frozenset(("if", "when", "where", "only"))
_LIVING = frozenset(("live", "lives", "reside", "resides", "resident", "residents", "located", "based", "applies"))
_FREELY = frozenset(("want", "wish", "choose", "like", "see", "fit", "no", "nobody", "without", "prefer"))
"""In these cases the company may do as it likes: "when we want", "with or without notice"."""
# "Teling" is how the plain form spells it, which knows no doubled l.
_WARNED = frozenset(("notice", "notify", "notifying", "tell", "teling", "inform", "informing", "warn", "warning"))


def by_limit(one: Words, two: Words, edit: Edit, names: frozenset[str]) -> Iterator[Turn]:
    """What the company may do in some case, and may do in any now: "we may read your messages (if you report them)"; or the reverse."""
    extra = extra_of(one, two, edit)
    if extra is None:
        return
    words = extra.words
    opens = words[:1] and (words[0] in _WHEN or (words[0] in ("after", "with", "on", "by") and not _WARNED.isdisjoint(words)))
    # "If you live in Graz" says for whom, not in which case.
    opens = opens and _LIVING.isdisjoint(words) and _FREELY.isdisjoint(words) and not stands(("or", "not"), words)
    whole = len(words) > 2 and opens and not any(word[0].isalnum() for word in extra.longer[extra.end :])
    if whole and extra.free[:2] == ("we", "may") and promised(extra.free, names) < 0:
        yield Turn("condition", WAYS[extra.came])


def by_asking(one: Words, two: Words, edit: Edit) -> Iterator[Turn]:
    """What the reader could do himself, and asks for now: "you may (ask us to) delete your photos"."""
    _, a, b, c, d = edit
    asked = [words[:2] == ("ask", "us") and words[-1] == "to" for words in (one[a:b], two[c:d])]
    if asked[0] != asked[1] and one[:a][-1:] == ("may",) and not is_denied(one) and () in (one[a:b], two[c:d]):
        yield Turn("words", BETTER if asked[0] else WORSE)


_ORDERED = frozenset(("court", "courts", "judge", "warrant", "subpoena"))
_WANTED = frozenset(
    ("request", "requests", "ask", "asks", "asked", "authority", "authorities", "officer", "police", "government", "agency")
)
_HANDED = frozenset(("disclose", "disclosed", "share", "shared", "give", "hand", "provide", "release"))


def by_authority(one: Words, two: Words) -> Iterator[Turn]:
    """What only a court could ask for, and an authority can now: "if a court orders it", "if an authority asks for it"."""
    ordered = [not _ORDERED.isdisjoint(words) for words in (one, two)]
    wanted = [not _WANTED.isdisjoint(words) and _ORDERED.isdisjoint(words) for words in (one, two)]
    handed = all(not _HANDED.isdisjoint(words) and not is_denied(words) and {"unless", "notify"}.isdisjoint(words) for words in (one, two))
    if handed and ordered[0] != ordered[1] and wanted[ordered.index(False)] and is_about_one_thing(one, two, _ORDERED | _WANTED | _HANDED):
        yield Turn("condition", WORSE if ordered[0] else BETTER)


def by_own_purposes(one: Words, two: Words) -> Iterator[Turn]:
    """What others do on the company's behalf, and do for themselves now: "under our instructions", "for their own purposes"."""
    own = [stands(("their", "own", "purposes"), words) and not is_denied(words) for words in (one, two)]
    theirs = READER.isdisjoint(one[:2]) and READER.isdisjoint(two[:2])
    if own[0] != own[1] and theirs and is_about_one_thing(one, two, shared=_SHARED):
        yield Turn("condition", BETTER if own[0] else WORSE)


_SHARED = 2
_KINDS_OF_LOSS = frozenset(("indirect", "consequential", "incidental", "special", "punitive", "exemplary"))


def by_excluded(one: Words, two: Words) -> Iterator[Turn]:
    """What the company is not liable for, and is not at all now: "for (indirect) damages"."""
    aside = _KINDS_OF_LOSS | {"any", "all", "or", "and", ","}
    rests = [[word for word in words if word not in aside] for words in (one, two)]
    named = [not _KINDS_OF_LOSS.isdisjoint(words) for words in (one, two)]
    freed = all(is_denied(words) and not {"liable", "liability"}.isdisjoint(words) and "you" not in words[:1] for words in (one, two))
    if named[0] != named[1] and rests[0] == rests[1] and freed:
        yield Turn("words", WORSE if named[0] else BETTER)


_BOUND = frozenset(("confidential", "confidentiality", "secrecy", "secret", "protect", "protects", "protection"))


def by_qualified(one: Words, two: Words, edit: Edit, names: frozenset[str]) -> Iterator[Turn]:
    """What those have to promise who receive data: "with partners (who are bound to secrecy)"."""
    extra = extra_of(one, two, edit)
    if extra is None:
        return
    words = extra.words
    bound = words[:1] in (("who",), ("that",), ("which",)) and not _BOUND.isdisjoint(words)
    if bound and not is_denied(extra.longer) and effect(extra.free, names) < 0:
        yield Turn("condition", WAYS[extra.came])


def is_reversed(one: Words, two: Words) -> bool:
    """True where who gives and who receives are exchanged: "the courier receives it from us", "we receive it from the courier"."""
    taken = [_taken(words) for words in (one, two)]
    return bool(all(taken)) and taken[0] == tuple(reversed(taken[1])) and _rest(one) == _rest(two)


_TAKING = frozenset(("receive", "get", "obtain", "collect"))
_GIVING = frozenset(("give", "share", "disclose", "provide", "send", "pass"))


def _taken(words: Words) -> tuple[str, ...]:
    """Who gives, and who takes, of a sentence that says no more than that."""
    for handing, joint in ((_TAKING, "from"), (_GIVING, "with"), (_GIVING, "to")):
        at = next((n for n, word in enumerate(words) if word in handing or word.removesuffix("s") in handing), 0)
        place = words.index(joint) if joint in words else 0
        if 0 < at < place and len(words) - place <= _PARTY + 1 and at <= _PARTY:
            one, two = _named(words[:at]), _named(words[place + 1 :])
            return (two, one) if joint == "from" else (one, two)
    return ()


_PARTY = 3


def _named(words: Sequence[str]) -> str:
    return " ".join("we" if word == "us" else stem(word) for word in words if word not in ("our", "your"))


def _rest(words: Words) -> frozenset[str]:
    """What is handed over, without who and whom."""
    aside = _TAKING | _GIVING | FUNCTION
    at = next((n for n, word in enumerate(words) if word in _TAKING | _GIVING or word.removesuffix("s") in _TAKING | _GIVING), 0)
    end = next((n for n, word in enumerate(words) if n > at and word in ("from", "to", "with")), len(words))
    return frozenset(stem(word) for word in words[at:end] if word not in aside and word.removesuffix("s") not in aside)
