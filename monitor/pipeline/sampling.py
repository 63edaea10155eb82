"""`backfill --sample changes`: every change of text with as few fetches as it takes, by bisection between captures that say the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from monitor.core.history.bisection import BisectionPlan, CaptureContent
from monitor.core.history.noise import normalize_text
from monitor.errors import Blocked, RateLimited
from monitor.model import Capture, Policy
from monitor.pipeline.backfill import Pulled, pull
from monitor.pipeline.capture_reader import CaptureReader, KnownCapture
from monitor.pipeline.context import MonitorContext
from monitor.sources.interface import HistorySource


def text_key(text: str) -> str:
    """Equal for two texts that are one version: all but noise counts, visible mail addresses too."""
    seen = normalize_text(text)
    known = "" if None in seen.emails else " ".join(address or "" for address in seen.emails)
    return f"{seen.key} {known}"


def pull_changes(
    context: MonitorContext,
    policy: Policy,
    source: HistorySource,
    captures: Sequence[Capture],
    *,
    limit: int | None = None,
    told: Callable[[int, int], None] = lambda done, of: None,
) -> Pulled:
    """Keeps the captures on both sides of every change of text; may be killed at any point and started again.

    Args: as for `monitor.pipeline.backfill.pull`; `told` counts captures that something is known of.
    """
    sampled = Pulled(policy.id, listed=len(captures))
    desk = CaptureReader(context, policy, source)
    surveys = [_Page(desk, points) for points in desk.lay_out(captures).values()]
    before = {(c.url, c.captured_at) for c in captures} & {(r.url, r.captured_at) for r in context.files.records(policy.id)}
    try:
        for page in surveys:
            while (limit is None or desk.fetched < limit) and page.step():
                told(len(captures) - sum(one.survey.unseen for one in surveys), len(captures))
    except (RateLimited, Blocked) as error:
        sampled.failures.append((source.name, str(error)))
    kept = {point.label for page in surveys for point in page.points if desk.holds(point)}
    seen = pull(context, policy, source, [c for c in captures if _known(c, kept)])
    sampled.unseen = sum(page.survey.unseen for page in surveys)
    sampled.errors = sum(c.status is not None and c.status >= 300 for c in captures)
    sampled.failures += desk.failures
    sampled.fetched, sampled.held = desk.fetched - len(desk.failures), len(before)
    sampled.same = seen.same
    return sampled


def _known(capture: Capture, kept: set[str]) -> bool:
    return capture.digest in kept and (capture.status is None or capture.status < 300)


class _Page:
    """One address under survey."""

    def __init__(self, desk: CaptureReader, points: list[KnownCapture]) -> None:
        self.desk, self.points = desk, points
        self.survey = BisectionPlan([point.label for point in points])
        for run in self.survey.runs:
            if desk.holds(points[run.first]):
                self._look(run.first, run.last)

    def step(self) -> bool:
        """Looks at the next capture; False when every change is found."""
        place = self.survey.next_for_changes()
        if place is None:
            return False
        run = next(run for run in self.survey.runs if run.first == place)
        self._look(run.first, run.last)
        return True

    def _look(self, first: int, last: int) -> None:
        reading = self.desk.read(self.points[first : last + 1])
        document = reading.document if reading else None
        self.survey.record(first, CaptureContent(text_key(document.text)) if document else None)
