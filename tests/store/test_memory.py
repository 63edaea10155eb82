"""What is remembered of a policy: per purpose, as long as it is used, by one edition of the program."""

from __future__ import annotations

import json
import sqlite3
import zlib
from pathlib import Path

import pytest

from monitor.store.index import Index
from monitor.store.memory import PolicyMemory, answer_of


@pytest.fixture
def index(tmp_path: Path) -> Index:
    return Index(tmp_path / "index.sqlite")


def remembered(index: Index, edition: str = "1", policy: str = "acme", purpose: str = "fold") -> PolicyMemory:
    return index.memory(policy, purpose, edition)


def test_answers_are_found_again(index: Index) -> None:
    memory = remembered(index)
    assert len(memory) == 1, "what it was made with"
    memory["a"], memory["b"] = [1, None, "é"], {"c": 0.5}
    index.remember(memory)
    again = remembered(index)
    assert (again["a"], again["b"]) == ([1, None, "é"], {"c": 0.5})
    assert set(again) == {"edition", "a", "b"}
    assert "a" not in remembered(index, policy="other")
    assert "a" not in remembered(index, purpose="pages")


def test_what_is_not_asked_for_is_forgotten(index: Index) -> None:
    memory = remembered(index)
    memory["a"], memory["b"] = 1, 2
    index.remember(memory)
    again = remembered(index)
    assert again["a"] == 1
    index.remember(again)
    assert set(remembered(index)) == {"edition", "a"}


def test_what_is_kept_stays_without_being_asked_for(index: Index) -> None:
    memory = remembered(index)
    memory["a"], memory["b"], memory["c"] = 1, 2, 3
    index.remember(memory)
    again = remembered(index)
    again.keep(["a", "b", "of nothing"])
    index.remember(again)
    assert set(remembered(index)) == {"edition", "a", "b"}


def test_another_edition_begins_anew(index: Index) -> None:
    memory = remembered(index)
    memory["a"] = 1
    index.remember(memory)
    other = remembered(index, edition="2")
    assert "a" not in other
    other["b"] = 2
    index.remember(other)
    assert set(remembered(index, edition="2")) == {"edition", "b"}
    assert set(remembered(index)) == {"edition"}


def test_an_answer_can_be_taken_back(index: Index) -> None:
    memory = remembered(index)
    memory["a"] = 1
    del memory["a"]
    assert "a" not in memory
    with pytest.raises(KeyError):
        del memory["a"]


def test_forgetting_a_policy_forgets_what_was_found_of_it(index: Index) -> None:
    for policy in ("acme", "other"):
        memory = remembered(index, policy=policy)
        memory["a"] = 1
        index.remember(memory)
    index.forget("acme")
    assert "a" not in remembered(index)
    assert "a" in remembered(index, policy="other")


def stored(index: Index) -> dict[str, str | bytes]:
    with sqlite3.connect(index.path) as db:
        return dict(db.execute("select question, answer from remembered"))


def test_long_answers_are_packed_and_short_ones_are_readable(index: Index) -> None:
    long = [[number, number + 1, 4] for number in range(2_000)]
    memory = remembered(index)
    memory["long"], memory["short"] = long, [1, 2]
    index.remember(memory)
    held = stored(index)
    assert held["short"] == "[1,2]"
    assert isinstance(held["long"], bytes)
    assert len(held["long"]) < len(json.dumps(long)) / 3
    assert remembered(index)["long"] == long


def test_answers_of_programs_that_packed_none_are_read(index: Index) -> None:
    long = list(range(2_000))
    memory = remembered(index)
    memory["a"] = 1
    index.remember(memory)
    index.close()
    with sqlite3.connect(index.path) as db:
        db.execute("update remembered set answer = ? where question = 'a'", (json.dumps(long),))
    again = remembered(index)
    assert again["a"] == long
    index.remember(again)
    assert stored(index)["a"] == json.dumps(long), "only what is new is written"


@pytest.mark.parametrize("damaged", [b"", b"no zlib", zlib.compress(b"no JSON"), "no JSON", zlib.compress(b"[1,2]")[:-3]])
def test_a_damaged_answer_is_an_error_of_its_value(damaged: str | bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - JSON's own message, or ours
        answer_of(damaged)
