"""Packed sentences are found as before, small blocks become one, and no text that they are packed against goes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from monitor.errors import StoreError
from monitor.model import Document, HistoryEntry
from monitor.store.index import Index
from monitor.store.packed_values import bases_of
from monitor.store.sentences import StoredSentence

from .examples import version

COUNT = 6


class Lines:
    """Each line is a sentence, and each word a term."""

    def sentences(self, text: str) -> Iterator[StoredSentence]:
        return (StoredSentence(line, "We do this:", "Privacy") for line in text.splitlines())

    def terms(self, sentence: str) -> Sequence[str]:
        return sentence.replace(".", "").lower().split()


def text(n: int) -> str:
    own = [f"Since version{at} we share word{at} with partner{at}." for at in range(n + 1)]
    return "\n".join([*(f"Statement{i} says that we keep data{i} for {i} days." for i in range(70)), *own])


def entries(count: int, policy: str = "acme") -> list[HistoryEntry]:
    found = []
    for n in range(count):
        document = Document(text(n), "Privacy")
        found.append(HistoryEntry(version(n, policy=policy, document=document, sha256=document.sha256), None, alert=False))
    return found


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with Index(tmp_path / "index.sqlite") as opened:
        yield opened


def fill(index: Index, count: int = COUNT, policy: str = "acme") -> None:
    """One version after the other, as they are met."""
    for n in range(1, count + 1):
        index.replace_history(policy, entries(n, policy), [], cutter=Lines())


def standings(index: Index, word: str) -> list[tuple[str, int, int | None, StoredSentence]]:
    return sorted(tuple(one) for one in index.standings([(word, False)]))


def everything(index: Index) -> list[object]:
    words = ["version0", "version5", "partner3", "statement1", "data69", "we", "nothing"]
    return [standings(index, word) for word in words]


def sql(index: Index, statement: str) -> list[tuple[int, int, bytes]]:
    with closing(sqlite3.connect(index.path)) as db, db:
        return db.execute(statement).fetchall()


def blocks(index: Index) -> list[tuple[int, int, bytes]]:
    return sql(index, "select first, count, sentences from sentence_blocks order by first")


def test_the_same_is_found_in_fewer_blocks(index: Index) -> None:
    fill(index)
    before = everything(index)
    assert len(standings(index, "we")) == 70 + COUNT
    assert [count for _, count, _ in blocks(index)] == [32, 32, 7, *[1] * (COUNT - 1)]
    size = sum(len(packed) for *_, packed in blocks(index))
    index.pack("acme", [])
    assert everything(index) == before
    assert [count for _, count, _ in blocks(index)] == [64, 7 + COUNT - 1]
    assert sum(len(packed) for *_, packed in blocks(index)) < size / 2
    with Index(index.path) as again:
        assert everything(again) == before


def test_they_are_packed_against_a_text_that_needs_no_other(index: Index) -> None:
    fill(index)
    index.pack("acme", [])
    bases = {name for *_, packed in blocks(index) for name in bases_of(packed)}
    assert bases == {entries(1)[0].version.sha256}
    held = index._stored_text(next(iter(bases)))
    assert held is not None
    assert bases_of(held) == []


def test_packing_again_changes_nothing_and_new_sentences_join_the_last_block(index: Index) -> None:
    fill(index, 4)
    index.pack("acme", [])
    before = blocks(index)
    index.pack("acme", [])
    assert blocks(index) == before
    fill(index)
    found = everything(index)
    index.pack("acme", [])
    assert [count for _, count, _ in blocks(index)] == [64, 7 + COUNT - 1]
    assert blocks(index)[0] == before[0], "a full one is left alone"
    assert everything(index) == found


def test_policies_whose_sentences_came_in_turn_keep_their_own(index: Index) -> None:
    for n in range(1, 4):
        for policy in ("acme", "sorrel"):
            index.replace_history(policy, entries(n, policy), [], cutter=Lines())
    before = everything(index)
    index.pack("acme", [])
    assert everything(index) == before
    index.pack("sorrel", [])
    assert everything(index) == before


def test_the_text_stays_as_long_as_a_sentence_is_packed_against_it(index: Index) -> None:
    fill(index)
    index.pack("acme", [])
    index.replace_history("acme", entries(COUNT)[3:], [], cutter=Lines())
    index.vacuum()
    assert len(standings(index, "statement1")) == 1
    assert standings(index, "version5")[0][1:3] == (2, None)
    index.forget("acme")
    assert sql(index, "select count(*) from texts") == [(0,)]


def test_a_history_grows_and_is_forgotten_after_packing(index: Index, tmp_path: Path) -> None:
    fill(index, 3)
    index.pack("acme", [])
    fill(index)
    with Index(tmp_path / "other.sqlite") as other:
        fill(other)
        assert everything(index) == everything(other)
    index.forget("acme")
    assert everything(index) == [[]] * 7


def test_half_a_character_stays_in_the_form_that_can_hold_it(index: Index) -> None:
    class Odd(Lines):
        def sentences(self, text: str) -> Iterator[StoredSentence]:
            return (StoredSentence(line, "", "\ud800") for line in text.splitlines())

    index.replace_history("acme", entries(1), [], cutter=Odd())
    before = everything(index)
    assert len(standings(index, "we")) == 71
    index.pack("acme", [])
    assert everything(index) == before
    assert {packed[:1] for *_, packed in blocks(index)} == {b"x"}


@pytest.mark.parametrize("damage", ["x'00'", "x''", "x'0100'", "substr(sentences, 1, 50)"])
def test_a_damaged_block_is_an_error_and_can_be_packed_around(index: Index, damage: str) -> None:
    fill(index)
    index.pack("acme", [])
    sql(index, f"update sentence_blocks set sentences = {damage} where first = 1")
    index.pack("acme", [])
    assert standings(index, "version5")
    with pytest.raises(StoreError):
        standings(index, "statement1")


def test_a_search_while_another_process_packs_finds_all(index: Index) -> None:
    fill(index)
    before, ask, moved = standings(index, "we"), index._file.rows, list[bool]()

    def meanwhile(statement: str, values: Sequence[object] = ()) -> list[tuple[object, ...]]:
        found = ask(statement, values)
        if "sentence_words match" in statement and not moved:
            moved.append(True)
            with Index(index.path) as other:
                other.pack("acme", [])
        return found

    index._file.rows = meanwhile  # type: ignore[method-assign]
    assert standings(index, "we") == before
    assert moved
