"""CSV files as databases: the texts are found by their number without reading the whole file for each policy."""

from __future__ import annotations

import csv
import gzip
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import TextIO

from monitor.corpus.storage import lasting_copy, scratch_folder
from monitor.errors import StoreError, UsageError

_CSV = (".csv", ".csv.gz", ".tsv", ".tsv.gz")
_LONGEST_FIELD = 50_000_000


def is_csv(name: str) -> bool:
    """Whether a file is a table of texts, by its name."""
    return name.lower().endswith(_CSV)


# Once in each process that derives: a worker has no way to the database of another one.
@lru_cache(maxsize=4)
def as_database(file: str) -> Path:
    """A database with the file's rows in one table, under the names of its columns; removed when the process ends.

    Raises:
        UsageError: it has no row with names.
        StoreError: it can't be read.
    """
    path = scratch_folder() / "table.sqlite"
    source = lasting_copy(file)
    try:
        with _opened(source) as text, closing(sqlite3.connect(path)) as database:
            _fill(database, text, file)
    except (OSError, EOFError, csv.Error) as error:
        raise StoreError(f"can't read {file}: {error}") from error
    return path


def _opened(source: Path) -> TextIO:
    with source.open("rb") as file:
        compressed = file.read(2) == b"\x1f\x8b"
    # "utf-8-sig": spreadsheets write a mark at the beginning.
    return (gzip.open if compressed else open)(source, "rt", encoding="utf-8-sig", errors="replace", newline="")


def _fill(database: sqlite3.Connection, text: TextIO, file: str) -> None:
    csv.field_size_limit(_LONGEST_FIELD)
    first = text.readline()
    delimiter = max("\t;,", key=first.count)
    rows = csv.reader(chain([first], text), delimiter=delimiter)
    head = [name.strip() for name in next(rows, [])]
    if not any(head):
        raise UsageError(f"{file}: its first row must name the columns")
    # "a,,b" and "a,a": SQLite wants a name for each column, and each once.
    names = [name if name and name.lower() not in {one.lower() for one in head[:n]} else f"column {n + 1}" for n, name in enumerate(head)]
    listed = ", ".join('"' + name.replace('"', '""') + '"' for name in names)
    database.execute(f"CREATE TABLE texts ({listed})")
    wishes = ", ".join("?" * len(names))
    database.executemany(f"INSERT INTO texts VALUES ({wishes})", _fitted(rows, len(names)))  # noqa: S608 - question marks
    database.commit()


def _fitted(rows: Iterator[list[str]], width: int) -> Iterator[list[str]]:
    """Rows with as many fields as there are names; blank lines are left out."""
    return ((row + [""] * width)[:width] for row in rows if row)
