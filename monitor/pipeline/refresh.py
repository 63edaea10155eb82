"""The one way from kept snapshots to what people see: derive the history, render its pages, queue alerts, render the overview."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from monitor.errors import PluginStopped, ReportsUnwritable, StoreError, without_variables
from monitor.model import Alert, Policy, Version
from monitor.pipeline import publish, sql_rows
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.derive import TextsUnwritable, derive, is_derived, let_go
from monitor.pipeline.pool import Helper, OneWriter, each, helpers_for

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What refreshing one policy brought."""

    policy: Policy
    versions: list[Version] | None
    """The versions that the index did not hold before; None when the history was up to date already."""
    alerts: list[Alert]
    """The alerts that were queued."""
    stopped: PluginStopped | None = None
    """Why the history was left as it is, although it is not up to date."""


class Refresher:
    """Refreshes policies one after the other, and the overview when all are done.

    Pages that can't be written (a full disk, a read-only reports folder) do not keep alerts from being queued: the first such error is
    remembered, and raised by `finish`. The same goes for the texts of versions, which are derived as well.

    Attributes:
        unwritable: the first error of each kind that kept something from being written.
        stopped: what kept policies from being derived while the others were.

    Args:
        context: the store and the reports folder; the caller holds the store's lock.
        rederive: read every snapshot and compare every pair of versions again, whatever the index remembers.
        rerender: write the pages of every policy; else only those whose history changed or whose pages are not up to date.
        queue_alerts: whether changes may alert: only after live checks and review decisions, since a backfilled version is past.
    """

    def __init__(self, context: MonitorContext, *, rederive: bool = False, rerender: bool = False, queue_alerts: bool = False) -> None:
        self._context = context
        self._rederive, self._rerender, self._queue_alerts = rederive, rerender, queue_alerts
        self.unwritable: dict[type[StoreError], StoreError] = {}
        self.stopped: list[PluginStopped] = []

    def policy(self, policy: Policy, *, page_changed: Callable[[], bool] = lambda: False, retry: bool = False) -> Refreshed:
        """Brings one policy up to date: its history, its pages, its alerts, in this order, so that an alert never links to a missing page.

        Args:
            policy: which.
            page_changed: asked, once the history is derived, whether the pages changed for a reason that the history does not show: a
                check that failed, or that works again.
            retry: see `derive`.

        Raises:
            ReadingStopped, Abandoned: see `Analysis`; nothing was derived.
            RecordDamaged: the policy's ledger can't be read.
            StoreError: the index or the state can't be read or written.
        """
        try:
            return self._refreshed(policy, page_changed, retry)
        finally:
            # Of thousands of policies the words of each would stay in memory; a comparison in this process releases them itself.
            let_go(self._context.index)

    def _refreshed(self, policy: Policy, page_changed: Callable[[], bool], retry: bool) -> Refreshed:
        context = self._context
        try:
            versions = derive(context, policy, rederive=self._rederive, retry=retry)
        except TextsUnwritable as error:
            self.unwritable.setdefault(TextsUnwritable, without_variables(error))
            versions = error.versions
        except PluginStopped as error:
            return self._left_alone(policy, error)
        if versions is not None or self._rerender or page_changed() or publish.is_stale(context, policy):
            self.page(policy)
        return Refreshed(policy, versions, publish.queue_alerts(context, policy) if self._queue_alerts else [])

    def _left_alone(self, policy: Policy, error: PluginStopped) -> Refreshed:
        self.stopped.append(without_variables(error))
        self.page(policy)
        return Refreshed(policy, None, [], error)

    def in_helper(self, helper: Helper, writer: OneWriter, policy: Policy) -> Refreshed:
        """The same as `policy`, in a helper of the pool and without alerts; may be called in several threads."""
        context, versions = self._context, None
        if self._rederive or not is_derived(context, policy):
            try:
                new, unwritable = writer.derive(helper, policy, anew=self._rederive)
            except PluginStopped as error:
                return self._left_alone(policy, error)
            entries = context.index.entries(policy.id)
            versions = [entries[position].version for position in new]
            if unwritable is not None:
                self.unwritable.setdefault(TextsUnwritable, TextsUnwritable(unwritable, versions=versions))
        if versions is not None or self._rerender or publish.is_stale(context, policy):
            self._write(lambda: helper.call("render", policy))
        return Refreshed(policy, versions, [])

    def page(self, policy: Policy) -> None:
        """Writes one policy's pages, of the history that the index holds."""
        self._write(lambda: publish.render(self._context, policy, anew=self._rederive or self._rerender))

    def overview(self) -> list[str] | None:
        """Writes `reports/index.html`, which shows every tracked policy; returns the sentences about faults that it shows, if it could."""
        return self._write(lambda: publish.overview(self._context, anew=self._rerender))

    def finish(self) -> None:
        """Writes the overview and the rows for SQL, then raises the first error that kept something from being written."""
        self.overview()
        sql_rows.bring_up_to_date(self._context)
        for error in self.unwritable.values():
            raise error

    def _write(self, write: Callable[[], T]) -> T | None:
        try:
            return write()
        except ReportsUnwritable as error:
            self.unwritable.setdefault(ReportsUnwritable, without_variables(error))
        except OSError as error:  # an existing page that can't be read: a folder of that name, missing permissions
            says = f"{error.filename or self._context.reports}: the report can't be written ({error.strerror or error})"
            self.unwritable.setdefault(ReportsUnwritable, ReportsUnwritable(f"{says}; make it readable, or delete it"))
        return None


def refresh(
    context: MonitorContext,
    policies: Sequence[Policy],
    *,
    rederive: bool = False,
    rerender: bool = False,
    queue_alerts: bool = False,
    jobs: int | None = 1,
    on_progress: Callable[[int, int], None] = lambda done, of: None,
) -> list[Refreshed]:
    """Refreshes some policies, then the overview of all.

    Args:
        context, rederive, rerender, queue_alerts: see Refresher.
        policies: which to refresh.
        jobs: how many at a time, see `helpers_for`. With more than one, no alerts are queued.
        on_progress: called with (policies done, all) after each.

    Raises:
        StoreError: the store can't be read or written; or pages can't be written, which comes at the end, when the rest is done.
    """
    refresher, done = Refresher(context, rederive=rederive, rerender=rerender, queue_alerts=queue_alerts), list[Refreshed]()
    count = 1 if queue_alerts else helpers_for(context, policies, jobs)
    if count > 1:
        return _side_by_side(context, policies, refresher, count, on_progress)
    for policy in policies:
        done.append(refresher.policy(policy))
        on_progress(len(done), len(policies))
    refresher.finish()
    return done


def _side_by_side(
    context: MonitorContext, policies: Sequence[Policy], refresher: Refresher, jobs: int, on_progress: Callable[[int, int], None]
) -> list[Refreshed]:
    writer, done = OneWriter(context), dict[int, Refreshed]()
    for place, refreshed in each(context, policies, jobs, lambda helper, policy: refresher.in_helper(helper, writer, policy)):
        done[place] = refreshed
        on_progress(len(done), len(policies))
    refresher.finish()
    return [done[place] for place in sorted(done)]
