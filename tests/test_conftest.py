"""The settings that all tests share."""

from __future__ import annotations

from tests.conftest import ROOT, UNMEASURED


def test_files_that_coverage_leaves_out_exist() -> None:
    assert [name for name in UNMEASURED if not (ROOT / "tests" / f"{name}.py").is_file()] == []
