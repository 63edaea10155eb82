"""What the pages of a policy show of a second reader's answers."""

from __future__ import annotations

from monitor.model import History
from monitor.present.opinions import ShownOpinion, shown_opinion
from monitor.render.rows import VersionRow


def shown_opinions(history: History, rows: tuple[VersionRow, ...]) -> dict[str, ShownOpinion]:
    """The answers about a policy's changes, by the digest of the version's row. Loads the changelogs of those that were asked about."""
    return {
        rows[place].digest: shown_opinion(reading, history.entries[place].changelog)
        for place, reading in history.second.items()
        if place < len(rows)
    }
