"""What the actions do, in the thread of a job or at once: the same as the commands, under the same lock."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from monitor.assemble import check_chats, open_context
from monitor.config.edit import change_policies
from monitor.errors import UsageError
from monitor.model import MONITOR, Policy, Rejection, ReviewDecision, Severity
from monitor.notify.trial import try_channels
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.cycle import run_cycle
from monitor.pipeline.outcome import CycleReport
from monitor.pipeline.refresh import refresh
from monitor.portfolio.adding import AddedPolicy, NewPolicy, append_policy
from monitor.present.phrases import plural
from monitor.timestamps import utc_iso
from monitor.web.desk import Desk
from monitor.web.jobs import Job, Jobs

_LONGEST_NOTE = 500
_LINES = 60


def check_now(desk: Desk, jobs: Jobs, job: Job, policy_ids: Sequence[str]) -> None:
    """Checks policies, or all that are not paused, as `run` does; the job reports what it found.

    Raises:
        MonitorError: another command holds the store's lock, or the store can't be read.
    """
    with desk.acting("check") as context:
        chosen = [policy for policy in context.chosen(policy_ids) if not policy.paused]
        job.of = len(chosen)

        def note(policy: Policy) -> None:
            job.done += 1

        # Whoever presses a button wants it now, also of policies whose next try is not due.
        report = run_cycle(context, chosen, force=True, in_full=bool(policy_ids), stop=jobs.stopping, on_policy=note)
        job.lines += report_lines(context, report)


def report_lines(context: MonitorContext, report: CycleReport) -> list[str]:
    """The result of a cycle in sentences, what matters most first."""
    names = {policy.id: f"{policy.name}, {policy.document}" for policy in [*context.policies, MONITOR]}
    news = sorted(report.new_versions, key=lambda new: -new.severity.rank)
    lines = []
    for new in news:
        what = f"{new.severity.value} change" if new.severity is not Severity.NONE else "first version, or a version without changes"
        lines.append(f"{names.get(new.version.policy, new.version.policy)}: {what}.")
    lines += [f"{names.get(one.policy, one.policy)}: could not be checked. {one.says}" for one in report.failed]
    lines += [f"{fault.place}: {fault.says}" for fault in report.faults if not fault.place.startswith("policy ")]
    lines += [*report.undelivered, *report.uncopied, *report.untaken, *report.second_reader]
    if len(lines) > _LINES:
        lines = [*lines[:_LINES], f"… and {len(lines) - _LINES} more; the policies' own pages have them."]
    counts = f"{report.unchanged} unchanged, {plural(len(report.new_versions), 'new version')}, {len(report.failed)} failed"
    return [*lines, f"{plural(report.checked, 'policy', 'policies')} checked: {counts}."]


def decide(desk: Desk, job: Job, rejection: Rejection, *, accept: bool, why: str) -> None:
    """Accepts or rejects a doubtful snapshot, as `accept` and `reject` do.

    Raises:
        MonitorError: as for `check_now`.
    """
    verb = "accept" if accept else "reject"
    with desk.acting(verb) as context:
        policy = context.policy(rejection.policy)
        before = len(context.index.entries(policy.id))
        note = why.strip()[:_LONGEST_NOTE] or None
        decision = ReviewDecision(rejection.sha256, rejection.captured_at, accept, context.now(), note)
        context.archive.record_decision(policy.id, decision)
        (refreshed,) = refresh(context, [policy], queue_alerts=True)
        after = len(context.index.entries(policy.id))
    job.lines.append(f"{policy.name}: {verb}ed the snapshot of {utc_iso(rejection.captured_at)}.")
    job.lines.append(f"The policy now has {plural(after, 'version')}{'' if after == before else f', before {before}'}.")
    if refreshed.alerts:
        job.lines.append("An alert was queued; the next check delivers it.")


def try_alerts(desk: Desk, job: Job) -> None:
    """Sends one test message through each channel, as `alerts --test` does.

    Raises:
        ConfigError: the configuration is not valid.
    """
    # Without the lock: a test message is not part of the record.
    context = open_context(desk.with_secrets(), sending=True)
    job.of = len(context.channels)
    for trial in try_channels(context.channels, now=context.now()):
        job.done += 1
        job.lines.append(f"{trial.channel}: {'accepted' if trial.ok else 'FAILED'}: {trial.says}")
    if not context.channels:
        job.lines.append("No channel is configured, so nobody is alerted; set “alerts:” in config.yaml.")


def add(desk: Desk, new: NewPolicy) -> AddedPolicy:
    """Adds a policy to the configuration, as `add` does.

    Raises:
        UsageError: it can't be added as it is.
        ConfigError: the file can't be read or written.
    """
    with desk.editing:
        try:
            return append_policy(desk.config, desk.settings(), new)
        except UsageError as error:
            # The sentences of the command name its options and the whole path of the file.
            says = str(error).replace("choose one with --id", "choose one below").replace("choose another --id", "choose another id")
            raise UsageError(says.replace(str(desk.config), desk.config.name)) from None


def set_paused(desk: Desk, policy_id: str, *, paused: bool) -> Policy:
    """Pauses or resumes a policy, as the commands do.

    Raises:
        UsageError: there is no such policy.
        ConfigError: the file can't be read or written.
    """
    with desk.editing:
        policy = desk.context().policy(policy_id)
        if policy.paused != paused:
            order = [one.id for one in desk.settings().policies]
            change_policies(desk.config, {policy.id: {"paused": True if paused else None}}, order)
        return policy


def validated(desk: Desk) -> list[str]:
    """What the configuration holds, in sentences.

    Raises:
        ConfigError: it is not valid, or a variable that it names is not set; with the line.
    """
    settings = desk.with_secrets()
    check_chats(settings, desk.config)
    context = open_context(settings, sending=True)
    paused = sum(policy.paused for policy in context.policies)
    channels = [channel.name for channel in context.channels]
    return [
        f"{plural(len(context.policies), 'policy', 'policies')}, {paused or 'none'} paused.",
        f"Alerts go to {plural(len(channels), 'channel')}: {', '.join(channels)}." if channels else "No channel is configured for alerts.",
        f"Snapshots are kept in {_shown(settings.snapshots, desk.config)}, pages in {_shown(settings.reports, desk.config)}.",
    ]


def _shown(folder: Path, config: Path) -> str:
    base = config.parent
    return f"{folder.relative_to(base)}/" if folder.is_relative_to(base) else str(folder)
