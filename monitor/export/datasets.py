"""All policies as tables: CSV, JSON and Parquet files in a folder, or one SQLite file for Datasette."""

from __future__ import annotations

import csv
import json
import os
import sqlite3
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from monitor.errors import UsageError
from monitor.export.records import COLUMNS, storable
from monitor.present.inert import spreadsheet_cell
from monitor.timestamps import utc_iso

Tables = Mapping[str, Iterable[dict[str, Any]]]
"""Records by table; each is gone through once."""
METADATA = Path(__file__).parent / "datasette.json"
"""Describes the SQLite file to Datasette."""
_SEPARATORS = {"section": " > ", "notes": "\n", "tags": ", "}
# Rows that are in memory at a time; a row of versions holds a whole text.
_AT_ONCE = 500


def write_csv(folder: Path, tables: Tables) -> list[Path]:
    """A file per table (RFC 4180), with cells that no spreadsheet runs as a formula.

    Raises:
        UsageError: the folder cannot be written.
    """

    def write(table: str, rows: Iterable[dict[str, Any]], path: Path) -> None:
        with path.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(COLUMNS[table])
            for row in rows:
                cells = (flat(name, storable(row.get(name))) for name in COLUMNS[table])
                writer.writerow(["" if cell is None else spreadsheet_cell(str(cell)) for cell in cells])

    return _each(folder, "csv", tables, write)


def write_json(folder: Path, tables: Tables) -> list[Path]:
    """A file per table: an array with an object per line. Raises as `write_csv` does."""

    def write(table: str, rows: Iterable[dict[str, Any]], path: Path) -> None:
        with path.open("w", encoding="utf-8", newline="") as out:
            out.write("[")
            for number, row in enumerate(rows):
                whole = {name: _plain(storable(row.get(name))) for name in COLUMNS[table]}
                out.write(f"{',' if number else ''}\n{json.dumps(whole, ensure_ascii=False)}")
            out.write("\n]\n")

    return _each(folder, "json", tables, write)


def write_parquet(folder: Path, tables: Tables, schemas: Mapping[str, Any]) -> list[Path]:
    """A file per table that has a schema of pyarrow's, as `corpus derive` has them. Raises as `write_csv` does."""
    arrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")

    def write(table: str, rows: Iterable[dict[str, Any]], path: Path) -> None:
        with parquet.ParquetWriter(path, schemas[table], compression="zstd") as out:
            for part in _parts(rows):
                out.write_table(arrow.Table.from_pylist([storable(row) for row in part], schema=schemas[table]))

    return _each(folder, "parquet", {name: rows for name, rows in tables.items() if name in schemas}, write)


def write_sqlite(path: Path, tables: Tables) -> list[Path]:
    """One file with a flat table per name, and beside it what Datasette shows about them. Raises as `write_csv` does."""
    with _replacing(path) as made, closing(sqlite3.connect(made)) as database, database:
        for table, rows in tables.items():
            names = ", ".join(f'"{name}"' for name in COLUMNS[table])
            database.execute(f'create table "{table}" ({names})')
            marks = ",".join("?" * len(COLUMNS[table]))
            for part in _parts(rows):
                values = [[flat(name, storable(row.get(name))) for name in COLUMNS[table]] for row in part]
                database.executemany(f'insert into "{table}" values ({marks})', values)  # noqa: S608 - our own names
            # The table of policies has no date.
            for column in {"policy", "captured_at"} & set(COLUMNS[table]):
                database.execute(f'create index "{table}_{column}" on "{table}" ("{column}")')
    described = path.with_name(f"{path.stem}.metadata.json")
    with _replacing(described) as made:
        made.write_text(json.dumps(description(path.stem), indent=2) + "\n", encoding="utf-8")
    return [path, described]


def description(database: str, *, hidden: Iterable[str] = (), only: Mapping[str, Collection[str]] | None = None) -> dict[str, Any]:
    """What Datasette shows about the tables of a database.

    Args:
        database: the file's name without its ending.
        hidden: tables that are not for people.
        only: the columns that some tables have, where they have not all; Datasette would describe those that are missing.
    """
    metadata: dict[str, Any] = json.loads(METADATA.read_text(encoding="utf-8"))
    described = metadata["databases"]["policies"]
    for table, columns in (only or {}).items():
        about = described["tables"][table]
        about["columns"] = {name: says for name, says in about["columns"].items() if name in columns}
    described["tables"] |= {name: {"hidden": True} for name in hidden}
    metadata["databases"] = {database: described}
    return metadata


def _each(folder: Path, ending: str, tables: Tables, write: Callable[[str, Iterable[dict[str, Any]], Path], None]) -> list[Path]:
    written = []
    for table, rows in tables.items():
        path = folder / f"{table}.{ending}"
        with _replacing(path) as made:
            write(table, rows, made)
        written.append(path)
    return written


@contextmanager
def _replacing(path: Path) -> Iterator[Path]:
    """A file that takes the place of `path` once the block is done: nobody reads half a table."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".export-", dir=path.parent) as folder:
            made = Path(folder) / path.name
            yield made
            os.replace(made, path)  # noqa: PTH105 (a folder of that name is an OSError here, which says so)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror or error})") from error


def _parts(rows: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    part: list[dict[str, Any]] = []
    for row in rows:
        part.append(row)
        if len(part) == _AT_ONCE:
            yield part
            part = []
    if part:
        yield part


def flat(name: str, value: Any) -> Any:
    """A value for one cell: lists joined, times in ISO 8601."""
    if isinstance(value, list | tuple):
        return _SEPARATORS.get(name, " ").join(str(one) for one in value)
    value = _plain(value)
    return json.dumps(value) if isinstance(value, dict) else value


def _plain(value: Any) -> Any:
    return utc_iso(value) if isinstance(value, datetime) else value
