"""When a statement was in a policy: bounded by captures, followed through rewordings, with few fetches."""

from __future__ import annotations

import pytest

from monitor.core.history.bisection import max_fetches
from monitor.errors import RateLimited, Unreachable
from monitor.model import Policy
from monitor.pipeline.backfill import list_captures
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.phrase_history import PhraseHistory, find_when
from tests.cli.conftest import BROKEN, PROMISE, policy_page
from tests.pipeline.pipeline_world import POLICY, WALL, Archive, days

PHRASE = "does NOT share, sell, rent"
OTHER = "Larkspur keeps what you tell it to itself and to the carriers that deliver your orders."
REWORDED = "We never sell, share, or rent your personal information to third parties for their promotional purposes."


def archive_of(sharings: list[str | bytes]) -> Archive:
    """One capture a day, all with different bytes."""
    pages = [sharing if isinstance(sharing, bytes) else policy_page(sharing=sharing) for sharing in sharings]
    return Archive({at: page + b"<!-- build %d -->" % n for n, (at, page) in enumerate(zip(days(len(pages)), pages, strict=True))})


def find(context: MonitorContext, archive: Archive | None, *, policy: Policy = POLICY, exhaustive: bool = False) -> PhraseHistory:
    captures = list_captures(archive, policy) if archive else []
    return find_when(context, policy, archive, captures, PHRASE, exhaustive=exhaustive)


def test_an_interval_is_bounded_by_neighbouring_captures(context: MonitorContext) -> None:
    archive = archive_of([OTHER] * 9 + [PROMISE] * 14 + [BROKEN] * 9)
    found = find(context, archive)
    (presence,) = found.presences
    place = days(32).index
    assert presence.absent_before is not None
    assert presence.absent_after is not None
    bounds = (presence.absent_before, presence.first, presence.last, presence.absent_after)
    assert [place(known.captured_at) for known in bounds] == [8, 9, 22, 23]
    assert (presence.unread_before, presence.unread_after) == (0, 0)
    assert found.fetched == len(archive.fetched) <= max_fetches(32)
    assert found.captures == 32
    assert found.unseen + found.fetched == 32


def test_progress_never_exceeds_the_bound(context: MonitorContext) -> None:
    archive, progress = archive_of([PROMISE] * 10 + [BROKEN] * 10), list[tuple[int, int]]()
    find_when(context, POLICY, archive, list_captures(archive, POLICY), PHRASE, on_progress=lambda done, of: progress.append((done, of)))
    assert {of for _, of in progress} == {max_fetches(20)}
    assert [done for done, _ in progress] == sorted(done for done, _ in progress)
    assert progress[-1][0] <= max_fetches(20)


def test_what_was_fetched_is_not_fetched_again(context: MonitorContext) -> None:
    archive = archive_of([PROMISE] * 10 + [BROKEN] * 10)
    first = find(context, archive)
    second = find(context, archive)
    assert second.fetched == 0
    assert [(p.first.captured_at, p.last.captured_at) for p in second.presences] == [
        (p.first.captured_at, p.last.captured_at) for p in first.presences
    ]
    held = find(context, None)
    assert (held.captures, held.fetched, held.unseen) == (first.fetched, 0, 0)


def test_a_rewording_continues_the_interval_and_is_listed(context: MonitorContext) -> None:
    (presence,) = find(context, archive_of([PROMISE] * 6 + [REWORDED] * 6 + [BROKEN] * 6)).presences
    assert [(worded.wording.text, worded.wording.exact) for worded in presence.wordings] == [(PROMISE, True), (REWORDED, False)]
    assert days(18).index(presence.last.captured_at) == 11
    assert presence.wordings[0].capture == presence.first


def test_a_statement_that_returned_has_two_intervals(context: MonitorContext) -> None:
    found = find(context, archive_of([PROMISE] * 4 + [BROKEN] * 4 + [PROMISE] * 4), exhaustive=True)
    assert [days(12).index(presence.first.captured_at) for presence in found.presences] == [0, 8]
    assert found.presences[-1].absent_after is None
    assert (found.fetched, found.unseen) == (12, 0)


def test_a_bot_wall_is_unreadable_and_bounds_no_interval(context: MonitorContext) -> None:
    found = find(context, archive_of([PROMISE] * 5 + [WALL] * 2 + [BROKEN] * 5), exhaustive=True)
    (presence,) = found.presences
    assert presence.absent_after is not None
    assert days(12).index(presence.absent_after.captured_at) == 7
    assert (presence.unread_after, found.unreadable) == (2, 2)


def test_a_phrase_that_was_never_there(context: MonitorContext) -> None:
    found = find(context, archive_of([OTHER] * 20))
    assert found.presences == []
    assert found.fetched <= max_fetches(20)


def test_a_capture_that_cannot_be_played_back_is_skipped(context: MonitorContext) -> None:
    archive = archive_of([PROMISE] * 3 + [BROKEN] * 3)
    archive.failing[days(6)[2]] = Unreachable("reset")
    found = find(context, archive, exhaustive=True)
    (presence,) = found.presences
    assert days(6).index(presence.last.captured_at) == 1
    assert (presence.unread_after, found.unreadable) == (1, 1)
    assert found.failures == [("2015-01-03T12:00:00Z", "reset")]


def test_an_archive_that_limits_requests_ends_the_search_with_what_is_known(context: MonitorContext) -> None:
    archive = archive_of([PROMISE] * 8 + [BROKEN] * 8)
    find_when(context, POLICY, archive, list_captures(archive, POLICY)[:1], PHRASE)
    archive.failing = dict.fromkeys(days(16), RateLimited("slow down"))
    found = find(context, archive)
    assert found.failures == [("wayback", "slow down")]
    assert [presence.first.captured_at for presence in found.presences] == days(1)


@pytest.mark.parametrize("urls", [("https://larkspur.example/privacy", "https://larkspur.example/terms")])
def test_each_page_of_a_document_is_searched_by_itself(context: MonitorContext, urls: tuple[str, ...]) -> None:
    found = find(context, archive_of([PROMISE] * 2), policy=Policy("larkspur", "Larkspur", urls=urls), exhaustive=True)
    assert found.captures == 4
    assert [presence.first.page for presence in found.presences] == sorted({p.first.page for p in found.presences})
    assert len(found.presences) == 2
