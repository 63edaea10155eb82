"""Reads snapshots and compares documents: in this process, or in a worker with limits."""

from __future__ import annotations

import atexit
import contextlib
import json
import logging
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Protocol

from monitor.errors import Abandoned, ReadingStopped
from monitor.model import Changelog, Document, ExtractionResult, PageFacts
from monitor.store.codec import dumps, loads
from monitor.workers.limits import LARGEST_BODY, JobLimits

if TYPE_CHECKING:
    from monitor.core.discover.found import SitePage
    from monitor.workers.worker import Worker

_LOG = logging.getLogger(__name__)
STOPPED = frozenset({"reader-cpu", "reader-time", "reader-memory", "reader-crash", "reader-result", "plugin-fault"})
"""Reasons of ReadingStopped, and of a page that a plug-in failed to read: nothing is known of what it shows, and it is tried again."""
FIRST_TRY = 1.5
"""Seconds of processor time for a first try, after which the other policies come first. Nearly all pages take a tenth of it."""
_FIRST_TRY_SECONDS = 10.0
_LARGEST_CHANGELOG = 4 << 20
"""Bytes. A policy of 0.4 million characters in which no statement stayed takes two million; pages that show more than this help nobody."""
_SAYS = {
    "cpu": "took more than {cpu:g} s of processor time and was stopped; `limits: {{cpu: …}}` allows more",
    "time": "took more than {seconds:g} s and was stopped; `limits: {{seconds: …}}` allows more",
    "memory": "took more than {memory} MB of memory and was stopped; `limits: {{memory: …}}` allows more",
    "abort": "crashed its process ({detail}), perhaps for lack of memory; `limits: {{memory: …}}` allows more",
    "crash": "crashed its process ({detail})",
    "result": "gave a result of {detail}, more than pages can show",
}


class Analysis(Protocol):
    """What the pipeline needs of the core's expensive functions."""

    def read(
        self,
        body: bytes,
        *,
        media_type: str | None,
        headers: Mapping[str, str] | None = None,
        url: str | None = None,
        select: Sequence[str] = (),
        remove: Sequence[str] = (),
        extractor: str = "",
        screens: Sequence[str] = (),
    ) -> ExtractionResult:
        """See `monitor.core.extract.read_snapshot`, and with parts of plug-ins `monitor.plugins.reading.read_plugged`.

        Raises:
            ReadingStopped: it took too much time or memory, or crashed.
            Abandoned: the program is to stop.
        """

    def compare(self, old: Document, new: Document, *, judges: Sequence[str] = ()) -> Changelog:
        """See `monitor.core.compare.compare_documents`, and `monitor.plugins.judging.rejudged`; raises what `read` raises."""

    def links(self, body: bytes, *, media_type: str | None, url: str) -> SitePage:
        """See `monitor.core.discover.page.read_site_page`; raises what `read` raises."""

    def sitemap(self, body: bytes, *, media_type: str | None) -> tuple[list[str], list[str]]:
        """See `monitor.core.discover.page.read_sitemap`; raises what `read` raises."""

    @property
    def limits(self) -> JobLimits | None:
        """Of each job; None where nothing is limited."""

    def hurried(self) -> contextlib.AbstractContextManager[None]:
        """Within the block, everything is stopped after a short while (`ReadingStopped.hurried`)."""

    def rest(self) -> None:
        """Gives back what memory can be given back."""

    def abandon(self) -> None:
        """Stops what is being done, from any thread, and everything that is asked for afterwards."""


def unread(size: int, media_type: str | None, error: ReadingStopped) -> ExtractionResult:
    """What is known of a snapshot that was not read, and why."""
    return ExtractionResult(None, PageFacts(media_type=media_type, body_bytes=size), (error.reason, str(error)))


class InProcess:
    """Without limits, in this process: for tests and for texts that the user trusts."""

    def read(
        self,
        body: bytes,
        *,
        media_type: str | None,
        headers: Mapping[str, str] | None = None,
        url: str | None = None,
        select: Sequence[str] = (),
        remove: Sequence[str] = (),
        extractor: str = "",
        screens: Sequence[str] = (),
    ) -> ExtractionResult:
        """See Analysis."""
        if extractor or screens:
            from monitor.plugins.reading import read_plugged
            from monitor.plugins.registry import registry

            return read_plugged(
                registry(),
                body,
                extractor=extractor or None,
                screens=screens,
                media_type=media_type,
                headers=headers,
                url=url,
                select=select,
                remove=remove,
            )
        from monitor.core.extract import read_snapshot

        return read_snapshot(body, media_type=media_type, headers=headers, url=url, select=select, remove=remove)

    def compare(self, old: Document, new: Document, *, judges: Sequence[str] = ()) -> Changelog:
        """See Analysis."""
        from monitor.core.compare import compare_documents

        changelog = compare_documents(old, new)
        if judges:
            from monitor.plugins.judging import rejudged
            from monitor.plugins.registry import registry

            return rejudged(registry(), changelog, judges)
        return changelog

    def links(self, body: bytes, *, media_type: str | None, url: str) -> SitePage:
        """See monitor.core.discover.page.read_site_page."""
        from monitor.core.discover.page import read_site_page

        return read_site_page(body, media_type, url)

    def sitemap(self, body: bytes, *, media_type: str | None) -> tuple[list[str], list[str]]:
        """See monitor.core.discover.page.read_sitemap."""
        from monitor.core.discover.page import read_sitemap

        return read_sitemap(body, media_type)

    @property
    def limits(self) -> JobLimits | None:
        """See Analysis."""
        return None

    def hurried(self) -> contextlib.AbstractContextManager[None]:
        """See Analysis."""
        return contextlib.nullcontext()

    def rest(self) -> None:
        """See Analysis."""

    def abandon(self) -> None:
        """See Analysis."""


