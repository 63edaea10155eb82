"""What is known about a policy's pages since they were last rendered, so that only changed ones are rendered and checked."""

from __future__ import annotations

import json
from collections.abc import MutableMapping, Sequence
from hashlib import sha256
from typing import Any, Generic, TypeVar

from monitor.render.rows import VersionRow, row_from_json, row_to_json

_ORDER = "order"
M = TypeVar("M", bound=MutableMapping[str, Any])


class KeptPages(Generic[M]):
    """The rows of a policy's versions, by what they were made of, and which pages need not be looked at.

    Args:
        memory: rows, and the order that they had; what JSON can hold. It is brought up to date.
        inputs: for each entry of the history, a digest of all that it is made of.
        complete: whether the pages on disk are those that the memory is of.
    """

    def __init__(self, memory: M, inputs: Sequence[str], *, complete: bool) -> None:
        self.memory, self.complete = memory, complete
        # A row says what it changed against the row before.
        before = ("", *inputs)
        self.keys = [sha256(f"{one} {other}".encode()).hexdigest()[:24] for one, other in zip(inputs, before, strict=False)]
        # Of pages that were not written to their end, nothing is taken for granted.
        order: list[str] = list(memory.get(_ORDER, ())) if complete else []
        self._places = {key: place for place, key in enumerate(order)}
        self._order = order
        memory[_ORDER] = self.keys

    def line(self, place: int) -> str | None:
        """The line of `versions.json` of a version; None where it has to be made."""
        question = f"row {self.keys[place]}"
        return str(self.memory[question]) if question in self.memory else None

    def keep(self, place: int, row: VersionRow) -> str:
        """Remembers the row of a version; returns its line."""
        line = self.memory[f"row {self.keys[place]}"] = row_line(row)
        return line

    def is_settled(self, place: int) -> bool:
        """True when the page that compares a version with the one before is as it should be if it exists: its neighbours are the same."""
        at = self._places.get(self.keys[place])
        if at is None:
            return False
        return self._order[max(0, at - 1) : at + 2] == self.keys[max(0, place - 1) : place + 2]

    def shows_beside(self, place: int, digest: str) -> bool:
        """True when the page of a version shows beside its change what has this digest; what it shows now is remembered."""
        question = f"review {self.keys[place]}"
        shows = str(self.memory[question]) if question in self.memory else ""
        if shows != digest:
            self.memory[question] = digest
        return shows == digest

    def is_same(self, page: str, digest: str) -> bool:
        """True when a page was made of the same last time; what it is made of now is remembered."""
        question = f"page {page}"
        same = self.complete and question in self.memory and self.memory[question] == digest
        self.memory[question] = digest
        return same


def row_line(row: VersionRow) -> str:
    """A row as `versions.json` holds it."""
    return json.dumps(row_to_json(row), ensure_ascii=False)


def row_of(line: str) -> VersionRow:
    """The row of such a line."""
    return row_from_json(json.loads(line))
