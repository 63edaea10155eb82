"""Whether a passage states in other words what another states, as far as words can show it.

Weaker than `plain_form`: that two passages have the same form is not asked, only that nothing is seen by which one of them says more. The
same numbers and signs, words of substance of the same senses, the same denials in the same clauses, as many limits and possibilities, and
nobody acts in one of them for whom another acts in the other. It settles what is no alert, and never that two passages are the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise

from monitor.core.meaning.clause_tokens import Sentence, sentence_row, shown
from monitor.core.meaning.rewording.plain_words import Words, in_figures, worded
from monitor.core.meaning.rewording.senses import DENYING, LIMITS, idle, rephrased, sense, senses
from monitor.core.meaning.rewording.stated_clauses import agree, clauses_of
from monitor.core.meaning.statements.vocabulary import verbs
from monitor.core.text.lexicon import word_set
from monitor.core.text.tokens import FUNCTION, normal
from monitor.core.text.wording import signs_of

_LONGEST = 120
"""Words of a passage beyond which equal senses may be spread over it in any way."""
_LEAST = 2
"""Senses that two passages must share: "we use it" and "you have it" share none."""
_RANKED = frozenset(
    ("precedense", "precede", "precedes", "prevail", "prevails", "priority", "supersede", "supersedes", "respectively", "first", "|")
)
"""Where one of these stands, the order of the words is what they say; "precedense" is how `worded` spells it."""
_ANYBODY = frozenset(
    ("we", "us", "our", "you", "your", "yours", "they", "them", "their", "he", "she", "person", "persons", "individual", "individuals")
)
"""Parties that one wording names and another need not."""
_PAST = frozenset(("did", "was", "were", "had"))
_READERS = frozenset(("user", "users", "customer", "customers", "member", "members", "subscriber", "subscribers", "visitors"))
_YOU = frozenset(("you", "your"))


@lru_cache(maxsize=256)
def states_as_much(old: str, new: str, names: frozenset[str] = frozenset()) -> bool:
    """True where two passages say as much as one another by all that their words show.

    Args:
        old, new: the passages; a question says nothing.
        names: what the company calls itself, in lower case.

    >>> states_as_much("You retain all rights in what you post.", "All rights in what you post remain with you.")
    True
    >>> states_as_much("You retain all rights in what you post.", "You retain some rights in what you post.")
    False
    """
    if not old or not new or "\n#" in f"\n{old}\n{new}" or signs_of(in_figures(old)) != signs_of(in_figures(new)):
        return False
    sides = _differing(old, new, names)
    one, two = (_read_as_you(side, other) for side, other in (sides, reversed(sides)))
    if not one or not two or max(len(one), len(two)) > _LONGEST or not _has_same_senses(one, two) or _differs(one, two):
        return False
    alike = _denied(one) == _denied(two)
    if not alike and _before_denial(one) != _before_denial(two):
        return False
    return agree(clauses_of(one), clauses_of(two), alike=alike)


def said_plainly(text: str) -> Words:
    """The words of a passage in set phrases, as two passages are compared here.

    >>> said_plainly("You have the right to see your data.")[:3]
    ('you', 'may', 'view')
    """
    return _run(sentence_row(shown(in_figures(text))), frozenset())


def _differing(old: str, new: str, names: frozenset[str]) -> tuple[Words, Words]:
    """The words of the sentences of each passage that the other lacks, in set phrases; none where one of them asks something."""
    sides = [sentence_row(shown(in_figures(text))) for text in (old, new)]
    shared = {sentence.words for sentence in sides[0]} & {sentence.words for sentence in sides[1]}
    before, after = ([sentence for sentence in side if sentence.words not in shared] for side in sides)
    if any(sentence.question for sentence in (*before, *after)):
        return (), ()
    return _run(before, names), _run(after, names)


def _run(said: Sequence[Sentence], names: frozenset[str]) -> Words:
    """The words of some sentences, with a stop behind each."""
    out: list[str] = []
    for sentence in said:
        # Twice, since "you have the right to see it" is first "you may see it".
        run = _noticed(list(rephrased(list(rephrased(worded(sentence.words, names))))))
        if run[:1] == ["should"]:
            run[0] = "if"  # "Should a breach occur"
        out += [*_of_age(_denied_at_verb(run)), "."]
    return tuple(out)


def _noticed(run: list[str]) -> list[str]:
    """ "We give you 30 days' notice", "you receive 30 days' notice": we notify you."""
    for at, word in enumerate(run):
        if word == "within" and run[at + 3 : at + 4] == ["before"]:
            run = [*run[:at], "least", *run[at + 1 :]]  # "no later than 14 days before it" is at least 14 days before
    if "notice" not in run:
        return run
    for phrase in (["we", "give", "you"], ["you", "receive"], ["you", "are", "given"]):
        place = next((n for n in range(len(run)) if run[n : n + len(phrase)] == phrase), None)
        if place is not None:
            return [*run[:place], "we", "notify", "you", *run[place + len(phrase) :]]
    return run


def _denied_at_verb(run: list[str]) -> list[str]:
    """ "No decision is made by machines" as "decision is never made by machines"."""
    if "neither" in run:
        # "Neither sold nor rented": never sold or rented
        run = ["never" if word == "neither" else "or" if word == "nor" else word for word in run]
    at = next((n for n, word in enumerate(run) if word in ("is", "are", "be", "may", "must")), 0)
    return [*run[1 : at + 1], "never", *run[at + 1 :]] if run[:1] in (["no"], ["nothing"]) and at else run


def _of_age(run: list[str]) -> list[str]:
    """The least age of readers in one form: "you must be at least 16 to vote", "nobody under 16 may vote"."""
    places = [at for at, word in enumerate(run) if word.isdecimal()]
    near = {*run[max(0, places[0] - 3) : places[0]], *run[places[0] + 1 : places[0] + 4]} if len(places) == 1 else set[str]()
    if _AGED.isdisjoint(near):
        return run
    denied = sum(word in DENYING for word in run) == 1
    barred = "under" in near and denied and not {"may", "must"}.isdisjoint(run) and "only" not in run
    asked = "least" in near and ("must" in run) != ("only" in run) and DENYING.isdisjoint(run)
    if not (barred or asked):
        return run
    return ["of-age", *(word for word in run if word not in _OF_AGE)]


_AGED = frozenset(("under", "least", "old", "years", "age"))
_OF_AGE = (
    _AGED
    | DENYING
    | {"must", "may", "only", "be", "is", "are", "if", "who", "you", "users", "people", "persons", "those", "children", "anyone", "anybody"}
)


def _read_as_you(run: Words, other: Words) -> Words:
    """A passage in which readers are called users or customers, as the other one calls them: "you"."""
    if _YOU.isdisjoint(run) and not _YOU.isdisjoint(other) and _READERS.isdisjoint(other):
        return tuple("you" if word in _READERS else "your" if word == "their" else word for word in run)
    return run


def _has_same_senses(one: Words, two: Words) -> bool:
    """True where words of the same senses stand in both, others as often named in the one as in the other.

    "Our companies' offers, and those of other companies" names two, "our companies' offers" one.
    """
    before, after = (frozenset(senses(run)) for run in (one, two))
    named = (Counter(sense(word) for word in run if word in _others()) for run in (one, two))
    return len(before & after) >= _LEAST and (before ^ after) <= idle() and next(named) == next(named)


@cache
def _others() -> frozenset[str]:
    return frozenset(normal(sorted(word_set("party-kinds")))) - _READERS - _ANYBODY


def _differs(one: Words, two: Words) -> bool:
    """True where one passage has another number, limit, time or owner, or where the order of its words is what it says."""
    if any(_RANKED & set(run) or run.count(":") > 1 or _is_ordered(run) for run in (one, two)):
        return True
    if any(part(one) != part(two) for part in (_past, _limits, _numbers, _switches)):
        return True
    return _is_others(one, two) or _is_bound_otherwise(one, two)


def _is_ordered(run: Words) -> bool:
    """True for "in this order", and for several numbers in a passage that is not said in the same order of words elsewhere."""
    return any(run[at - 1] in ("this", "following") for at, word in enumerate(run) if word == "order" and at)


def _switches(run: Words) -> Sequence[str]:
    """What is on and off, in order, where something is off."""
    return [word for word in run if word in ("on", "off")] if "off" in run else ()


def _past(run: Words) -> bool:
    """True for "we had", and for "we sold", which is no form of the present."""
    sold = any(one == "we" and verbs().get(two) and all(known.form == "ed" for known in verbs()[two]) for one, two in pairwise(run))
    return sold or not _PAST.isdisjoint(run)


def _limits(run: Words) -> Counter[str]:
    """The limits; "only staff may see it" is "it is seen only by staff"."""
    aside = {"may"} if "only" in run else set[str]()
    return Counter(word for word in run if word in LIMITS and word not in aside)


def _numbers(run: Words) -> Sequence[str]:
    """The numbers; of several, all words in their order: "logs for 7 years and letters for 30 days"."""
    found = [word for word in run if word[0].isdigit()]
    if len(set(found)) < _LEAST:
        return found
    order = (sense(word) for word in run if word[0].isdigit() or (word.isalpha() and word not in FUNCTION))
    return [word for word in order if word not in idle()]


def _is_others(one: Words, two: Words) -> bool:
    """True where what is yours in one passage is ours, or anybody's, in the other: "employers", "your employers"."""
    ours, yours = (("our" in one) != ("our" in two)), (("your" in one) != ("your" in two))
    return yours and (ours or any(_is_made_theirs(run) for run in (one, two)))


