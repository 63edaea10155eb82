"""A gate for "with nobody other than your carrier" that became "only with your carrier", which says the same."""

from __future__ import annotations

from monitor.core.meaning.clause_tokens import Sentence, sentence_row, shown
from monitor.core.meaning.negation import denying_places
from monitor.core.meaning.observation import Observation
from monitor.core.meaning.turns.sentence import DENIALS, plain, stands
from monitor.core.text.lexicon import word_set
from monitor.core.text.tokens import FUNCTION, stem
from monitor.core.text.wording import signs_of

_SPARING = (("other", "than"), ("except",), ("apart", "from"), ("save", "for"))
_ONLY = word_set("only-words")
_LEFT_OUT = word_set("anybody-words") | _ONLY | DENIALS | {word for words in _SPARING for word in words}
"""What one form needs and the other does not: "any third party", "other than", "only"."""
_BINDING = frozenset(
    (
        "you", "they", "their", "his", "her", "he", "she", "over", "under", "above", "below", "if", "some", "more", "most", "new",
        "own", "from", "must",
    )
)  # fmt: skip
"""Small words by which two such sentences differ in what they say: "those over 18", "those under 18"."""


def is_same_exception(change: Observation) -> bool:
    """True where all but some is denied on one side, and only that is affirmed on the other, in the same words of substance.

    With "only" a sentence says whom, when or what for: the words of the exception have to stand behind it.
    """
    if not change.reworded or signs_of(change.old.text) != signs_of(change.new.text):
        return False
    sides = [sentence_row(shown(side.text)) for side in (change.old, change.new)]
    if any(len(side) != 1 or side[0].question for side in sides):
        return False
    return _says_twice(sides[0][0], sides[1][0]) or _says_twice(sides[1][0], sides[0][0])


def _says_twice(one: Sentence, two: Sentence) -> bool:
    """True where the first denies all but something, and the second affirms only that."""
    denied, affirmed = plain(one.words), plain(two.words)
    at = next((n for n in range(len(denied)) for words in _SPARING if tuple(denied[n : n + len(words)]) == words), 0)
    if not at or len(denying_places(denied[:at])) != 1 or denying_places(denied[at:]) or not DENIALS.isdisjoint(affirmed):
        return False
    if any(stands(words, two.words) for words in _SPARING) or sum(word in _ONLY for word in affirmed) != 1:
        return False
    limited = next(n for n, word in enumerate(affirmed) if word in _ONLY)
    if set(denied) & _BINDING != set(affirmed) & _BINDING:
        return False
    return _substance(denied) == _substance(affirmed) and set(_substance(denied[at:])) <= set(_substance(affirmed[limited:]))


def _substance(words: list[str]) -> list[str]:
    return sorted({stem(word) for word in words if word not in FUNCTION and word not in _LEFT_OUT})
