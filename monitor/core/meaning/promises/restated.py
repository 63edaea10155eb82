"""A promise that goes on in another form: "only with" for "with nobody but", "usually none" for "none", a posted notice for one to you."""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.core.meaning.parsed import ParsedDocument, join
from monitor.core.meaning.promises.promise import Promise, units_with_words
from monitor.core.meaning.rewording.plain_form import says_as_much
from monitor.core.meaning.rewording.plain_words import worded
from monitor.core.meaning.rewording.restatement import states_as_much
from monitor.core.meaning.rewording.senses import DENYING, LIMITS, idle, rephrased, senses
from monitor.core.meaning.statements.model import Statement
from monitor.core.meaning.turns.sentence import one_sentence
from monitor.core.text.late_pattern import late
from monitor.core.text.segment import Unit
from monitor.core.text.stance import may_say_the_same
from monitor.core.text.tokens import FUNCTION, stem, word_row

_ENOUGH = 0.75
"""Share of the words of an exception that the other form must hold."""
_ONLY, _BUT_FOR = frozenset({"only", "solely", "exclusively"}), frozenset({"other", "except", "rather", "besides", "excepting"})


def is_said_as_only(promise: Promise, statement: Statement) -> bool:
    """True for "photos are shared solely with your printer" in the place of "we share them with nobody other than your printer".

    Not for "solely with advertisers", nor for "solely with your printer and our advertisers".
    """
    own = promise.statement
    if promise.kind != "denied" or own.condition is None or own.condition.words[0] not in _BUT_FOR or statement.act != own.act:
        return False
    if _ONLY.isdisjoint(statement.words) or statement.denied or not statement.stated or statement.actor == "reader":
        return False
    at = next(n for n, word in enumerate(statement.words) if word in _ONLY)
    spared, said = _content(own.condition.words[1:]), _content(statement.words[at + 1 :])
    return len(spared & said) >= _ENOUGH * len(spared) and len(said - _content(own.words)) <= 1


def _content(words: Sequence[str]) -> frozenset[str]:
    return frozenset(stem(word) for word in words if word[0].isalnum() and word not in FUNCTION)


def is_now_the_rule(here: Sequence[Unit], there: Sequence[Unit], own: ParsedDocument, other: ParsedDocument) -> bool:
    """True where "we pass it to no other recipients" became "usually none; the only exceptions are our bank and the tax office".

    The exceptions stand in the change, or are new under the heading where the promise stood.
    """
    if any(_names_exceptions(word_row(unit.text)) for unit in there):
        return True
    place = own.page.section(here[0].line)[-1:]
    return bool(place) and any(
        not _EXCEPTIONS.isdisjoint(words)
        and other.page.section(unit.line)[-1:] == place
        and unit.text.strip() not in own.page.text
        and _names_exceptions(word_row(unit.text))
        for unit, words in units_with_words(other)
    )


_EXCEPTIONS, _RARELY = frozenset({"exception", "exceptions"}), frozenset({"only", "sole"})


def _names_exceptions(words: Sequence[str]) -> bool:
    return any(word in _EXCEPTIONS and words[at - 1] in _RARELY for at, word in enumerate(words) if at)


def is_restated(here: Sequence[Unit], there: Sequence[Unit]) -> bool:
    """True where what stands in the place of a promise promises as much by all that can be seen: in other words, or in another order."""
    if not there:
        return False
    own, other = ([word for unit in side for word in word_row(unit.text)] for side in (here, there))
    if may_say_the_same(own, other):
        return True
    pair = one_sentence(join(here), join(there))
    return (pair is not None and says_as_much(*pair)) or is_stated_anew(here, there)


