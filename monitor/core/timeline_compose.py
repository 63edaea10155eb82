"""Puts a document together that is spread over several pages: at each moment, the latest accepted text of every page, in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from urllib.parse import urlsplit

from monitor.core.timeline_admit import Look, rejected
from monitor.model import Document, Rejection, Standing, Verdict


def page_of(url: str, urls: Sequence[str]) -> str:
    """Which of a policy's addresses a capture belongs to: the same, else one that differs in scheme, www or slash, else the first."""
    if len(urls) < 2 or url in urls:
        return url if len(urls) > 1 else ""
    return next((known for known in urls if _bare(known) == _bare(url)), urls[0])


def compose(pages: Mapping[str, Sequence[Look]]) -> tuple[list[Look], list[Rejection]]:
    """The accepted looks at the whole document, in order; `pages` are in the order in which they make up the document.

    A moment at which some page had not been seen yet is rejected as incomplete: half a document is no version.
    """
    if len(pages) == 1:
        return list(next(iter(pages.values()))), []
    seen = sorted(((page, look) for page, looks in pages.items() for look in looks), key=lambda one: one[1].record.captured_at)
    current: dict[str, Look] = {}
    whole: list[Look] = []
    early: list[Rejection] = []
    for _, moment in groupby(seen, key=lambda one: one[1].record.captured_at):
        group = list(moment)
        current.update(group)
        missing = [page for page in pages if page not in current]
        if missing:
            says = f"The document has {len(pages)} pages; {missing[0]} had not been captured yet at this moment."
            early += [rejected(look.record, Verdict(Standing.QUARANTINED, "incomplete", says)) for _, look in group]
        else:
            whole.append(_joined([current[page] for page in pages], group))
    return whole, early


def _joined(parts: Sequence[Look], group: Sequence[tuple[str, Look]]) -> Look:
    """One look for a moment: the texts of all parts, with the record of the first part captured then."""
    documents = [part.document for part in parts]
    fresh = {id(look) for _, look in group}
    record = next(part.record for part in parts if id(part) in fresh)
    document = Document(
        text="\n\n".join(one.text.strip("\n") for one in documents) + "\n",
        title=documents[0].title,
        stated_date=max((one.stated_date for one in documents if one.stated_date), default=None),
        effective_date=max((one.effective_date for one in documents if one.effective_date), default=None),
        language=documents[0].language,
        notes=tuple(dict.fromkeys(note for one in documents for note in one.notes)),
    )
    return Look(record, document)


def _bare(url: str) -> tuple[str, str, str]:
    try:
        parts = urlsplit(url)
    except ValueError:  # as a damaged archive may hold it
        return "", url, ""
    return (parts.hostname or "").removeprefix("www."), parts.path.rstrip("/") or "/", parts.query
