"""YAML that keeps comments, order and line numbers: the only file that knows ruamel.yaml."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from monitor.errors import ConfigError

_LARGEST = 5_000_000


def _yaml() -> YAML:
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 4096
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def read_yaml(path: Path) -> CommentedMap:
    """The file's top mapping, with comments and line numbers.

    Raises:
        ConfigError: the file can't be read, or is no YAML mapping; with the line.
    """
    try:
        data = path.read_bytes()
        if len(data) > _LARGEST:
            raise ConfigError(f"the file has {len(data):,} bytes; a configuration has at most {_LARGEST:,}", path=path)
        tree = _yaml().load(data.decode("utf-8"))
    except OSError as error:
        raise ConfigError(f"the file can't be read: {error.strerror or error}", path=path) from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"the file is no UTF-8 text (byte {error.start})", path=path) from error
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = (error.problem or error.context or "it can't be parsed").strip()
        raise ConfigError(f"this is no valid YAML: {problem}", path=path, line=mark.line + 1 if mark else None) from None
    except (YAMLError, ValueError, RecursionError) as error:
        problem = next(iter(str(error).splitlines()), "it is nested too deeply")
        raise ConfigError(f"this is no valid YAML: {problem}", path=path) from None
    if tree is None:
        return CommentedMap()
    if not isinstance(tree, CommentedMap):
        raise ConfigError("expected `key: value` lines, as `policy-monitor init` writes them", path=path, line=1)
    return tree


def write_yaml(tree: CommentedMap) -> str:
    """The tree as text, with its comments and order."""
    out = io.StringIO()
    _yaml().dump(tree, out)
    return out.getvalue()


def append_to(tree: CommentedMap, key: str, entry: dict[str, str]) -> None:
    """Adds a mapping at the end of the tree's list `key`, making the list when there is none."""
    items = tree.get(key)
    if not isinstance(items, CommentedSeq):
        items = tree[key] = CommentedSeq()
    items.fa.set_block_style()
    items.append(CommentedMap(entry))


def line_of(tree: Any, where: tuple[str | int, ...]) -> int | None:
    """1-based line of a place in the tree, or of the nearest place around it that has one."""
    line, node = None, tree
    for part in where:
        if isinstance(node, CommentedMap) and part in node:
            line = node.lc.key(part)[0] + 1
        elif isinstance(node, CommentedSeq) and isinstance(part, int) and part < len(node):
            line = node.lc.item(part)[0] + 1
        else:
            break
        node = node[part]
    return line
