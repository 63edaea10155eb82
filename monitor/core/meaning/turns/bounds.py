"""What bound the company and binds it no longer: "only with your consent", "and nobody else", "no advertising"; or the reverse.

The two sentences need not be alike but for a few words: what was bound, and what is free now, is the same act on the same thing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from monitor.core.meaning.assurances.grammar import BE
from monitor.core.meaning.served import READER
from monitor.core.meaning.statements.vocabulary import phrase_list, word_list
from monitor.core.meaning.turns.sentence import BETTER, WORSE, Turn, Words, is_about_one_thing, is_denied, plain, stands
from monitor.core.text.tokens import FUNCTION, stem

_LONGEST = 30
_SHARED = 2
_MODALS = frozenset(("may", "can", "will", "shall"))
_BINDING = (
    ("only",), ("unless",), ("before", "we"), ("before", "it"), ("if",), ("provided",), ("at", "least", "same"), ("equivalent",),
    ("comparable",),
)  # fmt: skip
_UNASKED = frozenset(("notice", "warning", "asking", "telling", "reason", "reasons", "explanation"))
_CONSENT_UP_TO = 5


def by_bound(one: Words, two: Words, names: frozenset[str]) -> Iterator[Turn]:
    """What the company may do only if, and may do as it likes now: "only with your consent", "without your consent"; or the reverse."""
    if max(len(one), len(two)) > _LONGEST:
        return
    free = [_is_free(words, names) for words in (one, two)]
    if free[0] == free[1] or not is_about_one_thing(one, two, _ASIDE, _SHARED):
        return
    if _is_bound(one if free[1] else two):
        yield Turn("condition", WORSE if free[1] else BETTER)


_ASIDE = frozenset(("consent", "notice", "reason", "reasons", "time"))


def _is_free(words: Words, names: frozenset[str]) -> bool:
    """True for "we may close accounts at any time", "we may assign it without your consent"; nothing for what the reader may do."""
    at = next((n for n, word in enumerate(words) if word in _MODALS), 0)
    if not at or is_denied(words) or not _is_company(words[:at], names):
        return False
    return any(stands(tuple(ground.split()), words[at:]) for ground in phrase_list("free-grounds")) or _is_unasked(words[at:])


def _is_company(subject: Sequence[str], names: frozenset[str]) -> bool:
    return subject[-1:] == ("we",) or (len(subject) <= _SHARED and not names.isdisjoint(subject)) or subject[-1:] == ("provider",)


def _is_unasked(words: Words) -> bool:
    """True for "without your consent", "without prior notice"."""
    places = [at for at, word in enumerate(words) if word == "without"]
    asked = word_list("consent-words") | _UNASKED
    return any(not asked.isdisjoint(words[at + 1 : at + _CONSENT_UP_TO]) for at in places)


def _is_bound(words: Words) -> bool:
    """True where the act depends on something; "we will not assign it without your consent" binds as "only with your consent" does."""
    bound = any(stands(phrase, words) for phrase in _BINDING) or (is_denied(words) and "without" in words)
    return bound and not any(stands(tuple(ground.split()), words) for ground in phrase_list("free-grounds"))


_ELSE = (("nothing", "else"), ("nobody", "else"), ("no", "one", "else"), ("no", "other", "data"), ("no", "other", "information"))


def by_exclusion(one: Words, two: Words) -> Iterator[Turn]:
    """ "The shop sees your number and nothing else", "the shop sees your number and your age": what was shut out need not be any more."""
    if max(len(one), len(two)) > _LONGEST:
        return
    shut = [any(stands(phrase, words) for phrase in _ELSE) for words in (one, two)]
    if shut[0] == shut[1]:
        return
    closed, opened = (one, two) if shut[0] else (two, one)
    kept = set(plain(closed)) - {"nothing", "nobody", "no", "one", "else", "other", "but", "can", "may"} - FUNCTION
    if is_denied(opened) or "only" in opened or not kept - set(opened) <= _SEEING or not set(plain(opened)) - set(closed) - FUNCTION:
        return
    # "You may upload photos and nothing else": what the reader may do is not shut out for his sake.
    readers = opened[:2] in (("you", "may"), ("you", "can"))
    yield Turn("words", BETTER if shut[0] == readers else WORSE)


_SEEING = word_list("seen") | {"sees", "receives", "gets", "knows", "learns"}


def by_unwanted(one: Words, two: Words) -> Iterator[Turn]:
    """ "There is no advertising in the app", "the app shows advertisements": another word for what was denied."""
    if max(len(one), len(two)) > _LONGEST:
        return
    denied = [is_denied(words) or "free" in words for words in (one, two)]
    if denied[0] == denied[1]:
        return
    without, having = (one, two) if denied[0] else (two, one)
    named = [_unwanted(words) for words in (without, having)]
    if not named[0] & named[1] or not _CONDITIONAL.isdisjoint((*without, *having)):
        return
    rest = {stem(word) for word in plain(without) if word not in FUNCTION and word not in _SHOWING and not _unwanted((word,))}
    if rest <= {stem(word) for word in plain(having)} and READER.isdisjoint(having[:1]):
        yield Turn("denial", WORSE if denied[0] else BETTER)


_CONDITIONAL = frozenset(("if", "unless", "without", "except", "only", "until", "than", "outside"))
_SHOWING = BE | {
    "show", "shows", "shown", "display", "displays", "contain", "contains", "include", "includes", "free", "carry", "carries", "there",
    "have", "has", "use", "uses", "sell", "sells", "allow", "allows", "run", "no", "not", "never", "any", "code", "software", "companies",
    "company", "networks",
}  # fmt: skip
_UNWANTED = (
    frozenset(("ad", "ads", "advert", "adverts", "advertising", "advertisement", "advertisements", "advertisers")),
    frozenset(("tracking", "track", "tracks", "tracker", "trackers")),
    frozenset(("profiling",)),
)
"""Words for one thing that few readers want."""


def _unwanted(words: Sequence[str]) -> frozenset[int]:
    return frozenset(at for at, group in enumerate(_UNWANTED) if not group.isdisjoint(words))


_COVERED = frozenset(("protected", "covered", "insured", "guaranteed", "secured", "encrypted", "backed"))


def by_coverage(one: Words, two: Words) -> Iterator[Turn]:
    """ "Your money is protected by the scheme", "your money is not covered by the scheme"."""
    states = [_covered(words) for words in (one, two)]
    if sorted(states) != [-1, 1] or max(len(one), len(two)) > _LONGEST or one[:1] != two[:1]:
        return
    # "Parcels above £50 are insured" and "parcels below £50 are not insured" say the same.
    if _CONDITIONAL.isdisjoint((*one, *two)) and is_about_one_thing(one, two, _COVERED, _SHARED) and _BOUNDS.isdisjoint((*one, *two)):
        yield Turn("denial", WORSE if states[0] > 0 else BETTER)


_BOUNDS = frozenset(("above", "below", "over", "under", "more", "less"))


def _covered(words: Words) -> int:
    """1 where something is said to be covered, -1 where it is said not to be, 0 where neither is said; by the first that is."""
    for at, word in enumerate(words):
        if word in BE and words[:1] != ("we",):
            denied = words[at + 1 : at + 2] in (("not",), ("never",), ("no",))
            if not _COVERED.isdisjoint(words[at + 1 : at + 3 + denied]):
                return -1 if denied else 1
    return 0


_STAYING = (
    ("not", "leave"),
    ("never", "leave"),
    ("never", "leaves"),
    ("not", "transfer"),
    ("not", "transferred"),
    ("stay", "in"),
    ("stays", "in"),
)
_SENDING = frozenset(("transferred", "transfer", "sent", "processed", "stored"))


def by_leaving_place(one: Words, two: Words) -> Iterator[Turn]:
    """ "Data does not leave the Union", "data may be transferred to India": what stayed in a place, and need not any more."""
    if max(len(one), len(two)) > _LONGEST:
        return
    stays = [any(stands(phrase, words) for phrase in _STAYING) and not _CONDITIONAL.intersection(words) for words in (one, two)]
    sent = [not _SENDING.isdisjoint(words) and not is_denied(words) and not {"to", "outside"}.isdisjoint(words) for words in (one, two)]
    if (
        stays[0] != stays[1]
        and sent[stays.index(False)]
        and is_about_one_thing(one, two, _PLACED)
        and READER.isdisjoint((*one[:1], *two[:1]))
    ):
        yield Turn("denial", WORSE if stays[0] else BETTER)


_PLACED = _SENDING | {"leave", "stay", "stays", "outside"}
