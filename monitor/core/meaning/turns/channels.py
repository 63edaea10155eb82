"""By which ways a right is used: "by e-mail" or "in writing by post", "by phone, by letter or in a branch" or "by letter"."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.core.meaning.served import READER
from monitor.core.meaning.statements.vocabulary import word_list
from monitor.core.meaning.turns.sentence import BETTER, WORSE, Turn, Words, is_about_one_thing, is_denied, without_writing_to

_LONGEST = 25
"""Words of a sentence beyond which it says more than by which way."""
_WAYS = frozenset(("by", "via", "through", "in", "at", "using", "with", "per"))
"""Before a way: "by e-mail", "in any branch"."""
_NEAR = 3


def by_channel(one: Words, two: Words) -> Iterator[Turn]:
    """A right that is used by a hard way only and was by an easy one, or by fewer ways than before; or the reverse."""
    if max(len(one), len(two)) > _LONGEST or is_denied(one) or is_denied(two):
        return
    used = word_list("used-rights") & set(one) & set(two)
    if not used or not all(map(_is_readers, (one, two))) or not is_about_one_thing(one, two, shared=2):
        return
    before, after = _channels(one), _channels(two)
    if not before or not after or before == after:
        return
    hard = word_list("hard-channels")
    fewer = (before > after) - (after > before)
    known = before > after or after > before
    harder = _is_harder(before, after, hard, known=known) - _is_harder(after, before, hard, known=known)
    # "By phone, by letter or in a branch" became "by letter": fewer ways, and the hard one. Fewer ways with an easy one left take little.
    if sign := harder if fewer in (0, harder) else 0:
        yield Turn("condition", WORSE if sign > 0 else BETTER)


def _is_harder(before: frozenset[str], after: frozenset[str], hard: frozenset[str], *, known: bool) -> bool:
    """True where hard ways alone are left, of several or in the place of an easy one; a form in an account is neither."""
    return after <= hard and not before <= hard and (known or not before.isdisjoint(word_list("easy-channels")))


def _is_readers(words: Words) -> bool:
    """True for what the reader does: "you may object …", "objections must be sent …", "your cancellation …"; not for "we may cancel"."""
    return not {"your", *READER}.isdisjoint(words[:2]) or not word_list("used-rights").isdisjoint(words[:1])


def _channels(words: Words) -> frozenset[str]:
    """The ways that a sentence names, each behind "by", "in" or "via", or behind another one."""
    known = word_list("easy-channels") | word_list("hard-channels") | word_list("other-channels")
    run = without_writing_to(words)
    found = list[str]()
    for at, word in enumerate(run):
        if word in known and (not _WAYS.isdisjoint(run[max(0, at - _NEAR) : at]) or (found and "or" in run[max(0, at - 2) : at])):
            found.append("email" if word == "mail" else word)
    return frozenset(found)
