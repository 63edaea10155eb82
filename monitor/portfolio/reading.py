"""Reads a list in whatever format it is."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path
from typing import Any

from monitor.errors import UsageError, unreadable
from monitor.portfolio import addresses, changedetection, columns, open_terms, opml, urlwatch
from monitor.portfolio.listed import MOST_BYTES, Listing

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_JOB = re.compile(r"(?:---[ \t]*$|(?:name|url|navigate|command|kind)[ \t]*:[ \t])", re.MULTILINE)
# Excel writes the separator on a line of its own.
_SEPARATOR = re.compile(r"sep=.\r?\n", re.IGNORECASE)
FORMATS = (
    "a list of addresses, CSV, XLSX, OPML, urlwatch's urls.yaml, a backup of changedetection.io,"
    " declarations of Open Terms Archive or a repository of its versions"
)


def read_list(path: Path) -> Listing:
    """What a file, or a folder of declarations, names. The format is told by the content; the name decides only where that says nothing.

    Raises:
        UsageError: it can't be read, is too large, or has no known format.
    """
    if path.is_dir():
        return open_terms.read_declaration_file(path)
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UsageError(f"{path} has more than {MOST_BYTES:,} bytes; split it")
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(unreadable(path, error)) from None
    if data.startswith(b"PK\x03\x04") or zipfile.is_zipfile(path):
        return _packed(path)
    return _text(path, data)


def _text(path: Path, data: bytes) -> Listing:
    text = text_of(data, path)
    start = text.lstrip()[:2_000]
    if start.startswith("<"):
        return opml.read_opml(data)
    if start.startswith(("{", "[")):
        return _json(path, text)
    if path.suffix.lower() in (".yaml", ".yml") or _JOB.match(start):
        return urlwatch.read_urlwatch(text)
    if path.suffix.lower() in (".csv", ".tsv") or _has_headings(start):
        return columns.read_csv(_SEPARATOR.sub("", text, count=1) if start.lower().startswith("sep=") else text)
    return addresses.read_addresses(text)


def _packed(path: Path) -> Listing:
    try:
        with zipfile.ZipFile(path) as packed:
            names = set(packed.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise UsageError(f"{path} is damaged ({error}); export it again") from None
    return columns.read_spreadsheet(path) if "xl/workbook.xml" in names else changedetection.read_backup(path)


def _json(path: Path, text: str) -> Listing:
    try:
        data: Any = json.loads(text)
    except (ValueError, RecursionError):
        raise UsageError(f"{path} is not valid JSON; export it again") from None
    if isinstance(data, dict) and isinstance(data.get("watching"), dict):
        return changedetection.read_watches(data)
    if open_terms.is_declaration(data):
        return open_terms.read_declarations([path])
    raise UsageError(f"{path} is JSON of no known kind; expected {FORMATS}")


def _has_headings(start: str) -> bool:
    """Whether the first line is one of column headings, among them one for addresses."""
    first = start.partition("\n")[0].lower()
    return any(sep in first for sep in ",;\t|") and bool(
        {part.strip(' "\r') for part in re.split(r"[,;\t|]", first)} & {*columns.HEADINGS["url"]}
    )


def text_of(data: bytes, path: Path) -> str:
    """The text of a list: UTF-8, UTF-16 with a mark, or what Windows programs write.

    Raises:
        UsageError: it is no text.
    """
    encoding = next((name for mark, name in _BOMS if data.startswith(mark)), "utf-8")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        if b"\0" in data[:4_000]:
            raise UsageError(f"{path} is neither text nor a known format; expected {FORMATS}") from None
        return data.decode("cp1252", "replace")
