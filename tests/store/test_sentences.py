"""The sentences of all versions: stored once, with the versions in which they stand."""

from __future__ import annotations

import random
import sqlite3
import zlib
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from sqlite_utils import Database

from monitor.store import sentences as module
from monitor.store.schema import INDEX, migrate
from monitor.store.sentences import (
    Standing,
    StoredSentence,
    drop_sentences,
    find_standings,
    has_full_text,
    is_searchable,
    put_sentences,
)


class Words:
    """Texts are words, and each word is a sentence."""

    def __init__(self) -> None:
        self.cut: list[str] = []

    def sentences(self, text: str) -> Iterator[StoredSentence]:
        self.cut.append(text)
        return (StoredSentence(word, "", "") for word in text.split())

    def terms(self, sentence: str) -> Sequence[str]:
        return [sentence]


@pytest.fixture
def db() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    migrate(connection, INDEX)
    return connection


class SelfTexts:
    """Here a text is its own digest, and nothing is packed."""

    def text(self, sha256: str) -> str:
        return sha256

    def plain(self, value: str | bytes) -> str:
        raise ValueError(f"{value!r} can't be unpacked")


def put(db: sqlite3.Connection, before: Sequence[str], after: Sequence[str], policy: str = "larkspur") -> list[str]:
    cutter = Words()
    put_sentences(db, policy, before, after, SelfTexts(), cutter)
    return cutter.cut


def standings(db: sqlite3.Connection, word: str, *, begun: bool = False) -> list[Standing]:
    def rows(sql: str, values: Sequence[object]) -> list[tuple[Any, ...]]:
        return db.execute(sql, tuple(values)).fetchall()

    return list(find_standings(rows, [(word, begun)], SelfTexts().plain))


def spans(db: sqlite3.Connection, word: str, policy: str = "larkspur") -> list[tuple[int, int | None]]:
    return sorted((one.first, one.gone) for one in standings(db, word) if one.policy == policy)


def expected(versions: Sequence[str], word: str) -> list[tuple[int, int | None]]:
    """The definition: stretches of versions with the word; the last one is open."""
    found: list[tuple[int, int | None]] = []
    begun: int | None = None
    for place, text in enumerate([*versions, ""]):
        has = word in text.split()
        if has and begun is None:
            begun = place
        elif not has and begun is not None:
            found.append((begun, None if place == len(versions) else place))
            begun = None
    return found


def test_one_more_version_costs_what_is_new_in_it(db: sqlite3.Connection) -> None:
    versions = [f"kept old{n} also" for n in range(50)]
    put(db, [], versions)
    held = db.execute("select count(*) from sentence_blocks").fetchone()
    assert put(db, versions, [*versions, "kept new also"]) == ["kept new also"]
    assert db.execute("select count(*) from sentence_blocks").fetchone() == (held[0] + 1,)
    assert spans(db, "kept") == [(0, None)]
    assert spans(db, "old49") == [(49, 50)]
    assert spans(db, "new") == [(50, None)]


def test_a_sentence_is_stored_once_however_often_it_comes_back(db: sqlite3.Connection) -> None:
    versions = ["a b", "a"] * 100
    put(db, [], versions)
    assert db.execute("select sum(count) from sentence_blocks").fetchone() == (2,)
    assert spans(db, "b") == expected(versions, "b")
    assert len(spans(db, "b")) == 100


@pytest.mark.parametrize("seed", range(12))
def test_any_edit_of_a_history_gives_what_storing_it_anew_gives(db: sqlite3.Connection, seed: int) -> None:
    chance = random.Random(seed)
    words, versions = "abcde", list[str]()
    for _ in range(40):
        start = chance.randint(0, len(versions))
        end = min(len(versions), start + chance.choice([0, 0, 1, 3]))
        new = [" ".join(chance.sample(words, chance.randint(0, 4))) for _ in range(chance.choice([0, 1, 1, 4]))]
        after = [*versions[:start], *new, *versions[end:]]
        read = put(db, versions, after)
        assert len(read) <= len(new)
        versions = after
        for word in words:
            assert spans(db, word) == expected(versions, word)


def test_policies_do_not_meet(db: sqlite3.Connection) -> None:
    put(db, [], ["a b", "a"])
    put(db, [], ["b", "b c"], "northwind")
    assert (spans(db, "b"), spans(db, "b", "northwind")) == ([(0, 1)], [(0, None)])
    drop_sentences(db, "larkspur")
    assert (spans(db, "a"), spans(db, "b"), spans(db, "b", "northwind")) == ([], [], [(0, None)])
    put(db, [], ["d"], "heron")
    assert standings(db, "a") == []
    assert [one.policy for one in standings(db, "d")] == ["heron"]


