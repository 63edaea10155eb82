"""A source: a folder in which a legal department keeps the published texts, each in a file named by its day (2026-11-29.html)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from monitor.plugins import Page


class Drafts:
    """One folder.

    Args:
        place: what config.yaml says after the name: `source: drafts:/srv/legal/privacy`.
    """

    def __init__(self, place: str) -> None:
        self._folder = Path(place)

    def current(self, url: str) -> Page:
        """The newest file; max() of an empty folder raises, and that is this policy's failure."""
        return self._page(max(self._files()))

    def moments(self, url: str) -> Iterator[datetime]:
        """The days in the names of the files."""
        return (datetime.fromisoformat(path.stem).replace(tzinfo=UTC) for path in self._files())

    def at(self, url: str, moment: datetime) -> Page:
        """The file of one day."""
        return self._page(self._folder / f"{moment:%Y-%m-%d}.html")

    def _files(self) -> list[Path]:
        return list(self._folder.glob("????-??-??.html"))

    def _page(self, path: Path) -> Page:
        return Page(path.read_bytes(), "text/html; charset=utf-8")
