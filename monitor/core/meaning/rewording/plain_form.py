"""One plain form for the many ways of saying a sentence: "your notes are encrypted", "we encrypt your notes".

Two sentences of the same form say the same; of two that hardly differ in this form it is plain what was edited. Voice, order of conditions
and adjuncts, set phrases and agreed synonyms are brought to one form, never a number, a denial, a limit or a party. Where it is not plain
to what a part of a sentence belongs, it stays where it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from monitor.core.meaning.rewording.plain_words import Words, is_participle, meant, plain_verb, worded

_MODALS = frozenset(("may", "must", "should", "would", "might"))
_BE = frozenset(("is", "are", "be"))
_CLAUSES = frozenset(("if", "when", "where", "once", "unless", "until", "while", "because", "before", "after", "so", "who",
                      "which", "that", "whose", "whom", "why", "how", "what", "whether",
                      "except", "but", "or", "and", ";", ":", "("))  # fmt: skip
"""What opens a clause: "within 30 days we delete it if you ask" is not "we delete it if you ask within 30 days"."""
_ADJUNCTS = frozenset(("in", "on", "at", "to", "for", "from", "with", "by", "within", "under", "during", "through", "without", "via",
                       "outside", "about", "as", "into", "over", "against", "upon", "between", "among", "than", "using",
                       "including"))  # fmt: skip
_CONDITIONS = frozenset(("if", "when", "where", "once", "unless", "until", "before", "after", "while"))
FRONTED = frozenset(("in", "on", "at", "to", "for", "upon", "with", "without", "under", "during", "within", "by", "from", "as"))
"""With which what stands before its clause begins: "within 30 days, we delete it"."""
_SUBJECTS = frozenset(
    ("we", "you", "your", "our", "it", "they", "this", "these", "all", "any", "every", "no", "nobody", "some", "contact", "read")
)
_MEANS = frozenset(("email", "post", "mail", "law", "phone", "telephone", "fax", "default", "card", "letter", "hand", "way", "means"))
_MARKS = frozenset((",", ";", ":", "(", ")"))
_SHORT_ADJUNCT = 5
"""Words within which a clause begins behind an adjunct that no comma parts from it: "in the settings you can export it"."""
_SUBJECT_WORDS = 12
"""Words of a subject beyond which it holds a clause of its own."""
_READERS_OWN = frozenset(("settings", "preferences", "consent", "permission", "subscription", "plan", "membership"))
"""Where nobody is named, the reader is who changes, revokes or cancels these: "your consent can be withdrawn"."""
_OURS = frozenset(("your", "data", "information"))
_HANDING = frozenset(("share", "send", "make", "give"))
USERS_ACTS = frozenset(
    ("pay", "file", "return", "upload", "post", "submit", "supervise", "buy", "order", "enter", "choose", "cancel", "use")
)
"""Of these acts nobody can say that the company does them where nobody is named: "fees are paid in advance"."""


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
    sides = [_imperative(_given(worded(words, names))) for words in (one, two)]
    if sides[0][:1] != sides[1][:1]:
        sides = [_adjunct_last(side) for side in sides]
    agents = [side[0] if side and side[0] in ("we", "you") else "" for side in sides]
    before, after = _active(sides[0], agents[1]), _active(sides[1], agents[0])
    said = {meant(word): word for word in reversed(before)}
    return before, tuple(said.get(meant(word), word) for word in after)


def says_as_much(one: Words, two: Words, names: frozenset[str] = frozenset()) -> bool:
    """True where two sentences have the same parties, denials, limits and words of substance, in whatever order.

    Weaker than `is_same_form`: which word belongs to which is not asked. It tells that a promise was not simply dropped.

    >>> says_as_much(("we", "will", "notify", "you", "by", "email"), ("by", "email", "we", "let", "you", "know"))
    True
    >>> says_as_much(("we", "will", "notify", "you", "by", "email"), ("we", "will", "notify", "you", "by", "email", "if", "possible"))
    False
    """
    before, after = ([meant(word) for word in side if word[0].isalnum()] for side in plain_forms(one, two, names))
    agents = [side[0] for side in (before, after) if side and side[0] in ("we", "you")]
    return len(set(agents)) <= 1 and _denied(before) == _denied(after) and (set(before) ^ set(after)) <= _FORM_WORDS


_FORM_WORDS = frozenset(("and", "also", "be", "that", "do", "does", "have", "has", "it", "each", "every"))


def _denied(words: Sequence[str]) -> list[str]:
    """What stands behind each denial: not to sell it, and to tell you, is not to sell it, and not to tell you."""
    return sorted(" ".join(words[at + 1 : at + 2]) for at, word in enumerate(words) if word == "never")


def _given(run: list[str]) -> list[str]:
    """ "Our partners give us data" as "we receive data from our partners"; "we give you notice" as "you receive notice"."""
    at = next((n for n, word in enumerate(run) if word in ("give", "gives", "send", "sends") and n and run[n - 1] != "to"), 0)
    taker = {"us": "we", "you": "you", "them": "they"}.get(run[at + 1]) if at and at + 1 < len(run) else None
    giver, rest = run[:at], run[at + 2 :]
    plain = _CLAUSES | _MODALS | _ADJUNCTS | {"never", "only", ","}
    if not taker or not 0 < at <= _SUBJECT_WORDS or not plain.isdisjoint(giver):
        return run
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
    """A condition or an adjunct behind the clause that it stands before: "in the settings, you can export it".

    An adjunct only where nothing else in the sentence could take it: "by email, you may object before we share it" stays.
    """
    first = run[0] if run else ""
    if first not in _CONDITIONS | FRONTED:
        return run
    if "," in run:
        comma = run.index(",")
        rest = run[comma + 1 :]
        begins = rest[:1] and (first == "to" or rest[0] in _SUBJECTS)
    else:
        comma = next((n for n, word in enumerate(run[:_SHORT_ADJUNCT]) if word in ("we", "you")), 0)
        rest = run[comma:]
        begins = bool(comma) and first in FRONTED
    # Of two clauses behind a condition it is not plain whether it holds for both.
    opens = _CLAUSES - {"and"} if first in _CONDITIONS else _CLAUSES
    twice = any(word == "and" and rest[at + 1 : at + 2] in (["we"], ["you"]) for at, word in enumerate(rest))
    return [*rest, *run[:comma]] if begins and not twice and opens.isdisjoint(rest) and _MARKS.isdisjoint(rest) else run


def _active(run: list[str], agent: str) -> Words:
    """A passive sentence as an active one."""
    at = next((n for n, word in enumerate(run) if word in _BE), 0)
    verb = at + 1
    while verb < len(run) and (run[verb] in ("never", "only") or (run[verb].endswith("ly") and len(run[verb]) > len("only"))):
        verb += 1
    if not at or verb >= len(run) or not is_participle(run[verb]):
        return tuple(run)
    start = at
    while start and (run[start - 1] in _MODALS or run[start - 1] in ("never", "only")):
        start -= 1
    subject, between = run[:start], [*run[start:at], *run[at + 1 : verb]]
    if not 0 < len(subject) <= _SUBJECT_WORDS or not (_CLAUSES | _MARKS - {","}).isdisjoint(set(subject) - {"and"}):
        return tuple(run)
    by, rest = _agent(run[verb + 1 :])
    act = plain_verb(run[verb])
    if by and "only" in between:
        # "Can only be seen by friends": only friends can see it.
        between.remove("only")
        by = ["only", *by]
    by = by or ([agent] if _may_be(agent, act, subject, between) else [])
    if not by or ("never" in between and not _ALL.isdisjoint(by)):
        return tuple(run)
    return (*by, *between, act, *subject, *rest)


_ALL = frozenset(("all", "every", "each", "any", "anyone", "everyone"))


def _may_be(agent: str, act: str, subject: Sequence[str], between: Sequence[str]) -> bool:
    """True where a passive that names nobody can have no other agent: what is a duty, or what users do, is seldom the company's."""
    if agent == "you":
        return "may" in between and act in _READERS_ACTS and "your" in subject and not _READERS_OWN.isdisjoint(subject)
    if agent != "we" or (act in USERS_ACTS and "refunds" not in subject) or "must" in between or ("may" in between and "never" in between):
        return False
    # "Photos are shared with friends" by those who took them.
    return act not in _HANDING or not _OURS.isdisjoint(subject)


