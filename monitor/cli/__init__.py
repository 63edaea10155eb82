"""The command line: `policy-monitor` and `python -m monitor`."""

from monitor.cli.entry import main

__all__ = ["main"]