class InWorker:
    """In a worker process.

    Args:
        limits: of each snapshot that is read and each pair of texts that is compared.
        worker: does it; by default one that is shared by the whole program.
    """

    def __init__(self, limits: JobLimits, worker: Worker | None = None) -> None:
        self._full, self._hurry = limits, threading.local()
        self._own = worker
        self._abandoned = False

    def read(
        self,
        body: bytes,
        *,
        media_type: str | None,
        headers: Mapping[str, str] | None = None,
        url: str | None = None,
        select: Sequence[str] = (),
        remove: Sequence[str] = (),
        extractor: str = "",
        screens: Sequence[str] = (),
    ) -> ExtractionResult:
        """See Analysis."""
        arguments: dict[str, object] = {
            "media_type": media_type, "headers": dict(headers or {}), "url": url, "select": list(select), "remove": list(remove),
        }  # fmt: skip
        if extractor or screens:
            arguments |= {"extractor": extractor, "screens": list(screens)}
        return loads(ExtractionResult, self._call(f"Reading the page{_with([extractor, *screens])}", "read", arguments, body))

    def compare(self, old: Document, new: Document, *, judges: Sequence[str] = ()) -> Changelog:
        """See Analysis."""
        parts = [dumps(old).encode(), dumps(new).encode()]
        arguments, body = {"size": len(parts[0]), "judges": list(judges)}, b"".join(parts)
        parts.clear()  # megabytes, while the worker takes some
        what = f"Comparing the texts{_with(judges)}"
        return loads(Changelog, self._call(what, "compare", arguments, body, most=_LARGEST_CHANGELOG))

    def links(self, body: bytes, *, media_type: str | None, url: str) -> SitePage:
        """See monitor.core.discover.page.read_site_page; raises what `read` raises."""
        from monitor.core.discover.found import SitePage

        return loads(SitePage, self._call("Reading the page", "links", {"media_type": media_type, "url": url}, body))

    def sitemap(self, body: bytes, *, media_type: str | None) -> tuple[list[str], list[str]]:
        """See monitor.core.discover.page.read_sitemap; raises what `read` raises."""
        addresses, further = json.loads(self._call("Reading the sitemap", "sitemap", {"media_type": media_type}, body))
        return addresses, further

    @property
    def limits(self) -> JobLimits | None:
        """See Analysis."""
        return self._full

    @contextlib.contextmanager
    def hurried(self) -> Iterator[None]:
        """See Analysis."""
        # By thread: one may follow a page to another while the next derives a history.
        self._hurry.on = True
        try:
            yield
        finally:
            self._hurry.on = False

    def rest(self) -> None:
        """See Analysis."""
        self._worker.rest()

    def abandon(self) -> None:
        """See Analysis."""
        self._abandoned = True
        self._worker.kill()

    @property
    def _worker(self) -> Worker:
        return self._own or shared_worker()

    def _call(self, what: str, job: str, arguments: Mapping[str, object], body: bytes, *, most: int = LARGEST_BODY) -> bytes:
        from monitor.workers.worker import Died

        if self._abandoned:
            raise Abandoned("stopped before it was read")
        limits = full = self._full
        if getattr(self._hurry, "on", False):
            limits = replace(full, cpu=min(full.cpu, FIRST_TRY), seconds=min(full.seconds, _FIRST_TRY_SECONDS))
        try:
            return self._worker.call(job, arguments, body, limits=limits, most=most)
        except Died as died:
            if self._abandoned:
                raise Abandoned("stopped while it was read") from None
            _LOG.debug("%s: %s", what, died)
            detail = died.detail.partition(";")[0]
            says = _SAYS[died.why].format(cpu=limits.cpu, seconds=limits.seconds, memory=limits.memory, detail=detail)
            # More time may help against its lack alone; a crash comes again.
            hurried = limits != full and died.why in {"cpu", "time"}
            reason = f"reader-{'memory' if died.why == 'abort' else died.why}"
            raise ReadingStopped(f"{what} {says}.", reason=reason, hurried=hurried) from died


def _with(names: Sequence[str]) -> str:
    """What a sentence adds when plug-ins took part: one of them may be what took too long."""
    used = ", ".join(filter(None, names))
    return f" with plug-ins ({used})" if used else ""


@cache
def shared_worker() -> Worker:
    """The program's one worker: two would need twice the memory. Made when there is something to do: most commands read what was stored."""
    from monitor.workers.worker import Worker

    worker = Worker()
    atexit.register(worker.rest)
    return worker
