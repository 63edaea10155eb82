"""Every regular expression of the package takes time linear in its text, whatever a stranger's page repeats.

Each module's patterns are run, the way their module runs them, on long repetitions of what policies and attackers write. CPU time is
compared with CPU time: four times the text may cost about four times as much, where a quadratic pattern costs sixteen times as much.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import monitor
from monitor.core.text.late_pattern import _LatePattern
from tests.cpu import cpu

ATOMS = (
    "a", "a ", "1", "1.", "1,", "$1", "€ ", "a.", "a-", "[", "]", "[a](", "](", "(", ")", "[a](x ", "[[", "<", "<a", "<!--", "&", "&#", "|",
    "| ", "-", "*", "**", "_", "`", "\\", "#", " ", "\t", "\n", "\n ", "\xa0", "'", "a'", '"', "@", "a@", "a@a.", "http://", "www.", ":",
    "a:", "/", "é", "中", "...", "12 ", "one ", "30 days ", "we ", "will not ", "Aa ", "A. ", "(a)", "(1) ", "1/", "2020-", "January ",
    "\r", "%", "%a", "=", ";", "a;", "email ", "[email", "protected", "no longer ", "at least ", "last updated ", " - ", "\u200b", "İ",
)  # fmt: skip
SHORT = 4_000
CHEAP = 1e-6
"""Seconds per character below which a pattern is linear for certain: a quadratic one needs a hundred times as much at this length."""
GROWTH = 9.0
"""For four times the text; between 4 (linear) and 16 (quadratic)."""
SURELY_LINEAR = 6.0
"""Growth that one measurement each suffices to believe: for a quadratic pattern to show it, the short text would have to be measured at
three times what it costs. Repeating all measurements of `shadow._SLOTTED` took half a minute."""


def _patterns(value: Any) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, _LatePattern):
        yield value._compiled
    elif isinstance(value, dict):
        value = tuple(value.values())
    if isinstance(value, tuple | list):
        for part in value:
            yield from _patterns(part)


def _found() -> Iterator[tuple[str, re.Pattern[Any], str]]:
    """Name, pattern, and the method with which its module uses it: `finditer` unless it is only ever matched at one place."""
    seen: set[tuple[Any, int]] = set()
    for info in pkgutil.walk_packages(monitor.__path__, "monitor."):
        if info.name.endswith("__main__"):
            continue
        module = importlib.import_module(info.name)
        source = Path(module.__file__ or "").read_text(encoding="utf-8")
        for name, value in vars(module).items():
            for number, pattern in enumerate(_patterns(value)):
                if (pattern.pattern, pattern.flags) not in seen:
                    seen.add((pattern.pattern, pattern.flags))
                    used = set(re.findall(rf"\b{re.escape(name)}\.(\w+)\(", source))
                    how = "match" if used and used <= {"match", "fullmatch"} else "finditer"
                    yield f"{info.name.removeprefix('monitor.')}.{name}[{number}]", pattern, how


FOUND = tuple(_found())


def _cost(pattern: re.Pattern[Any], how: str, atom: str, tail: str, size: int, tries: int = 1) -> float:
    text: Any = (atom * (size // len(atom) + 1))[:size] + tail
    if isinstance(pattern.pattern, bytes):
        text = text.encode()
    run: Callable[[], Any] = (lambda: pattern.match(text)) if how == "match" else (lambda: sum(1 for _ in pattern.finditer(text)))
    return min(cpu(run) for _ in range(tries))


@pytest.mark.parametrize("tails", [pytest.param(("!",), id="some"), pytest.param(("", "\x01z"), id="others", marks=pytest.mark.slow)])
@pytest.mark.parametrize(("pattern", "how"), [pytest.param(pattern, how, id=name) for name, pattern, how in FOUND])
def test_a_pattern_is_linear_in_its_text(pattern: re.Pattern[Any], how: str, tails: tuple[str, ...]) -> None:
    for atom in ATOMS:
        for tail in tails:
            short = _cost(pattern, how, atom, tail, SHORT)
            if short < CHEAP * SHORT or _cost(pattern, how, atom, tail, 4 * SHORT) < SURELY_LINEAR * short:
                continue
            short = _cost(pattern, how, atom, tail, SHORT, tries=3)
            if short >= CHEAP * SHORT:
                growth = _cost(pattern, how, atom, tail, 4 * SHORT, tries=3) / short
                assert growth < GROWTH, f"{atom!r} repeated, then {tail!r}: four times the text costs {growth:.1f} times as much"


def test_the_measure_knows_a_quadratic_pattern_when_it_meets_one() -> None:
    with pytest.raises(AssertionError, match="times as much"):
        test_a_pattern_is_linear_in_its_text(re.compile(r"\s+$"), "finditer", ("!",))


def test_patterns_are_found() -> None:
    assert len(FOUND) > 150
