"""Dated texts in SQLite or CSV: the release of the Princeton-Leuven corpus, and tables like it.

That corpus has the tables `sites` (domain), `policy_snapshots` (site_id, policy_text_id, policy_snapshot_url, year, phase) and
`policy_texts` (policy_text). Any other table, and a CSV file, needs a column for who, one for when, and one for the text.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from monitor.corpus.forms.csv_tables import as_database, is_csv
from monitor.corpus.partition import DOCUMENT, HeldCapture, Material, Partition, policy_id, record_of
from monitor.corpus.storage import is_file, joined, lasting_copy, names
from monitor.errors import StoreError, UsageError
from monitor.model import Policy
from monitor.timestamps import from_iso, from_timestamp14

_SQLITE = (".sqlite", ".sqlite3", ".db")
_MAGIC = b"SQLite format 3\0"
# Names of columns, the surest first.
_WHO = ("domain", "site", "website", "hostname", "host", "service", "company", "policy")
_WHEN = ("captured_at", "timestamp", "snapshot_date", "crawl_date", "fetch_date", "date", "policy_snapshot_url", "archive_url", "year")
_TEXT = ("policy_text", "text", "markdown", "content", "body", "html")
_ADDRESS = ("policy_snapshot_url", "archive_url", "policy_url", "url")
_DOCUMENT = ("document", "document_type", "terms_type")
_ARCHIVED = re.compile(r"/(\d{14})[a-z_]{0,4}/(.+)", re.DOTALL)
_HALF_YEARS = {"A": "01", "B": "07"}
"""Month in which a half-year of the corpus begins: "2016A" is January to June."""
_HTML = re.compile(r"\s*(?:<!--.{0,500}?-->\s*)?<(?:!doctype|html|head|body|div|p)\b", re.IGNORECASE | re.DOTALL)


class _Layout(NamedTuple):
    """Where the texts of a database are."""

    listing: str
    """Selects the id of a text, then `who`, `document`, `address`, `moment`, `phase`."""
    text: str
    """Selects a text by its id."""


def is_table(name: str) -> bool:
    """Whether a file is a database or a table of texts, by its name."""
    return name.lower().endswith(_SQLITE) or is_csv(name)


def partitions(place: str) -> Iterator[Partition]:
    """One for each site, or each document of a service, of each database and CSV file.

    Raises:
        UsageError: a file has no columns for who, when and the text.
        StoreError: it can't be read.
    """
    files = [place] if is_file(place) else [joined(place, name) for name, is_folder in names(place) if not is_folder and is_table(name)]
    if not files:
        raise UsageError(f"{place}: no database (.sqlite, .db) and no table (.csv) found")
    found: dict[tuple[str, str], list[tuple[str, ...]]] = defaultdict(list)
    for file in files:
        with closing(_connected(file)) as database:
            for number, who, document, *row in _rows(database, _layout(database, file).listing, file):
                found[str(who or "").strip(), str(document or "").strip()].append((file, str(number), *map(_as_text, row)))
    for who, document in sorted(found):
        policy = Policy(policy_id(f"{who}/{document}" if document else who), who, document or DOCUMENT, live=False)
        yield Partition(policy, who, "table", place, tuple(found[who, document]))


def _as_text(value: object) -> str:
    return "" if value is None else str(value)


def _connected(file: str) -> sqlite3.Connection:
    path = as_database(file) if _is_csv_inside(file) else lasting_copy(file)
    if not Path(path).is_file():
        raise StoreError(f"can't read {file}: there is no such file")
    # Nothing may be written to somebody's collection, not even a lock; but rows that only a write-ahead log holds must be seen.
    logged = Path(f"{path}-wal")
    how = "mode=ro" if logged.exists() and logged.stat().st_size else "mode=ro&immutable=1"
    return sqlite3.connect(f"{Path(path).absolute().as_uri()}?{how}", uri=True)


def _is_csv_inside(file: str) -> bool:
    """By its name; where that says nothing (https://…/export?id=7), by its first bytes."""
    if is_csv(file) or file.lower().endswith(_SQLITE):
        return is_csv(file)
    with lasting_copy(file).open("rb") as content:
        return content.read(len(_MAGIC)) != _MAGIC


def _rows(database: sqlite3.Connection, query: str, file: str, *values: object) -> Iterator[tuple[object, ...]]:
    # Some texts of such corpora are no UTF-8.
    database.text_factory = lambda raw: raw.decode("utf-8", "replace")
    try:
        yield from database.execute(query, values)
    except sqlite3.Error as error:
        raise StoreError(f"can't read {file}: {error}") from error


def _layout(database: sqlite3.Connection, file: str) -> _Layout:
    tables = {
        str(name).lower(): str(name) for (name,) in _rows(database, "SELECT name FROM sqlite_master WHERE type IN ('table', 'view')", file)
    }
    columns = {low: [str(row[1]) for row in _rows(database, f"PRAGMA table_info({_quoted(name)})", file)] for low, name in tables.items()}
    if {"sites", "policy_snapshots", "policy_texts"} <= tables.keys():
        return _princeton(columns)
    for low, name in tables.items():
        who, when, text = (_column(columns[low], wanted) for wanted in (_WHO, _WHEN, _TEXT))
        # "policy" may be the name of a policy or its text; one column can't be both.
        if who and when and text and who != text:
            document, address, phase = (_column(columns[low], wanted) for wanted in (_DOCUMENT, _ADDRESS, ("phase",)))
            listed = ", ".join(_quoted(one) if one else "NULL" for one in (who, document, address, when, phase))
            return _Layout(f"SELECT rowid, {listed} FROM {_quoted(name)}", f"SELECT {_quoted(text)} FROM {_quoted(name)} WHERE rowid = ?")  # noqa: S608
    has = "; ".join(f"{name} ({', '.join(columns[low])})" for low, name in tables.items()) or "no table"
    wanted = f"one for who ({', '.join(_WHO)}), one for when ({', '.join(_WHEN)}) and one for the text ({', '.join(_TEXT)})"
    raise UsageError(f"{file}: expected a table with a column each: {wanted}; it has {has[:500]}")


def _princeton(columns: dict[str, list[str]]) -> _Layout:
    snapshot, text, site = columns["policy_snapshots"], columns["policy_texts"], columns["sites"]
    when = "p.year" if _column(snapshot, ("year",)) else "NULL"
    phase = "p.phase" if _column(snapshot, ("phase",)) else "NULL"
    address = f"p.{_quoted(found)}" if (found := _column(snapshot, _ADDRESS)) else "NULL"
    who, words = _column(site, _WHO) or "domain", _column(text, _TEXT) or "policy_text"
    # A text that several snapshots share is stored once, and each of them is a capture of it.
    joins = "policy_snapshots AS p JOIN sites AS s ON s.id = p.site_id"
    return _Layout(
        f"SELECT p.policy_text_id, s.{_quoted(who)}, NULL, {address}, {when}, {phase} FROM {joins}",  # noqa: S608 - quoted names
        f"SELECT {_quoted(words)} FROM policy_texts WHERE id = ?",  # noqa: S608
    )


def _column(columns: list[str], wanted: tuple[str, ...]) -> str | None:
    by_name = {name.lower(): name for name in columns}
    return next((by_name[name] for name in wanted if name in by_name), None)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


@contextmanager
def material(partition: Partition) -> Iterator[Material]:
    """The dated texts of a site; rows without a date or a text are named."""
    held: list[HeldCapture] = []
    left_out: list[tuple[str, str]] = []
    opened: dict[str, tuple[sqlite3.Connection, _Layout]] = {}
    try:
        for file, number, address, moment, phase in partition.keys:
            if file not in opened:
                database = _connected(file)
                opened[file] = database, _layout(database, file)
            captured_at, url, archive_url = _dated(address, moment, phase)
            text = _text(*opened[file], file, number)
            what = f"{file.rsplit('/', 1)[-1]}, text {number}"
            if captured_at is None or text is None:
                left_out.append((what, "no text has this number" if text is None else f"its date can't be read ({moment or 'none'})"))
                continue
            held.append(_held(partition.policy.id, len(held) + 1, captured_at, url, archive_url, text))
    finally:
        for database, _ in opened.values():
            database.close()
    yield Material(tuple(held), left_out=tuple(left_out))


def _text(database: sqlite3.Connection, layout: _Layout, file: str, number: str) -> bytes | None:
    found = next(_rows(database, layout.text, file, number), (None,))[0]
    return found if isinstance(found, bytes) else None if found is None else str(found).encode("utf-8", "replace")


def _dated(address: str, moment: str, phase: str) -> tuple[datetime | None, str, str | None]:
    """(time of capture, address, archive's address). An archive's address tells the second; a year and its half only that."""
    archived = _ARCHIVED.search(address)
    url, archive_url = (archived[2], address) if archived else (address, None)
    try:
        if archived:
            return from_timestamp14(archived[1]), url, archive_url
        if len(moment) == 4 and phase.upper() in _HALF_YEARS:
            return from_timestamp14(moment + _HALF_YEARS[phase.upper()]), url, None
        if nested := _ARCHIVED.search(moment):
            return from_timestamp14(nested[1]), nested[2], moment
        return from_iso(moment).astimezone(UTC), url, None
    except (ValueError, OverflowError):
        return None, url, None


def _held(policy: str, number: int, captured_at: datetime, url: str, archive_url: str | None, text: bytes) -> HeldCapture:
    media_type = "text/html" if _HTML.match(text[:2000].decode("utf-8", "replace")) else "text/markdown"
    record = record_of(policy, sequence=number, captured_at=captured_at, url=url, media_type=media_type, archive_url=archive_url)
    return HeldCapture(record, hashlib.sha256(text).hexdigest(), lambda: text)
