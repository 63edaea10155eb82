"""What was derived from the files, for finding it quickly: may be deleted at any time and built again from the archive."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from sqlite3 import Connection
from typing import Any, NamedTuple, TypeVar

from monitor.errors import DatabaseDamaged, StoreError
from monitor.model import Changelog, Document, ExtractionResult, HistoryEntry, Rejection, Version
from monitor.store.archive import SnapshotArchive
from monitor.store.codec import dumps, from_json, sortable, to_json
from monitor.store.database import Closing, SqliteFile
from monitor.store.digests import shown, shown_in_sql, stored
from monitor.store.entries import EntryCache, LazyEntries
from monitor.store.memory import APART, FOLD, ROWS, PolicyMemory, answer_of
from monitor.store.packed_rows import delete_unused_texts, pack_rows
from monitor.store.packed_sentences import pack_sentences
from monitor.store.packed_values import PackedTexts, Stored
from monitor.store.remembered_blocks import pack_answers
from monitor.store.schema import INDEX
from monitor.store.sentences import (
    EDITION,
    BlocksMoved,
    Standing,
    TextCutter,
    drop_sentences,
    find_standings,
    is_searchable,
    put_sentences,
    tidy_words,
)  # fmt: skip
from monitor.store.sql_tables import SqlTables
from monitor.store.sql_views import put_change_list
from monitor.store.value_blocks import drop_unused_blocks
from monitor.store.version_rows import COLUMNS, version_data, version_row

T = TypeVar("T")
REMEDY = "delete it together with its -wal and -shm files, then run `policy-monitor report --rederive` to rebuild it from the archive"
# Most tables and columns keep the names of version 0.1: "readings" are extractions, "marks" derivation keys.
_LONG = {"texts": 1, "readings": 3, "changelogs": 5, "history": 6}
"""The tables with values that are packed, and the column that holds them."""
_KEYS = {
    "texts": "sha256",
    "readings": "snapshot_sha256, reader",
    "changelogs": "policy, old_sha256, new_sha256, engine",
    "history": "policy, position",
    "rejections": "policy, position",
    "marks": "policy",
    "remembered": "policy, purpose, question",
}
"""The tables that another index's rows are taken over into, and what identifies a row."""
_PAGE_SIZE = 2048
"""Half of what SQLite takes: packed rows are short, and there are two dozen small tables. It saves one byte in twenty-five."""
_TRIES = 5
"""Of what another process may change between two questions; that takes milliseconds, once a week."""
_PLACED = ("history", "change_lists")
"""The tables that have a row for each version, by its position."""
_READING = """
select r.reading, t.text from readings r left join texts t on t.sha256 = r.text_sha256 where r.snapshot_sha256 = ? and r.reader = ?
"""
_READERS = "select snapshot_sha256, reader from readings where snapshot_sha256 = ?"
_VERSION = f"select t.text, {COLUMNS} from history v join texts t using (sha256) where v.policy = ?"  # noqa: S608 - our own names
_ENTRY = f"""
select v.changelog, v.alert, t.text, {COLUMNS} from history v join texts t using (sha256) where v.policy = ? and v.position = ?
"""  # noqa: S608
_CHANGELOG = "select changelog from changelogs where policy = ? and old_sha256 = ? and new_sha256 = ? and engine = ?"


_SPANS = """
with asked as (select json_extract(value, '$[0]') as policy, json_extract(value, '$[1]') as position from json_each(?))
select policy, position, captured_at, sha256, json_extract(version, '$.archive_url'),
coalesce(json_extract(version, '$.last_seen'), captured_at),
json_extract(version, '$.document.language') from asked join history using (policy, position)
"""


class VersionName(NamedTuple):
    """What names a version."""

    captured_at: datetime
    sha256: str
    archive_url: str | None


class VersionSpan(NamedTuple):
    """A version with the end of the time in which it was seen."""

    name: VersionName
    last_seen: datetime
    language: str | None


class Kept(NamedTuple):
    """How many entries at either end of a history are equal to those at the same end of the history that the index holds."""

    first: int = 0
    last: int = 0
    held: int = 0
    """How many entries the index must hold for that: else nothing is taken for kept."""


