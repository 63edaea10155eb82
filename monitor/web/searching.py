"""What the search page and the search of the API are asked, and the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from monitor.core.text.search_terms import question
from monitor.errors import UsageError
from monitor.model import Policy
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.search import SearchAnswer, SearchOptions, require_full_text, search
from monitor.pipeline.search_results import found_says, gaps_say, period_says, sentence_dates
from monitor.present.phrases import TOPICS
from monitor.timestamps import from_iso
from monitor.web.view import View, page_number

LONGEST_QUERY = 500
_LONGEST_FILTER = 200
_QUOTES = frozenset('"“”„«»')
POLARITIES = ("affirmed", "denied")
PAGE = 25
"""Policies of a page."""
_SENTENCES = 5
"""Sentences of a policy on it; the API has all."""


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What somebody asks of all policies; an empty filter lets everything through."""

    words: str = ""
    """All in one sentence; those in quotation marks as a phrase."""
    in_force: bool = True
    said: str = ""
    """affirmed | denied"""
    tag: str = ""
    topic: str = ""
    since: str = ""
    """A day."""

    def address(self, page: int = 1) -> str:
        """The page that shows the answer."""
        given = {"q": self.words, "scope": "" if self.in_force else "ever", "said": self.said, "tag": self.tag, "topic": self.topic}
        given |= {"since": self.since, "page": str(page) if page > 1 else ""}
        return "/-/search?" + urlencode({name: value for name, value in given.items() if value})

    def options(self) -> SearchOptions:
        """As the search itself takes them.

        Raises:
            UsageError: one of them is none that there is.
        """
        if self.topic and self.topic not in TOPICS:
            raise UsageError("There is no such topic; choose one from the list.")
        return SearchOptions(self.in_force, first_moment(self.since), self.topic or None, self.said or None)


def search_query_of(request: Request) -> SearchQuery:
    """The question in an address; what can't be a choice chooses nothing."""
    given = {key: value[:_LONGEST_FILTER].strip() for key, value in request.query_params.items()}
    return SearchQuery(
        words=request.query_params.get("q", "")[: LONGEST_QUERY + 1].strip(),
        in_force=given.get("scope") != "ever",
        said=given["said"] if given.get("said") in POLARITIES else "",
        tag=given.get("tag", ""),
        topic=given.get("topic", ""),
        since=given.get("since", ""),
    )


def answer_to(context: MonitorContext, asked: SearchQuery) -> SearchAnswer:
    """What the policies say; see `monitor.pipeline.search`.

    Raises:
        UsageError: there is nothing to look for, too much of it, or a filter is none.
        StoreError: the index can't be read.
    """
    # One more character than that is kept of what was typed, so that a longer question is told and not cut.
    if len(asked.words) > LONGEST_QUERY:
        raise UsageError(f"A search has at most {LONGEST_QUERY} characters; give a few words of the sentence.")
    try:
        wanted = question(texts_of(asked.words))
    except ValueError as error:
        raise UsageError(str(error)) from None
    options = asked.options()
    require_full_text(context.index)
    return search(context, _tagged(context, asked.tag), wanted, options)


def texts_of(words: str) -> list[str]:
    """What was typed into one field: words in quotation marks are a phrase, and without any, each word is looked for by itself.

    The command line takes each argument as a phrase; in a field nobody would know.
    """
    return [words] if _QUOTES & set(words) else words.split()


def first_moment(day: str) -> datetime | None:
    """When a day begins, in UTC; None for no day.

    Raises:
        UsageError: it is none.
    """
    if not day:
        return None
    try:
        return from_iso(f"{date.fromisoformat(day).isoformat()}T00:00:00Z")
    except ValueError:
        raise UsageError("A day is written 2026-11-29.") from None


def _tagged(context: MonitorContext, tag: str) -> Sequence[Policy]:
    return [policy for policy in context.policies if not tag or tag in policy.tags]


def search_page(view: View, request: Request) -> Response:
    """The form, and the answer to what it was filled in with."""
    context, asked = view.desk.context(), search_query_of(request)
    values: dict[str, Any] = {"asked": asked, "longest": LONGEST_QUERY, "topics": TOPICS, "fault": None, "answer": None}
    values["tags"] = sorted({tag for policy in context.policies for tag in policy.tags})
    if not request.query_params.get("q"):
        return view.page(request, "search.html.j2", **values)
    try:
        answer = answer_to(context, asked)
    except UsageError as error:
        # The form again, with what was typed.
        return view.page(request, "search.html.j2", status=422, **(values | {"fault": str(error)}))
    # "page=99" of two is the second one: a link may be older than the last check.
    last = max(1, -(-len(answer.findings) // PAGE))
    number = min(page_number(request), last)
    values |= {
        "answer": answer, "says": found_says(answer, asked.options()), "gaps": gaps_say(answer), "count": len(answer.findings),
        "shown": answer.findings[(number - 1) * PAGE : number * PAGE], "most": _SENTENCES, "number": number, "last": last,
        "page_link": asked.address, "period_says": period_says, "sentence_dates": sentence_dates,
    }  # fmt: skip
    return view.page(request, "search.html.j2", **values)
