"""What a change to the engine gained and lost: `python -m evaluation.verdicts --against REV`."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from evaluation import verdicts
from evaluation.verdicts import compared, differences, frozen_at, main, parsed


def line(source: str, change: str = "c1", **said: Any) -> str:
    verdict = {"rule": "fee", "severity": "material", "direction": "weakens", "topics": ["payments"], "headline": "A new fee", **said}
    return json.dumps({"from": source, "change": change, **verdict}) + "\n"


def changed(before: str, now: str) -> dict[str, list[str]]:
    return differences(parsed(before), parsed(now))


def test_equal_verdicts_differ_in_nothing() -> None:
    assert changed(line("a") + line("b"), line("b") + line("a")) == {}


def test_a_severity_is_grouped_by_where_it_went() -> None:
    before = line("a") + line("b") + line("c")
    now = line("a", severity="critical") + line("b", severity="critical") + line("c", severity="minor")
    assert changed(before, now) == {
        "severity: material → critical": ["a: A new fee", "b: A new fee"],
        "severity: material → minor": ["c: A new fee"],
    }


def test_a_verdict_counts_under_each_field_that_differs() -> None:
    now = line("a", direction="neutral", headline="A fee", topics=["payments", "other"], rule="price")
    assert changed(line("a"), now) == {
        "direction: weakens → neutral": ["a: A fee"],
        "topics": ["a: payments → payments, other"],
        "headline": ["a: A new fee → A fee"],
        "rule": ["a: fee → price"],
    }


def test_changes_known_to_one_side_are_listed_first() -> None:
    now = line("a", "c2", severity="minor", headline="Another") + line("b", direction="unclear")
    assert list(changed(line("a") + line("b"), now)) == ["gone: material", "new: minor", "direction: weakens → unclear"]


def git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=Reader", "-c", "user.email=reader@reader.example", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "-C", str(folder), *identity, *arguments], check=True, capture_output=True)


@pytest.fixture
def history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with one frozen set; the engine now says something else of one of its two changes."""
    frozen = tmp_path / "tests/verdicts"
    frozen.mkdir(parents=True)
    (frozen / "cases.jsonl").write_text(line("a") + line("b"), encoding="utf-8")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "Freeze")

    def now() -> Iterator[str]:
        yield from (line("a"), line("b", severity="minor"))

    monkeypatch.setattr(verdicts, "SETS", {"cases": now})
    return tmp_path


def test_the_revision_is_read_from_git(history: Path) -> None:
    (history / "tests/verdicts/cases.jsonl").write_text("", encoding="utf-8")
    assert [key for key, _ in frozen_at("HEAD", "cases", history)] == ["a", "b"]
    assert frozen_at("HEAD", "a set of later days", history) == {}


def test_the_comparison_counts_alerts(history: Path) -> None:
    assert list(compared("HEAD", 10, history)) == [
        "## cases: 1 of 2 verdicts are unchanged; alerts 2 → 1",
        "\nseverity: material → minor (1)",
        "  b: A new fee",
        "",
    ]


def test_long_groups_are_cut(history: Path) -> None:
    assert "  … and 1 more" in list(compared("HEAD", 0, history))


def test_an_unknown_revision_is_named(history: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ValueError, match="unknown revision 'nowhere'"):
        frozen_at("nowhere", "cases", history)
    assert main(["--against", "nowhere"]) == 2
    assert capsys.readouterr().err == "unknown revision 'nowhere'\n"


def test_freezing_writes_the_files(history: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(verdicts, "FROZEN", history / "tests/verdicts")
    assert main([]) == 0
    assert capsys.readouterr().out == "cases: 2 verdicts\n"
    assert (history / "tests/verdicts/cases.jsonl").read_text(encoding="utf-8") == line("a") + line("b", severity="minor")
