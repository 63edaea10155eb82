"""What stands for a sentence that one version alone has: the sentence of the other version's own that shares most of its rarer words.

Where a paragraph was put into other words, too few words may be left to pair its sentences: some went and others came.
"We read messages only after a report" is gone, and "Messages are read after somebody reported them" is new.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import fsum, log

from monitor.core.meaning.comparison import Comparison
from monitor.core.meaning.favour.model import favour_of
from monitor.core.meaning.favour.traits import has_other_figures, shares_senses
from monitor.core.meaning.negation import LIMITING
from monitor.core.meaning.parsed import ParsedDocument
from monitor.core.text.segment import Unit
from monitor.core.text.tokens import FUNCTION, stem, word_row

_FEWEST = 2
"""Stems of a sentence that says anything."""
_SHORTEST = 3
"""Letters of a word that carries meaning."""
_MOSTLY = 0.42
"""Share of a passage's words, each by how rare it is, from which it was probably put into other words.

Of 44 labelled changes above it that no rule decides and that the weights call material, 34 were not; below it, one in four was not.
"""


_SOMEWHAT, _LIKELY = 0.3, 0.6
"""Share of each sentence's words from which its counterpart may say the same, and how likely it must be to do so.

No labelled change that was rightly told as critical comes near: none of 34 changes above 0.3 and 0.6 was critical.
"""
_NEAR = 12
"""Sentences that are looked at where a passage stood: a whole text may have come in its place."""
_IN_PLACE = 0.25
"""Share of a sentence's words, however rare, from which one in its place may say the same; no labelled critical change comes near."""


_LONGEST, _LONGER, _LIKE = 900, 2, 0.5
"""Characters of a passage, how much longer one of two may be, and the share of words from which a sentence has its pair already.

No labelled change that is told meets all of this; of pairs of several sentences of our own, 94 of 104 that did and were likelier than 0.7
said the same.
"""


@dataclass(frozen=True, slots=True)
class Counterpart:
    """The sentence that stands for another."""

    unit: Unit
    share: float
    """How much of that other sentence it says, 0 to 1: the share of its words, each by how rare it is in both texts."""


def counterpart(text: str, here: ParsedDocument, there: ParsedDocument) -> Counterpart | None:
    """The sentence that only the other text has and that says most of a sentence; None where none says anything of it.

    Args:
        text: a sentence.
        here: the text in which it stands.
        there: the other one.
    """
    known: dict[str, Counterpart | None] = there.memory.setdefault("counterparts", {})
    if text not in known:
        known[text] = _counterpart(text, _own_sentences(there, here))
    return known[text]


def _counterpart(text: str, own: _OwnSentences) -> Counterpart | None:
    wanted = _stems(text)
    said: defaultdict[int, float] = defaultdict(float)
    for word in sorted(wanted):  # the order of a sum tells in its last digit
        rarity = own.rarity(word)
        for number in own.places.get(word, ()):
            said[number] += rarity
    if len(wanted) < _FEWEST or not said:
        return None
    best, found = max(said.items(), key=lambda pair: (pair[1], -pair[0]))
    return Counterpart(own.units[best], found / fsum(map(own.rarity, wanted)))


def is_put_elsewhere(change: Comparison) -> bool:
    """True for a passage that came or went whose words for the most part stand in sentences of the other version's own."""
    if change.reworded:
        return False
    sides = (change.context.old, change.context.new) if change.candidate.old else (change.context.new, change.context.old)
    whole = said = 0.0
    for unit in change.candidate.old or change.candidate.new:
        if len(stems := _stems(unit.text)) >= _FEWEST:
            found = counterpart(unit.text, *sides)
            size = fsum(map(_own_sentences(sides[1], sides[0]).rarity, stems))
            whole += size
            said += size * found.share if found and _denies_alike(unit.text, found) else 0.0
    return whole > 0 and said >= _MOSTLY * whole


def similar(text: str, here: ParsedDocument, there: ParsedDocument) -> Counterpart | None:
    """The counterpart of a sentence where it says most of it, or may well say the same; who reads that it went has to know of that."""
    found = counterpart(text, here, there)
    return found if found and ((found.share >= _MOSTLY and _denies_alike(text, found)) or _may_say(text, found)) else None


def may_stand_elsewhere(change: Comparison) -> bool:
    """True for a passage that came or went each sentence of which has a counterpart that may well say the same."""
    if change.reworded:
        return False
    sides = (change.context.old, change.context.new) if change.candidate.old else (change.context.new, change.context.old)
    passage = change.candidate.old or change.candidate.new
    texts = [unit.text for unit in passage if len(_stems(unit.text)) >= _FEWEST]
    beside = _beside(passage[0], *sides)
    return bool(texts) and all(_may_be_said(text, counterpart(text, *sides), beside) for text in texts)


def _may_be_said(text: str, found: Counterpart | None, beside: Sequence[Unit]) -> bool:
    """True where a counterpart may say the same, or one of the sentences that came in its place for what went."""
    if found and _may_say(text, found):
        return True
    own = _stems(text)
    near = (Counterpart(unit, len(own & _stems(unit.text)) / len(own)) for unit in beside)
    return any(other.share >= _IN_PLACE and _may_say(text, replace(other, share=1.0)) for other in near)


@dataclass(frozen=True, slots=True)
class InOtherWords:
    """What came in the place of a passage that went, or went where one came, and may say the same."""

    text: str
    same: float
    """How likely it says the same, 0 to 1."""


