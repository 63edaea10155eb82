"""What one cycle did: the versions it found, the alerts it sent, the policies it could not check."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from monitor.model import Policy, Severity, Version
from monitor.notify.schedule import Wait
from monitor.pipeline import publish
from monitor.pipeline.attention import FailingChannel
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.faults import said
from monitor.store.alert_texts import without_text


@dataclass(frozen=True)
class NewVersion:
    """A version that the index did not hold before this cycle."""

    version: Version
    severity: Severity
    """Of the change that it brought; none for a policy's first version."""
    report: str
    """The page that shows the change, relative to the reports folder."""


@dataclass(frozen=True)
class Failure:
    """A policy that could not be checked, and when it is tried again."""

    policy: str
    reason: str
    """A slug for scripts: "timeout", "http-404", "bot-wall", "host-down"."""
    says: str
    retry_at: datetime | None
    """None when the next scheduled check is the next try."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something on this machine that a cycle could not use: a folder, a file, a database, the clock."""

    place: str
    """What it concerns, and its key: "reports", "state.sqlite", "policy larkspur"."""
    says: str
    serious: bool = False
    """True when a whole folder or the state can't be written; a fault of one policy, or one that was repaired, is not."""


@dataclass
class AlertOutcome:
    """One alert, or one notice about the monitoring itself, and its outcome on each channel."""

    policy: str
    severity: Severity
    notice: str | None = None
    """The notice's kind; None for an alert."""
    says: str | None = None
    """What a notice says, in one sentence."""
    delivered: list[str] = field(default_factory=list)
    """Names of the channels that accepted it in this cycle."""
    pending: list[str] = field(default_factory=list)
    """Names of the channels that still have to deliver it."""
    waits: Wait | None = None
    """What the pending channels wait for, when they have not been tried yet."""


@dataclass
class CycleReport:
    """The result of one cycle, or of one attempt to deliver what is in the outbox."""

    checked: int = 0
    unchanged: int = 0
    new_versions: list[NewVersion] = field(default_factory=list)
    alerts: list[AlertOutcome] = field(default_factory=list)
    notices: list[AlertOutcome] = field(default_factory=list)
    """About the monitoring itself: a policy can't be read, or can be again."""
    failed: list[Failure] = field(default_factory=list)
    undelivered: list[str] = field(default_factory=list)
    """One sentence per message that a channel did not accept, with what happens next."""
    uncopied: list[str] = field(default_factory=list)
    """One sentence per version that a public archive could not copy, with what happens next."""
    untaken: list[str] = field(default_factory=list)
    """One sentence per page of which no picture or archive could be taken; the version does not depend on it."""
    second_reader: list[str] = field(default_factory=list)
    """One sentence per answer of a second reader that was dropped, and why others are not there. No check and no alert depends on it."""
    faults: list[Fault] = field(default_factory=list)
    """What of this machine could not be used; one for each place."""
    failing_channels: list[FailingChannel] = field(default_factory=list)
    """The configured channels that did not accept a message, in this cycle or the last time it was tried."""
    clock: str | None = None
    """What is wrong with the clock, in the cycle that noticed it."""

    def add_fault(self, place: str, error: Exception | str, *, serious: bool = False) -> None:
        """Notes a fault; only the first one of each place."""
        if not any(fault.place == place for fault in self.faults):
            self.faults.append(Fault(place, said(error) if isinstance(error, Exception) else error, serious))

    def add_failure(self, failure: Failure) -> None:
        """Notes that a policy could not be checked; only the first reason of each policy."""
        if not any(known.policy == failure.policy for known in self.failed):
            self.failed.append(failure)

    def sort(self, policy_ids: Sequence[str]) -> None:
        """Puts everything in the order of these policies, whichever answered first; policies that are not among them come first."""
        place = {policy_id: n for n, policy_id in enumerate(policy_ids)}
        self.new_versions.sort(key=lambda new: place.get(new.version.policy, -1))
        self.failed.sort(key=lambda failure: place.get(failure.policy, -1))
        for outcomes in (self.alerts, self.notices):
            outcomes.sort(key=lambda outcome: place.get(outcome.policy, -1))


def describe_versions(context: MonitorContext, policy: Policy, versions: Sequence[Version]) -> list[NewVersion]:
    """New versions with the severity of what they changed and the page that shows it."""
    wanted = {(v.captured_at, v.sha256) for v in versions}
    found, old = [], None
    for entry in context.index.entries(policy.id) if wanted else ():
        version = entry.version
        if (version.captured_at, version.sha256) in wanted:
            severity = entry.changelog.severity if entry.changelog else Severity.NONE
            found.append(NewVersion(without_text(version), severity, publish.report_path(policy.id, old, version)))
        old = version
    return found
