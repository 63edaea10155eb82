"""Ends the daemon soon after SIGTERM even if no Python code of it can run any more.

While a regular expression or a parser of C runs in any thread, it holds the interpreter's lock, and Python's handler of a signal waits.
Texts of strangers are read in workers, but pages are still made of them in the daemon itself.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from types import TracebackType

# What the interpreter notes of a signal without holding its lock: its number, one byte, in a pipe. A process of its own reads it. Its
# standard input ends with the daemon, however that ends, so that it never kills another process with the same number. systemd and terminals
# send their signals to this process as well.
_WATCH = """
import os, select, signal, sys, time
pid, within, until, asked = int(sys.argv[1]), float(sys.argv[2]), None, set(map(int, sys.argv[3:]))
for number in asked:
    signal.signal(number, signal.SIG_IGN)
os.write(1, b"+")
while until is None or time.monotonic() < until:
    if select.select([0], [], [], None if until is None else max(0.0, until - time.monotonic()))[0]:
        seen = os.read(0, 64)
        if not seen:
            sys.exit()
        if until is None and asked & set(seen):
            until = time.monotonic() + within
os.write(2, b"stopped while nothing could be done about it; the next start continues from what is stored\\n")
os.kill(pid, signal.SIGKILL)
"""


class StopGuard:
    """While the block runs, a signal to stop ends this process after a time, whatever it is doing. For the main thread.

    Args:
        within: seconds that the process has to end by itself.
        signals: which of them ask it to end; it has handlers for them.
    """

    def __init__(self, within: float, signals: tuple[int, ...] = (signal.SIGTERM, signal.SIGINT)) -> None:
        self._within, self._signals = within, signals
        self._watcher: subprocess.Popen[bytes] | None = None
        self._end: int | None = None
        self._before = -1

    def __enter__(self) -> StopGuard:
        read, self._end = os.pipe()
        os.set_blocking(self._end, False)
        numbers = (str(int(number)) for number in self._signals)
        command = [sys.executable, "-I", "-S", "-c", _WATCH, str(os.getpid()), str(self._within), *numbers]
        with contextlib.suppress(OSError):  # no more processes: the daemon works without, and stops as long as it can
            self._watcher = subprocess.Popen(command, stdin=read, stdout=subprocess.PIPE)  # noqa: S603 - our own words
            assert self._watcher.stdout is not None  # noqa: S101 - it is a pipe
            # A signal to the whole group must not reach it before it ignores them.
            self._watcher.stdout.read(1)
        os.close(read)
        self._before = signal.set_wakeup_fd(self._end, warn_on_full_buffer=False)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        signal.set_wakeup_fd(self._before, warn_on_full_buffer=False)
        if self._end is not None:
            os.close(self._end)
        if self._watcher is not None:
            assert self._watcher.stdout is not None  # noqa: S101
            self._watcher.stdout.close()
            self._watcher.wait()
