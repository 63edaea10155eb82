"""The values that pass between stages, in the order in which a page goes through them. All are frozen; only the standard library is used.

In short: a Policy is watched; fetching its pages gives Snapshots; extraction turns a snapshot into a Document; the screen accepts or
refuses it with a Verdict; accepted documents that differ from their predecessor become Versions; comparing two versions gives a Changelog
of Changes; a serious one raises an Alert, which is delivered to each channel as an OutboxItem.

Times are timezone-aware and in UTC. The date that a page states about itself is stored and displayed, but never used for ordering.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
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
        """0 (none) to 4 (critical), for comparisons."""
        return _SEVERITY_RANK[self.value]


_SEVERITY_RANK = {"none": 0, "cosmetic": 1, "minor": 2, "material": 3, "critical": 4}


class Direction(StrEnum):
    """What a change does to the position of the person governed by the document."""

    WEAKENS = "weakens"
    STRENGTHENS = "strengthens"
    NEUTRAL = "neutral"
    UNCLEAR = "unclear"
    """It is not clear enough whom the change serves. Counted with neither side."""


@dataclass(frozen=True, slots=True)
class Selector:
    """A CSS selector with the period in which it applies; None leaves that end open."""

    css: str
    valid_from: datetime | None = None
    valid_until: datetime | None = None

    def holds_at(self, moment: datetime) -> bool:
        """True when the selector applies to a page captured at that time."""
        return (self.valid_from is None or moment >= self.valid_from) and (self.valid_until is None or moment < self.valid_until)


@dataclass(frozen=True, slots=True)
class Policy:
    """One document of one company that is watched."""

    id: str
    name: str
    document: str = "Privacy Policy"
    urls: tuple[str, ...] = ()
    """The pages that make up the document, in this order."""
    select: tuple[Selector, ...] = ()
    remove: tuple[Selector, ...] = ()
    history: str = "none"
    """wayback | memento:URL | warc:PATH | dir:PATH | plugin:NAME | none"""
    live: bool = True
    """False: known from archives only or paused, so not fetched from its URL."""
    threshold: Severity = Severity.MATERIAL
    schedule: str | None = None
    language: str | None = None
    follow: str = ""
    """"frame": where a page only frames the policy, the frame's page is read."""
    alert_unjudged: bool = True
    """Whether changes in a language that is not judged alert, whatever the threshold."""
    # No part of the fingerprint of a history, which is made of the other fields: they change none of its texts.
    paused: bool = field(default=False, repr=False)
    """Not checked until it is resumed; what is stored stays readable."""
    tags: tuple[str, ...] = field(default=(), repr=False)
    # Parts of plug-ins, by name; a history that is read with none is found as before there were any.
    extractor: str = field(default="", repr=False)
    """Asked first for the text of a page."""
    screens: tuple[str, ...] = field(default=(), repr=False)
    """Look at the text of each page, and may refuse it."""
    judges: tuple[str, ...] = field(default=(), repr=False)
    """Languages, by their ISO 639-1 codes, whose changes a plug-in judges."""

    def selectors_at(self, moment: datetime) -> tuple[list[str], list[str]]:
        """The CSS selectors to extract and to remove that apply to a page captured at that time."""
        select, remove = ([one.css for one in group if one.holds_at(moment)] for group in (self.select, self.remove))
        return select, remove


# --- gather: bytes as received -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Capture:
    """An entry in an archive's listing: a snapshot that can be fetched."""

    url: str
    captured_at: datetime
    source: str
    """wayback | memento | warc | import"""
    archive_url: str | None = None
    status: int | None = None
    media_type: str | None = None
    digest: str | None = None
    """The archive's own digest of the payload (base32 SHA-1 in CDX); shows which captures have equal bytes before they are fetched."""
    length: int | None = None


@dataclass(frozen=True, slots=True)
class Redirect:
    """One step from the address that was requested towards the one that answered."""

    url: str
    """Where it led."""
    status: int | None = None
    """Of the response that led there; None when the page itself did: by a script, a refresh or a frame."""


