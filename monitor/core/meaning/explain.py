"""Explains how a verdict came about: gates, rules with the features that made them fire, likelihood, direction and topics."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import fsum

from monitor.core.diff.candidates import Candidate
from monitor.core.meaning import topics
from monitor.core.meaning.assess import MOVED, Assessment, Decision, decide
from monitor.core.meaning.classifier import Model
from monitor.core.meaning.direction import Lean, outright, trait_weights
from monitor.core.meaning.direction_cues import signs
from monitor.core.meaning.direction_traits import known_traits, traits
from monitor.core.meaning.document_context import DocumentContext
from monitor.core.meaning.features.declared import features, turning_features
from monitor.core.meaning.features.registry import Registry
from monitor.core.meaning.immaterial import Gate
from monitor.core.meaning.observation import Observation, observe
from monitor.core.meaning.passage_words import severity_inputs
from monitor.core.meaning.reasons import quote
from monitor.core.meaning.rules import Rule
from monitor.core.meaning.topic_names import OTHER
from monitor.model import Change, ChangeKind, Direction, Severity

HEAVIEST = 10
"""Features, and traits, that an explanation names."""
_KEY_WORDS = 12
_PER_TOPIC = 3


@dataclass(frozen=True, slots=True)
class Share:
    """What one named feature or trait adds to a sum."""

    name: str
    value: float
    adds: float
    means: str


@dataclass(frozen=True, slots=True)
class FiredRule:
    """A rule whose conditions hold."""

    rule: Rule
    speaks: bool
    """It gives the headline."""
    because: tuple[Share, ...]
    """The features that made it fire; what they add is nothing, for a rule asks only whether they are seen."""
    evidence: str
    """The sentence that it rests on."""
    makes: str = ""
    """What it makes a change by itself, as words behind "makes a change"; empty for a rule that decides nothing."""


@dataclass(frozen=True, slots=True)
class TopicVote:
    """How much speaks for a topic, and what speaks loudest."""

    topic: str
    score: float
    """Log-odds, less those of the likeliest topic: 0 for the first."""
    heaviest: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """How the verdict on one change came about."""

    severity: Severity
    direction: Direction
    removed_words: tuple[str, ...]
    """Words of meaning that only the old text has, in order; those of the new text likewise."""
    added_words: tuple[str, ...]
    gate: Gate | None
    """What settled the change whatever it speaks of; then no rule and no weight was asked."""
    rules: tuple[FiredRule, ...] = ()
    speaker: str = ""
    """Why the rule that gives the headline was chosen, as a sentence."""
    likelihood: float = 0.0
    """How likely a person would call the change material: the mean of the next two; 0 to 1."""
    linear: float = 0.0
    trees: float = 0.0
    threshold: float = 0.0
    weights: tuple[Share, ...] = ()
    """The heaviest features of the linear model, the one that adds most first, whichever way."""
    intercept: float = 0.0
    """Where the linear model's sum begins, in log-odds: its likelihood is the logistic function of intercept, weights and other weights."""
    other_weights: float = 0.0
    """What the features that are not among `weights` add together."""
    lean: Lean | None = None
    """How far the change is for or against the reader; None for a cosmetic change, and where both versions say as much in other words."""
    traits: tuple[Share, ...] = ()
    """The heaviest traits; they and `other_traits`, what the rest adds together, make what is learned of the lean."""
    other_traits: float = 0.0
    outright: tuple[Share, ...] = ()
    favoured: tuple[Share, ...] = ()
    """Whom the sentences favour that came, went or were reworded, where that was asked."""
    topics: tuple[TopicVote, ...] = ()
    weighed: bool = True
    """False in a language for which no weights are learned: then there is no likelihood and no lean."""
    severe_since: str = ""
    """In such a language, what of substance changed where no rule decides, as a clause."""
    directed_since: str = ""
    """In such a language, where the direction comes from, as a clause."""


def explain(candidate: Candidate, context: DocumentContext, model: Model) -> Explanation:
    """How the verdict on a candidate change comes about.

    It asks what `assess` asks, in the same order, so that it cannot tell another story.
    """
    if candidate.kind is ChangeKind.MOVED:
        return Explanation(MOVED.severity, Direction.NEUTRAL, (), (), MOVED, topics=(TopicVote(OTHER, 0.0, ()),))
    change = observe(candidate, context)
    made = decide(change, model)
    if made.gate or not made.speaker:
        return Explanation(made.severity, made.direction, *_key_words(change), made.gate, topics=_topics(change, made))
    inputs = severity_inputs(change)
    linear, trees = model.parts(inputs)
    asked = made.lean is not None
    weights, other_weights = _heaviest(inputs, model.weights, features())
    leaning, other_traits = _heaviest(traits(change), trait_weights(), known_traits(signs())) if asked else ((), 0.0)
    return Explanation(
        made.severity,
        made.direction,
        *_key_words(change),
        None,
        tuple(_fired(rule, made, change) for rule in made.fired),
        _why(made),
        made.likelihood,
        linear,
        trees,
        model.threshold,
        weights,
        model.intercept,
        other_weights,
        made.lean,
        leaning,
        other_traits,
        _sorted(Share(name, 1.0, adds, features()[name].means) for name, adds in outright(change).items()) if asked else (),
        _favoured(change, made.lean),
        _topics(change, made),
    )


