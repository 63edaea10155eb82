"""Which tests are measured: those of the core always, others while they still add something."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests import sparing
from tests.sparing import MOST, WHOLE, Sparing, Turns, spare


def measured(turns: Turns, file: str, news: str) -> str:
    """Of tests that would add something ("+") or nothing ("-"), those that were measured, the others as dots."""
    found = ""
    for each in news:
        due = turns.due(file)
        if due:
            turns.note(file, news=each == "+")
        found += each if due else "."
    return found


def test_while_tests_add_something_all_are_measured() -> None:
    assert measured(Turns(), "a", "++++++") == "++++++"


def test_the_more_add_nothing_the_more_are_spared() -> None:
    assert measured(Turns(), "a", "-" * 24) == "-.-...-.......-.......-."
    assert MOST == 7


def test_one_that_adds_something_ends_that() -> None:
    assert measured(Turns(), "a", "-.-...+++-.-...-") == "-.-...+++-.-...-"


def test_each_file_has_its_own_turns() -> None:
    turns = Turns()
    assert measured(turns, "a", "-----") == "-.-.."
    assert measured(turns, "b", "++-") == "++-"
    assert measured(turns, "a", "-+") == ".+"


class Controller:
    """Of pytest-cov in a process of pytest-xdist, what is asked of it: it must not be paused or resumed twice in a row."""

    def __init__(self) -> None:
        self.running, self.started, self.data = True, False, dict[str, set[int]]()
        self.cov = SimpleNamespace(_collector=SimpleNamespace(data=self.data))

    def pause(self) -> None:
        assert self.running
        self.running = False

    def resume(self) -> None:
        assert not self.running
        self.running = True


class Item:
    """A test, in as far as it is asked."""

    def __init__(self, path: Path, marked: str = "") -> None:
        self.path, self._marked = path, marked

    def get_closest_marker(self, name: str) -> bool:
        return name == self._marked


ELSEWHERE = WHOLE.parent / "pipeline/test_cycle.py"


def ran(plugin: Sparing, controller: Controller, item: Any, *, lines: tuple[int, ...] = ()) -> bool:
    """Runs a test that would take some lines; returns whether it was measured."""
    running = plugin.pytest_runtest_protocol(item)
    next(running)
    was = controller.running
    if was:
        controller.data.setdefault("monitor/model.py", set()).update(lines)
    with pytest.raises(StopIteration) as ended:
        running.send("done")
    assert ended.value.value == "done"
    return was


def test_a_test_that_takes_known_lines_spares_the_next() -> None:
    controller = Controller()
    plugin, item = Sparing(controller), Item(ELSEWHERE)
    assert ran(plugin, controller, item, lines=(1, 2))
    assert ran(plugin, controller, item, lines=(2,))
    assert not ran(plugin, controller, item, lines=(3,))
    assert ran(plugin, controller, item, lines=(3,))
    assert controller.data == {"monitor/model.py": {1, 2, 3}}


def test_the_tests_of_the_core_are_all_measured() -> None:
    controller = Controller()
    plugin, item = Sparing(controller), Item(WHOLE / "text/test_tokens.py")
    assert all(ran(plugin, controller, item) for _ in range(9))


def test_what_is_never_measured_finds_the_measuring_on() -> None:
    """pytest-cov pauses for the call of such a test by itself, and resumes after it."""
    controller = Controller()
    plugin, item = Sparing(controller), Item(ELSEWHERE)
    assert [ran(plugin, controller, item) for _ in range(2)] == [True, False]
    assert ran(plugin, controller, Item(ELSEWHERE, "no_cover"))


class Plugins(dict[str, object]):
    """pytest's manager of plug-ins."""

    def getplugin(self, name: str) -> object:
        return self.get(name)

    def register(self, plugin: object, name: str) -> None:
        self[name] = plugin


@pytest.mark.parametrize(
    ("given", "environment", "spares"),
    [
        ({}, {}, False),
        ({"_cov": SimpleNamespace(cov_controller=None)}, {}, False),
        ({"_cov": SimpleNamespace(cov_controller=Controller())}, {}, True),
        ({"_cov": SimpleNamespace(cov_controller=Controller())}, {sparing.EVERY_TEST: "1"}, False),
    ],
    ids=["without pytest-cov", "without --cov", "with --cov", "every test asked for"],
)
def test_only_what_is_measured_is_spared(
    given: dict[str, object], environment: dict[str, str], spares: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(sparing.EVERY_TEST, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    plugins = Plugins(given)
    spare(SimpleNamespace(pluginmanager=plugins))  # type: ignore[arg-type]
    assert ("sparing" in plugins) is spares


def test_pytest_cov_has_what_is_asked_of_it(pytestconfig: pytest.Config) -> None:
    """Its names are private and may change with a release; then this says so, and not a test that was spared for ever."""
    plugin = pytestconfig.pluginmanager.getplugin("_cov")
    if plugin is None or plugin.cov_controller is None:
        pytest.skip("coverage is not measured")
    assert Sparing(plugin.cov_controller)._seen() > 0


TESTS = """
import pytest
from sample import double

@pytest.mark.no_cover
def test_two():
    assert double(1) == 2

@pytest.mark.parametrize("number", range(9))
def test_one(number):
    assert double(number) == 2 * number
"""


@pytest.mark.parametrize("processes", ["0", "1"])
def test_with_the_real_pytest_cov(tmp_path: Path, processes: str) -> None:
    """In this process and in one of pytest-xdist, where it starts later; the last test is one that is spared."""
    (tmp_path / "sample.py").write_text("def double(number):\n    return 2 * number\n")
    (tmp_path / "test_sample.py").write_text(TESTS)
    (tmp_path / "conftest.py").write_text("from tests.conftest import pytest_sessionstart\n")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("COV", "PYTEST", sparing.EVERY_TEST))}
    environment["PYTHONPATH"] = f"{WHOLE.parents[1]}{os.pathsep}{tmp_path}"
    command = [sys.executable, "-m", "pytest", "-q", "-n", processes, "-p", "no:cacheprovider", "-c", os.devnull, "--rootdir", tmp_path]
    done = subprocess.run([*command, "--cov=sample", tmp_path], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert "10 passed" in done.stdout, done.stdout
    assert re.search(r"sample.py +2 +0 +100%", done.stdout), done.stdout
