"""Calls into plug-ins: errors are reported with the part's name, and calls that the program waits for are limited in time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from monitor.plugins.printing import printed_aside
from monitor.plugins.registry import PluginFault, PluginPart, fault_of

T = TypeVar("T")


def guarded(part: PluginPart, call: Callable[[], T], *, passed: tuple[type[Exception], ...] = ()) -> T:
    """What a call gives.

    Args:
        part: what is called.
        call: calls it.
        passed: exceptions that the contract provides for, which are raised as they are.

    Raises:
        PluginFault: the call raised anything else, SystemExit included.
    """
    try:
        with printed_aside():
            return call()
    except BaseException as error:
        if isinstance(error, (KeyboardInterrupt, *passed)):
            raise
        raise PluginFault(f"{part.label} failed: {fault_of(error)}; tell the makers of {part.package}") from error


def bounded(part: PluginPart, call: Callable[[], T], *, seconds: float, passed: tuple[type[Exception], ...] = ()) -> T:
    """Like `guarded`, and gives up after some seconds: a cycle must not wait for ever for a server that a plug-in asked without a limit.

    Raises:
        PluginFault: as `guarded`; or it took longer. What is still running continues in a thread that ends with the program.
    """
    result: list[T] = []
    raised: list[BaseException] = []

    def run() -> None:
        try:
            result.append(guarded(part, call, passed=passed))
        except BaseException as error:  # carried to the thread that waits
            raised.append(error)

    # A daemon thread: one that hangs in `socket.recv` must not keep the program from ending.
    thread = threading.Thread(target=run, name=f"plug-in {part.name}", daemon=True)
    thread.start()
    thread.join(seconds)
    if raised:
        raise raised[0]
    if not result:
        raise PluginFault(f"{part.label} did not answer within {seconds:g} s")
    return result[0]
