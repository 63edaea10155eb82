"""Whether one word is a misspelling of another, by tables and by two slips that seldom give another word.

A letter more or less makes "employees" of "employers" and "retrained" of "retained"; likeness alone can't tell them from "informaton".
"""

from __future__ import annotations

from functools import cache

from monitor.core.text.lexicon import phrases, word_set

# Of shorter words a slip makes another word ("form", "from"; "to", "too").
_SHORTEST = 5
_REAL_WORDS = word_set("real-words-alike")


def is_misspelt(one: str, other: str) -> bool:
    """True when two different words are one, spelled in two ways.

    >>> [is_misspelt(*pair.split()) for pair in ("recieve receive", "licensor's licensors", "employers employees", "chose choose")]
    [True, True, False, False]
    """
    if _bare(one) == _bare(other):
        return True
    if not (one + other).isalpha() or min(len(one), len(other)) < _SHORTEST:
        return False
    if _listed().get(one, one) == _listed().get(other, other):
        return True
    return not {one, other} <= _REAL_WORDS and (_single(one) == _single(other) or _swapped(one, other))


@cache
def _listed() -> dict[str, str]:
    return {wrong: right for wrong, _, right in phrases("misspellings")}


def _bare(word: str) -> str:
    """Without its apostrophe, which policies set before or after the s, or not at all."""
    return word.removesuffix("'s").replace("'", "") if word.endswith("s's") else word.replace("'", "")


def _single(word: str) -> str:
    """Each doubled letter once: "accomodate" and "accommodate" are the same."""
    return "".join(letter for at, letter in enumerate(word) if at == 0 or letter != word[at - 1])


def _swapped(one: str, other: str) -> bool:
    """True when two neighbouring letters inside the word changed places."""
    if len(one) != len(other) or one[0] != other[0]:
        return False
    at = [n for n, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    return len(at) == 2 and at[1] == at[0] + 1 and one[at[0]] == other[at[1]] and one[at[1]] == other[at[0]]