_READERS_ACTS = frozenset(("cancel", "withdraw", "revoke", "change", "adjust"))


def _agent(rest: list[str]) -> tuple[list[str], list[str]]:
    """Who acts, behind "by", and what else stands there; nobody for "by email", "by clicking" and "by companies in India"."""
    at = next((n for n, word in enumerate(rest) if word == "by" or word in _CLAUSES), len(rest))
    if at + 1 >= len(rest) or rest[at] != "by":
        return [], rest
    end = next((n for n in range(at + 1, len(rest)) if rest[n] in _ADJUNCTS or rest[n] in _CLAUSES or rest[n] == ","), len(rest))
    named, behind = rest[at + 1 : end], rest[end:]
    means = not named or (named[0] in _MEANS and named[1:2] in ([], ["of"])) or named[0].endswith("ing") or named[0][0].isdigit()
    parties = named in (["us"], ["you"], ["we"])
    if means or (behind and not parties and behind[0] in _ADJUNCTS and behind[:2] != ["on", "our"]):
        return [], rest
    # "Accessed only by staff": only staff access it.
    alone = rest[at - 1 : at] == ["only"]
    named = ["we" if word == "us" else word for word in named]
    return ["only", *named] if alone else named, [*rest[: at - alone], *behind]


def _key(words: Words) -> tuple[str, ...]:
    """The words, without what says nothing: commas, "that" before who does it, "your" that only repeats one, or before "settings"."""
    kept = list[str]()
    owned = False
    for at, word in enumerate(words):
        after = words[at + 1 : at + 2]
        repeats = owned and words[at - 1] in (",", "and", "or")
        if word == "," or (word == "that" and after in (("we",), ("you",))) or (word == "your" and (repeats or after[:1] in _PLACES)):
            continue
        owned = owned or word == "your"
        kept.append(meant(word))
    return tuple(kept)


_PLACES = (("settings",), ("account",), ("preferences",), ("browser",), ("privacy",))
