"""`make audit`: advisories from a file, and what is said where no service answers."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from packaging.version import Version

from tests.net.web_server import WebServer

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


@pytest.mark.parametrize("empty", ["export", "lock"])
def test_what_was_not_looked_at_is_not_called_safe(audit: ModuleType, lock: Path, tmp_path: Path, empty: str, export: Path) -> None:
    if empty == "export":
        (export / "PYSEC-1.json").unlink()
    else:
        lock.write_text("# nothing is locked\n")
    assert audit.main(["--advisories", str(export), str(lock)]) == 2


def test_a_lock_that_is_not_there_is_named(audit: ModuleType, export: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gone = tmp_path / "gone.lock"
    assert audit.main(["--advisories", str(export), str(gone)]) == 2
    assert capsys.readouterr().err.startswith(f"{gone}: ")
    assert audit.main(["--service", "http://127.0.0.1:9", str(gone)]) == 2, "also where nothing answers"


@pytest.mark.parametrize("content", ["[]", '"text"', '{"affected": 3}', "{"])
def test_what_is_no_advisory_is_said(audit: ModuleType, lock: Path, export: Path, content: str) -> None:
    (export / "PYSEC-2.json").write_text(content)
    assert audit.main(["--advisories", str(export), str(lock)]) == 2


@pytest.fixture
def export(tmp_path: Path) -> Path:
    place = tmp_path / "advisories"
    place.mkdir()
    (place / "PYSEC-1.json").write_text(json.dumps(advisory(RANGE)))
    return place


@pytest.fixture
def service() -> Iterator[WebServer]:
    """PyPI as far as it is asked, which gives advisories."""
    server = WebServer()
    server.page("/pypi/pip/json", json.dumps({"info": {}, "vulnerabilities": []}).encode())
    yield server
    server.stop()


def pip_audit(folder: Path, says: str, code: int) -> str:
    """A program in place of pip-audit, which says something on standard error."""
    program = folder / "pip-audit"
    program.write_text(f"#!/bin/sh\necho {says!r} >&2\nexit {code}\n")
    program.chmod(0o755)
    return str(program)


@pytest.mark.parametrize(
    ("says", "code", "strict", "result", "unchecked"),
    [
        ("No known vulnerabilities found", 0, False, 0, False),
        ("Found 2 known vulnerabilities in 1 package", 1, False, 1, False),
        ("ERROR:pip_audit._cli:Could not connect to its vulnerability feed", 1, False, 0, True),
        ("ERROR:pip_audit._cli:Could not connect to its vulnerability feed", 1, True, 1, True),
        ("ERROR:pip_audit._cli:requirements.lock has no hash for kettle", 1, False, 1, False),
    ],
)
def test_a_service_that_stops_answering_is_no_vulnerability(
    audit: ModuleType, lock: Path, tmp_path: Path, service: WebServer, capfd: pytest.CaptureFixture[str],
    says: str, code: int, strict: bool, result: int, unchecked: bool,
) -> None:  # fmt: skip
    given = ["--service", service.address, "--pip-audit", pip_audit(tmp_path, says, code), *(["--strict"] if strict else []), str(lock)]
    assert audit.main(given) == result
    said = capfd.readouterr()
    assert ("Not checked: " in said.out) is unchecked
    assert says in said.out + said.err


@pytest.mark.parametrize("strict", [False, True])
def test_only_a_strict_check_fails_for_what_the_service_does_not_know(
    audit: ModuleType, lock: Path, tmp_path: Path, service: WebServer, strict: bool
) -> None:
    program = Path(pip_audit(tmp_path, "", 0))
    program.write_text('#!/bin/sh\n[ "$1" != --strict ] || { echo "ERROR: not found on PyPI and could not be audited" >&2; exit 1; }\n')
    given = ["--service", service.address, "--pip-audit", str(program), *(["--strict"] if strict else []), str(lock)]
    assert audit.main(given) == int(strict)


def test_packages_that_were_skipped_are_counted(
    audit: ModuleType, lock: Path, tmp_path: Path, service: WebServer, capfd: pytest.CaptureFixture[str]
) -> None:
    program = Path(pip_audit(tmp_path, "", 0))
    program.write_text("#!/bin/sh\necho 'kettle Dependency not found on PyPI and could not be audited: kettle (3.0)'\n")
    assert audit.main(["--service", service.address, "--pip-audit", str(program), str(lock)]) == 0
    said = capfd.readouterr().out
    assert f"Not checked: {service.address} does not know 1 of 2 packages. With an export" in said
    assert "kettle (3.0)" in said


def test_a_mirror_without_advisories_finds_nothing_safe(
    audit: ModuleType, lock: Path, tmp_path: Path, service: WebServer, capsys: pytest.CaptureFixture[str]
) -> None:
    program = pip_audit(tmp_path, "No known vulnerabilities found", 0)
    for answer in ('{"info": {}}', "[]", "<html>A mirror</html>"):
        service.page("/pypi/pip/json", answer.encode())
        assert audit.main(["--service", service.address, "--pip-audit", program, str(lock)]) == 0
        assert "Not checked: " in capsys.readouterr().out


def test_without_pip_audit_it_says_so(
    audit: ModuleType, lock: Path, tmp_path: Path, service: WebServer, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["--service", service.address, "--pip-audit", str(tmp_path / "pip-audit"), str(lock)]
    assert audit.main(given) == 0
    assert "is not installed" in capsys.readouterr().out
    assert audit.main(["--strict", *given]) == 1


@pytest.mark.slow
def test_make_checks_a_file_without_network_and_without_tools(export: Path, tmp_path: Path) -> None:
    """The tools come from an index; whoever has no network has none, and needs none for a file."""
    venv = tmp_path / "venv"
    (venv / "bin").mkdir(parents=True)
    (venv / "bin/python").symlink_to(sys.executable)
    nowhere = {**os.environ, "PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull}
    make = ["make", "--no-print-directory", "audit", f"VENV={venv}", f"PYTHON={sys.executable}"]
    done = subprocess.run([*make, f"OSV={export}"], check=False, cwd=REPOSITORY, capture_output=True, text=True, env=nowhere, timeout=120)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("no known vulnerabilities") == 2
    done = subprocess.run(make, check=False, cwd=REPOSITORY, capture_output=True, text=True, env=nowhere, timeout=120)
    assert done.returncode == 0, done.stderr
    assert "Not checked: " in done.stdout


def test_our_own_lock_files_are_read(audit: ModuleType) -> None:
    found = audit.locked(sorted(REPOSITORY.glob("requirements*.lock")))
    assert {"click", "requests", "pytest", "mkdocs"} <= found.keys()
