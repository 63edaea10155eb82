"""`backfill --sample changes`: finds every change of text with few fetches, by bisection between captures with the same text."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from monitor.core.history.bisection import BisectionPlan, CaptureContent
from monitor.core.history.noise import normalize_text
from monitor.errors import Blocked, RateLimited
from monitor.model import Capture, Policy
from monitor.pipeline.backfill import BackfillResult, fetch_captures
from monitor.pipeline.capture_reader import CaptureReader, KnownCapture
from monitor.pipeline.context import MonitorContext
from monitor.sources.interface import HistorySource


def text_key(words: str, emails: Sequence[str | None]) -> str:
    """Equal for two texts that are one version: differences of noise are ignored, different mail addresses are not.

    Args:
        words: the text's key; see NormalizedText, as for the next.
        emails: its addresses.
    """
    # None stands for an address that a page hides from robots ("[email protected]"): it may be any of those that another page shows.
    known = "" if None in emails else " ".join(address or "" for address in emails)
    return f"{words} {known}"


def fetch_changes(
    context: MonitorContext,
    policy: Policy,
    source: HistorySource,
    captures: Sequence[Capture],
    *,
    limit: int | None = None,
    on_progress: Callable[[int, int], None] = lambda done, of: None,
) -> BackfillResult:
    """Fetches the captures on both sides of every change of text; may be killed at any point and started again.

    Args: as for `monitor.pipeline.backfill.fetch_captures`; `on_progress` counts the captures whose text is known.
    """
    result = BackfillResult(policy.id, listed=len(captures))
    reader = CaptureReader(context, policy, source)
    pages = [_Page(reader, known) for known in reader.by_page(captures).values()]
    # Counted before anything is fetched: `held` means held when the command started.
    before = {(c.url, c.captured_at) for c in captures} & {(r.url, r.captured_at) for r in context.archive.records(policy.id)}
    try:
        for page in pages:
            while (limit is None or reader.fetched < limit) and page.step():
                on_progress(len(captures) - sum(one.plan.unseen for one in pages), len(captures))
    except (RateLimited, Blocked) as error:
        result.failures.append((source.name, str(error)))
    held = {capture.label for page in pages for capture in page.captures if reader.holds(capture)}
    # Captures with the bytes of a fetched one are recorded in the ledger, as in a full backfill: that costs no request.
    noted = fetch_captures(context, policy, source, [c for c in captures if _has_bytes_of(c, held)])
    result.unseen = sum(page.plan.unseen for page in pages)
    result.errors = sum(c.status is not None and c.status >= 300 for c in captures)
    result.failures += reader.failures
    result.fetched, result.held = reader.fetched - len(reader.failures), len(before)
    result.same = noted.same
    return result


def _has_bytes_of(capture: Capture, held: set[str]) -> bool:
    return capture.digest in held and (capture.status is None or capture.status < 300)


class _Page:
    """The captures of one address, and which of them are read next."""

    def __init__(self, reader: CaptureReader, captures: list[KnownCapture]) -> None:
        self.reader, self.captures = reader, captures
        self.plan = BisectionPlan([capture.label for capture in captures])
        for run in self.plan.runs:
            if reader.holds(captures[run.first]):
                self._read(run.first, run.last)

    def step(self) -> bool:
        """Reads the next capture; False when every change is found."""
        place = self.plan.next_for_changes()
        if place is None:
            return False
        run = next(run for run in self.plan.runs if run.first == place)
        self._read(run.first, run.last)
        return True

    def _read(self, first: int, last: int) -> None:
        reading = self.reader.read(self.captures[first : last + 1])
        document = reading.document if reading else None
        normalized = normalize_text(document.text) if document else None
        self.plan.record(first, CaptureContent(text_key(normalized.key, normalized.emails)) if normalized else None)
