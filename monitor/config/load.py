"""Loads `config.yaml`: parses YAML, substitutes `${VARIABLES}`, then validates; line numbers are read where an error needs them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from monitor.config.environment import dotted, interpolate
from monitor.config.plain_yaml import plain_yaml
from monitor.config.settings import Settings
from monitor.config.yaml_text import line_of
from monitor.errors import ConfigError, remedy, system_message


def load_settings(path: Path, environment: Mapping[str, str], *, secrets: bool = True) -> Settings:
    """Load and validate the settings.

    Args:
        path: the configuration file; relative paths in it start from its folder.
        environment: the variables for `${NAME}`.
        secrets: False for commands that send nothing: under `alerts`, unset variables are not an error then.

    Raises:
        ConfigError: with file, line, key and what was expected.
    """
    refuse_unreadable(path)
    plain = plain_yaml(path)
    if plain is not None and not _MAY_HOLD_A_COMMENT.search(path.read_text(encoding="utf-8")):
        # Any fault is found again below, where its line is known.
        with suppress(ConfigError):
            return _settings(plain, environment, path, secrets=secrets)
    from monitor.config.yaml import read_yaml

    return _settings(read_yaml(path), environment, path, secrets=secrets)


def refuse_unreadable(path: Path) -> None:
    """Raises a ConfigError for what is no file that can be read again and again."""
    try:
        is_there = path.exists()
    except OSError as error:
        raise ConfigError(f"can't read the file ({system_message(error)}); {remedy(error)}", path=path) from error
    if not is_there:
        raise ConfigError("no such file; create one with `policy-monitor init`, or name another with `--config PATH`", path=path)
    # It is read several times: a named pipe gives its content once and then waits, and /dev/zero never ends.
    if not path.is_file() and not path.is_dir():
        raise ConfigError("it is not a file but a named pipe, a socket or a device; save the configuration as a file", path=path)


def _settings(tree: Any, environment: Mapping[str, str], path: Path, *, secrets: bool) -> Settings:
    values = interpolate(tree, environment, path=path, secrets=secrets)
    try:
        settings = Settings.model_validate(values, context={"base": path.parent})
    except ValidationError as error:
        from monitor.config.validation_errors import config_error

        raise config_error(error, tree, path) from None  # the chained error would show the values, secrets among them
    for fault in chain(selectors_in_comments(tree, path), contradictions(settings, tree, path)):
        raise fault
    return settings


def contradictions(settings: Settings, tree: Any, path: Path) -> Iterator[ConfigError]:
    """What is wrong between the parts of a valid configuration; not validators of the schema, which would not know the lines."""
    yield from _duplicates(settings, tree, path)
    yield from _mail_without_server(settings, tree, path)


# "select: div #main", and a key without a value on its line.
_MAY_HOLD_A_COMMENT = re.compile(r"^[ \t-]*(?:select|remove):(?:[^#\n]*#|[ \t]*$)", re.MULTILINE)
# "#main" or "#main > p", rather than a remark: "# the text without the menu".
_SELECTOR = re.compile(r"#[A-Za-z_][\w-]*(?:\s*[>+~.#:\[].*)?\s*$")


def selectors_in_comments(tree: Any, path: Path) -> Iterator[ConfigError]:
    """`select: #main` is an empty key to YAML, and `select: div #main` only "div": the rest would be a comment."""
    lines: list[str] = []
    policies = tree.get("policies")
    for n, policy in enumerate(policies if isinstance(policies, list) else ()):
        for key in ("select", "remove"):
            if not isinstance(policy, dict) or key not in policy:
                continue
            lines = lines or path.read_text(encoding="utf-8").splitlines()
            at = line_of(tree, ("policies", n, key)) or 0
            written = lines[at - 1].partition(f"{key}:")[2] if 0 < at <= len(lines) else ""
            value, mark, comment = written.partition("#")
            if policy[key] is None and not value.strip():
                says = f'policies[{n}].{key} is empty; put a selector that begins with # in quotes (`{key}: "#main"`), or remove the line'
                yield ConfigError(says, path=path, line=at)
            elif mark and value[-1:].isspace() and not set(value) & set("\"'[{") and _SELECTOR.match(mark + comment):
                says = f"policies[{n}].{key}: YAML reads “#{comment.strip()}” as a comment; put the whole selector in quotes"
                yield ConfigError(says, path=path, line=at)


def _duplicates(settings: Settings, tree: Any, path: Path) -> Iterator[ConfigError]:
    seen: dict[str, int] = {}
    kept: dict[str, str] = {}
    for n, policy in enumerate(settings.policies):
        line = line_of(tree, ("policies", n))
        if policy.id in seen:
            other = seen[policy.id]
            says = f"policies[{n}].id: {policy.id!r} is already used by the policy on line {other}; change the `id:` of one of them"
            yield ConfigError(says, path=path, line=line)
        # Two policies in one ledger could never be told apart again.
        elif policy.kept_in in kept:
            owner = kept[policy.kept_in]
            says = f"policies[{n}]: the history in {policy.kept_in!r} belongs to {owner!r}; give one of them another `id:` or `folder:`"
            yield ConfigError(says, path=path, line=line)
        seen.setdefault(policy.id, line or 0)
        kept.setdefault(policy.kept_in, policy.id)


def _mail_without_server(settings: Settings, tree: Any, path: Path) -> Iterator[ConfigError]:
    for n, policy in enumerate(settings.policies):
        if policy.alerts.to and settings.alerts.email is None:
            says = f"policies[{n}].alerts.to: {policy.id} has recipients, but the top-level `alerts:` has no `email:` settings to send with"
            yield ConfigError(says, path=path, line=line_of(tree, ("policies", n, "alerts", "to")))


def error_at(path: Path, location: tuple[str | int, ...], says: str) -> ConfigError:
    """An error about a value of the file that only its user can find, with the file, the line and the key."""
    from monitor.config.yaml import read_yaml

    return ConfigError(f"{dotted(location)}: {says}", path=path, line=line_of(read_yaml(path), location))
