"""A page that comes in another language than before: one change, not a rewrite of every promise."""

from __future__ import annotations

import hashlib

from monitor.core.diff.align import Alignment
from monitor.core.diff.passages import passages_of
from monitor.core.text.language import certain_language
from monitor.core.text.locales import language_name
from monitor.core.text.segment import SegmentedText, Unit
from monitor.core.text.shingles import shared
from monitor.model import Change, ChangeKind, Changelog, Direction, Document, Reason, Severity, Side

RULE = "other-language"
_COMMON = 0.3
"""Share of common shingles from which a page is in two languages, and only one of them grew."""


def other_language(old: Document, new: Document) -> tuple[str, str] | None:
    """The languages of two texts, where both leave no doubt and are different; None where they are one, or share much."""
    was, spoken = certain_language(old.text), certain_language(new.text)
    if not was or not spoken or was == spoken or max(shared(old.text, new.text)) >= _COMMON:
        return None
    return was, spoken


def translated(old: Document, new: Document, was: str, spoken: str) -> Changelog:
    """The changelog of two texts in different languages: one change, which is told and not judged.

    Its sides are the first statement of each text; all else of both belongs to it as well.
    """
    before, after = SegmentedText(old.text), SegmentedText(new.text)
    left, right = _units(before), _units(after)
    name = hashlib.sha256(f"{RULE}\0{old.text}\0{new.text}".encode()).hexdigest()[:12]
    says = f"The page is now in {language_name(spoken)}; it was in {language_name(was)}."
    reason = Reason(RULE, f"{says} What else changed is not judged.", right[0].text.strip()[:200])
    change = Change(
        id=name, kind=ChangeKind.REWORDED, severity=Severity.MATERIAL, direction=Direction.UNCLEAR, topics=("other",),
        old=_side(left[0]), new=_side(right[0]), edits=(), reasons=(reason,), headline=says, language=spoken, judged=False,
    )  # fmt: skip
    found = Alignment(before, after, removed=left, added=right)
    return Changelog((change,), passages_of(found, {id(unit): name for unit in (*left, *right)}))


def _units(text: SegmentedText) -> list[Unit]:
    return [unit for line, content in enumerate(text.lines) if content.strip() for unit in text.units(line)]


def _side(unit: Unit) -> Side:
    start = unit.start + len(unit.text) - len(unit.text.lstrip())
    return Side(unit.text.strip(), (), (start, start + len(unit.text.strip())))
