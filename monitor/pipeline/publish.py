"""The third stage: renders the pages of a policy and the overview, and decides which versions alert."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from monitor.errors import RecordDamaged, ReportsUnwritable, StoreError
from monitor.model import Alert, History, HistoryEntry, Policy, ScreenStatus, SnapshotRecord, Version
from monitor.notify.schedule import Route, concerns
from monitor.pipeline.attention import needs_attention
from monitor.pipeline.blame import blame_versions, for_page
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.edition import fold_edition
from monitor.pipeline.in_force import vendor_of, vendors_of
from monitor.pipeline.kept_evidence import copy_evidence, evidence_key, evidence_of
from monitor.pipeline.readability import provenances_of, refusal
from monitor.pipeline.record import log_root, note_alert
from monitor.pipeline.reviews import reviews_key, shown_on_pages
from monitor.pipeline.second_readings import second_key, second_readings
from monitor.render.compare_pages import RENDERED
from monitor.render.html import renderer_digest
from monitor.render.in_force_pages import TOPICS_PAGE
from monitor.render.kept import KeptPages
from monitor.render.paths import changelog_path, policy_folder
from monitor.render.site import render_overview, render_policy
from monitor.render.static_search import FOLDER as SEARCH_FOLDER
from monitor.render.tables import JOINED
from monitor.render.write_if_changed import report_errors
from monitor.store.alert_texts import in_brief
from monitor.store.atomic_write import read_whole, sweep, write_atomically
from monitor.store.links import refuse_links
from monitor.store.memory import PolicyMemory
from monitor.store.state import CheckState

_PAGES = "pages"
"""What the memory is kept for."""


def history_of(context: MonitorContext, policy: Policy, *, check: CheckState | None = None) -> History:
    """Everything that the index and the state know of a policy; a response that shows no policy counts as a failed check.

    `check`: the outcome of its checks, where those of all policies were read together.
    """
    check = context.state.check(policy.id) if check is None else check
    refused = refusal(context, policy)
    reviews, used = shown_on_pages(context, policy)
    history = History(
        policy=policy,
        entries=context.index.entries(policy.id),
        rejected=context.index.rejections(policy.id),
        last_success=check.last_success,
        last_failure=check.last_failure,
        failure=check.says if check.failures_in_row else None,
        reviews=reviews,
        reviews_used=used,
        second=second_readings(context, policy),
    )
    if history.failure is not None or refused is None:
        return history
    good = history.entries[-1].version.last_seen if history.entries else None
    return replace(history, last_success=good, last_failure=check.last_success, failure=refused.verdict.says)


def render(context: MonitorContext, policy: Policy, *, anew: bool = False) -> None:
    """Writes one policy's pages, and last of all the key of the history that they show.

    Args:
        context: the store; the caller holds its lock.
        policy: whose pages.
        anew: look at every page, and not only at those of which something changed since they were rendered last.
    """
    folder = context.reports / policy_folder(policy.id)
    kept = _kept(context, policy, anew=anew)
    # Gone while pages are being written, so that a kill in between leaves pages that count as outdated, and none that count as altered.
    _refuse_links(context, folder)
    with report_errors(folder):
        (folder / RENDERED).unlink(missing_ok=True)
        sweep(folder)
    # Here and not in `history_of`: the overview does not show it, and would read every ledger for it.
    history = replace(history_of(context, policy), provenances=provenances_of(context, policy), evidence=evidence_of(context, policy))
    copy_evidence(context, policy, folder, anew=anew)
    origins = blame_versions(context.index, policy.id, remember=True)
    vendor = vendor_of(context, policy, origins=origins, remember=True)
    dates, url = for_page(origins), context.reports_url
    render_policy(history, context.reports, now=context.now(), blame=dates, vendor=vendor, base_url=url, kept=kept)
    # Before the mark: after a kill in between, the pages count as incomplete, and all of them are looked at.
    if kept is not None:
        context.index.remember(kept.memory)
    with report_errors(folder):
        write_atomically(folder / RENDERED, rendering_key(context, policy).encode(), sync_name=False, sync=False)


def _kept(context: MonitorContext, policy: Policy, *, anew: bool) -> KeptPages[PolicyMemory] | None:
    """What is known of a policy's pages; None when the index does not say what its entries are made of."""
    inputs = context.index.inputs(policy.id)
    if inputs is None:
        return None
    made_by = sha256(repr((renderer_digest(), fold_edition(), policy.id, policy.name, policy.document)).encode()).hexdigest()
    # Without what is remembered, `report` makes good whatever was altered.
    memory = PolicyMemory(policy.id, _PAGES, (), made_by) if anew else context.index.memory(policy.id, _PAGES, made_by)
    rendered = rendered_as(context, policy)
    complete = not anew and rendered is not None and rendered.partition("\n")[2] == _edition(context)
    return KeptPages(memory, inputs, complete=complete)


