"""A promise that became an attempt ("we help protect your letters"), and a limit that lost its "only" ("we may use carriers")."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from monitor.core.meaning.assurances.grammar import BE
from monitor.core.meaning.served import COMPANY, OWN_DATA, READER
from monitor.core.meaning.statements.vocabulary import phrase_list, verbs, word_list
from monitor.core.meaning.turns.sentence import WAYS, Edit, Turn, Words, effect, is_denied

_AHEAD = 14
"""Words before the promised act in which a reader's duty would begin: "You must use care in order to help protect your account"."""


def by_effort(one: Words, two: Words, edit: Edit, names: frozenset[str]) -> Iterator[Turn]:
    """Words of trying put before what is promised, or taken away."""
    kind, a, b, c, d = edit
    if kind not in ("insert", "delete"):
        return
    sign, longer, firm, start, end = (-1, two, one, c, d) if kind == "insert" else (1, one, two, a, b)
    if " ".join(longer[start:end]) not in phrase_list("trying"):
        return
    served = effect(firm, names)
    if served > 0 or (served == 0 and _is_protective(longer, start, end)):
        yield Turn("words", WAYS[sign])


def _is_protective(words: Words, start: int, end: int) -> bool:
    """True where the act that is tried protects the reader, and is not the reader's own duty."""
    acts = {known.act for word in words[end : end + 1] for known in verbs().get(word, ())}
    return bool(acts & word_list("protective")) and READER.isdisjoint(words[max(0, start - _AHEAD) : start])


_MODALS = frozenset(("may", "can", "will", "shall", "must"))


def by_only(one: Words, two: Words, edits: Sequence[Edit], names: frozenset[str]) -> Iterator[Turn]:
    """ "Only" taken from what the company does at the reader's cost, or put to it; "may" may stand in its place."""
    # "Is only stored in Norway" became "may be stored in Norway".
    edits = [edit for edit in edits if not _is_aside(one[edit[1] : edit[2]] or two[edit[3] : edit[4]], edit)]
    went = tuple(word for _, a, b, _, _ in edits for word in one[a:b] if word not in BE)
    came = tuple(word for _, _, _, c, d in edits for word in two[c:d] if word not in BE)
    sign = _limits(came, went) - _limits(went, came)
    limited = one if sign < 0 else two
    if not sign or "not" in limited or is_denied(limited) or not _acts(limited, names):
        return
    if effect(tuple(word for word in limited if word != "only"), names) < 0:
        yield Turn("words", WAYS[sign])


# "We only use good carriers – at present Hafen" became "we may use good carriers".
_DASHES = frozenset(("–", "—", "-", "(", ";"))


def _is_aside(words: Words, edit: Edit) -> bool:
    """True for an aside that came or went."""
    return edit[0] != "replace" and not _DASHES.isdisjoint(words[:1])


def _limits(words: Words, others: Words) -> bool:
    """True where "only" is all that one side has, and nothing but a "may" stands against it on the other."""
    # "Only in Norway" became "in Norway and in other countries".
    return words == ("only",) and (others in ((), ("may",), ("can",)) or others[0] in ("and", "or"))


def _acts(words: Words, names: frozenset[str]) -> bool:
    """True where the company is the first party that is named, or the reader's data are what it is done to.

    "You may only use the service" and "your account may only be used at home" limit the reader.
    """
    if words[:1] == ("your",) and "by" not in words:
        verb = next((at for at, word in enumerate(words) if word in BE or word in _MODALS or word == "only"), 0)
        return not OWN_DATA.isdisjoint(words[1:verb][-1:])
    first = next((word for word in words if word in COMPANY - {"our", "ours", "us"} or word in names or word in READER), "")
    return bool(first) and first not in READER
