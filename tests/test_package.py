"""What is built is whole: the wheel holds every file that the program reads, and works from any folder."""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

OLD = "# Privacy\n\n## Sharing\n\nWe will never sell your personal information to anybody.\n"
NEW = "# Privacy\n\n## Sharing\n\nWe may sell your personal information to our partners.\n"


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built with what is installed: no index is asked."""
    pytest.importorskip("hatchling", reason="the builder is not installed (`make test` installs it)")
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--quiet", "wheel", "--no-deps", "--no-index", "--no-build-isolation"]
    subprocess.run([*pip, "--wheel-dir", folder, root], check=True, timeout=120)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command in an environment of its own, which borrows the libraries of this one."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False)
    python = folder / "bin/python"
    site = Path(sysconfig.get_path("purelib", vars={"base": str(folder)}))
    (site / "borrowed.pth").write_text(f"{sysconfig.get_path('purelib')}\n")
    pip = [sys.executable, "-m", "pip", "--quiet", "--python", python, "install", "--no-deps", "--no-index", wheel]
    subprocess.run(pip, check=True, timeout=120)
    return folder / "bin/policy-monitor"


def test_the_wheel_holds_the_package_and_its_data_alone(root: Path, wheel: Path) -> None:
    ours = {
        path.relative_to(root).as_posix() for path in (root / "monitor").rglob("*") if path.is_file() and "__pycache__" not in path.parts
    }
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert held == ours
    assert {Path(name).suffix for name in held} >= {".py", ".yaml", ".html", ".css"}


def test_the_installed_command_works_from_any_folder(installed: Path, tmp_path: Path) -> None:
    def call(*arguments: str) -> str:
        done = subprocess.run([installed, *arguments], cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    asked = [installed.parent / "python", "-c", "import monitor; print(monitor.__file__)"]
    where = subprocess.run(asked, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert Path(where.stdout.strip()).is_relative_to(installed.parents[1])
    call("init")
    call("add", "https://www.example.org/privacy", "--name", "Example")
    assert "example" in call("check")
    (tmp_path / "old.md").write_text(OLD)
    (tmp_path / "new.md").write_text(NEW)
    found = json.loads(call("diff", "old.md", "new.md", "--format", "json"))
    assert found["severity"] == "critical"
    (tmp_path / "past").mkdir()
    (tmp_path / "past/20200101000000.md").write_text(OLD * 4)
    call("import", "dir", "--policy", "example", "past")
    call("report")
    assert "Example" in (tmp_path / "reports/index.html").read_text()
