"""Stores of this program: the tables say what the program itself derives from the same snapshots."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.corpus.forms import form_of, partitions
from monitor.corpus.task import DERIVED, HELD, Order, derive_partition
from monitor.errors import UsageError
from monitor.model import ReviewDecision
from monitor.pipeline.derive import derive
from tests.corpus.collections import SALE, history, store, text
from tests.corpus.conftest import files, rows
from tests.pipeline.pipeline_world import World, open_world

pytestmark = pytest.mark.usefixtures("quick")
URL = "https://larkspur.example/privacy"


def configured(home: Path, **settings: str) -> Path:
    """A folder with a configuration and a store, as after some runs."""
    store(home / "snapshots", "larkspur", history("Larkspur"))
    further = "".join(f"    {name}: {value}\n" for name, value in settings.items())
    (home / "config.yaml").write_text(f"policies:\n  - id: larkspur\n    name: Larkspur Lamps\n    url: {URL}\n{further}", encoding="utf-8")
    return home


def test_the_tables_are_the_programs_own_history(tmp_path: Path) -> None:
    context = open_world(tmp_path, World())
    policy = context.policies[0]
    archive = store(context.archive.root, policy.id, history("Larkspur") | {"20240401000000": "", "20240501000000": text("Larkspur")})
    decision = ReviewDecision(archive.records(policy.id)[2].sha256, archive.records(policy.id)[2].captured_at, False, datetime.now(UTC))
    archive.record_decision(policy.id, decision)
    derive(context, policy)
    target = tmp_path / "tables"
    (partition,) = partitions(str(context.archive.root))
    outcome = derive_partition(replace(partition, policy=policy), Order(str(target)))
    assert outcome.state == DERIVED
    own = context.index.entries(policy.id)
    versions, changes = rows(target, "versions", policy.id), rows(target, "changes", policy.id)
    assert [(row["captured_at"], row["sha256"], row["alert"]) for row in versions] == [
        (one.version.captured_at, one.version.sha256, one.alert) for one in own
    ]
    assert [row["headline"] for row in changes] == [c.headline for one in own if one.changelog for c in one.changelog.changes]
    rejected = rows(target, "rejections", policy.id)
    assert [(row["captured_at"], row["reason"]) for row in rejected] == [
        (one.captured_at, one.verdict.reason) for one in context.index.rejections(policy.id)
    ]
    assert {row["reason"] for row in rejected} == {"empty", "rejected"}


def test_settings_come_from_the_configuration(tmp_path: Path) -> None:
    home = configured(tmp_path / "home", document="Terms", threshold="critical")
    for place in (home, home / "config.yaml", home / "snapshots"):
        (partition,) = partitions(str(place))
        assert (partition.service, partition.policy.document, partition.policy.threshold) == ("Larkspur Lamps", "Terms", "critical")
        assert partition.place == str(home / "snapshots")


def test_a_snapshots_folder_alone_is_enough(tmp_path: Path) -> None:
    store(tmp_path / "kept", "larkspur", history("Larkspur"))
    assert form_of(str(tmp_path / "kept")) == "store"
    (partition,) = partitions(str(tmp_path / "kept"))
    assert partition.policy.id == "larkspur"


def test_another_configuration_beside_it_is_none_of_its_own(tmp_path: Path) -> None:
    store(tmp_path / "kept", "larkspur", history("Larkspur"))
    (tmp_path / "config.yaml").write_text(f"policies:\n  - {{id: larkspur, name: Another, url: {URL}}}\n", encoding="utf-8")
    (partition,) = partitions(str(tmp_path / "kept"))
    assert partition.service == "larkspur"


def test_a_store_without_snapshots_is_named(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("policies: []\n", encoding="utf-8")
    with pytest.raises(UsageError, match="no snapshots found"):
        list(partitions(str(tmp_path)))


def test_nothing_is_written_to_the_store(tmp_path: Path) -> None:
    home = configured(tmp_path / "home")
    before = files(home)
    (partition,) = partitions(str(home))
    derive_partition(partition, Order(str(tmp_path / "tables")))
    assert files(home) == before


def test_lost_bytes_are_listed_and_the_rest_is_derived(tmp_path: Path) -> None:
    home = configured(tmp_path / "home")
    (home / "snapshots" / store(home / "snapshots", "larkspur", {}).records("larkspur")[1].path).unlink()
    (partition,) = partitions(str(home))
    assert derive_partition(partition, Order(str(tmp_path / "tables"))).state == DERIVED
    assert [row["reason"] for row in rows(tmp_path / "tables", "rejections", "larkspur")] == ["bytes-missing"]
    assert len(rows(tmp_path / "tables", "versions", "larkspur")) == 2


def test_a_new_snapshot_or_decision_is_derived_and_the_rest_is_held(tmp_path: Path) -> None:
    home, order = configured(tmp_path / "home"), Order(str(tmp_path / "tables"))
    (partition,) = partitions(str(home))
    assert [derive_partition(partition, order).state for _ in range(2)] == [DERIVED, HELD]
    archive = store(home / "snapshots", "larkspur", {"20260601000000": text("Larkspur", sharing=SALE, months=36)})
    assert [derive_partition(partition, order).state for _ in range(2)] == [DERIVED, HELD]
    newest = archive.records("larkspur")[-1]
    archive.record_decision("larkspur", ReviewDecision(newest.sha256, newest.captured_at, False, datetime.now(UTC)))
    assert derive_partition(partition, order).state == DERIVED
    assert len(rows(tmp_path / "tables", "versions", "larkspur")) == 3
