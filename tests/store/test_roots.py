"""The root over all ledgers: computed from their ends, logged, and found again when they have grown."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.errors import StoreError
from monitor.store.archive import SnapshotArchive
from monitor.store.merkle import root_over
from monitor.store.roots import RECORD, ROOTS, Roots, lost_lines
from tests.sampling import examples

from .examples import NOON, decision, moment, snapshot


def keep(archive: SnapshotArchive, *policies: str) -> str:
    """One more snapshot of each; the root then, logged."""
    for policy in policies:
        archive.keep(snapshot(archive.line_count(policy), policy=policy), kept_at=NOON)
    return archive.roots.log(NOON).root


def lines_of(archive: SnapshotArchive, name: str) -> list[bytes]:
    path = archive.root / name / "ledger.jsonl"
    return path.read_bytes().splitlines() if path.exists() else []


def lost(archive: SnapshotArchive, root: str) -> list[str]:
    state = archive.roots.find(root)
    assert state is not None
    assert root_over(state.heads) == root
    return list(lost_lines(state.heads, lambda name: lines_of(archive, name), "then"))


def test_an_empty_store_has_no_log(archive: SnapshotArchive) -> None:
    assert archive.roots.current().heads == {}
    assert archive.roots.log(NOON).lines == 0
    assert archive.roots.last() is None
    assert not archive.root.exists()


def test_a_root_stands_for_the_ends_of_all_ledgers(archive: SnapshotArchive) -> None:
    keep(archive, "acme", "acme", "sorrel")
    heads = {name: (len(lines_of(archive, name)), sha256(lines_of(archive, name)[-1]).hexdigest()) for name in ("acme", "sorrel")}
    assert archive.roots.current().heads == heads
    assert archive.roots.current().root == root_over(heads)
    assert archive.roots.current().lines == 3


@settings(max_examples=examples(25), deadline=None)
@given(steps=st.lists(st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=3), min_size=1, max_size=6))
def test_every_logged_root_is_found_and_holds(tmp_path_factory: pytest.TempPathFactory, steps: list[list[str]]) -> None:
    archive = SnapshotArchive(tmp_path_factory.mktemp("roots"))
    roots = [keep(archive, *step) for step in steps]
    again = SnapshotArchive(archive.root)
    assert all(lost(again, root) == [] for root in roots)
    assert again.roots.last() is not None
    assert again.roots.longest() == again.roots.current().heads


def test_another_instance_s_lines_are_seen(archive: SnapshotArchive) -> None:
    first = keep(archive, "acme")
    other = SnapshotArchive(archive.root)
    second = keep(other, "acme")
    assert archive.roots.current().root == second != first
    assert archive.roots.find(first) is not None


def test_the_same_state_is_logged_once(archive: SnapshotArchive) -> None:
    for _ in range(3):
        archive.keep(snapshot(), kept_at=NOON)
        archive.roots.log(NOON)
    assert len((archive.root / RECORD / ROOTS).read_text().splitlines()) == 1


def test_only_what_changed_is_logged(archive: SnapshotArchive) -> None:
    keep(archive, "acme", "sorrel")
    keep(archive, "sorrel")
    _, second = map(json.loads, (archive.root / RECORD / ROOTS).read_text().splitlines())
    assert list(second["heads"]) == ["sorrel"]


def test_what_may_be_shown_is_logged(archive: SnapshotArchive) -> None:
    """While something is written, the state on the disk has a root that nobody could look up later."""
    logged = keep(archive, "acme")
    archive.keep(snapshot(7), kept_at=NOON)
    assert archive.roots.printable().root == logged != archive.roots.current().root
    archive.roots.log(NOON)
    assert archive.roots.printable().root == archive.roots.current().root


def test_a_root_may_be_given_by_its_first_digits(archive: SnapshotArchive) -> None:
    root = keep(archive, "acme")
    keep(archive, "acme")
    found = archive.roots.find(root[:16])
    assert found is not None
    assert found.root == root


def test_a_shorter_and_a_rewritten_ledger_are_named(archive: SnapshotArchive) -> None:
    keep(archive, "acme", "sorrel")
    root = keep(archive, "acme", "sorrel", "thistle")
    acme, sorrel = (archive.root / name / "ledger.jsonl" for name in ("acme", "sorrel"))
    acme.write_bytes(acme.read_bytes().splitlines(keepends=True)[0])
    sorrel.write_bytes(sorrel.read_bytes().replace(b'"live"', b'"past"'))
    (archive.root / "thistle/ledger.jsonl").unlink()
    one, two, three = lost(archive, root)
    assert one.startswith("acme: 1 of the 2 lines that its ledger had then are gone")
    assert two.startswith("sorrel: the ledger was rewritten: its first 2 lines are not the ones it had then")
    assert three.startswith("thistle: its ledger is gone, of which 1 lines were there then")


def test_the_longest_is_remembered_until_its_loss_is_accepted(archive: SnapshotArchive) -> None:
    keep(archive, "acme")
    keep(archive, "acme")
    whole = archive.roots.longest()
    path = archive.root / "acme/ledger.jsonl"
    path.write_bytes(path.read_bytes().splitlines(keepends=True)[0])
    archive.roots.log(moment(1))
    assert archive.roots.longest() == whole
    archive.roots.log(moment(2), accept=True)
    assert archive.roots.longest() == archive.roots.current().heads


def test_a_rewritten_ledger_that_grows_does_not_hide_what_it_was(archive: SnapshotArchive) -> None:
    keep(archive, "acme", "acme", "sorrel")
    whole = archive.roots.longest()
    path = archive.root / "acme/ledger.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"live"', b'"past"'))
    (archive.root / "acme/ledger.head").unlink()
    again = SnapshotArchive(archive.root)
    keep(again, "acme", "acme", "sorrel")
    assert again.roots.longest() == {**again.roots.current().heads, "acme": whole["acme"]}


TORN = [
    b'{"at":"2020',
    b"\xff\xfe",
    b"[]\n",
    b'{"at":"x","root":"y","heads":{}}\n',
    b'{"at":7}\n',
    b'{"at":"2020-01-01T00:00:00Z","root":"r","heads":{"acme":["x"]}}\n',
    b'{"at":"2020-01-01T00:00:00Z","root":"r","heads":{"acme":[9]}}\n',
    b'{"at":"2020-01-01T00:00:00Z","root":"r","heads":7}\n',
]


@pytest.mark.parametrize("torn", TORN)
def test_a_torn_or_damaged_line_of_the_log_is_passed_over(archive: SnapshotArchive, torn: bytes) -> None:
    first = keep(archive, "acme")
    path = archive.root / RECORD / ROOTS
    path.write_bytes(path.read_bytes() + torn)
    second = keep(SnapshotArchive(archive.root), "acme", "sorrel")
    again = SnapshotArchive(archive.root)
    assert lost(again, first) == lost(again, second) == []


def test_an_altered_log_does_not_match_its_root(archive: SnapshotArchive) -> None:
    keep(archive, "acme", "sorrel")
    root = keep(archive, "acme")
    path = archive.root / RECORD / ROOTS
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    lines[0]["heads"]["sorrel"] = [1, "0" * 64]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    state = SnapshotArchive(archive.root).roots.find(root)
    assert state is not None
    assert root_over(state.heads) != root


@pytest.mark.parametrize("size", [10, 16_000, 17_000, 300_000])
def test_the_end_of_a_long_ledger_is_found(archive: SnapshotArchive, size: int) -> None:
    for n in range(3):
        archive.keep(snapshot(n, headers={"X-Long": "x" * size}), kept_at=NOON)
    archive.record_decision("acme", decision())
    assert archive.roots.current().heads["acme"] == (4, sha256(lines_of(archive, "acme")[-1]).hexdigest())


@pytest.mark.parametrize("rest", [b"{", b'{"previous":"0', b"\0" * 30, b"\0" * 30 + b"\n"])
def test_an_incomplete_last_line_does_not_count(archive: SnapshotArchive, rest: bytes) -> None:
    keep(archive, "acme")
    before = archive.roots.current()
    path = archive.root / "acme/ledger.jsonl"
    path.write_bytes(path.read_bytes() + rest)
    assert Roots(archive.root).current() == before
    (archive.root / "sorrel").mkdir()
    (archive.root / "sorrel/ledger.jsonl").write_bytes(rest.rstrip(b"\n"))
    assert Roots(archive.root).current() == before


@pytest.mark.parametrize("line", [b"{}\n", b"[]\n", b"x\n", b'{"sequence":"x"}\n'])
def test_a_damaged_last_line_is_named(archive: SnapshotArchive, line: bytes) -> None:
    keep(archive, "acme")
    path: Path = archive.root / "acme/ledger.jsonl"
    path.write_bytes(path.read_bytes() + line)
    with pytest.raises(StoreError, match="the last line is damaged"):
        Roots(archive.root).current()


def test_every_logged_state_is_listed_with_its_lines(archive: SnapshotArchive) -> None:
    assert archive.roots.logged() == []
    archive.keep(snapshot(), kept_at=NOON)
    first = archive.roots.log(NOON)
    archive.keep(snapshot(policy="birch"), kept_at=NOON)
    archive.record_decision("acme", decision())
    second = archive.roots.log(moment(1))
    assert archive.roots.log(moment(2)).root == second.root, "nothing was recorded since"
    assert archive.roots.logged() == [
        (NOON, first.root, 1),
        (moment(1), second.root, 3),
    ]
    # A torn line is nobody's state.
    with (archive.root / RECORD / ROOTS).open("a") as log:
        log.write('{"at": "2020')
    assert len(archive.roots.logged()) == 2
