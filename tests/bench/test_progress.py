"""Results of an interrupted measurement are found again, and belong to the code that was measured."""

from __future__ import annotations

from pathlib import Path

from bench.progress import Progress, code_digest


def test_results_are_found_again(tmp_path: Path) -> None:
    assert list(Progress("kills", tmp_path).known()) == []
    Progress("kills", tmp_path).add({"hit": True})
    Progress("kills", tmp_path).add({"hit": False})
    assert list(Progress("kills", tmp_path).known()) == [{"hit": True}, {"hit": False}]
    assert list(Progress("others", tmp_path).known()) == []


def test_a_result_that_was_being_written_is_none(tmp_path: Path) -> None:
    progress = Progress("kills", tmp_path)
    progress.add({"hit": True})
    with progress.path.open("a") as file:
        file.write('{"hi')
    progress.add({"hit": False})
    assert list(progress.known()) == [{"hit": True}, {"hit": False}]


def test_other_code_starts_anew(tmp_path: Path) -> None:
    (tmp_path / "one.py").write_text("a = 1")
    before = code_digest(tmp_path)
    assert code_digest(tmp_path) == before
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__/one.pyc").write_bytes(b"compiled")
    assert code_digest(tmp_path) == before
    (tmp_path / "one.py").write_text("a = 2")
    assert code_digest(tmp_path) != before
