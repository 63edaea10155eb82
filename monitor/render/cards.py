"""A change as a card: one sentence, both wordings with their marks, and when the words stood."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from monitor.model import Change, Changelog, Edit, Side
from monitor.present import phrases
from monitor.render.redline import smooth, unmarked
from monitor.render.rows import Row

_UNCHANGED = 320
"""Longer unchanged stretches within a quote are cut to their two ends."""

_REWRITTEN = 0.8
"""A wording of which more than this share is marked reads better as one mark, which the page draws without strokes."""


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


def cards(changelog: Changelog, old: Row, new: Row) -> list[Card]:
    """The cards of a changelog, in its order (most serious first)."""
    return [
        Card(
            change=change, says=phrases.headline(change), kind=phrases.kind(change), old=_marked(change, change.old, "-"),
            new=_marked(change, change.new, "+"), old_section=phrases.section(change.old) if change.old else "",
            new_section=phrases.section(change.new) if change.new else "", when=when(change, old, new),
        )
        for change in changelog.changes
    ]  # fmt: skip


def when(change: Change, old: Row, new: Row) -> str:
    """When the words stood, no tighter than the captures allow: "… gone by 29 December 2016", never "deleted on"."""
    last, first = phrases.apart(old.last_seen, new.captured_at)
    if change.new is None or (change.old and _withdrawn(change)):
        return f"Stood{_inside(change.old)} {_stretch(old.captured_at, old.last_seen)}; gone by {first}."
    if change.old is None:
        return f"Not there on {last}; stands{_inside(change.new)} since {first} at the latest."
    return f"Old place last seen on {last}; new one first seen on {first}." if change.kind == "moved" else (
        f"Old words last seen on {last}; new words first seen on {first}."
    )  # fmt: skip


def _withdrawn(change: Change) -> bool:
    """True for a promise that is gone though another statement was put in its place."""
    return any(reason.rule.endswith("promise-withdrawn") for reason in change.reasons)


def _inside(side: Side | None) -> str:
    named = phrases.section(side) if side else ""
    return f" in “{named}”" if named else ""


def _stretch(first: datetime, last: datetime) -> str:
    begin, end = phrases.day(first), phrases.day(last)
    return f"on {begin}" if begin == end else f"at least from {begin} to {end}"


def _marked(change: Change, side: Side | None, mark: str) -> tuple[Edit, ...]:
    """One wording with its own marks: the edits of that side, or the whole statement."""
    if side is None:
        return ()
    mine = tuple((m, text) for m, text in smooth(change.edits) if m in ("=", mark))
    if not mine or "".join(text for _, text in mine).split() != side.text.split():
        whole = "=" if change.old and change.new else mark
        return ((whole, unmarked(side.text)),)
    if sum(len(text) for m, text in mine if m == mark) > _REWRITTEN * len(side.text):
        return ((mark, unmarked(side.text)),)
    (first, text), *rest = mine
    mine = ((first, unmarked(text)), *rest)
    return tuple(_shortened(edit, place, len(mine)) for place, edit in enumerate(mine))


def _shortened(edit: Edit, place: int, of: int) -> Edit:
    """An unchanged stretch, cut to the ends that touch a marked word when it is long."""
    mark, text = edit
    if mark != "=" or len(text) <= _UNCHANGED or of == 1:
        return edit
    head = text[: text.rfind(" ", 0, _UNCHANGED // 2)] if place > 0 else text[: text.find(" ", 60)]
    tail = text[text.find(" ", len(text) - _UNCHANGED // 2) + 1 :] if place < of - 1 else text[text.rfind(" ", 0, -60) + 1 :]
    return mark, f"{head} […] {tail}"
