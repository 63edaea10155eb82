"""Doubtful snapshots: which there are, and one of them beside the version that was in force."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from monitor.errors import StoreError
from monitor.model import Document, ExtractionResult, Policy, Rejection, ScreenStatus, Version
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.readings import reader_of

_LONGEST = 400_000
"""Characters of a text that are shown."""


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line of a text."""

    text: str
    alone: bool
    """The other text does not have it."""
    heading: bool


@dataclass(frozen=True, slots=True)
class SideBySide:
    """A doubtful snapshot and the version with which a person compares it."""

    rejection: Rejection
    before: Version | None
    old: Sequence[ShownLine]
    new: Sequence[ShownLine]
    excerpt: str | None
    """What the page showed, where no text could be read from it."""
    cut: bool


def doubtful_snapshots(context: MonitorContext, policies: Iterable[Policy], *, refused: bool) -> list[tuple[Policy, Rejection]]:
    """The snapshots that wait for a decision, newest first.

    Args:
        context: the store.
        policies: whose.
        refused: also those that the screen refused, such as bot walls.
    """
    concerned = context.index.policies_with_rejections()
    found = [(policy, one) for policy in policies if policy.id in concerned for one in context.index.rejections(policy.id)]
    chosen = [(policy, one) for policy, one in found if refused or one.verdict.standing is ScreenStatus.QUARANTINED]
    return sorted(chosen, key=lambda pair: (pair[1].captured_at, pair[0].id), reverse=True)


def side_by_side(context: MonitorContext, policy: Policy, rejection: Rejection) -> SideBySide:
    """Both texts, with the lines that only one of them has.

    Raises:
        StoreError: the store can't be read.
    """
    before = context.index.version_at(policy.id, rejection.captured_at)
    reading = _reading(context, policy, rejection)
    document = reading.document if reading else None
    old, new = _lines(before.document if before else None), _lines(document)
    excerpt = reading.facts.page_text if reading and document is None else None
    # By line and not aligned: linear, whatever a page consists of.
    in_old, in_new = {line.strip() for line in old}, {line.strip() for line in new}
    cut = any(one is not None and len(one.text) > _LONGEST for one in (document, before.document if before else None))
    return SideBySide(rejection, before, _shown(old, in_new), _shown(new, in_old), excerpt, cut)


def _reading(context: MonitorContext, policy: Policy, rejection: Rejection) -> ExtractionResult | None:
    """What was read from the snapshot when it was judged; None when the index does not have it."""
    try:
        records = context.archive.records(policy.id)
    except StoreError:
        return None
    for record in records:
        if (record.sha256, record.captured_at) == (rejection.sha256, rejection.captured_at):
            return context.index.extraction(record.sha256, reader_of(policy, record))
    return None


def _lines(document: Document | None) -> list[str]:
    return [line for line in document.text[:_LONGEST].splitlines() if line.strip()] if document else []


def _shown(lines: Sequence[str], other: set[str]) -> list[ShownLine]:
    return [ShownLine(line.lstrip("# ") or line, line.strip() not in other, line.startswith("#")) for line in lines]
