"""The JSON API under /api; read-only."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, HTTPException, Path, Query
from fastapi.responses import PlainTextResponse

from monitor.errors import UsageError
from monitor.model import HistoryEntry, Policy, SecondReading, Version
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.reviews import change_json
from monitor.pipeline.search_results import answer_json
from monitor.pipeline.second_readings import second_readings
from monitor.present.opinions import second_json
from monitor.present.reviews import reviews_json
from monitor.render.paths import policy_folder
from monitor.timestamps import from_iso, from_timestamp14
from monitor.web.changes import ChangeRow, ChangeTable, Filters, changes_of
from monitor.web.desk import Desk
from monitor.web.reviewing import ReviewFilters, listed_changes
from monitor.web.row_reviews import RowReview, RowReviews, chosen_rows
from monitor.web.searching import LONGEST_QUERY, SearchQuery, answer_to, texts_of
from monitor.web.shapes import (
    ChangeList,
    ChangeOut,
    ErrorOut,
    FullChanges,
    PolicyList,
    PolicyOut,
    ReviewList,
    SearchOut,
    VersionList,
    VersionOut,
    VersionText,
)

MOST = 1000
"""Items of one answer."""
PolicyId = Annotated[str, Path(description="A policy's id.", max_length=200)]
Date = Annotated[
    str,
    Path(description="A time in UTC, ISO 8601 or 14 digits; selects the version in force then. A day means its end.", max_length=40),
]
Limit = Annotated[int, Query(ge=1, le=MOST, description="Maximum number of items.")]
Offset = Annotated[int, Query(ge=0, le=10**9, description="Number of items to skip.")]
Tag = Annotated[str, Query(max_length=200, description="Only policies with this tag.")]
Words = Annotated[str, Query(max_length=200, description="Part of a name or an id, in any case.")]
Id = Annotated[str, Query(max_length=200, description="Only this policy, by its id.")]
Topic = Annotated[str, Query(max_length=200, description="Only changes with this topic, such as sale-of-data.")]
_MISSING: dict[int | str, dict[str, object]] = {404: {"model": ErrorOut}}
_UNPROCESSABLE: dict[int | str, dict[str, object]] = {422: {"model": ErrorOut}}
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def api_router(desk: Desk, table: ChangeTable) -> APIRouter:
    """The routes of the API, over one configuration."""
    # Plain functions: FastAPI runs them in threads, where reading a database holds up nobody.
    router = APIRouter(prefix="/api", tags=["policies"])

    @router.get("/policies", summary="List policies")
    def policies(tag: Tag = "", q: Words = "", limit: Limit = 100, offset: Offset = 0) -> PolicyList:
        """Those with the tag whose name, id or document has the words, in the order of the configuration."""
        context, words = desk.context(), q.casefold()
        chosen = [
            one
            for one in context.policies
            if (not tag or tag in one.tags) and (not words or any(words in text.casefold() for text in (one.id, one.name, one.document)))
        ]
        return PolicyList(total=len(chosen), policies=[_policy(context, one) for one in chosen[offset : offset + limit]])

    @router.get("/policies/{policy}", summary="One policy", responses=_MISSING)
    def policy(policy: PolicyId) -> PolicyOut:
        """A policy and how its checks go."""
        context = desk.context()
        return _policy(context, _find(context, policy))

    @router.get("/policies/{policy}/versions", summary="List the versions of a policy", responses=_MISSING)
    def versions(policy: PolicyId, limit: Limit = 100, offset: Offset = 0) -> VersionList:
        """Oldest first, without their texts."""
        context = desk.context()
        whose = _find(context, policy)
        entries, second = context.index.entries(whose.id), second_readings(context, whose)
        shown = range(len(entries))[offset : offset + limit]
        listed = [VersionOut(**_version(entries[place].version), second_reader=_second(second, place, entries[place])) for place in shown]
        return VersionList(total=len(entries), versions=listed)

    @router.get("/policies/{policy}/versions/{date}", summary="The version in force at a date", responses=_MISSING)
    def version(policy: PolicyId, date: Date) -> VersionText:
        """A version with its text."""
        context = desk.context()
        found, whose = _in_force(context, policy, date), _find(context, policy)
        second = second_readings(context, whose)
        place = next((n for n, one in enumerate(context.index.version_names(whose.id)) if one.captured_at == found.captured_at), 0)
        said = _second(second, place, context.index.entries(whose.id)[place]) if place in second else None
        return VersionText(**_version(found), text=found.document.text, second_reader=said)

    @router.get("/policies/{policy}/versions/{date}/text", summary="Its text alone", responses=_MISSING, response_class=PlainTextResponse)
    def text(policy: PolicyId, date: Date) -> PlainTextResponse:
        """The text as Markdown."""
        return PlainTextResponse(_in_force(desk.context(), policy, date).document.text)

    @router.get("/policies/{policy}/changes", summary="The changes of a policy in full", responses=_MISSING)
    def full_changes(policy: PolicyId, limit: Limit = 100, offset: Offset = 0) -> FullChanges:
        """All changes with both texts, by version, oldest version first."""
        context = desk.context()
        found = changes_of(context.reports / policy_folder(_find(context, policy).id) / "changes.json")
        return FullChanges(total=len(found), changes=found[offset : offset + limit])

    @router.get("/changes", summary="Changes of all policies", tags=["changes"])
    def changes(
        vendor: Words = "",
        policy: Id = "",
        tag: Tag = "",
        topic: Topic = "",
        severity: Annotated[
            Literal["", "none", "cosmetic", "minor", "material", "critical"], Query(description="The least severity.")
        ] = "",
        week: Annotated[str, Query(pattern=r"^$|^\d{4}-W\d\d$", description="ISO week, such as 2026-W48.")] = "",
        review: Annotated[
            Literal["", "open", "reviewed", "accepted", "escalated", "dismissed"],
            Query(description="The latest review of the version; open if one is due."),
        ] = "",
        sort: Literal["date", "severity", "vendor", "topic", "review"] = "date",
        order: Literal["asc", "desc"] = "desc",
        limit: Limit = 100,
        offset: Offset = 0,
    ) -> ChangeList:
        """What the table of all changes shows, and the changes that it groups with others."""
        context = desk.context()
        filters, reviews = Filters(vendor, policy, tag, topic, severity, week, review, sort, order == "asc"), RowReviews(desk, context)
        rows = chosen_rows(table.rows(context.reports, context.policies, filters=filters), reviews, filters)
        shown = [_change(row, reviews.of(row)) for row in rows[offset : offset + limit]]
        return ChangeList(total=len(rows), changes=shown)

    _add_search(router, desk)
    _add_reviews(router, desk)
    return router


def _add_search(router: APIRouter, desk: Desk) -> None:
    @router.get("/search", summary="Find words in every version", tags=["search"], responses=_UNPROCESSABLE, response_model=SearchOut)
    def search(
        q: Annotated[
            str, Query(min_length=1, max_length=LONGEST_QUERY, description='Words of one sentence; a phrase in "quotation marks"; sell*.')
        ],
        scope: Annotated[Literal["", "now", "ever"], Query(description="What is in force now (the default), or what ever was.")] = "",
        said: Annotated[Literal["", "affirmed", "denied"], Query(description="Only sentences that say it is done, or is not.")] = "",
        tag: Tag = "",
        topic: Annotated[str, Query(max_length=200, description="Only sentences about it, such as retention.")] = "",
        since: Annotated[str, Query(max_length=10, description="Only where the words came or went from this day on: 2026-11-29.")] = "",
        limit: Limit = 100,
        offset: Offset = 0,
    ) -> dict[str, Any]:
        """Per policy: when the words came, whether they are still there, when they went, and the sentences."""
        try:
            answer = answer_to(desk.context(), SearchQuery(q, scope != "ever", said, tag, topic, since))
        except UsageError as error:
            raise HTTPException(422, str(error)) from None
        return answer_json(answer, answer.findings[offset : offset + limit], texts_of(q))


def _add_reviews(router: APIRouter, desk: Desk) -> None:
    @router.get("/reviews", summary="Changes and what was decided about them", tags=["reviews"])
    def reviews(
        state: Annotated[
            Literal["", "open", "reviewed", "accepted", "escalated", "dismissed"], Query(description="Of the latest review.")
        ] = "",
        tag: Tag = "",
        policy: Id = "",
        archived: Annotated[bool, Query(description="Count changes found in archives and files as open too.")] = False,
        limit: Limit = 100,
        offset: Offset = 0,
    ) -> ReviewList:
        """Those that alert and those that were reviewed; what nobody has looked at first, then the newest."""
        context, filters = desk.context(), ReviewFilters(state, tag, policy, archived)
        with desk.reading:
            every = listed_changes(context, ReviewFilters("", tag, policy, archived))
            found = [one for one in every if filters.let_through(one)]
        shown = [
            {
                **change_json(one),
                "open": filters.is_open(one),
                **reviews_json(one.reviews, one.changed),
                "second_reader": _second(second_readings(context, one.policy), one.position, one.entry),
            }
            for one in found[offset : offset + limit]
        ]
        waiting = sum(map(filters.is_open, every))
        return ReviewList.model_validate({"total": len(found), "open": waiting, "changes": shown})


def _find(context: MonitorContext, policy_id: str) -> Policy:
    try:
        return context.policy(policy_id)
    except UsageError:
        # Without its suggestions: a program reads this.
        raise HTTPException(404, "there is no such policy") from None


def _in_force(context: MonitorContext, policy_id: str, date: str) -> Version:
    policy = _find(context, policy_id)
    found = context.index.version_at(policy.id, moment_of(date))
    if found is None:
        raise HTTPException(404, "there is no version of that date")
    return found


def moment_of(date: str) -> datetime:
    """The moment that a date means: of a day, its last second.

    Raises:
        HTTPException: it is no date.
    """
    try:
        if _DAY.fullmatch(date):
            return from_iso(f"{date}T23:59:59Z")
        found = from_timestamp14(date) if date.isascii() and date.isdigit() else from_iso(date)
    except (ValueError, OverflowError):  # 0001-01-01T00:00:00+23:59 is before all time
        raise HTTPException(404, "a date is written 2026-11-29, 2026-11-29T18:00:00Z or 20261129180000") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _policy(context: MonitorContext, policy: Policy) -> PolicyOut:
    check, names = context.state.check(policy.id), context.index.version_names(policy.id)
    return PolicyOut(
        id=policy.id,
        name=policy.name,
        document=policy.document,
        urls=list(policy.urls),
        tags=list(policy.tags),
        paused=policy.paused,
        versions=len(names),
        newest=names[-1].captured_at if names else None,
        last_success=check.last_success,
        failing=check.says if check.failures_in_row else None,
    )


def _second(readings: Mapping[int, SecondReading], place: int, entry: HistoryEntry) -> dict[str, Any] | None:
    return second_json(readings.get(place), entry.changelog)


def _version(version: Version) -> dict[str, Any]:
    document = version.document
    return {
        **{name: getattr(version, name) for name in ("policy", "captured_at", "last_seen", "source", "sha256", "snapshot_sha256", "url")},
        "archive_url": version.archive_url,
        **{name: getattr(document, name) for name in ("title", "stated_date", "language")},
    }


def _change(row: ChangeRow, review: RowReview) -> ChangeOut:
    same = ("policy", "vendor", "document", "id", "captured_at", "week", "direction", "kind")
    return ChangeOut(
        **{name: getattr(row, name) for name in same},
        tags=list(row.tags),
        severity=row.severity.value,
        topics=list(row.topics),
        headline=row.says,
        page=f"/{row.page}",
        review=review.state or None,
    )
