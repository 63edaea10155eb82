"""`blame`: each statement of the version in force with the versions that introduced it, reworded it and moved it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from monitor.core.history.blame import BlamedStatement, StatementTracing
from monitor.core.history.carry_over import Step, first_step, from_data, step_between, to_data
from monitor.core.history.deferred import digest_of
from monitor.core.text.segment import SegmentedText, segmented
from monitor.core.text.tokens import forget
from monitor.errors import StoreError
from monitor.pipeline.edition import fold_edition
from monitor.render.current_text import StatementDates
from monitor.store.index import Index, VersionName
from monitor.store.memory import TRACED, PolicyMemory

_BLAME = "blame"
"""What the memory is kept for."""
_LONG_HISTORY = 100
"""Versions from which is remembered what tracing came to: it has a digest of every statement there ever was, and few steps are quick."""


@dataclass(frozen=True, slots=True)
class StatementOrigin:
    """A statement with the versions that introduced, reworded and moved it, and the last one with it before it was removed for a time."""

    statement: BlamedStatement
    introduced: VersionName
    reworded: VersionName | None
    moved: VersionName | None
    previously_in: VersionName | None


def blame_versions(index: Index, policy_id: str, *, remember: bool = False) -> list[StatementOrigin]:
    """The statements of a policy's last version, in reading order; empty when there is none.

    What each text hands on to the next is remembered, so that only new texts are read; at most two are in memory. Of a long history,
    what the last tracing came to is remembered as well, and only later versions are followed.

    Args:
        index: has the history.
        policy_id: whose.
        remember: whether what is found is kept in the index; the caller holds the store's lock.
    """
    versions, memory = index.version_names(policy_id), index.memory(policy_id, _BLAME, fold_edition())
    steps = _Steps(index, memory)
    if len(versions) == 1:  # as most policies have: nothing is remembered of it
        text, tracing = steps.text(versions[0].sha256), StatementTracing()
        tracing.follow(first_step(text, alone=True))
        return [_origin_of(one, versions) for one in tracing.statements(text.text)]
    texts = [version.sha256 for version in versions]
    tracing = _traced(texts, memory)
    followed = tracing.texts
    for place in range(followed, len(texts)):
        tracing.follow(steps.between(texts[place - 1] if place else None, texts[place]))
    # A comparison releases the words that it cut; this is many.
    forget()
    if remember:
        # A version that comes between others needs the steps before it again.
        memory.keep(_question(texts[place - 1] if place else None, texts[place]) for place in range(followed))
        if len(texts) >= _LONG_HISTORY and followed < len(texts):
            memory[TRACED] = [len(texts), digest_of(*texts), tracing.to_data()]
        index.remember(memory)
    return [_origin_of(one, versions) for one in tracing.statements(steps.text(texts[-1]).text)] if versions else []


def _traced(texts: Sequence[str], memory: PolicyMemory) -> StatementTracing:
    """What the last tracing came to, if the history still begins with the texts that it followed; else nothing."""
    if TRACED in memory:
        count, digest, data = memory[TRACED]
        if count <= len(texts) and digest == digest_of(*texts[:count]):
            return StatementTracing.from_data(data)
    return StatementTracing()


def _question(old: str | None, new: str) -> str:
    """What is asked about two texts, by digest; None for before the first one."""
    return f"{old or 'first'} {new}"


class _Steps:
    """What texts hand on to each other, from memory where it was found before."""

    def __init__(self, index: Index, memory: PolicyMemory) -> None:
        self._index, self._memory = index, memory
        self._last: tuple[str, SegmentedText] | None = None

    def between(self, old: str | None, new: str) -> Step:
        """What one text has of the other; both by digest, None for before the first one."""
        question = _question(old, new)
        if question in self._memory:
            return from_data(self._memory[question])
        before = self.text(old) if old is not None else None
        after = self.text(new)
        step = first_step(after) if before is None else step_between(before, after)
        self._memory[question] = to_data(step)
        return step

    def text(self, digest: str) -> SegmentedText:
        """A text of the index; the last one is held."""
        if self._last is None or self._last[0] != digest:
            found = self._index.text(digest)
            if found is None:
                raise StoreError(f"{self._index.path} lacks a text of the history; `policy-monitor report --rederive` restores it")
            self._last = digest, segmented(found)
        return self._last[1]


def _origin_of(one: BlamedStatement, versions: Sequence[VersionName]) -> StatementOrigin:
    places = (one.origin.reworded, one.origin.moved, one.origin.previously_in)
    return StatementOrigin(one, versions[one.origin.introduced], *(None if place is None else versions[place] for place in places))


def for_page(origins: Sequence[StatementOrigin]) -> list[StatementDates]:
    """What the page of the text in force shows: since when each statement is in the policy, and since when in these words."""
    return [
        StatementDates(
            origin.statement.span,
            (origin.reworded or origin.introduced).captured_at,
            introduced=origin.introduced.captured_at,
            moved=origin.moved.captured_at if origin.moved else None,
        )
        for origin in origins
    ]
