"""`config.yaml` and the environment, as validated settings; every error names file and line."""

from monitor.config.load import load_settings
from monitor.config.settings import PolicySettings, Settings

__all__ = ["PolicySettings", "Settings", "load_settings"]
