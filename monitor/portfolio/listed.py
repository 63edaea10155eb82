"""What a list names: the documents it would have watched, and the rows that name none."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from monitor.errors import UsageError
from monitor.net.urls import check_address

MOST_ROWS = 50_000
MOST_BYTES = 100_000_000
"""Of a file, and of what a compressed one unpacks to."""
LONGEST_ADDRESS, LONGEST_NAME, LONGEST_TAG, MOST_TAGS = 2_000, 120, 40, 20
_BLANKS = re.compile(r"\s+")
# What spreadsheets evaluate. A minus or a plus may begin a name ("+Plus"), so those count only before a digit or a bracket.
_FORMULA = re.compile(r"[=@]|[+-](?=[\d(=@+-])")
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,62}(?::\d{1,5})?(?:[/?#]\S*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ListedSelector:
    """A CSS selector with the days (ISO 8601) between which it holds."""

    css: str
    valid_from: str = ""
    valid_until: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """A document that a list names, in the terms of `config.yaml`."""

    where: str
    """Its place in the file: "row 7", "job 2", "Larkspur, Privacy Policy"."""
    urls: tuple[str, ...]
    name: str = ""
    document: str = ""
    id: str = ""
    tags: tuple[str, ...] = ()
    select: tuple[ListedSelector, ...] = ()
    remove: tuple[ListedSelector, ...] = ()
    history: str = ""
    browser: bool = False
    paused: bool = False
    notes: tuple[str, ...] = ()
    """What of the list is not taken over: "its filter removeAds is JavaScript"."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something that a list names and that is not added, with a few words why."""

    where: str
    what: str
    why: str


@dataclass
class Listing:
    """What was read of a list."""

    kind: str
    """The format in words: "an OPML file"."""
    documents: list[Listed] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    unused: tuple[str, ...] = ()
    """Headings of the columns of a table that nothing is taken from."""

    def take(self, one: Listed | LeftOut) -> None:
        """Add a document, or what is left out.

        Raises:
            UsageError: there are too many.
        """
        if len(self.documents) + len(self.left_out) >= MOST_ROWS:
            raise UsageError(f"the list has more than {MOST_ROWS:,} rows; split it")
        if isinstance(one, Listed):
            self.documents.append(one)
        else:
            self.left_out.append(one)


def plain(value: object, most: int = LONGEST_NAME) -> str:
    """A cell as one line of text without control and invisible formatting characters, at most so long; "" for none.

    >>> plain(" Larkspur\\x00 \\u202eBicycles\\n ")
    'Larkspur Bicycles'
    """
    if value is None or isinstance(value, bool | dict | list):
        return ""
    # Cut before it is looked at: a cell may have a megabyte.
    text = str(value)[: 4 * most]
    kept = "".join(" " if char.isspace() else char for char in text if char.isspace() or unicodedata.category(char)[0] != "C")
    return _BLANKS.sub(" ", kept).strip()[:most].strip()


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would evaluate this cell."""
    return _FORMULA.match(text) is not None


def label(value: object, most: int = LONGEST_NAME) -> str:
    """A name in a cell; "" for a formula, which says nothing about what it shows. An apostrophe that keeps a spreadsheet off is dropped."""
    text = plain(value, most)
    if text.startswith("'") and is_formula(text[1:]):
        return text[1:]
    return "" if is_formula(text) else text


def tags_of(values: Iterable[object]) -> tuple[str, ...]:
    """Tags without duplicates; each may hold several, separated by commas, semicolons or bars."""
    found = (label(part, LONGEST_TAG) for value in values for part in re.split(r"[,;|]", str(value)[:2_000]))
    return tuple(dict.fromkeys(tag for tag in found if tag))[:MOST_TAGS]


def address_of(value: object) -> str:
    """The web address in a cell; "larkspur.example/privacy" gets "https://".

    Raises:
        ValueError: it holds none; with a few words why.
    """
    raw = str(value if value is not None else "")
    if len(raw) > LONGEST_ADDRESS:
        raise ValueError(f"a cell of {len(raw):,} characters is not an address")
    text = raw.strip().removeprefix("<").removesuffix(">").strip().removeprefix("\ufeff")
    if not text:
        raise ValueError("it has no address")
    if is_formula(text):
        raise ValueError("a formula instead of an address")
    if not text.lower().startswith(("http://", "https://")):
        if _HOST.fullmatch(text):
            text = f"https://{text}"
        elif _SCHEME.match(text):
            raise ValueError(f"{text.partition(':')[0][:20].lower()}: addresses are not fetched, only http and https")
        else:
            raise ValueError("not a web address")
    scheme, _, rest = text.partition("://")
    text = f"{scheme.lower()}://{rest.partition('#')[0]}"
    try:
        check_address(text)
    except Exception as error:
        raise ValueError(str(error).partition("' ")[2].partition(";")[0] or "not a web address") from None
    return text


def document_row(
    where: str, address: object, *, name: object = "", document: object = "", tags: Sequence[object] = (), notes: Sequence[str] = ()
) -> Listed | LeftOut:
    """A row of a list with one address, or why it is left out."""
    try:
        url = address_of(address)
    except ValueError as error:
        return LeftOut(where, plain(address, 60) or plain(name, 60), str(error))
    told = [*notes, "its name is a formula and was left out"] if plain(name) and not label(name) else notes
    return Listed(where, (url,), label(name), label(document), tags=tags_of(tags), notes=tuple(told))
