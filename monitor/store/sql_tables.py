"""The small tables behind the views of `index.sqlite`; see `monitor.store.sql_views`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from sqlite3 import Connection
from typing import Any

from monitor.model import HistoryEntry
from monitor.store.database import SqliteFile
from monitor.store.sql_views import ALERT_COLUMNS, TRACKED_COLUMNS, VIEWS, put_change_list, renew_views, stale_views


class SqlTables:
    """The tables behind the views. The caller says what is in them; each is written only where it differs.

    Errors: those of the index that the file is.
    """

    def __init__(self, file: SqliteFile) -> None:
        self._file = file

    def unlisted(self) -> list[str]:
        """The policies with versions of which it is not stored what they changed, as after an update from a program without these views."""
        counts = self._file.row("select (select count(*) from history), (select count(*) from change_lists)")
        if counts is None or counts[0] == counts[1]:
            return []
        sql = "select distinct policy from history h where not exists (select 1 from change_lists l where l.policy = h.policy"
        return [row[0] for row in self._file.rows(f"{sql} and l.position = h.position) order by policy")]

    def list_changes(self, policy_id: str, entries: Iterable[HistoryEntry]) -> None:
        """Store what all versions of a policy changed."""
        with self._file.transaction() as db:
            db.execute("delete from change_lists where policy = ?", (policy_id,))
            for position, entry in enumerate(entries):
                put_change_list(db, policy_id, position, entry)

    def listed(self, policy_id: str) -> list[tuple[Any, ...]]:
        """What the views show of each of a policy's versions and is not read from the version itself, oldest first."""
        sql = (
            "select h.captured_at, h.sha256, h.snapshot_sha256, l.changes from history h left join change_lists l using (policy, position)"
        )
        return self._file.rows(f"{sql} where policy = ? order by position", (policy_id,))

    def names(self) -> list[str]:
        """All tables of the index, those of full-text search among them; views are none."""
        return [name for (name,) in self._file.rows("select name from sqlite_master where type = 'table' order by name")]

    def view_columns(self) -> dict[str, list[str]]:
        """The columns of each view, by its name."""
        return {
            name: [column for (column,) in self._file.rows("select name from pragma_table_info(?) order by cid", (name,))] for name in VIEWS
        }

    def renew_views(self) -> None:
        """Define the views anew that an earlier program defined otherwise, or that somebody dropped."""
        held = dict(self._file.rows("select name, sql from sqlite_master where type = 'view'"))
        if stale := stale_views(held):
            with self._file.transaction() as db:
                renew_views(db, stale)

    # --- what the configuration, the ledger and the state say -----------------------------------------------------------

    def tracked(self) -> list[tuple[Any, ...]]:
        """The rows of the table of policies."""
        return self._file.rows(f"select {', '.join(TRACKED_COLUMNS)} from tracked order by policy")  # noqa: S608 - our own names

    def put_tracked(self, rows: Iterable[tuple[Any, ...]]) -> None:
        """Replace them."""
        rows = sorted(rows)
        if rows != self.tracked():
            with self._file.transaction() as db:
                db.execute("delete from tracked")
                _insert(db, "tracked", rows)

    def review_keys(self) -> dict[str, str]:
        """By policy, what identifies the reviews and the history that its rows were made of."""
        return dict(self._file.rows("select policy, made_of from review_keys"))

    def reviews(self, policy_id: str) -> list[tuple[Any, ...]]:
        """The rows of a policy's reviews, in the order in which they were stored."""
        return self._file.rows("select * from review_rows where policy = ? order by rowid", (policy_id,))

    def put_reviews(self, policy_id: str, key: str | None, rows: Iterable[tuple[Any, ...]] = ()) -> None:
        """Replace a policy's reviews; a policy without any has no key."""
        with self._file.transaction() as db:
            db.execute("delete from review_rows where policy = ?", (policy_id,))
            db.execute("delete from review_keys where policy = ?", (policy_id,))
            _insert(db, "review_rows", rows)
            _insert(db, "review_keys", [(policy_id, key)] if key is not None else [])

    def alerts(self) -> dict[tuple[str, str], tuple[Any, ...]]:
        """The rows of all messages, by alert and channel."""
        rows = self._file.rows(f"select {', '.join(ALERT_COLUMNS)} from alert_rows")  # noqa: S608
        return {(row[_ID], row[_CHANNEL]): row for row in rows}

    def change_alerts(self, rows: Mapping[tuple[str, str], tuple[Any, ...]], gone: Iterable[tuple[str, str]]) -> None:
        """Store some rows, and delete others, by alert and channel."""
        rows, gone = dict(rows), list(gone)
        if rows or gone:
            with self._file.transaction() as db:
                db.executemany("delete from alert_rows where id = ? and channel = ?", [*gone, *rows])
                _insert(db, "alert_rows", rows.values())


_ID, _CHANNEL = ALERT_COLUMNS.index("id"), ALERT_COLUMNS.index("channel")


def _insert(db: Connection, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
    for row in rows:
        db.execute(f"insert into {table} values ({','.join('?' * len(row))})", row)  # noqa: S608 - our own names
