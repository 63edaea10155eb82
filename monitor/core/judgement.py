"""Judges a candidate change: severity, direction, topics and reasons, from rules and learned weights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import exp
from typing import Any

from monitor.core.explain import heart_of, reason_of
from monitor.core.features import FUNCTION, Context, Look, look
from monitor.core.grouping import Candidate
from monitor.core.signals import signals
from monitor.core.topics import topics_of
from monitor.core.vocabulary import load
from monitor.model import ChangeKind, Direction, Reason, Severity


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the rule table; see the head of monitor/vocabulary/rules.yaml."""

    id: str
    severity: Severity
    decides: bool
    says: str
    heart: str
    direction: Direction | None = None
    topic: str | None = None
    all: tuple[str, ...] = ()
    any: tuple[str, ...] = ()
    none: tuple[str, ...] = ()

    def fires(self, features: Mapping[str, float]) -> bool:
        """True when its conditions are seen."""
        return (
            all(name in features for name in self.all)
            and (not self.any or any(name in features for name in self.any))
            and not any(name in features for name in self.none)
        )


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is said of one change."""

    severity: Severity
    direction: Direction
    topics: tuple[str, ...]
    reasons: tuple[Reason, ...]
    heart: str


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
        heart=row["heart"],
        direction=Direction(row["direction"]) if row.get("direction") else None,
        topic=row.get("topic"),
        all=tuple(row.get("all", ())),
        any=tuple(row.get("any", ())),
        none=tuple(row.get("none", ())),
    )


@cache
def _weights() -> Mapping[str, Any]:
    return load("weights.yaml")


def likelihood(features: Mapping[str, float]) -> float:
    """How likely a person would call the change material, 0 to 1, by the learned weights alone."""
    data = _weights()["material"]
    weights: Mapping[str, float] = data["weights"]
    total = float(data["intercept"]) + sum(weights.get(name, 0.0) * value for name, value in features.items())
    return 1 / (1 + exp(-max(-30.0, min(30.0, total))))


def leaning(features: Mapping[str, float]) -> float:
    """For (positive) or against (negative) the reader, by the learned weights; turning a change round turns the sign."""
    weights: Mapping[str, float] = _weights()["direction"]["weights"]
    return sum(weights.get(name, 0.0) * value for name, value in signed(features).items())


_PAIRS = ("gone", "come")


def signed(features: Mapping[str, float]) -> dict[str, float]:
    """Features of direction: what came counts for, what went counts against, under one name."""
    out: dict[str, float] = {}
    for name, value in features.items():
        head, _, rest = name.partition(":")
        if head == "frame":
            sign, _, tail = rest.partition(":")
            if sign in _PAIRS:
                _count(out, f"frame:{tail}", value if sign == "come" else -value)
        elif head in _PAIRS:
            _count(out, rest.removeprefix("reworded:"), value if head == "come" else -value)
        elif name in ("kind:added", "kind:removed"):
            _count(out, "kind", value if name == "kind:added" else -value)
    return out


def _count(out: dict[str, float], name: str, value: float) -> None:
    out[name] = out.get(name, 0.0) + value


def judge(candidate: Candidate, context: Context) -> Judgement:
    """The judgement of one candidate change."""
    seen = look(candidate, context)
    seen.features.update(signals(seen, context))
    quiet = _immaterial(seen)
    if quiet:
        severity, rule, says = quiet
        topics = topics_of(seen, None)
        return Judgement(severity, Direction.NEUTRAL, topics, (Reason(rule, says, _evidence(seen)),), says)
    fired = [rule for rule in rules() if rule.fires(seen.features)]
    likely = likelihood(seen.features)
    severity = _severity(fired, likely)
    speaker = next((rule for rule in fired if rule.decides or severity.rank >= Severity.MATERIAL.rank), fired[-1])
    topics = topics_of(seen, speaker.topic if severity.rank >= Severity.MATERIAL.rank else None)
    direction = speaker.direction if speaker.direction and severity.rank >= Severity.MATERIAL.rank else _direction(seen, severity)
    reasons = tuple(reason_of(rule.id, rule.says, seen, topics, rule.any + rule.all) for rule in [speaker, *(r for r in fired if r is not speaker and r.decides)])
    return Judgement(severity, direction, topics, reasons, heart_of(speaker.heart, seen, topics, severity, direction))


def _severity(fired: list[Rule], likely: float) -> Severity:
    deciding = max((rule.severity for rule in fired if rule.decides), key=lambda s: s.rank, default=Severity.NONE)
    threshold = float(_weights()["material"]["threshold"])
    if likely >= threshold:
        named = max((rule.severity for rule in fired), key=lambda s: s.rank, default=Severity.MATERIAL)
        return max(deciding, named, Severity.MATERIAL, key=lambda s: s.rank)
    if deciding.rank >= Severity.MATERIAL.rank:
        return deciding
    return Severity.MINOR if likely >= threshold / 4 else Severity.COSMETIC


def _direction(seen: Look, severity: Severity) -> Direction:
    if severity.rank <= Severity.COSMETIC.rank:
        return Direction.NEUTRAL
    lean = leaning(seen.features)
    margin = float(_weights()["direction"]["margin"])
    if abs(lean) < margin or (severity is Severity.MINOR and abs(lean) < 4 * margin):
        return Direction.NEUTRAL
    return Direction.STRENGTHENS if lean > 0 else Direction.WEAKENS


def _immaterial(seen: Look) -> tuple[Severity, str, str] | None:
    """What is cosmetic or minor whatever it speaks of, with the rule that says so."""
    candidate, features = seen.candidate, seen.features
    if candidate.kind is ChangeKind.MOVED:
        return Severity.COSMETIC, "moved", "The same words stand in another place."
    if candidate.equal or "edit:none" in features:
        if "mailaddress" in seen.old.words and _mails(seen.old.text) != _mails(seen.new.text):
            return Severity.MINOR, "contact-address", "A contact address is another one; the rest is the same."
        return Severity.COSMETIC, "typography", "The same words; only typography, markup, numbering or link targets differ."
    if features.get("form:links") and len(seen.new.words or seen.old.words) > 3 and "kind:reworded" not in features:
        return Severity.COSMETIC, "navigation", "A list of links, not a statement."
    if any(name.startswith("edit:date-only") for name in features) or (any(n.startswith("text:date-line") for n in features) and _only_dates(seen)):
        return Severity.MINOR, "date", "Only a date differs."
    if features.get("edit:spelling"):
        return Severity.COSMETIC, "spelling", "Only spelling or spacing differs."
    return None


def _only_dates(seen: Look) -> bool:
    return len(seen.old.words) + len(seen.new.words) <= 16


def _mails(text: str) -> list[str]:
    return [word for word in text.split() if "@" in word]


def _evidence(seen: Look) -> str:
    changed = " ".join(w for w in (seen.come or seen.gone) if w not in FUNCTION)
    return changed[:200] or (seen.new.text or seen.old.text)[:200]
