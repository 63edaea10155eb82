"""Which heavy modules a command may load: counted in modules, since seconds depend on the machine."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {
    "apprise", "apscheduler", "babel", "bs4", "diff_match_patch", "jinja2", "pydantic", "pypdfium2", "requests", "ruamel", "selectolax",
    "sqlite_utils", "waybackpy", "monitor.core.compare", "monitor.core.arrange.groups", "monitor.core.extract", "monitor.core.text.tokens",
    "monitor.render",
}  # fmt: skip
LOADED = {
    "--help": set[str](),
    "log --help": set[str](),
    "log": {"pydantic"},
    "status": {"pydantic"},
    "show larch": {"pydantic"},
}


@pytest.mark.parametrize("command", LOADED)
def test_a_command_loads_what_it_needs(command: str, tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("policies: []\n")
    assert loaded(command, tmp_path) == LOADED[command]


def test_the_next_check_alone_needs_the_scheduler(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("policies:\n  - name: Larch\n    url: https://larch.example/privacy\n")
    assert loaded("status", tmp_path) == {"pydantic", "apscheduler"}
    assert loaded("log larch", tmp_path) == {"pydantic"}


def loaded(command: str, folder: Path) -> set[str]:
    """The heavy modules that are loaded once a command is done."""
    code = (
        f"import json, sys; from monitor.cli import main; main({command.split()!r});print(json.dumps(sorted(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=folder)
    return HEAVY & set(json.loads(done.stderr.splitlines()[-1]))
