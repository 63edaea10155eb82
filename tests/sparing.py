"""Coverage is measured where it still tells something: a test that added nothing spares the next ones of its file.

To trace each line makes a test take two thirds longer, and most tests of whole runs of the program take ways that others took before. So
a test that adds no line and no branch to what its process has seen spares the next test of its file, the second in a row the next three,
and so on up to MOST; one that adds something ends that. Nothing counts as covered that was not run, so the gates stay true: they may only
see less. The tests of the core are all measured: they are quick, and their rows differ in branches.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

MOST = 7
WHOLE = Path(__file__).parent / "core"
EVERY_TEST = "COVER_EVERY_TEST"
"""An environment variable; when it is set, no test is spared."""


class Turns:
    """Whose turn it is to be measured, by file."""

    def __init__(self) -> None:
        self._spare: Counter[str] = Counter()
        self._last: Counter[str] = Counter()

    def due(self, file: str) -> bool:
        """Whether the next test of a file is to be measured; counts it as run."""
        if self._spare[file]:
            self._spare[file] -= 1
            return False
        return True

    def note(self, file: str, *, news: bool) -> None:
        """What came of a test that was measured."""
        self._last[file] = 0 if news else min(2 * self._last[file] + 1, MOST)
        self._spare[file] = self._last[file]


class Sparing:
    """A plug-in of pytest that pauses pytest-cov for the tests that are spared."""

    def __init__(self, controller: Any) -> None:
        self._controller, self._turns, self._on = controller, Turns(), True

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        if item.get_closest_marker("no_cover"):  # pytest-cov itself pauses for its call, and must find it running
            self._switch(on=True)
            return (yield)
        file = str(item.path)
        due = WHOLE in item.path.parents or self._turns.due(file)
        self._switch(on=due)
        before = self._seen()
        result = yield
        if due:
            self._turns.note(file, news=self._seen() > before)
        return result

    def _switch(self, *, on: bool) -> None:
        if on != self._on:
            (self._controller.resume if on else self._controller.pause)()
        self._on = on

    def _seen(self) -> int:
        """How many lines or branches this process has seen."""
        return sum(map(len, self._controller.cov._collector.data.values()))


def spare(config: pytest.Config) -> None:
    """Begins to spare tests where coverage is measured at all."""
    plugin = config.pluginmanager.getplugin("_cov")
    controller = getattr(plugin, "cov_controller", None)
    if controller is not None and EVERY_TEST not in os.environ:
        config.pluginmanager.register(Sparing(controller), "sparing")