Redirects = tuple[Redirect, ...] | None
"""The steps in order, so that the last one names the address that answered; () when the requested one did, None when nobody noted it."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The bytes that a URL returned at one time, and where they came from."""

    policy: str
    url: str
    captured_at: datetime
    source: str
    """live | wayback | memento | warc | import"""
    body: bytes = field(repr=False)
    status: int | None = None
    media_type: str | None = None
    """As declared, with parameters: "text/html; charset=utf-8"."""
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    archive_url: str | None = None
    archive_digest: str | None = None
    redirects: Redirects = None

    @property
    def sha256(self) -> str:
        """Lower-case hexadecimal SHA-256 of the body."""
        return hashlib.sha256(self.body).hexdigest()


@dataclass(frozen=True, slots=True)
class SnapshotRecord:
    """A stored snapshot's ledger record: everything but its bytes."""

    policy: str
    sequence: int
    """1-based line in the policy's ledger, so in order of arrival, not of capture."""
    url: str
    captured_at: datetime
    kept_at: datetime
    source: str
    sha256: str
    size: int
    path: str
    """The file with the bytes, relative to the snapshots folder, with forward slashes."""
    status: int | None = None
    media_type: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    archive_url: str | None = None
    archive_digest: str | None = None
    redirects: Redirects = None


@dataclass(frozen=True, slots=True)
class Provenance:
    """From where one address of a policy has been answered since some time."""

    url: str
    """As configured."""
    since: datetime
    """The first capture that came this way."""
    redirects: tuple[Redirect, ...]

    @property
    def final_url(self) -> str:
        """The address that answered, after all redirects."""
        return self.redirects[-1].url if self.redirects else self.url


