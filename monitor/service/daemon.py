"""Checks policies on their schedules until SIGTERM. The only file that knows APScheduler's scheduler."""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import ThreadingHTTPServer
from pathlib import Path
from queue import Empty, SimpleQueue
from types import FrameType

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from monitor.assemble import open_context
from monitor.config import Settings, load_settings
from monitor.errors import ConfigError, MonitorError, StoreError, StoreLocked
from monitor.model import Policy
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.cycle import run_cycle
from monitor.pipeline.fetch_pool import FetchPool
from monitor.pipeline.health import health_of
from monitor.pipeline.outcome import CycleReport
from monitor.pipeline.record import log_root
from monitor.present.phrases import plural
from monitor.service.clock_watch import ClockWatch
from monitor.service.metrics import serve_metrics
from monitor.service.next_check import DEFAULT_SCHEDULE
from monitor.service.schedule import trigger_of
from monitor.service.stop_guard import StopGuard
from monitor.service.systemd import notify_manager, watchdog_seconds
from monitor.store.lock import Aside, store_lock
from monitor.timestamps import utc_iso

LOG = logging.getLogger("monitor.service.daemon")
MISFIRE_GRACE = 3600
"""Seconds by which a cycle may start late (the machine slept, another cycle took long) instead of being skipped."""
LOCK_WAIT = 900.0
"""Seconds to wait for another writer before a cycle is skipped."""
STOP_WITHIN = 4.0
"""Seconds in which a cycle may end by itself after SIGTERM; then the process ends all the same."""
KILLED_AFTER = 4.8
"""Seconds after which it is killed, should none of its code run any more: while a regular expression works, no signal is noticed."""
_PAUSE = 0.2
LATE_ANSWERS = 15.0
"""Seconds between cycles that only store what slow hosts have answered meanwhile."""
MAX_STALL = 1800.0
"""Seconds without progress of a cycle after which the watchdog is no longer fed, so that the service manager restarts the daemon."""


class _Flag:
    """What a signal handler sets, without a lock."""

    def __init__(self) -> None:
        self._set = False

    def set(self) -> None:
        self._set = True

    def is_set(self) -> bool:
        return self._set


