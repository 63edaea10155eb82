"""`import list` of a repository of versions: dated versions of the policies that are tracked."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from .conftest import User
from .test_import_list import listed  # noqa: F401 - a fixture

TEXT = (
    "# Privacy Policy\n\n"
    + "We collect your name and your address to deliver what you order, and we keep them for {} years as the law requires. " * 3
)


def git(folder: Path, *arguments: str, at: str = "2020-01-01T12:00:00Z") -> None:
    env = {"GIT_AUTHOR_DATE": at, "GIT_COMMITTER_DATE": at, "PATH": "/usr/bin:/bin:/usr/local/bin", "HOME": str(folder)}
    command = ["git", "-c", "user.name=x", "-c", "user.email=x@x.example", "-C", str(folder), *arguments]
    subprocess.run(command, check=True, capture_output=True, env=env)


def record(folder: Path, name: str, text: str, subject: str, at: str) -> None:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    git(folder, "add", "-A", at=at)
    git(folder, "commit", "-q", "-m", f"{subject} {name}", at=at)


@pytest.fixture
def versions(tmp_path: Path) -> Path:
    folder = tmp_path / "versions"
    folder.mkdir()
    git(folder, "init", "-q")
    record(folder, "README.md", "# Versions", "Add readme", "2018-01-01T00:00:00Z")
    record(folder, "Larkspur/Privacy Policy.md", TEXT.format(*"222"), "First record of", "2019-03-01T10:00:00Z")
    record(
        folder,
        "Larkspur/Privacy Policy.md",
        "\n" + TEXT.format(*"222"),
        "Apply technical or declaration upgrade on",
        "2019-06-01T10:00:00Z",
    )
    record(folder, "Larkspur/Privacy Policy.md", TEXT.format(*"333"), "Record new changes of", "2020-03-01T10:00:00Z")
    record(folder, "Stranger/Terms of Service.md", "# Terms\n\nText.", "First record of", "2020-04-01T10:00:00Z")
    return folder


def test_a_repository_of_versions_becomes_dated_versions(listed: User, versions: Path) -> None:  # noqa: F811
    listed("import", "list", "vendors.csv", "--yes")
    shown = listed("import", "list", str(versions), "--dry-run")
    assert "larkspur  Larkspur/Privacy Policy  2         2019-03-01 to 2020-03-01" in shown.out
    assert "Stranger/Terms of Service  1 version  no tracked policy has this name and document; add it first" in shown.out
    assert "the page itself had not changed" in shown.out
    assert listed("log", "larkspur", "--format", "json").json["versions"] == []
    found = listed("import", "list", str(versions), "--yes", "--format", "json").json
    assert (found["written"], found["imported"][0]["fetched"]) == (True, 2)
    log = listed("log", "larkspur", "--format", "json").json["versions"]
    assert [(one["captured_at"], one["source"]) for one in log] == [("2019-03-01T10:00:00Z", "import"), ("2020-03-01T10:00:00Z", "import")]
    assert listed("import", "list", str(versions), "--yes", "--format", "json").json["imported"][0]["fetched"] == 0
    assert listed("verify").code == 0
    assert listed("import", "list", str(versions)).code == 2
