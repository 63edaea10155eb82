"""Changes as a table for spreadsheets: one line per change."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from monitor.model import HistoryEntry
from monitor.present.inert import spreadsheet_cell
from monitor.timestamps import utc_iso

COLUMNS = ("policy", "captured_at", "severity", "direction", "kind", "topics", "section", "old", "new", "reasons", "archive_url")


def changes_csv(policy_id: str, entries: Iterable[HistoryEntry]) -> str:
    """All changes of a policy, oldest version first, as CSV (RFC 4180) with a header line."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for entry in entries:
        for change in entry.changelog.changes if entry.changelog else ():
            side = change.new or change.old  # the section in which a reader finds the statement today
            row = (
                policy_id,
                utc_iso(entry.version.captured_at),
                change.severity.value,
                change.direction.value,
                change.kind.value,
                " ".join(change.topics),
                " > ".join(side.section) if side else "",
                change.old.text if change.old else "",
                change.new.text if change.new else "",
                " ".join(reason.says for reason in change.reasons),
                entry.version.archive_url or "",
            )
            writer.writerow([spreadsheet_cell(cell) for cell in row])
    return out.getvalue()
