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


def edit_name(removed: Sequence[str], added: Sequence[str]) -> str:
    """A name for an edit, equal where the same words were put for the same others.

    >>> edit_name(["thirty"], ["sixty"])
    'thirty → sixty'
    """
    # The first dozen words tell edits apart; an edit that is made all over a text is short ("Orrery Labs" → "Orrery Maps", case
    # entity-renamed).
    return " ".join(removed[:12]) + " → " + " ".join(added[:12])