def _favoured(change: Observation, lean: Lean | None) -> tuple[Share, ...]:
    if lean is None or not lean.favoured:
        return ()
    if change.reworded:
        means = f"the new wording favours {'the reader' if lean.favoured > 0 else 'the company'}, as against the old"
    else:
        came = bool(change.new.words)
        side = "the reader" if (lean.favoured > 0) is came else "the company"
        means = f"what was added favours {side}" if came else f"what was removed favoured {side}"
    return (Share("favour", lean.favoured, lean.by_favour, means),)


def explain_unjudged(said: Assessment | Change) -> Explanation:
    """What there is to explain of a change that was told without being judged: the one reason that was given."""
    gate = Gate(said.severity, said.reasons[0].rule, said.reasons[0].says)
    return Explanation(said.severity, said.direction, (), (), gate, topics=(TopicVote(OTHER, 0.0, ()),))


def _key_words(change: Observation) -> tuple[tuple[str, ...], tuple[str, ...]]:
    content = set(change.content)
    old, new = ([word for word in words if word in content] or words for words in (change.removed, change.added))
    return tuple(old[:_KEY_WORDS]), tuple(new[:_KEY_WORDS])


def _fired(rule: Rule, made: Decision, change: Observation) -> FiredRule:
    because = (name for name in rule.conditions if name in change.features)
    shares = tuple(Share(name, change.features[name], 0.0, features()[name].means) for name in because)
    return FiredRule(rule, rule is made.speaker, shares, quote(change, rule.conditions), _makes(rule, made, change))


def _makes(rule: Rule, made: Decision, change: Observation) -> str:
    """What a rule makes a change by itself, and why it is not critical here where it could be."""
    if not rule.decides or rule.severity is not Severity.CRITICAL:
        return str(rule.severity) if rule.decides else ""
    lighter = _lighter(rule, made, change)
    if lighter:
        return f"critical, but here only material: {lighter}" if rule.alone else f"only material here: {lighter}"
    return "critical" if rule.alone else "material, or critical if the weights agree"


def _lighter(rule: Rule, made: Decision, change: Observation) -> str:
    """Why a critical rule makes this change no more than material, as a clause; empty where it does."""
    if rule.grave is not None and rule.grave not in change.features:
        return f"it is critical only where {features()[rule.grave].means}"
    if rule.within is not None and max(len(change.old.words), len(change.new.words)) > rule.within:
        return f"in more than {rule.within} words it stands among other things"
    if made.contrary:
        return "as a whole, the change favours the other side"
    # A rule that needs no weights makes every change critical that may not say the same.
    doubted = made.doubted or (rule.alone and made.severity is Severity.MATERIAL)
    return "both versions may say the same" if doubted else ""


def _why(made: Decision) -> str:
    """Why the rule that speaks was chosen; see `assess`."""
    deciding = [rule for rule in made.fired if rule.decides]
    if made.restated and deciding:
        return "Both versions probably say the same, in other words, so no rule decides."
    if made.contrary and made.speaker is not None and not made.speaker.decides:
        return "A rule says that a promise is gone, but as a whole it favours the other side, so the rule is not believed."
    if made.severity.rank < Severity.MATERIAL.rank or made.speaker is None or not made.speaker.decides:
        if made.speaker is not None and made.speaker.topic in made.topics:
            return f"No rule decides; among the rules that fired, this one is about the most likely topic, {made.speaker.topic}."
        return "No rule decides, and none is about a topic of the change; this is the most general rule."
    reason = "the weights do not agree"
    if made.doubted or made.contrary:
        reason = "both versions may say the same" if made.doubted else "as a whole it favours the other side"
    doubt = f" It may be critical, but {reason}." if made.severity.rank < made.speaker.severity.rank else ""
    if len(deciding) == 1:
        return f"It is the only deciding rule.{doubt}"
    return f"Of the {len(deciding)} deciding rules, it is the most severe; among equals, the first in the table.{doubt}"


def _heaviest(values: Mapping[str, float], weights: Mapping[str, float], known: Registry) -> tuple[tuple[Share, ...], float]:
    """The heaviest shares, and what the others add together."""
    shares = (Share(name, value, weights[name] * value, _means(name, value, known)) for name, value in values.items() if name in weights)
    ordered = _sorted(share for share in shares if share.adds)
    return ordered[:HEAVIEST], fsum(share.adds for share in ordered[HEAVIEST:])


def _means(name: str, value: float, known: Registry) -> str:
    """What a feature, a trait or a word means; of a trait that is a feature or its reverse, the one that holds here."""
    kind, _, rest = name.partition(":")
    if kind == "feature":
        return features()[rest if value > 0 else turning_features()[rest]].means
    if name in known:
        return known[name].means
    return _MEANS_OF_WORDS[kind, value > 0].format(rest)


_MEANS_OF_WORDS = {
    ("word", True): "a word that begins “{}” came",
    ("word", False): "a word that begins “{}” went",
    ("passage", True): "a word that begins “{}”",
    ("heading", True): "below a heading with a word that begins “{}”",
}


def _sorted(shares: Iterable[Share]) -> tuple[Share, ...]:
    return tuple(sorted(shares, key=lambda share: (-abs(share.adds), share.name)))


def _topics(change: Observation, made: Decision) -> tuple[TopicVote, ...]:
    scores = topics.scores(change)
    best = max(scores.values())
    return tuple(TopicVote(topic, scores[topic] - best, _votes(change, topic)) for topic in made.topics)


def _votes(change: Observation, topic: str) -> tuple[Share, ...]:
    found = topics.votes(change, topic)
    return _sorted(Share(name, value, adds, topics.meaning_of(name)) for name, (value, adds) in found.items() if adds > 0)[:_PER_TOPIC]
