"""The rule table: loads monitor/vocabulary/rules.yaml and refuses a row that cannot mean what it says.

A rule names features. A name that no feature declares, conditions that can never hold together, a guard that can never hold, and a
direction that the features of the row contradict are errors at load, not rules that quietly never fire.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from string import Formatter
from typing import Any

from monitor.core.meaning.features.declared import features
from monitor.core.meaning.features.registry import ANY_KIND, Registry
from monitor.core.meaning.topic_names import TOPICS
from monitor.core.text.lexicon import load
from monitor.model import Direction, Severity

FILE = "rules.yaml"
EITHER = "either"
"""In the column `direction`: the row does not say which way a change goes."""
_REQUIRED = frozenset({"id", "severity", "decides", "direction", "headline", "says"})
_CONDITIONS = ("all", "any", "none")
_COLUMNS = _REQUIRED | {"topic", "alone", "sure", "within", "grave", *_CONDITIONS}
_IN_HEADLINE = frozenset({"acts", "what", "topic", "recipients", "quote", "clause", "edit"})
_IN_SAYS = frozenset({"acts", "what", "topic", "recipients", "kind"})


class RuleError(ValueError):
    """A row of the rule table cannot be used; the message gives the file, the rule and what is wrong."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the rule table; see the head of monitor/vocabulary/rules.yaml."""

    id: str
    severity: Severity
    decides: bool
    says: str
    headline: str
    direction: Direction | None
    """Which way a change goes that this row describes; None when the row leaves it open."""
    topic: str | None = None
    all: tuple[str, ...] = ()
    any: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    alone: bool = False
    """True: critical on its own word. Other critical rules need the weights to agree that a change is critical."""
    sure: bool = False
    """True: the direction of the row is the direction of the change, whatever its words lean to."""
    within: int | None = None
    """Words of a passage up to which the row is critical; of a longer one it is material."""

    grave: str | None = None
    """A feature without which the row is at most material."""

    def severity_in(self, words: int) -> Severity:
        """The severity in a passage of so many words."""
        return self.lighter().severity if self.within is not None and words > self.within else self.severity

    def lighter(self) -> Rule:
        """The same row, at most material."""
        return replace(self, severity=min(self.severity, Severity.MATERIAL, key=lambda severity: severity.rank))

    @property
    def conditions(self) -> tuple[str, ...]:
        """The features that make it fire."""
        return self.any + self.all

    def fires(self, names: frozenset[str]) -> bool:
        """True when its conditions are among the names of the features that are seen."""
        return names.issuperset(self.all) and not (self.any and names.isdisjoint(self.any)) and names.isdisjoint(self.none)


def fired(names: frozenset[str]) -> tuple[Rule, ...]:
    """The rules of the table that fire on the features that are seen, in its order; those that lack a condition are not asked."""
    places_of = _by_condition().get
    asked = _asking_for_nothing().union(*(places for name in names if (places := places_of(name))))
    table = rules()
    return tuple(rule for rule in (table[place] for place in sorted(asked)) if rule.fires(names))


@cache
def _by_condition() -> Mapping[str, Sequence[int]]:
    """By feature, the places of the rules that fire only with it: each rule stands by one of its `all`, else by every one of its `any`."""
    found: dict[str, list[int]] = {}
    for place, rule in enumerate(rules()):
        for name in rule.all[:1] or rule.any:
            found.setdefault(name, []).append(place)
    return found


@cache
def _asking_for_nothing() -> frozenset[int]:
    """The places of the rules without conditions."""
    return frozenset(place for place, rule in enumerate(rules()) if not rule.conditions)


@cache
def rules() -> tuple[Rule, ...]:
    """The rule table that ships, in its order.

    Raises:
        RuleError: when a row cannot be used.
    """
    table = parse_rules(load(FILE), features())
    if not table or table[-1].conditions or table[-1].none or table[-1].decides:
        raise RuleError(f"{FILE}: the last rule must have no conditions and not decide, for it speaks where no other fires")
    return table


def parse_rules(rows: object, known: Registry) -> tuple[Rule, ...]:
    """Rules from the rows of a table.

    Args:
        rows: as YAML gives them.
        known: the features that there are.

    Raises:
        RuleError: for the first row that cannot be used.
    """
    if not isinstance(rows, list):
        raise RuleError(f"{FILE}: expected a list of rules, not {_kind(rows)}")
    table: dict[str, Rule] = {}
    for number, row in enumerate(rows, 1):
        if not isinstance(row, Mapping) or not isinstance(row.get("id"), str):
            raise RuleError(f"{FILE}: rule number {number}: expected columns with a text in 'id', not {_kind(row)}")
        rule = _rule(row)
        if rule.id in table:
            raise _error(rule.id, "stands twice in the table")
        _check(rule, known)
        table[rule.id] = rule
    return tuple(table.values())


