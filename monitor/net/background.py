"""Work in a daemon thread: a program that exits does not wait for it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from contextvars import copy_context
from threading import Thread
from typing import TypeVar

T = TypeVar("T")


def run_in_background(work: Callable[[], T], name: str) -> Future[T]:
    """Start `work` in a daemon thread of that name, with the caller's context; the future holds its result or its exception.

    >>> run_in_background(lambda: 6 * 7, "sum").result()
    42
    """
    outcome: Future[T] = Future()
    # Which private addresses are open (`net.address_guard.opening`) is context; a browser's thread must not lose it.
    context = copy_context()

    def run() -> None:
        try:
            outcome.set_result(context.run(work))
        except BaseException as error:
            outcome.set_exception(error)

    Thread(target=run, name=name, daemon=True).start()
    return outcome
