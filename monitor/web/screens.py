"""The app's own pages, and the reports' pages with the bar."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from monitor.errors import ConfigError, MonitorError, UsageError
from monitor.model import Notice, OutboxItem, Policy, ScreenStatus, Severity
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.delivery import wait_of
from monitor.present.phrases import TOPICS
from monitor.timestamps import from_timestamp14
from monitor.web import work
from monitor.web.actions import find_rejection, snapshot_name
from monitor.web.changes import PAGE, SORTS, ChangeRow, ChangeTable, Filters
from monitor.web.doubtful import doubtful_snapshots, side_by_side
from monitor.web.feeds import changes_feed
from monitor.web.jobs import JobState
from monitor.web.report_pages import find_page, read_page
from monitor.web.reviewing import STATES, review_page, reviews_page, version_began
from monitor.web.row_reviews import RowReviews, chosen_rows
from monitor.web.searching import search_page
from monitor.web.view import View, page_number

_ASSETS = Path(__file__).parent / "assets"
_STYLE = Path(__file__).parents[1] / "render" / "style.css"
_ALERTS = 200
_LONGEST_FILTER = 200
_PAIR = re.compile(r"--(\d{14})\.html$")
NO_SUCH_PAGE = "There is no such page."


class Screens:
    """The pages of one application."""

    def __init__(self, view: View, table: ChangeTable) -> None:
        self._view, self._desk, self._table = view, view.desk, table

    def routes(self) -> list[Route]:
        """The addresses of the app; none of them can be a policy's, whose id begins with a letter or a digit."""
        pages: dict[str, Callable[[Request], Response]] = {
            "/-/assets/{name}": self.asset,
            "/-/changes": self.changes,
            "/-/search": lambda request: search_page(self._view, request),
            "/-/reviews": lambda request: reviews_page(self._view, request),
            "/-/reviews/{policy}/{version}": lambda request: review_page(self._view, request),
            "/-/feed.atom": self.feed,
            "/-/policies": self.policies,
            "/-/add": lambda request: self._view.page(request, "add.html.j2", fault=None, given=dict(request.query_params)),
            "/-/doubtful": self.doubtful,
            "/-/doubtful/{policy}/{snapshot}": self.decision,
            "/-/alerts": self.alerts,
            "/-/settings": self.settings,
            "/-/jobs/{job}": self.job,
        }
        return [Route(path, page, methods=["GET"]) for path, page in pages.items()]

    # --- the reports ----------------------------------------------------------------------------------------------------

    def report(self, request: Request) -> Response:
        """A page or file of the reports."""
        path = request.url.path if request.scope.get("path") is None else str(request.scope["path"])
        found = find_page(self._desk.reports(), path)
        if found is None:
            if path == "/favicon.ico":
                return Response(status_code=204)
            if path == "/":
                return RedirectResponse("/-/policies", 303)
            raise UsageError(NO_SUCH_PAGE)
        policy, doubtful, change = self._about(path)
        bar = self._view.bar(request, policy, doubtful, change) if found.suffix == ".html" else ""
        page = read_page(found, bar, unpack=found.suffix == ".gz" and not path.endswith(".gz"))
        headers = {"Content-Security-Policy": page.security_policy} if page.security_policy else {}
        response = Response(page.body, media_type=page.media_type, headers=headers)
        if found.suffix == ".html":
            self._view.remember(request, response)
        return response

    def _about(self, path: str) -> tuple[Policy | None, int, str]:
        """The policy of a page, how many of its snapshots wait for a decision, and the name of the change that the page shows."""
        # "/northwind/20200218141516--20220809035942.html" → northwind
        policy_id = path.strip("/").partition("/")[0]
        try:
            context = self._desk.context()
            policy = next((one for one in context.policies if one.id == policy_id), None)
            if policy is None:
                return None, 0, ""
            return policy, len(doubtful_snapshots(context, [policy], refused=False)), _change_shown(context, policy, path)
        except MonitorError:  # a broken configuration or index must not hide the pages
            return None, 0, ""

    def asset(self, request: Request) -> Response:
        """A style sheet or the script."""
        files = {"app.css": _ASSETS / "app.css", "style.css": _STYLE, "htmx.min.js": _ASSETS / "htmx.min.js"}
        found = files.get(request.path_params["name"])
        if found is None:
            raise UsageError(NO_SUCH_PAGE)
        kind = "text/javascript" if found.suffix == ".js" else "text/css"
        # Nothing private is in them; without this, each page would fetch them again.
        return Response(found.read_bytes(), media_type=kind, headers={"Cache-Control": "private, max-age=300"})

    # --- tables ---------------------------------------------------------------------------------------------------------

    def changes(self, request: Request) -> Response:
        """All changes, filtered and sorted; only the table where htmx asks for it."""
        context, filters = self._desk.context(), filters_of(request)
        reviews = RowReviews(self._desk, context)
        rows = self._rows(context, filters, reviews)
        last = max(1, -(-len(rows) // PAGE))
        number = min(page_number(request), last)

        def link(**changed: Any) -> str:
            return "/-/changes?" + urlencode(query_of(replace(filters, **{k: v for k, v in changed.items() if k != "page"}), changed))

        values: dict[str, Any] = {
            "rows": [(row, reviews.of(row)) for row in rows[(number - 1) * PAGE : number * PAGE]],
            "count": len(rows),
            "filters": filters,
            "link": link,
            "page_link": lambda to: link(page=to),
            "number": number,
            "last": last,
            "states": STATES,
            "tags": sorted({tag for policy in context.policies for tag in policy.tags}),
            "topics": TOPICS,
            "vendors": sorted({policy.name for policy in context.policies})[:500],
            "severities": [one.value for one in reversed(Severity) if one is not Severity.NONE],
        }
        return self._view.page(request, "table.html.j2" if "hx-request" in request.headers else "changes.html.j2", **values)

    def _rows(self, context: MonitorContext, filters: Filters, reviews: RowReviews) -> list[ChangeRow]:
        rows = self._table.rows(context.reports, context.policies, filters=filters)
        return chosen_rows([row for row in rows if row.leads], reviews, filters)

    def feed(self, request: Request) -> Response:
        """The table as a feed, newest first."""
        context, filters = self._desk.context(), replace(filters_of(request), sort="date", ascending=False)
        rows = self._rows(context, filters, RowReviews(self._desk, context))
        query = urlencode(query_of(filters, {}))
        text = changes_feed(rows, base=f"{request.state.origin}/", query=f"?{query}" if query else "")
        return Response(text, media_type="application/atom+xml")

    def policies(self, request: Request) -> Response:
        """All policies with how their checks go."""
        context = self._desk.context()
        wanted = request.query_params.get("q", "")[:_LONGEST_FILTER].casefold().strip()
        chosen = [one for one in context.policies if _matches(one, wanted)]
        last = max(1, -(-len(chosen) // PAGE))
        number = min(page_number(request), last)
        checks = context.state.checks()
        shown = [(policy, checks.get(policy.id)) for policy in chosen[(number - 1) * PAGE : number * PAGE]]
        added = next((one for one in context.policies if one.id == request.query_params.get("added")), None)
        values: dict[str, Any] = {"shown": shown, "count": len(chosen), "q": wanted, "number": number, "last": last, "added": added}
        values["page_link"] = lambda to: "/-/policies?" + urlencode({"q": wanted, "page": to})
        return self._view.page(request, "policies.html.j2", total=len(context.policies), **values)

    def doubtful(self, request: Request) -> Response:
        """The snapshots that wait for a decision."""
        context, refused = self._desk.context(), request.query_params.get("all") == "1"
        wanted = request.query_params.get("policy", "")[:_LONGEST_FILTER]
        policies = [one for one in context.policies if not wanted or one.id == wanted]
        found = doubtful_snapshots(context, policies, refused=refused)
        shown = [(policy, rejection, snapshot_name(rejection)) for policy, rejection in found[: 4 * PAGE]]
        values: dict[str, Any] = {
            "shown": shown,
            "count": len(found),
            "refused": refused,
            "quarantined": ScreenStatus.QUARANTINED,
            "policy": wanted,
        }
        return self._view.page(request, "doubtful.html.j2", **values)

    def decision(self, request: Request) -> Response:
        """One doubtful snapshot beside the version in force."""
        policy_id, name = request.path_params["policy"], request.path_params["snapshot"]
        try:
            from_timestamp14(name[:14])
            rejection = find_rejection(self._view, policy_id, name)
        except (ValueError, UsageError) as error:
            says = error if isinstance(error, UsageError) else UsageError(NO_SUCH_PAGE)
            return self._view.fault(request, says, status=404, back="/-/doubtful")
        context = self._desk.context()
        policy = context.policy(policy_id)
        with self._desk.reading:
            pair = side_by_side(context, policy, rejection)
        return self._view.page(request, "decision.html.j2", policy=policy, pair=pair, name=name)

    def alerts(self, request: Request) -> Response:
        """The latest messages and what became of them."""
        context = self._desk.context()
        items = context.state.alerts()
        shown = [self._message(item) for item in reversed(items[-_ALERTS:])]
        settings = self._desk.settings().alerts
        configured = bool(settings.email or settings.apprise or settings.webhook)
        return self._view.page(request, "alerts.html.j2", shown=shown, count=len(items), configured=configured)

    def _message(self, item: OutboxItem) -> dict[str, Any]:
        about = item.alert
        is_notice = isinstance(about, Notice)
        return {
            "item": item,
            "policy": about.policy,
            "what": about.says if isinstance(about, Notice) else None,
            "severity": None if isinstance(about, Notice) else about.changelog.severity.value,
            "is_notice": is_notice,
            "wait": wait_of(self._desk.context(), item),
        }

    # --- one thing ------------------------------------------------------------------------------------------------------

    def settings(self, request: Request) -> Response:
        """Whether the configuration is valid, and what it holds."""
        try:
            lines, fault = work.validated(self._desk), None
        except ConfigError as error:
            lines, fault = [], str(error).replace(str(self._desk.config), self._desk.config.name)
        return self._view.page(request, "settings.html.j2", lines=lines, fault=fault, config=self._desk.config)

    def job(self, request: Request) -> Response:
        """How far a job is; htmx asks for the part that changes until it is done."""
        job = self._view.jobs.find(request.path_params["job"])
        if job is None:
            return self._view.fault(request, UsageError("This action is no longer remembered."), status=404)
        values: dict[str, Any] = {"job": job, "under_way": job.state is JobState.RUNNING}
        return self._view.page(request, "progress.html.j2" if "hx-request" in request.headers else "job.html.j2", **values)


def filters_of(request: Request) -> Filters:
    """The filters in an address; what can't be one filters nothing."""
    given = {key: value[:_LONGEST_FILTER] for key, value in request.query_params.items()}
    sort = given.get("sort", "date")
    return Filters(
        **{key: given.get(key, "") for key in ("vendor", "policy", "tag", "topic", "severity", "week")},
        review=given["review"] if given.get("review") in STATES else "",
        sort=sort if sort in SORTS else "date",
        ascending=given.get("order") == "asc",
    )


def query_of(filters: Filters, more: dict[str, Any]) -> dict[str, str]:
    """The filters as they are in an address, without those that filter nothing."""
    found = {key: getattr(filters, key) for key in ("vendor", "policy", "tag", "topic", "severity", "week", "review")}
    found |= {"sort": filters.sort if filters.sort != "date" else "", "order": "asc" if filters.ascending else ""}
    found |= {"page": str(more["page"])} if more.get("page", 1) != 1 else {}
    return {key: value for key, value in found.items() if value}


def _matches(policy: Policy, wanted: str) -> bool:
    return not wanted or any(wanted in text.casefold() for text in (policy.id, policy.name, policy.document, *policy.tags, *policy.urls))


def _change_shown(context: MonitorContext, policy: Policy, path: str) -> str:
    """The name of the change of a changelog page; "" for another page, or one whose version is none any more."""
    found = _PAIR.search(path)
    return version_began(context, policy, found[1]) if found else ""
