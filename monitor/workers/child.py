"""The worker process: waits for jobs, does them within their limits, and sends back results and errors."""

from __future__ import annotations

import faulthandler
import importlib
import os
import socket
import threading
import traceback
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from monitor.workers.limits import LARGEST_BODY, JobLimits, confine, die_with, timed
from monitor.workers.memory_release import megabytes_held
from monitor.workers.messages import receive, send

_LIFELINE = 0
"""Standard input: a pipe of which the parent holds the other end."""
_LONGEST_TRACE = 20_000
_FAT = 110
"""Megabytes after a job from which another worker is started, as it is when a library left threads behind. A fresh one has 50."""
Job = Callable[[Mapping[str, Any], bytes], bytes]
"""(arguments that JSON can hold, bytes) → the result."""


def main(argv: Sequence[str]) -> None:
    """Serves jobs until the parent is gone.

    Args:
        argv: file descriptor of the socket, megabytes of memory (0: no limits at all), name of the module with the jobs.
    """
    die_with(_LIFELINE)
    # A crash in C code says where it was, on standard error.
    faulthandler.enable()
    module = importlib.import_module(argv[2])
    module.warm_up()
    os.set_inheritable(int(argv[0]), False)
    with socket.socket(fileno=int(argv[0])) as sock:
        memory = int(argv[1])
        send(sock, {"ready": True, "memory_limited": confine(memory) if memory else False})
        serve(sock, module.JOBS, wears=bool(memory))


def serve(sock: socket.socket, jobs: Mapping[str, Job], *, wears: bool = True) -> None:
    """Does one job after the other until the other side closes the socket; one that `wears` is replaced when it has grown fat."""
    while True:
        try:
            head, body = receive(sock, most=None)
        except (EOFError, OSError):
            return
        except MemoryError:
            send(sock, {"memory": True})
            continue
        reply, result = _done(jobs[head["job"]], head, body)
        send(sock, reply | {"worn": wears and (threading.active_count() > 1 or megabytes_held() > _FAT)}, result)


def _told(error: BaseException) -> dict[str, Any]:
    try:
        says = str(error)[:_LONGEST_TRACE]
    except Exception as odd:  # its own method raises
        says = f"no message ({type(odd).__name__})"
    trace = "".join(traceback.format_tb(error.__traceback__))[-_LONGEST_TRACE:]
    return {"raised": type(error).__name__, "says": says, "trace": f"{trace}{type(error).__name__}: {says[:200]}"}


def _done(job: Job, head: Mapping[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
    try:
        with timed(JobLimits(cpu=head["cpu"], seconds=head["seconds"])):
            result = job(head["arguments"], body)
    except MemoryError:
        return {"memory": True}, b""
    # Whatever a job raises is its result, SystemExit included.
    except BaseException as error:
        return _told(error), b""
    if len(result) > min(LARGEST_BODY, head.get("most", LARGEST_BODY)):
        return {"too_large": len(result)}, b""
    return {"done": True}, result
