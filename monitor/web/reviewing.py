"""Reviews in the app: what is open, one change with its trail, and the form that records a decision."""

from __future__ import annotations

import getpass
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from monitor.core.history.reviews import verdict_digest
from monitor.errors import MonitorError, UsageError
from monitor.model import Policy, ReviewState, Version
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.publish import report_path
from monitor.pipeline.refresh import refresh
from monitor.pipeline.reviews import (
    LONGEST_NAME,
    LONGEST_NOTE,
    ReviewedChange,
    change_headline,
    changes_to_review,
    record_reviews,
    reviews_of,
)
from monitor.pipeline.second_readings import second_readings
from monitor.present.opinions import shown_opinion
from monitor.present.reviews import shown_review
from monitor.store.index import VersionName
from monitor.web.desk import Desk
from monitor.web.view import View, page_number

PAGE = 25
"""Changes of a page, each with a box to tick: a form has at most forty fields."""
OPEN = "open"
STATES = (OPEN, *(one.value for one in ReviewState))
ORDERS = ("unreviewed", "newest")
_LONGEST_FILTER = 200
_TICK = "change-"
# Seconds: two people who press the button within a second must not meet; a check takes longer.
_LOCK_WAIT = 5.0
_MEANS = {
    ReviewState.REVIEWED: "Reviewed: seen",
    ReviewState.ACCEPTED: "Accepted: no reason to act",
    ReviewState.ESCALATED: "Escalated: somebody has to act",
    ReviewState.DISMISSED: "Dismissed: not worth a look",
}


@dataclass(frozen=True, slots=True)
class ReviewFilters:
    """Which changes a list shows; an empty filter lets everything through."""

    state: str = ""
    """One of STATES."""
    tag: str = ""
    policy: str = ""
    archived: bool = False
    """Whether changes found in archives and files count as open too."""
    order: str = "unreviewed"
    """One of ORDERS."""

    def address(self, **more: object) -> str:
        """The page that shows these changes."""
        given = {"state": self.state, "tag": self.tag, "policy": self.policy, "archived": "1" if self.archived else ""}
        given |= {"order": self.order if self.order != ORDERS[0] else "", **{name: str(value) for name, value in more.items()}}
        query = urlencode({name: value for name, value in given.items() if value})
        return f"/-/reviews?{query}" if query else "/-/reviews"

    def is_open(self, change: ReviewedChange) -> bool:
        """Whether somebody has to look at it."""
        return change.open or (self.archived and change.weighty and not change.reviews)

    def let_through(self, change: ReviewedChange) -> bool:
        """Whether the change is shown."""
        if self.state == OPEN:
            return self.is_open(change)
        return not self.state or (bool(change.reviews) and change.reviews[-1].state.value == self.state)


def review_filters_of(given: Mapping[str, str]) -> ReviewFilters:
    """The filters in an address or a form; what can't be one filters nothing."""
    found = {key: value[:_LONGEST_FILTER] for key, value in given.items()}
    state, order = found.get("state", ""), found.get("order", "")
    return ReviewFilters(
        state=state if state in STATES else "",
        tag=found.get("tag", ""),
        policy=found.get("policy", ""),
        archived=found.get("archived") == "1",
        order=order if order in ORDERS else ORDERS[0],
    )


def listed_changes(context: MonitorContext, filters: ReviewFilters) -> list[ReviewedChange]:
    """The changes that alert and those that were reviewed: what nobody has looked at first, then what is newest."""
    chosen = [
        policy
        for policy in context.policies
        if (not filters.policy or policy.id == filters.policy) and (not filters.tag or filters.tag in policy.tags)
    ]
    found = [one for policy in chosen for one in changes_to_review(context, policy) if one.weighty or one.reviews]
    found = [one for one in found if filters.let_through(one)]
    found.sort(key=lambda one: one.entry.version.captured_at, reverse=True)
    if filters.order == ORDERS[0]:
        # The most serious open ones first: a reviewer with five minutes begins there.
        found.sort(key=lambda one: (filters.is_open(one), one.severity.rank if filters.is_open(one) else 0), reverse=True)
    return found


def verdict_shown(change: ReviewedChange) -> str:
    """A digest of all that a page said about the change, so that nobody decides on what was never shown to them."""
    return (verdict_digest(change.entry.changelog) or "first version")[:16]


# --- pages ------------------------------------------------------------------------------------------------------------


def reviews_page(view: View, request: Request) -> Response:
    """The list, with a form for those that are ticked."""
    return _list(view, request, review_filters_of(request.query_params), dict(request.query_params))


