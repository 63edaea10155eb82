"""Writes the tracked policies as lists that other programs, and `import list`, read."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from monitor.config.settings import PolicySettings
from monitor.config.slug import slug_of
from monitor.core.discover.kinds import kind_of_address
from monitor.portfolio.addresses import write_addresses
from monitor.portfolio.listed import is_formula
from monitor.portfolio.open_terms import write_declaration
from monitor.portfolio.opml import write_opml
from monitor.portfolio.urlwatch import write_urlwatch

FORMATS = ("csv", "opml", "urls", "urlwatch", "changedetection", "ota")
_PAGES, _SELECTORS, _BROWSER, _PAUSES = "further pages", "selectors", "pages that need a browser", "pauses"
_TAGS, _KINDS, _HISTORIES = "tags", "kinds of documents", "where the past is"
_USUAL = "Privacy Policy"
_KEPT: Mapping[str, frozenset[str]] = {
    "csv": frozenset({_PAGES, _TAGS, _KINDS, _HISTORIES}),
    "opml": frozenset({_TAGS, _KINDS}),
    "urls": frozenset(),
    "urlwatch": frozenset({_TAGS, _KINDS, _SELECTORS, _BROWSER, _PAUSES}),
    "changedetection": frozenset({_TAGS, _SELECTORS, _BROWSER, _PAUSES}),
    "ota": frozenset({_PAGES, _KINDS, _SELECTORS, _BROWSER}),
}
"""What comes back from each format, besides names and addresses."""
_COLUMNS = ("id", "name", "document", "url", "tags", "history")


def written(kind: str, policies: Sequence[PolicySettings]) -> dict[str, str]:
    """The files of an export, by name; one for each format but `ota`, which has one per company.

    Args:
        kind: one of FORMATS.
        policies: which.
    """
    if kind == "ota":
        by_name: dict[str, list[Mapping[str, Any]]] = {}
        for policy in policies:
            by_name.setdefault(policy.name, []).append(_plain(policy))
        return _declarations(by_name)
    writer: Callable[[Sequence[PolicySettings]], str] = {
        "csv": _csv,
        "opml": lambda ones: write_opml([(one.name, one.document, one.addresses[0], tuple(one.tags)) for one in ones]),
        "urls": lambda ones: write_addresses([url for one in ones for url in one.addresses]),
        "urlwatch": lambda ones: write_urlwatch([_plain(one) for one in ones]),
        "changedetection": _changedetection,
    }[kind]
    return {"": writer(policies)}


def lost(kind: str, policies: Sequence[PolicySettings]) -> dict[str, list[str]]:
    """What the format has no place for: in words, each with the ids of the policies of which it is lost."""
    found: dict[str, list[str]] = {}
    for policy in policies:
        for what in _parts(policy):
            if what not in _KEPT[kind]:
                found.setdefault(what, []).append(policy.id)
    return found


def _parts(policy: PolicySettings) -> Iterator[str]:
    """What is set for a policy besides its name and address, in the words of `_KEPT`."""
    selectors = [*policy.select, *policy.remove]
    dated = any(one.valid_from or one.valid_until for one in selectors)
    # None of these formats knows that a plug-in brings or reads the page.
    plugged = policy.source or policy.extractor or policy.screens or policy.history.startswith("plugin:")
    own = policy.threshold or policy.schedule or policy.language or policy.fetch or policy.follow or not policy.live
    set_ = {
        _PAGES: len(policy.addresses) > 1,
        _SELECTORS: bool(selectors),
        "dates of selectors": dated,
        _BROWSER: policy.browser,
        _PAUSES: policy.paused,
        _TAGS: bool(policy.tags),
        # What the address says by itself is known again.
        _KINDS: (kind_of_address(policy.addresses[0]) or _USUAL) != policy.document,
        _HISTORIES: policy.history.startswith(("wayback", "memento:")),
        "parts of plug-ins": bool(plugged),
        "alerts, schedules and other settings of their own": bool(own or policy.alerts.model_fields_set),
    }
    yield from (what for what, given in set_.items() if given)


def _declarations(by_name: Mapping[str, Sequence[Mapping[str, Any]]]) -> dict[str, str]:
    files: dict[str, str] = {}
    for name, documents in by_name.items():
        # A declaration has one document of each kind; a second one of the same kind gets a file of its own.
        waiting = list(documents)
        while waiting:
            first = {one["document"]: one for one in reversed(waiting)}
            stem = slug_of(name) or waiting[0]["id"]
            file = next(f for n in range(len(files) + 1) if (f := f"{stem}{f'-{n + 1}' if n else ''}.json") not in files)
            files[file] = write_declaration(name, reversed(first.values()))
            waiting = [one for one in waiting if first[one["document"]] is not one]
    return files


def _plain(policy: PolicySettings) -> dict[str, Any]:
    # A selector that no longer holds is of no use to a program that does not know the time for it.
    select, remove = ([one.css for one in group if one.valid_until is None] for group in (policy.select, policy.remove))
    return {
        "id": policy.id, "name": policy.name, "document": policy.document, "url": policy.addresses[0], "urls": list(policy.addresses),
        "select": select, "remove": remove, "browser": policy.browser, "tags": list(policy.tags), "paused": policy.paused,
    }  # fmt: skip


def safe_cell(text: str) -> str:
    """A cell that no spreadsheet evaluates: a formula gets an apostrophe, which `import list` drops.

    >>> safe_cell("=1+1")
    "'=1+1"
    """
    return f"'{text}" if is_formula(text) else text


def _csv(policies: Sequence[PolicySettings]) -> str:
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(_COLUMNS)
    for one in policies:
        history = one.history if one.history.startswith(("wayback", "memento:")) else ""
        cells = (one.id, one.name, one.document, " ".join(one.addresses), ", ".join(one.tags), history)
        table.writerow(map(safe_cell, cells))
    return out.getvalue()


def _changedetection(policies: Sequence[PolicySettings]) -> str:
    """`url-watches.json`, of which a backup consists besides the texts."""
    # Watches name tags by a key; that of ours only has to be the same each time.
    titles = list(dict.fromkeys(tag for one in policies for tag in one.tags))
    key = {title: f"00000000-0000-4000-8000-{n:012x}" for n, title in enumerate(titles)}
    watching = {
        f"10000000-0000-4000-8000-{n:012x}": {
            "url": one["url"], "title": one["name"], "tags": [key[tag] for tag in one["tags"]], "include_filters": one["select"],
            "subtractive_selectors": one["remove"], "paused": one["paused"], "processor": "text_json_diff",
            "fetch_backend": "html_webdriver" if one["browser"] else "system",
        }
        for n, one in enumerate(map(_plain, policies))
    }  # fmt: skip
    tags = {value: {"title": title, "uuid": value} for title, value in key.items()}
    return json.dumps({"watching": watching, "settings": {"application": {"tags": tags}}}, ensure_ascii=False, indent=1) + "\n"
