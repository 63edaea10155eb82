"""Repositories with one commit per version, as Open Terms Archive publishes them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.corpus.forms import form_of, partitions
from monitor.corpus.task import FAILED, Order, derive_partition
from monitor.errors import StoreError, UsageError
from tests.corpus.collections import SALE, git, open_terms, repository, text
from tests.corpus.conftest import derived, rows

pytestmark = pytest.mark.usefixtures("quick")


def test_each_file_is_a_policy_and_each_commit_a_version(tmp_path: Path) -> None:
    source, target = open_terms(tmp_path / "versions"), tmp_path / "tables"
    assert form_of(str(source)) == "git"
    ids = derived(source, target)
    assert list(ids) == ["Larkspur Lamps/Privacy Policy", "Quillon & Sons/Terms of Service"]
    versions = rows(target, "versions", ids["Larkspur Lamps/Privacy Policy"])
    # The author date, which is when the page was fetched, and not that of the commit.
    assert [row["captured_at"] for row in versions] == [
        datetime(2022, 1, 1, 10, 30, tzinfo=UTC), datetime(2024, 3, 1, 10, 30, tzinfo=UTC), datetime(2024, 5, 1, 10, 30, tzinfo=UTC),
    ]  # fmt: skip
    assert [row["recorded_as"] for row in versions] == ["first", "change", "technical"]
    assert versions[0]["text"].strip() == text("Larkspur").strip()
    (terms,) = rows(target, "versions", ids["Quillon & Sons/Terms of Service"])
    assert terms["captured_at"] == datetime(2022, 2, 1, 8, 30, tzinfo=UTC)


def test_a_technical_upgrade_is_told_apart_from_a_change_of_the_terms(tmp_path: Path) -> None:
    ids = derived(open_terms(tmp_path / "versions"), tmp_path / "tables")
    changes = rows(tmp_path / "tables", "changes", ids["Larkspur Lamps/Privacy Policy"])
    assert [(row["recorded_as"], row["withdrawn"]) for row in changes] == [("change", True), ("technical", False)]


def test_a_bare_clone_is_read_alike(tmp_path: Path) -> None:
    open_terms(tmp_path / "versions")
    git(tmp_path, "clone", "--quiet", "--bare", "versions", "versions.git")
    assert form_of(str(tmp_path / "versions.git")) == "git"
    of = [[(one.policy, one.keys) for one in partitions(str(tmp_path / name))] for name in ("versions", "versions.git")]
    assert of[0] == of[1]


def test_the_layout_by_first_letters_names_the_domain(tmp_path: Path) -> None:
    source = repository(tmp_path / "r", [("2020-01-01T00:00:00Z", "l/la/lar/larkspur.example.md", text("Larkspur"), "larkspur.example")])
    (partition,) = partitions(str(source))
    assert (partition.service, partition.policy.document) == ("larkspur.example", "Privacy Policy")


def test_removed_files_hidden_ones_and_links_are_no_versions(tmp_path: Path) -> None:
    first = "2020-01-01T00:00:00Z"
    source = repository(
        tmp_path / "r",
        [
            (first, "Café/Règles.md", text("Café"), "First record of Café Règles"),
            (first, ".github/workflows/readme.md", "not a policy", "x"),
            (first, "Café/logo.png", b"\x89PNG", "x"),
            ("2021-01-01T00:00:00Z", "Café/Règles.md", None, "Removed"),
            ("2022-01-01T00:00:00Z", "Café/Règles.md", text("Café", sharing=SALE), "Start tracking Café Règles"),
        ],
    )
    (source / "Café" / "Link.md").symlink_to("Règles.md")
    git(source, "add", "--all")
    git(source, "commit", "--quiet", "--message", "A link")
    (partition,) = partitions(str(source))
    assert (partition.service, partition.policy.document) == ("Café", "Règles")
    assert [key[2] for key in partition.keys] == ["first", "first"]


def test_commits_without_a_file_and_odd_subjects_are_harmless(tmp_path: Path) -> None:
    subjects = ["x", "Merge branch", "\x01odd\x02"]
    commits = [(f"202{n}-01-01T00:00:00Z", "A/B.md", text("A", months=12 + n), subject) for n, subject in enumerate(subjects)]
    source = repository(tmp_path / "r", commits)
    git(source, "commit", "--quiet", "--allow-empty", "--message", "Nothing")
    (partition,) = partitions(str(source))
    assert len(partition.keys) == 3


def test_a_document_that_changed_its_format_is_one_policy(tmp_path: Path) -> None:
    page = f"<html><body><main>{text('A').replace('# ', '<p>')}</main></body></html>"
    commits = [("2020-01-01T00:00:00Z", "A/Terms.html", page, "x"), ("2021-01-01T00:00:00Z", "A/Terms.md", text("A"), "x")]
    (partition,) = partitions(str(repository(tmp_path / "r", commits)))
    assert [key[3] for key in partition.keys] == ["text/html", "text/markdown"]


def test_a_program_named_by_the_repository_is_not_started(tmp_path: Path) -> None:
    source, trace = open_terms(tmp_path / "versions"), tmp_path / "started"
    script = tmp_path / "script"
    script.write_text(f"#!/bin/sh\ntouch {trace}\n", encoding="utf-8")
    script.chmod(0o755)
    for setting in ("core.fsmonitor", "gpg.program", "core.pager", "diff.external", "core.sshCommand"):
        git(source, "config", setting, str(script))
    git(source, "config", "log.showSignature", "true")
    derived(source, tmp_path / "tables")
    assert not trace.exists()


def test_what_is_no_repository_is_named(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    with pytest.raises(StoreError, match="can't read the repository"):
        list(partitions(str(tmp_path)))


def test_a_repository_without_versions_is_named(tmp_path: Path) -> None:
    source = repository(tmp_path / "r", [("2020-01-01T00:00:00Z", "README.md", "# Nothing\n", "x")])
    with pytest.raises(UsageError, match="no versions found"):
        list(partitions(str(source)))


def test_a_missing_blob_is_listed(tmp_path: Path) -> None:
    source = open_terms(tmp_path / "versions")
    found = next(iter(partitions(str(source))))
    blob = found.keys[1][0]
    (source / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    assert derive_partition(found, Order(str(tmp_path / "tables"))).state != FAILED
    (lost,) = rows(tmp_path / "tables", "rejections", found.policy.id)
    assert lost["reason"] == "bytes-missing"
    assert blob in lost["says"]
