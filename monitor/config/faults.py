"""Every fault of a configuration at once, for `check`; the other commands stop at the first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from monitor.config.environment import interpolate
from monitor.config.load import contradictions, refuse_unreadable, selectors_in_comments
from monitor.config.settings import Settings
from monitor.config.validation_errors import Location, located_errors
from monitor.config.yaml import read_yaml
from monitor.errors import ConfigError

_ROUNDS = 5
"""How often what is wrong is left out and the rest is validated: some faults are looked for only where there are no others."""


def faults_of(path: Path, environment: Mapping[str, str]) -> list[ConfigError]:
    """The faults of a configuration, each with its place, in the order of the file; empty for a valid one.

    Args:
        path: the configuration file.
        environment: the variables for `${NAME}`.
    """
    try:
        refuse_unreadable(path)
        tree = read_yaml(path)
    except ConfigError as error:  # of a file that can't be parsed, nothing further is known
        return [error]
    unset: dict[Location, ConfigError] = {}
    values = interpolate(tree, environment, path=path, secrets=True, unset=unset)
    found = [*unset.values(), *selectors_in_comments(tree, path), *_invalid(values, tree, path, set(unset))]
    return sorted({str(error): error for error in found}.values(), key=lambda error: error.line or 0)


def _invalid(values: dict[str, Any], tree: Any, path: Path, known: set[Location]) -> Iterator[ConfigError]:
    """What the schema refuses, and what contradicts itself in the rest."""
    for _ in range(_ROUNDS):
        try:
            settings = Settings.model_validate(values, context={"base": path.parent})
        except ValidationError as error:
            located: Sequence[tuple[Location, ConfigError]] = located_errors(error, tree, path)
        else:
            found = contradictions(settings, tree, path)
            # Where `alerts:` were left out, nobody knows whether there is a mail server.
            yield from (fault for fault in found if ("alerts",) not in known or ".alerts.to" not in fault.says)
            return
        # Of the value of a variable that is not set, nothing is known.
        yield from (fault for location, fault in located if location not in known)
        if not any(location for location, _ in located):
            # The one fault of the whole: one folder for two purposes.
            located = [((key,), fault) for key in ("snapshots", "reports") for _, fault in located]
        for location, _ in located:
            known.add(location[:1] if location[:1] != ("policies",) else location[:2])
            values = _without(values, location)


def _without(values: dict[str, Any], location: Location) -> dict[str, Any]:
    """The values without the one at fault; a policy is replaced by one that has its id alone, so that the others stay in their places."""
    policies = values.get("policies")
    if location[:1] != ("policies",) or len(location) < 2 or not isinstance(policies, list):
        return {key: value for key, value in values.items() if key not in location[:1]}
    at = location[1]
    policy = policies[at] if isinstance(at, int) else None
    name = policy.get("id") if isinstance(policy, dict) and len(policy) > len(_STAND_IN) else None
    stand_in = {**_STAND_IN, "id": name if isinstance(name, str) else f"policy-{at}"}
    return {**values, "policies": [stand_in if n == at else other for n, other in enumerate(policies)]}


_STAND_IN = {"id": "", "url": "https://www.example.org/"}
