"""What a worker process may use, enforced by the kernel: no page can talk its way past these limits."""

from __future__ import annotations

import contextlib
import fcntl
import os
import resource
import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass

LARGEST_BODY = 16 << 20
"""Bytes of a worker's result. A text has a million characters at most, of which each takes twelve bytes at most."""
_MEGABYTE = 1 << 20
_OPEN_FILES = 64
# Bytes. A worker writes no files; what it prints goes to one that must not fill the disk.
_FILE_SIZE = _MEGABYTE
# Seconds between the parent's limit by the clock and the worker's own, which matters only when the parent is gone.
_GRACE = 5.0


@dataclass(frozen=True, slots=True)
class JobLimits:
    """What one job may use."""

    cpu: float = 20.0
    """Seconds of processor time. The slowest real policies take two."""
    seconds: float = 90.0
    """Seconds by the clock. More than `cpu`, because a busy machine gives a process a fraction of its time."""
    memory: int = 256
    """Megabytes of address space, of which 65 are the worker's own. Comparing two texts of 1 MB takes 140."""


def confine(memory: int) -> bool:
    """JobLimits this process for good. To be called when everything is imported: no thread or process can be started afterwards.

    Args:
        memory: megabytes of address space.

    Returns:
        Whether the limit on memory is enforced. Linux does so; macOS accepts such a limit and ignores it.
    """
    limits = [(resource.RLIMIT_CORE, 0), (resource.RLIMIT_NOFILE, _OPEN_FILES), (resource.RLIMIT_FSIZE, _FILE_SIZE)]
    if hasattr(resource, "RLIMIT_NPROC"):
        limits.append((resource.RLIMIT_NPROC, 0))  # root is exempt; the parent kills the whole process group
    for which, most in limits:
        # A container may have set a lower limit, which can't be raised.
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(which, (most, most))
    try:
        resource.setrlimit(resource.RLIMIT_AS, (memory * _MEGABYTE, memory * _MEGABYTE))
    except (OSError, ValueError):
        return False
    return sys.platform.startswith("linux")


def die_with(lifeline: int) -> None:
    """Ends this process when the other end of a pipe is closed, as the kernel does when the parent ends, even by SIGKILL.

    A signal and not a thread that waits for the end: a regular expression that runs for hours lets no thread of Python run. BSD and macOS
    ignore this signal; there, `timed` ends the orphan.

    Args:
        lifeline: file descriptor of the end to read from; nothing is ever sent.
    """
    signal.signal(signal.SIGIO, signal.SIG_DFL)
    fcntl.fcntl(lifeline, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(lifeline, fcntl.F_SETFL, fcntl.fcntl(lifeline, fcntl.F_GETFL) | os.O_ASYNC)


@contextlib.contextmanager
def timed(limits: JobLimits) -> Iterator[None]:
    """Ends this process by a signal when the block takes too long: SIGPROF for processor time, SIGALRM for the clock."""
    for number in (signal.SIGPROF, signal.SIGALRM):
        signal.signal(number, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, limits.cpu)
    signal.setitimer(signal.ITIMER_REAL, limits.seconds + _GRACE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
