"""The verdicts on our own changes are those that were frozen; `make verdicts` freezes them again, and the commit shows the difference."""

from __future__ import annotations

import difflib

import pytest

from evaluation.verdicts import FROZEN, SETS


@pytest.mark.parametrize("name", SETS)
def test_verdicts_are_the_frozen_ones(name: str) -> None:
    frozen = (FROZEN / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    found = "".join(SETS[name]()).splitlines()
    changed = [line for line in difflib.unified_diff(frozen, found, "frozen", "now", n=0, lineterm="") if line[0] in "+-"]
    assert frozen == found, f"{len(changed)} lines differ; if that is meant: make verdicts\n" + "\n".join(changed[:40])
