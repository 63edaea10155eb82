"""Checks of the learned data files: a wrong figure or a missing key is named at load, not met in the middle of a diff."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from math import isfinite
from typing import Any


class DataFileError(ValueError):
    """A learned data file cannot be used; the message gives the file, the place in it and what is wrong."""


def keyed(where: str, value: object, keys: Collection[str] = ()) -> Mapping[str, Any]:
    """A mapping that has at least these keys.

    Raises:
        DataFileError: when it is none, or lacks one; the message begins with `where`.
    """
    if not isinstance(value, Mapping):
        raise DataFileError(f"{where}: expected names with values, not {value!r:.40}")
    if missing := sorted(set(keys) - value.keys()):
        raise DataFileError(f"{where}: {missing[0]!r} is missing")
    return value


def number(where: str, value: object) -> float:
    """A finite number; true, NaN and Infinity, which JSON files of Python may hold, are none.

    Raises:
        DataFileError: when it is none.
    """
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        raise DataFileError(f"{where}: expected a number, not {value!r:.40}")
    return float(value)


def numbers(where: str, value: object) -> Mapping[str, float]:
    """A mapping from names to finite numbers.

    Raises:
        DataFileError: when it is none.
    """
    found = keyed(where, value)
    for name, each in found.items():
        # The place is put into words for a fault alone: there are thirteen thousand weights.
        if not (isinstance(each, float) and isfinite(each)):
            number(f"{where}: {name!r}", each)
    return found
