"""For or against the reader: which way a change goes for the person whom the document governs.

Three things are added up: the traits of the change (`direction_traits`), by the weights of monitor/vocabulary/direction_model.yaml, which
says how they were made; what a feature says outright, such as a withdrawn promise, by its declaration; and, of a few sentences that came or
went as a whole or were put for others, whom the change favours (`favour`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from math import exp, fsum
from typing import Any

from monitor.core.meaning.data_files import keyed, number, numbers
from monitor.core.meaning.direction_cues import FILE, checked_cues
from monitor.core.meaning.direction_traits import WORD, known_traits, traits
from monitor.core.meaning.favour.model import favour_of, leans_of_sentences
from monitor.core.meaning.favour.traits import has_other_figures, is_one_sentence, shares_senses
from monitor.core.meaning.features import of_group
from monitor.core.meaning.features.declared import features
from monitor.core.meaning.negation import deny_alike
from monitor.core.meaning.observation import Observation
from monitor.core.text.lexicon import load
from monitor.model import ChangeKind, Direction, Severity

_OUTRIGHT = 0.3
"""What features say outright counts this share of what they declare: what is learned knows most of it already."""
_KINDS = (ChangeKind.ADDED, ChangeKind.REMOVED, ChangeKind.REWORDED)
_WAYS = (Direction.WEAKENS, Direction.STRENGTHENS)
_SURE, _SAID, _UNSAID, _SPREAD = 0.9, 0.55, 0.35, 0.35
"""How often a direction was right on unseen services: where a rule is sure of it; where words say it, and do not, to which up to
`_SPREAD` is added the further they lean."""
_SHORT = 25
"""Words of a side up to which a feature speaks for all of it; for longer ones the weights alone are right more often."""

_HANDFUL = 3
"""Words that each side of a rewording must have and the other lack before the model of `favour` is asked."""
_FEW = 60
"""Words up to which it is asked whom the sentences favour that came or went; of longer passages the weights alone know as much."""

_FAVOUR, _FAVOUR_MARGIN = 1.15, 1.1
"""What it counts whom they favour, and by how much more a change must lean then. On unseen services 0.53 of material changes got a
direction instead of 0.51, of which 0.87 were right instead of 0.88. Of unseen sentences of our own, 9 directions in 100 were the opposite
of the truth instead of 22 (`evaluation.sentence_figures`).
"""
_DISFAVOURED, _PLAINLY = 0.3, 0.7
"""How far they may favour the other side before nothing is said; and how far a single one favours a side where no rule is believed that
goes the other way: "your chats are removed from training for good" holds the words of training that began."""


@dataclass(frozen=True, slots=True)
class Lean:
    """How far a change is for (positive) or against (negative) the reader."""

    learned: float
    """By cues, frames, periods and topics, each with its learned weight."""
    outright: float
    """By what a feature says by itself, such as a promise that was removed; it outweighs what cues suggest."""
    margin: float
    """A change that leans less than this, either way, is not said to go either way."""
    material: bool = True
    """Of a minor change nobody asks whom it serves unless it is plain: it is neutral then, where a material one is unclear."""

    favoured: float = 0.0
    """By whom the sentences favour that came or went: for (up to 1) or against (down to -1) the reader; 0 where that is not asked."""
    must_agree: bool = False
    """True for a rewording that the model of `favour` was asked about: no direction is given that it contradicts."""
    by_rule: Direction | None = None
    """Which way a rule goes that is right by itself; it decides, whatever the words lean to."""
    turned_rule: Direction | None = None
    """Which way such a rule says that the reverse would not go; where anything goes the other way, nothing is said."""

    @property
    def total(self) -> float:
        """All three together."""
        return self.learned + self.outright + self.by_favour

    @property
    def by_favour(self) -> float:
        """What it adds whom the sentences favour."""
        return _FAVOUR * self.favoured

    @property
    def disfavoured(self) -> bool:
        """True where the sentences favour the other side than all three together."""
        return abs(self.favoured) > _DISFAVOURED and (self.favoured > 0) != (self.total > 0)

    def _is_borne_out(self, way: Direction) -> bool:
        """True where the sentences do not favour the other side, or where that was not asked; a rule is believed unless they clearly do."""
        least = -_DISFAVOURED if way is self.by_rule else 0.0
        return not self.must_agree or (self.favoured if way is Direction.STRENGTHENS else -self.favoured) >= least

    @property
    def direction(self) -> Direction:
        """Weakens, strengthens, or nothing that can be relied on."""
        if self.by_rule:
            contradicted = self.turned_rule not in (None, self.by_rule) or not self._is_borne_out(self.by_rule)
            return Direction.UNCLEAR if contradicted else self.by_rule
        leant = Direction.STRENGTHENS if self.total > 0 else Direction.WEAKENS
        unsure = abs(self.total) < self.margin or self.disfavoured or not self._is_borne_out(leant)
        if unsure or self.turned_rule not in (None, leant):
            return Direction.UNCLEAR if self.material else Direction.NEUTRAL
        return leant

    @property
    def certainty(self) -> float:
        """How likely the direction is right, 0 to 1; of one that is not said, how likely the lean would be."""
        if self.direction is self.by_rule:
            return _SURE
        said = self.direction in _WAYS
        return (_SAID if said else _UNSAID) + _SPREAD / (1 + exp(-abs(self.total)))


def lean_of(change: Observation, severity: Severity, backed: Direction | None = None, weights: Mapping[str, float] | None = None) -> Lean:
    """How far a change is for or against the reader.

    Args:
        change: the change.
        severity: how grave it was found to be.
        backed: which way a rule that fired goes; a change that leans there needs less to say so.
        weights: as for `leaning`.
    """
    material = severity.rank >= Severity.MATERIAL.rank
    learned, said = leaning(change, weights), fsum(outright(change).values())
    lean = Lean(learned, said, 0.0, material, favoured(change), must_agree=change.reworded and _is_asked(change))
    lean = replace(lean, margin=_margin(change, lean))
    if lean.material and backed in (Direction.WEAKENS, Direction.STRENGTHENS) and (lean.total > 0) == (backed is Direction.STRENGTHENS):
        return replace(lean, margin=float(_data()["backed"]), must_agree=False)
    return lean


def favoured(change: Observation) -> float:
    """How far a change favours the reader (up to 1) or the company (down to -1) by the model of `favour`; 0 where it is not asked."""
    leans = _leans(change)
    return fsum(leans) / len(leans) if leans else 0.0


def plainly_favoured(change: Observation) -> Direction | None:
    """Which way it goes, beyond doubt, that a single sentence came, went or was put for another; None for any other change."""
    leans = _leans(change)
    if len(leans) != 1 or abs(leans[0]) < _PLAINLY:
        return None
    return Direction.STRENGTHENS if leans[0] > 0 else Direction.WEAKENS


def turned_as_favoured(change: Observation) -> Direction | None:
    """Which way a small edit of a sentence goes, beyond doubt, by the model of `favour`; None where that is not plain, or figures changed.

    "An account that was hacked is given back" became "is not given back": what is denied there is no kindness.
    """
    if not change.reworded or not _is_read(change):
        return None
    old, new = change.old.text, change.new.text
    if has_other_figures(old, new) or abs(lean := favour_of(old, new).lean) < _PLAINLY:
        return None
    return Direction.STRENGTHENS if lean > 0 else Direction.WEAKENS


def unchanged(change: Observation) -> float:
    """How likely a short rewording says the same as before, 0 to 1; 0 for any other change.

    Of sentences that share few senses it is at most `_STRANGE`, however likely the model finds it: "nobody decides but a clerk" and
    "decisions are made by software" speak of the same thing.
    """
    old, new = change.old.text, change.new.text
    if not (change.reworded and _may_be_unchanged(change) and is_one_sentence(old) and is_one_sentence(new)):
        return 0.0
    same = favour_of(old, new).same
    if not _is_recast(change):
        return same if same >= _SURELY and shares_senses(old, new) else 0.0
    if change.candidate.recast or shares_senses(old, new):
        return same
    return min(same, _STRANGE) if same >= _SURELY else 0.0


def may_be_recast(change: Observation) -> float:
    """How likely a rewording of several sentences says the same as before, 0 to 1; 0 for any other change.

    It is asked where they share their senses and figures, many words differ, and both deny as often and both or neither limit something.
    Of 69 unseen pairs of several sentences that deny as often and were likelier than 0.7, 61 said the same.
    """
    old, new = change.old.text, change.new.text
    if not change.reworded or max(len(old), len(new)) > _RECAST or (is_one_sentence(old) and is_one_sentence(new)):
        return 0.0
    if not _is_recast(change) or has_other_figures(old, new) or not (change.candidate.recast or shares_senses(old, new)):
        return 0.0
    # "We do not suggest that they buy it" became "At the end we suggest that they buy it".
    return favour_of(old, new).same if deny_alike(change.old.words, change.new.words) else 0.0


_RECAST = 900
"""Characters of a side up to which that is asked."""
_SURELY, _STRANGE = 0.95, 0.8
"""Of three unseen sets of pairs, 18 that shared few senses were likelier than 0.95, and all of them said the same; of pairs that were
made to mislead, every fourth did not."""


def _is_recast(change: Observation) -> bool:
    """True for a rewording in which words changed by the handful.

    Of smaller edits, rules are believed: they read "you may sue us", "we may sue you" better than what is learned of many words.
    """
    return change.reworded and _differing(change) >= _HANDFUL


def _differing(change: Observation) -> int:
    """Words that one side has and the other lacks, of the side that has fewer of them."""
    before, after = Counter(change.old.words), Counter(change.new.words)
    return min((before - after).total(), (after - before).total())


def _may_be_unchanged(change: Observation) -> bool:
    """True where figures are the same, and more words than one differ on each side: "nothing limits it", "it is not limited"."""
    return _is_asked(change) or (_differing(change) > 1 and _is_read(change) and not has_other_figures(change.old.text, change.new.text))


def gainsaid(change: Observation, way: Direction) -> bool:
    """True for a rewording that favours the other side than a rule says, by the model of `favour`; a small edit has to do so plainly."""
    if turned_as_favoured(change) not in (None, way):
        return True
    lean = favoured(change) if change.reworded else 0.0
    return (lean if way is Direction.WEAKENS else -lean) > _DISFAVOURED


def _is_asked(change: Observation) -> bool:
    """True for few words that came or went, or were recast; not where figures changed, which rules read better."""
    if not _is_read(change):
        return False
    old, new = change.old.text, change.new.text
    return not change.reworded or (_is_recast(change) and not has_other_figures(old, new))


def _is_read(change: Observation) -> bool:
    """True for a few words that are no row of a table."""
    return max(len(change.old.words), len(change.new.words)) <= _FEW and not _is_row(change)


def _is_row(change: Observation) -> bool:
    """True for a row of a table, which is no sentence: "| Fingerprints | ✗ |"."""
    return "|" in change.old.text or "|" in change.new.text


def _leans(change: Observation) -> list[float]:
    """Whom each of a few sentences favours that came; of those that went, turned round; of a rewording, as a whole."""
    if not _is_asked(change):
        return []
    if change.reworded:
        return [favour_of(change.old.text, change.new.text).lean]
    return leans_of_sentences(change.new.text) or [-lean for lean in leans_of_sentences(change.old.text)]


def _margin(change: Observation, lean: Lean) -> float:
    kind = ChangeKind.REMOVED if not change.new.words else ChangeKind.ADDED if not change.old.words else ChangeKind.REWORDED
    way = Direction.STRENGTHENS if lean.total > 0 else Direction.WEAKENS
    return float(_data()["margins"][kind][way]) * (_FAVOUR_MARGIN if lean.favoured else 1)


def outright(change: Observation) -> dict[str, float]:
    """What features say outright, by name: those seen here for what they count, those of the mirrored change against it."""
    if not is_short(change):
        return {}
    weights = features().outright()
    here, there = weights.keys() & change.features.keys(), _outright_names(change.mirrored().features)
    return {name: _OUTRIGHT * weights[name] * ((name in here) - (name in there)) for name in here ^ there}


def _outright_names(seen: Mapping[str, float]) -> set[str]:
    """The features seen that say something outright; of the exchanged change no more than their groups is computed."""
    return {name for group in features().outright_groups() for name in of_group(seen, group) if name in features().outright()}


def is_short(change: Observation) -> bool:
    """True when a feature speaks for all of a change: a longer passage holds several statements."""
    return max(len(change.old.words), len(change.new.words)) <= _SHORT


def leaning(change: Observation, weights: Mapping[str, float] | None = None) -> float:
    """For (positive) or against (negative) the reader; turning the change round turns the sign. `weights` None: those that ship."""
    weights = trait_weights() if weights is None else weights
    return fsum([weights.get(name, 0.0) * value for name, value in traits(change).items()])


def trait_weights() -> Mapping[str, float]:
    """The weights that ship, by trait."""
    weights: Mapping[str, float] = _data()["weights"]
    return weights


@cache
def _data() -> Mapping[str, Any]:
    return checked(load(FILE))


def checked(data: object) -> Mapping[str, Any]:
    """The content of the data file.

    Raises:
        UnknownFeatureError: when it weighs a name that no trait has.
        DataFileError: when a key is missing, or a figure or the terms of a cue are none.
    """
    found = keyed(FILE, data, ("margins", "backed", "cues", "weights"))
    margins = keyed(f"{FILE}: margins", found["margins"], _KINDS)
    for kind in _KINDS:
        numbers(f"{FILE}: margins: {kind}", keyed(f"{FILE}: margins: {kind}", margins[kind], _WAYS))
    number(f"{FILE}: backed", found["backed"])
    checked_cues(found["cues"])
    weights = numbers(f"{FILE}: weights", found["weights"])
    known_traits(found["cues"]).check((name for name in weights if not name.startswith(WORD)), f"{FILE}: weights")
    return found
