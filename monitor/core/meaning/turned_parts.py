"""A part of a sentence that came or went: a condition before or behind it, an item of what it lists."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.core.meaning.statement_vocabulary import word_list
from monitor.core.meaning.turned_sentence import BETTER, EITHER, WAYS, WORSE, Turn, Words, effect, is_denied, plain, stands

Edit = tuple[str, int, int, int, int]
"""As difflib gives it: its kind, and the places that it concerns on both sides."""
_OPENINGS = (
    ("to", "extent"), ("as", "far"), ("as", "long"), ("that", "we", "consider"), ("that", "we", "deem"), ("that", "we", "believe"),
    ("that", "we", "think"), ("subject", "to"), ("provided", "that"), ("except",), ("if",), ("where",), ("when",), ("unless",),
    ("only", "if"), ("only", "where"), ("only", "when"), ("other", "than"), ("excluding",), ("once", "every"),
    ("with", "exception"), ("save", "for"), ("apart", "from"), ("in", "our", "discretion"),
    ("at", "our", "discretion"),
)  # fmt: skip
"""How a condition begins, articles left out."""
_CHOOSING = frozenset(
    ("opt", "agree", "agreed", "consent", "consented", "ask", "asked", "object", "objected", "choose", "permit", "allow", "enable")
)


def by_condition(one: Words, two: Words, edit: Edit, names: frozenset[str]) -> Iterator[Turn]:
    """A condition put behind a sentence or before it, or taken away: it holds for less, or for more."""
    kind, a, b, c, d = edit
    if kind not in ("insert", "delete"):
        return
    sign, free, longer, start, end = (-1, one, two, c, d) if kind == "insert" else (1, two, one, a, b)
    words = tuple(plain(longer[start:end]))
    if words and word_list("asked-first").issuperset(words) and _asks_consent(longer, end):
        yield Turn("condition", WAYS[-sign])
        return
    if len(words) < 2 or not (end >= len(longer) - 1 or start == 0) or not any(words[: len(begins)] == begins for begins in _OPENINGS):
        return
    if effect(free, names) > 0:
        yield Turn("condition", WAYS[sign])
    elif words[:1] in (("other",), ("excluding",)) and "means" in free:
        yield Turn("condition", EITHER)  # what is no personal information any more is kept from every promise
    elif _is_chosen(words):
        yield Turn("condition", WAYS[-sign])  # what is done to the reader, now without asking


def _is_chosen(condition: Words) -> bool:
    """True for "if you agree", "unless you opt out"."""
    return any(word in ("you", "your") and not _CHOOSING.isdisjoint(condition[at : at + 5]) for at, word in enumerate(condition))


def _asks_consent(words: Words, end: int) -> bool:
    """True where the reader's consent is asked: "your explicit consent", not "our prior consent"."""
    return not word_list("consent-words").isdisjoint(words[end : end + 1]) and "our" not in words[max(0, end - 3) : end]


_SEPARATORS = frozenset((",", "and", "or", "nor"))
_LONGEST_ITEM = 5
_CLAUSAL = frozenset(
    (
        "we",
        "you",
        "is",
        "are",
        "may",
        "will",
        "if",
        "unless",
        "that",
        "which",
        "but",
        "except",
        "to",
        "for",
        "by",
        "in",
        "only",
        "under",
        "at",
        "with",
        "without",
        "ever",
        "on",
        "from",
    )
)
"""Words that an item does not hold, being no clause."""


_ORDERED = frozenset(("must", "shall", "agree"))
"""Words of what others have to leave alone."""


def listed(one: Words, two: Words, names: frozenset[str]) -> str:
    """Which way it goes that one item less, or more, is what the reader has a right to, or what the company does not do."""
    longer, shorter = (one, two) if len(one) > len(two) else (two, one)
    item = _item(longer, shorter)
    if not item or len(item) > _LONGEST_ITEM or not _CLAUSAL.isdisjoint(item):
        return ""
    told = (is_denied(one[: _head(one)]) and _ORDERED.isdisjoint(one)) or stands(("right", "to"), one)
    return (WORSE if longer is one else BETTER) if told and effect(one, names) > 0 else ""


def _head(words: Words) -> int:
    """Where the first comma, "and" or "or" stands."""
    return next((at for at, word in enumerate(words) if word in _SEPARATORS), len(words))


def _item(longer: Words, shorter: Words) -> Words:
    """The words in a row that one list has more, between separators: "see, correct (and erase) your letters"."""
    rows = [[word for word in words if word not in _SEPARATORS] for words in (longer, shorter)]
    more = len(rows[0]) - len(rows[1])
    start = next((at for at, (a, b) in enumerate(zip(*rows, strict=False)) if a != b), len(rows[1]))
    if more <= 0 or [*rows[0][:start], *rows[0][start + more :]] != rows[1]:
        return ()
    places = [at for at, word in enumerate(longer) if word not in _SEPARATORS]
    first, last = places[start], places[start + more - 1]
    parted = not _SEPARATORS.isdisjoint((*longer[max(0, first - 1) : first], *longer[last + 1 : last + 2]))
    return longer[first : last + 1] if parted else ()