def _refuse_links(context: MonitorContext, folder: Path) -> None:
    try:
        refuse_links(context.reports, folder)
    except RecordDamaged as error:  # the record is whole: pages that can't be written keep no alert back
        raise ReportsUnwritable(f"{folder} is a symbolic link, and pages are not written through links; remove it") from error


def is_stale(context: MonitorContext, policy: Policy) -> bool:
    """True when a policy's pages do not show its derived history: a run was killed before it rendered them, or they were removed."""
    rendered = rendered_as(context, policy)
    return rendered is None or rendered.partition("\n")[0] != _shown_key(context, policy)


def rendering_key(context: MonitorContext, policy: Policy) -> str:
    """What a policy's pages depend on: its history with the reviews, and in the second line the renderer and the address of the reports."""
    return f"{_shown_key(context, policy)}\n{_edition(context)}"


def _shown_key(context: MonitorContext, policy: Policy, derived: str | None = None) -> str:
    """The key of the derived history, and behind it those of reviews, opinions and evidence, if there are any."""
    beside = reviews_key(context, policy), second_key(second_readings(context, policy)), evidence_key(context, policy)
    parts = derived or context.index.derivation_key(policy.id) or "", *beside
    return " ".join((parts[0], *filter(None, parts[1:]))).rstrip()


def rendered_as(context: MonitorContext, policy: Policy) -> str | None:
    """The key of the history that a policy's pages on disk show; None when they were not rendered completely."""
    return _mark(context.reports / policy_folder(policy.id))


def overview_key(context: MonitorContext) -> str:
    """What the overview depends on, apart from how the checks go."""
    derived = context.index.derivation_keys()  # one query, and not thousands
    edition = _edition(context)
    keys = [f"{policy.id} {_shown_key(context, policy, derived.get(policy.id))}\n{edition}" for policy in context.policies]
    return sha256("\n".join(keys).encode()).hexdigest()


def overview_rendered_as(context: MonitorContext) -> str | None:
    """The key of what the overview on disk shows; None when it was not rendered completely."""
    return _mark(context.reports)


def _mark(folder: Path) -> str | None:
    try:
        return read_whole(folder / RENDERED).decode()
    except (OSError, UnicodeDecodeError):
        return None


def _edition(context: MonitorContext) -> str:
    return f"{renderer_digest()} {context.reports_url or ''}"


def overview(context: MonitorContext, *, anew: bool = False) -> list[str]:
    """Writes `reports/index.html`, which shows every tracked policy, and the pages of topics if what policies say may have changed.

    Args:
        context: the store; the caller holds its lock.
        anew: look at the pages of topics and at the tables in any case.

    Returns:
        What it says about the monitoring itself, see `needs_attention`.
    """
    with context.steady():
        return _overview(context, anew=anew)


def _overview(context: MonitorContext, *, anew: bool) -> list[str]:
    for policy in context.policies:  # their tables are read, and written if they are missing
        _refuse_links(context, context.reports / policy_folder(policy.id))
    _refuse_links(context, context.reports / SEARCH_FOLDER)
    checks = context.state.checks()
    histories = [history_of(context, policy, check=checks.get(policy.id)) for policy in context.policies]
    attention = needs_attention(context)
    state = log_root(context)
    root = state.root if state is not None and state.heads else None
    key = overview_key(context)
    outdated = overview_rendered_as(context) != key
    with report_errors(context.reports):
        if outdated:
            (context.reports / RENDERED).unlink(missing_ok=True)
        sweep(context.reports, below=False)
        sweep(context.reports / SEARCH_FOLDER)
    # The pages of topics show what policies say, which changes with their histories alone.
    vendors = vendors_of(context) if anew or outdated or not (context.reports / TOPICS_PAGE).exists() else None
    # So do the tables, which are copied from those of all policies.
    tables = anew or outdated or not all((context.reports / name).exists() for name in JOINED)
    render_overview(
        histories, context.reports, now=context.now(), base_url=context.reports_url, attention=attention, root=root, vendors=vendors,
        anew=anew, tables=tables,
    )  # fmt: skip
    if outdated:
        with report_errors(context.reports):
            write_atomically(context.reports / RENDERED, key.encode(), sync_name=False, sync=False)
    return attention


