"""What is remembered of a policy: per purpose, as long as it is used, by one edition of the program."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.store.index import Index
from monitor.store.memory import PolicyMemory


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
