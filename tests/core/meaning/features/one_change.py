"""One change of one statement, in a page of a few lines, and what a group of features sees of it."""

from __future__ import annotations

from typing import Any

from monitor.core.diff.candidates import Candidate
from monitor.core.meaning.document_context import DocumentContext
from monitor.core.meaning.features import GROUPS
from monitor.core.meaning.observation import Observation, observe
from monitor.core.meaning.parsed import ParsedDocument
from monitor.core.text.segment import SegmentedText, Unit
from monitor.model import ChangeKind
from tests.core.meaning.changes import FILLER


def change(
    old: str, new: str, *, title: str = "Privacy", above: str = "", rest_old: str = "", rest_new: str = "", **around: Any
) -> Observation:
    """A statement beside another, or beside nothing, whatever an alignment would make of the two.

    Args:
        old, new: the statements; several lines are several units.
        title: the heading above them.
        above: what stands before them on both sides, such as the lead-in of a list.
        rest_old, rest_new: what else stands on each page.
        around: fields of the DocumentContext.
    """
    (before, pages_old), (after, pages_new) = (_page(text, title, above, rest) for text, rest in ((old, rest_old), (new, rest_new)))
    kind = ChangeKind.REWORDED if before and after else ChangeKind.ADDED if after else ChangeKind.REMOVED
    context = DocumentContext(ParsedDocument(pages_old), ParsedDocument(pages_new), **around)
    return observe(Candidate(kind, before, after), context)


def _page(text: str, title: str, above: str, rest: str) -> tuple[tuple[Unit, ...], SegmentedText]:
    head = f"# {title}\n\n{above}\n\n" if above else f"# {title}\n\n"
    page = SegmentedText(f"{head}{text}\n\n{FILLER}\n\n{rest}".strip() + "\n")
    first = head.count("\n")
    lines = range(first, first + text.count("\n") + 1) if text else ()
    return tuple(unit for line in lines for unit in page.units(line)), page


def values(group: str, old: str, new: str, **around: Any) -> dict[str, float]:
    """The features of one group, with their values."""
    return dict(GROUPS[group](change(old, new, **around)))


def seen(group: str, old: str, new: str, **around: Any) -> set[str]:
    """The names of one group's features."""
    return set(values(group, old, new, **around))


def mirrored(group: str, old: str, new: str, **around: Any) -> set[str]:
    """The names that one group sees when old and new are exchanged."""
    return {name for name, _ in GROUPS[group](change(old, new, **around).mirrored())}


def names(listed: str) -> set[str]:
    """The names in a string, separated by blanks."""
    return set(listed.split())
