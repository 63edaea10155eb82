"""`make audit`: advisories from a file, and what is said where no service answers."""

from __future__ import annotations

import importlib.util
import json
import zipfile
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from packaging.version import Version

REPOSITORY = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def audit() -> ModuleType:
    spec = importlib.util.spec_from_file_location("audit", REPOSITORY / ".ci/audit.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def advisory(events: list[dict[str, str]] | None = None, versions: list[str] | None = None, **more: Any) -> dict[str, Any]:
    affected = {"package": {"ecosystem": "PyPI", "name": "Tea_Pot"}, "versions": versions or []}
    ranges = [{"type": "ECOSYSTEM", "events": events}] if events else []
    return {"id": "PYSEC-1", "summary": "It leaks.", "affected": [{**affected, "ranges": ranges}], **more}


RANGE = [{"introduced": "0"}, {"fixed": "1.2"}, {"introduced": "2.0"}, {"last_affected": "2.5"}]


@pytest.mark.parametrize(
    ("version", "affected"),
    [("0.1", True), ("1.1.9", True), ("1.2rc1", True), ("1.2", False), ("1.9", False), ("2.0", True), ("2.5", True), ("2.5.1", False)],
)
def test_ranges(audit: ModuleType, version: str, affected: bool) -> None:
    assert audit.affects(advisory(RANGE), "tea-pot", Version(version)) is affected
    assert audit.affects(advisory(RANGE[::-1]), "tea-pot", Version(version)) is affected, "in whatever order the events stand"


def test_listed_versions(audit: ModuleType) -> None:
    found = advisory(versions=["1.0", "1.0-odd-name", "1.1.0"])
    assert audit.affects(found, "tea-pot", Version("1.1"))
    assert not audit.affects(found, "tea-pot", Version("1.2"))
    assert not audit.affects(found, "kettle", Version("1.1"))


def test_what_is_withdrawn_or_of_another_index_does_not_count(audit: ModuleType) -> None:
    assert not audit.affects(advisory(RANGE, withdrawn="2024-01-01T00:00:00Z"), "tea-pot", Version("1.0"))
    other = advisory(RANGE)
    other["affected"][0]["package"]["ecosystem"] = "npm"
    assert not audit.affects(other, "tea-pot", Version("1.0"))


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    path = tmp_path / "requirements.lock"
    path.write_text("tea.pot[steam]==1.1 \\\n    --hash=sha256:00\nkettle==3.0 ; python_version > '3'\n")
    return path


@pytest.mark.parametrize("form", ["zip", "folder"])
def test_an_export_is_checked(audit: ModuleType, lock: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str) -> None:
    place = tmp_path / "export"
    contents = {"PYSEC-1.json": advisory(RANGE), "GHSA-2.json": {"id": "GHSA-2", "affected": []}}
    if form == "zip":
        with zipfile.ZipFile(place, "w") as export:
            for name, content in contents.items():
                export.writestr(name, json.dumps(content))
    else:
        place.mkdir()
        for name, content in contents.items():
            (place / name).write_text(json.dumps(content))
    assert audit.main(["--advisories", str(place), str(lock)]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "tea-pot 1.1: PYSEC-1 It leaks.",
        f"2 locked packages, 2 advisories in {place}: 1 known vulnerabilities.",
    ]
    lock.write_text("tea-pot==1.5\n")
    assert audit.main(["--advisories", str(place), str(lock)]) == 0
    assert "no known vulnerabilities" in capsys.readouterr().out


@pytest.mark.parametrize("content", [None, b"", b"no zip"])
def test_what_is_no_export_is_said(audit: ModuleType, lock: Path, tmp_path: Path, content: bytes | None) -> None:
    place = tmp_path / "all.zip"
    if content is not None:
        place.write_bytes(content)
    assert audit.main(["--advisories", str(place), str(lock)]) == 2


def test_where_no_service_answers_it_says_so(audit: ModuleType, lock: Path, capsys: pytest.CaptureFixture[str]) -> None:
    nobody = ["--service", "http://127.0.0.1:9", str(lock)]
    assert audit.main(nobody) == 0
    assert capsys.readouterr().out.startswith("Not checked: http://127.0.0.1:9 does not answer (")
    assert audit.main(["--strict", *nobody]) == 1


def test_our_own_lock_files_are_read(audit: ModuleType) -> None:
    found = audit.locked(sorted(REPOSITORY.glob("requirements*.lock")))
    assert {"click", "requests", "pytest", "mkdocs"} <= found.keys()
