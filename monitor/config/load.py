"""Reads `config.yaml`: YAML with line numbers, then `${VARIABLES}`, then the settings' shape."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from monitor.config.environment import fill_in
from monitor.config.settings import Settings
from monitor.config.validation_errors import config_error
from monitor.config.yaml import line_of, read_yaml
from monitor.errors import ConfigError


def load_settings(path: Path, environment: Mapping[str, str], *, secrets: bool = True) -> Settings:
    """Checked settings.

    Args:
        path: of the configuration file; relative paths in it start from its folder.
        environment: what `${NAME}` stands for.
        secrets: False for commands that send nothing: a variable that is not set is then no error under `alerts`.

    Raises:
        ConfigError: with file, line, the key at fault and what was expected.
    """
    if not path.exists():
        raise ConfigError("there is no such file; `policy-monitor init` writes one, `--config PATH` names another", path=path)
    tree = read_yaml(path)
    filled = fill_in(tree, environment, path=path, secrets=secrets)
    try:
        settings = Settings.model_validate(filled, context={"base": path.parent})
    except ValidationError as error:
        raise config_error(error, tree, path) from None
    _refuse_duplicates(settings, tree, path)
    _refuse_mail_without_server(settings, tree, path)
    return settings


def _refuse_duplicates(settings: Settings, tree: Any, path: Path) -> None:
    seen: dict[str, int] = {}
    for n, policy in enumerate(settings.policies):
        line = line_of(tree, ("policies", n))
        if policy.id in seen:
            says = f"policies[{n}].id: {policy.id!r} is taken by the policy of line {seen[policy.id]}; give one of them another `id:`"
            raise ConfigError(says, path=path, line=line)
        seen[policy.id] = line or 0


def _refuse_mail_without_server(settings: Settings, tree: Any, path: Path) -> None:
    for n, policy in enumerate(settings.policies):
        if policy.alerts.to and settings.alerts.email is None:
            says = f"policies[{n}].alerts.to: {policy.id} has recipients, but `alerts:` at the top has no `email:` to send with"
            raise ConfigError(says, path=path, line=line_of(tree, ("policies", n, "alerts", "to")))
