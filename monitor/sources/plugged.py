"""Pages from a plug-in, as they are now and as they were. A failure there is a failure of the policy."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Any, TypeVar

from monitor.errors import SourceError
from monitor.model import Capture, Snapshot
from monitor.plugins.calls import bounded
from monitor.plugins.contract import Page
from monitor.plugins.registry import PluginFault, PluginPart, registry
from monitor.sources.interface import Fetched, Unchanged, Validators, in_range
from monitor.timestamps import utc_now

T = TypeVar("T")
SOURCE = "plugin"
"""Of the snapshots of a past that a plug-in brought."""
SECONDS = 120.0
"""That one call into a plug-in may take."""
MOST_MOMENTS = 100_000
BROUGHT_BY = "x-policy-monitor-source"
"""The header, in the ledger as all of them, that says which plug-in brought a page and in which version."""
_EARLIEST_YEAR = 1990
_MEDIA_TYPE = re.compile(r"[\x20-\x7e]{0,200}")
"""It becomes a header: one line of ASCII."""


class PluggedPages:
    """A plug-in's source, opened when it is first asked.

    Args:
        place: what the configuration says: "NAME" or "NAME:PLACE".
        most: bytes of the longest page that is accepted.
        seconds: that one call may take.
    """

    def __init__(self, place: str, *, most: int, seconds: float = SECONDS) -> None:
        self._name, _, self._place = place.partition(":")
        self._most, self._seconds = most, seconds
        self._opened: Any = None

    @property
    def part(self) -> PluginPart:
        """The part that supplies the pages; raises PluginFault when there is none."""
        return registry().part("sources", self._name)

    def ask(self, what: str, call: Callable[[Any], T]) -> T:
        """What a call of one method gives.

        Args:
            what: the name of the method.
            call: calls it of the source.

        Raises:
            SourceError: the part is missing or failed, or its source has no such method.
        """
        try:
            make, part = registry().load("sources", self._name), self.part
            # Once: a source may log in when it is opened.
            if self._opened is None:
                self._opened = bounded(part, lambda: make(self._place), seconds=self._seconds, passed=(SourceError,))
            if not callable(getattr(self._opened, what, None)):
                lacks = "pages as they are now; set `live: false`" if what == "current" else "past; set `history: none`"
                raise PluginFault(f"{part.label} has no {lacks}")
            return bounded(part, lambda: call(self._opened), seconds=self._seconds, passed=(SourceError,))
        except PluginFault as error:
            raise SourceError(str(error), reason="plugin-fault") from error

    def snapshot(self, page: object, *, policy: str, url: str, at: datetime, source: str) -> Snapshot:
        """What a plug-in gave as a page, as a snapshot.

        Raises:
            SourceError: it is none.
        """
        if not isinstance(page, Page) or not isinstance(page.body, bytes) or not isinstance(page.media_type, str | None):
            raise SourceError(f"{self.part.label} gave no Page with bytes", reason="plugin-fault")
        if page.media_type is not None and not _MEDIA_TYPE.fullmatch(page.media_type):
            says = f"{self.part.label} gave something other than a media type, such as text/html"
            raise SourceError(says, reason="plugin-fault")
        if len(page.body) > self._most:
            says = f"{self.part.label} gave {len(page.body):,} bytes, more than `fetch: {{max_bytes: {self._most}}}` allows"
            raise SourceError(says, reason="too-large")
        headers = {BROUGHT_BY: f"{self.part.name} {self.part.package} {self.part.version}"}
        if page.media_type:
            headers["content-type"] = page.media_type
        return Snapshot(policy, url, at, source, page.body, 200, page.media_type, headers)


class PluggedLive:
    """A plug-in as the source of live pages. Args as for PluggedPages; `now` is the clock."""

    def __init__(self, place: str, *, most: int, seconds: float = SECONDS, now: Callable[[], datetime] = utc_now) -> None:
        self._pages, self._now = PluggedPages(place, most=most, seconds=seconds), now

    def fetch(self, policy: str, url: str, *, validators: Validators | None = None, led_from: str | None = None) -> Fetched | Unchanged:
        """See LiveSource. Nothing is asked conditionally."""
        page = self._pages.ask("current", lambda source: source.current(url))
        return Fetched(self._pages.snapshot(page, policy=policy, url=url, at=self._now(), source="live"), Validators(), url)


class PluggedHistory:
    """A plug-in as the source of a past. Args as for PluggedPages."""

    name = SOURCE

    def __init__(self, place: str, *, most: int, seconds: float = SECONDS, now: Callable[[], datetime] = utc_now) -> None:
        self._pages, self._now = PluggedPages(place, most=most, seconds=seconds), now

    def captures(self, url: str, *, since: datetime | None = None, until: datetime | None = None) -> Iterator[Capture]:
        """See HistorySource."""
        # In the thread that is waited for: a generator does its work when it is gone through.
        # And looked at there: a time zone is code of the plug-in's, too.
        given = self._pages.ask("moments", lambda source: [self._checked(one) for one in islice(source.moments(url), MOST_MOMENTS + 1)])
        if len(given) > MOST_MOMENTS:
            raise SourceError(f"{self._pages.part.label} lists more than {MOST_MOMENTS:,} captures", reason="plugin-fault")
        return (Capture(url, moment, SOURCE) for moment in sorted(set(given)) if in_range(moment, since, until))

    def fetch(self, policy: str, capture: Capture) -> Snapshot:
        """See HistorySource."""
        page = self._pages.ask("at", lambda source: source.at(capture.url, capture.captured_at))
        return self._pages.snapshot(page, policy=policy, url=capture.url, at=capture.captured_at, source=SOURCE)

    def _checked(self, moment: object) -> datetime:
        if not isinstance(moment, datetime) or moment.utcoffset() is None:
            raise SourceError(f"{self._pages.part.label} gave a time without a time zone", reason="plugin-fault")
        if moment.year < _EARLIEST_YEAR or moment > self._now():
            # Not in UTC: the last hours of the year 9999 are in no year there.
            says = f"{self._pages.part.label} gave an impossible time: {moment:%Y-%m-%d}"
            raise SourceError(says, reason="plugin-fault")
        return moment.astimezone(UTC)
