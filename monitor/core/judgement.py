"""Judges a candidate change: severity, direction, topics and reasons, from rules and learned weights."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from typing import Any

from monitor.core.direction import direction_of
from monitor.core.explain import heart_of, reason_of
from monitor.core.features import look
from monitor.core.grouping import Candidate
from monitor.core.likelihood import Model
from monitor.core.look import Context, Look
from monitor.core.reading import join
from monitor.core.screen.words import outside_links
from monitor.core.segment import Unit
from monitor.core.signals import signals
from monitor.core.topics import topics_of
from monitor.core.vocabulary import load
from monitor.core.wording import normal, words
from monitor.model import ChangeKind, Direction, Reason, Severity


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the rule table; see the head of monitor/vocabulary/rules.yaml."""

    id: str
    severity: Severity
    decides: bool
    says: str
    heart: str
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
        topic=row.get("topic"),
        all=tuple(row.get("all", ())),
        any=tuple(row.get("any", ())),
        none=tuple(row.get("none", ())),
    )


def judge(candidate: Candidate, context: Context, model: Model) -> Judgement:
    """The judgement of one candidate change."""
    if candidate.kind is ChangeKind.MOVED:
        return _moved(candidate)
    seen = look(candidate, context)
    seen.features.update(signals(seen, context))
    quiet = immaterial(seen)
    if quiet:
        severity, rule, says = quiet
        topics = topics_of(seen, None)
        return Judgement(severity, Direction.NEUTRAL, topics, (Reason(rule, says, _evidence(seen)),), says)
    fired = [rule for rule in rules() if rule.fires(seen.features)]
    severity = _severity(fired, model.likelihood(seen.features), model.threshold)
    speaker = _speaker(fired, severity, topics_of(seen, None))
    grave = severity.rank >= Severity.MATERIAL.rank
    topics = topics_of(seen, speaker.topic if grave and speaker.decides else None)
    direction = direction_of(seen, severity, context)
    others = [rule for rule in fired if rule is not speaker and rule.decides]
    reasons = tuple(reason_of(rule.id, rule.says, seen, topics, rule.any + rule.all) for rule in [speaker, *others])
    return Judgement(severity, direction, topics, reasons, heart_of(speaker.heart, seen, topics, severity, speaker.any + speaker.all))


_MOVED = "The same words stand in another place."


def _moved(candidate: Candidate) -> Judgement:
    text = candidate.new[0].text.strip()
    return Judgement(Severity.COSMETIC, Direction.NEUTRAL, ("other",), (Reason("moved", _MOVED, text[:200]),), _MOVED)


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


Quiet = tuple[Severity, str, str]
"""What a change is whatever it speaks of: its severity, the rule that says so, and its sentence."""


def immaterial(seen: Look) -> Quiet | None:
    """What is cosmetic or minor whatever it speaks of, with the rule that says so."""
    if seen.candidate.equal or "edit:none" in seen.features:
        if "mailaddress" in seen.old.words and _mails(seen.old.text) != _mails(seen.new.text):
            return Severity.MINOR, "contact-address", "A contact address is another one; the rest is the same."
        return Severity.COSMETIC, "typography", "The same words; only typography, markup, numbering or link targets differ."
    return next(((severity, rule, says) for holds, severity, rule, says in _QUIET if holds(seen)), None)


def _is_navigation(seen: Look) -> bool:
    return bool(seen.features.get("form:links")) and len(seen.new.words or seen.old.words) > 3 and "kind:reworded" not in seen.features


def _is_date(seen: Look) -> bool:
    if any(name.startswith("edit:date-only") for name in seen.features):
        return True
    return len(seen.old.words) + len(seen.new.words) <= 16 and any(name.startswith("text:date-line") for name in seen.features)


def _is_synonymous(seen: Look) -> bool:
    return seen.reworded and normal(seen.old.words) == normal(seen.new.words)


def _is_spelling(seen: Look) -> bool:
    return "edit:spelling" in seen.features or _only_misspelt(seen)


_LABEL_WORDS = 4
_HEADING = re.compile(r"^#{1,6}\s", re.MULTILINE)


def _is_menu(seen: Look) -> bool:
    """True when both sides are links alone, or labels before the first heading of a document that has headings."""
    before_all = not seen.section and "document:headings" in seen.features
    return all(_menu_side(units, before_all) for units in (seen.candidate.old, seen.candidate.new) if units)


def _menu_side(units: Sequence[Unit], before_all: bool) -> bool:
    lines = [line for line in join(units).split("\n") if words(line)]
    linked = [line for line in lines if not outside_links(line)]
    labels = all(len(words(line)) <= _LABEL_WORDS for line in lines if line not in linked)
    return bool(lines) and labels and bool(linked or before_all) and units[0].kind != "row"


def _only_misspelt(seen: Look) -> bool:
    """True when each word that left came back with a letter more, less or other; a prefix that turns a word round is none."""
    if not 0 < len(seen.gone) == len(seen.come) <= 6:
        return False
    return all(_misspelt(a, b) for a, b in zip(seen.gone, seen.come, strict=True))


def _misspelt(a: str, b: str) -> bool:
    if min(len(a), len(b)) < 5 or a.endswith(b) or b.endswith(a) or not (a + b).isalpha():
        return False
    return SequenceMatcher(None, a, b, autojunk=False).ratio() >= 0.86


def _only_markers(seen: Look) -> bool:
    """True when what differs are single letters or small numbers that stand as markers: "a.", "(2)", "1)"."""
    text = f"{seen.old.text} {seen.new.text}".lower()
    return seen.reworded and all(len(w) <= 2 and (w.isdigit() or len(w) == 1) and re.search(rf"(?:^|[\s(]){w}[.)]\s", text) for w in seen.gone + seen.come)


def _mails(text: str) -> list[str]:
    return [word for word in text.split() if "@" in word]


def _evidence(seen: Look) -> str:
    units = seen.candidate.new or seen.candidate.old
    return units[0].text.strip()[:200]


_QUIET: tuple[tuple[Callable[[Look], bool], Severity, str, str], ...] = (
    (_is_menu, Severity.COSMETIC, "menu", "Entries of a menu or a list of links, not a statement."),
    (_is_navigation, Severity.COSMETIC, "navigation", "A list of links, not a statement."),
    (_is_date, Severity.MINOR, "date", "Only a date differs."),
    (_only_markers, Severity.COSMETIC, "numbering", "Only numbers or letters of enumeration differ."),
    (_is_synonymous, Severity.COSMETIC, "synonym", "The same statement in other words: spelling, inflection or set phrases."),
    (
        lambda seen: "elsewhere:whole" in seen.features,
        Severity.COSMETIC,
        "stands-elsewhere",
        "The same words stand elsewhere in the other text as well.",
    ),
    (
        lambda seen: "capture:ends" in seen.features,
        Severity.COSMETIC,
        "capture-ends",
        "One capture breaks off earlier than the other; nothing shows that the policy was cut.",
    ),
    (_is_spelling, Severity.COSMETIC, "spelling", "Only spelling or spacing differs."),
)
"""In order: the first that holds speaks."""
