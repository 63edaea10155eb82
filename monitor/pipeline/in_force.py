"""What the newest version of a policy says, by topic, and since when each sentence stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any, TypeVar

from monitor.core.meaning.document_context import document_kind
from monitor.core.meaning.in_force import Answer, SentenceInForce, is_read, sentences_in_force
from monitor.model import Policy
from monitor.pipeline.blame import StatementOrigin, blame_versions
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.edition import fold_edition
from monitor.render.in_force_pages import MOST_VENDORS, DatedSentence, Vendor
from monitor.store.index import Index
from monitor.timestamps import from_iso, utc_iso

P = TypeVar("P")
_PURPOSE, _ROWS = "in-force", "rows"
"""What the memory is kept for, and its one question."""
_EDITION = "1"
"""Raise it when what is shown of a sentence changes; what sentences mean changes with the edition of the engine."""


def vendor_of(
    context: MonitorContext, policy: Policy, *, origins: Sequence[StatementOrigin] | None = None, remember: bool = False
) -> Vendor:
    """What a policy says now.

    Args:
        context: the store.
        policy: whose newest version is read.
        origins: the statements of that version, if they were traced already.
        remember: whether what is found is kept in the index; the caller holds the store's lock.
    """
    index = context.index
    names = index.version_names(policy.id)
    if not names:
        return Vendor(policy, None, None, is_read=True, sentences=())
    newest = index.spans_of_versions([(policy.id, len(names) - 1)])[policy.id, len(names) - 1]
    vendor = Vendor(policy, newest.name.captured_at, newest.last_seen, is_read=is_read(newest.language), sentences=())
    if not vendor.is_read:
        return vendor
    memory = index.memory(policy.id, _PURPOSE, f"{fold_edition()} {_EDITION}")
    made_of = sha256(repr((names, newest.language, policy.document)).encode()).hexdigest()[:16]
    held = memory.get(_ROWS, {})
    if held.get("made_of") != made_of:
        held = memory[_ROWS] = _found(index, policy, newest.name.sha256, newest.language, held, origins) | {"made_of": made_of}
        if remember:
            index.remember(memory)
    return Vendor(policy, vendor.captured_at, vendor.last_seen, is_read=True, sentences=tuple(map(_dated, held["said"])))


def vendors_of(context: MonitorContext) -> list[Vendor]:
    """What is shown on the pages of topics: all policies, or as many as show that they are too many."""
    return [vendor_of(context, policy) for policy in shown_on_pages(context.policies)]


def shown_on_pages(policies: Sequence[P]) -> Sequence[P]:
    """The policies that the pages of topics are made of: one more than there is room for says that there are too many."""
    return policies[: MOST_VENDORS + 1]


def _found(
    index: Index, policy: Policy, digest: str, language: str | None, held: dict[str, Any], origins: Sequence[StatementOrigin] | None
) -> dict[str, Any]:
    """The sentences of the newest text with their dates; what was found of the same sentences before is not looked for again."""
    text = index.text(digest) or ""
    known: dict[str, Answer] = dict.fromkeys(held.get("silent", ()), ((), "unclear", False))
    known |= {row[0]: (tuple(row[6]), row[7], row[8]) for row in held.get("said", ())}
    since = {
        one.statement.span: ((one.reworded or one.introduced).captured_at, one.introduced.captured_at)
        for one in (blame_versions(index, policy.id) if origins is None else origins)
    }
    said, silent = [], []
    for key, one in sentences_in_force(text, language, document_kind(policy.document, text), known):
        if one is None:
            silent.append(key)
        else:
            said.append(_row(key, one, text, since[one.span]))
    return {"said": said, "silent": silent}


def _row(key: str, one: SentenceInForce, text: str, dates: tuple[datetime, datetime]) -> list[Any]:
    """A sentence as JSON can hold it."""
    shown = text[slice(*one.span)]
    return [key, shown, one.lead_in, list(one.section), *map(utc_iso, dates), list(one.topics), one.polarity, one.conditional]


def _dated(row: Sequence[Any]) -> DatedSentence:
    _, text, lead_in, section, since, introduced, topics, polarity, conditional = row
    return DatedSentence(text, lead_in, tuple(section), from_iso(since), from_iso(introduced), tuple(topics), polarity, bool(conditional))
