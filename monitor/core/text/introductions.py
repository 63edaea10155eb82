"""What introduces a list or a table, strictly: what a quotation may be shown behind."""

from __future__ import annotations

from monitor.core.text.segment import SegmentedText

_FARTHEST = 60
"""Lines above that are looked at, as `SegmentedText.lead_in` does."""


def introduction(page: SegmentedText, line: int) -> str:
    """The line that introduces a list item or a table row, or an empty string.

    Unlike `SegmentedText.lead_in`, none where a table is between a list and the line, or a list between a table and the line: "We
    never:" above a list says nothing of the table below the list, and must not be quoted with it.
    """
    kind = page.kind(line)
    if kind not in ("item", "row"):
        return ""
    for above in range(line - 1, max(-1, line - _FARTHEST), -1):
        found = page.kind(above)
        if found not in ("blank", kind):
            return page.lead_in(line) if found == "text" else ""
    return ""
