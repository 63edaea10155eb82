"""Whole comparisons: cases of every judged language, and changes tried after the vocabularies were written."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from evaluation.languages import Case, cases, languages
from monitor.core.compare import compare
from monitor.model import Change, Direction, Severity
from tests.core.meaning.tongues.changes_of import pair
from tests.sampling import sampled

TRIED = yaml.safe_load(Path(__file__).with_name("changes.yaml").read_text(encoding="utf-8"))
WAYS = {"-": Direction.WEAKENS, "+": Direction.STRENGTHENS}


def every_case() -> list[object]:
    return [pytest.param(one, id=f"{code}: {one.group}: {one.name[:40]}") for code in languages() for one in cases(code)]


@pytest.mark.parametrize("case", sampled(every_case()))
def test_a_case_is_right(case: Case) -> None:
    assert case.is_right(), [(change.severity, change.headline) for change in compare(case.old, case.new).changes]


@pytest.mark.parametrize("code", languages())
def test_a_language_has_enough_cases(code: str) -> None:
    quiet = [one for one in cases(code) if one.group in ("kept elsewhere", "kept in other words", "rewording")]
    assert len(cases(code)) >= 60
    assert 0.4 <= len(quiet) / len(cases(code)) <= 0.6


def worst(changes: tuple[Change, ...]) -> Severity:
    return max((change.severity for change in changes), key=lambda severity: severity.rank, default=Severity.NONE)


ROWS = [(code, *row) for code, rows in TRIED.items() for row in rows]


@pytest.mark.parametrize(("code", "want", "old", "new"), sampled(ROWS, 5, rows=True))
def test_a_change_is_told_as_it_is(code: str, want: str, old: str | None, new: str | None) -> None:
    changes = compare(*pair(code, old, new)).changes
    if want == "Q":
        assert worst(changes).rank < Severity.MATERIAL.rank, changes
        return
    assert worst(changes) is Severity.CRITICAL if want[0] == "C" else worst(changes).rank >= Severity.MATERIAL.rank, changes
    if want[1:]:
        assert WAYS[want[1:]] in {change.direction for change in changes if change.material}
