"""Blocks of remembered answers: the same answers in less space, whatever is asked, forgotten or damaged."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.store import remembered_blocks
from monitor.store.index import Index
from monitor.store.memory import EDITION, ROWS, PolicyMemory
from monitor.store.remembered_blocks import AnswerBlock, OpenBlocks, is_block, pack_answers, read_blocks
from tests.sampling import examples


@pytest.fixture(autouse=True, scope="module")
def small_blocks() -> Iterator[None]:
    """So that few answers fill several."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(remembered_blocks, "_MOST", 64)
        yield


@pytest.fixture
def index(tmp_path: Path) -> Index:
    return Index(tmp_path / "index.sqlite")


def remembered(index: Index, edition: str = "1", policy: str = "acme") -> PolicyMemory:
    return index.memory(policy, "fold", edition)


def answer(n: int) -> list[object]:
    return [n, [[at, at + n, 4] for at in range(60)], f"{n:016x}", "a line\nand “another”"]


def fill(index: Index, numbers: Sequence[int], policy: str = "acme") -> None:
    """Remembers answers to these questions besides those that are there."""
    memory = remembered(index, policy=policy)
    for question in memory:
        assert memory[question] is not None
    for n in numbers:
        memory[f"text {n}"] = answer(n)
    index.remember(memory)


def stored(index: Index, policy: str = "acme") -> dict[str, str | bytes]:
    with closing(sqlite3.connect(index.path)) as db:
        return dict(db.execute("select question, answer from remembered where policy = ?", (policy,)))


def blocks(index: Index) -> list[str]:
    return sorted(question for question in stored(index) if is_block(question))


def size(index: Index) -> int:
    return sum(len(question) + len(held) for question, held in stored(index).items())


def test_the_same_answers_in_a_fifth_of_the_space(index: Index) -> None:
    fill(index, range(150))
    before = size(index)
    index.pack("acme", [])
    assert blocks(index) == ["packed 0", "packed 1", "packed 2"]
    assert size(index) < before / 5
    again = remembered(index)
    assert len(again) == 151
    assert set(again) == {EDITION, *(f"text {n}" for n in range(150))}
    assert [again[f"text {n}"] for n in range(150)] == [answer(n) for n in range(150)]
    assert "text 150" not in again
    with pytest.raises(KeyError):
        again["text 150"]


def test_packing_again_changes_nothing(index: Index) -> None:
    fill(index, range(150))
    index.pack("acme", [])
    held = stored(index)
    index.pack("acme", [])
    assert stored(index) == held


def test_what_is_looked_up_by_itself_stays_so(index: Index) -> None:
    memory = remembered(index)
    memory[ROWS] = [["digest", "name"]]
    for n in range(9):
        memory[f"text {n}"] = answer(n)
    index.remember(memory)
    index.pack("acme", [])
    assert stored(index).keys() == {EDITION, ROWS, "packed 0"}
    assert remembered(index)[ROWS] == [["digest", "name"]]


def test_full_blocks_are_left_alone_and_others_grow(index: Index) -> None:
    fill(index, range(100))
    index.pack("acme", [])
    full = stored(index)["packed 0"]
    fill(index, range(100, 103))
    index.pack("acme", [])
    assert "text 102" in stored(index), "too few to write a block again"
    fill(index, range(103, 140))
    index.pack("acme", [])
    assert blocks(index) == ["packed 0", "packed 1", "packed 2"]
    assert stored(index)["packed 0"] == full
    assert [remembered(index)[f"text {n}"] for n in (0, 99, 100, 139)] == [answer(n) for n in (0, 99, 100, 139)]


def test_a_new_answer_counts_and_not_the_packed_one(index: Index) -> None:
    fill(index, range(20))
    index.pack("acme", [])
    memory = remembered(index)
    for question in memory:
        assert memory[question] is not None
    memory["text 3"] = "new"
    index.remember(memory)
    assert blocks(index) == ["packed 0"], "the others are still used"
    assert remembered(index)["text 3"] == "new"
    fill(index, range(20, 40))
    index.pack("acme", [])
    assert remembered(index)["text 3"] == "new"
    assert remembered(index)["text 4"] == answer(4)
    assert len(remembered(index)) == 41