class Index(Closing):
    """Extractions, changelogs and histories; each text is stored once.

    Errors: every method may raise StoreError, with what to do, when the file can't be read or written or is damaged."""

    def __init__(self, path: Path) -> None:
        self._file, self._cache = SqliteFile(path, INDEX, remedy=REMEDY, durable=False, page_size=_PAGE_SIZE), EntryCache()
        self._texts = PackedTexts(self._stored_text, self._stored_block)
        self.tables = SqlTables(self._file)
        """What people's SQL sees, and the program does not read."""
        self._freed = 0
        """Bytes that were packed away since the file was tidied."""
        self._adopted: set[tuple[Any, ...]] = set()
        """Readings that were taken over from other indexes since this one was opened, as (snapshot, reader)."""

    @contextmanager
    def steady(self) -> Iterator[None]:
        """See `SqliteFile.steady`."""
        with self._file.steady():
            yield

    # --- extractions ---------------------------------------------------------------------------------------------------

    def extraction(self, snapshot_sha256: str, reader: str) -> ExtractionResult | None:
        """The extraction of these bytes by this reader (extractor version and selectors), or None."""

        def read() -> ExtractionResult | None:
            found = self._file.row(_READING, (stored(snapshot_sha256), stored(reader)))
            return None if found is None else self._decoded(ExtractionResult, found[0], found[1])

        return self._steadily(read)

    def store_extraction(self, snapshot_sha256: str, reader: str, reading: ExtractionResult) -> None:
        """Store an extraction; it replaces an earlier one by the same reader."""
        data = to_json(reading)
        with self._file.transaction() as db:
            digest = None if reading.document is None else _put_text(db, reading.document)
            if digest is not None:
                del data["document"]["text"]
            values = (stored(snapshot_sha256), stored(reader), digest, json.dumps(data, separators=(",", ":")))
            db.execute("insert or replace into readings values (?, ?, ?, ?)", values)

    # --- changelogs ---------------------------------------------------------------------------------------------------

    def changelog(self, policy_id: str, old_sha256: str, new_sha256: str, engine: str) -> Changelog | None:
        """This engine's changelog between two texts, or None."""

        def read() -> Changelog | None:
            found = self._file.row(_CHANGELOG, (policy_id, stored(old_sha256), stored(new_sha256), engine))
            return None if found is None else self._decoded(Changelog, found[0])

        return self._steadily(read)

    def store_changelog(self, policy_id: str, old_sha256: str, new_sha256: str, engine: str, changelog: Changelog) -> None:
        """Store a changelog."""
        with self._file.transaction() as db:
            _put_changelog(db, (policy_id, stored(old_sha256), stored(new_sha256), engine, dumps(changelog)))

    # --- histories ----------------------------------------------------------------------------------------------------

    def derivation_key(self, policy_id: str) -> str | None:
        """The key stored with the policy's history, which identifies what it was derived from; None when there is none."""
        found = self._file.row("select mark from marks where policy = ?", (policy_id,))
        return None if found is None else str(found[0])

    def derivation_keys(self) -> dict[str, str]:
        """The same of all policies that have one, by id."""
        return {str(policy): str(mark) for policy, mark in self._file.rows("select policy, mark from marks")}

    def memory(self, policy_id: str, purpose: str, edition: str) -> PolicyMemory:
        """What was remembered of a policy for some purpose by a program of that edition; see PolicyMemory."""
        rows = self._file.rows("select question, answer from remembered where policy = ? and purpose = ?", (policy_id, purpose))
        return PolicyMemory(policy_id, purpose, [(question, answer) for question, answer in rows], edition)

    def inputs(self, policy_id: str) -> list[str] | None:
        """For each version, a digest of all that it is made of; None when it is not known for all of them."""
        sql = "select answer from remembered where policy = ? and purpose = ? and question = ?"
        found = self._file.row(sql, (policy_id, FOLD, ROWS))
        with self._file.decoding():
            inputs = [row[0] for row in answer_of(found[0])] if found is not None else []
        held = self._file.row("select count(*) from history where policy = ?", (policy_id,))
        return inputs if inputs and (len(inputs),) == held else None

    def remember(self, memory: PolicyMemory) -> None:
        """Store what is new in a memory."""
        with self._file.transaction() as db:
            memory.save(db)

    def replace_history(
        self,
        policy_id: str,
        entries: Sequence[HistoryEntry],
        rejections: Sequence[Rejection],
        *,
        derivation_key: str | None = None,
        kept: Kept | None = None,
        memory: PolicyMemory | None = None,
        cutter: TextCutter | None = None,
    ) -> None:
        """Replace the policy's history in one transaction: readers see the old one or the new one, never a mixture.

        Args:
            policy_id: whose history.
            entries: its versions, oldest first.
            rejections: the snapshots that did not become versions.
            derivation_key: a fingerprint of the inputs; while `derivation_key()` still returns it, nothing needs to be derived again.
            kept: which of the entries are what the index holds already; only the others are looked at.
            memory: stored with the history.
            cutter: makes the texts searchable; without it, the history is not searchable any more.
        """
        with self._file.transaction() as db:
            before = _digests(db, policy_id)
            _put_versions(db, policy_id, entries, kept or Kept())
            _put_rejections(db, policy_id, rejections)
            db.execute("delete from marks where policy = ?", (policy_id,))
            if derivation_key is not None:
                db.execute("insert into marks values (?, ?)", (policy_id, derivation_key))
            if memory is not None:
                memory.save(db)
            self._make_searchable(db, policy_id, before, cutter)

    def entries(self, policy_id: str) -> Sequence[HistoryEntry]:
        """A policy's versions with what each changed, oldest first; texts and changelogs are loaded on access."""
        sql = "select position from history where policy = ? order by position"
        positions = tuple(row[0] for row in self._file.rows(sql, (policy_id,)))
        return LazyEntries(lambda position: self._entry(policy_id, position), positions, self._cache)

    def count(self, policy_ids: Sequence[str]) -> int:
        """The number of versions of all these policies."""
        held = dict(self._file.rows("select policy, count(*) from history group by policy"))
        return sum(held.get(policy_id, 0) for policy_id in policy_ids)

    def version_names(self, policy_id: str) -> list[VersionName]:
        """A policy's versions by what names them, oldest first. Loads no text."""
        sql = "select captured_at, sha256, json_extract(version, '$.archive_url') from history where policy = ? order by position"
        with self._file.decoding():
            rows = self._file.rows(sql, (policy_id,))
            return [VersionName(datetime.fromisoformat(at), shown(digest), url) for at, digest, url in rows]

    def alert_flags(self, policy_id: str) -> list[bool]:
        """For each of a policy's versions, oldest first, whether it alerts under the policy's settings. Loads no text."""
        rows = self._file.rows("select alert from history where policy = ? order by position", (policy_id,))
        return [bool(row[0]) for row in rows]

    def awaited_flags(self, policy_id: str) -> list[bool]:
        """For each of a policy's versions, oldest first, whether it alerts and was captured live, so that somebody waits for it."""
        sql = "select alert and json_extract(version, '$.source') = 'live' from history where policy = ? order by position"
        with self._file.decoding():
            return [bool(row[0]) for row in self._file.rows(sql, (policy_id,))]

    def text(self, sha256: str) -> str | None:
        """The text with that digest, or None."""
        with self._file.decoding():
            return None if self._stored_text(sha256) is None else self._texts.text(sha256)

    def versions(self, policy_id: str) -> list[Version]:
        """All of a policy's versions with their texts, oldest first."""
        return [self._version(*row) for row in self._file.rows(f"{_VERSION} order by v.position", (policy_id,))]

    def version_at(self, policy_id: str, moment: datetime) -> Version | None:
        """The version in force at that time: the last one captured at or before it."""
        # Of versions captured at one moment (two pages of a document), the last in the history.
        sql = f"{_VERSION} and v.captured_at <= ? order by v.captured_at desc, v.position desc limit 1"
        found = self._file.row(sql, (policy_id, sortable(moment)))
        return None if found is None else self._version(*found)

    def has_unalerted_return(self, policy_id: str) -> bool:
        """Whether a policy's latest version restores an earlier text without an alert having been raised. Loads no text."""
        sql = "select json_extract(version, '$.returns_to') is not null and not alert from history where policy = ? order by position desc"
        found = self._file.row(f"{sql} limit 1", (policy_id,))
        return found is not None and bool(found[0])

    def rejections(self, policy_id: str) -> list[Rejection]:
        """A policy's refused and quarantined snapshots, in the order in which they were stored."""
        rows = self._file.rows("select rejection from rejections where policy = ? order by position", (policy_id,))
        return [self._decoded(Rejection, row[0]) for row in rows]

    def policies_with_rejections(self) -> frozenset[str]:
        """The policies with at least one refused or quarantined snapshot."""
        return frozenset(row[0] for row in self._file.rows("select distinct policy from rejections"))

    def rejection_counts(self, reasons: Sequence[str]) -> dict[str, int]:
        """The number of snapshots per policy that were rejected for one of these reasons; policies without any are omitted."""
        marks = ",".join("?" * len(reasons))
        sql = f"select policy, count(*) from rejections where json_extract(rejection, '$.verdict.reason') in ({marks}) group by policy"  # noqa: S608 - question marks
        return dict(self._file.rows(sql, tuple(reasons)))

    # --- search -------------------------------------------------------------------------------------------------------

    def can_search(self) -> bool:
        """False when SQLite was built without FTS5; True as well when there is no index yet."""
        return not self._file.rows("select 1 from migrations limit 1") or bool(
            self._file.rows("select 1 from sqlite_master where name = 'sentence_words'")
        )

    def unsearchable(self) -> list[str]:
        """The policies with versions that can't be searched yet, as after an update from a version without search."""
        sql = "select distinct policy from history where policy not in (select policy from searchable where edition = ?) order by policy"
        return [row[0] for row in self._file.rows(sql, (EDITION,))]

    def make_searchable(self, policy_id: str, cutter: TextCutter) -> None:
        """Make all versions of a policy searchable."""
        with self._file.decoding(), self._file.transaction() as db:
            if is_searchable(db):
                drop_sentences(db, policy_id)
                put_sentences(db, policy_id, (), _digests(db, policy_id), self._texts, cutter)

    def standings(self, needed: Sequence[tuple[str, bool]]) -> list[Standing]:
        """The sentences with all of some terms, of every policy, with the versions in which they stand.

        Args:
            needed: the terms, as the cutter makes them, each with whether it is only the beginning of one; at least one.
        """
        with self._file.decoding():
            for _ in range(_TRIES):
                with suppress(BlocksMoved):
                    return list(find_standings(self._file.rows, needed, self._texts.plain))
        raise StoreError(f"{self._file.path} is being packed; try again")

    def spans_of_versions(self, asked: Iterable[tuple[str, int]]) -> dict[tuple[str, int], VersionSpan]:
        """By policy and position, what names a version and when it was seen last; positions without a version are left out."""
        rows = self._file.rows(_SPANS, (json.dumps(list(asked)),))
        with self._file.decoding():
            return {
                (policy, at): VersionSpan(
                    VersionName(datetime.fromisoformat(since), shown(digest), url), datetime.fromisoformat(seen), language
                )
                for policy, at, since, digest, url, seen, language in rows
            }

    def version_counts(self) -> dict[str, int]:
        """The number of versions by policy, of all that have any."""
        return dict(self._file.rows("select policy, count(*) from history group by policy"))

    def _make_searchable(self, db: Connection, policy_id: str, before: Sequence[str], cutter: TextCutter | None) -> None:
        if cutter is None:
            drop_sentences(db, policy_id)
            return
        try:
            put_sentences(db, policy_id, before, _digests(db, policy_id), self._texts, cutter)
        except ValueError:
            # A damaged text or block: `verify` says so, and the versions matter more than that they can be searched.
            drop_sentences(db, policy_id)

    # --- upkeep ---------------------------------------------------------------------------------------------------------

    def forget(self, policy_id: str, snapshots: Iterable[str] = ()) -> None:
        """Delete a policy's history and changelogs, and the extractions of the snapshots with the given digests."""
        with self._file.transaction() as db:
            for table in ("history", "change_lists", "rejections", "changelogs", "marks", "remembered"):
                db.execute(f"delete from {table} where policy = ?", (policy_id,))  # noqa: S608 - our own names
            drop_sentences(db, policy_id)
            db.executemany("delete from readings where snapshot_sha256 = ?", ((stored(digest),) for digest in snapshots))
            drop_unused_blocks(db)
            delete_unused_texts(db)

    def policies_with(self, snapshots: Iterable[str]) -> set[str]:
        """The policies with a version that begins with one of these snapshots."""
        digest = shown_in_sql("snapshot_sha256")
        sql = f"select distinct policy from history where {digest} in (select value from json_each(?))"  # noqa: S608 - our own column
        return {policy for (policy,) in self._file.rows(sql, (json.dumps(sorted(snapshots)),))}

    def adopt(self, policy_id: str, other: Index, *, keep: bool = False, cutter: TextCutter | None = None) -> None:
        """Take over a policy's history, changelogs and extractions from another index, in one transaction.

        Extractions of snapshots that the other index does not have stay: their bytes may be lost. So do changelogs that it does not
        have, if asked to `keep` them. `cutter` as for `replace_history`.
        """
        with self._file.transaction() as db:
            before = _digests(db, policy_id)
            for table in ("history", "change_lists", "rejections", "marks", "remembered", *(() if keep else ("changelogs",))):
                db.execute(f"delete from {table} where policy = ?", (policy_id,))  # noqa: S608 - our own names
            taken = other._file.rows("select snapshot_sha256, reader from readings")
            # Two policies may have snapshots of the same bytes: what was taken over for the one stays, whichever comes first.
            held = {row for (one,) in {pair[:1] for pair in taken} for row in db.execute(_READERS, (one,)).fetchall()}
            db.executemany("delete from readings where snapshot_sha256 = ? and reader = ?", held - self._adopted)
            self._adopted.update(taken)
            for table in _KEYS:
                # One row at a time: a history may have hundreds of texts.
                for values in other._plain_rows(table):
                    db.execute(f"insert or replace into {table} values ({','.join('?' * len(values))})", values)  # noqa: S608
            for values in other._file.rows("select * from change_lists"):
                db.execute("insert or replace into change_lists values (?, ?, ?)", values)
            self._make_searchable(db, policy_id, before, cutter)
            drop_unused_blocks(db)
            delete_unused_texts(db)

    def _plain_rows(self, table: str) -> Iterator[tuple[Any, ...]]:
        """The rows of a table as they were before they were packed: in another index, neither texts nor blocks are the same."""
        keys = _KEYS[table]
        where = " and ".join(f"{name} = ?" for name in keys.split(", "))
        for key in self._file.rows(f"select {keys} from {table} order by {keys}"):  # noqa: S608 - our own names
            values = self._file.row(f"select * from {table} where {where}", key) or ()  # noqa: S608
            at = _LONG.get(table)
            yield values if at is None or values[at] is None else (*values[:at], self._texts.plain(values[at]), *values[at + 1 :])

    def pack(self, policy_id: str, snapshots: Sequence[str]) -> None:
        """Pack the texts, extractions and changelogs of a policy, and what is remembered of it; what is packed already stays as it is.

        Args:
            policy_id: whose.
            snapshots: the digests of its snapshots, oldest first.
        """
        if not self._file.path.exists():
            return
        with self._file.transaction() as db:
            self._freed += pack_rows(db, policy_id, snapshots, self._texts)
            pack_sentences(db, policy_id, self._texts)
            pack_answers(db, policy_id, APART)

    def vacuum(self) -> None:
        """Give the space that packing freed back to the file system, if it is much."""
        if self._file.path.exists():
            with self._file.transaction() as db:
                drop_unused_blocks(db)
                delete_unused_texts(db)
                tidy_words(db)
        self._file.vacuum(freed=self._freed)
        self._freed = 0

    def become(self, other: Index) -> None:
        """Replace this file, damaged or not, by another index's, in one step; the other is left without a file."""
        other.close()
        self._file.replace_by(other._file.path)

    def let_go(self) -> None:
        """Drop the texts and entries that were read last."""
        self._cache.clear()
        self._texts.forget()

    def is_empty(self) -> bool:
        """True when it holds no history, as when it was deleted."""
        return self._file.row("select 1 from history limit 1") is None and self._file.row("select 1 from rejections limit 1") is None

    def clear(self) -> None:
        """Delete everything, even when the file is damaged."""
        self._file.remove()

    @property
    def path(self) -> Path:
        """The file."""
        return self._file.path

    def set_aside(self) -> Path:
        """Rename the damaged file and return its new path; the next use begins an empty index."""
        return self._file.set_aside()

    def faults(self, archive: SnapshotArchive) -> list[str]:
        """One sentence for each way in which the index disagrees with the archive; empty when it agrees, or when there is no index."""
        try:
            return list(self._faults(archive))
        except StoreError as error:
            return [str(error)]

    def differing_caches(self, other: Index, policy_id: str, snapshots: Iterable[str]) -> Iterator[str]:
        """One sentence for each stored extraction and changelog that differs from another index's one for the same input.

        Args:
            other: an index in which everything was derived anew.
            policy_id: whose changelogs are compared.
            snapshots: the digests of the snapshots whose extractions are compared.
        """
        for digest in dict.fromkeys(snapshots):
            sql = "select reader, text_sha256, reading from readings where snapshot_sha256 = ?"
            for reader, text, held in self._file.rows(sql, (stored(digest),)):
                again = other._file.row(f"{sql} and reader = ?", (stored(digest), reader))
                if again is not None and (again[1], other._plain(again[2])) != (text, self._plain(held)):
                    yield f"the extraction of the snapshot {digest[:16]}… of {policy_id} in the index was altered; {REMEDY}"
        sql = "select old_sha256, new_sha256, engine, changelog from changelogs where policy = ?"
        for *digests, engine, changelog in self._file.rows(sql, (policy_id,)):
            key = [*map(shown, digests), engine]
            found = other.changelog(policy_id, *key)
            if found is not None and found != self._decoded(Changelog, changelog):
                yield f"the changelog between the texts {key[0][:16]}… and {key[1][:16]}… of {policy_id} in the index was altered; {REMEDY}"

    def close(self) -> None:
        """Close the file; the next use opens it again."""
        self._file.close()

    def _entry(self, policy_id: str, position: int) -> HistoryEntry:
        return self._steadily(lambda: self._entry_now(policy_id, position))

    def _steadily(self, read: Callable[[], T]) -> T:
        """What is read, although another process may be packing: a row may name a block that is gone when the block is asked for."""
        for _ in range(_TRIES - 1):
            with suppress(DatabaseDamaged):
                return read()
        return read()

    def _entry_now(self, policy_id: str, position: int) -> HistoryEntry:
        found = self._file.row(_ENTRY, (policy_id, position))
        if found is None:
            what = f"version {position + 1} of {policy_id} is no longer in {self._file.path}"
            raise StoreError(f"{what}: the history was rederived in the meantime; try again")
        held, alert, text, *row = found
        changelog = None if held is None else self._decoded(Changelog, held)
        return HistoryEntry(self._version(text, *row), changelog, bool(alert))

    def _version(self, text: Stored, *row: Any) -> Version:
        with self._damage():
            data = version_data(*row)
            data["document"]["text"] = self._texts.plain(text)
            return from_json(Version, data)

    def _decoded(self, kind: type[Any], text: Stored, document_text: Stored | None = None) -> Any:
        """A stored value with its document's text restored."""
        with self._damage():
            data = json.loads(self._texts.plain(text))
            if data.get("document") is not None:
                data["document"]["text"] = None if document_text is None else self._texts.plain(document_text)
            return from_json(kind, data)

    @contextmanager
    def _damage(self) -> Iterator[None]:
        try:
            yield
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            says = f"{self._file.path} holds a damaged entry ({error}): {REMEDY}"
            raise DatabaseDamaged(says, path=self._file.path) from error

    def _stored_text(self, digest: str) -> Stored | None:
        found = self._file.row("select text from texts where sha256 = ?", (stored(digest),))
        return None if found is None else found[0]

    def _stored_block(self, number: int) -> bytes | None:
        found = self._file.row("select body from value_blocks where id = ?", (number,))
        return None if found is None else found[0]

    def _plain(self, value: Stored) -> str | None:
        """A value as it was before it was packed; None if it is damaged."""
        try:
            return self._texts.plain(value)
        except ValueError:
            return None

    def _is_text(self, value: Stored, digest: str) -> bool:
        plain = self._plain(value)
        return plain is not None and sha256(plain.encode()).hexdigest() == digest

    def _faults(self, archive: SnapshotArchive) -> Iterator[str]:
        result = [row[0] for row in self._file.rows("pragma quick_check(1)")]
        if result not in ([], ["ok"]):
            # The next queries would fail on the damaged pages.
            yield f"{self._file.path} is damaged ({result[0].splitlines()[-1]}); {REMEDY}"
            return
        yield from self._unknown_snapshots(archive)
        yield from self._damaged_texts()

    def _unknown_snapshots(self, archive: SnapshotArchive) -> Iterator[str]:
        sql = "select policy, snapshot_sha256 from history union select policy, snapshot_sha256 from rejections"
        known: dict[str, set[str]] = {}
        for policy, digest in self._file.rows(sql):
            known.setdefault(policy, set()).add(shown(digest))
        for policy, digests in sorted(known.items()):
            for digest in sorted(digests - {record.sha256 for record in archive.records(policy)}):
                yield f"the index refers to a snapshot {digest[:16]}… of {policy} that the archive does not have; {REMEDY}"

    def _damaged_texts(self) -> Iterator[str]:
        for (digest,) in self._file.rows("select sha256 from texts order by sha256"):
            text = self._file.row("select text from texts where sha256 = ?", (digest,))
            if text is not None and not self._is_text(text[0], shown(digest)):
                yield f"the text {shown(digest)[:16]}… in {self._file.path} was altered; {REMEDY}"
        missing = "select distinct policy, sha256 from history where sha256 not in (select sha256 from texts) order by 1, 2"
        for policy, digest in self._file.rows(missing):
            yield f"the text {shown(digest)[:16]}… of {policy} is missing from {self._file.path}; {REMEDY}"


