"""Jobs that misbehave in every way that we know of, for tests of the worker."""

from __future__ import annotations

import ctypes
import json
import os
import re
import resource
import signal
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from monitor.errors import ExtractionError, UsageError

Job = Callable[[Mapping[str, Any], bytes], bytes]


def warm_up() -> None:
    """Nothing to load."""


def _forever() -> None:
    while True:
        pass


def _ignoring_signals() -> None:
    for number in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:
        try:
            signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError):
            continue
    _forever()


def _catching_timers() -> None:
    for number in (signal.SIGPROF, signal.SIGALRM, signal.SIGXCPU, signal.SIGTERM):
        signal.signal(number, lambda *args: None)
    _forever()


def _raising_limits() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def _nested(depth: int = 100_000) -> Any:
    found: Any = []
    for _ in range(depth):
        found = [found]
    return found


def _deep() -> None:
    def again(n: int) -> int:
        return again(n + 1) + 1

    again(0)


def _deep_in_c() -> None:
    sys.setrecursionlimit(10**9)
    repr(_nested(10_000_000))


def _many_files() -> None:
    held = []
    while True:
        held.append(open(os.devnull))  # noqa: SIM115, PTH123 - to run out of them


def _many_sockets() -> None:
    held = []
    while True:
        held.append(socket.socketpair())


def _large_file() -> None:
    with tempfile.TemporaryFile() as file:
        while True:
            file.write(b"x" * 65536)


def _many_threads() -> None:
    while True:
        threading.Thread(target=time.sleep, args=(60,), daemon=True).start()


def _forking() -> None:
    """Root may fork whatever the limit says; what it forks ends with the worker."""
    if os.fork() == 0:
        os.execvp("sleep", ["sleep", "600"])
    _forever()


def _printing() -> None:
    for _ in range(5_000):
        os.write(2, b"noise " * 100)


def _holding_the_lock() -> None:
    re.match(r"(a+)+$", "a" * 60 + "b")


def _exhausting() -> None:
    held = []
    while True:
        held.append(bytearray(1_000_000))


def _doubling() -> None:
    text = "x"
    while True:
        text += text


class Unpicklable(Exception):
    """Takes two arguments, so that nobody can make it from its message."""

    def __init__(self, one: int, other: int) -> None:
        super().__init__(f"{one} and {other}")


def _raise(error: BaseException) -> None:
    raise error


_DESCRIPTORS = 4096

ACTS: Mapping[str, Callable[[], object]] = {
    # Processor time.
    "loop": _forever,
    "loop in C": _holding_the_lock,
    "loop, signals ignored": _ignoring_signals,
    "loop, timers caught": _catching_timers,
    "sum": lambda: sum(range(10**12)),
    "power": lambda: 3 ** (3**20),
    "sorting": lambda: any(sorted(range(10**5), key=lambda n: -n) == 0 for _ in range(10**6)),
    # The clock.
    "sleep": lambda: time.sleep(600),
    "pause": signal.pause,
    "reading nothing": lambda: os.read(0, 1),
    "waiting for itself": lambda: threading.Lock().acquire() and threading.Condition().__enter__() and threading.Event().wait(),
    "stopping itself": lambda: os.kill(os.getpid(), signal.SIGSTOP),
    # Memory.
    "one large object": lambda: bytearray(10**10),
    "many objects": _exhausting,
    "doubling": _doubling,
    "list of lists": lambda: [[0] * 10**6 for _ in range(10**6)],
    "integers": lambda: list(range(10**9)),
    "malloc": lambda: [ctypes.create_string_buffer(10**7) for _ in range(1000)],
    "limits raised": _raising_limits,
    # Depth.
    "recursion": _deep,
    "recursion in C": _deep_in_c,
    "nested JSON": lambda: json.loads("[" * 10**6),
    # Descriptors, files, processes.
    "files": _many_files,
    "sockets": _many_sockets,
    "a large file": _large_file,
    "threads": _many_threads,
    "a fork": _forking,
    "a fork bomb": lambda: [os.fork() for _ in range(12)] and _forever(),
    # Ends.
    "exit": lambda: os._exit(0),
    "exit with a code": lambda: os._exit(3),
    "sys.exit": lambda: sys.exit("bye"),
    "abort": os.abort,
    "segmentation fault": lambda: ctypes.string_at(0),
    "a call into nowhere": ctypes.CFUNCTYPE(None)(1),
    "killed": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "terminated": lambda: os.kill(os.getpid(), signal.SIGTERM),
    # The socket, whose number is the one that it had in the program.
    "descriptors closed": lambda: os.closerange(0, _DESCRIPTORS),
    "noise on every descriptor": lambda: [os.write(fd, b"\xff" * 64) for fd in range(3, _DESCRIPTORS) if _writes(fd)],
    # Errors.
    "value error": lambda: _raise(ValueError("no number")),
    "our own error": lambda: _raise(UsageError("no such file")),
    "an error of two arguments": lambda: _raise(Unpicklable(1, 2)),
    "an error with a long message": lambda: _raise(ValueError("x" * 10**7)),
    "an error that wants more": lambda: _raise(ExtractionError("unreadable", reason="pdf")),
    "interrupted": lambda: _raise(KeyboardInterrupt()),
    "memory error": lambda: _raise(MemoryError()),
    "a message that can't be made": lambda: _raise(type("Odd", (Exception,), {"__str__": lambda self: 1 / 0})()),
    "printing": _printing,
}
"""Name → something that no job may do to the program."""


def _writes(fd: int) -> bool:
    try:
        os.fstat(fd)
    except OSError:
        return False
    return True


def _act(arguments: Mapping[str, Any], body: bytes) -> bytes:
    ACTS[arguments["act"]]()
    return b"survived"


def _environment(arguments: Mapping[str, Any], body: bytes) -> bytes:
    return json.dumps(dict(os.environ)).encode()


def _modules(arguments: Mapping[str, Any], body: bytes) -> bytes:
    return json.dumps([str(Path.cwd()), sys.path]).encode()


JOBS: Mapping[str, Job] = {
    "act": _act,
    "echo": lambda arguments, body: body,
    "large": lambda arguments, body: b"x" * arguments["size"],
    "pid": lambda arguments, body: str(os.getpid()).encode(),
    "environment": _environment,
    "modules": _modules,
}
