"""Which features exist: each name is declared once, and a name that nobody declared is refused wherever it is read.

A declaration is a pattern. `removed:reworded:<concept>` stands for one name per concept of the vocabulary, and `names()` spells them all
out, so that a rule, a learned weight or a test is checked against a closed list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from typing import NamedTuple

ADDED, REMOVED, REWORDED = "added", "removed", "reworded"
ANY_KIND = frozenset({ADDED, REMOVED, REWORDED})
"""What a change can be: a statement that was added, one that was removed, or one that stands on both sides."""
_PLACEHOLDER = re.compile(r"<([a-z-]+)>")
_OPPOSITE = {"removed": "added", "added": "removed", "old": "new", "new": "old"}


class UnknownFeatureError(ValueError):
    """A name that no feature declares. The message gives the file, the row and the name."""


@dataclass(frozen=True, slots=True)
class Feature:
    """One family of features."""

    pattern: str
    """The name; `<concept>`, `<role>` … stand for every member of that set."""
    means: str
    """What it says of a change, in plain words; placeholders as in the pattern."""
    mirror: str | None = None
    """The pattern that the same change shows when old and new are exchanged. None: exchange `removed` and `added`, `old` and `new`."""
    mirrored: bool = True
    """False when nothing follows for the exchanged change: what is counted or quoted stands on one side only."""
    kinds: frozenset[str] = frozenset()
    """In which kinds of change it can be seen; empty: as the pattern says (`one-sided`, `reworded`), else in all."""
    direction: float | Mapping[str, float] = 0.0
    """What it says outright of the direction: negative weakens the reader's position. A mapping goes by the placeholders' members."""


class Name(NamedTuple):
    """One name of a family, with the placeholders filled in."""

    name: str
    means: str
    group: str
    """The module of this package that computes it."""
    pattern: str
    mirror: str | None
    kinds: frozenset[str]
    direction: float


@dataclass(frozen=True)
class Registry:
    """A closed list of names."""

    names: Mapping[str, Name] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Name:
        try:
            return self.names[name]
        except KeyError:
            raise UnknownFeatureError(f"{name!r} is not a declared feature") from None

    def __contains__(self, name: object) -> bool:
        return name in self.names

    def check(self, names: Iterable[str], where: str) -> None:
        """Raises UnknownFeatureError for the first undeclared name; `where` says in which file and row it stands."""
        for name in names:
            if name not in self.names:
                raise UnknownFeatureError(f"{where}: {name!r} is not a declared feature")

    def outright(self) -> Mapping[str, float]:
        """The names that say outright which way a change goes, with what each counts."""
        return self._outright

    def outright_groups(self) -> frozenset[str]:
        """The groups in which such names stand."""
        return self._outright_groups

    @cached_property
    def _outright_groups(self) -> frozenset[str]:
        return frozenset(self.names[name].group for name in self._outright)

    @cached_property
    def _outright(self) -> Mapping[str, float]:
        return {name: known.direction for name, known in self.names.items() if known.direction}


def registry(declared: Mapping[str, Sequence[Feature]], members: Mapping[str, Sequence[str]]) -> Registry:
    """Spells out declarations.

    Args:
        declared: per group (a module of this package) its features.
        members: per placeholder what it stands for.

    Raises:
        ValueError: when a name is declared twice, or a mirror is not declared.
    """
    names: dict[str, Name] = {}
    for group, features in declared.items():
        for feature in features:
            for name in _spelled_out(group, feature, members):
                if name.name in names:
                    raise ValueError(f"{name.name!r} is declared by {names[name.name].group} and by {group}")
                names[name.name] = name
    for name in names.values():
        if name.mirror is not None and (name.mirror not in names or names[name.mirror].mirror != name.name):
            raise ValueError(f"{name.name!r} names {name.mirror!r} as its mirror, which does not mirror it")
    return Registry(names)


def _spelled_out(group: str, feature: Feature, members: Mapping[str, Sequence[str]]) -> Iterator[Name]:
    placeholders = list(dict.fromkeys(_PLACEHOLDER.findall(feature.pattern)))
    # Cut once, and not for each of the six thousand names.
    pattern, means, mirror = (_PLACEHOLDER.split(text) for text in (feature.pattern, feature.means, feature.mirror or ""))
    outright = feature.direction if isinstance(feature.direction, Mapping) else None
    weight = 0.0 if isinstance(feature.direction, Mapping) else float(feature.direction)
    for values in product(*(members[placeholder] for placeholder in placeholders)):
        filled = dict(zip(placeholders, values, strict=True))
        name = _fill(pattern, filled)
        facing = (_fill(mirror, filled) if feature.mirror else opposite(name)) if feature.mirrored else None
        if outright is not None:
            weight = float(outright.get(":".join(values), 0.0))
        yield Name(name, _fill(means, filled), group, feature.pattern, facing, feature.kinds or _kinds(name), weight)


def _fill(pieces: Sequence[str], members: Mapping[str, str]) -> str:
    """Every second piece is a placeholder's name."""
    if len(pieces) == 1:
        return pieces[0]
    return "".join([members[piece] if at % 2 else piece for at, piece in enumerate(pieces)])


def _kinds(name: str) -> frozenset[str]:
    parts = name.split(":")
    if "reworded" in parts:
        return frozenset({REWORDED})
    return frozenset({ADDED, REMOVED}) if "one-sided" in parts else ANY_KIND


def opposite(name: str) -> str:
    """A name with `removed` and `added`, `old` and `new` exchanged.

    >>> opposite("frame:removed:denial:sell"), opposite("period:changed")
    ('frame:added:denial:sell', 'period:changed')
    """
    return ":".join([_OPPOSITE.get(part, part) for part in name.split(":")])
