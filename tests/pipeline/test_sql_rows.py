"""Rows for people's SQL: there after each run, equal to the exported tables, and read by Datasette with the description that ships."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from monitor.dataset import Store
from monitor.errors import DeliveryError
from monitor.export import datasets
from monitor.export.records import COLUMNS
from monitor.model import Policy, ReviewState
from monitor.pipeline import reviews, sql_rows
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.rebuild import rebuild
from monitor.pipeline.refresh import refresh
from monitor.pipeline.renamed import doubled, ids_by_folder, ids_now
from monitor.pipeline.verification import verify
from monitor.store import sql_views
from monitor.store.archive import SnapshotArchive
from tests.event_loop import run_alone

from .pipeline_world import BAD, GOOD, POLICY, World, run

LEFT_OUT = {"says", "text", "recorded_as"}


@pytest.fixture
def changed(context: MonitorContext, world: World) -> MonitorContext:
    """A store whose policy has changed once, which was told."""
    run(context, world)
    run(context, world, BAD)
    return context


def rows(context: MonitorContext, sql: str) -> list[dict[str, Any]]:
    with closing(sqlite3.connect(context.index.path)) as database:
        database.row_factory = sqlite3.Row
        return [dict(row) for row in database.execute(sql).fetchall()]


def change(context: MonitorContext, sql: str) -> None:
    with closing(sqlite3.connect(context.index.path)) as database, database:
        database.execute(sql)


def exported(table: str, found: Iterator[dict[str, Any]]) -> list[dict[str, Any]]:
    names = [name for name in COLUMNS[table] if name not in LEFT_OUT]
    return [{name: datasets.flat(name, row.get(name)) for name in names} for row in found]


def review(context: MonitorContext, state: ReviewState, note: str | None = None) -> None:
    reviews.record_reviews(context, [list(reviews.reviewed_changes(context, POLICY))[-1]], state, by="Kim", note=note)
    refresh(context, [POLICY])


def test_after_a_run_the_views_say_what_the_python_api_says(changed: MonitorContext) -> None:
    store = Store.of(changed)
    for row, expected in zip(rows(changed, "select * from versions"), exported("versions", store.versions()), strict=True):
        assert row == expected
    assert rows(changed, "select * from policies") == exported("policies", iter(store.policies()))
    (alert,), (expected,) = rows(changed, "select * from alerts"), exported("alerts", store.alerts())
    assert alert == expected
    assert (alert["state"], alert["severity"]) == ("delivered", "critical")
    assert {one["severity"] for one in rows(changed, "select * from changes")} == {one["severity"] for one in store.changes()}


def test_a_review_is_there_at_once_and_placed_again_when_the_history_changes(changed: MonitorContext, world: World) -> None:
    review(changed, ReviewState.ESCALATED, "to legal")
    review(changed, ReviewState.ACCEPTED)
    expected = exported("reviews", Store.of(changed).reviews())
    assert rows(changed, "select * from reviews") == expected
    assert [one["state"] for one in expected] == ["escalated", "accepted"]
    run(changed, world, GOOD)
    assert rows(changed, "select * from reviews") == exported("reviews", Store.of(changed).reviews())


def test_what_was_decided_is_shown_as_long_as_the_changes_of_a_removed_policy_are(changed: MonitorContext) -> None:
    review(changed, ReviewState.ACCEPTED)
    sql = "select c.policy, r.state from changes c join reviews r using (policy, captured_at)"
    before, removed = rows(changed, sql), replace(changed, policies=(replace(POLICY, id="other"),))
    assert before
    refresh(removed, [])
    assert rows(changed, sql) == before
    rebuild(removed)
    assert [rows(changed, f"select * from {name}") for name in ("versions", "changes", "reviews")] == [[], [], []]


def test_a_message_is_shown_as_its_delivery_goes_on(context: MonitorContext, world: World) -> None:
    run(context, world)
    world.refusal = DeliveryError("console: 550 kim@example.com unknown", channel="console")
    run(context, world, BAD)
    (row,) = rows(context, "select * from alerts")
    assert (row["state"], row["attempts"], row["delivered_at"]) == ("pending", 1, None)
    assert "kim@" not in json.dumps(rows(context, "select * from alert_rows"))
    world.refusal = None
    world.at += timedelta(days=1)
    run(context, world, BAD)
    (row,) = rows(context, "select * from alerts")
    assert (row["state"], row["attempts"]) == ("delivered", 2)
    assert row["delivered_at"]


def test_notices_are_no_alerts_and_are_read_once(context: MonitorContext, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    run(context, world)
    world.error = OSError("no route to host")
    for _ in range(5):
        world.at += timedelta(days=1)
        run(context, world)
    assert world.notices
    assert rows(context, "select * from alerts") == []
    asked: list[set[str]] = []
    monkeypatch.setattr(type(context.state), "messages", lambda self, ids, **_: asked.append(set(ids)) or [])
    sql_rows.bring_up_to_date(context)
    assert not any(asked)


def test_a_store_of_an_earlier_program_is_filled_at_the_next_run(changed: MonitorContext, world: World) -> None:
    before = {name: rows(changed, f"select * from {name}") for name in ("versions", "changes", "alerts", "policies")}
    for table in ("change_lists", "tracked", "alert_rows"):
        change(changed, f"delete from {table}")
    assert rows(changed, "select * from changes") == []
    assert verify(changed).faults == []
    run(changed, world, BAD)
    after = {name: rows(changed, f"select * from {name}") for name in before}
    for name in ("changes", "alerts", "policies"):
        assert after[name] == before[name]


def test_views_that_were_dropped_or_are_defined_otherwise_are_made_again(changed: MonitorContext, world: World) -> None:
    before = {name: rows(changed, f"select * from {name}") for name in sql_views.VIEWS}
    change(changed, "drop view changes")
    change(changed, "drop view policies")
    change(changed, "create view policies as select policy from tracked")
    run(changed, world, BAD)
    for name in ("changes", "policies", "reviews"):
        assert rows(changed, f"select * from {name}") == before[name]
    assert sql_views.stale_views(dict(row.values() for row in rows(changed, "select name, sql from sqlite_master"))) == []


def test_a_text_that_returns_names_the_version_as_the_views_do(changed: MonitorContext, world: World) -> None:
    """Pages are captured at fractions of a second, and a join compares texts."""
    for body in (GOOD, BAD):
        world.at += timedelta(days=40, microseconds=191892)
        run(changed, world, body)
    world.at += timedelta(days=40)
    run(changed, world, GOOD)
    (joined,) = rows(
        changed, "select count(*) as n from versions a join versions b on a.policy = b.policy and a.returns_to = b.captured_at"
    )
    (returned,) = rows(changed, "select count(returns_to) as n from versions")
    assert joined["n"] == returned["n"] == 3


# --- policies with another id -------------------------------------------------------------------------------------------

RENAMED = replace(POLICY, id="bike-shop")


def renamed(context: MonitorContext, policy: Policy = RENAMED) -> MonitorContext:
    """The same store under another id, as after an edit of `config.yaml` by hand."""
    archive = SnapshotArchive(context.archive.root, folders={policy.id: POLICY.id})
    other = replace(context, policies=(policy,), archive=archive)
    refresh(other, [policy])
    return other


def counts(context: MonitorContext) -> dict[str, int]:
    return {name: rows(context, f"select count(*) as n from {name}")[0]["n"] for name in sql_views.VIEWS}


def test_a_policy_with_another_id_is_shown_once_and_its_messages_go_with_it(changed: MonitorContext) -> None:
    review(changed, ReviewState.ACCEPTED)
    before = counts(changed)
    other = renamed(changed)
    assert counts(other) == before
    for name in sql_views.VIEWS:
        assert {one["policy"] for one in rows(other, f"select policy from {name}")} == {"bike-shop"}
    (alert,) = rows(other, "select * from alerts")
    assert alert in exported("alerts", Store.of(other).alerts())
    assert "/bike-shop/" in alert["report"]
    assert rows(other, "select * from alerts join versions using (policy, captured_at)")
    assert list(sql_rows.faults(other)) == []


def test_an_id_between_the_first_and_the_present_one_is_told_by_the_version(changed: MonitorContext) -> None:
    between = renamed(changed)
    last = renamed(between, replace(POLICY, id="velo"))
    items = [replace(one, alert=replace(one.alert, policy=RENAMED)) for one in last.state.alerts()]
    assert ids_now(last, items) == {"bike-shop": "velo"}
    assert ids_by_folder(last, ["bike-shop", POLICY.id, "velo"]) == {POLICY.id: "velo"}
    strange = [replace(one, alert=replace(one.alert, new=replace(one.alert.new, snapshot_sha256="0" * 64))) for one in items]
    assert ids_now(last, strange) == {}


def test_two_histories_with_the_same_bytes_tell_nothing(changed: MonitorContext) -> None:
    last = renamed(changed)
    last.index.replace_history("twin", list(last.index.entries(RENAMED.id)), [])
    items = [replace(one, alert=replace(one.alert, policy=replace(POLICY, id="lost"))) for one in last.state.alerts()]
    assert ids_now(last, items) == {}


def test_a_removed_policy_is_no_double(changed: MonitorContext) -> None:
    removed = replace(renamed(changed), policies=())
    removed.index.replace_history("other", list(removed.index.entries(RENAMED.id)), [])
    assert doubled(removed) == []
    sql_rows.bring_up_to_date(removed)
    assert {one["policy"] for one in rows(removed, "select policy from versions")} == {"bike-shop", "other"}


def test_a_message_whose_policy_was_altered_in_the_index_is_found(changed: MonitorContext) -> None:
    both = replace(changed, policies=(POLICY, replace(POLICY, id="other", name="Other")))
    change(changed, "update alert_rows set policy = 'other'")
    assert any("in the index is not what state.sqlite has" in fault for fault in sql_rows.faults(both))


def test_a_rebuild_brings_all_of_it_back(changed: MonitorContext) -> None:
    review(changed, ReviewState.ACCEPTED)
    before = {name: rows(changed, f"select * from {name}") for name in ("versions", "changes", "reviews", "alerts", "policies")}
    change(changed, "update alert_rows set headline = 'Nothing.'")
    change(changed, "update review_rows set state = 'dismissed'")
    change(changed, "update change_lists set changes = '[]'")
    assert len(verify(changed).faults) == 3
    rebuild(changed)
    assert {name: rows(changed, f"select * from {name}") for name in before} == before
    assert verify(changed).faults == []


def test_an_unchanged_run_writes_nothing_of_it(changed: MonitorContext) -> None:
    with closing(sqlite3.connect(changed.index.path)) as other:
        before = other.execute("pragma data_version").fetchone()
        metadata = (changed.archive.root / sql_rows.METADATA).stat().st_mtime_ns
        sql_rows.bring_up_to_date(changed)
        assert other.execute("pragma data_version").fetchone() == before
    assert (changed.archive.root / sql_rows.METADATA).stat().st_mtime_ns == metadata


def test_a_store_without_an_index_is_left_alone(context: MonitorContext) -> None:
    sql_rows.bring_up_to_date(context)
    assert not context.index.path.exists()
    assert not (context.archive.root / sql_rows.METADATA).exists()


def test_a_broken_index_does_not_keep_a_run_from_alerting(changed: MonitorContext, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(self: object, rows: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(type(changed.index.tables), "put_tracked", refused)
    report = run(changed, world, GOOD)
    assert report.checked
    assert world.at in {version.captured_at for version in changed.index.versions(POLICY.id)}
    assert any("No space left" in fault.says for fault in report.faults)


def test_datasette_reads_the_index_with_the_description_beside_it(changed: MonitorContext) -> None:
    application = pytest.importorskip("datasette.app")
    metadata = json.loads((changed.archive.root / sql_rows.METADATA).read_text())

    async def ask() -> dict[str, Any]:
        served = application.Datasette([str(changed.index.path)], metadata=metadata)
        addresses = [f"/index/{name}" for name in ("changes", "versions", "reviews", "alerts", "policies")]
        addresses += [f"/index/{name}.json?_shape=array" for name in (*metadata["databases"]["index"]["queries"], "changes")]
        return {address: await served.client.get(address) for address in ["/index", *addresses]}

    answers = run_alone(ask())
    assert {address: one.status_code for address, one in answers.items()} == dict.fromkeys(answers, 200)
    # What is packed is not offered: five views, and prepared queries.
    front = answers["/index"].text
    # Each column is explained, and none that only the exported table has.
    tables = metadata["databases"]["index"]["tables"]
    assert {name: list(tables[name]["columns"]) for name in sql_views.VIEWS} == changed.index.tables.view_columns()
    assert "null for mere wording" in answers["/index/changes"].text
    assert all(f'href="/index/{name}"' in front for name in ("changes", "versions", "reviews", "alerts", "policies"))
    assert "hidden tables" in front
    assert len(answers["/index/critical_changes.json?_shape=array"].json()) == 1
    assert len(answers["/index/not_reviewed.json?_shape=array"].json()) == 1
    (critical,) = [one for one in answers["/index/changes.json?_shape=array"].json() if one["severity"] == "critical"]
    assert "Larkspur does NOT" in critical["headline"]
