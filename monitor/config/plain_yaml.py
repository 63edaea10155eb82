"""Reads YAML as plain values at the speed of libyaml; what it can't read exactly as ruamel.yaml does, it leaves to `config.yaml`.

Of the time of `log` at 5,000 policies, ruamel.yaml's round trip took nine tenths. Its comments and line numbers are needed only where
a file is edited or an error names a line.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from monitor.config.yaml_text import open_brackets, text_of, too_many_values
from monitor.errors import ConfigError, UsageError

# The scalars of YAML 1.2 (its core schema), as ruamel.yaml resolves them: "no" and "on" are words there, "010" is ten.
_TRUE, _FALSE = ("true", "True", "TRUE"), ("false", "False", "FALSE")
_DIGITS = re.compile(r"[-+]?[0-9]+")
_DECIMAL = re.compile(r"[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+)")
# Every further form that a plain scalar has there (0x1F, 1_000, 6e3, 2024-05-01, .inf) is made of these alone.
_OTHER_FORMS = re.compile(r"[-+.0-9][-+.:_0-9a-foxtz ]*|[-+]?\.(?:inf|nan)|<<|=", re.IGNORECASE)
# libyaml reads YAML 1.1, which breaks lines at more characters and stops at tabs; "!!str 010" and "%YAML 1.1" change how values are read.
_OTHER_READING = re.compile(r"[\x85\u2028\u2029\t]|!!|^%", re.MULTILINE)


class _Unsure(yaml.YAMLError):
    """The file has a form that is read by ruamel.yaml alone."""


class _Loader(yaml.CSafeLoader):
    """Builds dicts, lists, text, numbers, booleans and null; raises for every other form."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012  # of the base class, per class


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[Any, Any]:
    out: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        # A key that occurs twice is an error there, and in libyaml the last one wins silently.
        if not isinstance(key, str) or key in out:
            raise _Unsure(str(key))
        out[key] = loader.construct_object(value_node, deep=True)
    return out


def _sequence(loader: _Loader, node: yaml.SequenceNode) -> list[Any]:
    return [loader.construct_object(child, deep=True) for child in node.value]


def _scalar(_: _Loader, node: yaml.ScalarNode) -> Any:
    text = str(node.value)
    if node.style:  # quoted, or a block; libyaml says "" of a plain one
        return text
    if text in {"", "~", "null", "Null", "NULL"}:
        return None
    if text in _TRUE or text in _FALSE:
        return text in _TRUE
    if _DIGITS.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text):
        return float(text)
    if _OTHER_FORMS.fullmatch(text):
        raise _Unsure(text)
    return text


def _refused(_: _Loader, __: str, node: yaml.Node) -> Any:
    raise _Unsure(node.tag)


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)
_Loader.add_constructor("tag:yaml.org,2002:seq", _sequence)
_Loader.add_constructor("tag:yaml.org,2002:str", _scalar)
_Loader.add_multi_constructor("", _refused)


def plain_yaml(path: Path) -> dict[str, Any] | None:
    """The file's top-level mapping as `read_yaml` would give it, without comments and line numbers.

    Returns:
        None when the file can't be read, or not surely as `read_yaml` reads it, which then gives the values or the error.
    """
    try:
        text = text_of(path)
        if _OTHER_READING.search(text):
            return None
        tree = yaml.load(text, Loader=_Loader)  # noqa: S506  # its constructors are those above
        return tree if isinstance(tree, dict) and not too_many_values(tree) else None
    except (ConfigError, yaml.YAMLError, RecursionError, ValueError):
        return None


_MOST_BRACKETS = 200


def plain_documents(text: str) -> list[Any]:
    """The documents of a stranger's YAML file, as plain values.

    Raises:
        UsageError: it is not YAML, is nested too deeply, or its aliases expand to too much.
    """
    if open_brackets(text) > _MOST_BRACKETS:
        raise UsageError("the YAML file is nested too deeply; it was not read")
    try:
        found = list(yaml.load_all(text, Loader=yaml.CSafeLoader))  # makes no objects but plain values
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        line = getattr(getattr(error, "problem_mark", None), "line", None)
        where = f" in line {line + 1}" if line is not None else ""
        raise UsageError(f"the YAML file can't be read{where} ({getattr(error, 'problem', None) or 'it is damaged'})") from None
    if too_many_values(found):
        raise UsageError("the YAML file's aliases expand to too many values; it was not read")
    return found
