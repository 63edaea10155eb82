"""Set phrases, synonyms and forms of verbs in one form, for `plain_form`; see `restatements` and `same-words` in words.en.yaml.

Strict on purpose: a noun keeps its number, a verb its tense, "your" stays, and "always" does as well ("we do not always tell you").
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from monitor.core.meaning.statements.vocabulary import lemmas, verbs, word_list
from monitor.core.text.late_pattern import late
from monitor.core.text.lexicon import load, phrases
from monitor.core.text.tokens import normal

Words = tuple[str, ...]

_DROPPED = frozenset(("the", "a", "an", '"', "“", "”", "'", ".", "!", "[", "]"))
_BE = {"is": "be", "are": "be"}
_RIGHTS = (("have", "right", "to"), ("are", "entitled", "to"), ("are", "free", "to"), ("have", "option", "to"), ("are", "able", "to"))
_DONE = frozenset(("lodge", "ask", "review", "update", "complain", "appeal", "revoke", "close", "contact"))
_NOUNS = frozenset(("refund", "copy", "return", "export"))
""" "You are entitled to (a) refund" grants more than "you may refund"."""
_RECEIVED = frozenset(("be", "receive", "get", "obtain", "have", "lose", "see"))
"""What happens to the reader: "you have the right to be told" is more than "you may be told"."""
_NO_PASSIVE = frozenset(("limited", "interested", "related", "required", "entitled", "allowed", "permitted", "prohibited", "dedicated",
                         "committed", "aged", "obliged", "intended", "designed", "supposed", "need", "indeed", "excluded", "concerned",
                         "forbidden", "authorized", "unlimited", "unaffected"))  # fmt: skip
"""What looks like a passive and tells a state, or what somebody may do."""


def in_figures(text: str) -> str:
    """A text in which no figure is spelled out beside itself.

    >>> in_figures("kept for seven (7) years"), in_figures("kept for seven (8) years")
    ('kept for 7 years', 'kept for seven (8) years')
    """
    return _SPELLED.sub(lambda found: found[2] if _numbers().get(found[1].lower()) == int(found[2]) else found[0], text)


@cache
def _numbers() -> Mapping[str, int]:
    return {word: number for word, number in load("words.en.yaml")["numbers"].items() if word not in ("a", "an")}


_SPELLED = late(r"\b([a-z]+(?:-[a-z]+)?) \((\d{1,4})\)", re.IGNORECASE)


def worded(words: Sequence[str], names: frozenset[str]) -> list[str]:
    """The words in set phrases, the company as "we", without articles."""
    # "…@acme.example." ends with the stop of the sentence.
    run = ["we" if word in names else word.rstrip(".") for word in normal(list(words)) if word not in _DROPPED]
    return _restated(_restated(_granted(run)))


def _granted(run: list[str]) -> list[str]:
    """ "You have the right to access it" as "you may access it": what the reader does himself."""
    for at in range(1, len(run) - 3):
        if run[at - 1] == "you" and tuple(run[at : at + 3]) in _RIGHTS and run[at + 3] in _done_by_reader():
            return [*run[:at], "may", *run[at + 3 :]]
    return run


@cache
def _done_by_reader() -> frozenset[str]:
    return (word_list("right-acts") | _DONE) - _NOUNS


def _restated(run: Sequence[str]) -> list[str]:
    """The words with each restatement in its one form."""
    table, out, at = _restatements(), list[str](), 0
    while at < len(run):
        for phrase, put in table.get(run[at], ()):
            if tuple(run[at : at + len(phrase)]) == phrase and not _is_other(phrase, run, at + len(phrase)):
                out += put
                at += len(phrase)
                break
        else:
            out.append(run[at])
            at += 1
    return out


def _is_other(phrase: Words, run: Sequence[str], end: int) -> bool:
    """True where a phrase says something else: what happens to the reader ("you may not receive it") is no ban.

    "Whenever you like" is at any time of what the reader does, and of nothing else.
    """
    if phrase[0] == "whenever":
        return run[0] != "you"
    return phrase[0] == "you" and not _RECEIVED.isdisjoint(run[end : end + 1])


@cache
def _restatements() -> Mapping[str, list[tuple[Words, Words]]]:
    table: dict[str, list[tuple[Words, Words]]] = {}
    for line in phrases("restatements"):
        equals = line.index("=")
        phrase, put = (tuple(word for word in side if word not in _DROPPED) for side in (line[:equals], line[equals + 1 :]))
        table.setdefault(phrase[0], []).append((phrase, () if put == ("(none)",) else put))
    for found in table.values():
        found.sort(key=lambda pair: -len(pair[0]))
    return table


def is_participle(word: str) -> bool:
    """True for what may be the verb of a passive: "kept", "encrypted"; not for "limited" and "required"."""
    return word not in _NO_PASSIVE and (word in _participles() or (word.endswith("ed") and len(word) > len("used")))


def plain_verb(participle: str) -> str:
    """The verb of a participle, as well as endings tell it.

    >>> [plain_verb(word) for word in ("kept", "encrypted", "updated", "assessed")]
    ['keep', 'encrypt', 'update', 'assess']
    """
    if known := _participles().get(participle):
        return known
    if any(verb.form == "ed" for verb in verbs().get(participle, ())):
        return lemmas()[participle]
    stem = participle[:-2]
    return f"{stem}e" if stem.endswith(_SILENT) and not stem.endswith("ss") else stem


_SILENT = ("at", "iz", "s", "c", "g", "v", "u", "dl", "tl", "bl")


@cache
def _participles() -> Mapping[str, str]:
    """Participle that no "ed" gives away → its verb: "paid" → "pay"."""
    return {row[0]: row[1] for row in phrases("participles")}


def meant(word: str) -> str:
    """What stands for a word of the present, its third person and its synonyms."""
    present = any(verb.form in ("base", "s", "ing") for verb in verbs().get(word, ()))
    base = lemmas()[word] if present else _BE.get(word, word)
    return _same().get(base, base)


@cache
def _same() -> Mapping[str, str]:
    # Spelled as `worded` spells them: "revise" is "revize".
    return {normal([word])[0]: row[0] for row in phrases("same-words") for word in row}
