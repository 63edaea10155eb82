"""What all tests share: Hypothesis's profiles, a web server, the installed package, and real policies where this machine has them."""

from __future__ import annotations

import gc
import os
import re
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Protocol

import pytest
from filelock import FileLock
from hypothesis import HealthCheck, is_hypothesis_test, settings

from tests.net.web_server import WebServer
from tests.sampling import WHOLE

ROOT = Path(__file__).resolve().parents[1]

# Nothing may depend on the load of the machine, so no deadline and no check of how long examples take to make. The same examples each
# time, so that a failure is always the commit's; `pytest --hypothesis-profile=explore` looks for new ones.
# The ordinary suite tries a fifth of the examples that -m slow tries; `tests.sampling.examples` takes the part from the profile.
settings.register_profile("thorough", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("repeatable", settings.get_profile("thorough"), max_examples=WHOLE // 5)
settings.register_profile("explore", deadline=None, derandomize=False, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.load_profile("repeatable")


UNMEASURED = (
    "test_architecture",
    "test_dataset",
    "test_decompression",
    "test_patterns",
    "test_readme",
    "test_reliability",
    "test_tutorials",
    "test_verdicts",
    "bench/test_structure",
    "browser/test_hostile_portfolio", "browser/test_pages", "browser/test_web_app",
    "cli/test_accept", "cli/test_alert_routing", "cli/test_backfill", "cli/test_damaged_databases", "cli/test_doctor",
    "cli/test_export_audit", "cli/test_pack", "cli/test_reference", "cli/test_rename", "cli/test_review", "cli/test_review_list",
    "cli/test_run", "cli/test_security", "cli/test_verify",
    "core/diff/test_align", "core/diff/test_odd_texts",
    "core/extract/test_laws", "core/extract/test_style_bombs",
    "core/meaning/features/test_registry", "core/meaning/rewording/test_denial", "core/meaning/test_assess",
    "core/meaning/test_changes_in_a_page", "core/meaning/test_direction", "core/meaning/test_everyday_changes",
    "core/meaning/test_explain", "core/meaning/test_frames", "core/meaning/test_immaterial", "core/meaning/test_observation",
    "core/meaning/test_parsed", "core/meaning/test_rules", "core/meaning/test_sameness_laws", "core/meaning/test_short_changes",
    "core/meaning/test_word_difference", "core/meaning/tongues/test_changes",
    "core/test_cases", "core/test_compare", "core/test_examples", "core/test_growth", "core/test_laws",

    "evaluation/test_destination", "evaluation/test_languages", "evaluation/test_mutants", "evaluation/test_train_favour",
    "export/audit/test_pdf",
    "pipeline/test_archive_copies", "pipeline/test_audit", "pipeline/test_backfill_faults", "pipeline/test_cycle",
    "pipeline/test_derive", "pipeline/test_early_messages", "pipeline/test_evidence", "pipeline/test_export_warc",
    "pipeline/test_faults", "pipeline/test_incremental", "pipeline/test_killed_rebuild", "pipeline/test_packing",
    "pipeline/test_pool", "pipeline/test_publish", "pipeline/test_rebuild", "pipeline/test_rebuild_of_copies",
    "pipeline/test_rederived", "pipeline/test_reviews", "pipeline/test_sql_rows",
    "pipeline/test_stopped_readings", "pipeline/test_tampering", "pipeline/test_verification",
    "render/test_site",
    "sources/test_browser", "sources/test_camera", "sources/test_interface",
    "store/test_codec", "store/test_index",
    "web/test_row_reviews",
    "web/test_screens",
)  # fmt: skip
"""Files that run on many texts, or on whole stores, what other tests cover: their lines are not counted, since counting more than doubles
their time. Of the branches that tests were seen to take, these alone take three in a hundred (`pytest --cov-context=test` tells)."""


def pytest_configure(config: pytest.Config) -> None:
    """Before the first file of tests is read, because each asks for its number of examples when it is."""
    if slow_are_selected(config) and not config.getoption("hypothesis_profile"):
        settings.load_profile("thorough")


def slow_are_selected(config: pytest.Config) -> bool:
    """Whether tests marked as slow were asked for, and not only kept out."""
    return bool(re.search(r"(?<!\bnot )\bslow\b", config.option.markexpr))


@pytest.hookimpl(wrapper=True)
def pytest_collect_file(file_path: Path) -> Generator[None, list[pytest.Collector], list[pytest.Collector]]:
    """No examples in docstrings are looked for in files of tests: to go through seven hundred of them takes seconds, in each process."""
    found = yield
    return [file for file in found if isinstance(file, pytest.Module)] if file_path.name.startswith("test_") else found


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Without the cycle collector: it goes through all tests found so far again and again, and none of them is let go of."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests marked as slow run only when they are selected: `pytest -m slow`. With all their examples, tests of properties are slow."""
    unmeasured = {ROOT / "tests" / f"{name}.py" for name in UNMEASURED}
    for item in items:
        if item.path in unmeasured:
            item.add_marker(pytest.mark.no_cover)
    selected = slow_are_selected(config)
    for item in items:
        if selected:
            if is_hypothesis_test(getattr(item, "obj", None)):
                item.add_marker(pytest.mark.slow)
        elif item.get_closest_marker("slow"):
            item.add_marker(pytest.mark.skip(reason="takes minutes; select with -m slow"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with seeds, archive and labelled pairs beside the checkout; tests that need it skip where it is absent."""
    named = os.environ.get("POLICY_MONITOR_SHARED")
    folder = Path(named) if named else ROOT.parent / "shared"
    if not (folder / "seeds").is_dir():
        pytest.skip("no collection of real policies on this machine (set POLICY_MONITOR_SHARED to the folder that holds seeds/)")
    return folder


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture
def web() -> Iterator[WebServer]:
    """A web server on loopback."""
    server = WebServer()
    yield server
    server.stop()


class TempFolders(Protocol):
    """What is asked of pytest's factory."""

    def getbasetemp(self) -> Path: ...


def made_once(name: str, make: Callable[[Path], object], factory: TempFolders) -> Path:
    """A folder that the first process of this run makes and the others find; to build and install the package takes seconds each time."""
    base = factory.getbasetemp()
    folder = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / name
    with FileLock(folder.with_suffix(".lock")):
        done = folder / ".made"
        if not done.exists():
            folder.mkdir(exist_ok=True)
            make(folder)
            done.touch()
    return folder


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built with the installed build backend, without a package index."""
    pytest.importorskip("hatchling", reason="the builder is not installed (`make test` installs it)")
    pip = [sys.executable, "-m", "pip", "--quiet", "wheel", "--no-deps", "--no-index", "--no-build-isolation"]

    def build(folder: Path) -> None:
        subprocess.run([*pip, "--wheel-dir", folder, ROOT], check=True, timeout=120)

    (built,) = made_once("wheel", build, tmp_path_factory).glob("*.whl")
    return built


def install(wheel: Path, folder: Path) -> Path:
    """Makes an environment that borrows the libraries of this one; returns its command."""
    venv.create(folder, with_pip=False)
    python = folder / "bin/python"
    site = Path(sysconfig.get_path("purelib", vars={"base": str(folder)}))
    (site / "borrowed.pth").write_text(f"{sysconfig.get_path('purelib')}\n")
    pip = [sys.executable, "-m", "pip", "--quiet", "--python", python, "install", "--no-deps", "--no-index", wheel]
    subprocess.run(pip, check=True, timeout=120)
    return folder / "bin/policy-monitor"


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command in an environment of its own. All tests share it, so none may install anything else there."""
    folder = made_once("environment", lambda folder: install(wheel, folder), tmp_path_factory)
    return folder / "bin/policy-monitor"
