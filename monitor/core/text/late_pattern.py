"""Patterns that are compiled when they are first used.

A comparison of two short texts uses a seventh of all patterns, and compiling the others took a third of `policy-monitor diff`. Those that
are long, or that few texts need, are `late`.
"""

from __future__ import annotations

import re
from typing import Any, cast


def late(source: str, flags: int = 0) -> re.Pattern[str]:
    """What `re.compile` gives, made at the first use; a mistake in the source shows only then, so that every late pattern needs a test.

    >>> late(r"[a-z]+").findall("we sell")
    ['we', 'sell']
    """
    return cast("re.Pattern[str]", _LatePattern(source, flags))


class _LatePattern:
    """Stands for the pattern; each method is looked up once, and from then on called like that of any object."""

    def __init__(self, source: str, flags: int) -> None:
        self._source, self._flags = source, flags

    def __getattr__(self, name: str) -> Any:
        if name == "_compiled":
            found: Any = re.compile(self._source, self._flags)
        elif name.startswith("__"):  # what copying and pickling ask for
            raise AttributeError(name)
        else:
            found = getattr(self._compiled, name)
        setattr(self, name, found)
        return found