def test_what_is_not_asked_for_leaves_its_block(index: Index) -> None:
    fill(index, range(100))
    index.pack("acme", [])
    memory = remembered(index)
    for n in range(99):
        assert memory[f"text {n}"] == answer(n)
    index.remember(memory)
    assert blocks(index) == ["packed 0"], "the full one has nothing that is gone"
    again = remembered(index)
    assert "text 99" not in again
    assert [again[f"text {n}"] for n in range(99)] == [answer(n) for n in range(99)]


def test_another_edition_forgets_blocks_too(index: Index) -> None:
    fill(index, range(20))
    index.pack("acme", [])
    other = remembered(index, "2")
    assert "text 1" not in other
    index.remember(other)
    assert stored(index).keys() == {EDITION}


def test_policies_are_packed_by_themselves(index: Index) -> None:
    fill(index, range(20))
    fill(index, range(20), policy="other")
    index.pack("acme", [])
    assert blocks(index) == ["packed 0"]
    assert not any(map(is_block, stored(index, "other")))
    index.forget("acme")
    assert not stored(index)


@pytest.mark.parametrize("damage", ["substr(answer, 1, 3)", "x'00'", "'text'", "x'ff000000ff'", "substr(answer, 1, length(answer) - 9)"])
def test_a_damaged_block_is_an_error_of_its_values_or_found_again(index: Index, damage: str) -> None:
    fill(index, range(20))
    index.pack("acme", [])
    index.close()
    with closing(sqlite3.connect(index.path)) as db, db:
        db.execute(f"update remembered set answer = {damage} where question like 'packed%'")
    memory = remembered(index)
    if "text 1" in memory:  # the questions can be read
        with pytest.raises(ValueError, match="can't be unpacked"):
            memory["text 1"]
    fill_anew = remembered(index)
    for n in range(20):
        fill_anew[f"text {n}"] = answer(n)
    index.remember(fill_anew)
    index.pack("acme", [])
    assert remembered(index)["text 7"] == answer(7)
    assert len(remembered(index)) == 21


@pytest.mark.parametrize("packed", ["", "text", b"", b"\0\0\0", b"\xff\xff\xff\xff", b"\x04\0\0\0abcd", b"\0\0\0\0"])
def test_what_is_no_block_is_refused(packed: str | bytes) -> None:
    with pytest.raises(ValueError, match="can't be unpacked"):
        AnswerBlock(packed)
    assert read_blocks({"packed 0": packed, "text": "1"}) == {}


def test_few_blocks_stay_open(index: Index) -> None:
    fill(index, range(64 * 12))
    index.pack("acme", [])
    found = read_blocks(stored(index))
    held = OpenBlocks(found.values())
    assert len(found) == 12
    for n in (*range(0, 64 * 12, 40), 5, 700, 6):
        assert json.loads(held[f"text {n}"]) == answer(n)
    assert sum(block._answers is not None for block in found.values()) == 8


def test_an_answer_of_an_unknown_form_is_left_out(index: Index) -> None:
    fill(index, range(10))
    index.close()
    with closing(sqlite3.connect(index.path)) as db, db:
        db.execute("update remembered set answer = x'0102' where question = 'text 3'")
        db.execute("update remembered set answer = '[1,' || char(10) || '2]' where question = 'text 4'")
        pack_answers(db, "acme", (EDITION,))
    assert "text 3" not in remembered(index)
    assert "text 4" not in remembered(index)
    assert remembered(index)["text 5"] == answer(5)


@settings(max_examples=examples(25), deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["add", "ask", "pack"]), st.sets(st.integers(0, 120), max_size=60)), max_size=8))
def test_any_order_of_asking_adding_and_packing_gives_what_a_plain_memory_gives(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, set[int]]]
) -> None:
    with Index(tmp_path_factory.mktemp("blocks") / "index.sqlite") as index:
        plain: dict[str, object] = {}
        for at, (what, numbers) in enumerate(steps):
            if what == "pack":
                index.pack("acme", [])
                continue
            memory = remembered(index)
            asked = {f"text {n}" for n in numbers}
            kept = {question: held for question, held in plain.items() if question in asked or what == "add"}
            assert {question: memory[question] for question in kept} == kept
            if what == "add":
                kept |= {question: [at, *answer(at)] for question in asked}
                for question in asked:
                    memory[question] = kept[question]
            index.remember(memory)
            plain = kept
            assert {question: held for question, held in remembered(index).items() if question != EDITION} == plain
