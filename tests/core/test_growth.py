"""Comparing takes time in proportion to the texts, whatever they repeat. CPU time is compared with CPU time, never with a clock."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count, product

import pytest

from monitor.core.compare import compare
from tests.cpu import cpu

GROWTH = 9.0
"""For four times the length; between 4 (linear) and 16 (quadratic)."""
SURELY_LINEAR = 6.0
"""Growth that one measurement each suffices to believe."""


def _repeated(fragment: str) -> Callable[[int], tuple[str, str]]:
    return lambda size: ("We keep logs.", fragment * size)


def _titles(size: int) -> tuple[str, str]:
    old = "\n\n".join(f"## {n}. Part\n\nWe keep what you gave us in part {n}." for n in range(size))
    return old, old.replace("Part", "Section")


def _names(size: int) -> tuple[str, str]:
    """As many companies that receive data as there are lines, each of which gave way to another."""
    made = [
        "".join(letters).title() for _, letters in zip(range(2 * size), product("bdfklmnt", "aeiou", "bdfklmnt", "aeiou"), strict=False)
    ]
    old, new = ("\n\n".join(f"We share letters with {name} Ltd only." for name in made[part::2]) for part in (0, 1))
    return old, new


def _scattered(size: int) -> tuple[str, str]:
    """One sentence that lost a word in as many places."""
    old = "we are not liable for " * size
    return old, old.replace("not ", "")


def _turned_round(size: int) -> tuple[str, str]:
    return "We keep logs.", f"We keep {chr(0x202E) * size}{'a' * size}."


CASES = {
    "a denial": (_repeated("we do not sell "), 60),
    "an order not to": (_repeated("tell us never to sell "), 100),
    "brackets": (_repeated("]("), 4_000),
    "scattered edits": (_scattered, 400),
    "titles": (_titles, 25),
    "names": (_names, 40),
    "overrides": (_turned_round, 4_000),
}


@pytest.mark.parametrize("case", CASES)
def test_four_times_the_text_takes_about_four_times_as_long(case: str) -> None:
    make, size = CASES[case]
    short, long = (_cost(*make(n)) for n in (size, 4 * size))
    if long >= SURELY_LINEAR * short:
        short, long = (min(_cost(*make(n)) for _ in range(3)) for n in (size, 4 * size))
    assert long < GROWTH * short or long < 0.05, f"{short:.3f} s of CPU, and {long:.3f} s for four times the text"


_numbers = count()


def _cost(old: str, new: str) -> float:
    mark = f"\n\nThe number of this page is {next(_numbers)}."  # what was read of texts is remembered
    return cpu(lambda: compare(old + mark, new + mark))