def report_path(policy_id: str, old: Version | None, new: Version) -> str:
    """The page that shows a version's change, relative to the reports folder."""
    return changelog_path(policy_id, old, new) if old is not None else f"{policy_id}/index.html"


def queue_alerts(context: MonitorContext, policy: Policy) -> list[Alert]:
    """Queues the alerts of versions that are not decided yet, and marks them as decided, each in one transaction.

    A version alerts when it was captured live, is not decided yet, and the same is true of all later ones. A quarantined snapshot that is
    newer than the newest version stays undecided, so that its version alerts should it be accepted.

    Returns:
        The alerts that are new to the outbox, in brief: the outbox has their texts, and a cycle may find many.
    """
    records, route = context.archive.records(policy.id), context.route(policy)
    if not records or records[-1].sequence <= context.state.alert_cursor(policy.id):
        return []
    entries = context.index.entries(policy.id)
    queued = [in_brief(alert) for alert, at in _new_alerts(context, policy, entries, records) if _queue(context, alert, at, route)]
    decided = _decided_up_to(context, policy, entries, records)
    if decided > context.state.alert_cursor(policy.id):
        context.state.advance_alert_cursor(policy.id, decided, None, (), now=context.now())
    return queued


def _queue(context: MonitorContext, alert: Alert, at: int, route: Route) -> bool:
    """An alert that concerns none of the policy's `topics` is marked as decided and sent to nobody."""
    wanted = alert if concerns(alert, route.topics) else None
    if wanted is not None:
        # An alert matters more than the note that would prove it: `verify` says that it is missing, or why it could not be written.
        with suppress(StoreError):
            note_alert(context, wanted, len(set(route.channels)))
    return context.state.advance_alert_cursor(alert.policy.id, at, wanted, route.channels, now=context.now())


def _new_alerts(
    context: MonitorContext, policy: Policy, entries: Sequence[HistoryEntry], records: Sequence[SnapshotRecord]
) -> list[tuple[Alert, int]]:
    """The alerts of undecided live versions, oldest first, each with its snapshot's sequence in the ledger."""
    cursor = context.state.alert_cursor(policy.id)
    by_capture = {(r.captured_at, r.sha256): r for r in records}
    found: list[tuple[Alert, int]] = []
    # Backwards, up to the first version that is archived or decided: everything before it is past, however it is derived now.
    for n in range(len(entries) - 1, 0, -1):
        new = entries[n].version
        record = by_capture.get((new.captured_at, new.snapshot_sha256))
        if record is None or record.source != "live" or record.sequence <= cursor:
            break
        if entries[n].alert:
            found.append((_alert(context, policy, entries[n - 1].version, entries[n]), record.sequence))
    return found[::-1]


def _alert(context: MonitorContext, policy: Policy, old: Version, entry: HistoryEntry) -> Alert:
    new, changelog = entry.version, entry.changelog
    assert changelog is not None  # noqa: S101 - only a first version has none, and it never alerts
    return Alert(
        id=sha256(f"{policy.id}\n{old.sha256}\n{new.sha256}".encode()).hexdigest()[:16],
        policy=policy,
        old=old,
        new=new,
        changelog=changelog,
        report=context.linked(report_path(policy.id, old, new)),
        created_at=context.now(),
        root=state.root if (state := log_root(context)) is not None else None,
    )


def _decided_up_to(context: MonitorContext, policy: Policy, entries: Sequence[HistoryEntry], records: Sequence[SnapshotRecord]) -> int:
    """The ledger sequence up to which every snapshot is decided."""
    undecided = _undecided(context, policy, entries)
    sequence = 0
    for record in records:
        if record.source == "live" and (record.captured_at, record.sha256) in undecided:
            break
        sequence = record.sequence
    return sequence


def _undecided(context: MonitorContext, policy: Policy, entries: Sequence[HistoryEntry]) -> set[tuple[datetime, str]]:
    """Captures that may still raise an alert: in quarantine after the newest version, or the start of a return that may prove to last."""
    if not entries:
        return set()
    newest = entries[-1].version
    rejected = context.index.rejections(policy.id)
    waiting = {
        (r.captured_at, r.sha256) for r in rejected if r.verdict.standing is ScreenStatus.QUARANTINED and r.captured_at > newest.last_seen
    }
    if newest.returns_to is not None and not entries[-1].alert:
        waiting.add((newest.captured_at, newest.snapshot_sha256))
    return waiting
