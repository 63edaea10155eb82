"""changedetection.io: the ZIP file that its "Backups" page makes, or the `url-watches.json` or `changedetection.json` in it."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from monitor.errors import UsageError
from monitor.portfolio.listed import LeftOut, Listed, ListedSelector, Listing, document_row, plain, tags_of
from monitor.portfolio.unpacking import check_unpacked, unpack

INDEXES = ("url-watches.json", "changedetection.json")
_WATCH = re.compile(r"[0-9a-fA-F-]{36}/watch\.json")
# A watch has no more than a few kilobytes; this is for one with thousands of ignored lines.
_MOST_OF_A_WATCH = 2_000_000


def read_backup(path: Path) -> Listing:
    """The watches of a backup.

    Raises:
        UsageError: it is damaged, too large, or no backup of changedetection.io.
    """
    check_unpacked(path)
    index = next((data for name in INDEXES if (data := unpack(path, name)) is not None), None)
    if index is None:
        raise UsageError(f"{path} has no {' or '.join(INDEXES)}: it is not a backup of changedetection.io")
    found = as_json(index, path)
    watches = dict(found.get("watching") or {})
    # Since 2026 each watch has a file of its own.
    with zipfile.ZipFile(path) as packed:
        own = [name for name in packed.namelist() if _WATCH.fullmatch(name)]
    for name in own:
        watches[name.partition("/")[0]] = as_json(unpack(path, name, _MOST_OF_A_WATCH) or b"{}", path)
    return read_watches({**found, "watching": watches})


def as_json(data: bytes, path: Path) -> dict[str, Any]:
    """A JSON object of a file.

    Raises:
        UsageError: it is none.
    """
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise UsageError(f"{path} contains no valid JSON object; export it again")
    return found


def read_watches(data: Mapping[str, Any]) -> Listing:
    """The watches of changedetection.io's own JSON."""
    found = Listing("a backup of changedetection.io")
    titles = _titles(data)
    watching = data.get("watching")
    for number, watch in enumerate((watching if isinstance(watching, dict) else {}).values(), start=1):
        if isinstance(watch, dict):
            found.take(_document(f"watch {number}", watch, titles))
    return found


def _titles(data: Mapping[str, Any]) -> dict[str, str]:
    """The names of the tags, by their key."""
    settings: Any = data.get("settings")
    for key in ("application", "tags"):
        settings = settings.get(key) if isinstance(settings, dict) else None
    return {key: plain(tag.get("title")) for key, tag in (settings or {}).items() if isinstance(tag, dict)}


def _document(where: str, watch: Mapping[str, Any], titles: Mapping[str, str]) -> Listed | LeftOut:
    address, name = str(watch.get("url") or ""), watch.get("title") or watch.get("page_title")
    # "https://a.example/{{ now }}" is another address each day.
    if "{{" in address or "{%" in address:
        return LeftOut(where, plain(address, 60), "its address is a template")
    if plain(watch.get("processor")) not in ("", "text_json_diff"):
        return LeftOut(where, plain(name or address, 60), f"it watches something other than text ({plain(watch['processor'], 40)})")
    if str(watch.get("method") or "GET").upper() != "GET":
        return LeftOut(where, plain(name or address, 60), "it sends data; pages are only read")
    one = document_row(where, address.removeprefix("source:"), name=name, tags=_tags(watch, titles))
    if isinstance(one, LeftOut):
        return one
    select, notes = list[ListedSelector](), list[str]()
    for css in _texts(watch.get("include_filters")):
        if css.startswith(("/", "xpath", "json", "jq")):
            notes.append(f"its filter {css[:40]} is not a CSS selector")
        else:
            select.append(ListedSelector(css.removeprefix("css:")))
    removed = [css for css in _texts(watch.get("subtractive_selectors")) if not css.startswith(("/", "xpath"))]
    for key in ("browser_steps", "headers", "ignore_text", "trigger_text", "extract_text"):
        if watch.get(key):
            notes.append(f"its {key} are not imported")
    return Listed(
        where, one.urls, one.name, one.document, "", one.tags, tuple(select), tuple(map(ListedSelector, removed)),
        browser=str(watch.get("fetch_backend")).startswith(("html_webdriver", "extra_browser")),
        paused=watch.get("paused") is True, notes=(*one.notes, *notes),
    )  # fmt: skip


def _texts(value: object) -> Iterator[str]:
    for one in value if isinstance(value, list) else [value]:
        if text := plain(one, 500):
            yield text


def _tags(watch: Mapping[str, Any], titles: Mapping[str, str]) -> tuple[str, ...]:
    old = watch.get("tag")
    keys = watch.get("tags")
    return tags_of(
        [*([old] if isinstance(old, str) else []), *(titles.get(str(key), "") for key in (keys if isinstance(keys, list) else []))]
    )
