"""The one way from kept snapshots to what people see: derive the history, render its pages, queue alerts, render the overview."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from monitor.core.text.tokens import forget
from monitor.errors import StoreError
from monitor.model import Alert, Policy, Version
from monitor.pipeline import publish
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.derive import derive


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What refreshing one policy brought."""

    policy: Policy
    versions: list[Version] | None
    """The versions that the index did not hold before; None when the history was up to date already."""
    alerts: list[Alert]
    """The alerts that were queued."""


class Refresher:
    """Refreshes policies one after the other, and the overview when all are done.

    Pages that can't be written (a full disk, a read-only reports folder) do not keep alerts from being queued: the first such error is
    remembered, and raised by `finish` or `raise_write_error`.

    Args:
        context: the store and the reports folder; the caller holds the store's lock.
        rederive: read every snapshot and compare every pair of versions again, whatever the index remembers.
        rerender: write the pages of every policy; else only those whose history changed or whose pages are not up to date.
        queue_alerts: whether changes may alert: only after live checks and review decisions, since a backfilled version is past.
    """

    def __init__(self, context: MonitorContext, *, rederive: bool = False, rerender: bool = False, queue_alerts: bool = False) -> None:
        self._context = context
        self._rederive, self._rerender, self._queue_alerts = rederive, rerender, queue_alerts
        self._write_error: StoreError | None = None

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
            # Of thousands of policies the words of each would stay in memory; a comparison in this process lets go of them itself.
            forget()

    def _refreshed(self, policy: Policy, page_changed: Callable[[], bool], retry: bool) -> Refreshed:
        context = self._context
        versions = derive(context, policy, rederive=self._rederive, retry=retry)
        if versions is not None or self._rerender or page_changed() or publish.is_stale(context, policy):
            self._write(lambda: publish.render(context, policy))
        return Refreshed(policy, versions, publish.queue_alerts(context, policy) if self._queue_alerts else [])

    def overview(self) -> None:
        """Writes `reports/index.html`, which shows every tracked policy."""
        self._write(lambda: publish.overview(self._context))

    def finish(self) -> None:
        """Writes the overview, then raises the first error that kept a page from being written."""
        self.overview()
        self.raise_write_error()

    def raise_write_error(self) -> None:
        """Raises the first error that kept a page from being written, if there was one."""
        if self._write_error is not None:
            raise self._write_error

    def _write(self, write: Callable[[], None]) -> None:
        try:
            write()
        except StoreError as error:
            self._write_error = self._write_error or error


def refresh(
    context: MonitorContext,
    policies: Sequence[Policy],
    *,
    rederive: bool = False,
    rerender: bool = False,
    queue_alerts: bool = False,
    on_progress: Callable[[int, int], None] = lambda done, of: None,
) -> list[Refreshed]:
    """Refreshes some policies, then the overview of all.

    Args:
        context, rederive, rerender, queue_alerts: see Refresher.
        policies: which to refresh.
        on_progress: called with (policies done, all) after each.

    Raises:
        StoreError: the store can't be read or written; or pages can't be written, which comes at the end, when the rest is done.
    """
    refresher, done = Refresher(context, rederive=rederive, rerender=rerender, queue_alerts=queue_alerts), list[Refreshed]()
    for policy in policies:
        done.append(refresher.policy(policy))
        on_progress(len(done), len(policies))
    refresher.finish()
    return done
