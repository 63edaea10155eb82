"""Notifies the service manager over its socket, as described in sd_notify(3); does nothing without one."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping
from contextlib import suppress


def notify_manager(message: str, environment: Mapping[str, str] = os.environ) -> bool:
    """Sends "READY=1", "STOPPING=1", "WATCHDOG=1" or "STATUS=…"; True when it was sent.

    A service manager that does not listen is no reason to fail.
    """
    address = environment.get("NOTIFY_SOCKET", "")
    if not address.startswith(("/", "@")) or not hasattr(socket, "AF_UNIX"):
        return False
    if address.startswith("@"):  # an abstract socket name starts with a NUL byte
        address = "\0" + address[1:]
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.sendto(message.encode(), address)
        return True
    return False


def watchdog_seconds(environment: Mapping[str, str] = os.environ) -> float | None:
    """How often to send WATCHDOG=1: half of the manager's timeout, as sd_watchdog_enabled(3) advises; None without a watchdog."""
    wanted, pid = environment.get("WATCHDOG_USEC", ""), environment.get("WATCHDOG_PID", "")
    if not wanted.isdecimal() or int(wanted) == 0 or (pid and pid != str(os.getpid())):
        return None
    return int(wanted) / 2_000_000
