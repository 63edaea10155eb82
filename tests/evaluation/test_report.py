"""The figures: what is counted as right, and `make evaluate` on a machine without the large set."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bench.figures import share
from evaluation import report
from evaluation.corpus import Pair, labelled
from evaluation.report import Tally, covers, folds, main, table
from monitor.core.compare import compare_documents
from monitor.model import Document

KEPT = "# Privacy Policy\n\nWe collect your name and your e-mail address.\n\n"
OLD = Document(f"{KEPT}We do not sell your personal information to anybody.\n")
NEW = Document(f"{KEPT}We may sell your personal information to data brokers.\n")
EVENT = {
    "old_quote": "We do not sell your personal information to anybody.",
    "new_quote": "We may sell your personal information to data brokers.",
    "topic": "sale-of-data",
    "direction": "weakens",
    "materiality": "critical",
}


def pair(old: Document, new: Document, *events: dict[str, Any], complete: bool = True) -> Pair:
    return Pair("p1", "public", "Shop", old, new, events, complete)


def tally(one: Pair) -> Tally:
    found = Tally()
    found.add(one, compare_documents(one.old, one.new).changes)
    return found


def test_a_withdrawn_promise_is_found_and_named() -> None:
    figures = tally(pair(OLD, NEW, EVENT)).figures()
    assert figures == dict.fromkeys(figures, 1.0)


def test_an_alert_on_nothing_is_false() -> None:
    found = tally(pair(OLD, NEW))
    assert found.counts["fp"] == 1
    assert found.figures()["alert precision"] == 0
    assert found.false[0].startswith("p1 | ")


def test_a_missed_event_is_listed() -> None:
    found = tally(pair(OLD, OLD, EVENT))
    assert found.counts["fn"] == 1
    assert found.misses == [f"p1 | critical sale-of-data | {EVENT['old_quote']} → {EVENT['new_quote']}"]


def test_no_alert_on_an_unchanged_pair_is_correct() -> None:
    assert tally(pair(OLD, OLD)).counts == {"tn": 1}


def test_false_alarms_count_only_where_every_event_is_listed() -> None:
    assert tally(pair(OLD, NEW, complete=False)).counts["alerts"] == 0


def test_a_change_covers_an_event_on_either_side() -> None:
    (change,) = compare_documents(OLD, NEW).changes
    assert covers(change, {**EVENT, "new_quote": None})
    assert covers(change, {**EVENT, "old_quote": None})
    assert not covers(change, {**EVENT, "old_quote": None, "new_quote": "We never keep anything that you tell us."})


def test_a_share_of_nothing_is_nothing() -> None:
    assert share(1, 0) == 0
    assert share(1, 4) == 0.25


def test_every_service_is_in_one_fold() -> None:
    services = [f"s{n}" for n in range(25)]
    groups = folds([*services, "s3"])
    assert sorted(service for group in groups for service in group) == sorted(services)
    assert folds(reversed(services)) == groups


def test_the_table_has_a_column_per_set() -> None:
    lines = table({"pool": tally(pair(OLD, NEW, EVENT)), "memos": Tally()}).splitlines()
    assert lines[:3] == ["| figure | pool | memos |", "|---|---|---|", "| alert precision | 1.000 | 0.000 |"]


@pytest.fixture
def stranger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without the large set, three public pairs, and a page of its own to write to."""
    monkeypatch.setenv("POLICY_MONITOR_SHARED", str(tmp_path / "nothing"))
    few = labelled("public")[:3]
    monkeypatch.setattr(report, "labelled", lambda *sets: few if sets == ("public",) else [])
    page = tmp_path / "evaluation.md"
    page.write_text("<!-- figures -->\nof the large set\n<!-- end -->\n<!-- public -->\nold\n<!-- end -->\n")
    monkeypatch.setattr(report, "DOCUMENT", page)
    return page


def test_without_the_large_set_the_public_figures_are_printed(stranger: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main([])
    out = capsys.readouterr().out
    assert "| figure | public |" in out
    assert out.splitlines()[-1].startswith("The large labelled set is missing")
    assert "of the large set" in stranger.read_text()
    assert "old" in stranger.read_text()


def test_writing_leaves_the_figures_of_the_large_set(
    stranger: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = labelled("public")[0]
    unsaid = {"old_quote": "", "new_quote": "We feed your letters to the cat of the mill."}
    missed = [replace(pair, events=tuple({**event, **unsaid} for event in pair.events))]
    monkeypatch.setattr(report, "labelled", lambda *sets: missed if sets == ("public",) else [])
    main(["--write", "--show"])
    assert stranger.read_text().startswith("<!-- figures -->\nof the large set\n<!-- end -->\n<!-- public -->\n| figure | public |")
    assert "MISSED public " in capsys.readouterr().out


def test_a_model_file_can_be_measured(stranger: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shipped = report.DOCUMENT.parents[0]
    own = shipped / "severity_model.json"
    own.write_text('{"threshold": 0.5, "intercept": -9, "baseline": -9, "weights": {}, "trees": []}')
    main(["--model", str(own), "--write"])
    assert "| alert recall | 1.000 |" in capsys.readouterr().out  # rules alone find both
    assert "old" in stranger.read_text()
