"""Chains accepted captures into versions: a run of captures that say the same, noise apart, is one version."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from monitor.core.history.admission import AcceptedCapture
from monitor.core.history.noise import NormalizedText, agree
from monitor.core.history.tickers import Tickers
from monitor.model import Document, Version


@dataclass(slots=True)
class _State:
    """One text, as it was first seen; the noise of later captures is not its own."""

    document: Document
    emails: tuple[str | None, ...]
    first_seen: datetime


@dataclass(slots=True)
class _Run:
    """Captures in a row that show one state."""

    state: _State
    first: AcceptedCapture
    last: AcceptedCapture
    captures: int = 1


@dataclass(slots=True)
class _States:
    """Every text seen so far, by what it says."""

    ticks: Tickers
    by_key: dict[str, list[_State]] = field(default_factory=dict)

    def of(self, look: AcceptedCapture, seen: NormalizedText) -> _State:
        """The state that a capture shows, known or new."""
        alike = self.by_key.setdefault(self.ticks.key(seen), [])
        for state in alike:
            if agree(state.emails, seen.emails):
                state.emails = tuple(a or b for a, b in zip(state.emails, seen.emails, strict=True))
                return state
        alike.append(_State(look.document, seen.emails, look.record.captured_at))
        return alike[-1]


def chain(policy: str, looks: Sequence[AcceptedCapture], essence: Callable[[str], NormalizedText], ticks: Tickers) -> list[Version]:
    """The versions that accepted looks, in order of capture, show; `essence` takes a text's noise away.

    A version that returns to an earlier text bears that text's very document, so an exact return is exact.
    """
    states = _States(ticks)
    by_text: dict[str, _State] = {}
    runs: list[_Run] = []
    for look in looks:
        text = look.document.text
        state = by_text.get(text) or by_text.setdefault(text, states.of(look, essence(text)))
        if runs and runs[-1].state is state:
            runs[-1].last, runs[-1].captures = look, runs[-1].captures + 1
        else:
            runs.append(_Run(state, look, look))
    return [_version(policy, run) for run in runs]


def _version(policy: str, run: _Run) -> Version:
    record, state = run.first.record, run.state
    return Version(
        policy=policy,
        captured_at=record.captured_at,
        last_seen=run.last.record.captured_at,
        source=record.source,
        sha256=state.document.sha256,
        snapshot_sha256=record.sha256,
        url=record.url,
        archive_url=record.archive_url,
        document=state.document,
        captures=run.captures,
        returns_to=None if state.first_seen == record.captured_at and state.document is run.first.document else state.first_seen,
    )
