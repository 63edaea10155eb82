"""The tables of the SQLite files, as numbered migrations. Released migrations are never edited; changes are new ones."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module
from sqlite3 import Connection
from typing import TYPE_CHECKING, Any

from monitor.store.lean_keys import make_lean
from monitor.store.sentences import has_full_text
from monitor.store.sql_views import create_views

if TYPE_CHECKING:
    from sqlite_utils import Database

Migration = Callable[["Database"], None]


def _table(db: Database, name: str, columns: dict[str, Any], **options: Any) -> None:
    """Create a table inside the caller's transaction; before version 4, sqlite_utils' own `create` commits it."""
    db.conn.execute(db.create_table_sql(name, columns, **options))


# Tables and columns keep the names under which they were released: "readings" are extractions, "marks" derivation keys, "considered" the
# alert cursors, "told_of" the outage that was reported, "unsaved" the pending copies, "untaken" the pending evidence.


def _index_1(db: Database) -> None:
    _table(db, "texts", {"sha256": str, "text": str}, pk="sha256")
    _table(
        db,
        "readings",
        {"snapshot_sha256": str, "reader": str, "text_sha256": str, "reading": str},
        pk=("snapshot_sha256", "reader"),
        not_null={"reading"},
    )
    _table(
        db,
        "changelogs",
        {"policy": str, "old_sha256": str, "new_sha256": str, "engine": str, "changelog": str},
        pk=("policy", "old_sha256", "new_sha256", "engine"),
        not_null={"changelog"},
    )
    _table(
        db,
        "versions",
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
    # For ID@DATE.
    db.conn.execute("create index versions_policy_captured_at on versions (policy, captured_at)")
    _table(
        db,
        "rejections",
        {"policy": str, "position": int, "snapshot_sha256": str, "rejection": str},
        pk=("policy", "position"),
        not_null={"snapshot_sha256", "rejection"},
    )


def _index_2(db: Database) -> None:
    _table(db, "marks", {"policy": str, "mark": str}, pk="policy", not_null={"mark"})


def _index_3(db: Database) -> None:
    # What was found out of a policy's texts, so that they need not be read again; see monitor.store.memory.
    columns = {"policy": str, "purpose": str, "question": str, "answer": str}
    _table(db, "remembered", columns, pk=("policy", "purpose", "question"), not_null={"answer"})


def _index_4(db: Database) -> None:
    # Full-text search; see monitor.store.sentences. Where SQLite has no FTS5, all but `search` works without.
    if not has_full_text(db.conn):
        return
    columns = {"first": int, "policy": str, "count": int, "sentences": bytes}
    _table(db, "sentence_blocks", columns, pk="first", not_null={"policy", "count", "sentences"})
    db.conn.execute("create index sentence_blocks_policy on sentence_blocks (policy)")
    db.conn.execute(
        "create table sentence_spans (sentence integer, first integer, gone integer, primary key (sentence, first)) without rowid"
    )
    _table(db, "sentence_numbers", {"used": int})
    db.conn.execute("insert into sentence_numbers values (0)")
    _table(db, "searchable", {"policy": str, "edition": str}, pk="policy")
    # Neither content, nor places, nor sizes: an eighth of the size. What is a phrase is found out from the sentences.
    options = "content = '', columnsize = 0, detail = none, tokenize = 'ascii'"
    db.conn.execute(f"create virtual table sentence_words using fts5 (words, {options})")


def _index_5(db: Database) -> None:
    # "versions" is what people look for, and now the name of a view; see monitor.store.sql_views.
    db.conn.execute("alter table versions rename to history")
    create_views(db.conn)


def _index_6(db: Database) -> None:
    make_lean(db.conn)


def _state_1(db: Database) -> None:
    _table(
        db,
        "checks",
        {"policy": str, "last_success": str, "last_failure": str, "reason": str, "says": str, "failures_in_row": int, "retry_at": str},
        pk="policy",
        not_null={"failures_in_row"},
        defaults={"failures_in_row": 0},
    )
    _table(
        db,
        "visits",
        {"policy": str, "url": str, "sha256": str, "first_at": str, "last_at": str, "etag": str, "last_modified": str},
        pk=("policy", "url"),
        not_null={"first_at", "last_at"},
    )
    # No longer used by a query; released migrations are never edited.
    db.conn.execute("create index visits_url on visits (url)")
    _table(db, "considered", {"policy": str, "sequence": int}, pk="policy", not_null={"sequence"})
    _table(db, "alerts", {"id": str, "policy": str, "created_at": str, "alert": str}, pk="id", not_null={"policy", "created_at", "alert"})
    _table(
        db,
        "deliveries",
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
    # For `due`, asked every minute, in an outbox that keeps years of delivered messages.
    db.conn.execute("create index deliveries_state_next_attempt on deliveries (state, next_attempt)")


def _state_2(db: Database) -> None:
    for column in ("failing_since", "told_of"):
        db.conn.execute(f"alter table checks add column {column} text")


def _state_3(db: Database) -> None:
    columns = {"policy": str, "url": str, "snapshot_sha256": str, "attempts": int, "retry_at": str, "says": str}
    _table(db, "unsaved", columns, pk=("policy", "url"), not_null={"snapshot_sha256", "attempts"})


def _state_4(db: Database) -> None:
    # When a body was last received, and the answers without one since; null for visits of earlier versions.
    db.conn.execute("alter table visits add column full_at text")
    db.conn.execute("alter table visits add column unmodified integer not null default 0")
    # Only slow ones: those wait in a queue of their own.
    _table(db, "hosts", {"host": str, "seconds": float}, pk="host", not_null={"seconds"})


def _state_5(db: Database) -> None:
    _table(db, "faults", {"place": str, "since": str, "says": str}, pk="place", not_null={"since", "says"})
    _table(db, "clock", {"name": str, "moment": str}, pk="name", not_null={"moment"})


def _state_6(db: Database) -> None:
    # By week first: what one cycle writes lies side by side. See monitor.store.check_log.
    columns = "week text not null, policy text not null, made text not null"
    db.conn.execute(f"create table check_log ({columns}, primary key (week, policy)) without rowid")


def _state_7(db: Database) -> None:
    columns = {"policy": str, "url": str, "snapshot_sha256": str, "attempts": int, "retry_at": str, "says": str}
    _table(db, "untaken", columns, pk=("policy", "url"), not_null={"snapshot_sha256", "attempts"})


def _opinions_1(db: Database) -> None:
    # By the two texts, the model and the wording of the question: whatever changes one of them asks anew.
    pair: dict[str, Any] = {"old_sha256": str, "new_sha256": str}
    columns = pair | {"model": str, "prompt": str, "asked_at": str, "dropped": str, "reading": str}
    _table(db, "answers", columns, pk=(*pair, "model", "prompt"), not_null={"asked_at", "reading"})
    columns = {"policy": str} | pair | {"captured_at": str, "since": str, "attempts": int, "retry_at": str, "says": str}
    _table(db, "waiting", columns, pk=("policy", *pair), not_null={"captured_at", "since", "attempts"})
    # By policy: two policies may have the same texts, and other thresholds.
    _table(db, "raised", {"policy": str} | pair, pk=("policy", *pair))
    _table(db, "spent", {"day": str, "requests": int, "characters": int}, pk="day", not_null={"requests", "characters"})


INDEX: tuple[Migration, ...] = (_index_1, _index_2, _index_3, _index_4, _index_5, _index_6)
STATE: tuple[Migration, ...] = (_state_1, _state_2, _state_3, _state_4, _state_5, _state_6, _state_7)
OPINIONS: tuple[Migration, ...] = (_opinions_1,)


def applied(connection: Connection) -> int:
    """The number of migrations applied to a file; 0 for a new one."""
    if not connection.execute("select 1 from sqlite_master where type = 'table' and name = 'migrations'").fetchone():
        return 0
    return int(connection.execute("select coalesce(max(number), 0) from migrations").fetchone()[0])


def _sqlite_utils() -> Any:
    """Imported late, for it takes 0.1 s, and a file that is up to date does not need it."""
    # Where pandas and numpy are installed it would load them, for columns of their types: 1.3 s and 110 MB more.
    unwanted = [name for name in ("pandas", "numpy") if name not in sys.modules]
    sys.modules.update(dict.fromkeys(unwanted))  # type: ignore[arg-type]
    try:
        return import_module("sqlite_utils")
    finally:
        for name in unwanted:
            sys.modules.pop(name, None)


def migrate(connection: Connection, migrations: tuple[Migration, ...]) -> None:
    """Bring a file's tables up to date. The caller holds the transaction, so this happens completely or not at all."""
    database = _sqlite_utils().Database(connection, execute_plugins=False)
    _table(database, "migrations", {"number": int, "name": str, "applied_at": str}, pk="number", if_not_exists=True)
    for number in range(applied(connection) + 1, len(migrations) + 1):
        migrations[number - 1](database)
        name = migrations[number - 1].__name__.strip("_")
        connection.execute("insert into migrations values (?, ?, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))", (number, name))
