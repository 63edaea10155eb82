"""Which modules a command may load: counted in modules, since seconds depend on the machine."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sampling import sampled

HEAVY = {
    "apprise", "apscheduler", "babel", "bs4", "diff_match_patch", "jinja2", "pydantic", "pypdfium2", "requests", "ruamel", "selectolax",
    "sqlite_utils", "waybackpy", "yaml", "tqdm", "tomllib", "asyncio", "email.utils", "tarfile", "ssl", "monitor.config.settings",
    "monitor.config.load", "monitor.core.compare", "monitor.core.arrange.groups", "monitor.core.extract",
    "monitor.core.extract.html", "monitor.core.extract.pdf", "charset_normalizer", "monitor.core.text.lexicon",
    "monitor.core.text.segment", "monitor.core.text.tokens", "monitor.core.screen", "monitor.core.meaning.assess", "monitor.render",
    "monitor.notify.email", "monitor.store.text_groups", "monitor.workers.worker",
}  # fmt: skip
"""What judges texts, reads pages, renders, sends, validates the settings or schedules, with the libraries behind it."""
READING = ["--help", "log --help", "log", "log larch", "status", "status larch", "search words", "search words --in-force", "show larch"]
"""Commands that load none of it, once the settings have been read: see monitor.config.outline."""
VALIDATING = {"pydantic", "yaml", "monitor.config.settings", "monitor.config.load", "email.utils"}
"""What reading the settings in full loads."""
CONFIG = "policies:\n  - {id: larch, name: Larch, url: 'https://larch.example/privacy', schedule: 0 6 * * 1-5}\n"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a configuration that was read once."""
    folder = tmp_path_factory.mktemp("home")
    (folder / "config.yaml").write_text(CONFIG)
    (folder / "snapshots").mkdir()
    assert loaded("log", folder) == VALIDATING
    return folder


@pytest.mark.parametrize("command", sampled(READING, 3))
def test_a_command_that_reads_loads_nothing_heavy(command: str, home: Path) -> None:
    assert loaded(command, home) == set()


def test_a_changed_configuration_is_validated(home: Path) -> None:
    config = home / "config.yaml"
    try:
        config.write_text(CONFIG + "# a remark\n")
        assert loaded("log", home) == VALIDATING
        assert loaded("log", home) == set()
    finally:
        config.write_text(CONFIG)


def test_without_a_data_folder_the_configuration_is_validated_each_time(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(CONFIG)
    for _ in range(2):
        assert loaded("status", tmp_path) == VALIDATING
    assert [path.name for path in tmp_path.iterdir()] == ["config.yaml"], "reading makes no folder"


def test_a_diff_loads_what_judges_and_nothing_else(tmp_path: Path) -> None:
    for name, text in (("old.md", "We do not sell your personal data to anyone.\n"), ("new.md", "We may sell your personal data.\n")):
        (tmp_path / name).write_text(text)
    found = loaded("diff old.md new.md", tmp_path)
    assert "monitor.core.compare" in found
    assert "monitor.core.extract" in found, "files are read as documents"
    assert not found & {"selectolax", "pypdfium2", "monitor.core.extract.html", "monitor.core.extract.pdf", "charset_normalizer"}
    assert not found & {"pydantic", "apscheduler", "jinja2", "requests", "ruamel", "sqlite_utils", "monitor.config.settings", "tqdm", "ssl"}


def test_a_cycle_loads_neither_the_engine_nor_what_writes_archives() -> None:
    code = "import sys, monitor.pipeline.cycle; print(*sys.modules)"
    found = set(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split())
    assert "monitor.pipeline.second_reader" in found
    of_few_cycles = {"warcio", "fsspec", "monitor.export.wacz", "monitor.opinions.answer", "monitor.opinions.bearing"}
    engine = {"monitor.core.compare", "monitor.core.extract", "monitor.core.meaning.features", "monitor.core.meaning.topics"}
    assert not found & (of_few_cycles | engine)


def loaded(command: str, folder: Path) -> set[str]:
    """The heavy modules that are loaded once a command is done."""
    code = (
        f"import json, sys; from monitor.cli import main; main({command.split()!r});print(json.dumps(sorted(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=folder)
    return HEAVY & set(json.loads(done.stderr.splitlines()[-1]))
