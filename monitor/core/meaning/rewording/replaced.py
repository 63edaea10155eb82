"""Pairs what went with what came for it in other words, where too few words are the same to see it by them.

"If your Content infringes the rights of others we may take it down" went, and "We can remove what you post when it violates somebody's
rights" came. Where a paragraph was rewritten, what is left of it on both sides is one change, for of no sentence of it can be said that it
went.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from math import log

from monitor.core.diff.align import Alignment
from monitor.core.diff.candidates import Candidate, without
from monitor.core.meaning.favour.model import favour_of
from monitor.core.meaning.favour.traits import has_other_figures, senses_of, shares_senses
from monitor.core.meaning.negation import deny_alike
from monitor.core.meaning.rewording.likeness import PassageLikeness, SenseProfile, sense_profile
from monitor.core.meaning.rewording.places import ParagraphPlaces, components, paragraphs
from monitor.core.text.segment import SegmentedText, Unit
from monitor.core.text.tokens import word_row
from monitor.model import ChangeKind

_FAR = log(0.6 / 0.4)
"""Log-odds from which two sentences are one wherever they stand."""
_NEAR = 0.0
"""The same with what the place speaks for it."""
_IN_PARAGRAPH = 3.0
"""What it speaks for two sentences that they stand in paragraphs that are one."""
_ROUNDS = 3
"""How often paragraphs are held to each other."""
_LEFT, _FEW_WORDS = -2.7, 500
"""The same for all that is left of a paragraph on both sides, up to so many characters: what else should it stand for?"""
_WHOLE, _SAME = 900, 0.7
"""Characters of a paragraph that is judged as a whole, and how likely it must be to say the same."""
_MOST = 12
"""Passages of the other text that one is held to, those first that share the rarest senses."""
_SEVERAL = 4
"""Paragraphs of both texts up to which all that is linked is looked at together."""
_TELLING = 5
"""Words from which a sentence is put to a pair: "Merchant of Record." is a heading of its own."""
_SAID = 0.4
"""Share of the senses of what went that a rewritten paragraph must have for it to be said there still, perhaps."""


@dataclass(slots=True)
class _Side:
    """What came, or went, in one of the texts."""

    page: SegmentedText
    units: Sequence[Unit]
    number: dict[int, int] = field(init=False)
    known: dict[int, SenseProfile] = field(init=False)
    """By the start of the sentence."""
    blocks: dict[int, SenseProfile] = field(init=False)
    free: dict[int, Unit] = field(init=False)
    """By its start, what has no partner yet."""

    def __post_init__(self) -> None:
        self.number = paragraphs(self.page)
        self.units = [unit for unit in self.units if unit.kind not in ("heading", "row") and unit.line in self.number]
        self.free = {unit.start: unit for unit in self.units}
        self.known = {unit.start: found for unit in self.units if (found := sense_profile(unit.text.strip()))}
        wanted = {self.number[unit.line] for unit in self.units}
        texts: defaultdict[int, list[str]] = defaultdict(list)
        for line, block in self.number.items():
            if block in wanted:
                texts[block].append(self.page.lines[line])
        self.blocks = {block: found for block, lines in texts.items() if (found := sense_profile("\n".join(lines)))}

    def block(self, unit: Unit) -> int:
        """The paragraph that a sentence stands in."""
        return self.number[unit.line]

    def within(self, blocks: Sequence[int]) -> list[Unit]:
        """What has no partner yet in some paragraphs, in order."""
        return [unit for unit in self.units if unit.start in self.free and self.block(unit) in blocks]

    def is_one_place(self, units: Iterable[Unit]) -> bool:
        """True for sentences of one paragraph, or of two that follow each other."""
        blocks = [self.block(unit) for unit in units]
        return max(blocks) - min(blocks) <= 1


def with_replaced(candidates: Sequence[Candidate], found: Alignment) -> list[Candidate]:
    """Candidates in which what went and what came for it in other words are one change."""
    plain = [one for one in candidates if not any(one.under)]
    gone, come = [unit for one in plain if not one.new for unit in one.old], [unit for one in plain if not one.old for unit in one.new]
    if not gone and not come:
        return list(candidates)  # a few edits: no paragraph of the texts needs to be read
    old, new = _Side(found.old, gone), _Side(found.new, come)
    pairs = _pairs(candidates, found, old, new) if old.units and new.units else []
    return _rebuilt(_with_lead_ins(candidates, old, new), found, pairs)


def _pairs(candidates: Sequence[Candidate], found: Alignment, old: _Side, new: _Side) -> list[tuple[list[Unit], list[Unit]]]:
    likeness = PassageLikeness([*old.known.values(), *new.known.values()])
    pairs: list[tuple[list[Unit], list[Unit]]] = []
    linked = _linked(candidates, found, old, new)
    for one, two in _alike(old, new, likeness):
        linked.add((old.block(one), new.block(two)))
        _pair(old, new, [one], [two], pairs)
    linked |= _like_paragraphs(old, new, linked)
    for blocks in components(linked):
        # Of many that hang together, one sentence that moved may be all that two of them share.
        several = len(blocks[0]) + len(blocks[1]) > _SEVERAL
        for group in [([i], [j]) for i, j in sorted(linked) if i in blocks[0] and j in blocks[1]] if several else [blocks]:
            _settle(old, new, group, likeness, pairs)
    return pairs


def _pair(old: _Side, new: _Side, before: list[Unit], after: list[Unit], pairs: list[tuple[list[Unit], list[Unit]]]) -> None:
    for side, units in ((old, before), (new, after)):
        for unit in units:
            side.free.pop(unit.start, None)
    pairs.append((before, after))


def _linked(candidates: Sequence[Candidate], found: Alignment, old: _Side, new: _Side) -> set[tuple[int, int]]:
    """The paragraphs that share a sentence, or a rewording of one."""
    lines = [(match.old[0].line, match.new[0].line) for match in found.matches]
    lines += [(one.old[0].line, one.new[0].line) for one in candidates if one.old and one.new]
    return {(old.number[i], new.number[j]) for i, j in lines if i in old.number and j in new.number}


def _alike(old: _Side, new: _Side, likeness: PassageLikeness) -> Iterator[tuple[Unit, Unit]]:
    """Sentences that are one in other words, wherever they stand."""
    scored = [(odds, i, j) for odds, i, j in _scored(old.known, new.known, likeness) if odds >= _FAR]
    for i, j in _best(scored).items():
        yield old.free[i], new.free[j]


def _like_paragraphs(old: _Side, new: _Side, linked: set[tuple[int, int]]) -> set[tuple[int, int]]:
    """The paragraphs that are one in other words and share no sentence."""
    linked_old, linked_new = {i for i, _ in linked}, {j for _, j in linked}
    left = {block: one for block, one in old.blocks.items() if block not in linked_old}
    right = {block: one for block, one in new.blocks.items() if block not in linked_new}
    ends = (max(old.number.values()) + 1, max(new.number.values()) + 1)
    likeness = PassageLikeness([*old.blocks.values(), *new.blocks.values()])
    scored = list(_scored(left, right, likeness))
    found: set[tuple[int, int]] = set()
    for _ in range(_ROUNDS):  # what is found tells where the paragraphs beside it belong
        places = ParagraphPlaces(linked | found, ends)
        placed = ((odds + places.bonus(i, j), i, j) for odds, i, j in scored)
        found = set(_best([one for one in placed if one[0] >= _NEAR]).items())
    return found


def _scored(old: dict[int, SenseProfile], new: dict[int, SenseProfile], likeness: PassageLikeness) -> Iterator[tuple[float, int, int]]:
    index: defaultdict[str, list[int]] = defaultdict(list)
    for j, two in new.items():
        for word in two.senses:
            index[word].append(j)
    for i, one in old.items():
        votes: defaultdict[int, float] = defaultdict(float)
        for word in sorted(one.senses):
            for j in index.get(word, ()):
                votes[j] += likeness.senses.of(word)
        for j in sorted(votes, key=lambda j: (-votes[j], j))[:_MOST]:
            yield likeness.odds(one, new[j]), i, j


def _best(scored: Iterable[tuple[float, int, int]]) -> dict[int, int]:
    """One partner for each, the likeliest pairs first."""
    left: dict[int, int] = {}
    right: set[int] = set()
    for _, i, j in sorted(scored, key=lambda one: (-one[0], one[1], one[2])):
        if i not in left and j not in right:
            left[i] = j
            right.add(j)
    return left


def _settle(
    old: _Side,
    new: _Side,
    blocks: tuple[Sequence[int], Sequence[int]],
    likeness: PassageLikeness,
    pairs: list[tuple[list[Unit], list[Unit]]],
) -> None:
    """Pairs what is left of paragraphs that are one: sentence by sentence, then what a pair says too, then the rest."""
    gone, come = old.within(blocks[0]), new.within(blocks[1])
    if not gone and not come:
        return
    if gone and come and old.is_one_place(gone) and new.is_one_place(come) and _says_the_same(gone, come):
        _pair(old, new, gone, come, pairs)
        return
    left, right = ({u.start: side.known[u.start] for u in units if u.start in side.known} for side, units in ((old, gone), (new, come)))
    scored = [(odds + _IN_PARAGRAPH, i, j) for odds, i, j in _scored(left, right, likeness)]
    for i, j in sorted(_best([one for one in scored if one[0] >= _NEAR]).items()):
        _pair(old, new, [old.free[i]], [new.free[j]], pairs)
    here = [pair for pair in pairs if old.block(pair[0][0]) in blocks[0]]
    for unit in old.within(blocks[0]):
        _attach(unit, old, here, 0, likeness)
    for unit in new.within(blocks[1]):
        _attach(unit, new, here, 1, likeness)
    gone, come = old.within(blocks[0]), new.within(blocks[1])
    if gone and come and old.is_one_place(gone) and new.is_one_place(come) and _may_be_one(gone, come, likeness):
        _pair(old, new, gone, come, pairs)


def _says_the_same(gone: Sequence[Unit], come: Sequence[Unit]) -> bool:
    """True where a paragraph probably says the same as a whole: cut into other sentences, each of which says a part of another."""
    one, two = _text(gone), _text(come)
    if max(len(one), len(two)) > _WHOLE or len(gone) == len(come) == 1:
        return False
    if not deny_alike(word_row(one), word_row(two)):
        return False
    return shares_senses(one, two) and not has_other_figures(one, two) and favour_of(one, two).same >= _SAME


def _may_be_one(gone: Sequence[Unit], come: Sequence[Unit], likeness: PassageLikeness) -> bool:
    """True where what is left of a paragraph on both sides may say the same as a whole."""
    texts = _text(gone), _text(come)
    one, two = map(sense_profile, texts)
    least = _LEFT if max(map(len, texts)) <= _FEW_WORDS else _NEAR
    return one is not None and two is not None and likeness.odds(one, two) + _IN_PARAGRAPH >= least


def _attach(unit: Unit, side: _Side, pairs: Sequence[tuple[list[Unit], list[Unit]]], at: int, likeness: PassageLikeness) -> None:
    """Puts what has no partner to the pair that is more alike with it than without, or whose other side says it too."""
    best, most = None, 0.0
    for pair in pairs:
        if side.is_one_place([unit, *pair[at]]) and (gain := _gain(unit, pair[at], pair[1 - at], likeness)) > most:
            best, most = pair, gain
    if best is not None:
        side.free.pop(unit.start)
        best[at].append(unit)
        best[at].sort(key=lambda one: one.start)


def _gain(unit: Unit, beside: Sequence[Unit], across: Sequence[Unit], likeness: PassageLikeness) -> float:
    """What a sentence adds to the likeness (log-odds) of the two sides of a pair; above 0 where most of it is said across."""
    alone, other, joined = (sense_profile(_text(units)) for units in (beside, across, sorted((*beside, unit), key=lambda one: one.start)))
    if alone is None or other is None or joined is None:
        return 0.0
    if len(word_row(unit.text)) < _TELLING:
        return 0.0
    own = senses_of(unit.text.strip())
    whole = likeness.senses.mass(own)
    said = likeness.senses.mass(own & other.senses) / whole if whole else 0.0
    return max(likeness.odds(joined, other) - likeness.odds(alone, other), said - _SAID)


def _text(units: Sequence[Unit]) -> str:
    return " ".join(unit.text.strip() for unit in units)


def _with_lead_ins(candidates: Sequence[Candidate], old: _Side, new: _Side) -> list[Candidate]:
    """Lists that became a sentence, with the lead-in that the sentence holds now: "Members must not:" alone did not go."""
    return [
        replace(one, old=_led(one.old, one.new, old), new=_led(one.new, one.old, new)) if one.old and one.new and not one.equal else one
        for one in candidates
    ]


def _led(units: tuple[Unit, ...], other: Sequence[Unit], side: _Side) -> tuple[Unit, ...]:
    if units[0].kind != "item" or any(unit.kind == "item" for unit in other):
        return units
    before = [unit for unit in side.free.values() if unit.start < units[0].start and side.block(unit) == side.number.get(units[0].line)]
    lead = max(before, key=lambda unit: unit.start, default=None)
    if lead is None or not lead.text.rstrip().endswith(":") or side.page.text[lead.end : units[0].start].strip():
        return units
    side.free.pop(lead.start)
    return (lead, *units)


def _rebuilt(candidates: Sequence[Candidate], found: Alignment, pairs: Sequence[tuple[list[Unit], list[Unit]]]) -> list[Candidate]:
    taken = {id(unit) for before, after in pairs for unit in (*before, *after)}
    taken |= {id(unit) for one in candidates if one.old and one.new for unit in (*one.old, *one.new)}
    out: list[Candidate] = []
    for one in candidates:
        stays = (one.old and one.new) or taken.isdisjoint(map(id, (*one.old, *one.new)))
        out += [one] if stays else without(one, taken, found)
    return out + [Candidate(_kind(before, after), tuple(before), tuple(after), recast=True) for before, after in pairs]


def _kind(old: Sequence[Unit], new: Sequence[Unit]) -> ChangeKind:
    if len(old) == len(new) or min(len(old), len(new)) > 1:
        return ChangeKind.REWORDED
    return ChangeKind.SPLIT if len(new) > len(old) else ChangeKind.MERGED
