"""The tables of a pack, as CSV and JSON."""

from __future__ import annotations

import csv
import io
import json

import pytest

from monitor.export.audit import tables
from monitor.export.audit.report import GivenReview

from . import sample


@pytest.mark.parametrize("name", tables.TABLES)
def test_each_row_has_the_columns_of_its_table(name: str) -> None:
    table = tables.TABLES[name]
    rows = list(table.rows(sample.report()))
    assert rows
    assert all(list(row) == table.columns for row in rows)
    held = json.loads(tables.as_json(name, rows))
    assert (held["schema"], held["rows"]) == (f"policy-monitor/audit/{name}/1", rows)
    read = list(csv.reader(io.StringIO(tables.as_csv(table.columns, rows))))
    assert (read[0], len(read)) == (table.columns, len(rows) + 1)


@pytest.mark.parametrize("name", tables.TABLES)
def test_a_table_without_rows_has_its_head(name: str) -> None:
    assert json.loads(tables.as_json(name, []))["rows"] == []
    assert tables.as_csv(tables.TABLES[name].columns, []).startswith(tables.TABLES[name].columns[0])


def test_the_figures_of_a_policy() -> None:
    birch, cedar, larch = tables.policies(sample.report())
    assert (birch["checks"], birch["versions"], birch["changes_due_for_review"], birch["not_reviewed"]) == (7, 1, 1, 0)
    assert (cedar["checks_failed"], cedar["checks_without_policy"], cedar["weeks_with_gap"]) == (1, 1, 1)
    assert larch["in_force_at_start"] == larch["in_force_at_end"] == sample.BEFORE.version.sha256
    assert birch["in_force_at_end"] == sample.changed().version.sha256


def test_a_version_names_its_files_and_its_review() -> None:
    (row,) = tables.versions(sample.report())
    assert row["text"] == f"texts/birch/20261111000000-{row['sha256'][:12]}.md"
    assert row["changelog"] == row["text"].replace("texts/", "changelogs/").replace(".md", ".json")
    assert (row["review"], row["reviewed_by"], row["follows_sha256"]) == ("accepted", "Kim Ode", sample.BEFORE.version.sha256)
    (row,) = tables.versions(sample.report(sample.birch(sample.BEFORE, reviewed=False)))
    assert (row["changelog"], row["headline"], row["review"]) == (None, "First version", None)


def test_no_cell_is_a_formula() -> None:
    told = sample.changed(sample.change("=1+1", "@SUM(A1)"))
    report = sample.report(sample.birch(told))
    rows = list(csv.DictReader(io.StringIO(tables.as_csv(tables.TABLES["changes"].columns, tables.changes(report)))))
    assert (rows[0]["old"], rows[0]["new"], rows[0]["judged"]) == ("'=1+1", "'@SUM(A1)", "yes")
    assert rows[0]["reasons"] == "A promise is gone."
    (row,) = csv.DictReader(io.StringIO(tables.as_csv(tables.TABLES["reviews"].columns, tables.reviews(report))))
    assert row["note"] == "'=Discussed.\nNo action."


def test_a_review_of_a_version_that_is_gone_is_listed() -> None:
    gone = GivenReview(sample.review(sample.changed()), False, None)
    (row,) = tables.reviews(sample.report(sample.policy("birch", [], [], reviews=[gone])))
    assert row["version_known"] is False


def test_the_root_before_the_period_comes_first() -> None:
    assert [row["root"][0] for row in tables.roots(sample.report())] == ["a", "b", "c"]
    assert [row["root"][0] for row in tables.roots(sample.report(root_before=None))] == ["b", "c"]
