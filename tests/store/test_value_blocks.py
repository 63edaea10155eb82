"""Values in blocks: all are read again, equal neighbours are one, full blocks stay, and what can't be read stays where it is."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.store import value_blocks
from monitor.store.packed_values import PackedTexts, Stored, bases_of, block_of, pack
from monitor.store.schema import INDEX, migrate
from monitor.store.value_blocks import ValuePlace, drop_unused_blocks, pack_values
from tests.sampling import examples

TEXTS = {f"{n:064x}": f"Text {n}: we keep your data for {n} days, and no longer. " * 20 for n in range(40)}


@pytest.fixture
def db() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    migrate(connection, INDEX)
    return connection


def reader(db: sqlite3.Connection) -> PackedTexts:
    def block(number: int) -> bytes | None:
        found = db.execute("select body from value_blocks where id = ?", (number,)).fetchone()
        return None if found is None else found[0]

    return PackedTexts(TEXTS.get, block)


def value(n: int) -> str:
    return json.dumps({"n": n, "says": f"we keep your data for {n} days", "spans": list(range(n, n + 40))})


def put(db: sqlite3.Connection, names: Sequence[int], values: Sequence[Stored]) -> None:
    rows = [("acme", n, "at", b"d", b"s", "{}", held, 0, b"f") for n, held in zip(names, values, strict=True)]
    db.executemany("insert or replace into history values (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)


def place(n: int) -> ValuePlace:
    return ValuePlace("history", "changelog", (("policy", "acme"), ("position", n)), (f"{n % 40:064x}", f"{(n + 1) % 40:064x}"))


def held(db: sqlite3.Connection) -> list[Stored]:
    return [row[0] for row in db.execute("select changelog from history order by position")]


def blocks(db: sqlite3.Connection) -> list[tuple[int, int]]:
    return db.execute("select id, count from value_blocks order by id").fetchall()


def test_all_values_are_read_again_in_less_space(db: sqlite3.Connection) -> None:
    values = [value(n) for n in range(70)]
    put(db, range(70), values)
    freed = pack_values(db, [place(n) for n in range(70)], reader(db))
    assert [reader(db).plain(one) for one in held(db)] == values
    assert freed == sum(map(len, values))
    assert [count for _, count in blocks(db)] == [32, 32, 6]
    assert db.execute("select sum(length(body)) from value_blocks").fetchone()[0] < freed / 5


def test_a_block_is_packed_against_the_first_and_the_last_text(db: sqlite3.Connection) -> None:
    put(db, range(3), [value(n) for n in range(3)])
    pack_values(db, [place(n) for n in range(3)], reader(db))
    (body,) = db.execute("select body from value_blocks").fetchone()
    assert bases_of(body) == [f"{0:064x}", f"{3:064x}"]


def test_a_missing_text_is_done_without(db: sqlite3.Connection) -> None:
    put(db, [0], [value(0)])
    pack_values(db, [ValuePlace("history", "changelog", (("policy", "acme"), ("position", 0)), ("e" * 64,))], reader(db))
    assert [reader(db).plain(one) for one in held(db)] == [value(0)]


def test_a_second_packing_changes_nothing(db: sqlite3.Connection) -> None:
    put(db, range(40), [value(n) for n in range(40)])
    places = [place(n) for n in range(40)]
    pack_values(db, places, reader(db))
    before = held(db), blocks(db)
    assert pack_values(db, places, reader(db)) == 0
    assert (held(db), blocks(db)) == before


def test_a_block_with_room_is_written_again_and_a_full_one_stays(db: sqlite3.Connection) -> None:
    put(db, range(40), [value(n) for n in range(40)])
    pack_values(db, [place(n) for n in range(40)], reader(db))
    full, partial = (number for number, _ in blocks(db))
    put(db, range(40, 45), [value(n) for n in range(40, 45)])
    pack_values(db, [place(n) for n in range(45)], reader(db))
    assert {block_of(one) for one in held(db)[:32] if isinstance(one, bytes)} == {full}
    drop_unused_blocks(db)
    assert [count for _, count in blocks(db)] == [32, 13]
    assert partial not in dict(blocks(db))
    assert [reader(db).plain(one) for one in held(db)] == [value(n) for n in range(45)]


def test_equal_neighbours_are_one(db: sqlite3.Connection) -> None:
    values = [value(n // 2) for n in range(80)]
    put(db, range(80), values)
    pack_values(db, [place(n) for n in range(80)], reader(db))
    assert sum(count for _, count in blocks(db)) == 40
    assert all(one == other for one, other in zip(held(db)[::2], held(db)[1::2], strict=True))
    assert [reader(db).plain(one) for one in held(db)] == values


def test_a_new_value_that_its_packed_neighbour_says_already_becomes_that_one(db: sqlite3.Connection) -> None:
    put(db, range(32), [value(n) for n in range(32)])
    pack_values(db, [place(n) for n in range(32)], reader(db))
    put(db, [5], [value(4)])
    pack_values(db, [place(n) for n in range(32)], reader(db))
    assert held(db)[5] == held(db)[4]
    assert len(blocks(db)) == 1


def test_long_values_make_small_blocks(db: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(value_blocks, "_MOST_CHARACTERS", 2 * len(value(10)))
    put(db, range(10, 15), [value(n) for n in range(10, 15)])
    pack_values(db, [place(n) for n in range(10, 15)], reader(db))
    assert [count for _, count in blocks(db)] == [2, 2, 1]
    assert [reader(db).plain(one) for one in held(db)] == [value(n) for n in range(10, 15)]


@pytest.mark.parametrize("odd", ["two\nlines", b"\x01\x00damaged", b"\x09"], ids=repr)
def test_what_cannot_go_into_a_block_stays(db: sqlite3.Connection, odd: Stored) -> None:
    put(db, range(3), [value(0), odd, value(2)])
    pack_values(db, [place(n) for n in range(3)], reader(db))
    assert held(db)[1] == odd
    assert [reader(db).plain(one) for one in held(db)[::2]] == [value(0), value(2)]


def test_values_of_a_damaged_block_stay_as_they_are(db: sqlite3.Connection) -> None:
    put(db, range(3), [value(n) for n in range(3)])
    pack_values(db, [place(n) for n in range(3)], reader(db))
    before = held(db)
    db.execute("update value_blocks set body = x'0100ff'")
    put(db, [3], [value(3)])
    pack_values(db, [place(n) for n in range(4)], reader(db))
    assert held(db)[:3] == before, "for `verify` to tell"
    assert reader(db).plain(held(db)[3]) == value(3)


def test_values_packed_by_themselves_join_a_block(db: sqlite3.Connection) -> None:
    base = f"{3:064x}"
    put(db, range(2), [pack(value(0), [(base, TEXTS[base])]), value(1)])
    pack_values(db, [place(n) for n in range(2)], reader(db))
    assert blocks(db) == [(1, 2)]
    assert [reader(db).plain(one) for one in held(db)] == [value(0), value(1)]


@given(st.lists(st.lists(st.integers(0, 9), max_size=30), min_size=1, max_size=5))
@settings(max_examples=examples(25), deadline=None)
def test_any_order_of_packing_says_the_same(rounds: list[list[int]]) -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    migrate(connection, INDEX)
    said: dict[int, str] = {}
    for at, names in enumerate(rounds):
        for name in names:
            said[name] = value(name * 7 + at % 2)
        put(connection, list(said), [said[name] for name in said])
        pack_values(connection, [place(n) for n in sorted(said)], reader(connection))
        drop_unused_blocks(connection)
    assert [reader(connection).plain(one) for one in held(connection)] == [said[n] for n in sorted(said)]
