"""Puts the app together: pages, actions and API over one configuration, behind the guard."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from monitor.errors import ConfigError, MonitorError, StoreLocked, UsageError
from monitor.web.access import Access, Refused
from monitor.web.actions import Actions
from monitor.web.api import api_router
from monitor.web.changes import ChangeTable
from monitor.web.desk import Desk
from monitor.web.guard import Guard
from monitor.web.jobs import Jobs
from monitor.web.screens import NO_SUCH_PAGE, Screens
from monitor.web.tokens import Tokens
from monitor.web.view import View

_ABOUT = "What policy-monitor has recorded, for programs. Read-only; use the pages of the app to change something."


def make_app(config: Path, environment: Mapping[str, str], access: Access, jobs: Jobs | None = None) -> ASGIApp:
    """The application.

    Args:
        config: the configuration file.
        environment: the variables that it may use.
        access: who may reach it.
        jobs: what runs in it, for whoever ends the process.
    """
    desk, table = Desk(config, environment), ChangeTable()
    # So that the pages are still known when the file has a mistake later.
    with suppress(ConfigError):
        desk.settings()
    secure = (access.public_url or "").startswith("https:")
    view = View(desk, jobs or Jobs(), Tokens(), secure=secure)
    # Without FastAPI's own pages of documentation, which load scripts from elsewhere.
    app = FastAPI(
        title="policy-monitor", description=_ABOUT, version=version("policy-monitor"), openapi_url=None, docs_url=None, redoc_url=None
    )
    app.router.redirect_slashes = False
    app.include_router(api_router(desk, table))
    screens = Screens(view, table)
    app.router.routes += [
        Route("/api/openapi.json", lambda request: JSONResponse(app.openapi())),
        *(
            Route(path, lambda request: view.page(request, "api.html.j2", operations=operations(app.openapi())))
            for path in ("/api", "/api/")
        ),
        *screens.routes(),
        *Actions(view).routes(),
        Route("/{path:path}", screens.report, methods=["GET"]),
    ]
    _tell_faults(app, view)
    return Guard(app, access)


def operations(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The operations of an OpenAPI document, for the page that lists them."""
    return [
        {
            "path": path,
            "summary": methods["get"]["summary"],
            "description": methods["get"].get("description", ""),
            "parameters": [(one["name"], _described(one)) for one in methods["get"].get("parameters", ())],
        }
        for path, methods in document["paths"].items()
    ]


def _described(parameter: Mapping[str, Any]) -> str:
    choices = [str(one) for one in parameter["schema"].get("enum", ()) if one]
    says = str(parameter.get("description", ""))
    return f"{says} One of {', '.join(choices)}.".strip() if choices else says


def _tell_faults(app: FastAPI, view: View) -> None:
    """What goes wrong is reported in one sentence: as JSON by the API, as a page elsewhere."""

    def told(request: Request, error: Exception) -> Response:
        status = status_of(error)
        if request.url.path.startswith("/api/"):
            return JSONResponse({"detail": str(error)}, status)
        return view.fault(request, error if isinstance(error, MonitorError) else UsageError(str(error)), status=status)

    def missing(request: Request, error: Exception) -> Response:
        status, says = (error.status_code, error.detail) if isinstance(error, HTTPException) else (500, "")
        if request.url.path.startswith("/api/"):
            return JSONResponse({"detail": says or NO_SUCH_PAGE}, status)
        return view.fault(request, UsageError(NO_SUCH_PAGE if status == 404 else says), status=status)

    def internal(request: Request, error: Exception) -> Response:
        # The terminal has the traceback; a page must not.
        return told(request, MonitorError(f"internal error ({type(error).__name__}); the terminal of `policy-monitor serve` shows more"))

    app.add_exception_handler(MonitorError, told)
    app.add_exception_handler(Refused, told)
    app.add_exception_handler(HTTPException, missing)
    app.add_exception_handler(Exception, internal)


def status_of(error: Exception) -> int:
    """The HTTP status for what went wrong."""
    if isinstance(error, Refused):
        return error.status
    if isinstance(error, UsageError):
        return 404
    return 409 if isinstance(error, StoreLocked) else 503 if isinstance(error, ConfigError) else 500