# --- derive: what a page says ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Document:
    """A policy's text as Markdown, in one canonical form whatever its source (HTML, PDF, Markdown, plain text)."""

    text: str
    title: str | None = None
    stated_date: str | None = None
    """The "last updated" or "effective" date on the page, ISO 8601 (YYYY-MM-DD), or None."""
    effective_date: str | None = None
    """A separate "effective" or "in force from" date, if the page states one, ISO 8601."""
    language: str | None = None
    """ISO 639-1 code, declared or detected, or None."""
    notes: tuple[str, ...] = ()
    """Warnings from the extraction, one sentence each (a selector matched nothing, the encoding was guessed, statements are hidden …)."""
    left_out: tuple[str, ...] = ()
    """Statements of the page that readers do not see, or that are struck out: they are no part of the text."""

    @property
    def sha256(self) -> str:
        """Lower-case hexadecimal SHA-256 of the text in UTF-8."""
        return hashlib.sha256(self.text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class PageFacts:
    """Facts about a page other than its text; the screen judges by them."""

    media_type: str | None = None
    """Detected from the bytes (text/html, text/markdown, text/plain, application/pdf), otherwise as declared."""
    body_bytes: int = 0
    visible_chars: int = 0
    """Of all visible text on the page, including navigation."""
    words: int = 0
    """Of the document's text."""
    scripts: int = 0
    links: int = 0
    headings: int = 0
    title: str | None = None
    refresh: str | None = None
    """Target of a meta refresh, or of a script that only redirects."""
    canonical: str | None = None
    frames: tuple[str, ...] = ()
    """Addresses of frames, objects and policy files that the page shows or links to and does not hold."""
    truncated: bool = False
    """The page is incomplete: no closing tag, or fewer bytes than Content-Length states."""
    page_text: str = ""
    """The first 4,000 characters of the visible text, by which walls and error pages are recognised."""


@dataclass(frozen=True, slots=True)
class ExtractionResult:
    """The extraction of a snapshot: the document, or why there is none. Depends only on bytes and selectors, so it can be cached."""

    document: Document | None
    facts: PageFacts
    error: tuple[str, str] | None = None
    """(reason slug, one sentence) when no document could be extracted."""


class ScreenStatus(StrEnum):
    """The screen's decision on a snapshot."""

    ACCEPTED = "accepted"
    """It shows the policy and can become a version."""
    REFUSED = "refused"
    """It is something else: a bot wall, an error page, an empty shell."""
    QUARANTINED = "quarantined"
    """Doubtful: accepted once the text has persisted, or by a ReviewDecision."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The screen's verdict on a snapshot, with its reason."""

    standing: ScreenStatus
    reason: str | None = None
    """bot-wall | login-wall | cookie-wall | error-page | empty | empty-shell | stub | truncated | wrong-document | wrong-language |
    not-text"""
    says: str | None = None
    cut_off: bool = False
    """The text breaks off: more than its length says that its rest is missing."""


@dataclass(frozen=True, slots=True)
class Version:
    """A text that differs from its predecessor, with the captures between which it was in place."""

    policy: str
    captured_at: datetime
    """The first of the consecutive captures with this text."""
    last_seen: datetime
    """The last of them."""
    source: str
    sha256: str
    """Of the text."""
    snapshot_sha256: str
    url: str
    archive_url: str | None
    document: Document = field(repr=False)
    captures: int = 1
    returns_to: datetime | None = None
    """If the text is identical to that of an earlier version: that version's captured_at."""
    redirects: Redirects = None
    """Of the first capture."""


@dataclass(frozen=True, slots=True)
class ReviewDecision:
    """A person's decision on one snapshot, accept or reject; it overrides the screen."""

    snapshot_sha256: str
    captured_at: datetime
    accept: bool
    given_at: datetime
    why: str | None = None


class ReviewState(StrEnum):
    """What a person decided about a change; the company's document stays what it is."""

    REVIEWED = "reviewed"
    """Seen; nothing else is said."""
    ACCEPTED = "accepted"
    """Seen, and no reason to act."""
    ESCALATED = "escalated"
    """Handed to somebody who has to act."""
    DISMISSED = "dismissed"
    """Not worth a look: a fault of the capture, or a change that is none."""


@dataclass(frozen=True, slots=True)
class ChangeReview:
    """A person's review of what one version changed. Not to be confused with a ReviewDecision, which is about a snapshot."""

    about: str
    """The folder of the policy's history, which stays the same when the policy is renamed."""
    captured_at: datetime
    """Of the version."""
    sha256: str
    """Of the version's text."""
    snapshot_sha256: str
    state: ReviewState
    given_at: datetime
    by: str
    note: str | None = None
    severity: Severity = Severity.NONE
    """What the change was judged to be when it was reviewed."""
    verdict: str | None = None
    """A digest of what was said about it then; None for a first version."""
    engine: str | None = None
    """The version of the engine that said it."""


@dataclass(frozen=True, slots=True)
class ArchivedCopy:
    """A copy of a page that a web archive made on request when a version was found: independent evidence of our own copy."""

    url: str
    snapshot_sha256: str
    captured_at: datetime
    """Of the snapshot for which it was made."""
    archive_url: str
    saved_at: datetime
    """By the archive's clock."""


class EvidenceForm(StrEnum):
    """What can be kept of a page beside its bytes."""

    SCREENSHOT = "screenshot"
    """A picture of the whole page (PNG)."""
    WACZ = "wacz"
    """The page with all that it loads, for replay in a browser."""


@dataclass(frozen=True, slots=True)
class KeptEvidence:
    """A file that shows how the page of a version looked, made in a browser from the version's own bytes."""

    url: str
    snapshot_sha256: str
    captured_at: datetime
    """Of the snapshot of which it was made."""
    form: EvidenceForm
    taken_at: datetime
    """When the browser opened the page; pictures and style sheets are of that time."""
    sha256: str
    """Of the file."""
    size: int
    path: str
    """Relative to the snapshots folder."""
    software: str
    """Name and version of the browser."""
    cut: int = 0
    """Pixels of height that a picture lacks, because the page is too long for one."""
    left_out: int = 0
    """How many of the page's requests were not answered: videos, frames, other hosts that refuse, addresses in the local network."""
    signed_by: str | None = None
    """SHA-256 of the public key that signed it; None for what is not signed."""


@dataclass(frozen=True, slots=True)
class PageExchange:
    """A request that a page made in a browser, and the answer that the browser was given."""

    url: str
    at: datetime
    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    """Without its content coding."""
    redirects: Redirects = None


@dataclass(frozen=True, slots=True)
class TakenPage:
    """A page as a browser showed it."""

    at: datetime
    software: str = ""
    """The browser; empty for what no browser was needed for, as a PDF."""
    picture: bytes | None = field(default=None, repr=False)
    """PNG; None if none was asked for, or what was opened is no page."""
    cut: int = 0
    exchanges: tuple[PageExchange, ...] = ()
    left_out: int = 0


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
    """One side of a change: a statement in one version."""

    text: str
    section: tuple[str, ...]
    """Headings from the outermost to the nearest."""
    span: tuple[int, int]
    """Character offsets in the version's text, half-open."""
    lead_in: str = ""
    """Of a list item or a table row: the sentence that introduces it ("We do not share:")."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a change has its severity: the rule, one sentence, and the words in the text that it is based on."""

    rule: str
    says: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Certainty:
    """How far what is said about a change can be relied on, as probabilities from 0 to 1."""

    severity: float = 0.0
    """That the change is rightly called material (or critical), or rightly not."""
    direction: float = 0.0
    """That it goes the way that is said."""


UNKNOWN = Certainty()
"""Of a change that was stored before certainties were."""


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
        "commitment-withdrawn",
    }
)
"""Rules that find a withdrawn promise; `tests/present/test_phrases.py` compares them with the rule table."""

