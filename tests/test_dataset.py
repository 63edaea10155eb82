"""`Store`: the Python API and its notebook, on a store that was really run."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from monitor import Store
from monitor.errors import ConfigError, UsageError
from monitor.export.records import COLUMNS
from tests.cli.conftest import User, kept, stored, user  # noqa: F401 - fixtures
from tests.sampling import sampled

NOTEBOOK = Path(__file__).parents[1] / "docs/notebooks/store.ipynb"


@pytest.fixture
def store(kept: User) -> Store:
    return Store.open(Path.cwd())


def test_policies_versions_and_changes_are_records(store: Store) -> None:
    (policy,) = store.policies()
    assert (policy["policy"], policy["versions"]) == ("northwind", 7)
    versions = list(store.versions())
    assert [row["captured_at"] for row in versions] == sorted(row["captured_at"] for row in versions)
    assert versions == list(store.versions("northwind"))
    changes = list(store.changes())
    assert {row["policy"] for row in changes} == {"northwind"}
    assert any("does NOT share" in (row["old"] or "") for row in changes)


def test_changes_are_chosen_by_severity_topic_and_time(store: Store) -> None:
    everything = list(store.changes())
    critical = list(store.changes(severity="critical"))
    assert critical == [row for row in everything if row["severity"] == "critical"] != everything
    assert len(list(store.changes(severity=["critical", "material"]))) > len(critical)
    topic = critical[0]["topics"][0]
    assert all(topic in row["topics"] for row in store.changes(topic=topic))
    moment = everything[-1]["captured_at"]
    day = datetime.combine(moment.date(), datetime.min.time(), moment.tzinfo)
    for since in (moment, moment.isoformat(), moment.date(), moment.date().isoformat(), moment.replace(tzinfo=None)):
        found = list(store.changes(since=since))
        assert all(row["captured_at"] >= day for row in found)
        assert everything[-1] in found
        assert len(found) < len(everything)
    assert list(store.versions(since=date(2100, 1, 1))) == []


def test_reviews_are_records_that_join_with_the_versions(kept: User, store: Store) -> None:
    assert list(store.reviews()) == []
    for state in ("escalated", "accepted"):
        assert kept("review", "northwind@2018-05-24", "--as", state, "--by", "Kim Ode", "--note", f"Note: {state}").code == 0
    again = Store.open(Path.cwd())
    first, second = again.reviews()
    assert (first["state"], second["state"], second["by"], second["note"]) == ("escalated", "accepted", "Kim Ode", "Note: accepted")
    assert tuple(first) == tuple(name for name in COLUMNS["reviews"] if name in first)
    assert set(first) == set(COLUMNS["reviews"])
    assert second["captured_at"] in {row["captured_at"] for row in again.versions()}
    assert second["in_history"] is True
    assert list(again.reviews("northwind", since=second["given_at"])) == [second]
    assert list(again.reviews(since="2100-01-01")) == []


def test_sentences_are_found_with_the_versions_in_which_they_stood(kept: User, store: Store) -> None:
    found = list(store.search("share, sell, rent"))
    assert found
    assert set(found[0]) == set(COLUMNS["found"])
    told = kept("search", "share, sell, rent", "--format", "json").json["policies"][0]
    assert {row["text"] for row in found} == {one["text"] for one in told["sentences"]}
    assert all(row["stands"] is False and row["absent_after"] > row["captured_at"] for row in found)
    assert list(store.search("share, sell, rent", in_force=True)) == []
    assert list(store.search("share, sell, rent", polarity="denied")) != list(store.search("share, sell, rent", polarity="affirmed"))
    assert list(store.search("retain", topic="retention", tag="no such tag")) == []
    assert list(store.search("share", "rent", policy="northwind", since="2100-01-01")) == []


@pytest.mark.parametrize(
    ("texts", "options", "says"),
    sampled(
        [
            ((), {}, "no word to search for"),
            (("…",), {}, "no word to search for"),
            (("sell",), {"policy": "nobody"}, "nobody"),
            (("sell",), {"topic": "bees"}, "no topic 'bees'"),
            (("sell",), {"polarity": "maybe"}, "'maybe' is not a polarity"),
            (("sell",), {"since": "soon"}, "'soon' is not a date"),
        ],
        3,
        rows=True,
    ),
)
def test_what_cannot_be_searched_is_named(store: Store, texts: tuple[str, ...], options: dict[str, str], says: str) -> None:
    with pytest.raises(UsageError, match=says):
        list(store.search(*texts, **options))  # type: ignore[arg-type]


def test_a_store_that_is_not_searchable_is_no_empty_answer(store: Store) -> None:
    with closing(sqlite3.connect("snapshots/index.sqlite")) as database, database:
        database.execute("delete from searchable")
    with pytest.raises(UsageError, match="run `policy-monitor search` once"):
        list(Store.open(Path.cwd()).search("sell"))


def test_mistakes_are_named(store: Store, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nobody"):
        list(store.versions("nobody"))
    with pytest.raises(UsageError, match="'soon' is not a date"):
        list(store.versions(since="soon"))
    with pytest.raises(UsageError, match="no such configuration"):
        Store.open(tmp_path / "nothing")
    (tmp_path / "bad.yaml").write_text("policies: 7\n")
    with pytest.raises(ConfigError):
        Store.open(tmp_path / "bad.yaml")


def test_reading_changes_nothing(store: Store) -> None:
    before = {path: path.read_bytes() for path in Path("snapshots").rglob("*.gz")}
    assert [*store.versions(), *store.changes(), *store.rejections()]
    assert list(store.alerts()) == []
    assert {path: path.read_bytes() for path in Path("snapshots").rglob("*.gz")} == before


def test_an_empty_store_has_policies_and_nothing_else(user: User) -> None:
    user.configure({"id": "new", "url": "https://new.example/privacy"})
    empty = Store.open("config.yaml")
    assert [row["versions"] for row in empty.policies()] == [0]
    assert [*empty.versions(), *empty.changes(), *empty.rejections(), *empty.alerts(), *empty.reviews(), *empty.search("sell")] == []


def test_the_notebook_runs(kept: User) -> None:
    names: dict[str, Any] = {}
    for cell in json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            exec(compile("".join(cell["source"]), str(NOTEBOOK), "exec"), names)
    assert names["critical"]
    assert names["sold"]
    assert names["decided"] == {}