def test_another_edition_stores_everything_again(db: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    versions = ["a b", "a"]
    put(db, [], versions)
    assert put(db, versions, versions) == []
    monkeypatch.setattr(module, "EDITION", "another")
    assert put(db, versions, versions) == versions
    assert (spans(db, "a"), spans(db, "b")) == ([(0, None)], [(0, 1)])


def test_beginnings_of_words(db: sqlite3.Connection) -> None:
    put(db, [], ["sell selling sold 個人"])
    assert {one.sentence.text for one in standings(db, "sell", begun=True)} == {"sell", "selling"}
    assert {one.sentence.text for one in standings(db, "個", begun=True)} == {"個人"}


def test_what_stands_above_is_kept(db: sqlite3.Connection) -> None:
    class Above(Words):
        def sentences(self, text: str) -> Iterator[StoredSentence]:
            yield StoredSentence(text, "We never:", "Sale")

    put_sentences(db, "larkspur", (), ["x"], SelfTexts(), Above())
    assert standings(db, "x")[0].sentence == ("x", "We never:", "Sale")


def test_a_damaged_block_is_an_error(db: sqlite3.Connection) -> None:
    put(db, [], ["a"])
    db.execute("update sentence_blocks set sentences = x'00'")
    with pytest.raises(ValueError, match="can't be unpacked"):
        standings(db, "a")


def test_without_full_text_search_everything_else_works(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("monitor.store.schema.has_full_text", lambda db: False)
    connection = sqlite3.connect(":memory:", isolation_level=None)
    migrate(connection, INDEX)
    assert not is_searchable(connection)
    assert put(connection, [], ["a"]) == []
    drop_sentences(connection, "larkspur")
    assert Database(connection)["versions"].exists()
    assert has_full_text(connection)


@pytest.mark.parametrize("seed", range(3))
def test_nothing_is_left_of_a_policy_that_goes(db: sqlite3.Connection, seed: int) -> None:
    chance = random.Random(seed)
    histories = {name: [" ".join(chance.sample("abcdef", 3)) for _ in range(10)] for name in ("larkspur", "northwind", "heron")}
    for name, versions in histories.items():
        put(db, [], versions, name)
    drop_sentences(db, "northwind")
    for word in "abcdef":
        assert spans(db, word, "northwind") == []
        assert spans(db, word, "heron") == expected(histories["heron"], word)
    assert db.execute("select count(*) from sentence_blocks where policy = 'northwind'").fetchone() == (0,)
    held = [row[0] for row in db.execute("select distinct sentence from sentence_spans")]
    blocks = db.execute("select first, first + count from sentence_blocks").fetchall()
    assert all(any(first <= number < end for first, end in blocks) for number in held)


def test_many_sentences_take_several_blocks(db: sqlite3.Connection) -> None:
    put(db, [], [" ".join(f"w{n}" for n in range(100))])
    assert [row[0] for row in db.execute("select count from sentence_blocks order by first")] == [32, 32, 32, 4]
    assert all(spans(db, f"w{n}") == [(0, None)] for n in range(100))


@pytest.mark.parametrize("at_once", [1, 2, 500])
def test_sentences_of_many_blocks_are_found_in_the_order_in_which_they_were_stored(
    db: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    """However many blocks are read with one query, and also where blocks in between were deleted."""
    monkeypatch.setattr("monitor.store.sentences._AT_ONCE", at_once)
    names = [f"p{n}" for n in range(7)]
    for name in names:
        # More sentences than a block holds: each policy has three blocks.
        put(db, (), [" ".join(f"same{n}{name}" for n in range(80))], name)
    drop_sentences(db, "p3")
    drop_sentences(db, "p6")
    found = standings(db, "same", begun=True)
    left = [name for name in names if name not in ("p3", "p6")]
    assert [(one.policy, one.sentence.text) for one in found] == [(name, f"same{n}{name}") for name in left for n in range(80)]
    assert [one.policy for one in standings(db, "same79", begun=True)] == left
    assert standings(db, "same5p3") == []


def test_a_block_that_lacks_a_field_is_damaged(db: sqlite3.Connection) -> None:
    put(db, (), ["we sell data"])
    db.execute("update sentence_blocks set sentences = ?", (zlib.compress(b"we sell data\n"),))
    with pytest.raises(ValueError, match="can't be unpacked: 2 fields"):
        standings(db, "sell")
