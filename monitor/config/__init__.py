"""`config.yaml` and the environment, turned into checked settings; every fault is told with its file and line."""

from monitor.config.load import load_settings
from monitor.config.settings import PolicySettings, Settings

__all__ = ["PolicySettings", "Settings", "load_settings"]
