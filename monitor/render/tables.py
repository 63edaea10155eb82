"""Changes as data: `changes.json` with one change per line, and `changes.csv` in which no cell is run as a formula."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from contextlib import contextmanager
from hashlib import sha256
from io import StringIO
from pathlib import Path
from shutil import copyfileobj
from typing import Any, TextIO

from monitor.core.arrange.groups import groups_of, leaders
from monitor.model import Change, Changelog
from monitor.present import phrases
from monitor.present.inert import spreadsheet_cell
from monitor.present.json_shapes import change_json
from monitor.render.rows import VersionRow
from monitor.render.write_if_changed import ChangedFiles, report_errors
from monitor.timestamps import utc_iso

SCHEMA = "policy-monitor/changes/1"
JOINED = ("changes.json.gz", "changes.csv.gz")
"""The files of all policies, in the reports folder."""
_TABLES, _END = "tables", "\n]}\n"
# Characters copied at a time.
_BLOCK = 1 << 20
COLUMNS = (
    "policy", "old_captured_at", "new_captured_at", "severity", "direction", "kind", "topics", "says", "section", "old_text", "new_text",
    "rules", "evidence", "id", "page",
)  # fmt: skip


class ChangeTables:
    """Both files while they are being written, version by version, so that only one changelog is in memory.

    Args:
        policy_id: whose changes they are.
        as_json, as_csv: the files.
        former: the same files as they were written last time, for versions of which nothing changed.
    """

    def __init__(self, policy_id: str, as_json: TextIO, as_csv: TextIO, former: FormerTables | None = None) -> None:
        self._policy, self._json, self._csv = policy_id, as_json, as_csv
        self._former = former or FormerTables({}, b"", b"")
        self._digests = sha256(), sha256()
        self._lengths: list[tuple[str, int, int]] = []
        self._empty = True
        self._write(_opening(policy_id), _csv_lines([COLUMNS]))

    def add(self, changelog: Changelog, old: VersionRow, new: VersionRow, key: str = "") -> None:
        """All changes between two versions; `key` identifies them next time."""
        told_with = leaders(groups_of(changelog.changes))
        # One change per line: `grep` works.
        lines = [
            json.dumps(_as_data(change, told_with.get(change.id), self._policy, old, new), ensure_ascii=False)
            for change in changelog.changes
        ]
        self._add(key, ",\n".join(lines), _csv_lines([_cells(change, self._policy, old, new) for change in changelog.changes]))

    def add_former(self, key: str) -> bool:
        """The changes that had this key last time; False when there are none."""
        found = self._former.find(key)
        if found is not None:
            self._add(key, *found)
        return found is not None

    def close(self) -> dict[str, Any]:
        """Ends the JSON document; returns what `former_tables` needs next time."""
        self._write(_END, "")
        return {"digests": [digest.hexdigest() for digest in self._digests], "lengths": self._lengths}

    def _add(self, key: str, as_json: str, as_csv: str) -> None:
        self._lengths.append((key, len(as_json.encode("utf-8", "replace")), len(as_csv.encode("utf-8", "replace"))))
        if as_json:
            self._write(as_json if self._empty else f",\n{as_json}", as_csv)
            self._empty = False

    def _write(self, as_json: str, as_csv: str) -> None:
        for file, digest, content in zip((self._json, self._csv), self._digests, (as_json, as_csv), strict=True):
            file.write(content)
            digest.update(content.encode("utf-8", "replace"))


class FormerTables:
    """Both files as they are on disk, by version."""

    def __init__(self, places: Mapping[str, tuple[slice, slice]], as_json: bytes, as_csv: bytes) -> None:
        self._places, self._json, self._csv = places, as_json, as_csv

    def find(self, key: str) -> tuple[str, str] | None:
        """The changes of a version in both forms, or None."""
        if key not in self._places:
            return None
        in_json, in_csv = self._places[key]
        return self._json[in_json].decode(), self._csv[in_csv].decode()


def former_tables(folder: Path, policy_id: str, about: Mapping[str, Any] | None) -> FormerTables | None:
    """The files in a folder; None unless they are exactly those that `about` is of, which `ChangeTables.close` returned."""
    try:
        as_json, as_csv = ((folder / name).read_bytes() for name in ("changes.json", "changes.csv"))
    except OSError:
        return None
    if about is None or about["digests"] != [sha256(content).hexdigest() for content in (as_json, as_csv)]:
        return None
    places: dict[str, tuple[slice, slice]] = {}
    at_json, at_csv = len(_opening(policy_id).encode()), len(_csv_lines([COLUMNS]).encode())
    begun = at_json
    for key, in_json, in_csv in about["lengths"]:
        # A version without changes has no line, and no comma before it.
        if in_json and at_json > begun:
            at_json += len(b",\n")
        places[key] = slice(at_json, at_json + in_json), slice(at_csv, at_csv + in_csv)
        at_json, at_csv = at_json + in_json, at_csv + in_csv
    return FormerTables(places, as_json, as_csv)


@contextmanager
def open_tables(
    policy_id: str, folder: Path, written: ChangedFiles, kept: MutableMapping[str, Any] | None = None
) -> Iterator[ChangeTables]:
    """Opens both files of one policy in its folder; `kept` remembers what is needed to copy from them next time."""
    former = None if kept is None else former_tables(folder, policy_id, kept.get(_TABLES))
    with written.stream(folder / "changes.json") as as_json, written.stream(folder / "changes.csv") as as_csv:
        tables = ChangeTables(policy_id, as_json, as_csv, former)
        yield tables
        about = tables.close()
    if kept is not None:
        kept[_TABLES] = about


def join_tables(out: Path, folders: Sequence[Path], written: ChangedFiles) -> None:
    """Writes both files of all policies, packed, copied from the policies' own without parsing them.

    Each change is in its policy's files already; of all policies together, they took a sixth of the reports a second time.
    """
    with written.stream(out / JOINED[0], packed=True) as as_json:
        as_json.write(_opening(None))
        begun = False
        for folder in folders:
            with (folder / "changes.json").open(encoding="utf-8", newline="") as file:
                next(file)
                begun = _copy_changes(file, as_json, begun=begun)
        as_json.write(_END)
    with written.stream(out / JOINED[1], packed=True) as as_csv:
        as_csv.write(",".join(COLUMNS) + "\n")
        for folder in folders:
            with (folder / "changes.csv").open(encoding="utf-8", newline="") as file:
                next(file)
                copyfileobj(file, as_csv, _BLOCK)
    for path in (out / name.removesuffix(".gz") for name in JOINED):  # of former versions
        with report_errors(path):
            path.unlink(missing_ok=True)


def _copy_changes(file: TextIO, out: TextIO, *, begun: bool) -> bool:
    """Copies the changes of one policy, without the lines that end its file; returns whether anything has been written by now."""
    held, mine = "", False
    while block := file.read(_BLOCK):
        held += block
        # The end of the file is known only when nothing follows.
        content, held = held[: -len(_END)], held[-len(_END) :]
        if content:
            out.write(f",\n{content}" if begun and not mine else content)
            mine = True
    return begun or mine


def _csv_lines(rows: Sequence[Sequence[str]]) -> str:
    lines = StringIO()
    csv.writer(lines, lineterminator="\n").writerows(rows)
    return lines.getvalue()


def _opening(policy_id: str | None) -> str:
    return f'{{"schema": {json.dumps(SCHEMA)}, "policy": {json.dumps(policy_id)}, "changes": [\n'


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