def _error(rule: object, says: str) -> RuleError:
    return RuleError(f"{FILE}: rule {rule!r}: {says}")


def _kind(value: object) -> str:
    """What a value is, in words of YAML."""
    return {dict: "a mapping", list: "a list", str: "a text", bool: "true or false", type(None): "nothing"}.get(type(value), "a number")


def _rule(row: Mapping[str, Any]) -> Rule:
    name = row["id"]
    if missing := sorted(_REQUIRED - row.keys()):
        raise _error(name, f"the column {missing[0]!r} is missing")
    if unknown := sorted(map(str, row.keys() - _COLUMNS)):
        raise _error(name, f"unknown column {unknown[0]!r}")
    for column, value in row.items():
        _check_type(name, column, value)
    try:
        direction = None if row["direction"] == EITHER else Direction(row["direction"])
        severity = Severity(row["severity"])
    except ValueError as error:
        raise _error(name, str(error)) from None
    every, some, no = (tuple(row.get(key, ())) for key in _CONDITIONS)
    alone, sure = (row.get(key, False) for key in ("alone", "sure"))
    texts = row["says"], row["headline"]
    topic, within, grave = (row.get(key) for key in ("topic", "within", "grave"))
    return Rule(name, severity, row["decides"], *texts, direction, topic, every, some, no, alone, sure, within, grave)


def _check_type(rule: str, column: str, value: object) -> None:
    """Refuses a value of another type: `decides: "no"` would count as yes, and `all: age:changed` as eleven conditions of one letter."""
    if column in _CONDITIONS:
        if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
            raise _error(rule, f"{column!r} must be a list of feature names, not {_kind(value)}")
        if len(set(value)) < len(value):
            raise _error(rule, f"{column!r} names a feature twice")
    elif column in ("decides", "alone", "sure"):
        if not isinstance(value, bool):
            raise _error(rule, f"{column!r} must be true or false, not {_kind(value)}")
    elif column == "within":
        if type(value) is not int or value < 1:
            raise _error(rule, f"{column!r} must be a number of words, not {value!r}")
    elif not isinstance(value, str) or not value.strip():
        raise _error(rule, f"{column!r} must be a text, not {_kind(value)}" if not isinstance(value, str) else f"{column!r} is empty")


def _check(rule: Rule, known: Registry) -> None:
    for name in (*rule.conditions, *rule.none, *((rule.grave,) if rule.grave else ())):
        if name not in known:
            raise _error(rule.id, f"{name!r} is not a declared feature")
    if rule.topic is not None and rule.topic not in TOPICS:
        raise _error(rule.id, f"{rule.topic!r} is not a topic")
    for template, allowed in ((rule.headline, _IN_HEADLINE), (rule.says, _IN_SAYS)):
        for placeholder in _placeholders(rule.id, template):
            if placeholder is not None and placeholder not in allowed:
                raise _error(rule.id, f"{{{placeholder}}} cannot be filled in")
    _check_kinds(rule, known)
    _check_direction(rule, known)


def _placeholders(rule: str, template: str) -> list[str | None]:
    """What stands in the braces of a headline or a sentence; nothing but a plain name may, for all of it is a text to put in."""
    try:
        parts = list(Formatter().parse(template))
    except ValueError as error:
        raise _error(rule, f"{template!r}: {error}") from None
    for _, placeholder, layout, conversion in parts:
        if layout or conversion:
            raise _error(rule, f"{{{placeholder}}} takes no format")
    return [placeholder for _, placeholder, _, _ in parts]


def _check_kinds(rule: Rule, known: Registry) -> None:
    """Refuses conditions of which no change can show all, and conditions and guards that have no effect."""
    kinds = ANY_KIND.intersection(*(known[name].kinds for name in rule.all))
    if rule.any:
        for name in rule.any:
            if not known[name].kinds & kinds:
                raise _error(rule.id, f"{name!r} in `any` can never hold together with `all`")
        kinds &= frozenset().union(*(known[name].kinds for name in rule.any))
    if not kinds or set(rule.conditions) & set(rule.none):
        raise _error(rule.id, "it can never fire")
    for name in rule.none:
        if not known[name].kinds & kinds:
            raise _error(rule.id, f"the guard {name!r} in `none` can never hold where the rule could fire")


def _check_direction(rule: Rule, known: Registry) -> None:
    """Refuses a direction that what the features say outright contradicts."""
    for name in rule.conditions:
        weight = known[name].direction - (known[mirror].direction if (mirror := known[name].mirror) else 0.0)
        said = Direction.WEAKENS if weight < 0 else Direction.STRENGTHENS
        if weight and rule.direction not in (None, said):
            raise _error(rule.id, f"it is said to be “{rule.direction}”, but {name!r} {said}")
