"""The jobs of a helper, done here: what they answer, what they write, and what they leave alone."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from bench.pool import filled
from monitor.errors import StoreError
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.pool import _store_of
from monitor.pipeline.pool_jobs import JOBS
from monitor.pipeline.refresh import refresh
from monitor.store.codec import dumps
from monitor.workers.analysis import InProcess


@pytest.fixture
def context(tmp_path: Path) -> MonitorContext:
    from dataclasses import replace

    return replace(filled(tmp_path / "store", 1, 2, 2), analysis=InProcess())


def asked(context: MonitorContext, job: str, **arguments: object) -> dict[str, Any]:
    given = {"store": _store_of(context), "policy": dumps(context.policies[0]), **arguments}
    answer = json.loads(JOBS[job](given, b""))
    assert isinstance(answer, dict)
    return answer


def test_a_history_is_derived_beside_the_index(context: MonitorContext) -> None:
    assert asked(context, "derive", beside=".beside.tmp", anew=True) == {"new": [0, 1], "unwritable": None}
    assert not context.index.path.exists(), "the index has one writer"
    with sqlite3.connect(context.archive.root / ".beside.tmp") as beside:
        assert beside.execute("select count(*) from history").fetchone() == (2,)
    refresh(context, context.policies)
    assert asked(context, "derive", beside=".beside.tmp", anew=True)["new"] == [], "the index holds both by now"


def test_texts_that_cannot_be_written_are_told_and_nothing_else_is_lost(context: MonitorContext) -> None:
    (context.archive.root / "p0" / "text").write_text("in the way")
    found = asked(context, "derive", beside=".beside.tmp", anew=False)
    assert found["new"] == [0, 1]
    assert "text" in found["unwritable"]


def test_pages_are_written_of_what_the_index_holds(context: MonitorContext) -> None:
    refresh(context, context.policies)
    page = context.reports / "p0" / "index.html"
    before = page.read_bytes()
    page.unlink()
    assert asked(context, "render") == {}
    assert page.read_bytes() == before


def test_a_comparison_has_an_index_of_its_own(context: MonitorContext, tmp_path: Path) -> None:
    refresh(context, context.policies)
    (tmp_path / "scratch").mkdir()
    found = asked(context, "compare", scratch=str(tmp_path / "scratch"), index="index.7.sqlite")
    assert found == {"faults": [], "notes": [], "compared": True}
    assert (tmp_path / "scratch" / "index.7.sqlite").is_file()


def test_an_error_that_only_this_process_understands_becomes_a_sentence(context: MonitorContext) -> None:
    context.index.path.write_bytes(b"no database, but as long as one would be" * 40)
    with pytest.raises(StoreError, match="is damaged or belongs to another program") as raised:
        asked(context, "derive", beside=".beside.tmp", anew=True)
    assert type(raised.value) is StoreError
