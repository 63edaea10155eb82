"""The recipes in examples/deploy and the workflows: valid by their published schemas, and their commands carried out."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from monitor.config import load_settings
from tests.cli.conftest import BROKEN, Page, policy_page
from tests.deploy.containerfile import final_settings, stages
from tests.net.web_server import WebServer

GITHUB, GITLAB, KUBERNETES = "github/policies.yml", "gitlab/.gitlab-ci.yml", "kubernetes/policy-monitor.yaml"
SCHEMAS = {
    "compose.yaml": ["vendor.compose-spec"],
    "compose.browser.yaml": ["vendor.compose-spec"],
    f"examples/deploy/{GITHUB}": ["vendor.github-workflows"],
    f"examples/deploy/{GITLAB}": ["vendor.gitlab-ci", "--data-transform", "gitlab-ci"],
    ".github/workflows/ci.yml": ["vendor.github-workflows"],
    ".github/workflows/release.yml": ["vendor.github-workflows"],
    ".github/workflows/slow.yml": ["vendor.github-workflows"],
}
"""File → its schema as check-jsonschema carries it, so that no network is needed."""


@pytest.fixture(scope="module")
def recipes(root: Path) -> Path:
    return root / "examples/deploy"


def load(file: Path) -> dict[str, Any]:
    """A workflow; `on:` is a truth value to YAML 1.1."""
    loaded: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return loaded


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_file_is_valid_by_its_schema(root: Path, name: str) -> None:
    pytest.importorskip("check_jsonschema", reason="check-jsonschema is not installed (`make test` installs it)")
    line = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", *SCHEMAS[name], root / name]
    done = subprocess.run(line, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_fault_in_a_workflow_is_found_by_the_schema(root: Path, tmp_path: Path) -> None:
    pytest.importorskip("check_jsonschema", reason="check-jsonschema is not installed (`make test` installs it)")
    broken = tmp_path / "workflow.yml"
    broken.write_text((root / ".github/workflows/release.yml").read_text(encoding="utf-8").replace("runs-on:", "run-on:"), encoding="utf-8")
    line = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows", broken]
    assert subprocess.run(line, capture_output=True, timeout=120, check=False).returncode == 1


@pytest.mark.parametrize("name", [name for name in SCHEMAS if "github" in name])
def test_actionlint_finds_nothing(root: Path, name: str) -> None:
    if shutil.which("actionlint") is None:
        pytest.skip("actionlint is not installed; its package on PyPI downloads it from elsewhere")
    done = subprocess.run(["actionlint", root / name], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def workflows(root: Path) -> list[Path]:
    return [*sorted((root / ".github/workflows").glob("*.yml")), root / "examples/deploy" / GITHUB]


def test_every_workflow_may_only_read_unless_a_job_says_otherwise(root: Path) -> None:
    for file in workflows(root):
        assert load(file)["permissions"] == {"contents": "read"}, file.name


def test_every_job_ends(root: Path) -> None:
    for file in workflows(root):
        for name, job in load(file)["jobs"].items():
            assert job["timeout-minutes"] <= (120 if name == "slow" else 60), f"{file.name}: {name}"


def test_no_step_pastes_what_others_wrote_into_a_script(root: Path) -> None:
    """`${{ … }}` in a script is text before the shell reads it; a title with `$(…)` would be run."""
    for file in workflows(root):
        for job in load(file)["jobs"].values():
            assert not [step["run"] for step in job.get("steps", []) if "${{" in step.get("run", "")], file.name


# --- the release ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def release(root: Path) -> dict[str, Any]:
    return load(root / ".github/workflows/release.yml")


def uses(job: dict[str, Any]) -> list[str]:
    return [step["uses"].partition("@")[0] for step in job["steps"] if "uses" in step]


def runs(job: dict[str, Any]) -> list[str]:
    return [step["run"] for step in job["steps"] if "run" in step]


def test_a_release_is_tested_built_and_attested_before_anything_is_published(release: dict[str, Any]) -> None:
    build = release["jobs"]["build"]
    assert [line for line in runs(build) if line.startswith((".ci", "make"))][:2] == [".ci/run", "make release"]
    assert {"actions/attest-build-provenance", "actions/attest-sbom"} <= set(uses(build))
    assert [name for name, job in release["jobs"].items() if name != "build" and "needs" not in job] == []


def test_pypi_needs_no_token(root: Path, release: dict[str, Any]) -> None:
    pypi = release["jobs"]["pypi"]
    assert pypi["permissions"] == {"id-token": "write"}
    assert "pypa/gh-action-pypi-publish" in uses(pypi)
    secrets = set(re.findall(r"secrets\.(\w+)", (root / ".github/workflows/release.yml").read_text(encoding="utf-8")))
    assert secrets == {"GITHUB_TOKEN"}


def test_the_files_of_a_release_are_those_that_make_release_builds(root: Path, release: dict[str, Any]) -> None:
    script = (root / ".ci/release").read_text(encoding="utf-8")
    (sbom,) = [step["with"]["sbom-path"] for step in release["jobs"]["build"]["steps"] if "sbom-path" in step.get("with", {})]
    assert f"--output-file {sbom}" in script
    assert "--outdir dist" in script


@pytest.mark.parametrize(("tag", "fine"), [("v{version}", True), ("v0.0.0", False), ("{version}", False)])
def test_the_tag_has_to_be_the_version(root: Path, release: dict[str, Any], tag: str, fine: bool) -> None:
    from importlib.metadata import version

    (line,) = [command for command in runs(release["jobs"]["build"]) if "GITHUB_REF_NAME" in command]
    environment = os.environ | {"GITHUB_REF_NAME": tag.format(version=version("policy-monitor"))}
    assert (subprocess.run(["sh", "-ec", line], cwd=root, env=environment, check=False).returncode == 0) == fine


def test_only_packages_go_to_pypi(release: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "dist").mkdir()
    for name in ("policy_monitor-1-py3-none-any.whl", "policy_monitor-1.tar.gz", "sbom.cdx.json", "THIRD-PARTY-LICENSES.txt", "man.tgz"):
        (tmp_path / "dist" / name).touch()
    (line,) = runs(release["jobs"]["pypi"])
    subprocess.run(["sh", "-ec", line], cwd=tmp_path, check=True)
    assert sorted(path.suffix for path in (tmp_path / "packages").iterdir()) == [".gz", ".whl"]


def test_both_images_are_published(root: Path, release: dict[str, Any]) -> None:
    targets = {one["target"] for one in release["jobs"]["image"]["strategy"]["matrix"]["include"]}
    assert targets == {"policy-monitor", "browser"} <= stages(root / "Containerfile").keys()


# --- GitHub: the steps of a scheduled run, against a repository on this machine ---------------------------------------


class Runner:
    """What a hosted runner does with the `run` steps of a job: one shell each, in a fresh clone, with outputs passed on."""

    def __init__(self, home: Path, job: dict[str, Any], command: Path) -> None:
        self.home, self.job, self.runs = home, job, 0
        self.path = f"{command.parent}:/usr/bin:/bin"
        self.state: dict[str, bytes] = {}
        self.checkout = home / "none"

    def __call__(self) -> int:
        """One scheduled run; the exit code of the step that failed, or 0."""
        self.runs += 1
        self.checkout = self.home / f"checkout-{self.runs}"
        git(self.home, "clone", "--quiet", "origin.git", self.checkout.name)
        outputs, failed = {"code": ""}, 0
        for step in self.job["steps"]:
            if "actions/cache/restore" in step.get("uses", ""):
                for name, held in self.state.items():
                    (self.checkout / "snapshots").mkdir(exist_ok=True)
                    (self.checkout / "snapshots" / name).write_bytes(held)
            elif "actions/cache/save" in step.get("uses", ""):
                self.state = {path.name: path.read_bytes() for path in self.checkout.glob(step["with"]["path"])}
            elif "run" in step and "pip install" not in step["run"] and not failed:
                failed = self._step(step, outputs)
        return failed

    def _step(self, step: dict[str, Any], outputs: dict[str, str]) -> int:
        output = self.home / "output"
        output.write_text("")
        environment = {"PATH": self.path, "HOME": str(self.home), "GITHUB_OUTPUT": str(output), "LANG": "C.UTF-8"}
        for name, value in step.get("env", {}).items():
            environment[name] = value.replace("${{ steps.check.outputs.code }}", outputs["code"])
        done = subprocess.run(["bash", "-e", "-c", step["run"]], cwd=self.checkout, env=environment, timeout=120, check=False)
        outputs |= dict(line.split("=", 1) for line in output.read_text().splitlines())
        return done.returncode

    def committed(self) -> list[str]:
        return git(self.home / "origin.git", "ls-tree", "-r", "--name-only", "main").splitlines()

    def commits(self) -> int:
        return int(git(self.home / "origin.git", "rev-list", "--count", "main"))


def git(folder: Path, *arguments: str) -> str:
    names = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main"]
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder)}
    done = subprocess.run(["git", *names, *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture
def runner(recipes: Path, tmp_path: Path, web: WebServer, installed: Path) -> tuple[Runner, Page]:
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    page = Page(web)
    git(tmp_path, "init", "--quiet", "--bare", "origin.git")
    git(tmp_path, "clone", "--quiet", "origin.git", "first")
    (tmp_path / "first/config.yaml").write_text(f"policies:\n  - {{name: Larkspur, url: '{page.url}'}}\n", encoding="utf-8")
    git(tmp_path / "first", "add", "config.yaml")
    git(tmp_path / "first", "commit", "--quiet", "--message", "Track Larkspur")
    git(tmp_path / "first", "push", "--quiet", "origin", "HEAD:main")
    return Runner(tmp_path, load(recipes / GITHUB)["jobs"]["check"], installed), page


def test_scheduled_runs_commit_what_is_new_and_only_that(runner: tuple[Runner, Page]) -> None:
    run, page = runner
    assert run() == 0
    assert run.commits() == 2
    assert "snapshots/larkspur/ledger.jsonl" in run.committed()
    assert not [name for name in run.committed() if "sqlite" in name or name.startswith("reports/") or "health" in name]
    assert run() == 0
    assert run.commits() == 2, "nothing was new"
    page.body = policy_page(sharing=BROKEN)
    assert run() == 0
    assert run.commits() == 3
    pages = (run.checkout / "reports/larkspur").glob("*.html")
    assert any("selected partners" in one.read_text(encoding="utf-8") for one in pages)


@pytest.mark.slow
def test_a_page_that_does_not_answer_fails_the_run_after_everything_is_kept(runner: tuple[Runner, Page]) -> None:
    run, page = runner
    assert run() == 0
    page.status = 503
    assert run() == 1
    assert (run.checkout / "reports/index.html").is_file()
    assert run.state, "the retry is remembered"


@pytest.mark.slow
def test_a_lost_cache_does_no_harm(runner: tuple[Runner, Page]) -> None:
    run, page = runner
    assert run() == 0
    run.state = {}
    assert run() == 0
    page.body = policy_page(sharing=BROKEN)
    run.state = {}
    assert run() == 0
    assert run.commits() == 3
    texts = [name for name in run.committed() if name.startswith("snapshots/larkspur/raw/")]
    assert len(texts) == 2


@pytest.mark.slow
def test_the_record_verifies_in_a_fresh_clone(runner: tuple[Runner, Page], installed: Path) -> None:
    run, page = runner
    run()
    page.body = policy_page(sharing=BROKEN)
    run()
    git(run.home, "clone", "--quiet", "origin.git", "reader")
    done = subprocess.run(
        [installed, "verify", "--rebuild"], cwd=run.home / "reader", capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


# --- GitLab -----------------------------------------------------------------------------------------------------------


def test_the_gitlab_job_publishes_what_a_run_finds(recipes: Path, tmp_path: Path, page: Page, installed: Path) -> None:
    (tmp_path / "config.yaml").write_text(f"policies:\n  - {{name: Larkspur, url: '{page.url}'}}\n", encoding="utf-8")
    job = load(recipes / GITLAB)["pages"]
    script = "\n".join(line for line in job["script"] if not line.startswith("pip install"))
    environment = {"PATH": f"{installed.parent}:/usr/bin:/bin", "HOME": str(tmp_path), "LANG": "C.UTF-8"}
    for status, code in ((200, 0), (503, 1)):
        page.status = status
        # GitLab runs all lines of a job in one shell.
        done = subprocess.run(["bash", "-e", "-c", script], cwd=tmp_path, env=environment, timeout=120, check=False)
        assert done.returncode == code
        assert "Larkspur" in (tmp_path / "public/index.html").read_text(encoding="utf-8")
    assert job["allow_failure"]["exit_codes"] == [1]
    assert {"snapshots/"} == set(job["cache"]["paths"])
    assert "snapshots/" in job["artifacts"]["paths"]


@pytest.fixture
def page(web: WebServer) -> Page:
    return Page(web)


# --- Kubernetes -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def manifests(recipes: Path) -> dict[str, Any]:
    loaded = yaml.safe_load_all((recipes / KUBERNETES).read_text(encoding="utf-8"))
    return {one["kind"]: one for one in loaded}


def test_kubernetes_knows_every_field(recipes: Path) -> None:
    pytest.importorskip("kubernetes_validate", reason="kubernetes-validate is not installed (`make test` installs it)")
    line = [sys.executable, "-m", "kubernetes_validate", "--strict", recipes / KUBERNETES]
    done = subprocess.run(line, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def pod(manifests: dict[str, Any]) -> dict[str, Any]:
    spec: dict[str, Any] = manifests["CronJob"]["spec"]["jobTemplate"]["spec"]["template"]["spec"]
    return spec


def test_everything_is_in_one_namespace(manifests: dict[str, Any]) -> None:
    name = manifests["Namespace"]["metadata"]["name"]
    assert {one["metadata"]["namespace"] for kind, one in manifests.items() if kind != "Namespace"} == {name}


def test_the_pod_names_what_the_other_manifests_define(manifests: dict[str, Any]) -> None:
    volumes = {one["name"]: one for one in pod(manifests)["volumes"]}
    assert volumes["data"]["persistentVolumeClaim"]["claimName"] == manifests["PersistentVolumeClaim"]["metadata"]["name"]
    assert volumes["config"]["configMap"]["name"] == manifests["ConfigMap"]["metadata"]["name"]
    (container,) = pod(manifests)["containers"]
    assert {one["name"] for one in container["volumeMounts"]} == volumes.keys()


def test_the_pod_is_confined_and_runs_as_the_user_of_the_image(root: Path, manifests: dict[str, Any]) -> None:
    user, _, group = final_settings(stages(root / "Containerfile"), "policy-monitor")["USER"].partition(":")
    security = pod(manifests)["securityContext"]
    assert (security["runAsUser"], security["runAsGroup"], security["fsGroup"]) == (int(user), int(group), int(group))
    assert security["runAsNonRoot"] is True
    (container,) = pod(manifests)["containers"]
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert pod(manifests)["automountServiceAccountToken"] is False


def test_the_configuration_in_the_config_map_is_valid(manifests: dict[str, Any], tmp_path: Path) -> None:
    (container,) = pod(manifests)["containers"]
    assert container["args"] == ["--config", "/etc/policy-monitor/config.yaml", "run"]
    file = tmp_path / "config.yaml"
    file.write_text(manifests["ConfigMap"]["data"]["config.yaml"], encoding="utf-8")
    settings = load_settings(file, {})
    assert settings.policies
    assert {str(settings.snapshots), str(settings.reports)} == {"/data/snapshots", "/data/reports"}


def test_one_job_at_a_time(manifests: dict[str, Any]) -> None:
    spec = manifests["CronJob"]["spec"]
    assert spec["concurrencyPolicy"] == "Forbid"
    assert spec["jobTemplate"]["spec"]["backoffLimit"] == 0
    assert pod(manifests)["restartPolicy"] == "Never"
