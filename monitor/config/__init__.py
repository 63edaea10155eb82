"""`config.yaml` and the environment, as validated settings; every error names file and line."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from monitor.config.load import load_settings
    from monitor.config.settings import PolicySettings, Settings

__all__ = ["PolicySettings", "Settings", "load_settings"]


def __getattr__(name: str) -> Any:
    """Loads a name when it is asked for: reading a schedule takes no schema."""
    if name not in __all__:
        raise AttributeError(f"module 'monitor.config' has no attribute {name!r}")
    return getattr(import_module(f"monitor.config.{'load' if name == 'load_settings' else 'settings'}"), name)
