"""What forms ask for: each is done or begun, and answered with a redirect."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from monitor.errors import MonitorError, UsageError
from monitor.model import Rejection
from monitor.portfolio.adding import NewPolicy
from monitor.web import work
from monitor.web.access import Refused
from monitor.web.forms import form_of
from monitor.web.jobs import Job
from monitor.web.reviewing import record
from monitor.web.view import View

Fields = Mapping[str, str]
_SEE_OTHER = 303


class Actions:
    """The forms of one application."""

    def __init__(self, view: View) -> None:
        self._view, self._desk, self._jobs = view, view.desk, view.jobs

    def routes(self) -> list[Route]:
        """Where the forms are sent."""
        handlers: dict[str, Callable[[Request, Fields], Response]] = {
            "/-/check": self._check,
            "/-/add": self._add,
            "/-/pause": lambda request, fields: self._pause(fields, paused=True),
            "/-/resume": lambda request, fields: self._pause(fields, paused=False),
            "/-/decide": self._decide,
            "/-/review": lambda request, fields: record(self._view, request, fields),
            "/-/alerts/test": self._test_alerts,
        }
        return [Route(path, self._guarded(handler), methods=["POST"]) for path, handler in handlers.items()]

    def _guarded(self, handler: Callable[[Request, Fields], Response]) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            fields = await form_of(request, self._view.tokens)
            return await run_in_threadpool(handler, request, fields)

        return answer

    def _check(self, request: Request, fields: Fields) -> Response:
        chosen = [fields["policy"]] if fields.get("policy") else []
        policies = self._desk.context().chosen(chosen)
        title = f"Checking {policies[0].name}, {policies[0].document}" if chosen else "Checking all policies"
        back = f"/{policies[0].id}/index.html" if chosen else "/"
        return self._begin(title, back, lambda job: work.check_now(self._desk, self._jobs, job, chosen))

    def _add(self, request: Request, fields: Fields) -> Response:
        given = {key: fields.get(key) or None for key in ("name", "policy_id", "document", "history")}
        new = NewPolicy(fields.get("url", ""), **given, browser=bool(fields.get("browser")))
        try:
            added = work.add(self._desk, new)
        except MonitorError as error:
            # The form again, with what was typed: nobody types an address twice.
            return self._view.page(request, "add.html.j2", status=422, fault=str(error), given=dict(fields))
        return _to(f"/-/policies?q={added.id}&added={added.id}")

    def _pause(self, fields: Fields, *, paused: bool) -> Response:
        policy = work.set_paused(self._desk, fields.get("policy", ""), paused=paused)
        return _to(f"/-/policies?q={policy.id}")

    def _decide(self, request: Request, fields: Fields) -> Response:
        rejection = find_rejection(self._view, fields.get("policy", ""), fields.get("snapshot", ""))
        accept = {"accept": True, "reject": False}.get(fields.get("decision", ""))
        if accept is None:
            raise UsageError("choose whether to accept or to reject the snapshot")
        title = f"{'Accepting' if accept else 'Rejecting'} a snapshot of {rejection.policy}"
        back = f"/{rejection.policy}/index.html"
        # Of several people behind a proxy, the record should say who it was.
        who = f"by {request.state.user}" if request.state.user else ""
        why = ", ".join(filter(None, (fields.get("why", ""), who)))
        return self._begin(title, back, lambda job: work.decide(self._desk, job, rejection, accept=accept, why=why))

    def _test_alerts(self, request: Request, fields: Fields) -> Response:
        return self._begin("Sending test messages", "/-/alerts", lambda job: work.try_alerts(self._desk, job))

    def _begin(self, title: str, back: str, do: Callable[[Job], None]) -> Response:
        # Two checks would only wait for each other's lock.
        job = self._jobs.start(title, back, do)
        if job is None:
            running = self._jobs.running()
            raise Refused(f"Another action is running ({running.title if running else 'one'}); wait for it to finish and try again.", 409)
        return _to(f"/-/jobs/{job.id}")


def find_rejection(view: View, policy_id: str, snapshot: str) -> Rejection:
    """The doubtful snapshot that a page or a form names.

    Args:
        view: of the application.
        policy_id: whose snapshot.
        snapshot: as `snapshot_name` has it.

    Raises:
        UsageError: there is no such policy, or no such snapshot.
    """
    context = view.desk.context()
    policy = context.policy(policy_id)
    for rejection in context.index.rejections(policy.id):
        if snapshot_name(rejection) == snapshot:
            return rejection
    raise UsageError(f"{policy.id} has no such doubtful snapshot; it may have been decided on meanwhile")


def snapshot_name(rejection: Rejection) -> str:
    """What names a doubtful snapshot in an address."""
    return f"{rejection.captured_at:%Y%m%d%H%M%S}-{rejection.sha256[:16]}"


def _to(path: str) -> Response:
    return RedirectResponse(path, _SEE_OTHER)
