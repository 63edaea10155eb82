"""Makes the app's pages: templates with what every page needs, and the bar that is put into the reports' pages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from monitor.errors import MonitorError
from monitor.model import Policy
from monitor.present.phrases import capitalise, shorten
from monitor.render.html import render_from
from monitor.web.desk import Desk
from monitor.web.jobs import Jobs
from monitor.web.tokens import COOKIE, Tokens

_HERE = Path(__file__).parent
PAGES = {
    "/": "Overview",
    "/-/changes": "All changes",
    "/-/search": "Search",
    "/-/reviews": "Reviews",
    "/-/policies": "Policies",
    "/-/doubtful": "Doubtful snapshots",
    "/-/alerts": "Alerts",
    "/-/settings": "Settings",
    "/api": "API",
}
"""The entries of the bar, by address."""
_LONGEST = 600


def sentence(text: str) -> str:
    """What an error says, as a sentence of a page: with a capital, unless it begins with the name of a file."""
    shown = shorten(text, _LONGEST)
    begins = shown.partition(" ")[0]
    return f"{capitalise(shown) if begins.isalpha() else shown}{'' if shown.endswith(('.', '…')) else '.'}"


def page_number(request: Request) -> int:
    """Which page of a list an address asks for; the first where it names none."""
    text = request.query_params.get("page")
    # "٣" is a digit to Python, and so is a number of a thousand digits.
    return max(1, int(text)) if text and text.isascii() and text.isdigit() and len(text) < 8 else 1


class View:
    """Renders templates for one application."""

    def __init__(self, desk: Desk, jobs: Jobs, tokens: Tokens, *, secure: bool) -> None:
        self.desk, self.jobs, self.tokens, self._secure = desk, jobs, tokens, secure

    def page(self, request: Request, template: str, *, status: int = 200, **values: Any) -> Response:
        """A page of the app; its forms have a token, and the browser the cookie that belongs to it."""
        html = render_from(_HERE / "templates", template, **self._given(request), **values)
        response = HTMLResponse(html, status)
        self.remember(request, response)
        return response

    def bar(self, request: Request, policy: Policy | None, doubtful: int, change: str = "") -> str:
        """The bar for a page of the reports, with what can be done with its policy, and with the change that it shows."""
        values = {"policy": policy, "doubtful": doubtful, "change": change}
        return render_from(_HERE / "templates", "bar.html.j2", **self._given(request), **values)

    def fault(self, request: Request, error: MonitorError, *, status: int, back: str = "/") -> Response:
        """A page that says what went wrong."""
        return self.page(request, "fault.html.j2", status=status, says=sentence(str(error)), back=back)

    def remember(self, request: Request, response: Response) -> None:
        """Gives the browser its cookie."""
        word = self._word(request)
        # Lax: a link from a mail keeps the cookie, a form on another site has it not.
        response.set_cookie(COOKIE, word, httponly=True, samesite="lax", secure=self._secure, path="/")

    def _word(self, request: Request) -> str:
        if not hasattr(request.state, "word"):
            # One word for all forms of a page, and for the cookie that goes with it.
            request.state.word = self.tokens.word(request.cookies.get(COOKIE))
        return str(request.state.word)

    def _given(self, request: Request) -> dict[str, Any]:
        user = request.state.user
        return {
            "token": self.tokens.token(self._word(request), user),
            "user": user,
            "here": request.url.path,
            "pages": PAGES,
            "running": self.jobs.running(),
            "sentence": sentence,
        }
