"""The contributor's files agree with each other: Makefile, hooks, CI, lock files, packaging metadata."""

from __future__ import annotations

import os
import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml


@pytest.fixture(scope="module")
def pyproject(root: Path) -> dict[str, Any]:
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def workflow(root: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((root / ".github/workflows/ci.yml").read_text(encoding="utf-8"))
    return loaded


@pytest.fixture(scope="module")
def makefile(root: Path) -> str:
    return (root / "Makefile").read_text(encoding="utf-8")


def recipe(makefile: str, target: str) -> list[str]:
    """The commands of a target."""
    found = re.search(rf"^{target}:.*\n((?:\t.*\n)*)", makefile, re.MULTILINE)
    assert found, target
    return [line.strip().lstrip("@") for line in found[1].splitlines()]


def test_every_target_is_phony_and_explained_by_make_help(makefile: str) -> None:
    targets = re.findall(r"^([a-z]+):", makefile, re.MULTILINE)
    (phony,) = re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert sorted(targets) == sorted(phony.split())
    assert sorted(targets) == sorted(re.findall(r"^([a-z]+):.* ## [a-z].*[^.]$", makefile, re.MULTILINE))


@pytest.mark.parametrize("moved", [False, True])
@pytest.mark.parametrize("stamp", [".installed", ".installed-dev", ".browser", "docs/.installed"])
def test_make_sets_up_again_in_a_folder_that_was_moved(root: Path, tmp_path: Path, stamp: str, moved: bool) -> None:
    for name in ("Makefile", "pyproject.toml", *(path.name for path in root.glob("requirements*.lock"))):
        (tmp_path / name).write_bytes((root / name).read_bytes())
    for name in ("bin/python", ".installed", ".installed-dev", ".browser", "docs/.installed"):
        (tmp_path / ".venv" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / ".venv" / name).touch()
    (tmp_path / ".venv/.installed").write_text("/another/folder\n" if moved else f"{tmp_path.resolve()}\n", encoding="utf-8")
    make = ["make", "--dry-run", f".venv/{stamp}"]
    plan = subprocess.run(make, cwd=tmp_path, env={"PATH": os.environ["PATH"]}, capture_output=True, text=True, check=True).stdout
    steps = [plan.find(step) for step in ("rm -rf .venv", "-m venv .venv", "-r requirements-docs.lock" if "docs" in stamp else "-e .")]
    assert (sorted(steps) == steps and min(steps) >= 0) if moved else max(steps) < 0, plan


def test_hooks_run_what_make_lint_runs(root: Path, makefile: str) -> None:
    hooks = yaml.safe_load((root / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"][0]["hooks"]
    run = {hook["entry"].replace(" --force-exclude", "") for hook in hooks if hook["entry"].startswith(".venv/bin/")}
    lint = {line.replace("$(BIN)", ".venv/bin").removesuffix(" .") for line in recipe(makefile, "lint")}
    assert run == lint


def test_ci_runs_the_tests_on_every_supported_python(root: Path, pyproject: dict[str, Any], workflow: dict[str, Any]) -> None:
    versions = workflow["jobs"]["test"]["strategy"]["matrix"]["python"]
    classifiers = pyproject["project"]["classifiers"]
    assert versions == [found[1] for name in classifiers if (found := re.search(r":: (3\.\d+)$", name))]
    assert pyproject["project"]["requires-python"] == f">={versions[0]}"
    assert ".ci/run" in commands(workflow, "test")
    assert "exec make test" in (root / ".ci/run").read_text(encoding="utf-8")


def test_ci_runs_the_hooks_and_builds_the_documentation(workflow: dict[str, Any]) -> None:
    assert any(command.startswith(".venv/bin/pre-commit run --all-files") for command in commands(workflow, "hooks"))
    assert "make docs" in commands(workflow, "docs")


def test_slow_tests_run_every_night(root: Path, makefile: str) -> None:
    nightly = yaml.safe_load((root / ".github/workflows/slow.yml").read_text(encoding="utf-8"))
    assert nightly[True]["schedule"][0]["cron"].endswith(" * * *")  # YAML 1.1 reads `on` as a truth value
    assert "make slow" in commands(nightly, "slow")
    assert any(line.endswith("-m slow") for line in recipe(makefile, "slow"))


def test_ci_may_only_read(workflow: dict[str, Any]) -> None:
    assert workflow["permissions"] == {"contents": "read"}
    assert not any("permissions" in job for job in workflow["jobs"].values())


def commands(workflow: dict[str, Any], job: str) -> list[str]:
    return [step["run"] for step in workflow["jobs"][job]["steps"] if "run" in step]


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock", "requirements-docs.lock"])
def test_lock_files_pin_every_library_by_hash(root: Path, name: str) -> None:
    text = (root / name).read_text(encoding="utf-8")
    pins = re.findall(r"^[a-z0-9._-]+(?:\[[a-z,]+\])?==\S+ \\\n    --hash=sha256:[0-9a-f]{64}", text, re.MULTILINE)
    assert len(pins) == len(re.findall(r"^[a-z0-9]", text, re.MULTILINE)) > 10


def test_lock_files_cover_what_the_project_asks_for(root: Path, pyproject: dict[str, Any]) -> None:
    groups = pyproject["dependency-groups"]
    asked = {"requirements.lock": pyproject["project"]["dependencies"], "requirements-dev.lock": groups["dev"]}
    asked["requirements-docs.lock"] = groups["docs"]
    for lock, wanted in asked.items():
        text = (root / lock).read_text(encoding="utf-8")
        pinned = {normalized(name) for name in re.findall(r"^([a-z0-9._-]+)(?:\[[a-z,]+\])?==", text, re.MULTILINE)}
        assert {normalized(re.split(r"[\[<>=]", requirement)[0]) for requirement in wanted} <= pinned, lock


def normalized(name: str) -> str:
    """A distribution's name as indexes compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def test_the_package_declares_its_licence_its_types_and_its_home(root: Path, pyproject: dict[str, Any]) -> None:
    project = pyproject["project"]
    licence = (root / "LICENSE").read_text(encoding="utf-8")
    assert project["license"] == "Apache-2.0"
    assert "Version 2.0, January 2004" in licence
    assert licence.rstrip().endswith("limitations under the License.")
    assert (root / "monitor/py.typed").is_file()
    assert "Typing :: Typed" in project["classifiers"]
    assert all(url.startswith("https://") for url in project["urls"].values())


@pytest.mark.parametrize("target", ["test", "slow"])
@pytest.mark.parametrize(("folder", "said"), [("/a/folder", "TMPDIR=/a/folder "), ("", "")], ids=["a folder", "the usual one"])
def test_tests_keep_their_stores_where_make_is_told(root: Path, target: str, folder: str, said: str) -> None:
    shown = subprocess.run(["make", "-n", target, f"TESTS_IN={folder}"], cwd=root, capture_output=True, text=True, check=True).stdout
    assert f"PYTHONDONTWRITEBYTECODE= {said}" in re.sub(" +", " ", shown)
    assert ("TMPDIR" in shown) is bool(said)
