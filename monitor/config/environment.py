"""`${NAME}` in values: secrets come from the environment, never from the file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from monitor.config.yaml import line_of
from monitor.errors import ConfigError

_VARIABLE = re.compile(r"\$\$|\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}")


def fill_in(tree: Any, environment: Mapping[str, str], *, path: Path, secrets: bool) -> Any:
    """The tree as plain dicts, lists and scalars with each `${NAME}` (or `${NAME:-default}`) replaced; `$$` stands for a dollar sign.

    Raises:
        ConfigError: naming a variable that is not set, with its line; under `alerts` only when `secrets` is true.
    """
    return _Filling(tree, environment, path, secrets).value(tree, ())


class _Filling:
    def __init__(self, tree: Any, environment: Mapping[str, str], path: Path, secrets: bool) -> None:
        self._tree, self._environment, self._path, self._secrets = tree, environment, path, secrets

    def value(self, node: Any, where: tuple[str | int, ...]) -> Any:
        if isinstance(node, dict):
            return {str(key): self.value(item, (*where, key)) for key, item in node.items()}
        if isinstance(node, list):
            return [self.value(item, (*where, n)) for n, item in enumerate(node)]
        if isinstance(node, str):
            return _VARIABLE.sub(lambda match: self._replace(match, where), str(node))
        return node

    def _replace(self, match: re.Match[str], where: tuple[str | int, ...]) -> str:
        if match[0] == "$$":
            return "$"
        value = self._environment.get(match[1], match[2])
        if value is not None:
            return value
        if not self._secrets and where[:1] == ("alerts",):
            return match[0]
        says = f"{dotted(where)}: the environment variable {match[1]} is not set; set it, or write the value without ${{…}}"
        raise ConfigError(says, path=self._path, line=line_of(self._tree, where))


def dotted(where: tuple[str | int, ...]) -> str:
    """A place in the file as people write it: policies[2].url."""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in where)
    return text.removeprefix(".") or "the file"