def is_notified_alike(promise: Promise, there: Sequence[Unit], said: Sequence[Statement]) -> bool:
    """True where a notice is promised as firmly, as long before and of the same: "we may raise the fee and will tell you 30 days before".

    The other side names in another clause of what it is that the reader is told.
    """
    own = promise.statement
    firm = [one for one in said if one.act == "notify" and one.about_reader and one.actor == "company" and one.stated and not one.denied]
    if own.act != "notify" or not any(one.modality == own.modality and (one.condition is None or own.condition) for one in firm):
        return False
    mine, whole = _in_set_phrases(own, there)
    numbers = [[word for word in words if word[0].isdigit()] for words in (mine, whole)]
    return numbers[0] == numbers[1] and set(senses(mine)) - idle() <= set(senses(whole))


def _in_set_phrases(own: Statement, there: Sequence[Unit]) -> tuple[Sequence[str], Sequence[str]]:
    """The words of a promise and of what stands in its place, each phrase in its one form."""
    whole = [word for unit in there for word in word_row(unit.text)]
    return tuple(rephrased(worded(own.words, frozenset()))), tuple(rephrased(worded(whole, frozenset())))


def is_kept_otherwise(promise: Promise, there: Sequence[Unit], said: Sequence[Statement]) -> bool:
    """True where what stands in the place of a pledge pledges the same: a notice as long before, the same act of much the same things."""
    return is_notified_alike(promise, there, said) or is_kept_in_place(promise, there, said)


_MOSTLY = 0.75
"""Share of the senses of a promise that must stand in its place, among them what is promised."""


def is_kept_in_place(promise: Promise, there: Sequence[Unit], said: Sequence[Statement]) -> bool:
    """True where a pledge to do something stands in its place in other words: the same act as firmly, of much the same, at the same time.

    "If you do not log in for two years, we will delete your profile": "profiles that were not used for two years will be deleted".
    """
    own = promise.statement
    same = [one for one in said if one.act == own.act and not one.denied and not one.aim and one.modality == own.modality]
    if promise.kind != "protective" or not any(one.actor in ("company", "nobody") for one in same):
        return False
    mine, whole = _in_set_phrases(own, there)
    marks = [sorted(word for word in words if word[0].isdigit() or word in LIMITS or word in DENYING) for words in (mine, whole)]
    told = set(senses(mine)) - idle()
    return marks[0] == marks[1] and len(told & set(senses(whole))) >= _MOSTLY * len(told)


def is_stated_anew(here: Sequence[Unit], there: Sequence[Unit]) -> bool:
    """True where the other side has the same parties, numbers, denials and limits, and words of the same senses."""
    return bool(there) and states_as_much(join(here), join(there))


def is_posted(there: Sequence[Unit]) -> bool:
    """True where "we will notify you by e-mail before it applies" became "we will post a notice before it applies"."""
    return any(_posts(word_row(unit.text)) for unit in there)


def _posts(words: Sequence[str]) -> bool:
    """True for "we post a notice", "an updated policy is posted"; not for "read this notice before you post"."""
    return any(
        word in _POSTING and words[at - 1 : at] != ("you",) and not _POSTED.isdisjoint(words[max(0, at - 6) : at + 6])
        for at, word in enumerate(words)
    )


_POSTING = frozenset({"post", "posts", "posted", "posting", "publish", "published"})
_POSTED = frozenset({"notice", "notices", "update", "updates", "changes", "policy", "version", "modifications"})


_WAY_OUT = late(
    r"\bto (?:stop (?:getting|receiving|these|them|it|our|your|all|marketing|e-?mails|letters|messages|ads|tracking)|unsubscribe|"
    r"opt out|cancel|end|leave|close|change|switch)\b[^.;]{0,60},? (?:please )?"
    r"(?:click|write|go to|use|visit|e-?mail|call|reply|open|press|tap|choose|select|change)\b",
    re.IGNORECASE,
)


def shows_way_out(units: Sequence[Unit]) -> bool:
    """True where a choice is told as an order: "to stop getting our letters, click the link" for "you can unsubscribe by a click"."""
    return any(_WAY_OUT.search(unit.text) for unit in units)
