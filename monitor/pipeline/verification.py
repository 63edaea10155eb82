"""`verify`: everything that can be checked about a store without knowing it from elsewhere, and, with a root that was kept, the rest."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from monitor.errors import MonitorError, StoreError
from monitor.model import Policy
from monitor.pipeline import publish, sql_rows
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.in_force import shown_on_pages, vendor_of
from monitor.pipeline.pool import Helper, each, helpers_for
from monitor.pipeline.record import shown_root
from monitor.pipeline.rederived import Findings, compare_policy
from monitor.pipeline.witness import Witnessed, check_timestamps
from monitor.present.phrases import plural
from monitor.render.compare_pages import overview_faults
from monitor.render.site import render_overview
from monitor.store.atomic_write import disk_errors
from monitor.store.index import Index
from monitor.store.ledger import COPY_HINT, LEDGER, QueuedAlert, split_lines
from monitor.store.merkle import root_over
from monitor.store.roots import RecordedState, lost_lines
from monitor.store.unknown_files import unknown_files
from monitor.timestamps import utc_iso

_RECORD_REMEDY = f"restore state.sqlite from a backup. {COPY_HINT}"


@dataclass
class Verification:
    """The result of `verify`: faults, notes, and the states that the roots stand for."""

    policies: list[str]
    whole: bool = True
    """Whether the whole store was looked at; False when policies were chosen, whose own files alone were."""
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """What could not be compared, and what a crash left; no faults."""
    root: RecordedState | None = None
    """The state whose root is shown; None when nothing is stored or a ledger can't be read."""
    against: RecordedState | None = None
    """The state that the given root stood for, if it was found and is intact."""
    witnessed: list[Witnessed] = field(default_factory=list)
    """The states that a timestamp authority signed, oldest first."""
    compared: int = 0
    """How many histories were derived again and compared."""


def verify(
    context: MonitorContext,
    policies: Sequence[str] | None = None,
    *,
    against: str | None = None,
    derive: bool = True,
    jobs: int | None = 1,
    on_progress: Callable[[int, int], None] = lambda done, of: None,
) -> Verification:
    """Verifies a store. Nothing is written to it.

    Args:
        context: the store.
        policies: the ids of those whose files are verified; None for all, and for what concerns the whole store.
        against: a root that was kept elsewhere, in 64 hexadecimal digits.
        derive: whether histories are derived and pages rendered again for comparison, which takes as long as it took the first time.
        jobs: how many policies are derived at a time, see `helpers_for`.
        on_progress: called with (policies done, all) after each that was derived again.
    """
    archive = context.archive
    found = Verification(list(policies) if policies is not None else archive.policies(), whole=policies is None)
    found.faults += archive.verify(policies)
    folders = None if policies is None else list(map(archive.folder, policies))
    found.faults += unknown_files(archive.root, folders, archive.paths_in, archive.interrupted())
    found.notes += _interrupted(context, found.policies)
    found.faults += context.index.faults(archive)
    if policies is None:
        found.faults += _reported(lambda: lost_lines(archive.roots.longest(), _lines_of(context), "by the log of roots"))
        found.faults += _reported(lambda: _alert_faults(context))
        found.faults += _reported(lambda: sql_rows.faults(context))
        found.notes += _unbound_alerts(context)
        found.notes += _unlogged_lines(context)
    if derive:
        _compare(context, found, policies, jobs, on_progress)
    found.root = shown_root(context)
    if against is not None:
        _check_root(context, found, against)
    if policies is None:
        witnessed, faults, notes = check_timestamps(context, lambda state, root: root_faults(context, state, root))
        found.witnessed, found.faults, found.notes = witnessed, found.faults + faults, found.notes + notes
    found.faults = list(dict.fromkeys(found.faults))
    return found


def _reported(check: Callable[[], Iterator[str]]) -> list[str]:
    """The faults that a check finds; that it can't be made is one as well."""
    try:
        return list(check())
    except StoreError as error:
        return [str(error)]


