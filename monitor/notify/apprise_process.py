"""Runs Apprise in a separate process, because it limits neither the time nor the size of a service's answers.

Its libraries give each read four seconds, so a service that drips a byte per second holds them for ever, and they keep an answer in memory
whole, so an endless one takes all there is.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import resource
import signal
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

SECONDS = 90.0
"""For one message, the start of the process included."""
_MEGABYTES = 512
"""Of address space. Apprise with its libraries takes some 210, of which 55 are memory."""
_MAIN = "import json, sys; sys.path[:] = json.loads(sys.argv.pop(1)); from monitor.notify.apprise_process import main; main()"


@dataclass(frozen=True, slots=True)
class ServiceAnswer:
    """What became of a message."""

    accepted: bool
    log: str
    """What Apprise logged, or why it gave no answer; may contain parts of the address."""


def notify(url: str, title: str, text: str, *, seconds: float = SECONDS) -> ServiceAnswer:
    """Sends a message to one service, and gives up after so many seconds; never raises for what the service does."""
    # The address by a pipe: other users of this machine can read a command line.
    message = json.dumps({"url": url, "title": title, "text": text, "seconds": seconds})
    search = json.dumps([os.path.abspath(entry) for entry in sys.path if entry])  # noqa: PTH100 - an entry may be a ZIP file, or nothing
    try:
        # A session of its own: Ctrl-C at a terminal is for us, and must not end a message that the service may have accepted.
        done = subprocess.run(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-P", "-c", _MAIN, search],
            input=message, capture_output=True, encoding="utf-8", errors="replace", timeout=seconds, check=False, start_new_session=True,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return ServiceAnswer(False, f"no complete answer within {seconds:g} s")
    except OSError as error:
        return ServiceAnswer(False, f"no process can be started for it: {error.strerror}")
    try:
        # The last line: a service's library may print as well.
        said = json.loads(done.stdout.splitlines()[-1])
        return ServiceAnswer(bool(said["accepted"]), str(said["log"]))
    except (ValueError, LookupError, TypeError):
        return ServiceAnswer(False, f"it ended without an answer (exit code {done.returncode})")


def main() -> None:
    """The process: reads the message from standard input, sends it, and writes the answer as the last line of standard output."""
    message = json.load(sys.stdin)
    _confine(message["seconds"])
    try:
        answer = _send(message)
    except MemoryError:
        answer = {"accepted": False, "log": "the service's answer is too long"}
    sys.stdout.write(f"\n{json.dumps(answer)}\n")
    sys.stdout.flush()
    # Not sys.exit: it would wait for threads in which Apprise still reads.
    os._exit(0)


def _confine(seconds: float) -> None:
    """Limits that hold when the parent, which waits for so many seconds, is gone."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    # A container may have set a lower limit, which can't be raised.
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (_MEGABYTES << 20, _MEGABYTES << 20))


def _send(message: dict[str, Any]) -> dict[str, Any]:
    apprise = library()
    services = opened(message["url"])
    # Apprise returns only True or False; the reason is in its log.
    with apprise.LogCapture(level=logging.WARNING, fmt="%(message)s") as log:
        form = apprise.NotifyFormat.TEXT
        accepted = services is not None and services.notify(
            title=message["title"], body=message["text"], body_format=form, interpret_escapes=False
        )
        return {"accepted": bool(accepted), "log": log.getvalue()}


def library() -> Any:
    """Apprise, untyped; imported late because the import takes 0.15 s and most runs send nothing."""
    import apprise  # noqa: PLC0415

    return apprise


def opened(url: str) -> Any:
    """Apprise with the one service of an address, unless it does not recognise it; nothing is sent."""
    apprise = library()
    # In memory: Apprise would otherwise write what it remembers of services to the home folder.
    services = apprise.Apprise(asset=apprise.AppriseAsset(app_id="policy-monitor", app_desc="Policy Monitor", storage_mode="memory"))
    with apprise.LogCapture(level=logging.WARNING):
        known = services.add(url) and len(services) == 1
    return services if known else None
