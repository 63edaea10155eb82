"""Builds the history of one policy: a pure function of its snapshots in order of capture, whatever the order they arrived in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlsplit

from monitor.core.history.admission import (
    AcceptedCapture,
    Capture,
    ExtractedCapture,
    PageScreening,
    latest_decisions,
    rejection,
)
from monitor.core.history.deferred import DeferredDocument, digest_of, identity_of, loaded
from monitor.core.history.planned import PlannedEntries
from monitor.core.history.text_cache import Memory, TextCache
from monitor.core.history.tickers import find_tickers, ignoring_page_noise
from monitor.core.history.versions import chain_versions
from monitor.model import Changelog, Document, HistoryEntry, Policy, Rejection, ReviewDecision, ScreenStatus, Verdict

__all__ = ["ExtractedCapture", "Timeline", "build_timeline"]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The history of a policy."""

    entries: Sequence[HistoryEntry]
    """Its versions with what each changed, oldest first."""
    rejections: tuple[Rejection, ...]
    """The snapshots that belong to no version, oldest first."""


def build_timeline(
    policy: Policy,
    captures: Sequence[Capture],
    decisions: Sequence[ReviewDecision],
    compare: Callable[[Document, Document], Changelog],
) -> Timeline:
    """Builds a policy's history; see `plan_timeline`."""
    planned, rejections = plan_timeline(policy, captures, decisions, compare)
    return Timeline(tuple(planned), rejections)


def plan_timeline(
    policy: Policy,
    captures: Sequence[Capture],
    decisions: Sequence[ReviewDecision],
    compare: Callable[[Document, Document], Changelog],
    memory: Memory | None = None,
    unsettled: Callable[[Changelog], str | None] = lambda changelog: None,
) -> tuple[PlannedEntries, tuple[Rejection, ...]]:
    """Builds a policy's history, with entries that are put together where they are asked for.

    Args:
        policy: its `urls` give the order of the pages that make up the document; its `threshold` decides what alerts.
        captures: stored snapshots with their extracted text, in any order.
        decisions: people's decisions; the last one on a snapshot overrides the screen.
        compare: the changes between two documents.
        memory: answers to questions about texts, from earlier times; new ones are added. They must be those of the same program.
        unsettled: see PlannedEntries.

    Returns:
        The versions, and the snapshots that belong to none, oldest first; each capture is in one of both.
    """
    latest, text_cache = latest_decisions(decisions), TextCache(memory)
    screenings: dict[str, PageScreening] = {}
    for capture in sorted(captures, key=_capture_order):
        page = page_of(capture.record.url, policy.urls)
        screenings.setdefault(page, PageScreening(policy.language, latest, text_cache)).add(capture)
    for screening in screenings.values():
        screening.finish()
    order = {url: place for place, url in enumerate(policy.urls)}
    # A page that was never accepted is not waited for, or one dead address would leave the policy without any version.
    pages = {page: screening.accepted for page, screening in screenings.items() if screening.accepted}
    accepted, incomplete = join_pages(dict(sorted(pages.items(), key=lambda one: order.get(one[0], 0))), text_cache)
    rejections = [*incomplete, *(one for screening in screenings.values() for one in screening.rejections)]
    rejections.sort(key=lambda one: (one.captured_at, one.url, one.sha256))
    tickers = find_tickers((capture.record.captured_at, text_cache.facts(capture.document).numbers) for capture in accepted)
    versions = chain_versions(policy.id, accepted, text_cache, tickers)
    quiet = ignoring_page_noise(compare, text_cache.normalize, tickers)
    return PlannedEntries(policy, versions, quiet, text_cache, about=str(tickers.amounts), unsettled=unsettled), tuple(rejections)


def _capture_order(capture: Capture) -> tuple[object, ...]:
    """By time of capture. At the same moment the address and the bytes decide, so that the order of arrival has no influence."""
    record = capture.record
    return record.captured_at, record.url, record.sha256, record.sequence


# --- documents of several pages -------------------------------------------------------------------------------------


def page_of(url: str, urls: Sequence[str]) -> str:
    """The page of a policy that a captured address belongs to; "" for every address of a policy with a single page.

    Addresses that differ in scheme, "www." or a final slash are the same page, because archives list all of them. Anything else, such as
    the address before a redirect, counts as the first page.

    >>> page_of("http://www.shop.example/cookies/", ["https://shop.example/privacy", "https://shop.example/cookies"])
    'https://shop.example/cookies'
    """
    if len(urls) < 2:
        return ""
    if url in urls:
        return url
    return next((known for known in urls if _without_variants(known) == _without_variants(url)), urls[0])


def _without_variants(url: str) -> tuple[str, str, str]:
    try:
        parts = urlsplit(url)
    except ValueError:  # a damaged archive may list "http://[shop.example/"
        return "", url, ""
    return (parts.hostname or "").removeprefix("www."), parts.path.rstrip("/") or "/", parts.query


def join_pages(pages: Mapping[str, Sequence[AcceptedCapture]], text_cache: TextCache) -> tuple[list[AcceptedCapture], list[Rejection]]:
    """Joins the captures of a document's pages into captures of the whole document, oldest first.

    Args:
        pages: the accepted captures of each page in order of time; the pages in the order in which they make up the document.
        text_cache: remembers the digests of joined texts.

    Returns:
        The joined captures, and as "incomplete" those made before every page had been captured: half a document is not a version.
    """
    if len(pages) < 2:
        return [capture for captures in pages.values() for capture in captures], []
    captured = sorted(((page, one) for page, captures in pages.items() for one in captures), key=lambda one: one[1].record.captured_at)
    current: dict[str, AcceptedCapture] = {}
    joined: list[AcceptedCapture] = []
    incomplete: list[Rejection] = []
    for _, moment in groupby(captured, key=lambda one: one[1].record.captured_at):
        captured_now = list(moment)
        current.update(captured_now)
        missing = [page for page in pages if page not in current]
        if missing:
            says = f"The document has {len(pages)} pages; {missing[0]} had not been captured yet."
            verdict = Verdict(ScreenStatus.QUARANTINED, "incomplete", says)
            incomplete += [rejection(capture.record, verdict) for _, capture in captured_now]
        else:
            joined.append(_join([current[page] for page in pages], [capture for _, capture in captured_now], text_cache))
    return joined, incomplete


def _join(parts: Sequence[AcceptedCapture], captured_now: Sequence[AcceptedCapture], text_cache: TextCache) -> AcceptedCapture:
    """One capture of the whole document, with the record of the first page that was captured at this moment."""
    documents = [part.document for part in parts]
    record = next(part.record for part in parts if any(part is one for one in captured_now))
    if not all(isinstance(one, DeferredDocument) for one in documents):
        return AcceptedCapture(record, _whole(documents))
    identity = digest_of("joined", *map(identity_of, documents))
    digest = text_cache.recall(f"joined {identity}", lambda: _whole(documents).sha256)
    return AcceptedCapture(record, DeferredDocument(identity, digest, lambda: _whole(documents)))


def _whole(parts: Sequence[Document]) -> Document:
    """The document that some pages make up."""
    documents = [loaded(part) for part in parts]
    return Document(
        text="\n\n".join(one.text.strip("\n") for one in documents) + "\n",
        title=documents[0].title,
        stated_date=max((one.stated_date for one in documents if one.stated_date), default=None),
        effective_date=max((one.effective_date for one in documents if one.effective_date), default=None),
        language=documents[0].language,
        notes=tuple(dict.fromkeys(note for one in documents for note in one.notes)),
    )