def _interrupted(context: MonitorContext, policies: Sequence[str]) -> Iterator[str]:
    folders = set(map(context.archive.folder, policies))
    for path in sorted(context.archive.interrupted()):
        folder = path.partition("/")[0]
        try:
            known = path in context.archive.paths_in(folder)
        except StoreError:
            continue
        if not known and folder in folders and (context.archive.root / path).exists():
            yield f"{path} was being stored when a process was killed; it was never recorded, and may be deleted"


# --- derived again ---------------------------------------------------------------------------------------------------


def _compare(
    context: MonitorContext, found: Verification, chosen: Sequence[str] | None, jobs: int | None, on_progress: Callable[[int, int], None]
) -> None:
    tracked = [policy for policy in context.policies if chosen is None or policy.id in chosen]
    # Pages and texts of all policies, for the overview is made of them; as large as the reports.
    with tempfile.TemporaryDirectory(prefix="policy-monitor-verify-") as scratch:
        each_found, indexes = dict[int, Findings](), dict[str, Path]()
        for place, index, one in _compared(context, tracked, Path(scratch), helpers_for(context, tracked, jobs)):
            each_found[place], indexes[tracked[place].id] = one, Path(scratch) / index
            on_progress(len(each_found), len(tracked))
        # In the order of the configuration, whichever was done first.
        for place in sorted(each_found):
            found.faults += each_found[place].faults
            found.notes += each_found[place].notes
            found.compared += each_found[place].compared
        if chosen is None and tracked and all(one.compared for one in each_found.values()):
            found.faults += _reported(lambda: _overview_faults(context, tracked, Path(scratch), indexes))
    if chosen is None:
        known = {policy.id for policy in context.policies}
        found.notes += [f"{name}: not tracked, so its history was not derived again" for name in found.policies if name not in known]


def _compared(context: MonitorContext, policies: Sequence[Policy], scratch: Path, jobs: int) -> Iterator[tuple[int, str, Findings]]:
    """(place among the policies, name of the index that it was derived into, what was found)"""
    if jobs == 1:
        for place, policy in enumerate(policies):
            yield place, "index.sqlite", compare_policy(context, policy, scratch)
        return

    def work(helper: Helper, policy: Policy) -> tuple[str, Findings]:
        index = f"index.{helper.number}.sqlite"
        return index, Findings(**helper.call("compare", policy, scratch=str(scratch), index=index))

    for place, (index, one) in each(context, policies, jobs, work):
        yield place, index, one


def _overview_faults(context: MonitorContext, policies: Sequence[Policy], scratch: Path, indexes: Mapping[str, Path]) -> Iterator[str]:
    # One that was not rendered to its end is no forgery: the next run renders it.
    if publish.overview_rendered_as(context) != publish.overview_key(context):
        return
    with ExitStack() as held:
        opened = {path: held.enter_context(Index(path)) for path in set(indexes.values())}
        again = replace(context, reports=scratch / "reports")
        each = [(replace(again, index=opened[indexes[policy.id]]), policy) for policy in policies]
        histories, vendors = [publish.history_of(*one) for one in each], [vendor_of(*one) for one in shown_on_pages(each)]
        render_overview(histories, again.reports, now=context.now(), base_url=context.reports_url, vendors=vendors)
    with disk_errors("read", context.reports):
        yield from overview_faults(context.reports, again.reports, {policy.id for policy in policies} | set(context.archive.policies()))


# --- alerts ----------------------------------------------------------------------------------------------------------


