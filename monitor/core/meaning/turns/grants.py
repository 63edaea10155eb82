"""What one sentence grants or asks: an exclusive licence, a full refund, another way to meet a duty, a plan that can be left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from monitor.core.meaning.served import READER
from monitor.core.meaning.statements.vocabulary import word_list
from monitor.core.meaning.turns.sentence import (
    BETTER,
    DENIALS,
    WAYS,
    WORSE,
    Edit,
    Turn,
    Words,
    effect,
    extra_of,
    is_about_one_thing,
    is_denied,
    plain,
    stands,
    without_writing_to,
)

_PARTLY = frozenset(("unused", "remaining", "partial", "part", "prorated", "prorata", "rata", "proportionate", "proportional", "half"))
_REFUNDS = frozenset(("refund", "refunds", "refunded", "reimburse", "reimbursed", "reimbursement"))


def by_grant(one: Words, two: Words, edit: Edit) -> Iterator[Turn]:
    """A licence that became exclusive, or ceased to be; who grants it, loses by that."""
    _, a, b, c, d = edit
    went, came = one[a:b], two[c:d]
    if not {went, came} <= {("non",), ("non", "exclusive"), ("nonexclusive",), ("exclusive",), ()} or "exclusive" not in (*one, *two):
        return
    exclusive = ["exclusive" in words and "non" not in words for words in (one, two)]
    if exclusive[0] == exclusive[1] or not any(map(_is_open, (one, two))):
        return
    readers = stands(("you", "grant"), one) or stands(("you", "give"), one)
    ours = stands(("we", "grant", "you"), one) or stands(("we", "give", "you"), one)
    if readers != ours:
        yield Turn("words", BETTER if exclusive[1] == ours else WORSE)


def _is_open(words: Words) -> bool:
    return not {"non", "nonexclusive"}.isdisjoint(words)


def by_refund(one: Words, two: Words) -> Iterator[Turn]:
    """All the money back, or part of it: "a full refund", "a refund of the unused part"."""
    if any(_REFUNDS.isdisjoint(words) or is_denied(words) for words in (one, two)) or _rest(one) != _rest(two):
        return
    whole = [_is_whole(words) for words in (one, two)]
    if whole[0] != whole[1] and not _PARTLY.isdisjoint(two if whole[0] else one):
        yield Turn("words", WORSE if whole[0] else BETTER)


def _is_whole(words: Words) -> bool:
    return ("full" in words or "entire" in words) and _PARTLY.isdisjoint(words)


def _rest(words: Words) -> Words:
    """What stands before the refund: on what condition it is paid."""
    at = next(n for n, word in enumerate(words) if word in _REFUNDS)
    return tuple(word for word in words[:at] if word not in {"full", "entire", "partial"})


_DUTIES = frozenset(("must", "need", "needs", "shall", "required", "have"))


def by_alternative(one: Words, two: Words, edit: Edit) -> Iterator[Turn]:
    """Another way to meet what is asked of the reader, put behind it or taken away: "you must be 18(, or have a parent's consent)"."""
    extra = extra_of(one, two, edit)
    if extra is None:
        return
    words, longer = plain(extra.words), extra.longer
    asked = not READER.isdisjoint(longer[:2]) and not _DUTIES.isdisjoint(longer[1:4]) and not plain(longer[extra.end :])
    if asked and words[:1] == ["or"] and len(words) >= _CLAUSE and DENIALS.isdisjoint(words) and not is_denied(longer[: extra.start]):
        yield Turn("condition", WAYS[extra.came])


_CLAUSE = 3
"""Words from which an alternative says how: "or older" is part of an age."""


def by_leaving(one: Words, two: Words, edit: Edit) -> Iterator[Turn]:
    """ "Can be cancelled at any time" became "can be cancelled at the end of the year", or the reverse."""
    if edit[0] == "equal" or any(map(is_denied, (one, two))):
        return
    free = [stands(("at", "any", "time"), words) for words in (one, two)]
    if free[0] == free[1]:
        return
    _, a, b, c, d = edit
    head, left = (one[:a], two[c:d]) if free[0] else (two[:c], one[a:b])
    if _is_left(head) and len(left) >= _CLAUSE:
        yield Turn("condition", WORSE if free[0] else BETTER)


def _is_left(head: Sequence[str]) -> bool:
    """True for "your plan can be cancelled", of which the reader is who does it; not for "… can be cancelled by us"."""
    for at, word in enumerate(head):
        if word in ("cancelled", "canceled") and head[at - 2 : at] in (("can", "be"), ("may", "be")):
            return {"we", "us", "our", "account"}.isdisjoint(head)
    return False


_BEARING = frozenset(("pay", "pays", "bear", "bears", "cover", "covers"))
_COSTS = frozenset(("cost", "costs", "fee", "fees", "expense", "expenses", "charges", "postage", "shipping"))
_SELLERS = frozenset(
    ("seller", "sellers", "merchant", "merchants", "trader", "vendor", "shop", "host", "landlord", "provider", "carrier", "airline")
)
_SELLER = 3
"""Words of a subject that names one of them: "the seller", "the seller will"."""
_OTHERS = (("each", "party"), ("each", "side"), ("parties",), ("you",), ("customer",), ("user",))


def by_payer(one: Words, two: Words, names: frozenset[str] = frozenset()) -> Iterator[Turn]:
    """What the company paid, the reader pays, or each pays for himself; or the reverse."""
    payers = [_payer(("we", *words[1:]) if words[:1] and words[0] in names else words) for words in (one, two)]
    if sorted(payers) == ["company", "others"]:
        yield Turn("parties", WORSE if payers[0] == "company" else BETTER)
    # "The seller pays for the return" became "You pay for the return".
    if sorted(payers) == ["others", "seller"] and all(
        words[0] == "you" for words, payer in zip((one, two), payers, strict=True) if payer == "others"
    ):
        yield Turn("parties", WORSE if payers[0] == "seller" else BETTER)


def _payer(words: Words) -> str:
    """Who bears costs, where a sentence says no more than that; empty where it says another thing."""
    if is_denied(words) or len(words) > _SHORT or (_COSTS.isdisjoint(words) and not any(stands((pay, "for"), words) for pay in _BEARING)):
        return ""
    at = next((n for n, word in enumerate(words) if word in _BEARING), -1)
    head = words[:at] if at > 0 else ()
    if head in (("we",), ("we", "will"), ("we", "shall")):
        return "company"
    if len(head) <= _SELLER and not _SELLERS.isdisjoint(head):
        return "seller"
    return "others" if any(head[: len(who)] == who for who in _OTHERS) and "if" not in words else ""


_SHORT = 14
_FREE = (
    ("is", "free"), ("are", "free"), ("free", "of", "charge"), ("for", "free"), ("no", "charge"), ("no", "cost"), ("no", "fee"),
    ("without", "charge"),
)  # fmt: skip
_PRICED = word_list("priced")


def by_price(one: Words, two: Words) -> Iterator[Turn]:
    """What was free and has a price now: "the service is free for schools", "schools pay a reduced price"."""
    if max(len(one), len(two)) > _SHORT or any(map(is_denied, (one, two))):
        return
    free = [any(stands(words, sentence) for words in _FREE) for sentence in (one, two)]
    priced = [not _PRICED.isdisjoint(sentence) for sentence in (one, two)]
    if free[0] != free[1] and priced[free.index(False)] and is_about_one_thing(one, two, shared=_SHARED):
        yield Turn("words", WORSE if free[0] else BETTER)


_SHARED = 2
"""Words of substance that two sentences must have in common to be about one thing."""
_EASY, _HARD = word_list("easily"), word_list("hardly")


def by_way(one: Words, two: Words, edit: Edit) -> Iterator[Turn]:
    """An easy way to use a right, and a hard one in its place: "you can cancel online", "you can cancel by calling us"."""
    kind, a, b, c, d = edit
    if kind != "replace" or READER.isdisjoint(one[:1]) or word_list("right-acts").isdisjoint(one[:a]) or is_denied(one) or is_denied(two):
        return
    before, after = _ease(one[a:b]), _ease(two[c:d])
    if before * after < 0:
        yield Turn("condition", WORSE if before > 0 else BETTER)


def _ease(way: Words) -> int:
    """1 for an easy way ("online"), -1 for a hard one ("by registered letter"), 0 for neither or both."""
    return bool(_EASY.intersection(way)) - bool(_HARD.intersection(without_writing_to(way)))


_FIXED = frozenset(("same", "fixed", "unchanged", "constant", "stable", "guaranteed", "frozen"))
_ALTERED = frozenset(("adjust", "adjusts", "raise", "raises", "increase", "increases", "change", "changes", "rise", "vary"))


def by_fixed_price(one: Words, two: Words) -> Iterator[Turn]:
    """ "Fees stay the same for a year", "we may adjust fees with a month's notice"."""
    if max(len(one), len(two)) > 2 * _SHORT or any(_AMOUNTS.isdisjoint(words) or not _NOT.isdisjoint(words) for words in (one, two)):
        return
    fixed = [not _FIXED.isdisjoint(words) and _ALTERED.isdisjoint(words) for words in (one, two)]
    free = [not _ALTERED.isdisjoint(words) and not {"may", "can", "will"}.isdisjoint(words) for words in (one, two)]
    if fixed[0] != fixed[1] and free[fixed.index(False)]:
        yield Turn("words", WORSE if fixed[0] else BETTER)


_AMOUNTS = frozenset(("price", "prices", "fee", "fees", "rates", "charges", "rent"))
_ENDS = frozenset(("ends", "end", "expires", "expire", "stops"))
_RENEWS = frozenset(("renews", "renew", "renewed", "becomes", "converts", "continues", "turns"))
_PLANS = frozenset(("plan", "subscription", "membership", "trial", "contract", "agreement"))


def by_renewal(one: Words, two: Words) -> Iterator[Turn]:
    """What ended by itself goes on unless the reader stops it, or the reverse."""
    if any(_PLANS.isdisjoint(words) or not _NOT.isdisjoint(words) or len(words) > 2 * _SHORT for words in (one, two)):
        return
    ways = [_goes_on(words) - _stops(words) for words in (one, two)]
    if ways in ([-1, 1], [1, -1]):
        yield Turn("words", WORSE if ways[1] > 0 else BETTER)


# "It ends by itself, and you pay nothing" denies nothing of the end.
_NOT = frozenset(("not", "never", "no"))
_STOPPING = frozenset(("cancel", "end", "stop", "terminate", "notice"))


def _goes_on(words: Words) -> bool:
    stopped = "unless" in words and not _STOPPING.isdisjoint(words[words.index("unless") :])
    return not _RENEWS.isdisjoint(_main(words)) and (stopped or "automatically" in words)


def _stops(words: Words) -> bool:
    """True for "it ends after a year", "it ends unless you renew it"."""
    return not _ENDS.isdisjoint(_main(words)) and ("unless" not in words or "renew" in words[words.index("unless") :])


def _main(words: Words) -> Words:
    return words[: words.index("unless")] if "unless" in words else words


_ABOUT = frozenset(("about", "you", "your", "personal", "data", "information", "of", "form", "in", "only"))


def by_clearing(one: Words, two: Words, names: frozenset[str]) -> Iterator[Turn]:
    """What was handed on as a sum is now the reader's own: "aggregated statistics", "statistics about you"."""
    if is_denied(one) or is_denied(two) or not READER.isdisjoint(one[:1]) or effect(two, names) * effect(one, names) < 0:
        return
    went, came = set(one) - set(two), set(two) - set(one)
    states = word_list("protected-states")
    burdens = min(effect(one, names), effect(two, names)) < 0
    for gone, new, way in ((went, came, WORSE), (came, went, BETTER)):
        cleared = gone & states and not new & states and new & {"you", "your", "personal"}
        if burdens and cleared and gone <= states | _ABOUT and new <= _ABOUT:
            yield Turn("words", way)
