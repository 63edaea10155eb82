"""YAML with comments, order and line numbers preserved: the only module that imports ruamel.yaml."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from monitor.config.yaml_text import MOST_VALUES, text_of, too_many_values
from monitor.errors import ConfigError

Tree, Items = CommentedMap, CommentedSeq
"""A mapping and a list that know their comments and lines."""


def _yaml() -> YAML:
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 4096  # or long addresses would be folded over lines
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def read_yaml(path: Path, text: str | None = None) -> CommentedMap:
    """The file's top-level mapping, with comments and line numbers.

    Args:
        path: the file.
        text: what is about to be its content; None: it is read.

    Raises:
        ConfigError: the file can't be read or is not a YAML mapping; with the line.
    """
    text = text_of(path) if text is None else text
    try:
        tree = _yaml().load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = (error.problem or error.context or "it can't be parsed").partition(" with value ")[0].strip()  # a value may be a secret
        raise ConfigError(f"invalid YAML: {problem}", path=path, line=mark.line + 1 if mark else None) from None
    except RecursionError:
        raise ConfigError("invalid YAML: it is nested too deeply", path=path) from None
    except (YAMLError, ValueError) as error:
        problem = next(iter(str(error).splitlines()), "it can't be parsed")
        raise ConfigError(f"invalid YAML: {problem}", path=path) from None
    if tree is None:
        return CommentedMap()
    if not isinstance(tree, CommentedMap):
        raise ConfigError("expected `key: value` lines, as `policy-monitor init` writes them", path=path, line=1)
    if too_many_values(tree):
        raise ConfigError(f"its aliases expand to more than {MOST_VALUES:,} values or to themselves; write the values out", path=path)
    return tree


Entry = Mapping[str, Any]
"""A mapping that is appended to a list of the file; its values are text, booleans, and lists of text and of mappings."""


def with_entries(text: str, tree: CommentedMap, key: str, entries: Sequence[Entry]) -> str:
    """The text with mappings appended to its list `key`; every other line stays byte for byte as it is."""
    lines, items = text.splitlines(keepends=True), tree.get(key)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    if isinstance(items, CommentedSeq) and items and not items.fa.flow_style():
        dash, end = _end_of_list(lines, items)
        return "".join([*lines[:end], *_lines_of(entries, dash), *lines[end:]])
    if items:
        return _dumped(tree, items, entries)
    if key not in tree:
        return "".join([*lines, f"\n{key}:\n", *_lines_of(entries, 2)])
    line = tree.lc.key(key)[0]
    lines[line] = re.sub(r":[ \t]*(?:\[[ \t]*\]|null|~)", ":", lines[line], count=1)
    return "".join([*lines[: line + 1], *_lines_of(entries, 2), *lines[line + 1 :]])


def _end_of_list(lines: list[str], items: CommentedSeq) -> tuple[int, int]:
    """The column of the list's dashes, and the index of the line after its last item."""
    start, column = items.lc.item(len(items) - 1)
    dash = lines[start].rfind("-", 0, column)
    end = start + 1
    for n in range(start + 1, len(lines)):
        bare = lines[n].strip()
        if bare and len(lines[n]) - len(lines[n].lstrip()) <= dash:
            break
        # Comments below the last item stay below the new one: they may belong to what follows.
        if bare and not bare.startswith("#"):
            end = n + 1
    return dash, end


def _lines_of(entries: Sequence[Entry], dash: int) -> list[str]:
    out = []
    for entry in entries:
        margins = [" " * dash + "- ", *[" " * (dash + 2)] * len(entry)]
        out += [f"{margin}{key}: {scalar(value)}\n" for margin, (key, value) in zip(margins, entry.items(), strict=False)]
    return out


# Surely read as text: nearly all names and addresses of a long list, of which asking YAML takes a millisecond each.
_SURELY_TEXT = re.compile(r"https?://[\w./?=&%+~-]+|[A-Z][a-z]+(?: [A-Z][a-z]+)+|[a-z]+(?:-[a-z]+)+", re.ASCII)


def scalar(value: Any) -> str:
    """Plain if YAML reads that as the same text, otherwise quoted: "yes", "7" and "a: b" would become something else.

    Lists and mappings stand on the line, as JSON has them, which is YAML as well.
    """
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (list, tuple, dict)):
        return json.dumps(value, ensure_ascii=False)
    if _SURELY_TEXT.fullmatch(value):
        return str(value)
    try:
        plain = value.isprintable() and YAML(typ="safe").load(f"- {value}\n") == [value]
    except YAMLError:
        plain = False
    return str(value) if plain else json.dumps(value, ensure_ascii=False)


def _dumped(tree: CommentedMap, items: CommentedSeq, entries: Sequence[Entry]) -> str:
    """The whole tree written out again: a list in flow style ("[{…}]") has no line to append to."""
    items.extend(CommentedMap(entry) for entry in entries)
    out = io.StringIO()
    _yaml().dump(tree, out)
    return out.getvalue()
