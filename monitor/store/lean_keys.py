"""The sixth form of the index: digests as bytes, no key that is stored twice, and values in blocks. Old rows are brought into it."""

from __future__ import annotations

from sqlite3 import Connection

from monitor.store.digests import stored
from monitor.store.sql_views import VIEWS

# The number of a block is never given away again: a row that was read before a block went finds no other one in its place.
_BLOCKS = "create table value_blocks (id integer primary key autoincrement, count integer not null, body blob not null)"
_TABLES = {
    "readings": (
        "snapshot_sha256, reader, text_sha256, reading not null, primary key (snapshot_sha256, reader)",
        "digest(snapshot_sha256), digest(reader), digest(text_sha256), reading",
    ),
    "changelogs": (
        # "made" counts what several engines made of the same two texts.
        "policy text, old_sha256, new_sha256, engine text, made integer not null, changelog not null, "
        "primary key (policy, old_sha256, new_sha256, engine)",
        "policy, digest(old_sha256), digest(new_sha256), engine, rowid, changelog",
    ),
    "marks": ("policy text primary key, mark text not null", "*"),
    "searchable": ("policy text primary key, edition text", "*"),
    "rejections": (
        "policy text, position integer, snapshot_sha256 text not null, rejection text not null, primary key (policy, position)",
        "*",
    ),
}
"""Tables that had their key twice, in the row and in an index: their columns, and what the columns become."""
_FOLLOWED = """
update history set changelog = coalesce((select changelog from changelogs c where c.policy = history.policy
and c.old_sha256 = substr(history.changelog, 3, 32) and c.new_sha256 = substr(history.changelog, 35, 32)
and c.engine = cast(substr(history.changelog, 67) as text)), '') where substr(changelog, 1, 1) = x'02'
"""
"""Versions named their changelogs by these keys. One that is missing becomes an empty one, which is damage and not silence."""
_SPARED = (
    # Texts keep their form: long rows take more space in a table without row numbers.
    "update texts set sha256 = digest(sha256)",
    "update history set version = json_remove(version, '$.last_seen') where json_valid(version) "
    "and json_extract(version, '$.last_seen') = replace(captured_at, '.000000Z', 'Z')",
    "update history set version = json_remove(version, '$.captured_at', '$.snapshot_sha256') where json_valid(version)",
    "update history set version = json_remove(version, '$.policy', '$.sha256') where json_valid(version) "
    "and json_extract(version, '$.policy') = policy and json_extract(version, '$.sha256') = sha256",
    "update history set version = json_remove(version, '$.archive_url') where json_valid(version) "
    "and json_extract(version, '$.archive_url') is null",
    "update history set sha256 = digest(sha256), snapshot_sha256 = digest(snapshot_sha256), "
    "fingerprint = substr(digest(fingerprint), 1, 16)",
)


def make_lean(db: Connection) -> None:
    """Bring the tables into this form, in the caller's transaction."""
    db.create_function("digest", 1, _digest, deterministic=True)
    for name in VIEWS:
        # A table that a view names can't be renamed; they are made again for the new form.
        db.execute(f"drop view if exists {name}")
    db.execute(_BLOCKS)
    held = {name for (name,) in db.execute("select name from sqlite_master where type = 'table'")}
    for name, (columns, values) in _TABLES.items():
        if name in held:  # one of them is there only where SQLite can search
            db.execute(f"create table lean_{name} ({columns}) without rowid")
            db.execute(f"insert into lean_{name} select {values} from {name}")  # noqa: S608 - our own names
            db.execute(f"drop table {name}")
            db.execute(f"alter table lean_{name} rename to {name}")
    # The rows of one policy are few, and are looked through as fast.
    db.execute("drop index if exists versions_policy_captured_at")
    for statement in (_FOLLOWED, *_SPARED):
        db.execute(statement)
    for name, select in VIEWS.items():
        db.execute(f"create view {name} as {select}")


def _digest(value: str | bytes | None) -> str | bytes | None:
    return stored(value) if isinstance(value, str) else value
