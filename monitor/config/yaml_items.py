"""Changes single keys and items of `config.yaml` line by line, so that comments, order and spelling of everything else stay."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from monitor.config.yaml import Items, Tree
from monitor.config.yaml_text import line_of
from monitor.errors import ConfigError


def with_key(text: str, tree: Any, place: tuple[str | int, ...], key: str, value: str | None, path: Path) -> str:
    """The text with a key of the mapping at `place` set to a value that is written already; None removes the key.

    Raises:
        ConfigError: the mapping is in flow style ("{…}"), which has no lines of its own.
    """
    node: Any = tree
    for part in place:
        node = node[part]
    if place and (not isinstance(node, Tree) or node.fa.flow_style()):
        raise _not_by_line(path, tree, place)
    lines = _lines(text)
    if key in node:
        start, column = node.lc.key(key)
        end = _end(lines, start, column)
        return _replaced(lines, start, column, end, None if value is None else f"{key}: {value}")
    if value is None:
        return text
    if not place:
        return "".join([*lines, f"{key}: {value}\n"])
    # After the last key, in the column of the keys.
    last = max(node.lc.key(name)[0] for name in node)
    column = min(node.lc.key(name)[1] for name in node)
    end = _end(lines, last, column)
    return "".join([*lines[:end], f"{' ' * column}{key}: {value}\n", *lines[end:]])


def without_item(text: str, tree: Any, key: str, position: int, path: Path) -> str:
    """The text without one item of a list; a list that becomes empty is written as "[]".

    Raises:
        ConfigError: the list, or the item, is in flow style.
    """
    items = tree[key]
    if not isinstance(items, Items) or items.fa.flow_style():
        raise _not_by_line(path, tree, (key,))
    lines = _lines(text)
    start, column = items.lc.item(position)
    dash = lines[start].rfind("-", 0, column)
    # "-" on a line of its own.
    while dash < 0 and start > 0:
        start -= 1
        dash = lines[start].find("-")
    end = _end(lines, start, dash)
    kept = [*lines[:start], *lines[end:]]
    if len(items) == 1:
        head = tree.lc.key(key)[0]
        bare, hash_, remark = kept[head].rstrip("\n").partition(" #")
        kept[head] = f"{bare.rstrip()} []{hash_}{remark}\n" if hash_ else f"{bare.rstrip()} []\n"
    return "".join(kept)


def _lines(text: str) -> list[str]:
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    return lines


def _end(lines: list[str], start: int, column: int) -> int:
    """The line after the last one of what begins at a line and column: the next that is not further in, comments aside."""
    end = start + 1
    for n in range(start + 1, len(lines)):
        bare = lines[n].strip()
        out = bare and not bare.startswith("#") and len(lines[n]) - len(lines[n].lstrip()) <= column
        # A list may be in the column of its key.
        if out and not (bare.startswith("- ") and lines[start].rstrip().endswith(":") and lines[n].index("-") == column):
            break
        if bare and not bare.startswith("#"):
            end = n + 1
    return end


def _replaced(lines: list[str], start: int, column: int, end: int, entry: str | None) -> str:
    """The lines with one key replaced or removed; the dash before the first key of an item stays with the next one."""
    before = lines[start][:column]
    if entry is not None:
        return "".join([*lines[:start], f"{before}{entry}\n", *lines[end:]])
    if not before.strip():
        return "".join([*lines[:start], *lines[end:]])
    following = lines[end] if end < len(lines) else ""
    return "".join([*lines[:start], f"{before}{following[column:]}", *lines[end + 1 :]])


def _not_by_line(path: Path, tree: Any, place: tuple[str | int, ...]) -> ConfigError:
    says = "this part is written in braces, and can't be changed line by line; write it with one key a line, or change it by hand"
    return ConfigError(says, path=path, line=line_of(tree, place))
