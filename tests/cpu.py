"""What something costs, measured against other work in the same process, so that no test depends on the speed of its machine."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import count

from monitor.core.extract import read_snapshot

_PARAGRAPH = "<p>We keep what you send us in {part} for <b>30 days</b>, and we do not sell it to <a href='/{part}'>others</a>.</p>"
_numbers = count()


def cpu(run: Callable[[], object]) -> float:
    """The seconds of CPU that this process spends on it."""
    begun = time.process_time()
    run()
    return time.process_time() - begun


def in_pages(run: Callable[[], object]) -> float:
    """What it costs as a multiple of reading an ordinary page of 200 KB, which is read before and after it."""
    before = cpu(_read_ordinary_page)
    cost = cpu(run)
    return cost / max(before, cpu(_read_ordinary_page))


def _read_ordinary_page() -> None:
    body = "".join(_PARAGRAPH.format(part=f"part {next(_numbers)}") for _ in range(1_600))
    assert read_snapshot(f"<html><body>{body}</body></html>".encode(), media_type="text/html").document is not None
