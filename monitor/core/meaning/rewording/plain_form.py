"""One plain form for the many ways of saying a sentence: "your notes are encrypted", "we encrypt your notes".

Two sentences of the same form say the same; of two that hardly differ in this form it is plain what was edited. Voice, order of conditions
and adjuncts, set phrases and agreed synonyms are brought to one form, never a number, a denial, a limit or a party.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from monitor.core.meaning.statements.vocabulary import lemmas
from monitor.core.text.lexicon import phrases
from monitor.core.text.tokens import FUNCTION, normal, stem

Words = tuple[str, ...]

_DROPPED = frozenset(("the", "a", "an", '"', "“", "”", "'", ".", "!", "[", "]", "also", "simply", "always"))
_MODALS = frozenset(("may", "must", "should", "would"))
_BE = frozenset(("is", "are", "be", "being"))
_CLAUSES = frozenset(("if", "when", "where", "once", "unless", "until", "while", "because", "before", "after", "so", "who",
                      "which", "that", "whose", "whom", "except", "but", "or", ";", ":", "("))  # fmt: skip
"""What opens a clause, which takes all behind it with it: in "delete it if you ask us within 30 days" the days are those of asking."""
_ADJUNCTS = frozenset(("in", "on", "at", "to", "for", "from", "with", "by", "within", "under", "during", "through", "without", "via", "of",
                       "about", "as", "into", "over", "against", "upon", "between", "among", "than", "using", "including"))  # fmt: skip
_FRONTED = frozenset(("if", "when", "where", "once", "unless", "until", "before", "after", "while", "in", "on", "at", "to", "for", "upon",
                      "with", "without", "under", "during", "within", "by", "from", "as"))  # fmt: skip
_SUBJECTS = frozenset(
    ("we", "you", "your", "our", "it", "they", "this", "these", "all", "any", "every", "no", "nobody", "some", "contact", "read")
)
_NO_PASSIVE = frozenset(("limited", "interested", "related", "required", "entitled", "allowed", "permitted", "prohibited", "dedicated",
                         "committed", "aged", "obliged", "intended", "designed", "supposed", "need", "indeed", "excluded", "concerned",
                         "forbidden", "authorized", "unlimited", "unaffected"))  # fmt: skip
"""What looks like a passive and tells a state, or what somebody may do."""
_MEANS = frozenset(("email", "post", "mail", "law", "phone", "telephone", "fax", "default", "card", "letter", "hand", "way", "means"))
_MARKS = frozenset((",", ";", ":", "(", ")"))
_SHORT_ADJUNCT = 5
"""Words within which a clause begins behind an adjunct that no comma parts from it: "in the settings you can export it"."""
_SUBJECT_WORDS = 12
"""Words of a subject beyond which it holds a clause of its own."""


def is_same_form(one: Sequence[str], two: Sequence[str], names: frozenset[str] = frozenset()) -> bool:
    """True when two sentences have the same plain form, and so say the same.

    Args:
        one, two: their words, as `clause_tokens` cuts them.
        names: what the company calls itself, in lower case.

    >>> is_same_form("your notes are encrypted in transit".split(), "we encrypt your notes in transit".split())
    True
    >>> is_same_form("your notes are encrypted in transit".split(), "we encrypt your notes at rest".split())
    False
    """
    before, after = plain_forms(tuple(one), tuple(two), names)
    return _key(before) == _key(after)


@lru_cache(maxsize=16)
def plain_forms(one: Words, two: Words, names: frozenset[str] = frozenset()) -> tuple[Words, Words]:
    """Two sentences in words as like each other as they can be said.

    A passive without an agent ("your subscription can be cancelled") takes that of the other sentence, where that is you or we. Where both
    begin alike ("if you live in …"), nothing is put behind.
    """
    sides = [_worded(words, names) for words in (one, two)]
    if sides[0][:1] != sides[1][:1]:
        sides = [_adjunct_last(side) for side in sides]
    agents = [side[0] if side and side[0] in ("we", "you") else "" for side in sides]
    before, after = _active(sides[0], agents[1]), _active(sides[1], agents[0])
    said = {_meant(word): word for word in reversed(before)}
    return before, tuple(said.get(_meant(word), word) for word in after)


def says_as_much(one: Words, two: Words, names: frozenset[str] = frozenset()) -> bool:
    """True where two sentences have the same parties, denials, limits and words of substance, in whatever order.

    Weaker than `is_same_form`: which word belongs to which is not asked. It tells that a promise was not simply dropped.

    >>> says_as_much(("we", "will", "notify", "you", "by", "email"), ("by", "email", "we", "let", "you", "know"))
    True
    >>> says_as_much(("we", "will", "notify", "you", "by", "email"), ("we", "will", "notify", "you", "by", "email", "if", "possible"))
    False
    """
    before, after = ([_meant(word) for word in side if word[0].isalnum()] for side in plain_forms(one, two, names))
    agents = [side[0] for side in (before, after) if side and side[0] in ("we", "you")]
    if len(set(agents)) > 1 or before.count(_DENIAL) != after.count(_DENIAL):
        return False
    changed = set(before) ^ set(after)
    return changed <= _FORM_WORDS and _LIMITS.isdisjoint(changed)


_DENIAL = "never"
_FORM_WORDS = FUNCTION - {"we", "you", "our", "your", "not", "no"} | {"each", "every"}
_LIMITS = frozenset(("only", "unless", "except", "if", "may", "until", "possible", "reasonable", "reasonably", "practicable", "try", "some",
                     "certain", "generally", "fee", "discretion", "where", "when"))  # fmt: skip


def _worded(words: Sequence[str], names: frozenset[str]) -> list[str]:
    """The words in set phrases, the company as "we", without articles."""
    run = normal([_month(words, at) for at in range(len(words))])
    # "…@acme.example." ends with the stop of the sentence.
    run = ["we" if word in names else word.rstrip(".") for word in run if word not in _DROPPED]
    return _imperative(_replaced(_replaced(_given(run))))


def _month(words: Sequence[str], at: int) -> str:
    """The article of "within a month" as the number that it is."""
    amount = at + 1 < len(words) and words[at] in ("a", "an") and words[at + 1] in ("month", "year", "week", "day", "hour")
    return "1" if amount and at and words[at - 1] in ("within", "in", "for", "once") else words[at]


def _replaced(run: Sequence[str]) -> list[str]:
    """The words with each restatement in its one form; twice, for "you are able to" becomes "you can" before it is "you may"."""
    table, out, at = _restatements(), list[str](), 0
    while at < len(run):
        for phrase, put in table.get(run[at], ()):
            if tuple(run[at : at + len(phrase)]) == phrase:
                out += put
                at += len(phrase)
                break
        else:
            out.append(run[at])
            at += 1
    return out


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


def _given(run: list[str]) -> list[str]:
    """ "Our partners give us data" as "we receive data from our partners"; "we give you notice" as "you receive notice"."""
    at = next((n for n, word in enumerate(run) if word in ("give", "gives", "send", "sends") and n and run[n - 1] != "to"), 0)
    taker = {"us": "we", "you": "you", "them": "they"}.get(run[at + 1]) if at and at + 1 < len(run) else None
    giver = [word for word in run[:at] if word not in ("will", "shall")]
    if (
        not taker
        or at > _SUBJECT_WORDS
        or not giver
        or not _CLAUSES.isdisjoint(giver)
        or not (_MODALS | {"can", "never", "not", "only"}).isdisjoint(giver)
    ):
        return run
    rest = run[at + 2 :]
    end = next((n for n, word in enumerate(rest) if word in _CLAUSES or word == ","), len(rest))
    source = [] if giver == ["we"] else ["from", *giver]
    return [taker, "receive", *rest[:end], *source, *rest[end:]]


def _imperative(run: list[str]) -> list[str]:
    """An order as a duty: "do not upload viruses", "you must not upload viruses"; what is "not allowed" likewise."""
    if run[:1] == ["never"]:
        return ["you", "must", *run]
    for end in (("is", "never", "allowed"), ("is", "never", "permitted"), ("is", "prohibited"), ("is", "forbidden")):
        if len(run) > len(end) and tuple(run[-len(end) :]) == end and run[0].endswith("ing"):
            return ["you", "must", "never", *run[: -len(end)]]
    return run


def _adjunct_last(run: list[str]) -> list[str]:
    """A condition or an adjunct behind the clause that it stands before: "in the settings, you can export it"."""
    if not run or run[0] not in _FRONTED:
        return run
    if "," not in run:
        start = next((n for n, word in enumerate(run[:_SHORT_ADJUNCT]) if word in ("we", "you")), 0)
        return [*run[start:], *run[:start]] if run[0] not in _CLAUSES else run
    comma = run.index(",")
    if run[comma + 1 : comma + 2] and (run[0] == "to" or run[comma + 1] in _SUBJECTS) and not _MARKS & set(run[comma + 1 :]):
        return [*run[comma + 1 :], *run[:comma]]
    return run


def _active(run: list[str], agent: str) -> Words:
    """A passive sentence as an active one."""
    at = next((n for n, word in enumerate(run) if word in _BE), 0)
    verb = at + 1
    while verb < len(run) and (run[verb] == "never" or (run[verb].endswith("ly") and len(run[verb]) > 4)):
        verb += 1
    if not at or verb >= len(run) or not _is_participle(run[verb]):
        return tuple(run)
    start = at
    while start and (run[start - 1] in _MODALS or run[start - 1] in ("never", "only")):
        start -= 1
    subject, between = run[:start], [*run[start:at], *run[at + 1 : verb]]
    if not subject or len(subject) > _SUBJECT_WORDS or not (_CLAUSES | _MARKS - {","}).isdisjoint(subject):
        return tuple(run)
    by, rest = _agent(run[verb + 1 :])
    # Only of what may be done can the reader be who does it: "your plan can be cancelled".
    agent = "" if agent == "you" and "may" not in between else agent
    if not by and not agent:
        return tuple(run)
    return (*(by or [agent]), *between, run[verb], *subject, *rest)


def _is_participle(word: str) -> bool:
    return word not in _NO_PASSIVE and (word in _participles() or (word.endswith("ed") and len(word) > 4))


@cache
def _participles() -> Mapping[str, str]:
    """Participle that no "ed" gives away → its verb: "paid" → "pay"."""
    return {row[0]: row[1] for row in phrases("participles")}


def _agent(rest: list[str]) -> tuple[list[str], list[str]]:
    """Who acts, behind "by", and what else stands there; nobody for "by email" and "by clicking"."""
    at = next((n for n, word in enumerate(rest) if word == "by" or word in _CLAUSES), len(rest))
    if at + 1 >= len(rest) or rest[at] != "by":
        return [], rest
    end = next((n for n in range(at + 1, len(rest)) if rest[n] in _ADJUNCTS - {"of"} or rest[n] in _CLAUSES or rest[n] == ","), len(rest))
    named = rest[at + 1 : end]
    if not named or (named[0] in _MEANS and named[1:2] in ([], ["of"])) or named[0].endswith("ing") or any(map(str.isdigit, named[0])):
        return [], rest
    # "Accessed only by staff": only staff access it.
    alone = rest[at - 1 : at] == ["only"]
    named = ["we" if word == "us" else word for word in named]
    return ["only", *named] if alone else named, [*rest[: at - alone], *rest[end:]]


def _key(words: Words) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """What two sentences of one form have in common: the clause itself, and its adjuncts in whatever order."""
    parts = _chunks(words)
    heads = [part[0] for part in parts[1:] if part]
    # "With partners for ads and with police for safety": whose purpose is whose is told by the order alone.
    beside = sorted(parts[1:]) if len(set(heads)) == len(heads) else parts[1:]
    return parts[0], tuple(beside)


_TOLD = frozenset(("you", "us", "email"))
"""Words behind which "of" tells what about, and not whose: "notify you by email of changes"."""


def _chunks(words: Words) -> list[tuple[str, ...]]:
    """The clause, then each adjunct; what opens a clause, and all behind it, is one."""
    parts: list[list[str]] = [[]]
    closed = False
    for word in words:
        if not closed and parts[-1] and (word in _CLAUSES or (word in _ADJUNCTS and (word != "of" or parts[-1][-1] in _TOLD))):
            parts.append([])
        closed = closed or word in _CLAUSES
        parts[-1].append(word)
    return [tuple(_stems(part)) for part in parts]


def _stems(part: Sequence[str]) -> list[str]:
    """Stems, one for synonyms; without what says nothing: commas, a last "and", "your", "that", "is"."""
    found = list[str]()
    for at, word in enumerate(part):
        if word in _UNSAID or (word == "and" and at == len(part) - 1):
            continue
        found.append(_meant(word))
    return found


# "Privacy settings", "your privacy settings"; "what you post", "what that you post"; "is never liable", "never be liable".
_UNSAID = frozenset((",", "your", "that")) | _BE


def _meant(word: str) -> str:
    """What stands for a word, its forms and its synonyms."""
    return _same().get(_base(word), _base(word))


def _base(word: str) -> str:
    """What stands for all forms of a verb; a noun keeps its number: "one copy" and "copies" are two things."""
    plain = _participles().get(word) or lemmas().get(word)
    if not plain and word.endswith("s"):
        return word
    ending = "" if plain else next((end for end in ("ed", "ing") if word.endswith(end) and len(word) > len(end) + 2), "")
    # "Billed" is spelled "biled" where "cancelled" and "canceled" are one.
    base = stem((plain or word).removesuffix(ending)).rstrip("s")
    return base[:-1] if base.endswith("ll") else base


@cache
def _same() -> Mapping[str, str]:
    return {_base(word): _base(row[0]) for row in phrases("same-words") for word in row}
