"""The verdicts on our own changes are those that were frozen; `make verdicts` freezes them again, and the commit shows the difference."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable
from functools import partial

import pytest

from evaluation.examples import FOLDER as EXAMPLES
from evaluation.verdicts import FROZEN, SETS, case_verdicts, example_verdicts, history_verdicts

FILES = sorted(path.stem for path in EXAMPLES.glob("*.yaml"))
PARTS = {"cases": case_verdicts, "history": history_verdicts, **{name: partial(example_verdicts, f"{name}.yaml") for name in FILES}}
"""The sets, with the examples file by file, so that processes can share them."""


def frozen(part: str) -> list[str]:
    """The frozen lines of a part."""
    if part in SETS:
        return lines_of(part)
    return [line for line in lines_of("examples") if file_of(line) == part]


def lines_of(name: str) -> list[str]:
    return (FROZEN / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()


def file_of(line: str) -> str:
    return str(json.loads(line)["from"]).rpartition("-")[0]


def joined(lines: Iterable[str]) -> list[str]:
    return "".join(lines).splitlines()


@pytest.mark.parametrize("part", PARTS)
def test_verdicts_are_the_frozen_ones(part: str) -> None:
    before, now = frozen(part), joined(PARTS[part]())
    changed = [line for line in difflib.unified_diff(before, now, "frozen", "now", n=0, lineterm="") if line[0] in "+-"]
    assert before == now, f"{len(changed)} lines differ; if that is meant: make verdicts\n" + "\n".join(changed[:40])


def test_every_frozen_verdict_is_in_a_part() -> None:
    assert {file_of(line) for line in lines_of("examples")} == set(FILES)
    assert set(SETS) == {"cases", "examples", "history"}
