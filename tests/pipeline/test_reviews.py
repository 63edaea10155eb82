"""Reviews in a real store: what is open, what is recorded, and that it survives whatever is done to what is derived."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.core.history.reviews import verdict_digest
from monitor.errors import UsageError
from monitor.model import ReviewState, Severity
from monitor.pipeline import publish, reviews
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.rebuild import rebuild
from monitor.pipeline.refresh import refresh
from monitor.pipeline.verification import verify

from .pipeline_world import BAD, POLICY, World, run


@pytest.fixture
def changed(context: MonitorContext, world: World) -> MonitorContext:
    """A store whose policy has changed once."""
    run(context, world)
    run(context, world, BAD)
    return context


def all_of(context: MonitorContext) -> list[reviews.ReviewedChange]:
    return list(reviews.reviewed_changes(context, POLICY))


def record(context: MonitorContext, state: ReviewState = ReviewState.ACCEPTED, *, by: str = "Kim", note: str | None = None) -> None:
    reviews.record_reviews(context, [all_of(context)[-1]], state, by=by, note=note)


def test_a_live_change_that_alerts_is_open_until_somebody_reviews_it(changed: MonitorContext) -> None:
    first, second = all_of(changed)
    assert (first.open, first.weighty, second.open, second.severity) == (False, False, True, Severity.CRITICAL)
    record(changed, note="as agreed")
    second = all_of(changed)[1]
    assert not second.open
    (one,) = second.reviews
    assert (one.about, one.state, one.by, one.note) == ("larkspur", ReviewState.ACCEPTED, "Kim", "as agreed")
    assert (one.severity, one.verdict) == (Severity.CRITICAL, verdict_digest(second.entry.changelog))
    assert second.changed is None


def test_a_change_from_an_archive_is_not_open(changed: MonitorContext) -> None:
    change = all_of(changed)[1]
    archived = replace(change, entry=replace(change.entry, version=replace(change.entry.version, source="wayback")))
    assert (archived.open, archived.weighty, archived.archived) == (False, True, True)


def test_a_later_review_stands_beside_the_earlier_one(changed: MonitorContext) -> None:
    record(changed, ReviewState.ESCALATED)
    record(changed, ReviewState.DISMISSED, by="Lee")
    assert [(one.state.value, one.by) for one in all_of(changed)[1].reviews] == [("escalated", "Kim"), ("dismissed", "Lee")]
    assert verify(changed).faults == []


@pytest.mark.parametrize(
    ("by", "note", "says"),
    [("", None, "say who"), ("\x1b\n ", None, "say who"), ("K" * 121, None, "the name has 121"), ("Kim", "x" * 4001, "the note has 4,001")],
)
def test_what_cannot_be_kept_is_refused(changed: MonitorContext, by: str, note: str | None, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        record(changed, by=by, note=note)
    assert not changed.archive.has_reviews()


def test_names_and_notes_steer_no_terminal(changed: MonitorContext) -> None:
    record(changed, by=" K\x1b[31mim\u202e ", note="one\x07\r\n\n two\u2028three ")
    (one,) = all_of(changed)[1].reviews
    assert (one.by, one.note) == ("K [31mim", "one\n\ntwo\nthree")


def test_a_review_survives_what_is_derived_anew(changed: MonitorContext) -> None:
    record(changed)
    before = all_of(changed)[1].reviews
    refresh(changed, [POLICY], rederive=True, rerender=True)
    assert all_of(changed)[1].reviews == before
    rebuild(changed)
    assert all_of(changed)[1].reviews == before
    assert verify(changed).faults == []


def test_a_review_names_a_verdict_that_is_another_one_now(changed: MonitorContext) -> None:
    record(changed)
    change = all_of(changed)[1]
    then = replace(change.reviews[0], severity=Severity.MINOR, state=ReviewState.DISMISSED)
    changed.archive.record_reviews(POLICY.id, [then])
    refresh(changed, [POLICY])
    assert all_of(changed)[1].changed == "The verdict has changed since: it was minor when it was reviewed, and is critical now."
    page = (changed.reports / "larkspur" / "index.html").read_text()
    assert "it was minor when it was reviewed" in page


def test_pages_are_stale_until_they_show_a_review(changed: MonitorContext) -> None:
    assert reviews.reviews_key(changed, POLICY) == ""
    assert not publish.is_stale(changed, POLICY)
    record(changed)
    assert publish.is_stale(changed, POLICY)
    # A kill between the review and its pages is no fault of the record.
    assert verify(changed).faults == []
    refresh(changed, [POLICY])
    assert not publish.is_stale(changed, POLICY)
    assert verify(changed).faults == []


def test_every_page_of_a_reviewed_change_shows_it_and_the_next_review(changed: MonitorContext) -> None:
    folder = changed.reports / "larkspur"
    for state, by in ((ReviewState.ESCALATED, "Kim & Co"), (ReviewState.ACCEPTED, "Lee")):
        record(changed, state, by=by)
        refresh(changed, [POLICY])
        (changelog,) = folder.glob("*--*.html")
        for page in (folder / "index.html", changelog, folder / "feed.atom", folder / "feed.json", changed.reports / "index.html"):
            assert f"{state.value.capitalize()} by {by.split()[0]}" in page.read_text(), page
    assert verify(changed).faults == []


def test_an_alert_that_waited_says_what_was_decided(changed: MonitorContext) -> None:
    (item,) = changed.state.alerts()
    assert not hasattr(item.alert, "says")
    assert reviews.with_review(changed, item.alert) == item.alert  # type: ignore[arg-type]
    record(changed)
    assert reviews.with_review(changed, item.alert).review == f"Accepted by Kim on {changed.now():%-d %B %Y}."  # type: ignore[arg-type]
    (changed.archive.root / ".record" / "ledger.jsonl").write_text("{\n")
    assert (reviews.shown_on_pages(changed, POLICY), reviews.reviews_key(changed, POLICY)) == (({}, False), "")
    assert reviews.with_review(changed, item.alert) == item.alert  # type: ignore[arg-type]


def test_only_what_alerts_or_was_reviewed_is_listed(changed: MonitorContext) -> None:
    assert changed.index.alert_flags("larkspur") == [False, True]
    assert changed.index.awaited_flags("larkspur") == [one.open for one in all_of(changed)]
    assert [one.position for one in reviews.changes_to_review(changed, POLICY)] == [1]
    reviews.record_reviews(changed, all_of(changed)[:1], ReviewState.REVIEWED, by="Kim", note=None)
    assert list(reviews.changes_to_review(changed, POLICY)) == all_of(changed)
    assert list(reviews.changes_to_review(changed, replace(POLICY, id="oak"))) == []
