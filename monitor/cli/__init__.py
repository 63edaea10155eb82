"""The command line: `policy-monitor` and `python -m monitor`."""

from monitor.cli.main import main

__all__ = ["main"]
