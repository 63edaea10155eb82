"""What the walk of a page yields: its blocks in reading order, and the elements that held them, as stretches of those blocks."""

from __future__ import annotations

from dataclasses import dataclass, field

from .blocks import Block


@dataclass(slots=True)
class Region:
    """An element that holds blocks: those from `start` to `end`."""

    tag: str
    names: str
    """Its class, id and role, lower case, with a space around each."""
    start: int
    end: int = -1
    parent: int = -1
    """Place of the region around it, or -1."""
    hidden: bool = False
    controls: int = 0
    """Fields to fill in that stand in it."""


@dataclass(slots=True)
class Walked:
    """A page, walked."""

    blocks: list[Block] = field(default_factory=list)
    regions: list[Region] = field(default_factory=list)
    links: int = 0
    scripts: int = 0
    headings: int = 0
    cut: bool = False
    """The page has more nodes than are read."""
