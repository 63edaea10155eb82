"""The settings that all tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import ROOT, UNMEASURED, made_once


def test_files_that_coverage_leaves_out_exist() -> None:
    assert [name for name in UNMEASURED if not (ROOT / "tests" / f"{name}.py").is_file()] == []


@pytest.mark.parametrize("worker", ["gw0", None])
def test_what_is_made_once_is_found_by_the_next(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, worker: str | None
) -> None:
    monkeypatch.delenv("PYTEST_XDIST_WORKER", raising=False)
    if worker:
        monkeypatch.setenv("PYTEST_XDIST_WORKER", worker)
    made: list[Path] = []
    name = f"made-{worker}"
    first, second = (made_once(name, made.append, tmp_path_factory) for _ in range(2))
    assert first == second == made[0]
    assert len(made) == 1


def test_what_failed_to_be_made_is_made_again(tmp_path_factory: pytest.TempPathFactory) -> None:
    def fails(folder: Path) -> None:
        raise OSError(folder.name)

    with pytest.raises(OSError, match="made-late"):
        made_once("made-late", fails, tmp_path_factory)
    assert (made_once("made-late", lambda folder: (folder / "x").touch(), tmp_path_factory) / "x").exists()
