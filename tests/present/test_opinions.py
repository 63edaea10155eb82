"""A second reader's answer beside the verdict, in words and as JSON."""

from __future__ import annotations

from datetime import UTC, datetime

from monitor.core.compare import compare_documents
from monitor.model import Direction, Document, Opinion, OpinionQuote, SecondReading, Severity
from monitor.pipeline.reader_trial import NEW, OLD
from monitor.present.opinions import disagrees, own_verdict, second_json, shown_opinion

NOW = datetime(2026, 3, 1, tzinfo=UTC)
CHANGES = compare_documents(Document(OLD), Document(NEW))


def reading(severity: Severity, direction: Direction = Direction.WEAKENS) -> SecondReading:
    opinion = Opinion("It is sold.", severity, direction, ("sale-of-data",), (OpinionQuote("We may sell", after=True),))
    return SecondReading("tiny:1b", NOW, "1", opinion)


def test_both_verdicts_side_by_side() -> None:
    shown = shown_opinion(reading(Severity.CRITICAL), CHANGES)
    assert shown.title == "Second reader (tiny:1b, 1 March 2026)"
    assert (shown.ours, shown.theirs) == ("critical, against you", "critical, against you")
    assert shown.stands == "Both reach the same verdict."
    assert shown.quotes == (("After", "We may sell"),)


def test_a_disagreement() -> None:
    assert "disagree" in shown_opinion(reading(Severity.MINOR), CHANGES).stands
    opposite = reading(Severity.CRITICAL, Direction.STRENGTHENS).opinion
    assert opposite is not None
    assert disagrees(opposite, *own_verdict(CHANGES))
    assert "close" in shown_opinion(reading(Severity.MATERIAL), CHANGES).stands


def test_a_dropped_answer() -> None:
    dropped = SecondReading("tiny:1b", NOW, "1", None, "not-json", "it is not JSON")
    assert shown_opinion(dropped, CHANGES).stands == "Its answer was dropped: it is not JSON."
    data = second_json(dropped, CHANGES)
    assert data is not None
    assert (data["opinion"], data["dropped"]) == (None, {"reason": "not-json", "says": "it is not JSON"})
    assert second_json(None, CHANGES) is None
