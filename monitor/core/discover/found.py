"""Links that may lead to a company's documents; apart from the parser, so that who only passes them on does not load it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class DocumentLink:
    """A link that may lead to a document."""

    url: str
    label: str
    place: str
    """footer | menu | page | head | data | sitemap | guess"""
    kind: str
    """The kind of document, or "" for a page that lists documents."""
    exact: bool = True


@dataclass(frozen=True, slots=True)
class SitePage:
    """What a page says about where the documents are."""

    links: tuple[DocumentLink, ...] = ()
    names: tuple[str, ...] = field(default=())
    """What the company calls itself: of the page's metadata, structured data and title."""
    language: str = ""