def _list(view: View, request: Request, filters: ReviewFilters, given: Mapping[str, str], fault: str | None = None) -> Response:
    context = view.desk.context()
    # Once without the filter by state, for the number of open ones is reported beside any filter.
    with view.desk.reading:
        every = listed_changes(context, replace(filters, state=""))
        found, waiting = [one for one in every if filters.let_through(one)], sum(map(filters.is_open, every))
        last = max(1, -(-len(found) // PAGE))
        number = min(page_number(request), last)
        shown = [_row(context, one, filters) for one in found[(number - 1) * PAGE : number * PAGE]]
    # Only a small number: an address that somebody sends must not put words into our mouth.
    done = given.get("done", "")
    values: dict[str, Any] = {
        "filters": filters, "rows": shown, "count": len(found), "waiting": waiting, "number": number, "last": last, "fault": fault,
        "page_link": lambda to: filters.address(page=to), "tags": sorted({tag for policy in context.policies for tag in policy.tags}),
        "states": STATES, "given": given, "ticked": {name for name in given if name.startswith(_TICK)},
        "done": int(done) if done.isascii() and done.isdigit() and len(done) < 3 else 0, **_form(request),
    }  # fmt: skip
    return view.page(request, "reviews.html.j2", status=422 if fault else 200, **values)


def review_page(view: View, request: Request) -> Response:
    """One change with all that was decided about it, and the form."""
    return _one(view, request, str(request.path_params["policy"]), str(request.path_params["version"]), dict(request.query_params))


def _one(view: View, request: Request, policy_id: str, name: str, given: Mapping[str, str], fault: str | None = None) -> Response:
    context = view.desk.context()
    try:
        with view.desk.reading:
            change = find_change(context, policy_id, name)
            row = _row(context, change, ReviewFilters(archived=True))
            said = second_readings(context, change.policy).get(change.position)
    except UsageError as error:
        return view.fault(request, error, status=404, back="/-/reviews")
    values: dict[str, Any] = {"row": row, "change": change, "given": given, "fault": fault, "done": given.get("done") == "1",
                              "second": shown_opinion(said, change.entry.changelog) if said else None}  # fmt: skip
    return view.page(request, "review.html.j2", status=422 if fault else 200, **values, **_form(request))


def _form(request: Request) -> dict[str, Any]:
    return {"means": _MEANS, "by": request.state.user or _user_here(), "named": bool(request.state.user),
            "longest_name": LONGEST_NAME, "longest_note": LONGEST_NOTE}  # fmt: skip


def _user_here() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a container whose user has no name
        return ""


def _row(context: MonitorContext, change: ReviewedChange, filters: ReviewFilters) -> dict[str, Any]:
    entry, place, name = change.entry, change.position, version_name(change.entry.version)
    before = context.index.entries(change.policy.id)[place - 1].version if place else None
    return {
        "policy": change.policy,
        "name": name,
        "tick": f"{_TICK}{change.policy.id}@{name}",
        "verdict": verdict_shown(change),
        "captured_at": entry.version.captured_at,
        "severity": change.severity.value,
        "says": change_headline(change),
        "page": report_path(change.policy.id, before, entry.version),
        "open": filters.is_open(change),
        "review": shown_review(change.reviews, change.changed) if change.reviews else None,
    }


def find_change(context: MonitorContext, policy_id: str, name: str) -> ReviewedChange:
    """The change that a page or a form names.

    Args:
        context: the store.
        policy_id: whose change.
        name: as `version_name` has it.

    Raises:
        UsageError: there is no such policy, or no such version.
        StoreError: the index or a ledger can't be read.
    """
    policy = context.policy(policy_id)
    for place, version in enumerate(context.index.version_names(policy.id)):
        if version_name(version) == name:
            return ReviewedChange(policy, place, context.index.entries(policy.id)[place], reviews_of(context, policy).of.get(place, ()))
    raise UsageError(f"{policy.id} has no such version; it may have been derived again since the page was loaded")


def version_began(context: MonitorContext, policy: Policy, digits: str) -> str:
    """The name of the version that began at a second, written as 14 digits; "" if none did."""
    # Of two within a second, the later one: the page shows what it changed against the one before.
    names = [version_name(one) for one in reversed(context.index.version_names(policy.id))]
    return next((name for name in names if name.startswith(digits)), "")


def version_name(version: Version | VersionName) -> str:
    """What names a version in an address or a form."""
    return f"{version.captured_at:%Y%m%d%H%M%S}-{version.sha256[:16]}"


# --- recording --------------------------------------------------------------------------------------------------------


def record(view: View, request: Request, fields: Mapping[str, str]) -> Response:
    """Records the decision of a form about one change or several; a form that can't be recorded comes back as it was filled in."""
    single = fields.get("change", "")
    try:
        # A form of one change names it in a field; in the list, each tick is a field of its own, whose value is the verdict.
        names = [single] if single else [name.removeprefix(_TICK) for name in fields if name.startswith(_TICK)]
        verdicts = {name: fields.get("verdict" if single else f"{_TICK}{name}", "") for name in names}
        _record(view.desk, names, verdicts, _state(fields), by=request.state.user or fields.get("by", ""), note=fields.get("note", ""))
    except MonitorError as error:
        # With what was typed: nobody writes a note twice because a check was running.
        if single:
            policy_id, _, name = single.partition("@")
            return _one(view, request, policy_id, name, fields, str(error))
        return _list(view, request, review_filters_of(fields), fields, str(error))
    if single:
        policy_id, _, name = single.partition("@")
        return RedirectResponse(f"/-/reviews/{policy_id}/{name}?done=1", 303)
    return RedirectResponse(review_filters_of(fields).address(done=len(names)), 303)


def _state(fields: Mapping[str, str]) -> ReviewState:
    try:
        return ReviewState(fields.get("decision", ""))
    except ValueError:
        raise UsageError("Choose what was decided.") from None


def _record(desk: Desk, names: Sequence[str], verdicts: Mapping[str, str], state: ReviewState, *, by: str, note: str) -> None:
    if not names:
        raise UsageError("Tick the changes that the decision is about.")
    if not by.strip():
        raise UsageError("Say who decided.")
    with desk.acting("review", wait=_LOCK_WAIT) as context:
        # Inside the lock: a check that has just ended may have brought other verdicts.
        changes = [find_change(context, *_parted(name)) for name in names]
        for name, change in zip(names, changes, strict=True):
            if verdicts[name] != verdict_shown(change):
                says = f"What is said of the change of {change.policy.name} is not what this page showed, so nothing was recorded"
                raise UsageError(f"{says}; load the page again and look at it once more.")
        record_reviews(context, changes, state, by=by, note=note)
        # Each policy once: of three changes of one, its pages would be rendered three times.
        refresh(context, list({change.policy.id: change.policy for change in changes}.values()))


def _parted(name: str) -> tuple[str, str]:
    policy_id, _, version = name.partition("@")
    return policy_id, version
