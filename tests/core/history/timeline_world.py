"""Small worlds for the timeline's tests: texts, moments and captures in a line each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from monitor.core.history.timeline import ExtractedCapture, Timeline, build_timeline
from monitor.model import (
    Change,
    ChangeKind,
    Changelog,
    Direction,
    Document,
    ExtractionResult,
    PageFacts,
    Policy,
    ReviewDecision,
    Severity,
    SnapshotRecord,
)

CASES = Path(__file__).parents[2] / "cases_screen"
A = (CASES / "history" / "policy.md").read_text()
B = A.replace("We do not sell your personal data to anybody.", "We may sell your personal data to partners.")
C = A.replace("thirty days before the change", "three days before the change")
STUB = (CASES / "stub-summary" / "page.md").read_text()
WALL = (CASES / "bot-just-a-moment" / "page.md").read_text()
CUT = A[: len(A) * 2 // 3]
START = datetime(2020, 1, 1, tzinfo=UTC)
URL = "https://heronlane.example/privacy"
POLICY = Policy("heron", "Heron Lane Books", urls=(URL,))


def day(number: float) -> datetime:
    return START + timedelta(days=number)


def seen(text: str, number: float, *, url: str = URL, sequence: int = 0, **more: object) -> ExtractedCapture:
    at = day(number)
    digest = sha256(text.encode()).hexdigest()
    record = SnapshotRecord("heron", sequence, url, at, at, "import", digest, len(text), "", **more)  # type: ignore[arg-type]
    error = None if text else ("empty", "The page holds no text.")
    return ExtractedCapture(record, ExtractionResult(Document(text) if text else None, PageFacts(page_text=text[:4000]), error))


def alarming(old: Document, new: Document) -> Changelog:
    """Every difference is material, but for one in the word "prices"."""
    assert old.text != new.text
    severity = Severity.COSMETIC if old.text.replace("cost", "prices") == new.text.replace("cost", "prices") else Severity.MATERIAL
    return Changelog((Change("c", ChangeKind.REWORDED, severity, Direction.NEUTRAL, (), None, None, (), ()),))


def fold(captures: Sequence[ExtractedCapture], words: Sequence[ReviewDecision] = (), policy: Policy = POLICY) -> Timeline:
    return build_timeline(policy, captures, words, alarming)


def story(*texts: str, every: float = 1) -> list[ExtractedCapture]:
    return [seen(text, place * every) for place, text in enumerate(texts)]


def versions(timeline: Timeline) -> list[tuple[str, datetime]]:
    return [(entry.version.document.text, entry.version.captured_at) for entry in timeline.entries]


def alerts(timeline: Timeline) -> list[bool]:
    return [entry.alert for entry in timeline.entries]


def reasons(timeline: Timeline) -> list[str | None]:
    return [rejection.verdict.reason for rejection in timeline.rejections]
