"""Statements in force beside what a careful reader takes from them, and beside what an alert that tells of them says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from monitor.core.compare import compare_documents
from monitor.core.meaning.in_force import sentences_in_force
from monitor.core.meaning.topic_names import Told
from monitor.model import Change, Document

TABLE = Path(__file__).with_name("in_force.yaml")
_TITLES = {"privacy": "Privacy policy", "terms": "Terms of use", "cookies": "Cookie policy", "rules": "Community rules"}
_LIST_MARKS = " -*"


@dataclass(frozen=True, slots=True)
class Case:
    """A text, which of its words are asked about, and the kind of its document."""

    text: str
    at: str
    kind: str

    @property
    def page(self) -> str:
        """A policy that has the text."""
        return _page(self.text, self.kind)

    @property
    def page_without(self) -> str:
        """The policy without the words that are asked about."""
        if self.at == self.text:
            return _page("", self.kind).replace("\n\n\n\n", "\n\n")
        lines = [(line, line.replace(self.at, "").rstrip()) for line in self.text.split("\n")]
        return _page("\n".join(left for line, left in lines if line == left or left.strip(_LIST_MARKS)), self.kind)

    def told(self) -> list[Told]:
        """What is found in force of those words."""
        found = (one for _, one in sentences_in_force(self.page, "en", self.kind) if one is not None)
        return [said for one in found if self._has(one.span) for said in one.told]

    def alert(self) -> Change | None:
        """The change that tells of them when they are added."""
        changes = compare_documents(Document(self.page_without), Document(self.page)).changes
        return next((one for one in changes if one.new and self._has(one.new.span)), None)

    def _has(self, span: tuple[int, int]) -> bool:
        start = self.page.index(self.at)
        return span[0] < start + len(self.at) and span[1] > start


def _page(inner: str, kind: str) -> str:
    opening = f"# {_TITLES[kind]}\n\nHeronbrook is a small company in Leeds."
    return f"{opening}\n\n{inner}\n\n## Contact\n\nOur address is 1 Mill Lane, Leeds.\n"


@cache
def rows() -> list[dict[str, Any]]:
    """The rows of the table, those written first in front."""
    table = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    return [row for part in table.values() for row in part]


def says(row: dict[str, Any]) -> Case:
    """What a row says."""
    return _case(row["says"], row.get("at"), row.get("kind", "privacy"))


def silent(row: dict[str, Any]) -> Case:
    """The control of a row."""
    return _case(row["silent"], row.get("silent_at"), row.get("silent_kind", row.get("kind", "privacy")))


def _case(text: str, at: str | None, kind: str) -> Case:
    text = text.strip("\n")
    return Case(text, at or text, kind)


def names() -> Iterator[str]:
    """What a row is called in a report."""
    return ((row.get("at") or row["says"]).strip()[:60] for row in rows())
