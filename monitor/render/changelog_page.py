"""The changelog page of two versions: what matters first, then the rest, then the whole document as a redline."""

from __future__ import annotations

from monitor.model import Changelog, HistoryEntry, Policy, Severity, Version
from monitor.render import phrases
from monitor.render.cards import cards
from monitor.render.html import render
from monitor.render.redline import redline
from monitor.render.view import Row


def changelog_page(
    policy: Policy, before: Version, entry: HistoryEntry, old: Row, new: Row, *, following: str | None, fingerprint: str
) -> str:
    """The page's HTML.

    Args:
        policy: whose versions they are.
        before: the old version.
        entry: the new version with its changelog against the old one.
        old: the old version's row.
        new: the new version's row.
        following: the next changelog page, or None.
        fingerprint: of all that the page is made of; kept in the page.
    """
    changelog = entry.changelog or Changelog(())
    shown = cards(changelog, old, new)
    lesser = [s for s in phrases.SEVERITIES if s.rank < Severity.MATERIAL.rank]
    folded = [(s.value, found) for s in lesser if (found := [c for c in shown if c.change.severity is s])]
    chunks = redline(changelog, before.document.text, entry.version.document.text)
    placed = {change for chunk in chunks for line in chunk for side, change in line.starts if side == "at"}
    return render(
        "changelog.html.j2", policy=policy, old=old, new=new, following=following, fingerprint=fingerprint, changelog=changelog,
        headline=new.says, counts=phrases.counted(changelog.counts), weighty=[c for c in shown if c.change.material], folded=folded,
        chunks=chunks, placed=placed, by_id={c.change.id: c for c in shown},
    )  # fmt: skip