def _alert_faults(context: MonitorContext) -> Iterator[str]:
    """Alerts that were removed, altered or planted, by the notes that were made when they were queued."""
    notes = context.archive.queued_alerts()
    # In this order: an alert is noted before it is queued, so every note read here is older than what is read next.
    stored = {row[0]: row for row in context.state.queued_alerts()}
    by_id: dict[str, list[QueuedAlert]] = {}
    for note in notes:
        by_id.setdefault(note.alert, []).append(note)
    excused = context.archive.lost_alerts()
    for alert_id, its_notes in by_id.items():
        note = its_notes[-1]
        if alert_id not in stored:
            # The last one may be about to be queued; the policy's cursor then stands where it stood.
            if alert_id in excused or (note is notes[-1] and context.state.alert_cursor(note.about) == note.decided):
                continue
            yield f"the alert {alert_id} of {note.about}, queued on {utc_iso(note.at)}, is gone from state.sqlite; {_RECORD_REMEDY}"
            continue
        _, _, _, content, channels = stored[alert_id]
        if sha256(content.encode()).hexdigest() not in {one.sha256 for one in its_notes}:
            yield f"the alert {alert_id} of {note.about} in state.sqlite was altered; {_RECORD_REMEDY}"
        elif channels not in {one.channels for one in its_notes}:
            queued = plural(note.channels, "channel")
            yield f"the alert {alert_id} of {note.about} was queued for {queued}, and state.sqlite has {channels}; {_RECORD_REMEDY}"
    # Read again: some may have been queued meanwhile.
    noted = {note.alert for note in context.archive.queued_alerts()}
    for alert_id, policy, made_at, _, _ in stored.values():
        if notes and alert_id not in noted and made_at >= notes[0].at:
            says = "was not noted when it was queued: it was planted, or nothing could be written then"
            yield f"the alert {alert_id} of {policy} in state.sqlite {says}; {_RECORD_REMEDY}"


def _unbound_alerts(context: MonitorContext) -> Iterator[str]:
    """Alerts of earlier versions of the program, which made no notes."""
    try:
        noted = {note.alert for note in context.archive.queued_alerts()}
        first = min((note.at for note in context.archive.queued_alerts()), default=None)
        before = [a for a in context.state.queued_alerts() if a[0] not in noted and (first is None or a[2] < first)]
    except StoreError:
        return
    if before:
        what = f"{plural(len(before), 'alert')} in state.sqlite {'was' if len(before) == 1 else 'were'}"
        yield f"{what} queued before alerts were bound to the root, and can't be compared"


def _unlogged_lines(context: MonitorContext) -> Iterator[str]:
    """Lines that no logged root covers: what a killed process leaves, or somebody who adds to a ledger."""
    try:
        last, current = context.archive.roots.last(), context.archive.roots.current()
    except StoreError:
        return
    if last is not None and (more := current.lines - last.lines) > 0:
        says = f"{plural(more, 'line')} {'was' if more == 1 else 'were'} recorded after the last root was logged"
        yield f"{says}: a process is writing, or was killed; otherwise somebody else added them"


# --- a root ----------------------------------------------------------------------------------------------------------


def _check_root(context: MonitorContext, found: Verification, root: str) -> None:
    try:
        state = context.archive.roots.find(root)
        faults = list(root_faults(context, state, root))
    except MonitorError as error:
        state, faults = None, [str(error)]
    found.faults += faults
    found.against = state if not faults else None


def root_faults(context: MonitorContext, state: RecordedState | None, root: str) -> Iterator[str]:
    """One sentence for each way in which the ledgers no longer hold what a root stood for.

    Args:
        context: the store.
        state: the state that the log gives for the root, if any.
        root: which.
    """
    if state is None:
        says = (
            "no state of these ledgers is known to have had it: something recorded until then was altered or removed, the log of roots was"
        )
        yield f"the root {root[:16]}…: {says} lost, or the root is another store's"
    elif root_over(state.heads) != root:
        yield f"the root {root[:16]}…: the log of roots was altered, so it can't be said which lines the root stood for"
    else:
        since = f"on {utc_iso(state.at)}" if state.at else "just now"
        yield from lost_lines(state.heads, _lines_of(context), since)


def _lines_of(context: MonitorContext) -> Callable[[str], list[bytes]]:
    def lines_of(name: str) -> list[bytes]:
        path = context.archive.root / name / LEDGER
        with disk_errors("read", path):
            return split_lines(path.read_bytes())[0] if path.is_file() else []

    return lines_of
