"""Words to the service manager over its socket, as sd_notify(3) describes them; without one, nothing happens."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping
from contextlib import suppress


def tell_manager(words: str, environment: Mapping[str, str] = os.environ) -> bool:
    """Sends "READY=1", "STOPPING=1", "WATCHDOG=1" or "STATUS=…"; True when there was somebody to tell.

    A manager that does not listen is no reason to fail.
    """
    address = environment.get("NOTIFY_SOCKET", "")
    if not address.startswith(("/", "@")) or not hasattr(socket, "AF_UNIX"):
        return False
    if address.startswith("@"):  # an abstract name begins with NUL on the wire
        address = "\0" + address[1:]
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.sendto(words.encode(), address)
        return True
    return False


def watchdog_seconds(environment: Mapping[str, str] = os.environ) -> float | None:
    """How often the manager wants a sign of life: half of its patience (sd_watchdog_enabled(3)); None when it wants none."""
    wanted, pid = environment.get("WATCHDOG_USEC", ""), environment.get("WATCHDOG_PID", "")
    if not wanted.isdecimal() or int(wanted) == 0 or (pid and pid != str(os.getpid())):
        return None
    return int(wanted) / 2_000_000