class Daemon:
    """One scheduler over one configuration.

    Args:
        config: the configuration file; reloaded on SIGHUP.
    """

    def __init__(self, config: Path) -> None:
        self._config = config
        # Both are set by signal handlers, which run between any two instructions of the main thread. The lock of a threading.Event may be
        # held there, and the handler would wait for it for ever.
        self._stop, self._wake = _Flag(), SimpleQueue[None]()
        self._reload = False
        self._settings, self._context = self._open()
        # One for all cycles: a slow host's answer is stored by a later one, and no cycle waits for it.
        self._pool = FetchPool(_known_slow_hosts(self._context))
        self._collecting, self._collected = False, 0.0
        self._working_since: float | None = None
        self._metrics: ThreadingHTTPServer | None = None
        self._listening: str | None = None
        # One thread: two cycles of one daemon would only wait for each other's lock.
        pool = ThreadPoolExecutor(1)
        # coalesce: after a suspended night one check is made up for, not four.
        defaults = {"coalesce": True, "max_instances": 1, "misfire_grace_time": MISFIRE_GRACE}
        self._scheduler = BackgroundScheduler(executors={"default": pool}, job_defaults=defaults, timezone=UTC)

    def run(self) -> int:
        """Runs until SIGTERM or SIGINT and returns the exit code. What is being stored is finished, what is being fetched is abandoned."""
        _log_to_stderr()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_stop)
        if hasattr(signal, "SIGHUP"):
            signal.signal(signal.SIGHUP, self._on_reload)
        with StopGuard(KILLED_AFTER):
            return self._work()

    def _work(self) -> int:
        self._serve_metrics(self._settings)
        self._schedule()
        self._scheduler.start()
        watched = plural(len(self._context.policies), "policy", "policies")
        LOG.info("watching %s; stop with SIGTERM, reload the configuration with SIGHUP", watched)
        notify_manager("READY=1")
        self._wait()
        notify_manager("STOPPING=1")
        self._pool.close()
        if not self._shut_down():
            # Everything acknowledged is on disk, and what was being done is done again: as if the machine had lost power here.
            LOG.warning("stopped in the middle of a cycle; the next start continues from what is stored")
            logging.shutdown()
            os._exit(0)
        LOG.info("stopped")
        return 0

    def _shut_down(self) -> bool:
        """Ends the scheduler and what it is doing; False when that takes more than STOP_WITHIN."""

        def ending() -> None:
            self._scheduler.shutdown(wait=True)
            if self._metrics:
                self._metrics.shutdown()

        ends, until = threading.Thread(target=ending, daemon=True), time.monotonic() + STOP_WITHIN
        self._context.analysis.abandon()
        ends.start()
        while ends.is_alive() and time.monotonic() < until:
            ends.join(_PAUSE)
            # Again and again: a worker may just have been starting.
            self._context.analysis.abandon()
        return not ends.is_alive()

    def _wait(self) -> None:
        """Waits until the daemon is to stop; feeds the watchdog as long as no cycle is stalled."""
        # Woken by signals; the second only bounds how late the watchdog is fed.
        pause = min(1.0, watchdog_seconds() or 1.0)
        clock = ClockWatch()
        while not self._stop.is_set():
            if self._working_since is None or time.monotonic() - self._working_since < MAX_STALL:
                notify_manager("WATCHDOG=1")
            self._collect_late_answers()
            with suppress(Empty):
                self._wake.get(timeout=pause)
            if self._reload:
                self._reload = False
                self._reload_configuration()
            if jump := clock.jump():
                self._reschedule(jump)

    def _reschedule(self, jump: float) -> None:
        """Plans all checks anew: what was planned under a clock that was ahead would wait until it gets there again."""
        LOG.warning("the clock jumped by %+.0f seconds; the checks are rescheduled", jump)
        self._scheduler.remove_all_jobs()
        self._schedule()

    def _collect_late_answers(self) -> None:
        """Has what slow hosts answered stored by the scheduler's thread, unless a cycle does so anyway."""
        idle = self._working_since is None and not self._collecting
        if idle and self._pool.ready() and time.monotonic() - self._collected >= LATE_ANSWERS:
            self._collecting = True
            self._scheduler.add_job(self._collect)

    def _collect(self) -> None:
        try:
            if self._pool.ready():  # a cycle that began meanwhile may have stored them
                self._run_locked(())
        finally:
            self._collecting, self._collected = False, time.monotonic()

    # Signal handlers only set flags; `_wait` does the work.
    def _on_stop(self, number: int, frame: FrameType | None) -> None:
        self._stop.set()
        self._wake.put(None)

    def _on_reload(self, number: int, frame: FrameType | None) -> None:
        self._reload = True
        self._wake.put(None)

    def _open(self) -> tuple[Settings, MonitorContext]:
        settings = load_settings(self._config, os.environ)
        return settings, open_context(settings, sending=True)

    def _reload_configuration(self) -> None:
        try:
            settings, context = self._open()
            self._serve_metrics(settings)
        except ConfigError as error:
            LOG.error("%s; the previous configuration stays in use", error)
            return
        self._settings, self._context = settings, context
        self._scheduler.remove_all_jobs()
        self._schedule()
        LOG.info("configuration reloaded, watching %s", plural(len(context.policies), "policy", "policies"))

    def _serve_metrics(self, settings: Settings) -> None:
        """Serves the figures where the settings say.

        Raises:
            ConfigError: the port can't be used; what was served before still is.
        """
        listen = settings.metrics.listen
        if listen == self._listening:
            return
        server = serve_metrics(listen, lambda: health_of(self._context)) if listen else None
        if self._metrics is not None:
            self._metrics.shutdown()
            self._metrics.server_close()
        self._metrics, self._listening = server, listen

    def _schedule(self) -> None:
        """One job per distinct schedule, over all policies that share it, and one for missed checks, retries and undelivered messages."""
        groups: dict[str, list[str]] = {}
        for policy in self._context.policies:
            groups.setdefault(policy.schedule or DEFAULT_SCHEDULE, []).append(policy.id)
        zone, jitter = self._settings.zone, self._settings.jitter
        for expression, ids in groups.items():
            trigger = trigger_of(expression, zone, jitter)
            self._scheduler.add_job(self._cycle, trigger, args=[tuple(ids)], id=f"check {expression}", replace_existing=True)
            LOG.info("%s: %s", expression, ", ".join(ids))
        soon = datetime.now(UTC) + timedelta(seconds=1)
        self._scheduler.add_job(self._catch_up, "interval", minutes=1, id="catch up", next_run_time=soon, replace_existing=True)

    def _catch_up(self) -> None:
        """Runs the retries that are due and the checks that were missed while no daemon ran; if there are none, delivers what is due.

        What is due is read from the store, so that it survives a restart.
        """
        try:
            due = self.due(datetime.now(UTC))
            undelivered = not due and bool(self._context.state.due(self._context.now()))
        except StoreError as error:  # a cycle sets a damaged file aside
            LOG.error("%s", error)
            due, undelivered = [], True
        if due:
            self._cycle(due)
        elif undelivered:
            self._run_locked(())

    def due(self, now: datetime) -> list[str]:
        """Policies whose retry is due, or whose scheduled check is later than the jitter and the scheduler's own delays explain."""
        found, checks, zone = [], self._context.state.checks(), self._settings.zone
        # A check that is due just now is the scheduler's own: running it here as well would check twice.
        late = timedelta(seconds=self._settings.jitter + 120)
        for policy in self._context.policies:
            check = checks.get(policy.id)
            # What a slow host has not answered yet is neither missed nor due.
            if policy.paused or check is None or check.last is None or self._pool.is_open(policy.id):
                continue
            if check.last > now + late:  # the clock was ahead then: when the last check was is unknown
                missed = True
            elif check.failures_in_row and check.retry_at is not None:
                missed = check.retry_at <= now
            else:
                fire = trigger_of(policy.schedule or DEFAULT_SCHEDULE, zone).get_next_fire_time(None, check.last)
                missed = fire is not None and fire + late < now
            found += [policy.id] if missed else []
        return found

    def _cycle(self, policy_ids: Sequence[str]) -> None:
        known = {policy.id for policy in self._context.policies}
        chosen = [i for i in policy_ids if i in known]
        policies = [policy for policy in self._context.chosen(chosen) if not policy.paused] if chosen else []
        if policies:
            self._run_locked(policies)

    def _run_locked(self, policies: Sequence[Policy]) -> None:
        """Runs one cycle, holding the store's lock only that long. Whatever goes wrong is logged, and the daemon keeps running."""
        context = self._context
        try:
            report = self._locked(lambda aside: self._run(replace(context, aside=aside), policies))
            _log_report(report)
        except StoreLocked as error:
            LOG.warning("cycle skipped: %s", error)
        except MonitorError as error:
            LOG.error("%s", error)
        except Exception:
            LOG.exception("internal error; the next cycle runs on schedule")
        finally:
            self._working_since = None
            # Until the next cycle, which may be hours away.
            context.analysis.rest()

    def _run(self, context: MonitorContext, policies: Sequence[Policy]) -> CycleReport:
        return run_cycle(context, policies, force=False, pool=self._pool, stop=self._stop.is_set, on_policy=self._note_progress)

    def _locked(self, work: Callable[[Aside], CycleReport]) -> CycleReport:
        """Waits for another writer in small steps, so that a stop does not have to wait for it."""
        root, until = self._context.archive.root, time.monotonic() + LOCK_WAIT
        while True:
            try:
                with store_lock(root, wait=1.0, owner="policy-monitor daemon") as aside:
                    self._working_since = time.monotonic()
                    log_root(self._context)
                    report = work(aside)
                    log_root(self._context)
                    return report
            except StoreLocked:
                if self._stop.is_set() or time.monotonic() > until:
                    raise

    def _note_progress(self, policy: Policy) -> None:
        self._working_since = time.monotonic()


def _known_slow_hosts(context: MonitorContext) -> dict[str, float]:
    try:
        return context.state.slow_hosts()
    except StoreError:  # each cycle will say so
        return {}


def _log_report(report: CycleReport) -> None:
    counts = report.checked, report.unchanged, len(report.new_versions), len(report.failed)
    LOG.info("checked: %d; unchanged: %d; new versions: %d; failed: %d", *counts)
    for new in report.new_versions:
        LOG.info("%s: new version of %s, severity %s", new.version.policy, utc_iso(new.version.captured_at), new.severity.value)
    for failure in report.failed:
        LOG.warning("%s: %s", failure.policy, failure.says)
    for fault in report.faults:
        LOG.error("%s: %s", fault.place, fault.says)
    for says in (*report.undelivered, *report.uncopied, *report.untaken, *report.second_reader):
        LOG.warning("%s", says)


def _log_to_stderr() -> None:
    logging.basicConfig(format="%(asctime)s %(levelname)s %(message)s")
    if LOG.getEffectiveLevel() > logging.INFO:
        LOG.setLevel(logging.INFO)
