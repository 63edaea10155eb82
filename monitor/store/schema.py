"""The tables of the two SQLite files, as numbered migrations: what was released is never edited, only added to."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from sqlite3 import Connection
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

Migration = Callable[["Database"], None]


def _index_1(db: Database) -> None:
    db.table("texts").create({"sha256": str, "text": str}, pk="sha256")
    db.table("readings").create(
        {"snapshot_sha256": str, "reader": str, "text_sha256": str, "reading": str}, pk=("snapshot_sha256", "reader"), not_null={"reading"}
    )
    db.table("changelogs").create(
        {"policy": str, "old_sha256": str, "new_sha256": str, "engine": str, "changelog": str},
        pk=("policy", "old_sha256", "new_sha256", "engine"),
        not_null={"changelog"},
    )
    db.table("versions").create(
        {
            "policy": str,
            "position": int,
            "captured_at": str,
            "sha256": str,
            "snapshot_sha256": str,
            "version": str,
            "changelog": str,
            "alert": int,
            "fingerprint": str,
        },
        pk=("policy", "position"),
        not_null={"captured_at", "sha256", "snapshot_sha256", "version", "alert", "fingerprint"},
    )
    db.table("versions").create_index(["policy", "captured_at"])
    db.table("rejections").create(
        {"policy": str, "position": int, "snapshot_sha256": str, "rejection": str},
        pk=("policy", "position"),
        not_null={"snapshot_sha256", "rejection"},
    )


def _state_1(db: Database) -> None:
    db.table("checks").create(
        {"policy": str, "last_success": str, "last_failure": str, "reason": str, "says": str, "failures_in_row": int, "retry_at": str},
        pk="policy",
        not_null={"failures_in_row"},
        defaults={"failures_in_row": 0},
    )
    db.table("visits").create(
        {"policy": str, "url": str, "sha256": str, "first_at": str, "last_at": str, "etag": str, "last_modified": str},
        pk=("policy", "url"),
        not_null={"first_at", "last_at"},
    )
    db.table("visits").create_index(["url"])
    db.table("considered").create({"policy": str, "sequence": int}, pk="policy", not_null={"sequence"})
    db.table("alerts").create(
        {"id": str, "policy": str, "created_at": str, "alert": str}, pk="id", not_null={"policy", "created_at", "alert"}
    )
    db.table("deliveries").create(
        {
            "alert_id": str,
            "channel": str,
            "state": str,
            "attempts": int,
            "queued_at": str,
            "next_attempt": str,
            "delivered_at": str,
            "says": str,
        },
        pk=("alert_id", "channel"),
        not_null={"state", "attempts", "queued_at", "next_attempt"},
        foreign_keys=[("alert_id", "alerts", "id")],
    )
    db.table("deliveries").create_index(["state", "next_attempt"])


INDEX: tuple[Migration, ...] = (_index_1,)
STATE: tuple[Migration, ...] = (_state_1,)


def applied(connection: Connection) -> int:
    """How many migrations a file has had; 0 for a new one."""
    if not connection.execute("select 1 from sqlite_master where type = 'table' and name = 'migrations'").fetchone():
        return 0
    return int(connection.execute("select coalesce(max(number), 0) from migrations").fetchone()[0])


def migrate(connection: Connection, migrations: tuple[Migration, ...]) -> None:
    """Brings a file's tables up to date; the caller holds the transaction, so it happens as a whole or not at all."""
    # Loaded here alone: sqlite_utils takes 0.15 s and, where numpy is installed, 20 MB, and a file that is up to date doesn't need it.
    database = import_module("sqlite_utils").Database(connection, execute_plugins=False)
    database.table("migrations").create({"number": int, "name": str, "applied_at": str}, pk="number", if_not_exists=True)
    for number in range(applied(connection) + 1, len(migrations) + 1):
        migrations[number - 1](database)
        name = migrations[number - 1].__name__.strip("_")
        connection.execute("insert into migrations values (?, ?, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))", (number, name))
