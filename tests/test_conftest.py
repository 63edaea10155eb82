"""The settings that all tests share."""

from __future__ import annotations

import gc
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import settings

from tests.conftest import ROOT, UNMEASURED, made_once, pytest_collect_file, pytest_collection, slow_are_selected
from tests.sampling import examples, only, sampled


def test_files_that_coverage_leaves_out_exist() -> None:
    assert [name for name in UNMEASURED if not (ROOT / "tests" / f"{name}.py").is_file()] == []


@pytest.mark.parametrize(("name", "left"), [("test_shops.py", 1), ("shops.py", 2)])
def test_examples_in_docstrings_are_looked_for_outside_tests_alone(name: str, left: int) -> None:
    collecting = pytest_collect_file(ROOT / "tests" / name)
    next(collecting)
    module, examples = object.__new__(pytest.Module), object.__new__(pytest.Class)
    with pytest.raises(StopIteration) as ended:
        collecting.send([module, examples])
    assert ended.value.value == [module, examples][:left]


def test_while_tests_are_collected_the_cycle_collector_rests() -> None:
    collecting = pytest_collection()
    next(collecting)
    assert not gc.isenabled()
    with pytest.raises(StopIteration):
        collecting.send(None)
    assert gc.isenabled()


def test_after_a_collection_that_failed_the_cycle_collector_runs() -> None:
    collecting = pytest_collection()
    next(collecting)
    with pytest.raises(ImportError):
        collecting.throw(ImportError("no such library"))
    assert gc.isenabled()


class Factory:
    """Temporary folders as pytest-xdist lays them out: one for each process, in one for the run."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self._folder = folder

    def getbasetemp(self) -> Path:
        return self._folder


def test_what_one_process_made_is_found_by_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Path] = []
    for worker in ("gw0", "gw1"):
        monkeypatch.setenv("PYTEST_XDIST_WORKER", worker)
        assert made_once("made", made.append, Factory(tmp_path / worker)) == tmp_path / "made"
    assert made == [tmp_path / "made"]


def test_a_single_process_keeps_it_in_its_own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PYTEST_XDIST_WORKER", raising=False)
    made: list[Path] = []
    factory = Factory(tmp_path / "alone")
    assert made_once("made", made.append, factory) == made_once("made", made.append, factory) == tmp_path / "alone/made"
    assert len(made) == 1


def test_what_failed_to_be_made_is_made_again(tmp_path: Path) -> None:
    def fails(folder: Path) -> None:
        raise OSError(folder.name)

    factory = Factory(tmp_path / "alone")
    with pytest.raises(OSError, match="made-late"):
        made_once("made-late", fails, factory)
    assert (made_once("made-late", lambda folder: (folder / "x").touch(), factory) / "x").exists()


@pytest.mark.parametrize(
    ("expression", "selected"),
    [("", False), ("slow", True), ("not slow", False), ("archive and slow", True), ("not slow and archive", False)],
)
def test_slow_tests_are_selected_by_name(expression: str, selected: bool) -> None:
    config = SimpleNamespace(option=SimpleNamespace(markexpr=expression))
    assert slow_are_selected(config) is selected  # type: ignore[arg-type]


def slow_of(cases: list[object]) -> list[object]:
    """The values of the cases that are slow."""
    return [case.values for case in cases if hasattr(case, "marks") and "slow" in {mark.name for mark in case.marks}]


def test_of_many_cases_the_others_are_slow() -> None:
    assert slow_of(sampled("abcde", 2)) == [("b",), ("d",)]
    assert slow_of(only("abc", "b")) == [("a",), ("c",)]
    assert slow_of(sampled([(1, 2), (3, 4)], 2, rows=True)) == [(3, 4)]
    (_, kept) = sampled([0, pytest.param(1, id="one", marks=pytest.mark.archive)], 2)
    assert (kept.values, kept.id, {mark.name for mark in kept.marks}) == ((1,), "one", {"archive", "slow"})


def test_a_chosen_case_has_to_be_one() -> None:
    with pytest.raises(AssertionError, match="a chosen case is none"):
        only("abc", "d")


def test_a_profile_takes_a_part_of_all_numbers_of_examples() -> None:
    assert examples(100) == settings().max_examples
    assert examples(1) == 1
