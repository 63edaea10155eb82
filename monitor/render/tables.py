"""Changes as data: `changes.json` with one change a line, and `changes.csv` that no spreadsheet takes for formulas."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from monitor.model import Change, Changelog, Side
from monitor.present import phrases
from monitor.render.rows import Row
from monitor.render.write_if_changed import Written
from monitor.timestamps import utc_iso

SCHEMA = "policy-monitor/changes/1"
COLUMNS = (
    "policy", "old_captured_at", "new_captured_at", "severity", "direction", "kind", "topics", "says", "section", "old_text", "new_text",
    "rules", "evidence", "id", "page",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "|", "%", "＝", "＋", "－", "＠", "\t", "\r", "\n")


class Tables:
    """Both files while they are being written, change by change, so that no more than one changelog is held."""

    def __init__(self, policy_id: str, as_json: TextIO, as_csv: TextIO) -> None:
        self._policy, self._json, self._csv = policy_id, as_json, csv.writer(as_csv, lineterminator="\n")
        self._empty = True
        self._json.write(_opening(policy_id))
        self._csv.writerow(COLUMNS)

    def add(self, changelog: Changelog, old: Row, new: Row) -> None:
        """All changes between two versions."""
        for change in changelog.changes:
            self._json.write("" if self._empty else ",\n")
            self._json.write(json.dumps(_as_data(change, self._policy, old, new), ensure_ascii=False))
            self._csv.writerow(_cells(change, self._policy, old, new))
            self._empty = False

    def close(self) -> None:
        """Ends the JSON document."""
        self._json.write("\n]}\n")


@contextmanager
def tables(policy_id: str, folder: Path, written: Written) -> Iterator[Tables]:
    """Both files of one policy in its folder."""
    with written.stream(folder / "changes.json") as as_json, written.stream(folder / "changes.csv") as as_csv:
        open_tables = Tables(policy_id, as_json, as_csv)
        yield open_tables
        open_tables.close()


def joined(out: Path, folders: Sequence[Path], written: Written) -> None:
    """Both files of all policies, made of the policies' own line by line."""
    with written.stream(out / "changes.json") as as_json:
        as_json.write(_opening(None))
        first = True
        for folder in folders:
            for line in _json_lines(folder / "changes.json"):
                as_json.write(line if first else f",\n{line}")
                first = False
        as_json.write("\n]}\n")
    with written.stream(out / "changes.csv") as as_csv:
        as_csv.write(",".join(COLUMNS) + "\n")
        for folder in folders:
            with (folder / "changes.csv").open(encoding="utf-8", newline="") as lines:
                next(lines)
                as_csv.writelines(lines)


def _opening(policy_id: str | None) -> str:
    return f'{{"schema": {json.dumps(SCHEMA)}, "policy": {json.dumps(policy_id)}, "changes": [\n'


def _json_lines(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8") as lines:
        next(lines)
        for line in lines:
            if line.startswith("{"):
                yield line.rstrip("\n").removesuffix(",")


def _as_data(change: Change, policy_id: str, old: Row, new: Row) -> dict[str, Any]:
    """The public contract's change, with where it was found."""
    return {
        "policy": policy_id, "old_captured_at": utc_iso(old.captured_at), "new_captured_at": utc_iso(new.captured_at),
        "page": _page(policy_id, new),
        "id": change.id, "kind": change.kind.value, "severity": change.severity.value, "direction": change.direction.value,
        "topics": list(change.topics), "says": phrases.headline(change), "old": _side(change.old), "new": _side(change.new),
        "edits": [list(edit) for edit in change.edits],
        "reasons": [{"rule": r.rule, "says": r.says, "evidence": r.evidence} for r in change.reasons],
    }  # fmt: skip


def _side(side: Side | None) -> dict[str, Any] | None:
    return {"text": side.text, "section": list(side.section), "span": list(side.span)} if side else None


def _page(policy_id: str, new: Row) -> str:
    return f"{policy_id}/{new.page}"


def _cells(change: Change, policy_id: str, old: Row, new: Row) -> list[str]:
    side = change.new or change.old
    return [
        inert(cell)
        for cell in (
            policy_id, utc_iso(old.captured_at), utc_iso(new.captured_at), change.severity.value, change.direction.value, change.kind.value,
            " ".join(change.topics), phrases.headline(change), phrases.section(side) if side else "", change.old.text if change.old else "",
            change.new.text if change.new else "", " ".join(r.rule for r in change.reasons), " | ".join(r.evidence for r in change.reasons),
            change.id, _page(policy_id, new),
        )
    ]  # fmt: skip


def inert(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: an apostrophe goes before what could begin one.

    Source: OWASP, "CSV Injection"; full-width signs are taken for formulas too.
    """
    cell = cell.replace("\0", "\ufffd")
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA) or cell.lstrip().startswith(_FORMULA) else cell
