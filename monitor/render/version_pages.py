"""Which page lists which versions of a policy: the newest its own page, those of earlier times pages by year, if there are many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC
from hashlib import sha256
from itertools import groupby

from monitor.render.html import renderer_digest
from monitor.render.paths import year_page_name
from monitor.render.rows import FoldedRows, VersionRow, folded

ON_ONE_PAGE = 120
"""Versions up to which one page has all of them."""
_NEWEST, _BATCH = 40, 50
"""How many the policy's own page has at least, else, and how many leave it at a time. A version takes about a kilobyte."""
_ON_A_YEAR_PAGE = 200

Shown = VersionRow | FoldedRows


@dataclass(frozen=True, slots=True)
class VersionPage:
    """A page that lists versions of one year."""

    name: str
    title: str
    rows: tuple[Shown, ...]
    """Oldest first."""
    before: str | None
    """The name of the page of the versions before."""
    after: str | None

    @property
    def digest(self) -> str:
        """Equal for pages that show the same."""
        about = self.title, self.before, self.after, [_shows(row) for row in self.rows], renderer_digest()
        return sha256(repr(about).encode("utf-8", "replace")).hexdigest()[:24]


@dataclass(frozen=True, slots=True)
class VersionPages:
    """All versions of a policy, on pages."""

    first: tuple[Shown, ...]
    """The newest, for the policy's own page; oldest first."""
    pages: tuple[VersionPage, ...]
    """The others, newest first; empty when the policy's own page has all of them."""

    @property
    def page_of_first(self) -> str:
        """The page that lists the first version; empty for the policy's own."""
        return self.pages[-1].name if self.pages else ""


def version_pages(rows: tuple[VersionRow, ...]) -> VersionPages:
    """Divides versions among pages, so that nearly every new version changes the policy's own page alone."""
    shown = folded(rows)
    if len(shown) <= ON_ONE_PAGE:
        return VersionPages(tuple(shown), ())
    # In batches, or each new version would change a page of a year as well.
    moved = (len(shown) - _NEWEST) // _BATCH * _BATCH
    first, others = shown[moved:], shown[:moved]
    parts: list[tuple[int, int, tuple[Shown, ...]]] = []
    for year, found in groupby(others, key=year_of):
        of_year = list(found)
        parts += [
            (year, 1 + at // _ON_A_YEAR_PAGE, tuple(of_year[at : at + _ON_A_YEAR_PAGE])) for at in range(0, len(of_year), _ON_A_YEAR_PAGE)
        ]
    names = [year_page_name(year, part) for year, part, _ in parts]
    pages = [
        VersionPage(
            name=names[at], title=_title(year, part, parts), rows=found,
            before=names[at - 1] if at else None, after=names[at + 1] if at + 1 < len(names) else None,
        )
        for at, (year, part, found) in enumerate(parts)
    ]  # fmt: skip
    return VersionPages(tuple(first), tuple(reversed(pages)))


def _shows(row: Shown) -> tuple[object, ...]:
    """What the list shows of a version, by what it is made of."""
    if isinstance(row, FoldedRows):
        return row.digest, row.captured_at, row.alternates
    return row.digest, row.captured_at, row.last_seen, row.captures, row.page, row.says, row.returns_to


def year_of(shown: Shown) -> int:
    """The year of a version, in UTC."""
    return shown.captured_at.astimezone(UTC).year


def _title(year: int, part: int, parts: Sequence[tuple[int, int, tuple[Shown, ...]]]) -> str:
    several = any(other == year and number > 1 for other, number, _ in parts)
    return f"{year}, part {part}" if several else str(year)
