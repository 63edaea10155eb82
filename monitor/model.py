"""Every value that crosses a stage, in the order a page meets them: frozen, standard library only.

Times are timezone-aware and in UTC. The date that a page prints about itself is recorded and shown, never used for order.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

# --- what is watched -------------------------------------------------------------------------------------------------


class Severity(StrEnum):
    """How much a change matters to the person governed by the document; see docs/materiality.md."""

    NONE = "none"
    COSMETIC = "cosmetic"
    MINOR = "minor"
    MATERIAL = "material"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        """0 (none) to 4 (critical), for comparing."""
        return _SEVERITY_RANK[self.value]


_SEVERITY_RANK = {"none": 0, "cosmetic": 1, "minor": 2, "material": 3, "critical": 4}


class Direction(StrEnum):
    """For the person governed by the document."""

    WEAKENS = "weakens"
    STRENGTHENS = "strengthens"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True)
class Selector:
    """A CSS selector, with the days between which it held (None: open)."""

    css: str
    valid_from: datetime | None = None
    valid_until: datetime | None = None

    def holds_at(self, moment: datetime) -> bool:
        """True when the selector is meant for a page captured at that moment."""
        return (self.valid_from is None or moment >= self.valid_from) and (self.valid_until is None or moment < self.valid_until)


@dataclass(frozen=True, slots=True)
class Policy:
    """One tracked document of one company."""

    id: str
    name: str
    document: str = "Privacy Policy"
    urls: tuple[str, ...] = ()
    """Addresses whose pages, in this order, make up the document."""
    select: tuple[Selector, ...] = ()
    remove: tuple[Selector, ...] = ()
    history: str = "none"
    """wayback | memento:URL | warc:PATH | dir:PATH | none"""
    live: bool = True
    """False: known from archives alone, never fetched from its address."""
    threshold: Severity = Severity.MATERIAL
    schedule: str | None = None
    language: str | None = None


# --- gather: bytes as they came --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Capture:
    """One line of an archive's listing: a snapshot that could be fetched."""

    url: str
    captured_at: datetime
    source: str
    """wayback | memento | warc | import"""
    archive_url: str | None = None
    status: int | None = None
    media_type: str | None = None
    digest: str | None = None
    """The archive's own digest of the payload (base32 SHA-1 in CDX), for telling equal captures apart; not ours."""
    length: int | None = None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The bytes that one address answered with at one moment, and where they came from."""

    policy: str
    url: str
    captured_at: datetime
    source: str
    """live | wayback | memento | warc | import"""
    body: bytes = field(repr=False)
    status: int | None = None
    media_type: str | None = None
    """As declared, with its parameters: "text/html; charset=utf-8"."""
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    archive_url: str | None = None
    archive_digest: str | None = None

    @property
    def sha256(self) -> str:
        """Lower-case hexadecimal SHA-256 of the body."""
        return hashlib.sha256(self.body).hexdigest()


@dataclass(frozen=True, slots=True)
class SnapshotRecord:
    """What the ledger says of a kept snapshot: everything but its bytes."""

    policy: str
    sequence: int
    """1-based place in the policy's ledger: the order of arrival, not of capture."""
    url: str
    captured_at: datetime
    kept_at: datetime
    source: str
    sha256: str
    size: int
    path: str
    """Of the file that holds the bytes, relative to the snapshots folder, with forward slashes."""
    status: int | None = None
    media_type: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    archive_url: str | None = None
    archive_digest: str | None = None


