"""urlwatch's `urls.yaml`: a YAML document per job. Commands are never run, and what only urlwatch can do is reported."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from monitor.config.plain_yaml import plain_documents
from monitor.portfolio.listed import LeftOut, Listed, ListedSelector, Listing, document_row, label, plain, tags_of

# They make text of a page, which this program does by itself.
_NEEDLESS = frozenset({"html2text", "beautify", "strip", "striplines", "pdf2text", "remove-duplicate-lines", "ocr", "sort"})
_WHOLE = "body"
_ELEMENTS = {"element-by-id": "#{}", "element-by-class": ".{}", "element-by-tag": "{}"}


def read_urlwatch(text: str) -> Listing:
    """One document per job with an address.

    Raises:
        UsageError: it is not YAML.
    """
    found = Listing("urlwatch's list of jobs")
    for number, job in enumerate(plain_documents(text), start=1):
        if isinstance(job, dict):
            found.take(_document(f"job {number}", job))
        elif job is not None:
            found.take(LeftOut(f"job {number}", plain(job, 60), "it is not a job"))
    return found


def _document(where: str, job: Mapping[str, Any]) -> Listed | LeftOut:
    name, page = label(job.get("name")), job.get("url") or job.get("navigate")
    if job.get("command"):
        return LeftOut(where, name or plain(job["command"], 60), "it runs a command, and commands of lists are never run")
    if not page:
        return LeftOut(where, name or plain(next(iter(job.values()), ""), 60), "it has no address")
    if str(job.get("method") or ("POST" if job.get("data") else "GET")).upper() != "GET":
        return LeftOut(where, name or plain(page, 60), "it sends data (POST); pages are only read")
    one = document_row(where, page, name=job.get("name"), tags=_tags(job), document=job.get("document"))
    if isinstance(one, LeftOut):
        return one
    select, remove, notes = _filters(job.get("filter"))
    for key in ("headers", "cookies", "http_proxy", "https_proxy"):
        if job.get(key):
            notes.append(f"its {key} are not imported")
    return Listed(
        where, one.urls, one.name, one.document, "", one.tags, tuple(select), tuple(remove),
        browser="navigate" in job, notes=(*one.notes, *notes), paused=job.get("enabled") is False,
    )  # fmt: skip


def _tags(job: Mapping[str, Any]) -> tuple[str, ...]:
    given = job.get("tags") or job.get("tag") or []
    return tags_of(given if isinstance(given, list) else str(given).split())


def _filters(given: Any) -> tuple[list[ListedSelector], list[ListedSelector], list[str]]:
    """What is read, what is left out, and the notes on filters that have no counterpart."""
    select, remove, notes = list[ListedSelector](), list[ListedSelector](), list[str]()
    for name, value in _steps(given):
        if name == "css":
            options = value if isinstance(value, dict) else {"selector": value}
            select += [ListedSelector(css) for css in [plain(options.get("selector"), 500)] if css not in ("", _WHOLE)]
            remove += [ListedSelector(css) for css in [plain(options.get("exclude"), 500)] if css]
        elif name in _ELEMENTS:
            which = plain(value.get("selector", value.get(name.removeprefix("element-by-"))) if isinstance(value, dict) else value, 200)
            select += [ListedSelector(_ELEMENTS[name].format(which))] if which else []
        elif name not in _NEEDLESS:
            notes.append(f"its filter {plain(name, 40)} has no counterpart")
    return select, remove, notes


def _steps(given: Any) -> Iterator[tuple[str, Any]]:
    """The filters of a job: "css:#main,html2text" as old files have it, or a list of names and mappings."""
    for step in given.split(",") if isinstance(given, str) else given if isinstance(given, list) else []:
        if isinstance(step, dict):
            yield from ((str(name), value) for name, value in step.items())
        else:
            name, _, value = str(step).strip().partition(":")
            yield name, value


def write_urlwatch(documents: Iterable[Mapping[str, Any]]) -> str:
    """Jobs as YAML, of which JSON is a part; each of `documents` has name, url, document, tags, select, remove, browser and paused."""
    jobs = []
    for one in documents:
        job: dict[str, Any] = {"name": one["name"], "navigate" if one["browser"] else "url": one["url"]}
        # The filter leaves nothing out of nothing: without selectors, it is of the whole page.
        css = {"selector": ", ".join(one["select"]) or _WHOLE, "exclude": ", ".join(one["remove"])}
        filters: list[Any] = [{"css": {key: value for key, value in css.items() if value}}] if one["select"] or one["remove"] else []
        job |= {"filter": [*filters, "html2text"], "document": one["document"], "tags": list(one["tags"])}
        job |= {"enabled": False} if one.get("paused") else {}
        jobs.append("".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in job.items() if value not in ("", [])))
    return "---\n".join(jobs)
