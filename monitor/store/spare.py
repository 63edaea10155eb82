"""A spare copy of the state: small, complete in all that can't be had again, and in another file than the one that may be damaged."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from sqlite3 import Connection

from monitor.store.atomic_write import disk_errors, sync_folder

# Delivered messages stay out: an outbox keeps years of them, each with two whole texts. The cursors say that they are decided.
_PENDING = "alert_id in (select alert_id from deliveries where state <> 'delivered')"
_PARTS = {"alerts": "id in (select alert_id from deliveries where state <> 'delivered')", "deliveries": _PENDING}


def spare_of(path: Path) -> Path:
    """Where the copy of a file is kept: beside it."""
    return path.with_name(f"{path.stem}.spare{path.suffix}")


def write_spare(connection: Connection, path: Path) -> None:
    """Replace the copy, atomically.

    Args:
        connection: to the original, outside a transaction.
        path: of the copy.

    Raises:
        StoreError: it can't be written.
        sqlite3.DatabaseError: the original can't be read, or the disk is full.
    """
    temporary = path.with_name(f".{path.name}.tmp")
    with disk_errors("write", path):
        temporary.unlink(missing_ok=True)
        # The mode of the original: alerts are nobody else's business.
        os.close(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        try:
            _copy(connection, temporary)
            with temporary.open("rb") as written:
                os.fsync(written.fileno())
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
        sync_folder(path.parent)


def _copy(connection: Connection, to: Path) -> None:
    made = connection.execute("select type, name, sql from sqlite_master where sql is not null order by type desc").fetchall()
    with closing(sqlite3.connect(to)) as copy, copy:
        copy.execute("pragma journal_mode = off")
        for _, _, sql in made:
            copy.execute(sql)
        for kind, name, _ in made:
            if kind == "table":
                _copy_rows(connection, copy, name)


def _copy_rows(connection: Connection, copy: Connection, name: str) -> None:
    rows = connection.execute(f"select * from {name} where {_PARTS.get(name, '1')}")  # noqa: S608 - our own names
    marks = ", ".join("?" * len(rows.description))
    copy.executemany(f"insert into {name} values ({marks})", rows)  # noqa: S608
