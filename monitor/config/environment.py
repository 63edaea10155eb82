"""`${NAME}` in values: secrets come from the environment, not from the file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from monitor.config.yaml_text import line_of
from monitor.errors import ConfigError

# As in a shell and in Docker Compose: ${NAME}, ${NAME:-default}. "$$" stands for a dollar sign; a single one is left alone.
_VARIABLE = re.compile(r"\$\$|\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}")


def interpolate(
    tree: Any,
    environment: Mapping[str, str],
    *,
    path: Path,
    secrets: bool,
    unset: dict[tuple[str | int, ...], ConfigError] | None = None,
) -> Any:
    """The tree as plain dicts, lists and scalars, with `${NAME}` and `${NAME:-default}` replaced; `$$` is a literal dollar sign.

    Args:
        tree: the parsed file.
        environment: the variables.
        path: the file, for errors.
        secrets: False leaves unset variables under `alerts` and `reader` as they are, for commands that send nothing.
        unset: takes the error of each unset variable by its location, instead of raising the first.

    Raises:
        ConfigError: a variable is not set; with its name and line.
    """
    return _Interpolation(tree, environment, path, secrets, unset).value(tree, ())


class _Interpolation:
    def __init__(
        self,
        tree: Any,
        environment: Mapping[str, str],
        path: Path,
        secrets: bool,
        unset: dict[tuple[str | int, ...], ConfigError] | None,
    ) -> None:
        self._tree, self._environment, self._path, self._secrets, self._unset = tree, environment, path, secrets, unset

    def value(self, node: Any, location: tuple[str | int, ...]) -> Any:
        if isinstance(node, dict):
            return {str(key): self.value(item, (*location, key)) for key, item in node.items()}
        if isinstance(node, list):
            return [self.value(item, (*location, n)) for n, item in enumerate(node)]
        if isinstance(node, str):
            # One pass: a value that itself contains "${…}" is not expanded again. str(): ruamel has subclasses for quoted scalars.
            return _VARIABLE.sub(lambda match: self._replace(match, location), str(node))
        return node

    def _replace(self, match: re.Match[str], location: tuple[str | int, ...]) -> str:
        if match[0] == "$$":
            return "$"
        value = self._environment.get(match[1], match[2])
        if value is not None:
            return value
        # `report` or `log` must work in a shell without the passwords of the daemon.
        if not self._secrets and location[:1] in {("alerts",), ("reader",)}:
            return match[0]
        says = f"{dotted(location)}: the environment variable {match[1]} is not set; set it, or replace ${{…}} with the value"
        error = ConfigError(says, path=self._path, line=line_of(self._tree, location))
        if self._unset is None:
            raise error
        self._unset.setdefault(location, error)
        return match[0]


def dotted(location: tuple[str | int, ...]) -> str:
    """A location in the file in dotted notation: policies[2].url."""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in location)
    return text.removeprefix(".") or "the file"
