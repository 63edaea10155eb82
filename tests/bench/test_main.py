"""`python -m bench`: names, arguments, what is skipped."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bench import __main__ as bench
from bench.__main__ import MEASUREMENTS, Measurement, main
from bench.testbed import from_checkout
from tests.sampling import sampled


@pytest.mark.parametrize("name", sampled(MEASUREMENTS, 5))
def test_every_measurement_starts_from_the_checkout(name: str) -> None:
    command = [sys.executable, "-m", "bench", name, "--help"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=from_checkout(), cwd=bench.ROOT)
    assert done.returncode == 0, done.stderr
    assert "usage:" in done.stdout


def test_an_unknown_name_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nothing"]) == 2
    assert "unknown measurement 'nothing'; choose from: extraction" in capsys.readouterr().err


def test_help_lists_the_measurements(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    assert "reliability" in capsys.readouterr().out


def test_without_its_folders_a_measurement_is_skipped(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setitem(MEASUREMENTS, "extraction", Measurement((tmp_path / "absent",)))
    assert main(["extraction"]) == 0
    assert "skipped:" in capsys.readouterr().out


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, list[str]]]:
    calls: list[tuple[str, list[str]]] = []
    monkeypatch.setattr(bench, "measure", lambda name, arguments: calls.append((name, arguments)) or len(calls) - 1)
    return calls


def test_arguments_follow_the_names(called: list[tuple[str, list[str]]]) -> None:
    assert main(["pathological", "paint", "--write"]) == 1  # the worst exit code of the two
    assert called == [("pathological", ["--write"]), ("paint", ["--write"])]


def test_without_a_name_everything_short_is_measured(called: list[tuple[str, list[str]]]) -> None:
    main([])
    names = [name for name, _ in called]
    assert "structure" in names
    assert not {"reliability", "fuzz"} & set(names)
