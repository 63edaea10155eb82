"""Turns a validation error into one sentence: file, line, key, what was expected, and the most similar known key."""

from __future__ import annotations

import difflib
import re
import types
import typing
from pathlib import Path
from typing import Any, cast

from pydantic import BaseModel, ValidationError

from monitor.config.environment import dotted
from monitor.config.settings import Settings
from monitor.config.yaml_text import line_of
from monitor.errors import ConfigError

Location = tuple[str | int, ...]
"""Keys and list positions from the top: ("policies", 2, "url")."""


def config_error(error: ValidationError, tree: Any, path: Path) -> ConfigError:
    """An error for the first fault in the file, with the number of further ones."""
    (_, first), *others = located_errors(error, tree, path)
    if not others:
        return first
    says = f"{first.says} (and {len(others)} more; `policy-monitor check` shows all)"
    return ConfigError(says, path=path, line=first.line)


def located_errors(error: ValidationError, tree: Any, path: Path) -> list[tuple[Location, ConfigError]]:
    """An error for each fault, with its location, in the order of the file."""
    faults = [cast("dict[str, Any]", fault) for fault in error.errors(include_url=False, include_input=False)]
    # `ulr: …` is both an unknown key and the reason why `url:` is missing, and only the former helps.
    misspelt = {(*fault["loc"][:-1], _nearest(tuple(fault["loc"]))) for fault in faults if fault["type"] == "extra_forbidden"}
    helpful = [fault for fault in faults if fault["type"] != "missing" or tuple(fault["loc"]) not in misspelt]
    located = [(line_of(tree, tuple(fault["loc"])) or _line_of_key(tree, fault["msg"]), fault) for fault in helpful]
    located.sort(key=lambda pair: (pair[0], pair[1]["type"] != "extra_forbidden"))
    return [(tuple(fault["loc"]), ConfigError(_says(fault), path=path, line=line or None)) for line, fault in located]


def _line_of_key(tree: Any, says: str) -> int:
    """The line of the first key that a fault of the whole file names: "`snapshots` and `reports` are both data"."""
    return next((line_of(tree, (key,)) or 0 for key in re.findall(r"`(\w+)`", says) if key in tree), 0)


def _says(fault: dict[str, Any]) -> str:
    location: Location = tuple(fault["loc"])
    if fault["type"] == "extra_forbidden":
        return _unknown_key(location)
    if fault["type"] == "missing":
        return f"{dotted(location)}: this key is required"
    if fault["type"] in {"model_type", "dict_type"}:
        return f"{dotted(location)}: expected `key: value` lines"
    message = str(fault["msg"]).removeprefix("Value error, ").replace("Input should be", "expected")
    says = f"{message[:1].lower()}{message[1:]}"
    return f"{dotted(location)}: {says}" if location else says


def _unknown_key(location: Location) -> str:
    near = _nearest(location)
    hint = f"did you mean `{near}`?" if near else f"known keys: {', '.join(keys_at(location[:-1]))}"
    return f"{dotted(location)}: unknown key `{location[-1]}`; {hint}"


def _nearest(location: Location) -> str | None:
    """The known key that an unknown one is most like."""
    # Below difflib's 0.6, so that `doc` still finds `document`.
    return next(iter(difflib.get_close_matches(str(location[-1]), keys_at(location[:-1]), n=1, cutoff=0.5)), None)


def keys_at(location: Location) -> list[str]:
    """The keys that the schema allows at a location."""
    model: type[BaseModel] | None = Settings
    for part in location:
        if model is not None and isinstance(part, str):
            model = _model_in(_annotation(model, part))
    return [field.alias or name for name, field in model.model_fields.items()] if model else []


def _annotation(model: type[BaseModel], key: str) -> Any:
    return next((f.annotation for name, f in model.model_fields.items() if key in {name, f.alias}), None)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and not isinstance(annotation, types.GenericAlias) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in typing.get_args(annotation) if (found := _model_in(part))), None)