def in_other_words(change: Comparison) -> InOtherWords | None:
    """What of the other text's own stands in the place of a passage, where it has as many words of the same senses and the same figures.

    "Cheating gets you banned. So does selling your account." became "Players who cheat are banned, and so are those who sell accounts".
    None for a rewording, which has both sides itself. What else stands there and is much like another sentence there is left out.
    """
    if change.reworded:
        return None
    sides = (change.context.old, change.context.new) if change.candidate.old else (change.context.new, change.context.old)
    passage = change.candidate.old or change.candidate.new
    known: dict[int, InOtherWords | None] = sides[0].memory.setdefault("in-other-words", {})
    if passage[0].start not in known:
        known[passage[0].start] = _in_other_words(passage, *sides)
    return known[passage[0].start]


def _in_other_words(passage: Sequence[Unit], here: ParsedDocument, there: ParsedDocument) -> InOtherWords | None:
    places = {unit.start for unit in passage}
    others = [_stems(unit.text) for unit in _around(passage[0], here, there) if unit.start not in places]
    beside = [unit.text.strip() for unit in _beside(passage[0], here, there) if not _is_like(_stems(unit.text), others)]
    own, other = " ".join(unit.text.strip() for unit in passage), " ".join(beside)
    if not other or max(len(own), len(other)) > _LONGEST or not 1 / _LONGER <= len(own) / len(other) <= _LONGER:
        return None
    if not shares_senses(own, other) or has_other_figures(own, other):
        return None
    return InOtherWords(other, favour_of(own, other).same)


def _is_like(stems: frozenset[str], others: Sequence[frozenset[str]]) -> bool:
    return any(len(stems & other) >= _LIKE * len(stems | other) for other in others if other)


def _around(first: Unit, here: ParsedDocument, there: ParsedDocument) -> Sequence[Unit]:
    """The sentences of a text's own around one of them, between the two nearest that both texts have."""
    own = _own_sentences(here, there)
    after = bisect_left(own.shared, first.start)
    start = own.shared[after - 1] if after else -1
    end = own.shared[after] if after < len(own.shared) else len(here.page.text)
    return own.units[bisect_left(own.starts, start) : bisect_left(own.starts, end)][:_NEAR]


def _beside(first: Unit, here: ParsedDocument, there: ParsedDocument) -> Sequence[Unit]:
    """The first sentences of the other text's own that stand where a passage does: behind the same sentence that both texts have."""
    own, other = _own_sentences(here, there), _own_sentences(there, here)
    before = bisect_left(own.shared, first.start) - 1
    at = other.shared_at.get(own.shared_texts[before], -1) if before >= 0 else -1
    start = other.shared[at] if at >= 0 else -1
    end = other.shared[at + 1] if at + 1 < len(other.shared) else len(there.page.text)
    return other.units[bisect_left(other.starts, start) : bisect_left(other.starts, end)][:_NEAR]


def _denies_alike(text: str, found: Counterpart) -> bool:
    """False where one of two sentences denies or limits, or has a figure that the other has not."""
    rows = [set(word_row(side)) for side in (text, found.unit.text)]
    denies = [not LIMITING.isdisjoint(row) for row in rows]
    figures = [{word for word in row if any(map(str.isdigit, word))} for row in rows]
    # "Profiles are also formed for users between 13 and 17" is not said by "No profiles are formed for users under 18".
    return denies[0] == denies[1] and figures[0] == figures[1]


def _may_say(text: str, found: Counterpart) -> bool:
    return _denies_alike(text, found) and found.share >= _SOMEWHAT and favour_of(text, found.unit.text).same >= _LIKELY


@dataclass(frozen=True, slots=True)
class _OwnSentences:
    """The sentences that one text has and the other has not, by their words."""

    units: Sequence[Unit]
    starts: Sequence[int]
    shared: Sequence[int]
    """Where the sentences begin that both texts have, headings among them, in order."""
    shared_texts: Sequence[str]
    shared_at: dict[str, int]
    """By text, which of those is the first."""
    places: dict[str, list[int]]
    """In which of the sentences a stem stands."""
    often: Counter[str]
    """In how many sentences of both texts a stem stands."""
    sentences: int
    """Of both texts."""

    def rarity(self, word: str) -> float:
        """What a stem weighs: the rarer, the more."""
        return log(1 + self.sentences / (1 + self.often[word]))


def _own_sentences(document: ParsedDocument, other: ParsedDocument) -> _OwnSentences:
    known: _OwnSentences | None = document.memory.get("own-sentences")
    if known is None:
        known = document.memory["own-sentences"] = _read(document, other)
    return known


def _read(document: ParsedDocument, other: ParsedDocument) -> _OwnSentences:
    mine, theirs = list(_sentences(document)), list(_sentences(other))
    there = {unit.text.strip() for unit in theirs}
    units = [unit for unit in mine if unit.text.strip() not in there and unit.kind != "heading"]
    shared = [unit for unit in mine if unit.text.strip() in there]
    texts = [unit.text.strip() for unit in shared]
    places: dict[str, list[int]] = {}
    for number, unit in enumerate(units):
        for word in _stems(unit.text):
            places.setdefault(word, []).append(number)
    often = Counter(word for unit in (*mine, *theirs) for word in _stems(unit.text))
    first = {text: at for at, text in reversed(list(enumerate(texts)))}
    own, both = ([unit.start for unit in found] for found in (units, shared))
    return _OwnSentences(units, own, both, texts, first, places, often, len(mine) + len(theirs))


def _sentences(document: ParsedDocument) -> Iterator[Unit]:
    page = document.page
    return (unit for line in range(len(page.lines)) for unit in page.units(line) if unit.text.strip())


def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in word_row(text) if word not in FUNCTION and len(word) >= _SHORTEST)
