"""Which words were removed and which were added, as multisets in the order of their texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence


def difference(old: Sequence[str], new: Sequence[str]) -> tuple[list[str], list[str]]:
    """Words that were removed and words that were added.

    >>> difference("we may share it".split(), "we share it it".split())
    (['may'], ['it'])
    """
    if not old or not new:
        return list(old), list(new)
    left, right = Counter(old), Counter(new)
    return _surplus(old, left, right), _surplus(new, right, left)


def shared(left: Sequence[str], right: Sequence[str]) -> int:
    """How many words two texts have in common, each as often as both have it.

    >>> shared("we may share it it".split(), "it is ours and it may share it".split())
    4
    """
    one, other = set(left), set(right)
    common = one & other
    if len(one) == len(left) or len(other) == len(right):  # one of them says nothing twice
        return len(common)
    counts, others = Counter(left), Counter(right)
    return sum(min(counts[word], others[word]) for word in common)


def _surplus(text: Sequence[str], here: Counter[str], there: Counter[str]) -> list[str]:
    """The words that stand more often here than there, in order, as often as they do."""
    other = there.get
    rest = {word: n - m for word, n in here.items() if n > (m := other(word, 0))}
    if not rest:
        return []
    out = []
    for word in text:
        if rest.get(word):
            rest[word] -= 1
            out.append(word)
    return out


# "Can" and "may", "you" and "us", "from" and "only" are none of them: each of these can turn a sentence.
_LINKING = frozenset(
    (
        *("a", "an", "the", "this", "that", "these", "those", "such", "which"),
        *("of", "in", "on", "at", "to", "for", "by", "as", "via", "through", "into", "about"),
        *("so", "then", "there", "here", "also", "well", "please", "just"),
        *("be", "been", "being", "is", "are", "was", "were", "has", "have", "had", "do", "does", "did", "it", "its"),
    )
)
"""Small words that a wording is changed with. No word of a party, a denial, a limit, a permission, a duty, a choice or a place is one."""


def differs_in_small_words(old: Sequence[str], new: Sequence[str]) -> bool:
    """True where two texts have the same words in the same order but for articles, links and forms of "be": "ownership of", "ownership in".

    >>> differs_in_small_words("ownership of any work".split(), "ownership in any work".split())
    True
    >>> differs_in_small_words("from you to us".split(), "from us to you".split())
    False
    """
    left, right = ([word for word in words if word not in _LINKING] for words in (old, new))
    return bool(left) and left == right


def edit_name(removed: Sequence[str], added: Sequence[str]) -> str:
    """A name for an edit, equal where the same words were put for the same others.

    >>> edit_name(["thirty"], ["sixty"])
    'thirty → sixty'
    """
    # The first dozen words tell edits apart; an edit that is made all over a text is short ("Orrery Labs" → "Orrery Maps", case
    # entity-renamed).
    return " ".join(removed[:12]) + " → " + " ".join(added[:12])
