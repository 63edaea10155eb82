"""Sends what is due in the outbox through its channels; a channel that fails delays no other."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from monitor.errors import DeliveryError
from monitor.model import Alert, Notice, OutboxItem
from monitor.notify.interface import Channel, Outbox
from monitor.notify.schedule import AT_ONCE, Timetable
from monitor.notify.together import together

BACKOFF = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=6))
"""Waits after the first failures; a day after each later one. No jitter: a single sender is no thundering herd."""
DAILY = timedelta(days=1)
MOST_ATTEMPTS = 10
"""Over four days in all: longer than an outage over a weekend."""
LONGEST_PAUSE = timedelta(days=7)
"""Even if a server asks for more with `Retry-After`."""
FAILURES_BEFORE_PAUSE = 2
"""A channel that fails this many times in a row is skipped until the next pass: a dead server would cost one timeout per alert."""


@dataclass(frozen=True, slots=True)
class DispatchReport:
    """What became of each message in one pass over the outbox."""

    delivered: tuple[tuple[str, str], ...] = ()
    """(alert id, channel)"""
    pending: tuple[tuple[str, str, str], ...] = ()
    """(alert id, channel, reason): will be tried again."""
    failed: tuple[tuple[str, str, str], ...] = ()
    """(alert id, channel, reason): given up until somebody runs `alerts --retry`."""


@dataclass(frozen=True, slots=True)
class _Outcome:
    items: Sequence[OutboxItem]
    says: str | None = None
    retry: bool = True
    pause: timedelta = timedelta(0)
    """How long the server asked us to wait."""


def dispatch(
    outbox: Outbox,
    channels: Sequence[Channel],
    *,
    now: Callable[[], datetime],
    timetable: Timetable = AT_ONCE,
    timetables: Mapping[str, Timetable] | None = None,
    before_sending: Callable[[Alert], Alert] = lambda alert: alert,
    began: datetime | None = None,
    awaited: Collection[str] = (),
) -> DispatchReport:
    """Delivers everything that is due, and records each result before the next message leaves.

    Args:
        outbox: what is to be sent.
        channels: the configured ones.
        now: the clock.
        timetable: when messages go out.
        timetables: the same for the alerts of single policies, by the policy's id.
        before_sending: adds to an alert what has come to be known since it was queued.
        began: when the run began; see `together`.
        awaited: names of companies of which the run is still to read a document: what it found of them waits, for channels that join.

    Whatever a channel raises counts as a failed attempt. Errors of the outbox are not caught: without it, a message could be sent twice.
    """
    schedule = _Schedule(timetable, timetables or {}, began, frozenset(awaited))
    known = {channel.name: channel for channel in channels}
    recorder = _Recorder(outbox, now)
    for name, items in _by_channel(outbox.due(now())).items():
        channel = known.get(name)
        outcomes = _refuse_unknown(name, items) if channel is None else _deliver(channel, items, now(), schedule, before_sending)
        for outcome in outcomes:
            recorder.record(outcome)
    return DispatchReport(tuple(recorder.delivered), tuple(recorder.pending), tuple(recorder.failed))


@dataclass(frozen=True, slots=True)
class _Schedule:
    """Each alert's timetable: its policy's own, or the common one."""

    common: Timetable
    own: Mapping[str, Timetable]
    began: datetime | None
    awaited: frozenset[str]

    def of(self, item: OutboxItem) -> Timetable:
        return self.own.get(item.alert.policy.id, self.common)

    def gathers(self, item: OutboxItem) -> bool:
        return self.of(item).gathers(item.alert)

    def may_be_joined(self, item: OutboxItem) -> bool:
        """True if the same may yet be found of another document of this company."""
        found_now = self.began is not None and item.queued_at >= self.began and not item.attempts
        return found_now and isinstance(item.alert, Alert) and item.alert.policy.name in self.awaited

    def ready(self, item: OutboxItem, now: datetime) -> bool:
        return self.of(item).wait(item.alert, item.queued_at, now) is None


class _Recorder:
    """Writes outcomes to the outbox and collects them for the report."""

    def __init__(self, outbox: Outbox, now: Callable[[], datetime]) -> None:
        self._outbox, self._now = outbox, now
        self.delivered: list[tuple[str, str]] = []
        self.pending: list[tuple[str, str, str]] = []
        self.failed: list[tuple[str, str, str]] = []

    def record(self, outcome: _Outcome) -> None:
        """All alerts of one message in one transaction: a digest is delivered as a whole or not at all."""
        with self._outbox.transaction():
            for item in outcome.items:
                if outcome.says is None:
                    self._outbox.delivered(item.alert.id, item.channel, at=self._now())
                    self.delivered.append((item.alert.id, item.channel))
                else:
                    self._record_failure(item, outcome.says, retry=outcome.retry, pause=outcome.pause)

    def _record_failure(self, item: OutboxItem, says: str, *, retry: bool, pause: timedelta) -> None:
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
    says = f"{name} is no longer in the configuration; add it again and run `policy-monitor alerts --retry`, or leave the alert undelivered"
    yield _Outcome(items, says, retry=False)


def _deliver(
    channel: Channel, items: Sequence[OutboxItem], now: datetime, schedule: _Schedule, before_sending: Callable[[Alert], Alert]
) -> Iterator[_Outcome]:
    """A generator, so that each result is recorded before the next message leaves."""
    failures = 0
    for batch, digest in _batches(items, now, schedule, joins=channel.joins):
        outcome = _attempt(channel, batch, before_sending, digest=digest)
        # A permanent refusal is about one message; the channel works.
        failures = failures + 1 if outcome.says is not None and outcome.retry else 0
        yield outcome
        if failures >= FAILURES_BEFORE_PAUSE or outcome.pause:
            return


def _batches(items: Sequence[OutboxItem], now: datetime, schedule: _Schedule, *, joins: bool) -> list[tuple[list[OutboxItem], bool]]:
    """The messages to send now: first those that do not wait, then one digest of the others; none in quiet hours."""
    ready = [item for item in items if schedule.ready(item, now)]
    gathered = [item for item in ready if schedule.gathers(item)]
    single = [item for item in ready if not (schedule.gathers(item) or (joins and schedule.may_be_joined(item)))]
    messages = [(batch, False) for batch in (together(single, schedule.began) if joins else [[item] for item in single])]
    return [*messages, (gathered, True)] if gathered else messages


def _attempt(channel: Channel, items: Sequence[OutboxItem], before_sending: Callable[[Alert], Alert], *, digest: bool) -> _Outcome:
    try:
        for notice in (item.alert for item in items if isinstance(item.alert, Notice)):
            channel.send_notice(notice)
        alerts = [before_sending(item.alert) for item in items if isinstance(item.alert, Alert)]
        if alerts:
            channel.deliver(alerts, digest=digest)
    except DeliveryError as error:
        pause = min(timedelta(seconds=error.retry_after or 0), LONGEST_PAUSE)
        return _Outcome(items, str(error), retry=not error.permanent, pause=pause)
    except Exception as error:  # a channel's fault must not stop the others
        return _Outcome(items, unexpected_error(channel.name, error))
    return _Outcome(items)


def unexpected_error(name: str, error: Exception) -> str:
    """Gives the place and the type of an error, never its text, which may contain a password or a token."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    return f"{name}: unexpected {type(error).__name__} at {Path(place.filename).name}:{place.lineno}; this is a bug in policy-monitor"
