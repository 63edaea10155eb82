"""Results of a long measurement that are kept as they come, so that stopping it loses none of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench import ROOT

FOLDER = ROOT / "build" / "bench"
"""Ignored by Git."""


class Progress:
    """A file with one result per line. It belongs to the code that was measured: after a change, the measurement starts anew."""

    def __init__(self, name: str, folder: Path = FOLDER) -> None:
        self.path = folder / f"{name}-{code_digest()}.jsonl"

    def known(self) -> Iterator[dict[str, Any]]:
        """The results so far; a line that was being written when the measurement was stopped is none."""
        if not self.path.exists():
            return
        for line in self.path.read_text(encoding="utf-8").splitlines():
            try:
                yield self.parsed(line)
            except ValueError:
                continue

    def add(self, result: dict[str, Any]) -> None:
        """Keeps a result."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        torn = self.path.exists() and not self.path.read_bytes().endswith(b"\n")
        with self.path.open("a", encoding="utf-8") as file:
            file.write(("\n" if torn else "") + self.line(result) + "\n")

    @staticmethod
    def line(result: dict[str, Any]) -> str:
        return json.dumps(result)

    @staticmethod
    def parsed(line: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(line)
        return found


def code_digest(folder: Path = ROOT / "monitor") -> str:
    """Changes with every file of the program."""
    whole = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts):
        whole.update(f"{path.relative_to(folder)}\0".encode() + path.read_bytes())
    return whole.hexdigest()[:12]
