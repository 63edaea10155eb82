"""The gates know every package of the core and fail for those below."""

from __future__ import annotations

import pytest

from tests.coverage_gates import CORE, GATES, check


def test_every_package_of_the_core_has_a_gate() -> None:
    assert {path.parent.name for path in CORE.glob("*/__init__.py")} == set(GATES)


def test_those_below_their_gate_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert check(lambda package: 94.9 if package == "diff" else 95.0) == ["diff"]
    assert "core/diff        94.9 % covered, 95 % needed" in capsys.readouterr().out