# --- derive: what the bytes say --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Document:
    """A policy as text: Markdown, one canonical form whatever it came from (HTML, PDF, Markdown, plain text)."""

    text: str
    title: str | None = None
    stated_date: str | None = None
    """The "last updated"/"effective" date that the page prints, ISO 8601 (YYYY-MM-DD), or None."""
    effective_date: str | None = None
    """A separate "effective"/"in force from" date, when the page prints one, ISO 8601."""
    language: str | None = None
    """ISO 639-1 code as declared or seen, or None."""
    notes: tuple[str, ...] = ()
    """Plain sentences about doubts while reading (selector matched nothing, encoding guessed …)."""

    @property
    def sha256(self) -> str:
        """Lower-case hexadecimal SHA-256 of the text in UTF-8."""
        return hashlib.sha256(self.text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What the page is, apart from what it says: the screen's evidence."""

    media_type: str | None = None
    """As found by looking at the bytes: text/html, text/markdown, text/plain, application/pdf, or as declared."""
    body_bytes: int = 0
    visible_chars: int = 0
    """Of all visible text on the page, navigation included."""
    words: int = 0
    """Of the document's text."""
    scripts: int = 0
    links: int = 0
    headings: int = 0
    title: str | None = None
    refresh: str | None = None
    """Target of a meta refresh or of a script that does nothing but redirect."""
    canonical: str | None = None
    truncated: bool = False
    """The bytes end in the middle: no closing tag, or fewer than Content-Length says."""
    page_text: str = ""
    """The first 4,000 characters of the visible text, for telling walls and error pages."""


@dataclass(frozen=True, slots=True)
class ExtractionResult:
    """A snapshot, read: the document or why there is none. Depends on the bytes and the selectors alone, so it may be cached."""

    document: Document | None
    facts: PageFacts
    error: tuple[str, str] | None = None
    """(reason slug, one sentence) when no document could be read."""


class ScreenStatus(StrEnum):
    """What the screen says of a snapshot."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    QUARANTINED = "quarantined"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The screen's judgement of a snapshot, with its reason; kept for ever."""

    standing: ScreenStatus
    reason: str | None = None
    """bot-wall | login-wall | cookie-wall | error-page | empty | empty-shell | stub | truncated | wrong-document | wrong-language |
    not-text"""
    says: str | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """A text that differs from the one before it, with the captures between which it stood."""

    policy: str
    captured_at: datetime
    """The first capture that shows this text in this run."""
    last_seen: datetime
    """The last capture that shows it before another text comes."""
    source: str
    sha256: str
    """Of the text."""
    snapshot_sha256: str
    url: str
    archive_url: str | None
    document: Document = field(repr=False)
    captures: int = 1
    returns_to: datetime | None = None
    """When the text is an exact return to an earlier version: that version's captured_at."""


@dataclass(frozen=True, slots=True)
class ReviewDecision:
    """A person's word on one snapshot: accept or reject; it outranks the screen."""

    snapshot_sha256: str
    captured_at: datetime
    accept: bool
    given_at: datetime
    why: str | None = None


@dataclass(frozen=True, slots=True)
class ArchivedCopy:
    """A copy of a page that an archive made when a version was met: a witness of ours beside the bytes that we keep."""

    url: str
    snapshot_sha256: str
    captured_at: datetime
    """Of the snapshot that it was made for."""
    archive_url: str
    saved_at: datetime
    """By the archive's clock."""


@dataclass(frozen=True, slots=True)
class Rejection:
    """A snapshot that did not become a version."""

    policy: str
    captured_at: datetime
    source: str
    sha256: str
    url: str
    archive_url: str | None
    verdict: Verdict


# --- derive: what a change means -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a change: a statement as it stands in one version."""

    text: str
    section: tuple[str, ...]
    """Headings from the outermost to the nearest."""
    span: tuple[int, int]
    """Characters of the version's text, half open."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a change has its severity: the rule, one plain sentence, and the words that it rests on."""

    rule: str
    says: str
    evidence: str


class ChangeKind(StrEnum):
    """What happened to the statement."""

    ADDED = "added"
    REMOVED = "removed"
    REWORDED = "reworded"
    MOVED = "moved"
    SPLIT = "split"
    MERGED = "merged"


WITHDRAWAL_RULES = frozenset(
    {
        "promise-withdrawn",
        "sharing-promise-withdrawn",
        "non-collection-promise-withdrawn",
        "use-promise-withdrawn",
        "non-retention-promise-withdrawn",
    }
)
"""Rules that find a withdrawn promise; `tests/present/test_phrases.py` compares them with the rule table."""

Edit = tuple[str, str]
"""("=", words) | ("-", words) | ("+", words)"""


@dataclass(frozen=True, slots=True)
class Change:
    """One change of meaning, or of words alone."""

    id: str
    kind: ChangeKind
    severity: Severity
    direction: Direction
    topics: tuple[str, ...]
    old: Side | None
    new: Side | None
    edits: tuple[Edit, ...]
    """Word-level, for rewordings; joining "=" and "-" gives the old text, "=" and "+" the new one."""
    reasons: tuple[Reason, ...]
    headline: str = field(default="", metadata={"formerly": "heart"})
    """One plain sentence that tells the change to a layman: "Withdrawn: the promise not to sell your data."."""

    @property
    def material(self) -> bool:
        """True when the change is critical or material."""
        return self.severity.rank >= Severity.MATERIAL.rank

    @property
    def withdrawn(self) -> bool:
        """True when the change withdraws a promise, even if another statement took its place."""
        return any(reason.rule in WITHDRAWAL_RULES for reason in self.reasons)


class PassageKind(StrEnum):
    """How a stretch of text stands in both versions."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of the old text, of the new text, or of both; together they cover every character of both texts once.

    Listed in reading order of the new text, with removed stretches where they stood. A moved stretch is listed twice: once with its old
    span alone and once with its new span alone, both bearing the same `change`.
    """

    kind: PassageKind
    old: tuple[int, int] | None
    new: tuple[int, int] | None
    change: str | None = None
    """The id of the change that it belongs to, or None when nothing changed."""


@dataclass(frozen=True, slots=True)
class Changelog:
    """Everything that differs between two texts, most serious first."""

    changes: tuple[Change, ...]
    passages: tuple[Passage, ...] = field(default=(), repr=False)
    notes: tuple[Reason, ...] = ()
    """About the document as a whole: a silent edit, a date that moved alone, an effective date that lies ahead."""

    @property
    def severity(self) -> Severity:
        """The highest severity, or NONE."""
        return max((c.severity for c in self.changes), key=lambda s: s.rank, default=Severity.NONE)

    @property
    def alert(self) -> bool:
        """True when at least one change is critical or material."""
        return any(c.material for c in self.changes)

    @property
    def counts(self) -> dict[str, int]:
        """Changes per severity, only those that occur, most serious first."""
        order = (Severity.CRITICAL, Severity.MATERIAL, Severity.MINOR, Severity.COSMETIC)
        return {s.value: n for s in order if (n := sum(c.severity is s for c in self.changes))}

    def reaches(self, threshold: Severity) -> tuple[Change, ...]:
        """The changes at or above a threshold."""
        return tuple(c for c in self.changes if c.severity.rank >= threshold.rank)


# --- publish: what people are told -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Alert:
    """A message about one new version of one policy, owed to every channel once."""

    id: str
    """Stable: made of the policy, the old and the new text's digests."""
    policy: Policy
    old: Version
    new: Version
    changelog: Changelog
    report: str | None
    """The changelog page, relative to the working folder or an address, for the reader."""
    created_at: datetime


class NoticeKind(StrEnum):
    """What a notice is about."""

    UNREADABLE = "unreadable"
    READABLE_AGAIN = "readable-again"


@dataclass(frozen=True, slots=True)
class Notice:
    """A word about the monitoring itself, never about a change of a policy; owed to every channel once."""

    id: str
    """Stable: made of the policy, the kind, and since when."""
    policy: Policy
    kind: NoticeKind
    since: datetime
    """When the policy could first not be read."""
    reason: str
    """Slug of the failure."""
    says: str
    """The failure in one sentence."""
    created_at: datetime


class DeliveryState(StrEnum):
    """Where one message to one channel stands."""

    PENDING = "pending"
    DELIVERED = "delivered"
    FAILED = "failed"
    """Given up: a permanent refusal, or too many attempts; `alerts --retry` makes it pending again."""


@dataclass(frozen=True, slots=True)
class OutboxItem:
    """One alert, or one notice, owed to one channel."""

    alert: Alert | Notice
    channel: str
    state: DeliveryState
    attempts: int
    queued_at: datetime
    next_attempt: datetime
    delivered_at: datetime | None = None
    says: str | None = None
    """Why the last attempt failed, without secrets."""


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """A version with what it changed against the one before it (None for the first)."""

    version: Version
    changelog: Changelog | None
    alert: bool = False
    """Whether this version would raise an alert under the policy's threshold had it been met live."""


@dataclass(frozen=True, slots=True)
class History:
    """Everything that is known of one policy, oldest first: what a report page shows."""

    policy: Policy
    entries: Sequence[HistoryEntry]
    rejected: Sequence[Rejection] = ()
    last_success: datetime | None = None
    last_failure: datetime | None = None
    failure: str | None = None


# --- one spelling of moments -----------------------------------------------------------------------------------------


def utc_iso(moment: datetime) -> str:
    """ISO 8601 in UTC with a Z, to the second: 2010-05-18T04:23:15Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def timestamp14(moment: datetime) -> str:
    """The archives' 14 digits: 20100518042315."""
    return moment.astimezone(UTC).strftime("%Y%m%d%H%M%S")


def from_timestamp14(digits: str) -> datetime:
    """The moment that 4 to 14 digits name, padded as archives pad (2012 → 2012-01-01T00:00:00Z).

    Archives hold impossible dates (day or month "00"); those parts are read as "01".

    Raises:
        ValueError: when the digits name no moment.
    """
    if not digits.isascii() or not digits.isdigit() or not 4 <= len(digits) <= 14:
        raise ValueError(f"{digits!r} is no timestamp of 4 to 14 digits")
    padded = digits + "00000101000000"[len(digits) :]
    year, month, day, hour, minute, second = (int(padded[a:b]) for a, b in ((0, 4), (4, 6), (6, 8), (8, 10), (10, 12), (12, 14)))
    return datetime(year, month or 1, day or 1, hour, minute, second, tzinfo=UTC)


def from_iso(text: str) -> datetime:
    """The moment that ISO 8601 or 4 to 14 digits name; without a zone it is UTC.

    Raises:
        ValueError: when the text names no moment.
    """
    text = text.strip()
    if text.isdigit():
        return from_timestamp14(text)
    if len(text) == 7:
        text += "-01"
    moment = datetime.fromisoformat(text)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
