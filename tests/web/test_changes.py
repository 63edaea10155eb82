"""The table of all changes: filters, orders, files that change or are damaged."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from monitor.model import Policy
from monitor.render.paths import VERSIONS
from monitor.render.rows import row_to_json
from monitor.timestamps import utc_iso
from monitor.web.changes import ChangeTable, Filters, changes_of
from tests.render import sample
from tests.render.reading import alternating, rows_of

ALDER = Policy("alder", "Alder", "Privacy Policy", tags=("shops",))
BEECH = Policy("beech", "beech & Co", "Terms of Service", tags=("banks", "shops"))


def change(number: int, at: str, severity: str, topic: str = "retention", **more: Any) -> dict[str, Any]:
    about = {"policy": "?", "new_captured_at": at, "page": "x/y.html", "says": f"change {number}"}
    return about | {"id": str(number), "severity": severity, "direction": "neutral", "kind": "added", "topics": [topic], **more}


def write(reports: Path, policy: Policy, *changes: dict[str, Any]) -> Path:
    path = reports / policy.id / "changes.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps({"schema": "policy-monitor/changes/1", "changes": list(changes)}))
    return path


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    write(tmp_path, ALDER, change(1, "2026-01-01T00:00:00Z", "minor"), change(2, "2026-11-29T12:00:00Z", "critical", "sale-of-data"))
    write(
        tmp_path, BEECH, change(3, "2026-11-23T00:00:00Z", "material"), change(4, "2025-12-29T00:00:00Z", "cosmetic", "security", group="3")
    )
    return tmp_path


def shown(reports: Path, **filters: Any) -> str:
    return "".join(row.id for row in ChangeTable().rows(reports, [ALDER, BEECH], filters=Filters(**filters)))


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        ({}, "2314"),
        ({"vendor": "BEECH"}, "34"),
        ({"vendor": " alder "}, "21"),
        ({"policy": "alder"}, "21"),
        ({"policy": "alde"}, ""),
        ({"tag": "banks"}, "34"),
        ({"tag": "bank"}, ""),
        ({"topic": "retention"}, "31"),
        ({"severity": "material"}, "23"),
        ({"severity": "dire"}, "2314"),
        ({"week": "2026-W48"}, "23"),
        ({"week": "2026-W01"}, "14"),
        ({"week": "2026-W1"}, ""),
        ({"ascending": True}, "4132"),
        ({"sort": "severity"}, "2314"),
        ({"sort": "severity", "ascending": True}, "4132"),
        ({"sort": "vendor", "ascending": True}, "2134"),
        ({"sort": "vendor"}, "3421"),
        ({"sort": "topic", "ascending": True}, "3124"),
        ({"severity": "material", "tag": "shops", "week": "2026-W48", "vendor": "alder"}, "2"),
    ],
)
def test_filters_and_orders(reports: Path, filters: dict[str, Any], ids: str) -> None:
    assert shown(reports, **filters) == ids


def test_the_first_week_may_begin_in_december(reports: Path) -> None:
    rows = ChangeTable().rows(reports, [BEECH])
    assert [row.week for row in rows] == ["2026-W48", "2026-W01"]
    assert [row.leads for row in rows] == [True, False]


def test_a_file_that_changes_is_read_again_and_names_are_those_of_today(reports: Path) -> None:
    table = ChangeTable()
    assert len(table.rows(reports, [ALDER])) == 2
    path = write(reports, ALDER, change(5, "2026-01-01T00:00:00Z", "minor"))
    os.utime(path, ns=(1, 1))
    assert [row.id for row in table.rows(reports, [ALDER])] == ["5"]
    (row,) = table.rows(reports, [replace(ALDER, name="Alder & Sons", tags=("new",))], filters=Filters(tag="new"))
    assert (row.vendor, row.tags) == ("Alder & Sons", ("new",))


@pytest.mark.parametrize("text", ["", "[]", "null", "{", '{"changes": null}', '{"changes": [1, {}, []]}', '{"changes": {}}', "\ufeff{}"])
def test_a_damaged_file_has_no_changes(tmp_path: Path, text: str) -> None:
    path = tmp_path / "changes.json"
    path.write_text(text, encoding="utf-8")
    assert changes_of(path) == []
    assert changes_of(tmp_path / "missing.json") == []
    (tmp_path / "alder").mkdir()
    (tmp_path / "alder" / "changes.json").write_text('{"changes": [{"new_captured_at": "x"}]}')
    assert ChangeTable().rows(tmp_path, [ALDER]) == []


def test_what_a_page_that_alternates_brings_back_is_told_once(reports: Path) -> None:
    its = alternating(rows_of(sample.larkspur()), times=4)
    (reports / ALDER.id / VERSIONS).write_text(json.dumps({"versions": [row_to_json(row) for row in its]}))
    write(reports, ALDER, *(change(number, utc_iso(row.captured_at), "material") for number, row in enumerate(its)))
    rows = ChangeTable().rows(reports, [ALDER], filters=Filters(ascending=True))
    assert [row.leads for row in rows] == [True] * 7 + [False] * 4


def test_a_damaged_list_of_versions_hides_no_change(reports: Path) -> None:
    (reports / ALDER.id / VERSIONS).write_text('{"versions": [{}]}')
    assert all(row.leads for row in ChangeTable().rows(reports, [ALDER]))
