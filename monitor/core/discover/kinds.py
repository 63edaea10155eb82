"""Which kind of document a few words name: the text of a link, a heading, or the last part of an address."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

_FILE = Path(__file__).with_name("documents.toml")
PRIVACY, TERMS, COOKIES = "Privacy Policy", "Terms of Service", "Cookie Policy"
KINDS = (PRIVACY, TERMS, COOKIES, "Sub-processors", "Data Processing Addendum", "Acceptable Use Policy")
"""What is looked for, in the order in which it is reported; the names are those of the catalogue."""
_NO_WORD = re.compile(r"[\W_]+")
_LONGEST, _MOST_WORDS = 120, 9
_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "ł": "l", "đ": "d", "ı": "i", "œ": "oe"})
_SUFFIX = re.compile(r"\.(?:html?|php|aspx?|pdf|md|txt|jsp)$", re.IGNORECASE)
_LANGUAGE = re.compile(r"[a-z]{2}(?:[-_][a-z]{2,4})?", re.IGNORECASE)
# Nothing below these is a document in force.
_ELSEWHERE = frozenset(
    {
        "blog",
        "news",
        "press",
        "article",
        "articles",
        "artikel",
        "actualites",
        "noticias",
        "help",
        "support",
        "hc",
        "kb",
        "faq",
        "docs",
        "jobs",
        "careers",
        "career",
        "archive",
        "archives",
        "old",
        "wiki",
        "product",
        "products",
        "shop",
        "store",
        "forum",
        "community",
        "investors",
        "events",
        "academy",
        "magazine",
        "resources",
        "topics",
        "tag",
        "tags",
        "category",
        "solutions",
        "software",
    }
)
_PARTS = re.compile(r"\s[|–—:·•»›-]\s|[|–—·•»›]|:\s")


@dataclass(frozen=True, slots=True)
class Named:
    """A kind of document that words name."""

    kind: str
    exact: bool
    """Nothing else is said: "Our Privacy Policy" is exact, "Privacy at Larkspur" is not."""


@dataclass(frozen=True)
class _Vocabulary:
    names: Mapping[str, str]
    """Name → kind; the longest first."""
    fill: frozenset[str]
    other: frozenset[str]
    hubs: frozenset[str]


@cache
def _vocabulary() -> _Vocabulary:
    data = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    pairs = [(plain_words(name), kind) for kind in KINDS for name in data[kind]["names"]]
    words = {key: frozenset(map(plain_words, values)) for key, values in data["words"].items()}
    # A name is no reason to leave something out: "Terms of Service" has the word "service".
    return _Vocabulary(dict(sorted(pairs, key=lambda pair: -len(pair[0]))), words["fill"], words["other"], words["hubs"])


def plain_words(text: str) -> str:
    """Words in lower case without accents, separated by single blanks.

    >>> plain_words("Política de Cookies – Übersicht")
    'politica de cookies ubersicht'
    """
    text = unicodedata.normalize("NFKD", text[: 4 * _LONGEST].casefold().replace("\u00ad", "")).translate(_LETTERS)
    return _NO_WORD.sub(" ", "".join(char for char in text if not unicodedata.combining(char))).strip()


def kind_of_label(text: str) -> Named | None:
    """The kind of document that the text of a link, or a heading, names; None for none, for several, and for something about one.

    >>> kind_of_label("Unsere Datenschutzerklärung")
    Named(kind='Privacy Policy', exact=True)
    >>> kind_of_label("Cookie settings") is None
    True
    """
    words = plain_words(text)
    if not words or len(words) > _LONGEST:
        return None
    known, rest, kinds = _vocabulary(), f" {words} ", list[str]()
    for name, kind in known.names.items():
        # Longest first, and each word counts once: "data processing agreement" is no "agreement". Some scripts have no blanks.
        sought = f" {name} " if name.isascii() or " " in name else name
        if sought in rest:
            kinds.append(kind)
            rest = rest.replace(sought, " ")
    left = rest.split()
    # What is said besides tells one from several: an apostrophe leaves a single "s".
    extra = [word for word in left if word not in known.fill and len(word) > 1]
    if any(word in known.other for word in left) or len(extra) > 3 or len(words.split()) > _MOST_WORDS:
        return None
    return _one(set(kinds), exact=not extra)


def _one(kinds: set[str], *, exact: bool) -> Named | None:
    # One document for both is the privacy policy; "Terms & Privacy" is a page that leads to two.
    if kinds == {PRIVACY, COOKIES}:
        return Named(PRIVACY, exact)
    return Named(kinds.pop(), exact) if len(kinds) == 1 else None


def says_other(text: str) -> bool:
    """Whether a heading speaks of something beside a company's documents: settings, news, a contest, applicants."""
    return bool(_vocabulary().other & set(plain_words(text).split()))


def is_hub(text: str) -> bool:
    """Whether a link leads to a page that lists the documents: "Legal", "Privacy & Terms"."""
    return plain_words(text) in _vocabulary().hubs


def kind_of_title(text: str) -> Named | None:
    """The kind that a page's title or heading names: "Larkspur | Privacy Policy". An exact part wins over the whole."""
    parts = [part for part in _PARTS.split(text[:400]) if part]
    found = [named for part in parts if (named := kind_of_label(part)) is not None]
    if len({named.kind for named in found}) > 1:
        return None
    return next((named for named in found if named.exact), found[0] if found else None)


def kind_of_path(url: str) -> Named | None:
    """The kind that the last part of an address names: "https://larkspur.example/legal/privacy-policy.html"."""
    try:
        path = unquote(urlsplit(url).path)
    except ValueError:
        return None
    parts = [_SUFFIX.sub("", part) for part in path.split("/") if part]
    if any(part.lower() in _ELSEWHERE or part.isdecimal() for part in parts[:-1]):
        return None
    # "/privacy/de" and "/privacy/index": the document is named before.
    while len(parts) > 1 and (_LANGUAGE.fullmatch(parts[-1]) or parts[-1].lower() == "index"):
        parts.pop()
    return kind_of_label(parts[-1]) if parts else None


def kind_of_address(url: str) -> str | None:
    """The kind of document that an address surely names, or None."""
    named = kind_of_path(url)
    return named.kind if named is not None and named.exact else None
