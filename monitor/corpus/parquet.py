"""The Parquet export as a part of plug-ins: it is registered by this name, and called as any other package's exporter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from monitor.errors import UsageError
from monitor.export.datasets import write_parquet


def export_parquet(folder: Path, tables: Mapping[str, Iterable[Mapping[str, Any]]]) -> None:
    """Writes a file per table that has a schema; see `monitor.plugins.contract.Exporter`.

    Raises:
        UsageError: pyarrow is not installed, or the folder cannot be written.
    """
    try:
        from monitor.corpus.tables import STORE_TABLES
    except ImportError as error:
        raise UsageError('export parquet needs pyarrow: pip install "policy-monitor[cluster]"') from error
    write_parquet(folder, {name: map(dict, rows) for name, rows in tables.items()}, STORE_TABLES)
