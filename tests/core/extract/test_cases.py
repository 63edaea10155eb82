"""Each folder of tests/cases_extract is a page and the document that must come of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from monitor.core.extract import read_snapshot
from monitor.model import ExtractionResult

CASES = sorted((Path(__file__).parents[2] / "cases_extract").iterdir())
_TYPES = {".html": "text/html", ".md": "text/markdown", ".txt": "text/plain"}


def _read(case: Path) -> tuple[ExtractionResult, dict[str, Any]]:
    wanted = json.loads((case / "case.json").read_text("utf-8")) if (case / "case.json").exists() else {}
    page = next(case.glob("page.*"))
    media_type = wanted.get("media_type", _TYPES[page.suffix])
    reading = read_snapshot(
        page.read_bytes(), media_type=media_type, url=wanted.get("url"), select=wanted.get("select", ()), remove=wanted.get("remove", ())
    )
    return reading, wanted


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Path) -> None:
    reading, wanted = _read(case)
    if "error" in wanted:
        assert reading.document is None
        assert reading.error is not None
        assert reading.error[0] == wanted["error"]
        assert reading.error[1].endswith(".")
        return
    assert reading.error is None
    assert reading.document is not None
    assert reading.document.text == (case / "expected.md").read_text("utf-8").removesuffix("\n")
    for name in ("title", "stated_date", "effective_date", "language"):
        if name in wanted:
            assert getattr(reading.document, name) == wanted[name]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_written_form_reads_back_as_itself(case: Path) -> None:
    document = _read(case)[0].document
    if document is not None:
        again = read_snapshot(document.text.encode(), media_type="text/markdown").document
        assert again is not None
        assert again.text == document.text
