"""A part of a sentence that came or went: a condition before or behind it, an item of what it lists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from monitor.core.meaning.statements.vocabulary import word_list
from monitor.core.meaning.turns.audience import by_liability_kept
from monitor.core.meaning.turns.exceptions import OPENINGS, by_concession, by_exception, exception_at, promised
from monitor.core.meaning.turns.protections import is_licence, is_protecting, is_right
from monitor.core.meaning.turns.purposes import by_purpose
from monitor.core.meaning.turns.sentence import (
    EITHER,
    SEPARATORS,
    WAYS,
    Edit,
    Turn,
    Words,
    effect,
    extra_of,
    is_denied,
    is_parted,
    more_of,
    plain,
    stands,
)

_OPENINGS = (
    ("to", "extent"), ("as", "far"), ("as", "long"), ("that", "we", "consider"), ("that", "we", "deem"), ("that", "we", "believe"),
    ("that", "we", "think"), ("subject", "to"), ("provided", "that"), ("if",), ("where",), ("when",),
    ("only", "if"), ("only", "where"), ("only", "when"), ("once", "every"), ("without", "reason"),
    ("without", "good", "reason"), ("without", "cause"), ("without", "need"), ("in", "our", "discretion"),
    ("at", "our", "discretion"), *OPENINGS,
)  # fmt: skip
"""How a condition begins, articles left out."""
_CHOOSING = frozenset(
    ("opt", "agree", "agreed", "consent", "consented", "ask", "asked", "object", "objected", "choose", "permit", "allow", "enable")
)


def by_condition(one: Words, two: Words, edit: Edit, names: frozenset[str]) -> Iterator[Turn]:
    """A condition put behind a sentence or before it, or taken away: it holds for less, or for more."""
    extra = extra_of(one, two, edit)
    if extra is None:
        return
    sign, free, longer, start, end = -extra.came, extra.free, extra.longer, extra.start, extra.end
    words = tuple(plain(extra.words))
    yield from by_concession(longer, start, end, sign, names)
    yield from by_purpose(longer, (start, end), sign, names)
    yield from by_liability_kept(longer, (start, end), -sign)
    if words and word_list("asked-first").issuperset(words) and _asks_consent(longer, end):
        yield Turn("condition", WAYS[-sign])
        return
    if len(words) < 2 or words[-2:] == ("or", "not") or not (end >= len(longer) - 1 or start == 0) or not _opens(words):
        return
    if promised(free, names) > 0:
        yield Turn("condition", WAYS[sign])
    elif words[:1] in (("other",), ("excluding",)) and "means" in free:
        yield Turn("condition", EITHER)  # what is no personal information any more is kept from every promise
    elif _is_chosen(words):
        yield Turn("condition", WAYS[-sign])  # what is done to the reader, now without asking


def _opens(words: Words) -> bool:
    """True where words begin a condition, or say in which form: "(in decrypted form)"."""
    return any(words[: len(begins)] == begins for begins in _OPENINGS) or (words[0] == "in" and words[-1] == "form" and len(words) <= _FORM)


_FORM = 4


def _is_chosen(condition: Words) -> bool:
    """True for "if you agree", "unless you opt out"."""
    return any(word in ("you", "your") and not _CHOOSING.isdisjoint(condition[at : at + 5]) for at, word in enumerate(condition))


def _asks_consent(words: Words, end: int) -> bool:
    """True where the reader's consent is asked: "your explicit consent", not "our prior consent"."""
    return not word_list("consent-words").isdisjoint(words[end : end + 1]) and "our" not in words[max(0, end - 3) : end]


_LONGEST_ITEM = 5
_CLAUSAL = frozenset(
    (
        "we", "you", "is", "are", "may", "will", "if", "unless", "that", "which", "but", "except", "to", "for", "by", "in", "only",
        "under", "at", "with", "without", "ever", "on", "from",
    )
)  # fmt: skip
"""Words that an item does not hold, being no clause."""


# "Encrypted at rest and in transit": where it is, is what is promised.
_WHERE = {"at", "in", "on"}
_ORDERED = frozenset(("must", "shall", "should", "agree"))
"""Words of what others have to leave alone."""


