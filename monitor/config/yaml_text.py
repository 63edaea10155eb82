"""What is known of a YAML file without ruamel.yaml, which most commands never load: its limits, and the lines of a tree that it parsed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from monitor.errors import ConfigError, remedy, system_message

# A policy with five keys takes about 170 bytes, so this holds some 29,000 of them.
_MAX_FILE_BYTES = 5_000_000
# With aliases expanded: ten lines of nested aliases expand to a billion values (the "billion laughs" attack).
MOST_VALUES = 200_000
# Brackets that are open at once: ruamel.yaml takes 0.06 s for 200 of them and more than 4 s for 1,000.
_MAX_BRACKETS = 200


def text_of(path: Path) -> str:
    """The file's text, if it is small and shallow enough to be parsed.

    Raises:
        ConfigError: it can't be read, is not UTF-8, has too many bytes or too many open brackets.
    """
    try:
        data = path.read_bytes()
        text = data.decode("utf-8")
    except OSError as error:
        raise ConfigError(f"can't read the file ({system_message(error)}); {remedy(error)}", path=path) from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"the file is not UTF-8 text (byte {error.start}); save it as UTF-8", path=path) from error
    if len(data) > _MAX_FILE_BYTES:
        raise ConfigError(f"the file has {len(data):,} bytes; the limit is {_MAX_FILE_BYTES:,}", path=path)
    # Before parsing: that is where the time goes.
    if open_brackets(text) > _MAX_BRACKETS:
        raise ConfigError("invalid YAML: it is nested too deeply", path=path)
    return text


def too_many_values(tree: Any) -> bool:
    """Whether aliases expand to more values than a configuration can have use for, or to themselves."""
    return _values_in(tree, {}) > MOST_VALUES


def open_brackets(text: str) -> int:
    """The most brackets that are open at once; those in quotes and comments count too, for a configuration has few of them anyway."""
    depth = deepest = 0
    for bracket in re.findall(r"[\[\]{}]", text):
        depth = depth + 1 if bracket in "[{" else max(0, depth - 1)
        deepest = max(deepest, depth)
    return deepest


def _values_in(node: Any, known: dict[int, float]) -> float:
    """The number of values in a node with aliases expanded; infinite for a node that contains itself."""
    if not isinstance(node, (dict, list)):
        return 1
    if id(node) not in known:
        known[id(node)] = float("inf")  # until its children are counted: an alias of itself then counts as infinite
        known[id(node)] = 1 + sum(_values_in(child, known) for child in (node.values() if isinstance(node, dict) else node))
    return known[id(node)]


def line_of(tree: Any, location: tuple[str | int, ...]) -> int | None:
    """The 1-based line of a location in the tree, or of the closest enclosing one that has a line; None for plain dicts and lists."""
    line: int | None = None
    node: Any = tree
    for part in location:
        # CommentedMap and CommentedSeq, which know where they stood.
        if not hasattr(node, "lc"):
            break
        places = node.lc
        if isinstance(node, dict) and part in node:
            line = places.key(part)[0] + 1
        elif isinstance(node, list) and isinstance(part, int) and part < len(node):
            line = places.item(part)[0] + 1
        else:
            break
        node = node[part]
    return line
