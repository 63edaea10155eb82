"""What a worker can do to find out whether plug-ins load, where one that ends or hangs its process does no harm."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from monitor.plugins.registry import PluginFault, registry
from monitor.workers.child import Job


def probe(arguments: Mapping[str, Any], body: bytes) -> bytes:
    """Loads a part by `kind` and `name`; b"" if that works, else one sentence."""
    try:
        registry().load(arguments["kind"], arguments["name"])
    except PluginFault as error:
        return str(error).encode()
    return b""


def warm_up() -> None:
    """Nothing is loaded before it is asked for."""


JOBS: Mapping[str, Job] = {"probe": probe}
