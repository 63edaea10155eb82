"""The learned data files: what is broken in them is named when they are loaded."""

from __future__ import annotations

import copy
import json
from collections import Counter
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any

import pytest
import yaml

from monitor.core.meaning import classifier, direction, direction_cues, topics
from monitor.core.meaning.data_files import DataFileError, keyed, number, numbers
from monitor.core.meaning.features.registry import UnknownFeatureError

VOCABULARY = files("monitor.vocabulary")
FILES = {
    classifier.FILE: (json.loads, classifier.model_of),
    topics.FILE: (json.loads, topics.check),
    direction_cues.FILE: (lambda text: yaml.load(text, Loader=yaml.CSafeLoader), direction.checked),
}


@cache
def whole(name: str) -> Any:
    return FILES[name][0](VOCABULARY.joinpath(name).read_text(encoding="utf-8"))


def broken(name: str, edit: Callable[[Any], Any]) -> str:
    """What loading a shipped data file says after an edit."""
    _, check = FILES[name]
    data = copy.deepcopy(whole(name))
    replaced = edit(data)
    with pytest.raises((DataFileError, UnknownFeatureError, ValueError)) as raised:
        check(data if replaced is None else replaced)
    assert str(raised.value).startswith(f"{name}: ")
    return str(raised.value)


def put(key: str, value: object) -> Callable[[Any], None]:
    """An edit that sets a value; the key is a path with slashes."""

    def edit(data: Any) -> None:
        *path, last = (int(part) if part.isdigit() else part for part in key.split("/"))
        for part in path:
            data = data[part]
        data[last] = value

    return edit


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("whole", [[], "text", 7, {}])
def test_another_kind_of_file_is_refused(name: str, whole: object) -> None:
    broken(name, lambda data: whole)


@pytest.mark.parametrize(
    ("name", "key"),
    [(classifier.FILE, k) for k in ("threshold", "intercept", "weights", "baseline", "trees")]
    + [(topics.FILE, k) for k in ("intercept", "weights")]
    + [(direction_cues.FILE, k) for k in ("margins", "backed", "cues", "weights")],
)
def test_a_missing_key_is_named(name: str, key: str) -> None:
    assert f"{key!r} is missing" in broken(name, lambda data: data.pop(key) and None)


@pytest.mark.parametrize(
    ("name", "key", "value", "says"),
    [
        (classifier.FILE, "threshold", "0.3", "threshold: expected a number"),
        (classifier.FILE, "threshold", float("nan"), "threshold: expected a number"),
        (classifier.FILE, "baseline", True, "baseline: expected a number"),
        (classifier.FILE, "weights/age:changed", None, "'age:changed': expected a number"),
        (classifier.FILE, "weights/age:unheard", 1.0, "'age:unheard' is not a declared feature"),
        (classifier.FILE, "trees", 5, "expected a list of trees"),
        (classifier.FILE, "trees/0", [], "number 0: expected a list of nodes"),
        (classifier.FILE, "trees/0/0", ["age:changed", 0.5, 0, 0], "must be later nodes"),
        (classifier.FILE, "trees/0/0", ["age:changed", 0.5, 1, 99], "must be later nodes"),
        (classifier.FILE, "trees/0/0", ["age:changed", 0.5], "expected [value] or"),
        (classifier.FILE, "trees/0/0", ["age:unheard", 0.5, 1, 2], "'age:unheard' is not a declared feature"),
        (classifier.FILE, "trees/0/0", ["age:changed", "x", 1, 2], "node 0: expected a number"),
        (topics.FILE, "intercept/retention", "much", "'retention': expected a number"),
        (topics.FILE, "intercept/weather", 1.0, "'weather' is not a topic"),
        (topics.FILE, "weights/named:weather", {}, "'named:weather' is not a declared feature"),
        (topics.FILE, "weights/word:shar", [1], "word:shar: expected names with values"),
        (direction_cues.FILE, "margins/added/weakens", None, "'weakens': expected a number"),
        (direction_cues.FILE, "cues/promise", "not sell", "expected names with values"),
        (direction_cues.FILE, "cues/promise", {"sign": 1}, "'terms' is missing"),
        (direction_cues.FILE, "cues/promise", {"sign": 1, "terms": "not sell"}, "expected a list of terms"),
        (direction_cues.FILE, "cues/promise/sign", "+", "sign: expected a number"),
        (direction_cues.FILE, "weights/cue:weather", 1.0, "'cue:weather' is not a declared feature"),
    ],
)
def test_a_wrong_value_is_named(name: str, key: str, value: object, says: str) -> None:
    assert says in broken(name, put(key, value))


def test_the_parts() -> None:
    assert keyed("f", {"a": 1}, ("a",)) == {"a": 1}
    assert number("f", 3) == 3.0
    assert numbers("f", {"a": 1}) == {"a": 1}
    with pytest.raises(DataFileError, match="f: 'a': expected a number"):
        numbers("f", {"a": float("inf")})


class _Strict(yaml.CSafeLoader):
    """Refuses a key that stands twice in a mapping, of which YAML would quietly keep the last."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        counts = Counter(key.value for key, _ in node.value)
        assert max(counts.values(), default=1) == 1, f"{counts.most_common(1)[0][0]!r} stands twice, at {node.start_mark}"
        return super().construct_mapping(node, deep)


@pytest.mark.parametrize("name", sorted(entry.name for entry in VOCABULARY.iterdir() if entry.name.endswith((".yaml", ".json"))))
def test_no_key_of_a_data_file_stands_twice(name: str) -> None:
    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        assert len({key for key, _ in pairs}) == len(pairs), pairs[:3]
        return dict(pairs)

    text = VOCABULARY.joinpath(name).read_text(encoding="utf-8")
    if name.endswith(".json"):
        json.loads(text, object_pairs_hook=unique)
    else:
        yaml.load(text, Loader=_Strict)
