"""Commands on a stranger's repository, and the files that a commit wrote."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.sources import git_repository
from monitor.sources.git_repository import GitFailed, GitMissing, environment, git, written_files


def test_what_git_says_first_is_the_reason(tmp_path: Path) -> None:
    with pytest.raises(GitFailed, match="not a git repository"):
        git(tmp_path, "log")


def test_a_machine_without_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GitMissing):
        git(tmp_path, "log")


def test_nothing_else_of_the_environment_is_handed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_DIR", "/elsewhere")
    assert "GIT_DIR" not in environment()


def test_commands_that_never_end_are_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(git_repository, "_LONGEST", 0.0)
    with pytest.raises(GitFailed, match="TimeoutExpired"):
        git(tmp_path, "version")


def test_files_that_a_commit_wrote() -> None:
    blob, nothing = "a" * 40, "0" * 40
    changes = [
        (f":100644 100644 {nothing} {blob} M", "Larkspur/Privacy Policy.md"),
        (f":100644 000000 {blob} {nothing} D", "Larkspur/Gone.md"),
        (f":000000 120000 {nothing} {blob} A", "Larkspur/Link.md"),
        (f":000000 160000 {nothing} {blob} A", "module"),
    ]
    raw = b"\n" + b"".join(part.encode() + b"\0" for change in changes for part in change)
    assert list(written_files(raw)) == [(blob, b"Larkspur/Privacy Policy.md")]
