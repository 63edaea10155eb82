"""Changes as data: `changes.json` with one change per line, and `changes.csv` in which no cell is run as a formula."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from monitor.core.arrange.groups import groups_of, leaders
from monitor.model import Change, Changelog
from monitor.present import phrases
from monitor.present.inert import spreadsheet_cell
from monitor.present.json_shapes import change_json
from monitor.render.rows import VersionRow
from monitor.render.write_if_changed import ChangedFiles
from monitor.timestamps import utc_iso

SCHEMA = "policy-monitor/changes/1"
COLUMNS = (
    "policy", "old_captured_at", "new_captured_at", "severity", "direction", "kind", "topics", "says", "section", "old_text", "new_text",
    "rules", "evidence", "id", "page",
)  # fmt: skip


class ChangeTables:
    """Both files while they are being written, change by change, so that only one changelog is in memory."""

    def __init__(self, policy_id: str, as_json: TextIO, as_csv: TextIO) -> None:
        self._policy, self._json, self._csv = policy_id, as_json, csv.writer(as_csv, lineterminator="\n")
        self._empty = True
        self._json.write(_opening(policy_id))
        self._csv.writerow(COLUMNS)

    def add(self, changelog: Changelog, old: VersionRow, new: VersionRow) -> None:
        """All changes between two versions."""
        told_with = leaders(groups_of(changelog.changes))
        for change in changelog.changes:
            # One change per line: `join_tables` copies lines without parsing them, and `grep` works.
            self._json.write("" if self._empty else ",\n")
            self._json.write(json.dumps(_as_data(change, told_with.get(change.id), self._policy, old, new), ensure_ascii=False))
            self._csv.writerow(_cells(change, self._policy, old, new))
            self._empty = False

    def close(self) -> None:
        """Ends the JSON document."""
        self._json.write("\n]}\n")


@contextmanager
def open_tables(policy_id: str, folder: Path, written: ChangedFiles) -> Iterator[ChangeTables]:
    """Opens both files of one policy in its folder."""
    with written.stream(folder / "changes.json") as as_json, written.stream(folder / "changes.csv") as as_csv:
        tables = ChangeTables(policy_id, as_json, as_csv)
        yield tables
        tables.close()


def join_tables(out: Path, folders: Sequence[Path], written: ChangedFiles) -> None:
    """Writes both files of all policies, copied line by line from the policies' own."""
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


def _as_data(change: Change, group: str | None, policy_id: str, old: VersionRow, new: VersionRow) -> dict[str, Any]:
    """A change with the policy, the two captures and the page that shows it; `says` is never empty, unlike `headline`."""
    return {
        "policy": policy_id,
        "old_captured_at": utc_iso(old.captured_at),
        "new_captured_at": utc_iso(new.captured_at),
        "page": _page(policy_id, new),
        **change_json(change, group),
        "says": phrases.headline(change),
    }


def _page(policy_id: str, new: VersionRow) -> str:
    return f"{policy_id}/{new.page}"


def _cells(change: Change, policy_id: str, old: VersionRow, new: VersionRow) -> list[str]:
    side = change.new or change.old
    return [
        spreadsheet_cell(cell)
        for cell in (
            policy_id, utc_iso(old.captured_at), utc_iso(new.captured_at), change.severity.value, change.direction.value, change.kind.value,
            " ".join(change.topics), phrases.headline(change), phrases.section(side), change.old.text if change.old else "",
            change.new.text if change.new else "", " ".join(r.rule for r in change.reasons), " | ".join(r.evidence for r in change.reasons),
            change.id, _page(policy_id, new),
        )
    ]  # fmt: skip
