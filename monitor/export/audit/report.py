"""The values of an audit pack: everything that it says, before it is laid out in tables and pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from monitor.model import ChangeReview, HistoryEntry, KeptEvidence, Policy, Rejection, SecondReading, Severity


class CheckOutcome(StrEnum):
    """How a check ended, as the pack counts it."""

    ANSWERED = "answered"
    """The policy was there."""
    NO_POLICY = "no policy"
    """The page was answered, but it did not show the policy: a bot wall, an error page."""
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class AuditedCheck:
    """One check."""

    at: datetime
    """To the minute."""
    outcome: CheckOutcome
    reason: str | None = None
    """Slug, of a check that was not answered with the policy."""


class WeekStanding(StrEnum):
    """What a week was for one policy."""

    CHANGED = "changed"
    UNCHANGED = "unchanged"
    GAP = "gap"
    """No check succeeded: nobody can say what the policy said."""
    UNLOGGED = "not logged"
    """Before checks were logged, or after the log was lost: whether it was checked can't be shown."""
    BEFORE = "not tracked yet"
    NOT_WATCHED = "not watched"
    """Known from an archive only, or paused, and without any check."""


@dataclass(frozen=True, slots=True)
class AuditedWeek:
    """One week of one policy, Monday to Sunday in UTC, cut to the period."""

    start: datetime
    end: datetime
    """The first moment after it."""
    standing: WeekStanding
    answered: int
    no_policy: int
    failed: int
    versions: int
    severity: Severity
    """The highest among the versions that began in this week."""
    says: str
    over: bool = True
    """False when it was not over yet."""


@dataclass(frozen=True, slots=True)
class AuditedVersion:
    """A version that began in the period."""

    entry: HistoryEntry
    before: HistoryEntry | None
    """The version that it followed."""
    reviews: Sequence[ChangeReview]
    verdict_changed: str | None
    """Since the latest review."""
    evidence: Sequence[KeptEvidence] = ()
    """Pictures and archives of its page."""
    second: SecondReading | None = None
    """What a second reader said about what it changed."""

    @property
    def severity(self) -> Severity:
        """Of what it changed."""
        return self.entry.changelog.severity if self.entry.changelog else Severity.NONE

    @property
    def due(self) -> bool:
        """Whether it alerts under the policy's settings, so that a review is due."""
        return self.entry.alert and self.entry.changelog is not None


@dataclass(frozen=True, slots=True)
class GivenReview:
    """A review of a version of the period, or one that was given in it."""

    review: ChangeReview
    version_known: bool
    """False when the version is none any more."""
    verdict_changed: str | None


@dataclass(frozen=True, slots=True)
class LedgerPart:
    """The lines of a ledger that were written in the period: a stretch without gaps, so that their chain can be followed."""

    name: str
    first: int
    """The number of the first of them."""
    lines: Sequence[bytes]


@dataclass(frozen=True, slots=True)
class AuditedPolicy:
    """One policy in the period."""

    policy: Policy
    folder: str
    tracked_since: datetime | None
    """The first thing known of it: a capture, a check."""
    checks: Sequence[AuditedCheck]
    weeks: Sequence[AuditedWeek]
    in_force_before: HistoryEntry | None
    """The version in force when the period began."""
    versions: Sequence[AuditedVersion]
    reviews: Sequence[GivenReview]
    rejected: Sequence[Rejection]
    fault: str | None = None
    """Why nothing can be said: its ledger can't be read."""

    def count(self, outcome: CheckOutcome) -> int:
        """How many checks ended that way."""
        return sum(check.outcome is outcome for check in self.checks)

    def weeks_that_were(self, standing: WeekStanding) -> int:
        """How many weeks were of that kind."""
        return sum(week.standing is standing for week in self.weeks)

    @property
    def unreviewed(self) -> int:
        """Changes of the period that alert and that nobody reviewed."""
        return sum(version.due and not version.reviews for version in self.versions)


@dataclass(frozen=True, slots=True)
class LoggedRoot:
    """A root over all ledgers, as the log of roots has it."""

    at: datetime
    root: str
    lines: int


@dataclass(frozen=True, slots=True)
class AuditReport:
    """Everything that an audit pack says."""

    start: datetime
    end: datetime
    """The last moment of the period."""
    tags: Sequence[str]
    policies: Sequence[AuditedPolicy]
    untracked: Sequence[str]
    """Histories in the store that no policy of the configuration has, and that are left out."""
    roots: Sequence[LoggedRoot]
    """Those logged in the period."""
    root_before: LoggedRoot | None
    """The last one logged before the period."""
    root_now: LoggedRoot | None
    """Of the record as this pack was made from."""
    checks_logged_since: datetime | None
    program: str
    engine: str
    reader: str
    named: bool = False
    """Whether the policies were named one by one."""
    unfinished_on: datetime | None = None
    """The day on which the pack was made, when the period was not over."""
    ledgers: Sequence[LedgerPart] = field(default_factory=tuple)

    @property
    def root_at_end(self) -> LoggedRoot | None:
        """The last root of the period; the one before it when nothing was recorded in the period."""
        return self.roots[-1] if self.roots else self.root_before
