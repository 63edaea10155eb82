"""Small edits that turn a statement round or take from it: a denial, a word for its contrary, a condition, the two parties exchanged.

What is said of them is worked out from the statement: whom it serves when it is affirmed (`served`), and whether it is denied.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from monitor.core.meaning.assurances.grammar import BE
from monitor.core.meaning.negation import denying_places
from monitor.core.meaning.rewording.plain_form import is_same_form, plain_forms
from monitor.core.meaning.served import serves
from monitor.core.meaning.turns.audience import by_audience, by_checker, by_cover, by_person
from monitor.core.meaning.turns.bounds import by_bound, by_coverage, by_exclusion, by_leaving_place, by_unwanted
from monitor.core.meaning.turns.channels import by_channel
from monitor.core.meaning.turns.choices import by_choice
from monitor.core.meaning.turns.defaults import by_default
from monitor.core.meaning.turns.definitions import by_definition
from monitor.core.meaning.turns.denials import by_denial_beside
from monitor.core.meaning.turns.effort import by_effort, by_only
from monitor.core.meaning.turns.faults import by_fault
from monitor.core.meaning.turns.frequency import by_frequency, by_hours
from monitor.core.meaning.turns.grants import (
    by_alternative,
    by_clearing,
    by_fixed_price,
    by_grant,
    by_leaving,
    by_payer,
    by_price,
    by_refund,
    by_renewal,
    by_way,
)
from monitor.core.meaning.turns.grounds import by_burden, by_ground
from monitor.core.meaning.turns.guards import (
    by_asking_before,
    by_case,
    by_chooser,
    by_consent_asked,
    by_keeping,
    by_lapse,
    by_law_of_home,
    by_quota,
    by_remedy,
    by_reviewer,
    by_sight,
)
from monitor.core.meaning.turns.limits import by_limit_word
from monitor.core.meaning.turns.ownership import by_device, by_form, by_freedom, by_ownership
from monitor.core.meaning.turns.parties import exchanged
from monitor.core.meaning.turns.parts import by_condition, by_items
from monitor.core.meaning.turns.protections import by_protection
from monitor.core.meaning.turns.recast import (
    by_agent,
    by_asking,
    by_authority,
    by_consent,
    by_excluded,
    by_limit,
    by_own_purposes,
    by_qualified,
    is_reordered,
    is_reversed,
)
from monitor.core.meaning.turns.scales import by_rate, by_scale
from monitor.core.meaning.turns.sentence import DENIALS, EITHER, WAYS, Edit, Turn, Words, one_sentence, parted_sentence, plain, stands
from monitor.core.meaning.turns.starts import by_start
from monitor.core.meaning.turns.tails import by_tail
from monitor.core.meaning.turns.words import by_narrowing, by_words
from monitor.core.text.tokens import FUNCTION, stem

_MOST_EDITS = 2
""" "We use it only to deliver" and "we may use it to deliver" differ in two places."""


def turn_of(old: str, new: str, names: frozenset[str] = frozenset()) -> Turn | None:
    """What a small edit does to the one sentence in which two texts differ; None where it is none of these.

    Args:
        old, new: the texts.
        names: what the company calls itself, in lower case.

    >>> turn_of("You can opt out at any time.", "You cannot opt out at any time.")
    Turn(kind='denial', way='worse')
    """
    pair = one_sentence(old, new) or parted_sentence(old, new)
    if pair and is_same_form(*pair, names):
        return None
    found = list(_turns(*pair, names)) if pair else []
    if pair and not found and not any(stands(_PSEUDO, words) for words in pair):
        # "We keep it" became "it is not kept": in another voice the same edit is no longer a small one.
        alike = plain_forms(*pair, names)
        found = [*(_turns(*alike, names) if alike != pair else ()), *_recast(*alike, names)]
    if not pair and (asked := one_sentence(old, new, question=True)) and _asks_contrary(*asked, names):
        return Turn("denial", EITHER)  # what is said goes by the answer below
    return next((turn for turn in found if turn.way != EITHER), found[0] if found else None)


def changes_places(old: str, new: str, names: frozenset[str] = frozenset()) -> bool:
    """True where the sentence in which two texts differ has the same words, but who does it, what is done or whose it is changed places.

    >>> changes_places("We tell you when we share it.", "We share it when you tell us.")
    True
    """
    pair = one_sentence(old, new)
    alike = plain_forms(*pair, names) if pair else ((), ())
    return bool(pair) and (is_reordered(*alike) or is_reversed(*alike))


def _turns(one: Words, two: Words, names: frozenset[str]) -> Iterator[Turn]:
    """Everything that turns the one sentence into the other, as each kind sees it."""
    yield from by_lapse(one, two)
    yield from by_sight(one, two)
    if way := _denied(one, two, names):
        yield Turn("denial", way)
    yield from by_choice(one, two)
    edits = edits_of(one, two)
    if len(edits) == 1:
        _, a, b, c, d = edits[0]
        more = _compared(one, two, edits[0])
        yield from by_words(one, one[a : b + more], two[c : d + more], names)
        yield from by_condition(one, two, edits[0], names)
        yield from by_effort(one, two, edits[0], names)
        yield from by_ground(one, two, edits[0], names)
        yield from by_burden(one, two, edits[0], names)
        yield from by_protection(one, two, edits[0])
        yield from by_grant(one, two, edits[0])
        yield from by_alternative(one, two, edits[0])
        yield from by_leaving(one, two, edits[0])
        yield from by_way(one, two, edits[0])
        yield from by_freedom(one, two, edits[0])
        yield from by_form(one, two, edits[0])
    if len(edits) <= _MOST_EDITS:
        yield from by_only(one, two, edits, names)
        for _, a, b, c, d in edits:
            yield from by_narrowing(one, two, one[a:b], two[c:d], names)
        yield from by_tail(one, two, edits, names)
    yield from by_bound(one, two, names)
    yield from by_exclusion(one, two)
    yield from by_unwanted(one, two)
    yield from by_coverage(one, two)
    yield from by_leaving_place(one, two)
    yield from by_definition(one, two)
    yield from by_frequency(one, two, names)
    yield from by_hours(one, two)
    yield from by_refund(one, two)
    yield from by_payer(one, two, names)
    yield from by_price(one, two)
    yield from by_renewal(one, two)
    yield from by_fixed_price(one, two)
    yield from by_audience(one, two)
    yield from by_ownership(one, two)
    yield from by_cover(one, two)
    yield from by_person(one, two)
    yield from by_clearing(one, two, names)
    for kind in _WHOLE:
        yield from kind(one, two)
    if way := exchanged(one, two, names):
        yield Turn("parties", way)
    yield from by_items(one, two, names)
    yield from by_limit_word(one, two, names)
    yield from by_denial_beside(one, two, names)


_WHOLE = (
    by_device, by_checker, by_default, by_scale, by_rate, by_channel, by_consent_asked, by_case, by_reviewer, by_start, by_remedy,
    by_chooser, by_quota, by_keeping, by_law_of_home, by_asking_before, by_fault,
)  # fmt: skip
"""Kinds that look at both sentences as a whole."""


_PSEUDO = ("not", "only")
"""What the plain form would take for a denial and a limit."""


def edits_of(one: Words, two: Words) -> list[Edit]:
    """Where two sentences differ, as difflib tells it."""
    return [edit for edit in SequenceMatcher(None, one, two, autojunk=False).get_opcodes() if edit[0] != "equal"]


def _compared(one: Words, two: Words, edit: Edit) -> int:
    """How many words behind an edit belong to it: "longer than" became "no longer than"."""
    _, a, b, c, d = edit
    return 2 if {one[a:b], two[c:d]} == {(), ("no",)} and one[b : b + 2] in _COMPARING else 0


_COMPARING = (("longer", "than"), ("more", "than"), ("less", "than"))


def _recast(one: Words, two: Words, names: frozenset[str]) -> Iterator[Turn]:
    """What turns one sentence into the other once both are in their plain form."""
    edits = edits_of(one, two)
    if len(edits) == 1:
        yield from by_limit(one, two, edits[0], names)
        yield from by_qualified(one, two, edits[0], names)
        yield from by_asking(one, two, edits[0])
    yield from by_own_purposes(one, two)
    yield from by_excluded(one, two)
    yield from by_agent(one, two)
    yield from by_consent(one, two)
    yield from by_authority(one, two)


_SUPPOSING = frozenset(("if", "unless", "when", "where", "whether", "that", "which", "who", "because", "while", "whom", "until", "once"))
_RELATIVE = frozenset(("that", "which", "who", "whom"))
_VERBAL = BE | {"do", "does", "did", "can", "may", "will", "shall", "must", "have", "has"}
_PLAIN_DENIALS = frozenset(("not", "never", "neither", "nor"))


def _denied(one: Words, two: Words, names: frozenset[str]) -> str:
    """Which way a denial turns two sentences of otherwise the same words of substance; empty where none came or went."""
    places = [denying_places(plain(words)) for words in (one, two)]
    if _is_doubled(one) != _is_doubled(two) and _substance(one) == _substance(two):
        return EITHER
    if bool(places[0]) == bool(places[1]):
        return ""
    denied, affirmed = (plain(one), plain(two)) if places[0] else (plain(two), plain(one))
    if not _says_as_much(denied, affirmed):
        return ""
    at = (places[0] or places[1])[0]
    if "but" in denied[at + 1 : at + 3]:
        return ""  # "nobody but you" is "only you"
    # "Children may (not) use it": what a child may do is no gain by itself.
    if (denied[at] not in _PLAIN_DENIALS and at > 0) or _in_clause(denied, at) or not _CHILDREN.isdisjoint(denied):
        return EITHER
    served = serves(affirmed, names, at)
    return WAYS[served if places[0] else -served]


_CHILDREN = frozenset(("child", "children", "minor", "minors"))
_MORE = 4
"""Words of substance that what is affirmed may have more: "we keep card numbers for late payers"."""


def _says_as_much(denied: Sequence[str], affirmed: Sequence[str]) -> bool:
    """True where all that is denied in the one sentence is affirmed in the other, in the same order."""
    less, more = _substance(denied), _substance(affirmed)
    if len(less) < _LEAST and less != more:
        return False
    rest = iter(more)
    return len(more) - len(less) <= _MORE and all(word in rest for word in less)


_LEAST = 2


def _asks_contrary(one: Words, two: Words, names: frozenset[str]) -> bool:
    """True for "Do we never sell it?" and "Do we sell it?"; "Can you not leave?" asks whether you can."""
    return not (set(one) ^ set(two)).isdisjoint(DENIALS - {"not", "cannot"}) and bool(_denied(one, two, names))


def _is_doubled(words: Words) -> bool:
    """True for "we do not not sell it" and "we never do not sell it": a slip of the pen, or the contrary."""
    bare = [word for word in plain(words) if word not in _HELPING]
    return any(one in _TWICE and two in _TWICE for one, two in pairwise(bare))


_TWICE, _HELPING = frozenset(("not", "never", "cannot")), frozenset(("do", "does", "did", "will", "shall", "can"))


def _in_clause(words: Sequence[str], at: int) -> bool:
    """True where a denial stands in a condition or in a relative clause; not in "fees that were paid twice are not refunded"."""
    opened = next((n for n in range(at - 1, -1, -1) if words[n] in _SUPPOSING), -1)
    if opened < 0:
        return False
    return words[opened] not in _RELATIVE or sum(word in _VERBAL for word in words[opened + 1 : at]) < 2


def _substance(words: Sequence[str]) -> list[str]:
    aside = FUNCTION | DENIALS | _QUANTITIES
    return [stem(word) for word in words if word[0].isalnum() and word not in aside]


# "We do not decide by automated means alone", "we make some decisions by automated means"
_QUANTITIES = frozenset(("alone", "solely", "some"))