Edit = tuple[str, str]
"""("=", words) | ("-", words) | ("+", words)"""


@dataclass(frozen=True, slots=True)
class Change:
    """One change, of meaning or only of wording."""

    id: str
    kind: ChangeKind
    severity: Severity
    direction: Direction
    topics: tuple[str, ...]
    old: Side | None
    new: Side | None
    edits: tuple[Edit, ...]
    """Word-level edits of a rewording: "=" and "-" joined give the old text, "=" and "+" the new one."""
    reasons: tuple[Reason, ...]
    headline: str = field(default="", metadata={"formerly": "heart"})
    """The change in one sentence for a lay reader: "Withdrawn: the promise not to sell your data." JSON also has it as `heart`."""
    certainty: Certainty = UNKNOWN
    language: str | None = None
    """Of the statement, ISO 639-1; "und" if it is not one of the known languages, None if it is too short to say."""
    judged: bool = True
    """False in a language that has no vocabulary: it is reported with its words, as material, and its direction is unclear."""

    @property
    def material(self) -> bool:
        """True when the change is critical or material."""
        return self.severity.rank >= Severity.MATERIAL.rank

    @property
    def withdrawn(self) -> bool:
        """True when the change withdraws a promise, even if another statement took its place."""
        return any(reason.rule in WITHDRAWAL_RULES for reason in self.reasons)


class PassageKind(StrEnum):
    """What became of a passage from the old version to the new one."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of the old text, the new text, or both; together they cover every character of both texts exactly once.

    In reading order of the new text, with removed passages at their old position. A moved passage appears twice, once with only its old
    span and once with only its new span, both with the same `change`.
    """

    kind: PassageKind
    old: tuple[int, int] | None
    new: tuple[int, int] | None
    change: str | None = None
    """The id of the change that it belongs to; None when nothing changed."""


@dataclass(frozen=True, slots=True)
class Changelog:
    """All changes between two texts, most serious first."""

    changes: tuple[Change, ...]
    passages: tuple[Passage, ...] = field(default=(), repr=False)
    notes: tuple[Reason, ...] = ()
    """About the document as a whole: an edit without a new date, a new date without an edit, a future effective date."""

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
        """The number of changes per severity, most serious first; severities without changes are omitted."""
        order = (Severity.CRITICAL, Severity.MATERIAL, Severity.MINOR, Severity.COSMETIC)
        return {s.value: n for s in order if (n := sum(c.severity is s for c in self.changes))}

    def reaches(self, threshold: Severity) -> tuple[Change, ...]:
        """The changes at or above a threshold."""
        return tuple(c for c in self.changes if c.severity.rank >= threshold.rank)

    def alerting(self, policy: Policy) -> tuple[Change, ...]:
        """The changes that alert under a policy's settings: those at its threshold, and those that nobody judged, which may be anything."""

        def alerts(change: Change) -> bool:
            return change.severity.rank >= policy.threshold.rank if change.judged else change.material and policy.alert_unjudged

        return tuple(filter(alerts, self.changes))


