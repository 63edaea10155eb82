"""The wheel is complete: it holds every file that the program reads, and the installed command works from any folder."""

from __future__ import annotations

import json
import os
import subprocess
import zipfile
from pathlib import Path

OLD = "# Privacy\n\n## Sharing\n\nWe will never sell your personal information to anybody.\n"
NEW = "# Privacy\n\n## Sharing\n\nWe may sell your personal information to our partners.\n"


def test_the_wheel_holds_the_package_its_data_and_nothing_else(root: Path, wheel: Path) -> None:
    ours = {
        path.relative_to(root).as_posix() for path in (root / "monitor").rglob("*") if path.is_file() and "__pycache__" not in path.parts
    }
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert held == ours
    assert {Path(name).suffix for name in held} >= {".py", ".yaml", ".html", ".css"}
    assert "monitor/py.typed" in held


def test_the_wheel_carries_its_licence_and_links(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (metadata,) = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        says = archive.read(metadata).decode()
        assert b"Apache License" in archive.read(metadata.replace("METADATA", "licenses/LICENSE"))
    assert "License-Expression: Apache-2.0" in says
    assert "Project-URL: Issues, https://github.com/policy-monitor/policy-monitor/issues" in says


def test_the_installed_command_works_from_any_folder(installed: Path, tmp_path: Path) -> None:
    clean = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}

    def call(*arguments: str) -> str:
        done = subprocess.run([installed, *arguments], cwd=tmp_path, env=clean, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    asked = [installed.parent / "python", "-c", "import monitor; print(monitor.__file__)"]
    where = subprocess.run(asked, cwd=tmp_path, env=clean, capture_output=True, text=True, check=True)
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
