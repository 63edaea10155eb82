"""Repositories of versions: what is read of them, and that nothing in them is run."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.errors import NotArchived, UsageError
from monitor.model import Capture
from monitor.sources.git_versions import GitVersions, documents_of, is_version_repository
from tests.cli.test_import_versions import git, record


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "r"
    folder.mkdir()
    git(folder, "init", "-q")
    record(folder, "Larkspur & Söhne/Terms of Service.md", "one", "Start tracking", "2019-01-01T00:00:00Z")
    record(folder, "Larkspur & Söhne/Terms of Service.md", "two", "Update", "2019-02-01T00:00:00Z")
    record(folder, "Larkspur & Söhne/Terms of Service.md", "three", "Refilter", "2019-03-01T00:00:00Z")
    record(folder, "Larkspur & Söhne/Terms of Service.md", "four", "Fix by hand:", "2019-04-01T00:00:00Z")
    record(folder, "Larkspur & Söhne/Privacy Policy #part.md", "five", "First record of", "2019-05-01T00:00:00Z")
    record(folder, "Larkspur & Söhne/deep/er.md", "six", "First record of", "2019-06-01T00:00:00Z")
    return folder


def test_documents_and_their_versions(repository: Path) -> None:
    assert is_version_repository(repository)
    part, terms = documents_of(repository)
    assert (part.service, part.document, len(part.texts)) == ("Larkspur & Söhne", "Privacy Policy #part", 1)
    assert [(text.at.month, text.technical) for text in terms.texts] == [(1, False), (2, False), (3, True)]
    assert [text.at.month for text in terms.recorded] == [1, 2]


def test_texts_are_fetched_by_their_digest(repository: Path) -> None:
    source = GitVersions(repository, documents_of(repository)[1], url="https://larkspur.example/t")
    captures = list(source.captures(until=datetime(2019, 1, 15, tzinfo=UTC)))
    assert [capture.captured_at.month for capture in captures] == [1]
    snapshot = source.fetch("larkspur", captures[0])
    assert (snapshot.body, snapshot.media_type, snapshot.source) == (b"one", "text/markdown", "import")
    with pytest.raises(NotArchived):
        source.fetch("larkspur", Capture("https://larkspur.example/t", datetime(2001, 1, 1, tzinfo=UTC), "import"))


def test_other_folders(tmp_path: Path) -> None:
    assert not is_version_repository(tmp_path)
    assert not is_version_repository(tmp_path / "missing")
    empty = tmp_path / "empty"
    empty.mkdir()
    git(empty, "init", "-q")
    with pytest.raises(UsageError, match="Git can't read"):
        is_version_repository(empty)


def test_a_repository_of_declarations_is_none_of_versions(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    record(tmp_path, "declarations/larkspur.json", "{}", "Add", "2020-01-01T00:00:00Z")
    record(tmp_path, "docs/readme.md", "x", "Add", "2020-01-02T00:00:00Z")
    assert not is_version_repository(tmp_path)


def test_programs_that_a_repository_names_are_not_run(repository: Path, tmp_path: Path) -> None:
    trap = tmp_path / "trap"
    script = tmp_path / "script"
    script.write_text(f"#!/bin/sh\ntouch {trap}\n")
    script.chmod(0o755)
    for key in ("core.fsmonitor", "core.pager", "diff.external", "gpg.program", "core.sshCommand", "filter.x.smudge", "diff.x.textconv"):
        git(repository, "config", key, str(script))
    git(repository, "config", "log.showSignature", "true")
    (repository / ".git/info/attributes").write_text("* filter=x diff=x\n")
    assert is_version_repository(repository)
    source = GitVersions(repository, documents_of(repository)[1], url="https://larkspur.example/t")
    source.fetch("larkspur", next(source.captures()))
    assert not trap.exists()
