"""Judges a candidate change: severity, direction, topics and reasons, from rules and learned weights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from monitor.core.diff.candidates import Candidate
from monitor.core.meaning.classifier import Model
from monitor.core.meaning.direction import direction_of
from monitor.core.meaning.explain import headline_of, lead_of, reason_of
from monitor.core.meaning.features import feel, glance, signals
from monitor.core.meaning.immaterial import immaterial
from monitor.core.meaning.observation import DocumentContext, Observation
from monitor.core.meaning.topics import led_by, topics_of
from monitor.core.text.lexicon import load
from monitor.model import ChangeKind, Direction, Reason, Severity


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the rule table; see the head of monitor/vocabulary/rules.yaml."""

    id: str
    severity: Severity
    decides: bool
    says: str
    headline: str
    topic: str | None = None
    all: tuple[str, ...] = ()
    any: tuple[str, ...] = ()
    none: tuple[str, ...] = ()

    def fires(self, features: frozenset[str]) -> bool:
        """True when its conditions are among the names of what is seen."""
        return features.issuperset(self.all) and not (self.any and features.isdisjoint(self.any)) and features.isdisjoint(self.none)


@dataclass(frozen=True, slots=True)
class Assessment:
    """What is said of one change."""

    severity: Severity
    direction: Direction
    topics: tuple[str, ...]
    reasons: tuple[Reason, ...]
    headline: str
    lead: str = ""
    """Of a rewording: how its headline begins, where the changed words go on."""


@cache
def rules() -> tuple[Rule, ...]:
    """The rule table, in its order."""
    rows: list[dict[str, Any]] = load("rules.yaml")  # type: ignore[assignment]
    return tuple(_rule(row) for row in rows)


def _rule(row: Mapping[str, Any]) -> Rule:
    return Rule(
        id=row["id"],
        severity=Severity(row["severity"]),
        decides=bool(row["decides"]),
        says=row["says"],
        headline=row["headline"],
        topic=row.get("topic"),
        all=tuple(row.get("all", ())),
        any=tuple(row.get("any", ())),
        none=tuple(row.get("none", ())),
    )


def assess(candidate: Candidate, context: DocumentContext, model: Model) -> Assessment:
    """The judgement of one candidate change."""
    if candidate.kind is ChangeKind.MOVED:
        return _moved(candidate)
    seen = glance(candidate, context)
    if candidate.equal or (seen.reworded and not (seen.removed or seen.added)):
        # One change in six is of typography alone: nothing more is asked of it than its topics.
        seen.features.update({"edit:none": 1.0, f"document:{context.kind}": 1.0})
    else:
        feel(seen, context)
        seen.features.update(signals(seen, context))
    quiet = immaterial(seen)
    if quiet:
        severity, rule, says = quiet
        topics = topics_of(seen, None)
        return Assessment(severity, Direction.NEUTRAL, topics, (Reason(rule, says, _evidence(seen)),), says)
    names = frozenset(seen.features)
    fired = [rule for rule in rules() if rule.fires(names)]
    severity = _severity(fired, model.likelihood(seen.features), model.threshold)
    topics = topics_of(seen, None)
    speaker = _speaker(fired, severity, topics)
    if severity.rank >= Severity.MATERIAL.rank and speaker.decides and speaker.topic:
        topics = led_by(speaker.topic, topics)
    direction = direction_of(seen, severity, context)
    others = [rule for rule in fired if rule is not speaker and rule.decides]
    reasons = tuple(reason_of(rule.id, rule.says, seen, topics, rule.any + rule.all) for rule in [speaker, *others])
    headline = headline_of(speaker.headline, seen, topics, severity, speaker.any + speaker.all)
    lead = lead_of(speaker.headline, headline, severity) if seen.reworded else ""
    return Assessment(severity, direction, topics, reasons, headline, lead)


_MOVED = "The same words stand in another place."


def _moved(candidate: Candidate) -> Assessment:
    text = candidate.new[0].text.strip()
    return Assessment(Severity.COSMETIC, Direction.NEUTRAL, ("other",), (Reason("moved", _MOVED, text[:200]),), _MOVED)


def _speaker(fired: Sequence[Rule], severity: Severity, topics: Sequence[str]) -> Rule:
    """The rule that tells the change best: one that decides, else the gravest that speaks of what the change is most about."""
    if severity.rank >= Severity.MATERIAL.rank and (deciding := [rule for rule in fired if rule.decides]):
        return max(deciding, key=lambda rule: rule.severity.rank)
    grave = [rule for rule in fired if rule.severity is severity] or list(fired)
    return next((rule for topic in topics for rule in grave if rule.topic == topic), grave[-1])


def _severity(fired: list[Rule], likely: float, threshold: float) -> Severity:
    deciding = max((rule.severity for rule in fired if rule.decides), key=lambda s: s.rank, default=Severity.NONE)
    if likely >= threshold:
        named = max((rule.severity for rule in fired), key=lambda s: s.rank, default=Severity.MATERIAL)
        return max(deciding, named, Severity.MATERIAL, key=lambda s: s.rank)
    if deciding.rank >= Severity.MATERIAL.rank:
        return deciding
    return Severity.MINOR if likely >= threshold / 4 else Severity.COSMETIC


def _evidence(seen: Observation) -> str:
    units = seen.candidate.new or seen.candidate.old
    return units[0].text.strip()[:200]
