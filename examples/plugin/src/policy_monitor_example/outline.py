"""An exporter: a Markdown list of all changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any


def export(folder: Path, tables: Mapping[str, Iterable[Mapping[str, Any]]]) -> None:
    """Writes one file; the program puts it in its place once this returns."""
    lines = [f"- {row['captured_at']:%Y-%m-%d} {row['service']}: {row['headline']} ({row['severity']})\n" for row in tables["changes"]]
    (folder / "outline.md").write_text(f"# Changes\n\n{''.join(lines)}", encoding="utf-8")