def _digests(db: Connection, policy_id: str) -> list[str]:
    """The texts of a policy's versions, oldest first."""
    return [shown(row[0]) for row in db.execute("select sha256 from history where policy = ? order by position", (policy_id,)).fetchall()]


def _put_changelog(db: Connection, values: tuple[Any, ...]) -> None:
    last = "select coalesce(max(made), 0) + 1 from changelogs where policy = ? and old_sha256 = ? and new_sha256 = ?"
    (made,) = db.execute(last, values[:3]).fetchone()
    db.execute("insert or replace into changelogs values (?, ?, ?, ?, ?, ?)", (*values[:4], made, values[4]))


def _put_text(db: Connection, document: Document) -> bytes | str:
    """Store a document's text unless it is there already, and return its digest as it is stored."""
    digest = stored(document.sha256)
    db.execute("insert or ignore into texts values (?, ?)", (digest, document.text))
    return digest


def _put_versions(db: Connection, policy_id: str, entries: Sequence[HistoryEntry], kept: Kept) -> None:
    held = dict(db.execute("select position, fingerprint from history where policy = ?", (policy_id,)).fetchall())
    kept = kept if sorted(held) == list(range(kept.held)) else Kept()
    first, last, _ = kept
    end = len(entries) - last
    # Where rows were moved away, or where others were moved to, nothing of the old ones stands.
    moved_from = kept.held - last if last else len(entries)
    _shift(db, policy_id, range(kept.held - last, kept.held), len(entries) - kept.held)
    for position in range(first, end):
        row = version_row(policy_id, entry := entries[position])
        # By fingerprint: a new capture changes the last version of a history alone, and the others may be hundreds.
        if held.get(position) != row[-1] or position >= moved_from:
            _put_text(db, entry.version.document)
            db.execute("insert or replace into history values (?, ?, ?, ?, ?, ?, ?, ?, ?)", (policy_id, position, *row))
            put_change_list(db, policy_id, position, entry)
    for table in _PLACED:
        db.execute(f"delete from {table} where policy = ? and position >= ?", (policy_id, len(entries)))  # noqa: S608 - our own names


def _shift(db: Connection, policy_id: str, positions: range, by: int) -> None:
    """Move rows to other positions, from the end that has room; rows that stand there are replaced."""
    if by == 0:
        return
    for table in _PLACED:
        sql = f"update or replace {table} set position = ? where policy = ? and position = ?"  # noqa: S608 - our own names
        db.executemany(sql, [(at + by, policy_id, at) for at in (reversed(positions) if by > 0 else positions)])


def _put_rejections(db: Connection, policy_id: str, rejections: Sequence[Rejection]) -> None:
    rows = [(n, one.sha256, dumps(one)) for n, one in enumerate(rejections)]
    sql = "select position, snapshot_sha256, rejection from rejections where policy = ? order by position"
    if db.execute(sql, (policy_id,)).fetchall() != rows:
        db.execute("delete from rejections where policy = ?", (policy_id,))
        db.executemany("insert into rejections values (?, ?, ?, ?)", [(policy_id, *row) for row in rows])
