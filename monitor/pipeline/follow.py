"""Follows a page without text to the one that has it: the page that it refreshes to, or one that it frames."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from urllib.parse import urldefrag, urljoin

from monitor.errors import ReadingStopped, SourceError
from monitor.model import ExtractionResult, Policy, Redirect, Snapshot, SnapshotRecord
from monitor.sources.interface import Fetched, LiveSource, Unchanged, Validators
from monitor.workers.analysis import Analysis, InProcess

FOLLOWED = "x-policy-monitor-followed"
"""Header that is added to a snapshot whose bytes are those of another address than the policy's; its value is that address."""
MOST_STEPS = 4
MOST_PAGES = 6
"""Addresses that are fetched for one page until one holds a sentence."""
_FEW_WORDS = 60
"""Below these, a page that sends its reader on only says so."""
# Looked for in the bytes, so that ordinary pages are not read twice: `<meta http-equiv="refresh" content="0; url=/legal">`.
_REFRESH = re.compile(rb"http-equiv\s*=\s*[\"']?\s*refresh", re.IGNORECASE)
_HEAD = 100_000
_NO_VALIDATORS = Validators()
_IN_PROCESS = InProcess()


@dataclass(frozen=True, slots=True)
class _Walk:
    """Where a page of a policy leads, and which addresses were fetched for it."""

    source: LiveSource
    policy: Policy
    url: str
    """The configured address, where it began."""
    seen: set[str]
    analysis: Analysis


def fetch_text(
    source: LiveSource, policy: Policy, url: str, *, validators: Validators | None = None, analysis: Analysis = _IN_PROCESS
) -> Fetched | Unchanged:
    """Fetch one of a policy's pages; each step passes the same checks of addresses, robots.txt and size as the page itself.

    Args:
        source: where to fetch from.
        policy: whose page it is; with `follow: frame`, the text in a frame is fetched.
        url: its address.
        validators: from the last response; not sent where a frame is followed, since the page around it stays the same.
        analysis: reads the page. What takes it long is taken for the text: that is told when it is read for good.

    Returns:
        The page, or the one that it leads to, with the header FOLLOWED.

    Raises:
        SourceError: as the source's `fetch`.
    """
    answer = source.fetch(policy.id, url, validators=None if policy.follow else validators)
    walk = _Walk(source, policy, url, {url}, analysis)
    for _ in range(MOST_STEPS):
        if isinstance(answer, Unchanged):
            break
        further = _further(walk, answer)
        if further is None:
            break
        answer = further
    return answer


def text_address(record: SnapshotRecord | Snapshot) -> str:
    """The address that a snapshot's bytes came from: its relative links start there."""
    return record.headers.get(FOLLOWED, record.url)


def _further(walk: _Walk, answer: Fetched) -> Fetched | None:
    """What the page leads to, if it holds no sentence itself."""
    sends_on = _REFRESH.search(answer.snapshot.body[:_HEAD]) is not None
    if not (sends_on or walk.policy.follow):
        return None
    try:
        reading = _read(walk, answer)
    except ReadingStopped:
        return None
    if _holds_text(reading) and not (sends_on and reading.facts.words < _FEW_WORDS):
        return None
    if sends_on and reading.facts.refresh and not _is_wall(reading.facts.refresh):
        target = urldefrag(urljoin(answer.final_url, reading.facts.refresh)).url
        if target not in walk.seen:
            return _fetched(walk, answer, target)
    return _framed(walk, answer, reading) if walk.policy.follow == "frame" else None


def _framed(walk: _Walk, page: Fetched, reading: ExtractionResult) -> Fetched | None:
    """The first of the page's frames, and of the frames in them, that holds a sentence; else the first one.

    Raises:
        SourceError: there are frames, and none could be fetched.
    """
    first, failure = None, None
    for address in reading.facts.frames:
        if address in walk.seen or len(walk.seen) >= MOST_PAGES:
            continue
        try:
            found = _fetched(walk, page, address)
        except SourceError as error:  # a counter beside the text may be forbidden to robots
            failure = failure or error
            continue
        try:
            inner = _read(walk, found)
        except ReadingStopped:
            return found
        if _holds_text(inner):
            return found
        deeper = _framed(walk, found, inner)
        if deeper is not None and _holds_text(_read(walk, deeper)):
            return deeper
        first = first or found
    if first is None and failure is not None:
        raise failure
    return first


def _holds_text(reading: ExtractionResult) -> bool:
    from monitor.core.text.shingles import has_sentences

    return reading.document is not None and has_sentences(reading.document.text)


def _fetched(walk: _Walk, page: Fetched, address: str) -> Fetched:
    """What a page leads to, with the steps that led there."""
    walk.seen.add(address)
    # `led_from`: a page must not lead to a private address that another policy names.
    found = walk.source.fetch(walk.policy.id, address, led_from=walk.url)
    assert isinstance(found, Fetched)  # noqa: S101 - nothing conditional was asked
    before, after = page.snapshot.redirects, found.snapshot.redirects
    redirects = None if before is None or after is None else (*before, Redirect(address), *after)
    headers = {**found.snapshot.headers, FOLLOWED: found.final_url}
    return Fetched(replace(found.snapshot, headers=headers, redirects=redirects), _NO_VALIDATORS, found.final_url)


def _read(walk: _Walk, answer: Fetched) -> ExtractionResult:
    """Raises ReadingStopped after a short try: this runs in a thread that fetches, and the worker has others to serve."""
    page = answer.snapshot
    select, remove = walk.policy.selectors_at(page.captured_at)
    with walk.analysis.hurried():
        return walk.analysis.read(
            page.body,
            media_type=page.media_type,
            headers=page.headers,
            url=answer.final_url,
            select=select,
            remove=remove,
            extractor=walk.policy.extractor,
        )


def _is_wall(target: str) -> bool:
    """Whether a page sends its reader to a login or a check for robots, which the screen names."""
    from monitor.core.text.word_lists import targets

    return any(pattern.search(target.lower()) for _, pattern in targets())
