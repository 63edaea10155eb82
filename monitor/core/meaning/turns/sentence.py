"""What a small edit does to one sentence: the values that `turned` and its parts hand on, and what they ask of a sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

from monitor.core.meaning.clause_tokens import sentence_row, shown
from monitor.core.meaning.negation import denying_places
from monitor.core.meaning.served import serves
from monitor.core.text.tokens import FUNCTION, stem

Words = tuple[str, ...]
Edit = tuple[str, int, int, int, int]
"""As difflib gives it: its kind, and the places that it concerns on both sides."""
WORSE, BETTER, EITHER = "worse", "better", "either"
WAYS = {1: BETTER, -1: WORSE, 0: EITHER}
"""For the reader, by the sign of what an edit does."""
DENIALS = frozenset(("not", "never", "no", "nor", "neither", "none", "nobody", "nothing", "longer", "without", "cannot"))
_LONGEST = 60
"""Words of a sentence beyond which one word more or less turns hardly all of it."""
_ARTICLES = frozenset(("a", "an", "the", "[", "]"))


@dataclass(frozen=True)
class Turn:
    """What a small edit does to a statement."""

    kind: str
    """denial | words | bound | switch | condition | items | parties"""
    way: str
    """worse | better | either: for the reader"""


@dataclass(frozen=True, slots=True)
class Extra:
    """Words that one of two sentences has, and that are all by which it differs from the other."""

    came: int
    """1 where they came, -1 where they went."""
    free: Words
    """The sentence without them."""
    longer: Words
    """The sentence with them."""
    start: int
    end: int
    """From where to where they stand in the longer one."""

    @property
    def words(self) -> Words:
        """What they are."""
        return self.longer[self.start : self.end]


def extra_of(one: Words, two: Words, edit: Edit) -> Extra | None:
    """The words that an edit put in or took out; None where it put some for others.

    >>> extra_of(("we", "sell", "it"), ("we", "never", "sell", "it"), ("insert", 1, 1, 1, 2)).words
    ('never',)
    """
    kind, a, b, c, d = edit
    if kind == "insert":
        return Extra(1, one, two, c, d)
    return Extra(-1, two, one, a, b) if kind == "delete" else None


def differing(old: str, new: str, *, question: bool = False) -> tuple[Counter[Words], Counter[Words]]:
    """The sentences of each text that the other lacks, as often as it lacks them: of the statements, or of the questions."""
    before, after = (Counter(s.words for s in sentence_row(shown(text)) if s.question is question) for text in (old, new))
    return before - after, after - before


@lru_cache(maxsize=16)
def one_sentence(old: str, new: str, *, question: bool = False) -> tuple[Words, Words] | None:
    """The sentence of each text that the other lacks, where there is one on both sides; of the statements, or of the questions."""
    if question and not ("?" in old and "?" in new):
        return None
    gone, come = differing(old, new, question=question)
    if gone.total() != 1 or come.total() != 1:
        return None
    one, two = (tuple(word for word in next(iter(rest)) if word not in _ARTICLES) for rest in (gone, come))
    return (one, two) if min(len(one), len(two)) > 0 and max(len(one), len(two)) <= _LONGEST else None


_MOST_OF = 0.6
"""Share of the words of the longer sentence that the other must have for one to be what became of the other."""


def parted_sentence(old: str, new: str) -> tuple[Words, Words] | None:
    """The sentence that lost or gained a part where another sentence came or went beside it, which does not say that part.

    >>> parted_sentence("You may leave, and we delete all copies.", "You may leave. We may keep copies.")[1]
    ('you', 'may', 'leave')
    """
    gone, come = (list(side.elements()) for side in differing(old, new))
    if sorted((len(gone), len(come))) != [1, 2]:
        return None
    (whole,), parts = (gone, come) if len(gone) == 1 else (come, gone)
    near, far = sorted(parts, key=lambda part: -len(set(part) & set(whole)))
    kept, lost = set(near) & set(whole), set(plain(whole)) - set(near) - FUNCTION
    if len(kept) < _MOST_OF * len(set(near)) or not lost or len(lost & set(far)) * 2 > len(lost):
        return None
    one, two = (tuple(word for word in side if word not in _ARTICLES) for side in ((whole, near) if len(gone) == 1 else (near, whole)))
    return (one, two) if max(len(one), len(two)) <= _LONGEST else None


SEPARATORS = frozenset((",", "and", "or", "nor"))
"""What stands between the items of a list."""


@dataclass(frozen=True, slots=True)
class MoreOf:
    """Words in a row that one of two sentences has more, separators aside."""

    places: Sequence[int]
    """Where the words of the longer sentence stand that are no separators."""
    start: int
    """Which of these is the first that the shorter sentence lacks."""
    size: int

    @property
    def span(self) -> tuple[int, int]:
        """From where to where they stand in the longer sentence."""
        return self.places[self.start], self.places[self.start + self.size - 1] + 1


def more_of(longer: Words, shorter: Words) -> MoreOf | None:
    """The words by which one sentence is longer: "see, correct (and erase) it"; None where they are no row.

    >>> more_of(("see", ",", "copy", "and", "erase", "it"), ("see", "and", "erase", "it")).span
    (2, 3)
    """
    rows = [[word for word in words if word not in SEPARATORS] for words in (longer, shorter)]
    more = len(rows[0]) - len(rows[1])
    start = next((at for at, (a, b) in enumerate(zip(*rows, strict=False)) if a != b), len(rows[1]))
    if more <= 0 or [*rows[0][:start], *rows[0][start + more :]] != rows[1]:
        return None
    return MoreOf([at for at, word in enumerate(longer) if word not in SEPARATORS], start, more)


def is_parted(words: Words, first: int, last: int) -> bool:
    """True where a separator stands before an item or behind it."""
    return not SEPARATORS.isdisjoint((*words[max(0, first - 1) : first], *words[last : last + 1]))


def plain(words: Words) -> list[str]:
    """The words without marks of punctuation."""
    return [word for word in words if word[0].isalnum()]


def is_denied(words: Words) -> bool:
    """True where something is denied; "at any time without notice" denies nothing of what is done."""
    bare = plain(words)
    return any(bare[at] != "without" for at in denying_places(bare))


def effect(words: Words, names: frozenset[str]) -> int:
    """Whom a sentence serves as it stands, as a sign: what it denies serves the other side."""
    kept = [word for word in words if word not in DENIALS and (word[0].isalnum() or word == ",")]
    return serves(kept, names) * (-1 if is_denied(words) else 1)


def stands(sought: Sequence[str], words: Words) -> bool:
    """True when some words stand in a row."""
    size = len(sought)
    return any(words[at : at + size] == tuple(sought) for at in range(len(words) - size + 1))


def without_writing_to(way: Words) -> Words:
    """A way to use a right, without what may be an e-mail as well: "in writing" is a burden, "by writing to us" need not be one."""
    return tuple(word for at, word in enumerate(way) if word != "writing" or way[at + 1 : at + 2] != ("to",))


def is_about_one_thing(one: Iterable[str], two: Iterable[str], aside: Set[str] = frozenset(), shared: int = 1) -> bool:
    """True when two sentences have words of substance in common: as many as asked for, or all that the shorter one has.

    Args:
        one, two: the words of the sentences.
        aside: words that say what changed, and not of what.
        shared: how many they must have in common.

    >>> is_about_one_thing("your posts are public".split(), "your posts are private".split())
    True
    """
    things = [{stem(word) for word in words if word[0].isalnum() and word not in FUNCTION and word not in aside} for words in (one, two)]
    return len(things[0] & things[1]) >= min(shared, len(things[0]), len(things[1])) > 0
