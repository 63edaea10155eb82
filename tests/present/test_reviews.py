"""Reviews in words and as JSON."""

from __future__ import annotations

from monitor.model import ReviewState, Severity
from monitor.present.reviews import review_json, reviews_json, shown_review
from tests.core.history.test_reviews import review


def test_the_latest_review_is_the_state_and_the_others_are_counted() -> None:
    first, last = review(0, "a", state=ReviewState.ESCALATED), review(0, "a", by="Lee", note="ours")
    shown = shown_review([first, last], None)
    assert shown.says == "Accepted by Lee on 17 May 2026 (after 1 earlier review)"
    assert (shown.note, shown.changed) == ("ours", None)
    assert shown_review([first], None).says == "Escalated by Kim on 17 May 2026"
    assert shown.digest != shown_review([first, last], "The verdict has changed.").digest


def test_json_has_all_of_them() -> None:
    one = review(0, "a", severity=Severity.MATERIAL, engine="8")
    assert review_json(one) == {
        "state": "accepted",
        "by": "Kim",
        "at": "2026-05-17T12:00:00Z",
        "note": None,
        "severity": "material",
        "engine": "8",
    }
    assert reviews_json((), None) == {"review": None, "reviews": [], "verdict_changed": None}
    assert reviews_json([one, one], "so")["reviews"] == [review_json(one)] * 2


def test_what_is_shown_decides_whether_pages_are_made_again() -> None:
    one = review(0, "a")
    same = shown_review([one], None)
    others = [
        shown_review([review(0, "a", by="Lee")], None),
        shown_review([review(0, "a", note="Why.")], None),
        shown_review([review(0, "a", state=ReviewState.DISMISSED)], None),
        shown_review([one, one], None),
        shown_review([one], "It changed."),
    ]
    assert shown_review([one], None).digest == same.digest
    assert len({other.digest for other in [same, *others]}) == 6
