"""The rule table: what fires, what a row may not say, and that the table that ships is sound."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from monitor.core.meaning import rules as module
from monitor.core.meaning.assess import MOVED
from monitor.core.meaning.features.declared import features
from monitor.core.meaning.immaterial import GATES, Gate
from monitor.core.meaning.rules import Rule, RuleError, fired, parse_rules, rules
from monitor.model import Direction, Severity
from tests.core.meaning.changes import corpus
from tests.plain_english import stilted

ROW: dict[str, Any] = {
    "id": "x", "severity": "material", "decides": True, "direction": "either", "headline": "New: {topic}", "says": "It says {what}.",
}  # fmt: skip


def rule(**columns: Any):
    return parse_rules([{**ROW, **columns}], features())[0]


@pytest.mark.parametrize(
    ("columns", "seen", "fires"),
    [
        ({"all": ["age:changed", "kind:reworded"]}, {"age:changed", "kind:reworded"}, True),
        ({"all": ["age:changed", "kind:reworded"]}, {"age:changed"}, False),
        ({"any": ["age:changed", "price:higher"]}, {"price:higher"}, True),
        ({"any": ["age:changed", "price:higher"]}, {"kind:reworded"}, False),
        ({"all": ["age:changed"], "none": ["document:rules"]}, {"age:changed", "document:rules"}, False),
        ({}, set(), True),
    ],
)
def test_a_rule_fires_on_all_any_and_none(columns: dict[str, list[str]], seen: set[str], fires: bool) -> None:
    assert rule(**columns).fires(frozenset(seen)) is fires


def test_a_row_becomes_a_rule() -> None:
    made = rule(topic="retention", direction="weakens", any=["retention:longer"], all=["kind:reworded"])
    assert (made.severity, made.decides, made.direction, made.topic) == (Severity.MATERIAL, True, Direction.WEAKENS, "retention")
    assert made.conditions == ("retention:longer", "kind:reworded")


@pytest.mark.parametrize(
    ("columns", "says"),
    [
        ({"any": ["news:added:precise-location"]}, "'news:added:precise-location' is not a declared feature"),
        ({"none": ["frame:added:prohibition:train"]}, "'frame:added:prohibition:train' is not a declared feature"),
        ({"all": ["gone:sell"]}, "'gone:sell' is not a declared feature"),
        ({"all": ["kind:added", "kind:removed"]}, "can never fire"),
        ({"all": ["kind:reworded", "added:sell"]}, "can never fire"),
        ({"all": ["age:changed"], "none": ["age:changed"]}, "can never fire"),
        ({"all": ["kind:reworded"], "any": ["added:sell"]}, "'added:sell' in `any` can never hold together with `all`"),
        ({"any": ["added:sell"], "none": ["kind:removed"]}, "the guard 'kind:removed' in `none` can never hold"),
        ({"all": ["age:changed"], "none": ["elsewhere:stands"]}, "the guard 'elsewhere:stands' in `none` can never hold"),
        ({"topic": "weather"}, "'weather' is not a topic"),
        ({"severity": "grave"}, "'grave' is not a valid Severity"),
        ({"direction": "sideways"}, "'sideways' is not a valid Direction"),
        ({"direction": "strengthens", "all": ["retention:longer"]}, "but 'retention:longer' weakens"),
        ({"direction": "weakens", "all": ["retention:shorter"]}, "but 'retention:shorter' strengthens"),
        ({"headline": "New: {weather}"}, "{weather} cannot be filled in"),
        ({"says": "It says “{quote}”."}, "{quote} cannot be filled in"),
        ({"colour": "red"}, "unknown column 'colour'"),
        ({"headline": "New: {act}"}, "{act} cannot be filled in"),
        ({"says": "It says “{clause}”."}, "{clause} cannot be filled in"),
        ({"says": "It says “{edit}”."}, "{edit} cannot be filled in"),
        ({"topic": ""}, "'topic' is empty"),
        ({"severity": ""}, "'severity' is empty"),
        ({"any": ["age:changed"], "none": ["age:changed"]}, "can never fire"),
        ({"any": ["added:sell", "removed:sell"], "all": ["kind:added"]}, "'removed:sell' in `any` can never hold together with `all`"),
        ({"direction": "strengthens", "any": ["retention:longer", "age:changed"]}, "but 'retention:longer' weakens"),
        ({"all": ["kind:removed"], "none": ["kind:reworded"]}, "the guard 'kind:reworded' in `none` can never hold"),
        ({"decides": "no"}, "'decides' must be true or false, not a text"),
        ({"decides": None}, "'decides' must be true or false, not nothing"),
        ({"all": "age:changed"}, "'all' must be a list of feature names, not a text"),
        ({"any": None}, "'any' must be a list of feature names, not nothing"),
        ({"none": [["age:changed"]]}, "'none' must be a list of feature names"),
        ({"all": {"age:changed": 1}}, "'all' must be a list of feature names, not a mapping"),
        ({"any": ["age:changed", "age:changed"]}, "'any' names a feature twice"),
        ({"headline": 7}, "'headline' must be a text, not a number"),
        ({"headline": " "}, "'headline' is empty"),
        ({"headline": "New: {topic"}, "expected '}'"),
        ({"headline": "New: topic}"}, "Single '}'"),
        ({"headline": "New: {topic!r}"}, "{topic} takes no format"),
        ({"says": "It says {what:>99999999}."}, "{what} takes no format"),
        ({"says": "It says {what.__class__}."}, "{what.__class__} cannot be filled in"),
        ({"topic": []}, "'topic' must be a text, not a list"),
        ({"severity": None}, "'severity' must be a text, not nothing"),
        ({"grave": "no:such"}, "'no:such' is not a declared feature"),
        ({"grave": 1}, "'grave' must be a text, not a number"),
        ({"within": 0}, "'within' must be a number of words, not 0"),
        ({"within": True}, "'within' must be a number of words, not True"),
        ({"severity": ["minor"]}, "'severity' must be a text, not a list"),
    ],
)
def test_a_row_that_cannot_mean_what_it_says_is_refused(columns: dict[str, Any], says: str) -> None:
    with pytest.raises(RuleError) as raised:
        rule(**columns)
    assert str(raised.value).startswith("rules.yaml: rule 'x': ")
    assert says in str(raised.value)


@pytest.mark.parametrize("column", ["severity", "decides", "direction", "headline", "says"])
def test_a_column_may_not_be_missing(column: str) -> None:
    with pytest.raises(RuleError, match=f"column '{column}' is missing"):
        parse_rules([{key: value for key, value in ROW.items() if key != column}], features())


@pytest.mark.parametrize("rows", [None, {}, {"id": "x"}, "x", 7])
def test_a_table_is_a_list(rows: object) -> None:
    with pytest.raises(RuleError, match=r"^rules.yaml: expected a list of rules, not "):
        parse_rules(rows, features())


@pytest.mark.parametrize("row", [None, "x", ["x"], {}, {**ROW, "id": None}, {**ROW, "id": 7}])
def test_a_row_without_an_id_is_named_by_its_number(row: object) -> None:
    with pytest.raises(RuleError, match=r"^rules.yaml: rule number 2: expected columns with a text in 'id'"):
        parse_rules([ROW, row], features())


@pytest.mark.parametrize("last", [{"all": ["age:changed"]}, {"none": ["age:changed"]}, {"decides": True}, None])
def test_the_table_ends_with_a_rule_that_speaks_where_no_other_does(last: dict[str, Any] | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "load", lambda name: [] if last is None else [{**ROW, **last}])
    rules.cache_clear()
    try:
        with pytest.raises(RuleError, match=r"^rules.yaml: the last rule must have no conditions"):
            rules()
    finally:
        rules.cache_clear()


def test_an_anchor_of_yaml_is_read_like_what_it_stands_for() -> None:
    rows = yaml.safe_load(
        "- &one {id: a, severity: minor, decides: false, direction: either, headline: A, says: A, all: &on ['age:changed']}\n"
        "- {<<: *one, id: b, all: *on}"
    )
    assert [each.all for each in parse_rules(rows, features())] == [("age:changed",)] * 2


def test_a_rule_may_not_stand_twice() -> None:
    with pytest.raises(RuleError, match="stands twice"):
        parse_rules([ROW, ROW], features())


def test_the_last_row_speaks_for_what_no_other_names() -> None:
    last = rules()[-1]
    assert last.fires(frozenset())
    assert not last.decides


NEVER_FIRES = {
    "fee-on-right": "a fee on a request in a rewording of eight words at most; none of our texts has one",
    "allowed-item-added": "an advertiser put into a list of what the company does: see test_registry, whose small documents show it",
}
"""Rules that fire on no text of ours, with the reason."""


@pytest.mark.slow
@pytest.mark.no_cover
def test_every_rule_fires_on_some_text() -> None:
    seen = [frozenset(change.features) for change in corpus()]
    assert {each.id for each in rules() if not any(each.fires(names) for names in seen)} == set(NEVER_FIRES)


def test_the_headline_of_a_row_and_its_direction_agree() -> None:
    against = (
        "Withdrawn",
        "Narrowed",
        "Weaker",
        "Notice period cut",
        "Slower",
        "Lower bar",
        "Higher price",
        "Longer retention",
        "Right restricted",
    )
    in_favour = ("New promise", "Firmer", "Faster", "Higher bar", "Lower price", "Shorter retention", "Longer notice")
    for prefixes, direction in ((against, Direction.WEAKENS), (in_favour, Direction.STRENGTHENS)):
        found = [each for each in rules() if each.headline.startswith(prefixes)]
        assert {prefix for prefix in prefixes if any(each.headline.startswith(prefix) for each in found)} == set(prefixes)
        assert {each.id for each in found if each.direction is not direction} == set()


@pytest.mark.parametrize("each", rules(), ids=lambda each: each.id)
def test_what_a_rule_says_is_plain_english(each: Rule) -> None:
    assert stilted(each.headline) == stilted(each.says) == []
    assert each.says[0].isupper()
    assert each.says.endswith(".")
    assert each.headline[0].isupper() or each.headline == "{clause}"
    assert not each.headline.endswith(".")


@pytest.mark.parametrize("gate", [MOVED, *(gate for _, gate in GATES)], ids=lambda gate: gate.rule)
def test_what_makes_a_change_immaterial_is_plain_english(gate: Gate) -> None:
    assert stilted(gate.says) == []
    assert gate.says[0].isupper()
    assert gate.says.endswith(".")


def test_the_meanings_of_features_are_plain_english() -> None:
    assert [each.name for each in features().names.values() if stilted(each.means)] == []


@pytest.mark.parametrize("direction", ["weakens", "either"])
def test_a_direction_that_the_features_bear_out_or_that_is_left_open_is_taken(direction: str) -> None:
    assert rule(direction=direction, all=["retention:longer"]).id == "x"


@pytest.mark.parametrize(
    ("feature", "direction"), [("age:changed", "weakens"), ("age:changed", "strengthens"), ("kind:reworded", "neutral")]
)
def test_of_a_feature_that_says_nothing_outright_any_direction_is_taken(feature: str, direction: str) -> None:
    assert rule(direction=direction, all=[feature]).direction == direction


@pytest.mark.parametrize("name", ["acts", "what", "topic", "recipients", "quote", "clause", "edit"])
def test_what_a_headline_may_be_filled_in_with(name: str) -> None:
    assert rule(headline=f"New: {{{name}}}").headline == f"New: {{{name}}}"


@pytest.mark.parametrize("name", ["acts", "what", "topic", "recipients"])
def test_what_a_sentence_may_be_filled_in_with(name: str) -> None:
    assert rule(says=f"It says {{{name}}}.").says == f"It says {{{name}}}."


def test_a_row_without_an_id_is_refused() -> None:
    with pytest.raises(RuleError, match="rule number 1: expected columns with a text in 'id'"):
        parse_rules([{key: value for key, value in ROW.items() if key != "id"}], features())


def test_rules_keep_the_order_of_their_rows() -> None:
    assert [made.id for made in parse_rules([{**ROW, "id": name} for name in "cab"], features())] == ["c", "a", "b"]


def test_an_empty_table_has_no_rules() -> None:
    assert parse_rules([], features()) == ()


def test_every_condition_of_the_table_can_hold_and_each_is_needed() -> None:
    for each in rules():
        needed = frozenset(each.all) | frozenset(each.any[:1])
        assert each.fires(needed), each.id
        for name in each.all:
            assert not each.fires(needed - {name}), (each.id, name)
        for name in each.none:
            assert not each.fires(needed | {name}), (each.id, name)


def test_what_fires_is_what_fires_when_every_rule_is_asked() -> None:
    every = sorted({name for rule in rules() for name in rule.conditions})
    for size in (0, 1, 2, 7):
        for start in range(0, len(every), 5):
            names = frozenset(every[start : start + size])
            assert fired(names) == tuple(rule for rule in rules() if rule.fires(names))
