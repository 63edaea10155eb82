"""Keeps what plug-ins print out of standard output, where other programs read a result: it goes to standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TextIO

_PRINTING: ContextVar[bool] = ContextVar("printing", default=False)
"""Whether a plug-in runs here. Of each thread: while one fetches, another may be printing a result."""


class _Divided:
    """In place of sys.stdout: whatever is done to it in a plug-in's thread is done to sys.stderr.

    Not `contextlib.redirect_stdout`, which swaps the stream for all threads: a plug-in that was given up and continues in its thread
    would take the program's own output along.
    """

    def __init__(self, own: TextIO) -> None:
        self.own = own

    def __getattr__(self, name: str) -> Any:
        # Without a standard error, as under pythonw, there is nowhere else to print to.
        return getattr((sys.stderr or self.own) if _PRINTING.get() else self.own, name)


@contextmanager
def printed_aside() -> Iterator[None]:
    """What is printed in this block, or in a thread that it waits for with its context, goes to standard error."""
    # Each time: others put their own stream there, as a test that catches output does.
    if sys.stdout is not None and not isinstance(sys.stdout, _Divided):
        sys.stdout = _Divided(sys.stdout)
    before = _PRINTING.set(True)
    try:
        yield
    finally:
        _PRINTING.reset(before)
