"""A clause at the end of a sentence that came or went: "… and may not look at it", "… and tell you why", "… at your own expense"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from monitor.core.meaning.served import COMPANY, READER, serves
from monitor.core.meaning.statements.vocabulary import verbs, word_list
from monitor.core.meaning.turns.sentence import DENIALS, WAYS, Edit, Turn, Words, effect, is_denied, plain

_JOINING = frozenset((",", "and", "but", "so"))
_CLAUSE = 3
"""Words from which a tail is a clause: "and tell you", not "and cookies"."""
_LONGEST = 16
_OTHERS = word_list("party-words") | {"company", "provider", "processor", "courier", "bank", "partner", "shop", "host"}
_MODALS = frozenset(("may", "can", "will", "shall", "must", "do", "does", "is", "are"))


def by_tail(one: Words, two: Words, edits: Sequence[Edit], names: frozenset[str]) -> Iterator[Turn]:
    """What a clause at the end does to what stands before it, in a sentence in which otherwise only numbers differ."""
    if not edits or not all(_is_number(one, two, edit) for edit in edits[:-1]):
        return
    kind, a, b, c, d = edits[-1]
    if kind not in ("insert", "delete") or plain(one[b:]) or plain(two[d:]):
        return
    head, tail, came = (one[:a], two[c:d], 1) if kind == "insert" else (two[:c], one[a:b], -1)
    if sign := _worth(head, tail, names):
        yield Turn("condition", WAYS[sign * came])


def _is_number(one: Words, two: Words, edit: Edit) -> bool:
    """True for one number put for another."""
    _, a, b, c, d = edit
    return b - a == d - c == 1 and one[a][0].isdigit() and two[c][0].isdigit()


def _worth(head: Words, tail: Words, names: frozenset[str]) -> int:
    """1 where a tail serves the reader, -1 where it burdens him, 0 where none can tell."""
    words = [word for word in plain(tail) if word not in _JOINING]
    if _burdens(words):
        return -1
    if len(words) < _CLAUSE or len(words) > _LONGEST or tail[0] not in _JOINING or not head:
        return 0
    subject, rest = _parted(words)
    denied = is_denied(tuple(words))
    said = [word for word in rest if word not in DENIALS]
    if subject == "you" or (not subject and _is_readers(head)):
        return _of_reader(head, said, names, named=bool(subject), denied=denied)
    if denied:
        return -min(0, serves(("we", *_acting(said)), names)) if not _RELEASED.intersection(said) else 0
    ours = not _is_condition(head) and (subject == "we" or _is_companys(head, names))
    return int(ours and bool(said) and said[0].isalpha() and _is_for_reader(head, said, names))


def _of_reader(head: Words, said: Sequence[str], names: frozenset[str], *, named: bool, denied: bool) -> int:
    """What the reader may do besides, or has to: "… and set a limit", "… and you pay the postage"; "you should consider it" is advice."""
    if not named:
        return int(not denied and effect(head, names) > 0 and bool(said) and _is_done(said[0]))
    return serves(("you", *said), names) * (-1 if denied else 1) if said[:1] != ["should"] else 0


def _is_for_reader(head: Words, said: Sequence[str], names: frozenset[str]) -> bool:
    """True where the company takes care, or does one thing more of what it does for the reader: "… and confirms it in writing"."""
    verb = _acting(said)[0] if _acting(said) else ""
    return verb in _DILIGENT | word_list("checks") or (effect(head, names) > 0 and _is_verb(verb))


def _is_done(word: str) -> bool:
    """True for what a reader may do besides: "block the card and set a limit"."""
    return word in word_list("right-acts") or word in _DOABLE


def _is_verb(word: str) -> bool:
    """True for what can be a verb in the present and no noun of a list: "confirms", "deletes"."""
    return bool(verbs().get(word)) or word in _REPORTING


_DOABLE = frozenset(("set", "limit", "block", "hide", "mute", "pause", "choose", "change", "see", "share"))
_REPORTING = frozenset(("confirm", "confirms", "document", "documents", "certify", "certifies", "prove", "proves", "state", "states"))
_DILIGENT = frozenset(
    (
        "check", "verify", "test", "assess", "explain", "delete", "erase", "destroy", "tell", "notify", "inform", "warn", "ask", "refund",
        "reimburse", "encrypt", "anonymise", "anonymize",
    )
)  # fmt: skip
# "… and is not liable for it": what sets the company free is no promise.
_RELEASED = frozenset(("liable", "responsible", "obliged", "required", "guarantee", "warrant"))


def _parted(words: Sequence[str]) -> tuple[str, list[str]]:
    """Who acts in a tail, if it says so, and what."""
    if words[0] in ("we", "you"):
        return words[0], list(words[1:])
    return "", list(words)


def _acting(words: Sequence[str]) -> list[str]:
    """The words from the verb on: "may look at it" as "look at it"."""
    at = next((n for n, word in enumerate(words) if word not in _MODALS), 0)
    return list(words[at:])


def _is_readers(head: Words) -> bool:
    """True where the reader is who acts before the tail: "you may copy it"."""
    first = next((word for word in head if word in COMPANY | READER - {"your"} or word in _OTHERS), "")
    return first in READER


def _is_companys(head: Words, names: frozenset[str]) -> bool:
    first = next((word for word in head if word in COMPANY - {"our", "us"} or word in names or word in READER - {"your"}), "")
    return first == "we" or first in names


def _is_condition(head: Words) -> bool:
    """True where the head is no more than a condition, with whose clause the tail is joined."""
    return head[:1] in (("if",), ("unless",)) and "," not in head


_COSTS = frozenset(("expense", "expenses", "cost", "costs"))
_REMEDIES = frozenset(("remedy", "remedies"))
_ALONE = frozenset(("sole", "exclusive", "only"))


def _burdens(words: Sequence[str]) -> bool:
    """True for "at your own expense", "which is your sole remedy"."""
    paid = len(words) >= _CLAUSE and words[-1] in _COSTS and "at" in words[-4:] and not {"your", "its", "their"}.isdisjoint(words[-3:])
    return paid or (words[-1:] != [] and words[-1] in _REMEDIES and not _ALONE.isdisjoint(words))
