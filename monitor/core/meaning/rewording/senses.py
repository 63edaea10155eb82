"""The words of a passage in set phrases, and the senses of those that carry its meaning; the data are in paraphrases.en.yaml."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache

from monitor.core.meaning.rewording.plain_words import Words
from monitor.core.text.lexicon import load
from monitor.core.text.tokens import FUNCTION, normal, stem

_FILE = "paraphrases.en.yaml"
DENYING = frozenset(("never", "no", "nobody", "none", "neither", "nor", "nothing", "cannot", "without"))
LIMITS = frozenset(("only", "unless", "except", "until", "may", "must", "should", "might", "could", "exempt"))
"""Words that limit, oblige or leave open."""
_WEIGHTY = frozenset(("most", "more", "some", "all", "each", "up", "other"))
"""Small words that limit or widen all the same: "most letters", "for up to a year", "all your notes"."""
_MEASURING = frozenset(("under", "over", "below", "above"))
"""The same before a number: "under 16", not "under your instructions"."""


def rephrased(run: Sequence[str]) -> Iterator[str]:
    """The words with each set phrase in its one form."""
    table, at = _phrases(), 0
    while at < len(run):
        found = next((pair for pair in table.get(run[at], ()) if tuple(run[at : at + len(pair[0])]) == pair[0]), ((run[at],), (run[at],)))
        yield from found[1]
        at += len(found[0])


@cache
def _phrases() -> Mapping[str, list[tuple[Words, Words]]]:
    table: dict[str, list[tuple[Words, Words]]] = {}
    for line in load(_FILE)["phrases"].splitlines():
        phrase, put = (tuple(side.split()) for side in line.split(" = "))
        table.setdefault(phrase[0], []).append((phrase, put))
    for found in table.values():
        found.sort(key=lambda pair: -len(pair[0]))
    return table


def senses(run: Sequence[str]) -> Iterator[str]:
    """The senses of the words that carry meaning, in order; denials and limits aside."""
    for at, word in enumerate(run):
        if word in _MEASURING:
            if any(near[0].isdigit() for near in run[at + 1 : at + 3]):
                yield word
        elif word[0].isalpha() and word not in LIMITS and word not in DENYING and (word in _WEIGHTY or word not in FUNCTION):
            yield sense(word)


@lru_cache(maxsize=4096)
def sense(word: str) -> str:
    """What stands for a word and for all words of its sense, in any of their forms.

    >>> sense("retained") == sense("remains"), sense("shared") == sense("disclosed")
    (True, False)
    """
    bare = word.removesuffix("'s").removesuffix("'")
    whole, stems = _rows()
    return whole.get(bare) or stems.get(_stem(bare)) or _stem(bare)


def _stem(word: str) -> str:
    """The stem without a doubled end: that of "running" is that of "run"."""
    found = stem(word)
    doubled = word.endswith(("ing", "ed")) and len(found) > len("run") and found[-1] == found[-2] and found[-1] not in "ls"
    return found[:-1] if doubled else found


@cache
def _rows() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """A word → the first word of its row, and a stem → that of the first row that has it: "information" is not what "informed" is."""
    whole, stems = dict[str, str](), dict[str, str]()
    for row in load(_FILE)["senses"].splitlines():
        words = [" ".join(normal([word])) for word in row.split()]  # spelled as `worded` spells them: "organize"
        for word in words:
            whole.setdefault(word, words[0])
            stems.setdefault(_stem(word), words[0])
    return whole, stems


@cache
def idle() -> frozenset[str]:
    """Senses that one wording has and another lacks, and by which nothing is granted, limited or taken."""
    return frozenset(map(sense, load(_FILE)["idle"].split()))
