"""A change, or a group of them, as a card: one sentence, both wordings with their differences marked, and when the words were seen."""

from __future__ import annotations

from dataclasses import dataclass, replace

from monitor.core.arrange.groups import groups_of
from monitor.model import Change, Changelog, Edit, Side
from monitor.present import phrases
from monitor.render.redline import merge_edits, without_marker
from monitor.render.rows import VersionRow

# Characters; longer unchanged stretches within a quote are cut to their two ends.
_UNCHANGED = 320
# A wording that is marked to a larger share than this is shown as one mark, which the page draws without strokes: it reads better.
_REWRITTEN = 0.8


@dataclass(frozen=True, slots=True)
class Card:
    """What the changelog page shows of one change."""

    change: Change
    says: str
    kind: str
    old: tuple[Edit, ...]
    new: tuple[Edit, ...]
    old_section: str
    new_section: str
    when: str
    places: tuple[Card, ...] = ()
    """Of a group: every change in it, the leading one first."""

    @property
    def count(self) -> int:
        """The number of changes that the card stands for."""
        return len(self.places) or 1


def cards(changelog: Changelog, old: VersionRow, new: VersionRow) -> list[Card]:
    """The cards of a changelog, one for each group of changes, in its order (what matters first)."""
    return [
        replace(_card(group.shown, old, new), places=tuple(_card(change, old, new) for change in group.changes if group.count > 1))
        for group in groups_of(changelog.changes)
    ]


def _card(change: Change, old: VersionRow, new: VersionRow) -> Card:
    return Card(
        change=change, says=phrases.headline(change), kind=phrases.KINDS[change.kind].capitalize(),
        old=_marked(change, change.old, "-"), new=_marked(change, change.new, "+"), old_section=phrases.section(change.old),
        new_section=phrases.section(change.new), when=phrases.when(change, old.captured_at, old.last_seen, new.captured_at),
    )  # fmt: skip


def _marked(change: Change, side: Side | None, mark: str) -> tuple[Edit, ...]:
    """One wording with its own marks: the edits of that side, or the whole statement."""
    if side is None:
        return ()
    mine = tuple((m, text) for m, text in merge_edits(change.edits) if m in ("=", mark))
    # Edits are missing for moves, and cover more than the statement for splits and merges.
    if not mine or "".join(text for _, text in mine).split() != side.text.split():
        whole = "=" if change.old and change.new else mark
        return ((whole, without_marker(side.text)),)
    if sum(len(text) for m, text in mine if m == mark) > _REWRITTEN * len(side.text):
        return ((mark, without_marker(side.text)),)
    (first, text), *rest = mine
    if phrases.lists_items(side.text):
        rest = [(m, phrases.with_bullets(words, begins_line=False)) for m, words in rest]
    mine = ((first, without_marker(text, of=side.text)), *rest)
    return tuple(_shortened(edit, place, len(mine)) for place, edit in enumerate(mine))


def _shortened(edit: Edit, place: int, of: int) -> Edit:
    """A long unchanged stretch, cut to the ends that touch a marked word."""
    mark, text = edit
    if mark != "=" or len(text) <= _UNCHANGED or of == 1:
        return edit
    # Only the end that touches a mark is kept long; 60 characters are enough to recognise the other.
    head = text[: text.rfind(" ", 0, _UNCHANGED // 2)] if place > 0 else text[: text.find(" ", 60)]
    tail = text[text.find(" ", len(text) - _UNCHANGED // 2) + 1 :] if place < of - 1 else text[text.rfind(" ", 0, -60) + 1 :]
    return mark, f"{head} […] {tail}"
