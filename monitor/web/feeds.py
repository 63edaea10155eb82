"""A feed of the table of all changes, with its filters: what a reader of feeds subscribes to."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from monitor.present.inert import page_text
from monitor.render.feed import LENGTH, permanent_id
from monitor.render.html import render_from
from monitor.timestamps import utc_iso
from monitor.web.changes import ChangeRow

_TEMPLATES = Path(__file__).parent / "templates"


def changes_feed(rows: Sequence[ChangeRow], *, base: str, query: str) -> str:
    """The newest rows as an Atom feed.

    Args:
        rows: newest first.
        base: the address of the app, ending in a slash.
        query: of the address of the feed; makes its permanent id.
    """
    shown = [
        {
            "id": permanent_id("change", row.policy, utc_iso(row.captured_at), row.id),
            "title": page_text(f"{row.vendor}, {row.document} ({row.severity.value}): {row.says}"),
            "link": f"{base}{quote(row.page)}",
            "row": row,
        }
        for row in rows[:LENGTH]
    ]
    address = f"{base}-/feed.atom{query}"
    # An empty feed has no date of its own; today's would be new to every reader.
    updated = max((row.captured_at for row in rows[:LENGTH]), default=None)
    return render_from(
        _TEMPLATES, "feed.atom.j2", entries=shown, id=permanent_id("feed", "changes", query), address=address, updated=updated
    )
