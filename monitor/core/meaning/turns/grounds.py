"""On what grounds something is done: one more ground, none that binds any more, and a burden on who wants his right."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.core.meaning.served import READER
from monitor.core.meaning.statements.vocabulary import phrase_list, word_list
from monitor.core.meaning.turns.sentence import DENIALS, WAYS, Edit, Turn, Words, effect, extra_of, plain, without_writing_to

_JOINING = frozenset(("or", "and"))
_GROUNDS = frozenset(("if", "when", "where", "otherwise", "whenever", "once"))
_OPENINGS = _GROUNDS | {"as", "unless", "within", "for", "to", "upon", "on", "in", "after", "with", "only", "under", "because"}
_REST_FROM = 3
"""Words that a sentence must have before its ground, to say anything."""


def by_ground(one: Words, two: Words, edit: Edit, names: frozenset[str]) -> Iterator[Turn]:
    """One ground more or less behind what is done: "when the law requires it (or when we think it right)"."""
    kind, a, b, c, d = edit
    if kind == "replace":
        yield from _unbound(one, (a, b), two, (c, d), names)
        return
    extra = extra_of(one, two, edit)
    if extra is None:
        return
    words = plain(extra.words)
    # "We show you ads or, if you pay, no ads at all" takes back rather than adds.
    if not DENIALS.isdisjoint(words):
        return
    if len(words) > _REST_FROM and words[0] in _JOINING and words[1] in _GROUNDS and _ends(extra.longer, extra.end):
        if words[2] == "you" and not _CHOSEN.isdisjoint(words[:_CHOSEN_UP_TO]):
            return  # "… or, if you have picked that plan, each hour": the reader's own choice
        head = extra.longer[: extra.start]
        # "Unless you ask us or unless you leave": a ground more against it.
        if (served := 0 if "unless" in (*head, *words) else effect(head, names)) and READER.isdisjoint(head[:1]):
            yield Turn("condition", WAYS[extra.came * served])


_CHOSEN = frozenset(("picked", "chosen", "choose", "pick", "asked", "ask", "agree", "agreed", "opted", "consent", "consented", "turned"))
_CHOSEN_UP_TO = 6


def _ends(words: Words, at: int) -> bool:
    return not plain(words[at:])


def _unbound(one: Words, went: tuple[int, int], two: Words, came: tuple[int, int], names: frozenset[str]) -> Iterator[Turn]:
    """ "If you break these rules" became "for any reason", or the reverse."""
    if not _ends(one, went[1]) or not _ends(two, came[1]) or min(went[0], came[0]) < _REST_FROM:
        return
    # "If you break these rules", "if we see fit": the word that both begin with is part of the ground.
    opened = int(one[went[0] - 1] in _GROUNDS | {"as", "while"})
    grounds = [tuple(plain(words)) for words in (one[went[0] - opened : went[1]], two[came[0] - opened : came[1]])]
    free = [_is_free(words) for words in grounds]
    if free[0] == free[1] or not _binds(grounds[free.index(False)]):
        return
    sign = 1 if free[1] else -1
    if not {"our", "we"}.isdisjoint(grounds[free.index(True)]):
        yield Turn("condition", WAYS[-sign])  # even a promise is worth nothing "as we see fit"
    elif (served := effect(one[: went[0]], names)) and _matters(one[: went[0]]):
        yield Turn("condition", WAYS[sign * served])


def _matters(words: Words) -> bool:
    """True for what the company does, and for a right of the reader; "you may visit our stores at any time" is none."""
    return READER.isdisjoint(words[:1]) or not word_list("right-acts").isdisjoint(words)


def _is_free(ground: tuple[str, ...]) -> bool:
    """True for "for any reason", "at our discretion": a ground that binds nobody."""
    return any(" ".join(ground).startswith(words) for words in phrase_list("free-grounds"))


def _binds(ground: tuple[str, ...]) -> bool:
    return (len(ground) >= _REST_FROM and ground[0] in _OPENINGS) or ground[:1] in (("once",), ("twice",), ("annually",), ("yearly",))


def by_burden(one: Words, two: Words, edit: Edit, names: frozenset[str]) -> Iterator[Turn]:
    """What the reader has to do first for a right: "by registered letter", "with a copy of your passport"."""
    _, a, b, c, d = edit
    # "In the settings" became "for a fee": what stood in the place of the burden was none.
    burdened = [not word_list("burdens").isdisjoint(without_writing_to(words)) for words in (one[a:b], two[c:d])]
    if burdened[0] == burdened[1]:
        return
    sign, free, longer, start, end = (-1, one, two, c, d) if burdened[1] else (1, two, one, a, b)
    words = longer[start:end]
    # "You can contact us in person": a way more to be reached is no burden.
    if READER.isdisjoint(free[:2]) or word_list("right-acts").isdisjoint(free):
        return
    if plain(words)[:1] != ["or"] and (word_list("easy-ways") | _ENOUGH).isdisjoint(words) and effect(free, names) > 0:
        yield Turn("condition", WAYS[sign])


# "… for which a signed letter is enough" makes it easier.
_ENOUGH = frozenset(("enough", "suffices", "sufficient", "without"))
