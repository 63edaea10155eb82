"""What a second reader said: for pages, messages and `log`, and how it is doing; nothing is asked here."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import pairwise
from typing import Any

from monitor.errors import StoreError
from monitor.model import Alert, Policy, SecondReading
from monitor.pipeline.context import MonitorContext
from monitor.present.phrases import plural
from monitor.store.codec import dumps


def second_readings(context: MonitorContext, policy: Policy) -> dict[int, SecondReading]:
    """The latest answers about a policy's changes, by the position of the version; none where they can't be read."""
    if context.opinions is None:
        return {}
    names = context.index.version_names(policy.id)
    pairs = [(old.sha256, new.sha256) for old, new in pairwise(names)]
    try:
        found = context.opinions.latest(policy.id, pairs)
    except StoreError:  # pages without opinions are better than none
        return {}
    return {place: found[pair] for place, pair in enumerate(pairs, start=1) if pair in found}


def second_key(readings: dict[int, SecondReading]) -> str:
    """A digest of what a second reader said about a policy's changes, of which its pages are made as well; empty for nothing."""
    return f"second {sha256(''.join(map(dumps, readings.values())).encode()).hexdigest()[:16]}" if readings else ""


def with_second(context: MonitorContext, alert: Alert) -> Alert:
    """An alert that is about to be sent, with what a second reader says about its change."""
    if alert.second is not None or context.opinions is None:
        return alert
    pair = alert.old.sha256, alert.new.sha256
    with suppress(StoreError):
        return replace(alert, second=context.opinions.latest(alert.policy.id, [pair]).get(pair))
    return alert


@dataclass(frozen=True, slots=True)
class ReaderState:
    """How the second reader is doing, for `status`, `doctor` and `reader`."""

    opinions: int
    dropped: dict[str, int]
    """By the reason."""
    waiting: int
    given_up: int
    says: str | None
    """Why the last question that waits was not answered."""
    requests_today: int
    characters_today: int


def reader_state(context: MonitorContext) -> ReaderState | None:
    """How it is doing; None when it was never asked.

    Raises:
        StoreError: its file can't be read.
    """
    if context.opinions is None:
        return None
    opinions, dropped = context.opinions.counts()
    waiting, spent = context.opinions.waiting(), context.opinions.spent(context.now())
    if not (opinions or dropped or waiting or spent.requests):
        return None
    given_up = sum(one.given_up for one in waiting)
    says = next((one.says for one in reversed(waiting) if one.says), None)
    return ReaderState(opinions, dropped, len(waiting) - given_up, given_up, says, spent.requests, spent.characters)


def reader_json(state: ReaderState) -> dict[str, Any]:
    """The same for scripts, with a line for people."""
    return {
        "opinions": state.opinions,
        "dropped": dict(state.dropped),
        "waiting": state.waiting,
        "given_up": state.given_up,
        "last_failure": state.says,
        "today": {"requests": state.requests_today, "characters": state.characters_today},
        "says": reader_line(state),
    }


def reader_line(state: ReaderState) -> str:
    """12 opinions, 2 answers dropped (invented-quote 2), 1 question waiting; today 3 requests with 9,120 characters."""
    parts = [plural(state.opinions, "opinion")]
    if state.dropped:
        reasons = ", ".join(f"{reason} {count}" for reason, count in state.dropped.items())
        parts.append(f"{plural(sum(state.dropped.values()), 'answer')} dropped ({reasons})")
    parts += [f"{plural(state.waiting, 'question')} waiting"] if state.waiting else []
    parts += [f"{plural(state.given_up, 'question')} given up"] if state.given_up else []
    why = f"; {state.says}" if state.says else ""
    today = f"today {plural(state.requests_today, 'request')} with {plural(state.characters_today, 'character')}"
    return f"{', '.join(parts)}; {today}{why}"
