"""Where the trainers write; the model that ships is never replaced by a poorer one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bench import ROOT
from bench.testbed import from_checkout
from evaluation import destination as module
from evaluation.destination import VOCABULARY, destination
from tests.sampling import sampled


@pytest.fixture
def stranger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("POLICY_MONITOR_SHARED", str(tmp_path / "nothing"))
    return tmp_path


def test_a_named_folder_is_created(stranger: Path) -> None:
    folder = stranger / "a/b"
    assert destination("evaluation.train", "Learns.", ["--out", str(folder)]) == folder
    assert folder.is_dir()


@pytest.mark.parametrize("argv", [[], ["--out", str(VOCABULARY)]])
def test_without_the_large_set_the_shipped_model_stays(stranger: Path, capsys: pytest.CaptureFixture[str], argv: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        destination("evaluation.train", "Learns.", argv)
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "POLICY_MONITOR_SHARED" in said
    assert "--out FOLDER" in said


def test_with_the_large_set_the_vocabulary_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "missing", lambda: None)
    assert destination("evaluation.train", "Learns.", []) == VOCABULARY


@pytest.mark.parametrize("trainer", sampled(["evaluation.train", "evaluation.train_meaning", "evaluation.train_topics"], 3))
def test_the_trainers_refuse_in_one_line(stranger: Path, trainer: str) -> None:
    before = {path.name: path.read_bytes() for path in VOCABULARY.iterdir() if path.is_file()}
    done = subprocess.run([sys.executable, "-m", trainer], env=from_checkout(), cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr
    assert {path.name: path.read_bytes() for path in VOCABULARY.iterdir() if path.is_file()} == before