def _is_made_theirs(run: Words) -> bool:
    """True where "your" says of something whose it is; your consent, your request and your personal data could be nobody else's."""
    return any(word not in _READERS_OWN for at, word in enumerate(run) if at and run[at - 1] == "your")


_READERS_OWN = frozenset(
    (
        "personal",
        "consent",
        "permission",
        "request",
        "account",
        "settings",
        "right",
        "rights",
        "browser",
        "device",
        "subscription",
        "explicit",
        "name",
        "email",
        "address",
        "phone",
        "telephone",
        "age",
        "password",
    )
)


def _is_bound_otherwise(one: Words, two: Words) -> bool:
    """True where "only" stands by other words: "we share only names with shops", "we share names with shops only"; or all by a denial."""
    if any("all" in run and not DENYING.isdisjoint(run) for run in (one, two)):
        return True
    if one.count("only") != 1 or two.count("only") != 1:
        return False
    beside = ({sense(word) for word in run[max(0, run.index("only") - 3) : run.index("only") + 4]} - {"only", "."} for run in (one, two))
    return next(beside).isdisjoint(next(beside))


def _denied(run: Words) -> Counter[str]:
    """What stands behind each denial: where that is the same, it is the same that is denied."""
    rests = (run[at + 1 :] for at, word in enumerate(run) if word in DENYING)
    return Counter(next((found for found in senses(rest) if found not in idle()), "") for rest in rests)


def _before_denial(run: Words) -> frozenset[str]:
    """The senses before the first denial: "we use it for ads, not for training", "we use it for training, not for ads"."""
    at = next((n for n, word in enumerate(run) if word in DENYING), 0)
    return frozenset(senses(run[:at])) - idle()
