"""Work in a thread of its own that nobody has to wait for: a program that ends doesn't."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from typing import TypeVar

T = TypeVar("T")


def run_in_background(work: Callable[[], T], name: str) -> Future[T]:
    """Starts work in a daemon thread; what it returns or raises comes out of the future.

    >>> run_in_background(lambda: 6 * 7, "sum").result()
    42
    """
    outcome: Future[T] = Future()

    def go() -> None:
        try:
            outcome.set_result(work())
        except BaseException as error:
            outcome.set_exception(error)

    Thread(target=go, name=name, daemon=True).start()
    return outcome
