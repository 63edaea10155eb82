"""The Parquet export as a part: tables without a schema are left out, and a missing library is one sentence."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from monitor.corpus.parquet import export_parquet
from monitor.errors import UsageError


def test_tables_with_a_schema_are_written(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    export_parquet(tmp_path, {"changes": iter([{"policy": "acme", "headline": "They now sell data."}]), "headlines": iter([{}])})
    assert [path.name for path in tmp_path.iterdir()] == ["changes.parquet"]
    assert parquet.read_table(tmp_path / "changes.parquet").to_pylist()[0]["headline"] == "They now sell data."


def test_a_missing_library_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "monitor.corpus.tables", None)
    with pytest.raises(UsageError, match=r'needs pyarrow: pip install "policy-monitor\[cluster\]"'):
        export_parquet(tmp_path, {})
