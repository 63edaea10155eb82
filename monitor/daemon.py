"""Cycles by cron expression, until SIGTERM: the only file that knows APScheduler."""

from __future__ import annotations

import logging
import os
import signal
import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import FrameType

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger

from monitor.assemble import open_workshop
from monitor.config import load_settings
from monitor.config.cron import normal_cron
from monitor.errors import ConfigError, MonitorError, StoreLocked
from monitor.model import Policy, utc_iso
from monitor.pipeline.cycle import Cycle, run_cycle
from monitor.pipeline.workshop import Workshop
from monitor.store.lock import store_lock

LOG = logging.getLogger("monitor.daemon")
DEFAULT_SCHEDULE = "0 */6 * * *"
MISFIRE_GRACE = 3600
"""Seconds by which a cycle may start late (the machine slept, another cycle ran on) and still be worth it."""
LOCK_WAIT = 900.0
"""Seconds to wait for another writer before a cycle is left out."""


def cron_trigger(expression: str) -> CronTrigger:
    """A trigger in local time, with weekdays as crontab(5) counts them (APScheduler's 0 is Monday)."""
    return CronTrigger.from_crontab(normal_cron(expression))


def next_check(policy: Policy, retry_at: datetime | None, now: datetime) -> datetime | None:
    """When the daemon checks a policy next: by its schedule, or sooner when a failed check is tried again."""
    fire: datetime | None = cron_trigger(policy.schedule or DEFAULT_SCHEDULE).get_next_fire_time(None, now)
    times = [moment.astimezone(UTC) for moment in (fire, retry_at) if moment is not None]
    return max(min(times), now) if times else None


class Daemon:
    """One scheduler over one configuration.

    Args:
        config: the configuration file; read again on SIGHUP.
    """

    def __init__(self, config: Path) -> None:
        self._config = config
        self._stop, self._wake = threading.Event(), threading.Event()
        self._reload = False
        self._workshop = self._open()
        pool = ThreadPoolExecutor(1)
        defaults = {"coalesce": True, "max_instances": 1, "misfire_grace_time": MISFIRE_GRACE}
        self._scheduler = BackgroundScheduler(executors={"default": pool}, job_defaults=defaults)

    def run(self) -> int:
        """Runs until SIGTERM or SIGINT; the policy that is being checked is finished. The exit code."""
        _log_to_stderr()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_stop)
        if hasattr(signal, "SIGHUP"):
            signal.signal(signal.SIGHUP, self._on_reload)
        self._schedule()
        self._scheduler.start()
        LOG.info("watching %d policies; stop with SIGTERM, read the configuration again with SIGHUP", len(self._workshop.policies))
        while not self._stop.is_set():
            self._wake.wait(timeout=1.0)
            self._wake.clear()
            if self._reload:
                self._reload = False
                self._read_again()
        self._scheduler.shutdown(wait=True)
        LOG.info("stopped")
        return 0

    def _on_stop(self, number: int, frame: FrameType | None) -> None:
        self._stop.set()
        self._wake.set()

    def _on_reload(self, number: int, frame: FrameType | None) -> None:
        self._reload = True
        self._wake.set()

    def _open(self) -> Workshop:
        return open_workshop(load_settings(self._config, os.environ), sending=True)

    def _read_again(self) -> None:
        try:
            workshop = self._open()
        except ConfigError as error:
            LOG.error("%s; the configuration that was read before stays in force", error)
            return
        self._workshop = workshop
        self._scheduler.remove_all_jobs()
        self._schedule()
        LOG.info("configuration read again: %d policies", len(workshop.policies))

    def _schedule(self) -> None:
        """One job for each distinct schedule, over all policies that share it; one for what is owed in between."""
        groups: dict[str, list[str]] = {}
        for policy in self._workshop.policies:
            groups.setdefault(policy.schedule or DEFAULT_SCHEDULE, []).append(policy.id)
        for expression, ids in groups.items():
            job = f"cron {expression}"
            self._scheduler.add_job(self._cycle, cron_trigger(expression), args=[tuple(ids)], id=job, replace_existing=True)
            LOG.info("%s: %s", expression, ", ".join(ids))
        self._scheduler.add_job(self._deliver, "interval", minutes=5, id="outbox", replace_existing=True)

    def _cycle(self, policy_ids: Sequence[str]) -> None:
        workshop = self._workshop
        known = {policy.id for policy in workshop.policies}
        policies = workshop.chosen([i for i in policy_ids if i in known])
        if not policies:
            return
        cycle = self._holding(workshop, lambda: run_cycle(workshop, policies, stop=self._stop.is_set))
        if cycle is not None:
            self._tell(cycle)
            self._retry(cycle)

    def _deliver(self) -> None:
        """Empties the outbox between cycles: a mail server that was down an hour ago need not wait for tomorrow's cycle."""
        workshop = self._workshop
        if workshop.state.due(workshop.now()):
            cycle = self._holding(workshop, lambda: run_cycle(workshop, ()))
            if cycle is not None:
                self._tell(cycle)

    def _holding(self, workshop: Workshop, work: Callable[[], Cycle]) -> Cycle | None:
        """Works under the store's lock, taken for this alone; whatever goes wrong is logged and the daemon lives on."""
        try:
            with store_lock(workshop.files.root, wait=LOCK_WAIT, owner="policy-monitor daemon"):
                return work()
        except StoreLocked as error:
            LOG.warning("cycle left out: %s", error)
        except MonitorError as error:
            LOG.error("%s", error)
        except Exception:
            LOG.exception("internal error; the next cycle comes on schedule")
        return None

    def _retry(self, cycle: Cycle) -> None:
        """Policies that failed are checked again when they may be, sooner than their schedule says."""
        for failure in cycle.failed:
            if failure.retry_at is not None:
                when = max(failure.retry_at, datetime.now(UTC) + timedelta(seconds=1))
                job = f"retry {failure.policy}"
                self._scheduler.add_job(self._cycle, "date", run_date=when, args=[(failure.policy,)], id=job, replace_existing=True)

    def _tell(self, cycle: Cycle) -> None:
        counts = cycle.checked, cycle.unchanged, len(cycle.new_versions), len(cycle.failed)
        LOG.info("%d checked, %d unchanged, %d new versions, %d failed", *counts)
        for new in cycle.new_versions:
            LOG.info("%s: new version of %s, %s", new.version.policy, utc_iso(new.version.captured_at), new.severity.value)
        for failure in cycle.failed:
            LOG.warning("%s: %s", failure.policy, failure.says)
        for says in cycle.undelivered:
            LOG.warning("%s", says)


def _log_to_stderr() -> None:
    logging.basicConfig(format="%(asctime)s %(levelname)s %(message)s")
    if LOG.getEffectiveLevel() > logging.INFO:
        LOG.setLevel(logging.INFO)