# --- derive: what a second reader says about it --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OpinionQuote:
    """Words that a second reader gives as its evidence; they are in the text, letter by letter."""

    text: str
    after: bool
    """In which of the two texts: the new one, or the old one."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a second reader, a language model, makes of the changes between two texts. Shown beside the verdict; never replaces it."""

    summary: str
    severity: Severity
    direction: Direction
    topics: tuple[str, ...]
    quotes: tuple[OpinionQuote, ...]


@dataclass(frozen=True, slots=True)
class SecondReading:
    """The answer of a second reader to one question: an opinion whose quotes stand, or why the answer was dropped."""

    model: str
    asked_at: datetime
    prompt: str
    """The version of the question's wording."""
    opinion: Opinion | None = None
    dropped: str | None = None
    """Slug of the reason; None for an opinion."""
    says: str | None = None
    """The reason in one sentence."""
    raised: bool = False
    """Whether an alert was sent because of it that the program itself would not have sent."""


# --- publish: who is alerted -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Alert:
    """A message about one new version of one policy, to be delivered to each channel once."""

    id: str
    """Stable: derived from the policy and the digests of the old and new texts."""
    policy: Policy
    old: Version
    new: Version
    changelog: Changelog
    report: str | None
    """The changelog page: a path relative to the working folder, or a URL."""
    created_at: datetime
    root: str | None = None
    """The root over all ledgers when the alert was made: kept with the message, it shows whether a ledger was altered since."""
    review: str | None = None
    """What somebody decided about the change before the message left, as after a day's wait for a digest; not stored."""
    second: SecondReading | None = None
    """What a second reader says about the change. Stored where the alert is there because of it; else added before it is sent."""


class NoticeKind(StrEnum):
    """What a notice is about."""

    UNREADABLE = "unreadable"
    READABLE_AGAIN = "readable-again"
    COMES_FROM_ELSEWHERE = "comes-from-elsewhere"
    """Another address answers than before, or it is reached another way."""
    FAULT = "fault"
    """Something on this machine can't be used: a full disk, a damaged file, a wrong clock."""
    FAULT_OVER = "fault-over"
    TEST = "test"
    """Asked for by a person, to see whether messages arrive."""


MONITOR = Policy("policy-monitor", "policy-monitor", "Monitoring")
"""Stands for the monitoring itself in notices that concern no single policy."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A message about the monitoring itself, not about a change; to be delivered to each channel once."""

    id: str
    """Stable: derived from the policy, the kind and `since`."""
    policy: Policy
    kind: NoticeKind
    since: datetime
    """When the policy became unreadable or came from elsewhere, or the fault began."""
    reason: str
    """Slug of the failure."""
    says: str
    """The failure in one sentence."""
    created_at: datetime


class DeliveryState(StrEnum):
    """The delivery state of one message to one channel."""

    PENDING = "pending"
    DELIVERED = "delivered"
    FAILED = "failed"
    """Given up after a permanent error or too many attempts; `alerts --retry` makes it pending again."""


@dataclass(frozen=True, slots=True)
class OutboxItem:
    """An alert or notice queued for one channel."""

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
    """A version, with the changelog from its predecessor (None for the first)."""

    version: Version
    changelog: Changelog | None
    alert: bool = False
    """Whether this version would have raised an alert under the policy's threshold had it been fetched live."""


@dataclass(frozen=True, slots=True)
class History:
    """Everything known about one policy, oldest first: the content of its report page."""

    policy: Policy
    entries: Sequence[HistoryEntry]
    rejected: Sequence[Rejection] = ()
    last_success: datetime | None = None
    last_failure: datetime | None = None
    failure: str | None = None
    provenances: Sequence[Provenance] = ()
    """Where its live captures came from."""
    reviews: Mapping[int, Sequence[ChangeReview]] = field(default_factory=dict)
    """By the position among the entries: what people decided about the change, oldest first."""
    reviews_used: bool = False
    """Whether anybody ever reviewed a change of any policy: only then is something said about changes that nobody reviewed."""
    second: Mapping[int, SecondReading] = field(default_factory=dict)
    """By the position among the entries: what a second reader said about the change."""
    evidence: Mapping[int, Sequence[KeptEvidence]] = field(default_factory=dict)
    """By the position among the entries: pictures and archives of the page, oldest first."""
