"""Assesses a candidate change: severity, direction, topics and reasons, from rules and learned weights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf
from typing import Any

from monitor.core.diff.candidates import Candidate
from monitor.core.meaning.admissions import admits_with_way_out, with_way_out
from monitor.core.meaning.answers import is_answered_as_before
from monitor.core.meaning.classifier import Model
from monitor.core.meaning.clause_tokens import sentence_row, shown
from monitor.core.meaning.company_names import company_names
from monitor.core.meaning.counterparts import in_other_words, is_put_elsewhere, may_stand_elsewhere
from monitor.core.meaning.direction import Lean, gainsaid, is_short, lean_of, may_be_recast, plainly_favoured, turned_as_favoured, unchanged
from monitor.core.meaning.document_context import DocumentContext
from monitor.core.meaning.favour.traits import has_other_figures
from monitor.core.meaning.features.declared import features
from monitor.core.meaning.headlines.sentence import sentence_of
from monitor.core.meaning.headlines.values import is_same_period
from monitor.core.meaning.immaterial import Gate, immaterial
from monitor.core.meaning.indirect import is_indirect
from monitor.core.meaning.observation import Observation, observe
from monitor.core.meaning.owners import costs_nothing
from monitor.core.meaning.passage_words import severity_inputs
from monitor.core.meaning.permissions import way_of_permits
from monitor.core.meaning.plain_ways import keeps_short, plain_way
from monitor.core.meaning.reasons import reason_of
from monitor.core.meaning.rewording.denial import denials_stand, way_of_denial, way_of_means
from monitor.core.meaning.rewording.restatement import states_as_much
from monitor.core.meaning.rules import Rule
from monitor.core.meaning.rules import fired as rules_on
from monitor.core.meaning.said_elsewhere import is_said_elsewhere
from monitor.core.meaning.telling import told, told_answer, told_by_place
from monitor.core.meaning.topics import led, led_by, scores, topics_of
from monitor.core.meaning.word_difference import differs_in_small_words
from monitor.core.text.stance import may_say_the_same
from monitor.core.text.wording import signs_of
from monitor.model import UNKNOWN, WITHDRAWAL_RULES, Certainty, ChangeKind, Direction, Reason, Severity

OPPOSITE = {Direction.WEAKENS: Direction.STRENGTHENS, Direction.STRENGTHENS: Direction.WEAKENS}
MOVED = Gate(Severity.COSMETIC, "moved", "The words are the same, but in a different place.")
_DECIDED = 0.7
"""Where a rule decides, a change is material at least this often: a rule that is right less often does not decide."""
_ALONE = 0.8
"""Where a rule is critical on its own word, a person called the change critical about this often."""
_MINOR_SHARE = 0.25
"""Share of the threshold below which a change that no rule decides is cosmetic rather than minor, where small words alone differ."""

_MAYBE_SAME, _SAME, _CERTAINLY_SAME = 0.7, 0.85, 0.9
"""How likely a short rewording must be to say the same before it is nothing critical and goes no way; before it overrules rules; and those
that are sure, well tried, or about a withdrawn promise. Of unseen pairs of our own of which that was likelier than 0.8, 97 in 100 did; of
labelled changes that were likelier than 0.7, one in twenty was material."""
_WELL_TRIED = frozenset(("commitment-withdrawn",))
"""Rules that were right nine times in ten on a hundred labelled changes: they are believed whatever the sentence favours, though
not where a rewording probably says the same."""
_BY_DENIAL = frozenset(("turned-for", "turned-against"))
"""Rules that take it for a kindness that something is denied: "your account is not given back"."""
_YIELDING = frozenset(("turned", "denied-item-dropped", "denied-item-added", "consent-guard-dropped"))
"""Rules that decide by small words or by items, and yield where all words are seen to say as much: "neither sold nor rented"."""


@dataclass(frozen=True, slots=True)
class Decision:
    """How the severity, the direction and the topics of a change came about."""

    severity: Severity
    direction: Direction
    topics: tuple[str, ...]
    gate: Gate | None = None
    """What settled the change whatever it speaks of; nothing else was asked then."""
    fired: tuple[Rule, ...] = ()
    """Rules whose conditions hold, in the order of the table."""
    speaker: Rule | None = None
    """The rule whose headline the change bears; None behind a gate."""
    likelihood: float = 0.0
    """How likely a person would call the change material, 0 to 1."""
    certainty: Certainty = UNKNOWN
    lean: Lean | None = None
    """How far it is for or against the reader; None behind a gate, of what is cosmetic, and where both versions say the same."""
    same: float = 0.0
    """How likely a short rewording says the same; 0 where that was not asked."""
    restated: bool = False
    """It says the same, so no rule decided."""
    contrary: bool = False
    """A critical rule goes one way, and the rewording as a whole favours the other side, so it is not critical."""

    @property
    def doubted(self) -> bool:
        """It may say the same, so that it is not critical and has no direction, whatever rules say."""
        return self.same >= _MAYBE_SAME

    @property
    def reasons(self) -> tuple[Rule, ...]:
        """The rules that are given as reasons: the one that speaks, then the others that decide."""
        others = (rule for rule in _told(self.fired, self.direction, self.contrary) if rule.decides and rule is not self.speaker)
        if self.speaker and self.speaker.id in WITHDRAWAL_RULES:
            # "A promise to you is gone" says less than "The promise not to sell your data is gone".
            others = (rule for rule in others if rule.id != "commitment-withdrawn")
        return (self.speaker, *others) if self.speaker else ()


@dataclass(frozen=True, slots=True)
class Assessment:
    """What is said of one change."""

    severity: Severity
    direction: Direction
    topics: tuple[str, ...]
    reasons: tuple[Reason, ...]
    headline: str
    certainty: Certainty = UNKNOWN
    judged: bool = True
    """False for what is only told, see `unjudged`."""


def assess(candidate: Candidate, context: DocumentContext, model: Model) -> Assessment:
    """The assessment of one candidate change."""
    if candidate.kind is ChangeKind.MOVED:
        return settled(MOVED, ("other",), candidate)
    change = observe(candidate, context)
    made = decide(change, model)
    if made.gate or not made.speaker:
        return settled(made.gate or MOVED, made.topics, candidate)
    reasons = tuple(
        reason_of(rule.id, rule.says, change, made.topics, rule.conditions, about=None if rule.decides else rule.topic)
        for rule in made.reasons
    )
    headline = sentence_of(change, direction=made.direction, severity=made.severity, rule=made.speaker).text
    if made.direction is Direction.WEAKENS:
        headline = with_way_out(headline, change)
    return Assessment(made.severity, made.direction, made.topics, reasons, headline, made.certainty)


def decide(
    change: Observation, model: Model, lean_weights: Mapping[str, float] | None = None, topic_weights: Mapping[str, Any] | None = None
) -> Decision:
    """Severity, direction and topics of an observed change, with what they rest on; by the shipped weights where none are given.

    The gates come first: what they hold to be immaterial no rule and no weight makes material. Then the rules, then the model, which raises
    what no rule decides and lowers nothing that a rule decides. A short rewording that probably says the same is minor, or at most material
    without a direction, whatever rules decide.
    """
    if gate := immaterial(change):
        return Decision(gate.severity, Direction.NEUTRAL, topics_of(change, None, topic_weights), gate, certainty=_certainty_of(gate))
    if gate := told_by_place(change):
        return Decision(gate.severity, gate.direction, topics_of(change, None, topic_weights), gate, certainty=_certainty_of(gate))
    names = frozenset(change.features)
    fired = _unbelied(rules_on(names), change)
    if change.candidate.recast:
        # What stands in the place of a promise may be the same promise in wholly other words.
        fired = tuple(rule for rule in fired if rule.id not in WITHDRAWAL_RULES | _WELL_TRIED)
    inputs = severity_inputs(change)
    likelihood = model.likelihood(inputs)
    # Only where a rule says "critical" is it asked whether the weights agree.
    may_be = any(rule.severity is Severity.CRITICAL for rule in fired)
    critical = model.critical.likelihood(inputs) if model.critical and may_be else 0.0
    recast = in_other_words(change)
    same = recast.same if recast else unchanged(change)
    # A promise that "went" for something better is none that was withdrawn: "we tell you of it" became "we ask you for it".
    contrary = any(rule.severity is Severity.CRITICAL and rule.direction and gainsaid(change, rule.direction) for rule in fired)
    # Of a promise that was narrowed it is known already what stands for it.
    put_otherwise = "promise-fate:narrowed" not in names and may_stand_elsewhere(change)
    # Of several sentences one may say the same and another not: that raises a doubt, and settles nothing.
    doubted = same >= _MAYBE_SAME or put_otherwise or may_be_recast(change) >= _MAYBE_SAME
    weighed = [rule if not (doubted or contrary) and (rule.grave is None or rule.grave in names) else rule.lighter() for rule in fired]
    severity = _severity(weighed, likelihood, critical, model, max(len(change.old.words), len(change.new.words)))
    restated = severity.rank > Severity.COSMETIC.rank and _is_restated(change, fired, same)
    if severity.rank >= Severity.MATERIAL.rank and (restated or (not _deciding(fired) and _stands_elsewhere(change))):
        severity = Severity.MINOR
    if recast and same >= _MAYBE_SAME:
        fired = tuple(rule for rule in fired if not rule.decides)  # "no longer stated" may not be true
    elif doubted:
        # Nobody can say then that "no equivalent promise was found".
        fired = tuple(rule for rule in fired if rule.id not in WITHDRAWAL_RULES | _WELL_TRIED)
    if severity is Severity.COSMETIC and not _is_wording(change):
        severity = Severity.MINOR
    telling = told if severity.rank < Severity.MATERIAL.rank else told_answer if not _deciding(fired) else None
    if telling and (gate := telling(change)):
        topics = topics_of(change, None, topic_weights)
        topics = led_by(gate.topic, topics) if gate.topic else topics
        return Decision(gate.severity, gate.direction, topics, gate, certainty=_certainty_of(gate))
    lean = None
    if severity.rank > Severity.COSMETIC.rank and not restated:
        lean = _lean(change, severity, fired, lean_weights)
        if doubted or contrary:
            lean = replace(lean, by_rule=None, margin=inf if doubted else lean.margin)
    direction = lean.direction if lean else Direction.NEUTRAL
    about = scores(change, topic_weights)
    topics = led(about, None)
    speaker = _speaker(_told(fired, direction, contrary), severity, topics)
    if severity.rank >= Severity.MATERIAL.rank and speaker.decides and speaker.topic:
        topics = led_by(speaker.topic, topics) if speaker.alone else led(about, speaker.topic)
    certainty = _certainty(severity, likelihood, critical, fired, lean)
    if restated and severity.rank < Severity.MATERIAL.rank:
        certainty = replace(certainty, severity=round(max(certainty.severity, same), 4))
    return Decision(severity, direction, topics, None, fired, speaker, likelihood, certainty, lean, same, restated, contrary)


def _is_restated(change: Observation, fired: Sequence[Rule], same: float) -> bool:
    """True where both sides say the same: the words that came and went then tell nothing about the change."""
    # "We do not share it nor use it for any purpose" became "We do not sell data": a promise that went is not the same for a few words.
    tried = any(rule.sure or rule.id in _WELL_TRIED or rule.id in WITHDRAWAL_RULES for rule in fired)
    if same >= (_CERTAINLY_SAME if tried else _SAME) or is_same_period(change) or is_answered_as_before(change):
        return True
    stated_anew = change.reworded and _YIELDING.issuperset(_ids(fired))
    return stated_anew and states_as_much(change.old.text, change.new.text, company_names(change.context.new))


def _stands_elsewhere(change: Observation) -> bool:
    """True for what came or went and stands in the other version as well, in much the same words or in sentences of its own."""
    return is_said_elsewhere(change) or is_put_elsewhere(change)


def _is_wording(change: Observation) -> bool:
    """True where nothing but small words differs.

    The weights can't say that of others: of the changes they held to be of no weight every second one was a change of a name, a number or a
    place: "Inc" became "LLC", "two" became "three". Nor is it true of signs: "5 %" became "5", "-5 °C" became "+5 °C".
    """
    return differs_in_small_words(change.old.words, change.new.words) and signs_of(change.old.text) == signs_of(change.new.text)


def _agreeing(fired: Sequence[Rule], direction: Direction) -> tuple[Rule, ...]:
    """The rules that say nothing against the direction: the others neither speak nor are given as a reason."""
    opposite = OPPOSITE.get(direction)
    return tuple(rule for rule in fired if opposite is None or rule.direction is not opposite)


def _told(fired: Sequence[Rule], direction: Direction, contrary: bool) -> tuple[Rule, ...]:
    """The rules that may speak or be given as a reason; that a promise is gone is not said of what favours the other side as a whole."""
    found = _agreeing(fired, direction)
    return tuple(rule for rule in found if not (contrary and rule.id in WITHDRAWAL_RULES | _WELL_TRIED))


def _way(fired: Sequence[Rule]) -> Direction | None:
    """Which way rules go, where they agree."""
    ways = {rule.direction for rule in fired if rule.direction}
    return ways.pop() if len(ways) == 1 else None


def _lean(change: Observation, severity: Severity, fired: Sequence[Rule], weights: Mapping[str, float] | None) -> Lean:
    """How far a change is for or against the reader, with what the rules say of it and of its reverse.

    A promise of one sentence that comes is as sure as one that goes; in a longer passage it comes with other things.
    """
    doubts = _doubts(change)
    reverse = doubts.turned().believed(_reverse(change)) if severity.rank >= Severity.MATERIAL.rank else ()
    # What a passage adds stands among other things: of additions that only a rule backs, 22 in 35 go its way.
    backed = (_way(_deciding(fired)) or _turned(_way(_deciding(reverse)))) if change.old.words else None
    sure = _way([rule for rule in fired if rule.sure])
    turned = _turned(_way([rule for rule in reverse if rule.sure]))
    by_rule = sure or (turned if is_short(change) and _way(_deciding(fired)) is not OPPOSITE.get(turned or Direction.UNCLEAR) else None)
    if severity.rank >= Severity.MATERIAL.rank and admits_with_way_out(change):
        by_rule, turned = Direction.WEAKENS, None
    lean = replace(lean_of(change, severity, backed, weights), by_rule=by_rule, turned_rule=turned)
    # "Memory is off by default" became "Memory is on by default; you can turn it off": whether that is welcome the words don't tell.
    if {"turn:switch", "turn:either"} <= change.features.keys():
        return replace(lean, by_rule=None, margin=inf)
    # Words that have nothing in common lean for what each side happens to say: "we pay at most three times", "not more than twice".
    if change.candidate.recast and by_rule is None:
        way = _way(_deciding(fired))
        return replace(lean, by_rule=way) if way else replace(lean, margin=inf)
    if by_rule is not None or abs(lean.total) < lean.margin:
        return lean  # a rule says it, or words lean too little to say anything
    # Words that went and came say nothing of a promise that both versions make: "we do not sell it to banks", "it is not for sale".
    if _is_belied(lean, change.old.text, change.new.text) or _is_contradicted(lean, change) or _is_put_otherwise(change):
        return replace(lean, margin=inf)
    return lean


def _is_belied(lean: Lean, old: str, new: str) -> bool:
    """True where both versions deny the same, and do not differ the way the words lean."""
    if not old or not new:
        return False
    # "For money" behind a denial narrows it, so the words may lean against the reader there.
    way = way_of_denial(old, new)
    leant = 1 if lean.total > 0 else -1
    return way not in (None, leant) or (leant < 0 and denials_stand(old, new))


def _is_put_otherwise(change: Observation) -> bool:
    """True for wholly other words that may say the same either way: "you may appeal", "customers can challenge it with a request"."""
    old, new = change.old.words, change.new.words
    return may_say_the_same(old, new) and may_say_the_same(new, old)


def _is_contradicted(lean: Lean, change: Observation) -> bool:
    """True where what came, or went, only says what the reader can do, or only what he cannot, and the words lean the other way.

    "You may terminate your account at any time for any reason" came: its words stand in many clauses against the reader.
    """
    sign = 1 if lean.total > 0 else -1
    if _built(change) not in (None, sign):
        return True
    if (
        not change.reworded
        and sign == (-1 if change.new.text else 1)
        and is_short(change)
        and keeps_short(change.new.text or change.old.text)
    ):
        return True
    old, new = ([row.words for row in sentence_row(shown(side.text)) if not row.question] for side in (change.old, change.new))
    return way_of_permits(old, new) * sign < 0


@dataclass(frozen=True, slots=True)
class _Doubts:
    """The directions that may not be said of a change, whatever a rule says."""

    by_build: frozenset[Direction] = frozenset()
    """By how its sentences are built, see `plain_ways`."""
    by_favour: frozenset[Direction] = frozenset()
    """By whom its sentence plainly favours, see `favour`; well tried rules are believed all the same."""
    by_edit: frozenset[Direction] = frozenset()
    """By whom a small edit plainly favours; it speaks against the rules that go by a denial alone."""

    def believed(self, rules: Sequence[Rule]) -> tuple[Rule, ...]:
        """The rules without those that go a way that may not be said: "we do not require you to waive your right"."""
        known = (rule for rule in rules if rule.direction not in self.by_build)
        known = (rule for rule in known if rule.direction not in self.by_edit or rule.id not in _BY_DENIAL)
        return tuple(rule for rule in known if rule.direction not in self.by_favour or rule.id in _WELL_TRIED)

    def turned(self) -> _Doubts:
        """The same of the reverse."""
        return _Doubts(*(frozenset(OPPOSITE[way] for way in ways) for ways in (self.by_build, self.by_favour, self.by_edit)))


def _doubts(change: Observation) -> _Doubts:
    built, favours = _built(change), plainly_favoured(change)
    ways = {None: (), 1: (Direction.WEAKENS,), -1: (Direction.STRENGTHENS,), 0: (Direction.WEAKENS, Direction.STRENGTHENS)}
    edited = turned_as_favoured(change)
    return _Doubts(frozenset(ways[built]), *(frozenset((OPPOSITE[way],) if way else ()) for way in (favours, edited)))


def _built(change: Observation) -> int | None:
    """Which way it goes that a text came, or went, whose sentences are built for one side; or that what was denied became a means.

    See `plain_ways` and `way_of_means`; 0, neither way, where something is denied twice or others are quoted, see `indirect`, or where an
    answer says in a sentence what it said in a word.
    """
    sides = change.old, change.new
    if change.reworded and all(costs_nothing(side.lower) for side in sides) and not has_other_figures(change.old.text, change.new.text):
        return 0  # "we never charge you for it", "it costs nothing"
    if is_answered_as_before(change) or any(is_indirect(side.text, len(side.words)) for side in sides):
        return 0
    if change.reworded:
        return way_of_means(change.old.text, change.new.text)
    way = plain_way(change.new.text or change.old.text)
    return way if way is None or change.new.text else -way


def _unbelied(fired: Sequence[Rule], change: Observation) -> tuple[Rule, ...]:
    """The rules that fired, without those that go another way than the sentences do.

    What is built for the reader, or plainly favours him, is nothing critical, unless it was put for something else; well tried rules are
    believed all the same.
    """
    if not any(rule.direction in OPPOSITE or rule.severity is Severity.CRITICAL for rule in fired):
        return tuple(fired)
    if change.reworded and all(costs_nothing(side.lower) for side in (change.old, change.new)):
        fired = [rule for rule in fired if rule.id not in WITHDRAWAL_RULES]
    doubts = _doubts(change)
    kind = Direction.WEAKENS in doubts.by_build
    kinder = Direction.WEAKENS in doubts.by_favour

    def weighed(rule: Rule) -> Rule:
        lighter = kind or (kinder and not change.reworded and rule.id not in _WELL_TRIED)
        return rule.lighter() if lighter and rule.severity is Severity.CRITICAL else rule

    return tuple(map(weighed, doubts.believed(fired)))


def _deciding(fired: Sequence[Rule]) -> list[Rule]:
    return [rule for rule in fired if rule.decides]


def _ids(fired: Sequence[Rule]) -> frozenset[str]:
    return frozenset(rule.id for rule in _deciding(fired))


def _turned(way: Direction | None) -> Direction | None:
    return OPPOSITE.get(way) if way else None


def _reverse(change: Observation) -> tuple[Rule, ...]:
    """The rules that fire on the reverse of a change: of a short one all, of a long one those whose features all have a mirror."""
    if is_short(change):
        names = frozenset(change.mirrored().features)
    else:
        known = features()
        names = frozenset(mirror for name in change.features if (mirror := known[name].mirror))
    return tuple(rule for rule in rules_on(names) if rule.direction)


def _certainty(severity: Severity, likelihood: float, critical: float, fired: Sequence[Rule], lean: Lean | None) -> Certainty:
    """How likely the severity and the direction are right; docs/evaluation.md has the table of how often they were.

    Rounded, since it is stored: two processes add the same weights in another order, and their last digits differ.
    """
    if severity is Severity.CRITICAL:
        sure = max(critical, _ALONE if any(rule.alone for rule in fired) else 0.0)
    elif severity is Severity.MATERIAL:
        sure = max(likelihood, _DECIDED if any(rule.decides for rule in fired) else 0.0)
    else:
        sure = 1 - likelihood
    return Certainty(round(sure, 4), round(lean.certainty, 4) if lean else 1.0)


def settled(gate: Gate, topics: tuple[str, ...], candidate: Candidate) -> Assessment:
    """What is said of a change that a gate settled."""
    text = (candidate.new or candidate.old)[0].text.strip()
    reasons = (Reason(gate.rule, gate.says, text[:200]),)
    return Assessment(gate.severity, gate.direction, topics, reasons, gate.headline or gate.says, _certainty_of(gate))


def _certainty_of(gate: Gate) -> Certainty:
    """What a gate settles as immaterial is so by what it asks for; what one tells is as sure as what a rule decides.

    Labelled changes hold too few of those to count. Of 32 among short pairs that were written before their verdicts were seen, 31 were
    material, and of 15 of which a direction was said 14 went that way.
    """
    if gate.severity is not Severity.MATERIAL:
        return Certainty(1.0, 1.0)
    return Certainty(_DECIDED, _TOLD_WAY if gate.direction in OPPOSITE else _NO_WAY)


_TOLD_WAY, _NO_WAY = 0.9, 0.5
"""How sure the direction is that a telling gate says, and how sure any would be where it says none."""


def _speaker(fired: Sequence[Rule], severity: Severity, topics: Sequence[str]) -> Rule:
    """The rule that tells the change best: one that decides, else the gravest that speaks of what the change is most about."""
    if severity.rank >= Severity.MATERIAL.rank and (deciding := _deciding(fired)):
        return max(deciding, key=lambda rule: rule.severity.rank)
    grave = [rule for rule in fired if rule.severity is severity] or list(fired)
    return next((rule for topic in topics for rule in grave if rule.topic == topic), grave[-1])


def _severity(fired: Sequence[Rule], likelihood: float, critical: float, model: Model, words: int) -> Severity:
    """The severity of a passage of so many words."""
    tells = likelihood >= model.threshold
    speaking = [rule for rule in fired if tells or rule.decides]
    named = max((rule.severity_in(words) for rule in speaking), key=lambda s: s.rank, default=Severity.NONE)
    if named is Severity.CRITICAL and not _is_earned(speaking, critical, model):
        named = Severity.MATERIAL
    if tells or named.rank >= Severity.MATERIAL.rank:
        return max(named, Severity.MATERIAL, key=lambda s: s.rank)
    return Severity.MINOR if likelihood >= model.threshold * _MINOR_SHARE else Severity.COSMETIC


def _is_earned(speaking: Sequence[Rule], critical: float, model: Model) -> bool:
    """True when "critical" rests on a rule that is right by itself, or on a rule and the weights together.

    Of critical verdicts that a rule alone gave, 24 in 100 were right; of those that the weights agree with, 61 (cross-validated).
    """
    if model.critical is None or critical >= model.critical.threshold:
        return True
    return any(rule.alone and rule.severity is Severity.CRITICAL for rule in speaking)