def by_items(one: Words, two: Words, names: frozenset[str]) -> Iterator[Turn]:
    """One item less, or more, of what the reader has a right to, of what the company does not do, or of what is excepted from that."""
    longer, shorter = (one, two) if len(one) > len(two) else (two, one)
    sign = 1 if longer is one else -1
    first, last = _item(longer, shorter)
    if first == last:
        return
    # "… and we do not rent it": a sentence of its own. "Other than those in (ii) and (iii)": the number of another clause.
    if longer[first] in _SUBJECTS or longer[first] in names or all(map(_is_number, longer[first:last])):
        return
    # "Unless a judge (or an agency) asks": in an exception an item more is a promise less.
    if 0 <= exception_at(longer) <= first:
        yield from by_exception(longer, (first, last), sign, names)
        return
    item = longer[first:last]
    protected, given_up = is_protecting(longer, names), _is_given_up(longer, first)
    # "At rest with AES-256": by what means, is said of where it is.
    where = _WHERE | {"with"} if item[0] in _WHERE else _WHERE
    clausal = _CLAUSAL - (where if protected else {"to"} if given_up else set())
    if last - first > _LONGEST_ITEM or not clausal.isdisjoint(item):
        return
    if not is_parted(longer, first, last):
        return
    if is_licence(longer) or given_up:
        yield Turn("items", WAYS[sign])
        return
    # "In the UK or Europe, you have the right to see and erase it": what is listed before the right is no part of it.
    told = (is_denied(one[: _head(one)]) and _ORDERED.isdisjoint(one)) or stands(("right", "to"), longer[:first])
    kept = _is_carved_out(longer[:first]) or (item[0] == "your" and _is_done_for_reader(longer, first, names))
    if (told and effect(one, names) > 0) or protected or kept or is_right(longer, item, names):
        yield Turn("items", WAYS[-sign])
    elif effect(one, names) < 0 and _hands_over(longer, first, names):
        yield Turn("items", WAYS[sign])


_SUBJECTS = frozenset(("we", "you", "they"))
_ROMAN = frozenset("ivxlc")


def _is_number(word: str) -> bool:
    """True for "iii", "4", "b" and the signs around them."""
    return not word.isalpha() or len(word) == 1 or _ROMAN.issuperset(word)


def _is_given_up(words: Words, item: int) -> bool:
    """True for what the reader gives up: "you waive the right to a class action (and to a jury trial)"."""
    return words[:1] == ("you",) and not _GIVING_UP.isdisjoint(words[1:item]) and not is_denied(words[:item])


_GIVING_UP = frozenset(("waive", "forgo", "relinquish", "surrender"))


# "We share your data with service providers (and advertising partners)": what more is handed over, or to whom.
_HANDING = frozenset(
    ("share", "shares", "sell", "sells", "disclose", "discloses", "transfer", "transfers", "collect", "collects", "record", "records")
)
_UP_TO = 4


def _hands_over(words: Words, item: int, names: frozenset[str]) -> bool:
    """True where the company is who shares or collects, and an item stands behind it, not in a condition or an example."""
    at = next((n for n, word in enumerate(words[: _UP_TO + 1]) if word in _HANDING), -1)
    ours = at > 0 and (words[0] == "we" or words[0] in names)
    readers = not {"your", "personal", "data", "information"}.isdisjoint(words)
    return ours and readers and at < item and _CLAUSAL.isdisjoint(set(words[at:item]) - {"with", "to"}) and not is_denied(words)


def _is_carved_out(head: Words) -> bool:
    """True for what a limit of liability leaves out: "the limit does not apply to breaches of confidentiality (or data protection)"."""
    return not _LIMITS.isdisjoint(head) and stands(("not", "apply", "to"), head) and "your" not in head


_LIMITS = frozenset(("limit", "limits", "limitation", "limitations", "cap", "exclusion", "exclusions"))


def _is_done_for_reader(words: Words, item: int, names: frozenset[str]) -> bool:
    """True where an item stands behind what the company does for the reader: "we erase your profile (, your reviews) and your photos"."""
    head = words[:item]
    at = next((n for n in range(1, len(head)) if head[n] in _CARING and (head[n - 1] in ("we", "will") or head[n - 1] in names)), 0)
    between = set(head[at + 1 :])
    return at > 0 and _CLAUSAL.isdisjoint(between - {"to"}) and not is_denied(words) and effect(words, names) > 0


_CARING = frozenset(
    (
        "delete", "deletes", "erase", "erases", "encrypt", "encrypts", "refund", "refunds", "reimburse", "reimburses",
        "destroy", "destroys", "anonymise", "anonymises", "anonymize", "anonymizes",
    )
)  # fmt: skip


def _head(words: Words) -> int:
    """Where the first comma, "and" or "or" stands."""
    return next((at for at, word in enumerate(words) if word in SEPARATORS), len(words))


def _item(longer: Words, shorter: Words) -> tuple[int, int]:
    """From where to where the words in a row go that one list has more: "see, correct (and erase) your letters"; (0, 0) for none."""
    found = more_of(longer, shorter)
    if found is None:
        return 0, 0
    first, last = found.span
    # "Your profile, (your reviews) and your photos": the same word opens each item, and may be the last that both have in common.
    if longer[max(0, first - 1)] not in SEPARATORS and found.start and longer[found.places[found.start - 1]] == longer[last - 1]:
        return replace(found, start=found.start - 1).span
    return first, last
