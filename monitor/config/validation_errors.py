"""Turns a validation error into one sentence: file, line, key, what was expected, and the most similar known key."""

from __future__ import annotations

import difflib
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
    faults = error.errors(include_url=False, include_input=False)
    located = [(line_of(tree, tuple(fault["loc"])) or 0, fault) for fault in faults]
    # Unknown keys first: `ulr: …` is both an unknown key and the reason why `url:` is missing, and only the former helps.
    line, first = min(located, key=lambda pair: (pair[0], pair[1]["type"] != "extra_forbidden"))
    says = _says(cast("dict[str, Any]", first))
    if len(faults) > 1:
        says += f" (and {len(faults) - 1} more)"
    return ConfigError(says, path=path, line=line or None)


def _says(fault: dict[str, Any]) -> str:
    location: Location = tuple(fault["loc"])
    if fault["type"] == "extra_forbidden":
        return _unknown_key(location)
    if fault["type"] == "missing":
        return f"{dotted(location)}: this key is required"
    if fault["type"] in {"model_type", "dict_type"}:
        return f"{dotted(location)}: expected `key: value` lines"
    message = str(fault["msg"]).removeprefix("Value error, ").replace("Input should be", "expected")
    return f"{dotted(location)}: {message[:1].lower()}{message[1:]}"


def _unknown_key(location: Location) -> str:
    known = keys_at(location[:-1])
    # Below difflib's 0.6, so that `doc` still finds `document`.
    near = difflib.get_close_matches(str(location[-1]), known, n=1, cutoff=0.5)
    hint = f"did you mean `{near[0]}`?" if near else f"known keys: {', '.join(known)}"
    return f"{dotted(location)}: unknown key `{location[-1]}`; {hint}"


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
