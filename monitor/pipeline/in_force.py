"""What the newest version of a policy says, by topic, and since when."""

from __future__ import annotations

import json
import zlib
from base64 import b64decode
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any, TypeVar

from monitor.core.meaning.topic_names import Told
from monitor.core.text.segment import segmented
from monitor.model import Policy
from monitor.pipeline.blame import StatementOrigin, blame_versions
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.edition import fold_edition
from monitor.render.in_force_pages import MOST_VENDORS, DatedSentence, Vendor
from monitor.timestamps import from_iso, utc_iso

P = TypeVar("P")
_PURPOSE, _ROWS = "in-force", "rows"
"""What the memory is kept for, and its one question."""
_EDITION = "2"
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
    from monitor.core.meaning.document_context import document_kind
    from monitor.core.meaning.in_force import is_read  # the engine, which a cycle without news does without

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
    held = _unpacked(memory.get(_ROWS))
    text = index.text(newest.name.sha256) or ""
    if held.get("made_of") != made_of:
        found = blame_versions(index, policy.id) if origins is None else origins
        held = _found(text, newest.language, document_kind(policy.document, text), _dates(found), held) | {"made_of": made_of}
        memory[_ROWS] = held
        if remember:
            index.remember(memory)
    return Vendor(policy, vendor.captured_at, vendor.last_seen, is_read=True, sentences=_dated(text, held["said"]))


def vendors_of(context: MonitorContext) -> list[Vendor]:
    """What is shown on the pages of topics: all policies, or as many as show that they are too many."""
    return [vendor_of(context, policy) for policy in shown_on_pages(context.policies)]


def shown_on_pages(policies: Sequence[P]) -> Sequence[P]:
    """The policies that the pages of topics are made of: one more than there is room for says that there are too many."""
    return policies[: MOST_VENDORS + 1]


def _dates(origins: Sequence[StatementOrigin]) -> dict[tuple[int, int], datetime]:
    """By their place in the newest text, since when sentences have had these words."""
    return {one.statement.span: (one.reworded or one.introduced).captured_at for one in origins}


def _found(
    text: str, language: str | None, kind: str, dates: Mapping[tuple[int, int], datetime], held: Mapping[str, Any]
) -> dict[str, Any]:
    """The sentences of the newest text with their dates; what was found of the same sentences before is not looked for again."""
    from monitor.core.meaning.in_force import sentences_in_force

    known: dict[str, tuple[Told, ...]] = dict.fromkeys(held.get("silent", ()), ())
    known |= {key: tuple(Told(*one) for one in told) for key, *_, told in held.get("said", ())}
    said, silent = [], []
    for key, one in sentences_in_force(text, language, kind, known):
        if one is None:
            silent.append(key)
        else:
            above = [_place(text, words, one.span[0]) for words in (one.above.lead_in, one.above.head)]
            said.append([key, *one.span, utc_iso(dates[one.span]), *above, one.told])
    return {"said": said, "silent": silent}


def _unpacked(kept: object) -> dict[str, Any]:
    """What was kept, by this program or an earlier one, which packed it; empty for nothing, and for what is damaged."""
    try:
        found = json.loads(zlib.decompress(b64decode(kept))) if isinstance(kept, str) else kept
    except (TypeError, ValueError, zlib.error):
        return {}
    return found if isinstance(found, dict) else {}


def _place(text: str, words: str, before: int) -> list[int]:
    """Where words that stand above a place begin and end; empty for no words."""
    if not words:
        return []
    start = text.rindex(words, 0, before)
    return [start, start + len(words)]


def _dated(text: str, said: Sequence[Sequence[Any]]) -> tuple[DatedSentence, ...]:
    """The sentences as they are in the text, with what is above them."""
    page, found = segmented(text), []
    for _, start, end, since, lead_in, head, told in said:
        section = page.section(bisect_right(page.starts, start) - 1)
        above, columns = (text[slice(*place)] if place else "" for place in (lead_in, head))
        found.append(DatedSentence(text[start:end], above, columns, section, from_iso(since), tuple(Told(*one) for one in told)))
    return tuple(found)
