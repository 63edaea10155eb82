"""The files of a derived collection, of which one says that the others are complete."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from monitor.corpus import results
from monitor.corpus.partition import Partition
from monitor.corpus.results import MARKER, check_target, file_of, read_result, write_result
from monitor.errors import StoreError
from tests.corpus.collections import policy
from tests.corpus.conftest import files
from tests.corpus.test_fold import TEXTS, folded

PARTITION = Partition(policy(), "Larkspur", "folder", "/x")


def test_the_footer_says_what_was_derived(tmp_path: Path) -> None:
    derived = replace(folded([*TEXTS, ""]), stopped=("Comparing took too much: “…”.",))
    write_result(str(tmp_path), PARTITION, derived, "f1")
    found = read_result(str(tmp_path), "larkspur")
    assert found is not None
    assert (found.fingerprint, found.versions, found.rejections, found.stopped) == ("f1", 3, 1, list(derived.stopped))
    assert found.changes == {"critical": 1, "material": 1}


def test_the_same_history_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_result(str(tmp_path / name), PARTITION, folded(TEXTS), "f1")
    assert files(tmp_path / "a") == files(tmp_path / "b")
    assert len(files(tmp_path / "a")) == 4


@pytest.mark.parametrize("written", [0, 1, 2, 3])
def test_a_policy_of_which_a_file_is_missing_is_not_complete(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: int) -> None:
    left = iter([None] * written)

    def killed(place: str, content: bytes) -> None:
        if next(left, "killed") == "killed":
            raise KeyboardInterrupt
        real(place, content)

    real = results.write_whole
    monkeypatch.setattr(results, "write_whole", killed)
    with pytest.raises(KeyboardInterrupt):
        write_result(str(tmp_path), PARTITION, folded(TEXTS), "f1")
    assert read_result(str(tmp_path), "larkspur") is None


@pytest.mark.parametrize("content", [b"", b"PAR1", b"\0" * 1000])
def test_a_damaged_marker_counts_as_none(tmp_path: Path, content: bytes) -> None:
    write_result(str(tmp_path), PARTITION, folded(TEXTS), "f1")
    place = Path(file_of(str(tmp_path), MARKER, "larkspur"))
    for damaged in (content, place.read_bytes()[:-20]):
        place.write_bytes(damaged)
        assert read_result(str(tmp_path), "larkspur") is None


def test_another_engine_has_files_of_its_own() -> None:
    places = {file_of("/t", "changes", "larkspur", engine=engine) for engine in ("7", "8")}
    assert len(places) == 2
    assert all("/changes/engine=" in place and place.endswith("/larkspur.parquet") for place in places)


def test_a_folder_with_something_else_is_no_target(tmp_path: Path) -> None:
    check_target(str(tmp_path / "new"))
    (tmp_path / "letters.txt").touch()
    with pytest.raises(StoreError, match=r"letters\.txt"):
        check_target(str(tmp_path))
    write_result(str(tmp_path / "t"), PARTITION, folded(TEXTS), "f1")
    check_target(str(tmp_path / "t"))
