"""Two texts whose comparison was stopped: one change, which says where they begin to differ and that nobody judged it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from monitor.model import Change, ChangeKind, Changelog, Direction, Document, Passage, PassageKind, Reason, Severity, Side

RULE = "not-compared"
HEADLINE = "The text changed; what changed is not told, because comparing the two texts takes too much."
_LONGEST_QUOTE = 300


def uncompared(old: Document, new: Document, says: str) -> Changelog:
    """The changelog of two texts that could not be compared. Takes time in proportion to their length, whatever they hold.

    Args:
        old, new: the documents.
        says: why they could not be compared.
    """
    before, after = old.text.splitlines(keepends=True), new.text.splitlines(keepends=True)
    first = _common(before, after)
    last = _common(before[first:][::-1], after[first:][::-1])
    head, tail = sum(map(len, before[:first])), sum(map(len, before[len(before) - last :]))
    name = hashlib.sha256(f"{RULE}\0{old.text}\0{new.text}".encode()).hexdigest()[:12]
    left, right = (_side(lines[first : len(lines) - last], head) for lines in (before, after))
    kind = ChangeKind.REWORDED if left and right else ChangeKind.ADDED if right else ChangeKind.REMOVED
    quoted = right or left
    change = Change(
        id=name, kind=kind, severity=Severity.MATERIAL, direction=Direction.UNCLEAR, topics=("other",), old=left, new=right, edits=(),
        reasons=(Reason(RULE, says, quoted.text if quoted else ""),), headline=HEADLINE, language=new.language, judged=False,
    )  # fmt: skip
    return Changelog((change,), tuple(_passages(len(old.text), len(new.text), head, tail, name)))


def is_uncompared(changelog: Changelog) -> bool:
    """Whether `uncompared` made it."""
    return any(reason.rule == RULE for change in changelog.changes[:1] for reason in change.reasons)


def _common(a: Sequence[str], b: Sequence[str]) -> int:
    """How many lines both begin with."""
    return next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


def _side(lines: Sequence[str], start: int) -> Side | None:
    """The first words of what differs."""
    for line in lines:
        shown = line.strip()[:_LONGEST_QUOTE]
        if shown:
            begin = start + line.index(shown)
            return Side(shown, (), (begin, begin + len(shown)))
        start += len(line)
    return None


def _passages(old: int, new: int, head: int, tail: int, name: str) -> list[Passage]:
    """What both begin and end with is the same; all between belongs to the change."""
    found = [Passage(PassageKind.SAME, (0, head), (0, head))] if head else []
    if old - tail > head:
        found.append(Passage(PassageKind.REMOVED, (head, old - tail), None, name))
    if new - tail > head:
        found.append(Passage(PassageKind.ADDED, None, (head, new - tail), name))
    return [*found, Passage(PassageKind.SAME, (old - tail, old), (new - tail, new))] if tail else found
