"""What a worker does is what the core does, byte for byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.core.compare import compare_documents
from monitor.core.extract import read_snapshot
from monitor.model import Changelog, Document, ExtractionResult
from monitor.store.codec import dumps, loads
from monitor.workers import jobs

CASES = sorted((Path(__file__).resolve().parents[1] / "cases_extract").rglob("page.html"))[:12]


@pytest.mark.parametrize("page", CASES, ids=lambda path: path.parent.name)
def test_reading_is_the_same_in_a_worker(page: Path) -> None:
    arguments = {"media_type": "text/html", "headers": {}, "url": "https://larkspur.example/p", "select": [], "remove": []}
    read = loads(ExtractionResult, jobs.JOBS["read"](arguments, page.read_bytes()))
    assert read == read_snapshot(page.read_bytes(), media_type="text/html", url="https://larkspur.example/p")


def test_comparing_is_the_same_in_a_worker() -> None:
    old, new = (Document(f"# Privacy\n\nWe {verb} your “data”.\n", language="en") for verb in ("never sell", "may sell"))
    before, after = dumps(old).encode(), dumps(new).encode()
    found = loads(Changelog, jobs.JOBS["compare"]({"size": len(before)}, before + after))
    assert found == compare_documents(old, new)
    assert found.alert


def test_warming_up_loads_the_models() -> None:
    jobs.warm_up()
