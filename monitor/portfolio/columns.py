"""Tables: CSV and spreadsheets. Columns are found by their headings, in the words that people use for them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice, takewhile
from pathlib import Path

from monitor.errors import UsageError
from monitor.portfolio.listed import LONGEST_ADDRESS, LeftOut, Listed, Listing, address_of, document_row, label, plain
from monitor.portfolio.unpacking import check_unpacked

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "url": ("url", "urls", "address", "link", "web address", "website", "web site", "site", "page", "policy url", "privacy policy url",
            "adresse", "webseite", "lien", "enlace", "href", "uri"),
    "name": ("name", "vendor", "company", "service", "supplier", "title", "organisation", "organization", "provider", "anbieter", "firma",
             "société", "fournisseur", "empresa", "proveedor", "vendor name"),
    "document": ("document", "document type", "kind", "type", "policy", "terms type", "dokument", "documento"),
    "tags": ("tags", "tag", "label", "labels", "category", "categories", "group", "groups", "folder", "schlagworte", "étiquettes"),
    "id": ("id", "slug", "key"),
    "history": ("history",),
}  # fmt: skip
_HISTORIES = re.compile(r"wayback|none|memento:\S{1,400}")
_SPREADSHEET_ROWS = 100_000
_LOOKED_AT = 20
"""Rows in which an address is looked for, if no heading says where it is."""


def read_csv(text: str) -> Listing:
    """A table as text: comma, semicolon, tab or bar between the cells."""
    lines = [line for line in text[:8_000].splitlines() if line.strip()][:_LOOKED_AT]
    # "Vendors of 2026" above the headings has no delimiter, and an address below them may hold any.
    first = next((line for line in lines if _is_heading(re.split(r"[,;\t|]", line.replace('"', "")))), lines[0] if lines else "")
    delimiter = max(",;\t|", key=first.count)
    # Above our own limit for a cell, which names the row; the csv module's own would stop the whole file.
    csv.field_size_limit(200_000_000)
    try:
        return _read_rows(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), "a CSV table")
    except csv.Error as error:
        raise UsageError(f"the table can't be read ({error}); save it as CSV in UTF-8 again") from None


def read_spreadsheet(path: Path) -> Listing:
    """The first sheet of an Excel workbook with a column of addresses.

    Raises:
        UsageError: the extra is missing, or the file is damaged or unpacks to too much.
    """
    try:
        import openpyxl  # noqa: PLC0415  # an extra
    except ImportError:
        says = "reading .xlsx needs openpyxl: pip install 'policy-monitor[xlsx]', or save the sheet as CSV"
        raise UsageError(f"{path}: {says}") from None
    check_unpacked(path)
    try:
        # Formulas are read as such: a value that the last program cached may be anybody's.
        book = openpyxl.load_workbook(path, read_only=True, data_only=False, keep_links=False)
        for sheet in book.worksheets:
            rows = sheet.iter_rows(values_only=True, max_row=_SPREADSHEET_ROWS, max_col=60)
            found = _read_rows((["" if cell is None else str(cell) for cell in row] for row in rows), "a spreadsheet")
            if found.documents:
                return found
    except UsageError:
        raise
    except Exception as error:  # whatever openpyxl meets in a damaged or hostile workbook
        raise UsageError(f"{path} can't be read as a spreadsheet ({type(error).__name__}); save it again, or as CSV") from None
    raise UsageError(f"{path} has no sheet with a column of web addresses")


def _read_rows(rows: Iterable[Sequence[str]], kind: str) -> Listing:
    found = Listing(kind)
    numbered = ((number, row) for number, row in enumerate(rows, start=1) if any(cell.strip() for cell in row))
    begin = list(islice(numbered, _LOOKED_AT))
    if not begin:
        return found
    # A title, and who made the table when, are above the headings of many that come from a spreadsheet.
    before = takewhile(lambda place: not _has_address(begin[place][1]), range(len(begin)))
    begin = begin[next((place for place in before if _is_heading(begin[place][1])), 0) :]
    columns = _columns([row for _, row in begin])
    if not columns:
        raise UsageError("the table has no column of web addresses; give it the heading `url`")
    if not _has_address(begin[0][1]):
        headings = enumerate(begin.pop(0)[1])
        found.unused = tuple(name for n, cell in headings if n not in columns.values() and (name := label(cell, 60)))
    for number, row in chain(begin, numbered):
        for one in _documents(f"row {number}", row, columns):
            found.take(one)
    return found


def _columns(rows: Sequence[Sequence[str]]) -> dict[str, int]:
    """Which column holds what: by the headings in the first row, and by the first address where they don't say."""
    by_heading = _by_heading(rows[0])
    if "url" in by_heading:
        return by_heading
    where = next((n for row in rows for n, cell in enumerate(row) if _is_address(cell)), None)
    if where is None:
        return {}
    row = rows[0]
    if not _has_address(row):
        # "Vendor,Privacy page,Tags": a heading that we don't know above a column of addresses.
        return {key: n for key, n in by_heading.items() if n != where} | {"url": where}
    # Without headings the other texts are, in this order, name, document and tags.
    others = [n for n in range(len(row)) if n != where]
    return {"url": where, **dict(zip(("name", "document", "tags"), others, strict=False))}


def _by_heading(row: Sequence[str]) -> dict[str, int]:
    given = [plain(cell).lower().replace("_", " ").strip(" :*") for cell in row]
    return {key: given.index(name) for key, names in HEADINGS.items() for name in reversed(names) if name in given}


def _is_heading(row: Sequence[str]) -> bool:
    """Two headings that we know: one alone, such as "Group", may be a word of a title."""
    return len(_by_heading(row)) > 1


def _is_address(cell: str) -> bool:
    try:
        return len(cell) <= LONGEST_ADDRESS and bool(address_of(cell))
    except ValueError:
        return False


def _has_address(row: Sequence[str]) -> bool:
    return any(map(_is_address, row))


def _documents(where: str, row: Sequence[str], columns: Mapping[str, int]) -> Iterator[Listed | LeftOut]:
    cells = {key: row[n] if n < len(row) else "" for key, n in columns.items()}
    several = cells["url"].split() if len(cells["url"]) <= 20 * LONGEST_ADDRESS else [cells["url"]]
    one = document_row(
        where, several[0] if several else "", name=cells.get("name"), document=cells.get("document"), tags=[cells.get("tags", "")]
    )
    if not isinstance(one, Listed):
        yield one
        return
    history = plain(cells.get("history"), 420)
    urls = one.urls
    for further in several[1:]:
        try:
            urls += (address_of(further),)
        except ValueError:
            continue
    yield Listed(
        one.where, urls, one.name, one.document, label(cells.get("id"), 64), one.tags,
        history=history if _HISTORIES.fullmatch(history) else "", notes=one.notes,
    )  # fmt: skip
