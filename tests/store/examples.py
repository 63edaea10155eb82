"""Values that the store's tests keep and find again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from monitor.model import (
    Alert,
    Change,
    ChangeKind,
    Changelog,
    ChangeReview,
    Direction,
    Document,
    ExtractionResult,
    HistoryEntry,
    PageFacts,
    Passage,
    PassageKind,
    Policy,
    Reason,
    Rejection,
    ReviewDecision,
    ReviewState,
    ScreenStatus,
    Selector,
    Severity,
    Side,
    Snapshot,
    Verdict,
    Version,
)

NOON = datetime(2020, 5, 17, 12, tzinfo=UTC)
URL = "https://acme.example/privacy"


def moment(n: int) -> datetime:
    return NOON + timedelta(days=n)


def snapshot(n: int = 0, body: bytes | None = None, **other: object) -> Snapshot:
    values = {
        "policy": "acme",
        "url": URL,
        "captured_at": moment(n),
        "source": "live",
        "body": b"<html><p>We keep your data for %d days.</p></html>" % n if body is None else body,
        "status": 200,
        "media_type": "text/html; charset=utf-8",
        "headers": {"Server": "Ärger"},
        "archive_url": "https://archive.example/1",
    }
    return Snapshot(**{**values, **other})  # type: ignore[arg-type]


def document(n: int = 0) -> Document:
    return Document(f"# Privacy\n\nWe keep your data for {n} days – “always”.\n", "Privacy", "2020-05-17", notes=("Encoding guessed.",))


def version(n: int = 0, **other: object) -> Version:
    held = snapshot(n)
    values = {
        "policy": "acme",
        "captured_at": held.captured_at,
        "last_seen": moment(n),
        "source": "live",
        "sha256": document(n).sha256,
        "snapshot_sha256": held.sha256,
        "url": URL,
        "archive_url": None,
        "document": document(n),
    }
    return Version(**{**values, **other})  # type: ignore[arg-type]


def changelog(n: int = 0) -> Changelog:
    side = Side("We keep your data.", ("Privacy", "Keeping"), (0, 18))
    change = Change(
        id=f"c{n}",
        kind=ChangeKind.REWORDED,
        severity=Severity.CRITICAL,
        direction=Direction.WEAKENS,
        topics=("retention",),
        old=side,
        new=None,
        edits=(("=", "We "), ("-", "keep")),
        reasons=(Reason("promise-withdrawn", "A promise is gone.", "keep"),),
        headline="Withdrawn: a promise.",
    )
    return Changelog((change,), (Passage(PassageKind.CHANGED, (0, 18), None, f"c{n}"),), (Reason("silent", "No date moved.", ""),))


def entries(count: int) -> list[HistoryEntry]:
    return [HistoryEntry(version(n), changelog(n) if n else None, alert=bool(n)) for n in range(count)]


def rejection(n: int = 0) -> Rejection:
    held = snapshot(n)
    return Rejection("acme", held.captured_at, "live", held.sha256, URL, None, Verdict(ScreenStatus.REFUSED, "bot-wall", "A bot wall."))


def decision(n: int = 0, *, accept: bool = True) -> ReviewDecision:
    return ReviewDecision(snapshot(n).sha256, moment(n), accept, moment(n + 1), "It is the policy.")


def review(n: int = 0, about: str = "acme") -> ChangeReview:
    held = snapshot(n)
    return ChangeReview(
        about, moment(n), document(n).sha256, held.sha256, ReviewState.ACCEPTED, moment(n + 1), "Kim", "Discussed.\nNo action.",
        Severity.CRITICAL, "abc", "8",
    )  # fmt: skip


def reading(n: int = 0) -> ExtractionResult:
    return ExtractionResult(document(n), PageFacts(media_type="text/html", words=7, page_text="We keep your data."))


def alert(n: int = 1) -> Alert:
    policy = Policy("acme", "Acme", urls=(URL,), select=(Selector("main", moment(0)),))
    return Alert(f"alert-{n}", policy, version(n - 1), version(n), changelog(n), "reports/acme/x.html", moment(n))
