"""Declarations of Open Terms Archive: a JSON file per service, perhaps with `.history.json` beside it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from monitor.errors import UsageError
from monitor.portfolio.listed import MOST_ROWS, LeftOut, Listed, ListedSelector, Listing, address_of, label, plain

_LARGEST = 2_000_000
"""Bytes of one declaration; the longest ones have some 10,000."""
HISTORY = ".history.json"


def is_declaration(data: object) -> bool:
    """Whether a JSON value is a service's declaration; older ones say "documents" for "terms"."""
    return isinstance(data, dict) and isinstance(_terms(data), dict) and "name" in data


def _terms(data: Mapping[str, Any]) -> Any:
    return data.get("terms") or data.get("documents")


def declarations_in(folder: Path) -> list[Path]:
    """The declarations of a folder, or of the `declarations` folder of a repository; no links, no history files."""
    inner = folder / "declarations"
    found = sorted((inner if inner.is_dir() else folder).glob("*.json"))
    return [path for path in found if not path.name.endswith(HISTORY) and not path.is_symlink() and path.is_file()][:MOST_ROWS]


def read_declarations(paths: Iterable[Path]) -> Listing:
    """One document per kind of terms of each service; a file that is no declaration is left out."""
    found = Listing("declarations of Open Terms Archive")
    for path in paths:
        try:
            data = _json(path)
            history = _json(path.with_name(path.stem + HISTORY)) if path.with_name(path.stem + HISTORY).is_file() else {}
        except ValueError as error:
            found.take(LeftOut(path.name, plain(path.stem, 60), str(error)))
            continue
        if not is_declaration(data):
            found.take(LeftOut(path.name, plain(path.stem, 60), "it is not a declaration: it has no `name` and `terms`"))
            continue
        past = history if isinstance(history, dict) else {}
        for kind, terms in _terms(data).items():
            found.take(_document(path.stem, data, plain(kind), terms, past.get(kind)))
    return found


def _json(path: Path) -> Any:
    try:
        if path.stat().st_size > _LARGEST:
            raise ValueError(f"it has more than {_LARGEST:,} bytes")
        return json.loads(path.read_bytes())
    except OSError as error:
        raise ValueError(f"it can't be read ({error.strerror})") from None
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    except ValueError as error:
        raise ValueError(str(error) if "more than" in str(error) else "it is not valid JSON") from None


def _document(service: str, data: Mapping[str, Any], kind: str, terms: Any, past: Any) -> Listed | LeftOut:
    name = label(data.get("name")) or label(service)
    where = f"{plain(service, 60)}, {kind}"
    if not isinstance(terms, dict):
        return LeftOut(where, name, "it declares no page")
    pages = [page for page in _pages(terms) if isinstance(page, dict)]
    try:
        urls = tuple(dict.fromkeys(address_of(page.get("fetch")) for page in pages))
    except ValueError as error:
        return LeftOut(where, name, str(error))
    if not urls:
        return LeftOut(where, name, "it has no address")
    # Functions of a `.filters.js` beside it: programs of strangers.
    notes = [f"its filter {filter_} is JavaScript" for filter_ in _filters(terms, pages)]
    select, remove = _with_past(terms, pages, past, notes)
    browser = any(page.get("executeClientScripts") is True for page in [terms, *pages])
    return Listed(where, urls, name, kind, tags=(), select=select, remove=remove, browser=browser, notes=tuple(notes))


def _pages(terms: Mapping[str, Any]) -> list[Any]:
    """The source documents: those of `combine`, or the declaration itself."""
    combined = terms.get("combine")
    return combined if isinstance(combined, list) else [terms]


def _filters(terms: Mapping[str, Any], pages: Iterable[Mapping[str, Any]]) -> list[str]:
    names = [name for one in [terms, *pages] for name in _as_list(one.get("filter"))]
    return list(dict.fromkeys(plain(name, 60) for name in names if isinstance(name, str)))


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _with_past(
    terms: Mapping[str, Any], pages: list[Any], past: Any, notes: list[str]
) -> tuple[tuple[ListedSelector, ...], tuple[ListedSelector, ...]]:
    """The selectors to extract and to remove, each with the days on which it holds; those of the history file end where it says."""
    found: dict[str, list[ListedSelector]] = {"select": [], "remove": []}
    since, urls = "", {page.get("fetch") for page in pages}
    for old in sorted((one for one in _as_list(past) if isinstance(one, dict)), key=lambda one: str(one.get("validUntil") or "9")):
        until = plain(old.get("validUntil"), 40)
        for key in found:
            found[key] += _selectors(key, old, _pages(old), since, until, notes)
        if any(isinstance(page, dict) and page.get("fetch") not in {None, *urls} for page in _pages(old)):
            notes.append(f"until {until[:10]} it was at another address")
        since = until
    for key in found:
        found[key] += _selectors(key, terms, pages, since, "", notes)
    return tuple(dict.fromkeys(found["select"])), tuple(dict.fromkeys(found["remove"]))


def _selectors(key: str, terms: Mapping[str, Any], pages: list[Any], since: str, until: str, notes: list[str]) -> Iterator[ListedSelector]:
    """Those of the pages, and of the declaration for pages without their own."""
    of_pages = [page.get(key) for page in pages if isinstance(page, dict)]
    given = [terms.get(key) if own is None else own for own in of_pages]
    found = list[str]()
    for one in (part for value in given for part in _as_list(value)):
        if css := plain(one, 500):
            found.append(css)
        elif isinstance(one, dict) and (says := "one of its selectors is a range between two elements") not in notes:
            notes.append(says)
    # Each selector must match on each page, and these belong to one page each: together they are one.
    joined = [", ".join(dict.fromkeys(found))] if len(of_pages) > 1 and found else found
    yield from (ListedSelector(css, since, until) for css in joined)


def write_declaration(name: str, documents: Iterable[Mapping[str, Any]]) -> str:
    """A service's declaration; each document has document, urls, select, remove and browser."""
    terms: dict[str, Any] = {}
    for one in documents:
        common = {key: one[key] for key in ("select", "remove") if one[key]}
        scripts = {"executeClientScripts": True} if one["browser"] else {}
        if len(one["urls"]) == 1:
            terms[one["document"]] = {"fetch": one["urls"][0], **common, **scripts}
        else:
            terms[one["document"]] = {"combine": [{"fetch": url} for url in one["urls"]], **common, **scripts}
    return json.dumps({"name": name, "terms": terms}, ensure_ascii=False, indent=2) + "\n"


def read_declaration_file(path: Path) -> Listing:
    """One file, or a folder of them.

    Raises:
        UsageError: there is none.
    """
    paths = declarations_in(path) if path.is_dir() else [path]
    if not paths:
        raise UsageError(f"{path} has no declarations (*.json), nor a folder `declarations` with some")
    return read_declarations(paths)
