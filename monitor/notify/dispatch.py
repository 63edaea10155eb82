"""Takes what the outbox owes to its channels; one that fails delays itself alone."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from monitor.errors import DeliveryError
from monitor.model import Alert, Notice, OutboxItem
from monitor.notify.interface import Channel, Outbox
from monitor.notify.schedule import AT_ONCE, Timetable

BACKOFF = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=6))
"""Waits after the first failures; a day after each later one. No jitter: one sender does not make a herd."""
DAILY = timedelta(days=1)
MOST_ATTEMPTS = 10
LONGEST_PAUSE = timedelta(days=7)
"""However long a server asks us to wait."""
FAILURES_BEFORE_PAUSE = 2
"""A channel that fails so often in a row is left alone until the next pass: a dead server would cost a timeout per alert."""


@dataclass(frozen=True, slots=True)
class DispatchReport:
    """What one pass did."""

    delivered: tuple[tuple[str, str], ...] = ()
    """(alert id, channel)"""
    pending: tuple[tuple[str, str, str], ...] = ()
    """(alert id, channel, why): will be tried again."""
    failed: tuple[tuple[str, str, str], ...] = ()
    """(alert id, channel, why): given up, until somebody asks for another try."""


@dataclass(frozen=True, slots=True)
class _Outcome:
    items: Sequence[OutboxItem]
    says: str | None = None
    retry: bool = True
    pause: timedelta = timedelta(0)
    """What the server asked us to wait."""


def dispatch(
    outbox: Outbox,
    channels: Sequence[Channel],
    *,
    now: Callable[[], datetime],
    timetable: Timetable = AT_ONCE,
    timetables: Mapping[str, Timetable] | None = None,
) -> DispatchReport:
    """One pass over what is due: delivers, and writes each result down before the next is tried.

    Args:
        outbox: what is owed.
        channels: those that are configured.
        now: the clock.
        timetable: when messages go out.
        timetables: the same for the alerts of single policies, by the policy's id.

    Whatever a channel raises counts as its failed attempt. Errors of the outbox itself are passed on: without it nothing can be promised.
    """
    when = _When(timetable, timetables or {})
    known = {channel.name: channel for channel in channels}
    book = _Book(outbox, now)
    for name, items in _by_channel(outbox.due(now())).items():
        channel = known.get(name)
        outcomes = _refuse_unknown(name, items) if channel is None else _deliver(channel, items, now(), when)
        for outcome in outcomes:
            book.write(outcome)
    return DispatchReport(tuple(book.delivered), tuple(book.pending), tuple(book.failed))


@dataclass(frozen=True, slots=True)
class _When:
    """Each alert's timetable: that of its policy, else the common one."""

    common: Timetable
    own: Mapping[str, Timetable]

    def of(self, item: OutboxItem) -> Timetable:
        return self.own.get(item.alert.policy.id, self.common)

    def gathers(self, item: OutboxItem) -> bool:
        return isinstance(item.alert, Alert) and self.of(item).gathers(item.alert)

    def ready(self, item: OutboxItem, now: datetime) -> bool:
        timetable = self.of(item)
        return timetable.open(now) and timetable.release(item.queued_at, gathered=self.gathers(item)) <= now


class _Book:
    """Writes outcomes to the outbox and remembers them for the report."""

    def __init__(self, outbox: Outbox, now: Callable[[], datetime]) -> None:
        self._outbox, self._now = outbox, now
        self.delivered: list[tuple[str, str]] = []
        self.pending: list[tuple[str, str, str]] = []
        self.failed: list[tuple[str, str, str]] = []

    def write(self, outcome: _Outcome) -> None:
        """All alerts of one message together: a digest that was taken is never owed by halves."""
        with self._outbox.transaction():
            for item in outcome.items:
                if outcome.says is None:
                    self._outbox.delivered(item.alert.id, item.channel, at=self._now())
                    self.delivered.append((item.alert.id, item.channel))
                else:
                    self._write_failure(item, outcome.says, retry=outcome.retry, pause=outcome.pause)

    def _write_failure(self, item: OutboxItem, says: str, *, retry: bool, pause: timedelta) -> None:
        attempts = item.attempts + 1
        retry_at = self._now() + max(wait_after(attempts), pause) if retry and attempts < MOST_ATTEMPTS else None
        self._outbox.failed(item.alert.id, item.channel, says=says, retry_at=retry_at)
        (self.pending if retry_at else self.failed).append((item.alert.id, item.channel, says))


def wait_after(attempts: int) -> timedelta:
    """How long to wait after that many failed attempts (1-based).

    >>> [str(wait_after(n)) for n in (1, 4, 6, 9)]
    ['0:01:00', '2:00:00', '1 day, 0:00:00', '1 day, 0:00:00']
    """
    return BACKOFF[attempts - 1] if attempts <= len(BACKOFF) else DAILY


def _by_channel(items: Sequence[OutboxItem]) -> dict[str, list[OutboxItem]]:
    grouped: dict[str, list[OutboxItem]] = {}
    for item in items:
        grouped.setdefault(item.channel, []).append(item)
    return grouped


def _refuse_unknown(name: str, items: Sequence[OutboxItem]) -> Iterator[_Outcome]:
    says = f"{name} is no longer in the configuration; put it back and run `alerts --retry`, or leave the alert undelivered"
    yield _Outcome(items, says, retry=False)


def _deliver(channel: Channel, items: Sequence[OutboxItem], now: datetime, when: _When) -> Iterator[_Outcome]:
    """Lazy on purpose: each result is written down before the next message leaves."""
    failures = 0
    for batch, digest in _batches(items, now, when):
        outcome = _attempt(channel, batch, digest=digest)
        failures = failures + 1 if outcome.says is not None and outcome.retry else 0
        yield outcome
        if failures >= FAILURES_BEFORE_PAUSE or outcome.pause:
            return


def _batches(items: Sequence[OutboxItem], now: datetime, when: _When) -> list[tuple[list[OutboxItem], bool]]:
    """The messages to send now: one per alert that goes by itself, then one digest of the others; none in quiet hours."""
    ready = [item for item in items if when.ready(item, now)]
    gathered = [item for item in ready if when.gathers(item)]
    single: list[tuple[list[OutboxItem], bool]] = [([item], False) for item in ready if not when.gathers(item)]
    return [*single, (gathered, True)] if gathered else single


def _attempt(channel: Channel, items: Sequence[OutboxItem], *, digest: bool) -> _Outcome:
    try:
        for notice in (item.alert for item in items if isinstance(item.alert, Notice)):
            channel.tell(notice)
        alerts = [item.alert for item in items if isinstance(item.alert, Alert)]
        if alerts:
            channel.deliver(alerts, digest=digest)
    except DeliveryError as error:
        pause = min(timedelta(seconds=error.retry_after or 0), LONGEST_PAUSE)
        return _Outcome(items, str(error), retry=not error.permanent, pause=pause)
    except Exception as error:  # a channel's fault must not stop the others
        return _Outcome(items, _unexpected(channel.name, error))
    return _Outcome(items)


def _unexpected(name: str, error: Exception) -> str:
    """Names the place and the kind of a fault, never its text: that may hold a password or a token."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    return f"{name}: unexpected {type(error).__name__} at {Path(place.filename).name}:{place.lineno}; this is a fault of the program"
