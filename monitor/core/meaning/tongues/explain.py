"""Explains a verdict in a judged language: the gate that settled it, or the rules with the features that made them fire."""

from __future__ import annotations

from monitor.core.diff.candidates import Candidate
from monitor.core.meaning.document_context import DocumentContext
from monitor.core.meaning.explain import Explanation, FiredRule, Share, TopicVote
from monitor.core.meaning.features.declared import features
from monitor.core.meaning.rules import Rule
from monitor.core.meaning.tongues.assess import quote_of
from monitor.core.meaning.tongues.side import TongueChange
from monitor.core.meaning.tongues.signals import signals_of
from monitor.core.meaning.tongues.verdict import LEANING, UNREAD, TongueVerdict, decide, is_critical, is_deciding


def explain_in(candidate: Candidate, context: DocumentContext, code: str) -> Explanation:
    """How the verdict on a change came about; it asks what `assess_in` asks, so that it cannot tell another story."""
    change = TongueChange.of(candidate, context, code)
    made = decide(change)
    stop = change.old.language.stop_words
    gone, come = (tuple(word for word in side if word not in stop) for side in (change.comparison.removed, change.comparison.added))
    topics = tuple(TopicVote(topic, 0.0, ()) for topic in made.topics)
    if made.gate:
        return Explanation(made.severity, made.direction, gone, come, made.gate, topics=topics)
    names = signals_of(change)
    fired = tuple(_fired(rule, change, made, names) for rule in _shown(made))
    return Explanation(
        made.severity,
        made.direction,
        gone,
        come,
        None,
        fired,
        _spoke(made),
        topics=topics,
        weighed=False,
        severe_since=made.severe_since,
        directed_since=made.directed_since,
    )


def _shown(made: TongueVerdict) -> tuple[Rule, ...]:
    others = made.fired if made.speaker is None or made.speaker in made.fired else (made.speaker, *made.fired)
    return tuple(others)


def _fired(rule: Rule, change: TongueChange, made: TongueVerdict, names: frozenset[str]) -> FiredRule:
    known = features()
    because = tuple(Share(name, 1.0, 0.0, known[name].means) for name in rule.conditions if name in names)
    makes = "" if not is_deciding(rule) else "critical" if is_critical(rule) else "material"
    return FiredRule(rule, rule is made.speaker, because, quote_of(change, rule), makes)


def _spoke(made: TongueVerdict) -> str:
    """Why the rule that gives the headline was chosen."""
    if made.speaker in (UNREAD, LEANING):
        since = f": {made.severe_since}" if made.severe_since else ", for nothing of substance changed"
        return f"No rule covers what changed. It is {made.severity}{since}."
    if made.speaker is not None and is_deciding(made.speaker):
        return "It decides, and is the gravest of those that do. The model was trained on English only."
    return "No rule decides; this one speaks of what the change is most about. The model was trained on English only."
