"""Reads a page with a plug-in's extractor and screens; runs in the worker process, within its limits of time and memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from monitor.core.extract import read_snapshot
from monitor.core.text.language import language_of
from monitor.model import ExtractionResult, PageFacts
from monitor.plugins.calls import guarded
from monitor.plugins.registry import PluginFault, PluginRegistry
from monitor.plugins.sayings import said

FAULT = "plugin-fault"
"""Reason of a page that was not read because a plug-in is missing or failed."""
REFUSED = "plugin-screen"
"""Reason of a page that a plug-in's screen refused."""
_MARKDOWN = "text/markdown; charset=utf-8"


def read_plugged(
    parts: PluginRegistry,
    body: bytes,
    *,
    extractor: str | None,
    screens: Sequence[str],
    media_type: str | None,
    headers: Mapping[str, str] | None = None,
    url: str | None = None,
    select: Sequence[str] = (),
    remove: Sequence[str] = (),
) -> ExtractionResult:
    """`read_snapshot`, with parts of plug-ins before and after it.

    Args:
        parts: where they are found.
        body, media_type, headers, url, select, remove: as for `read_snapshot`. The selectors are not for what an extractor gave.
        extractor: name of the one that is asked first; None for none.
        screens: names of those that look at the text.

    Lack of memory is not caught here: the worker reports it as it does for every page.

    Returns:
        The text; without one when a part failed (FAULT) or refused it (REFUSED), with a sentence that names the part. A page that could
        not be screened is not taken for screened.
    """
    facts = PageFacts(media_type=media_type, body_bytes=len(body))
    try:
        text = None if extractor is None else _extracted(parts, extractor, body, media_type, url)
        if text is None:
            read = read_snapshot(body, media_type=media_type, headers=headers, url=url, select=select, remove=remove)
        else:
            # Half of a surrogate pair, which JSON can hold ("\ud800"), is no UTF-8.
            read = read_snapshot(text.encode("utf-8", "replace"), media_type=_MARKDOWN, headers={}, url=url)
        says = next(filter(None, (_refused(parts, name, read) for name in screens)), None)
    except PluginFault as error:
        return ExtractionResult(None, facts, (FAULT, f"{str(error)[:1].upper()}{str(error)[1:]}."))
    return read if says is None else ExtractionResult(None, read.facts, (REFUSED, says))


def _extracted(parts: PluginRegistry, name: str, body: bytes, media_type: str | None, url: str | None) -> str | None:
    extract, part = parts.load("extractors", name), parts.part("extractors", name)
    text = guarded(part, lambda: extract(body, media_type, url), passed=(MemoryError,))
    if text is not None and not isinstance(text, str):
        raise PluginFault(f"{part.label} gave {type(text).__name__} instead of text; tell the makers of {part.package}")
    return text


def _refused(parts: PluginRegistry, name: str, read: ExtractionResult) -> str | None:
    """Why a screen refuses a text, with its name; None when it does not, or when there is no text to look at."""
    screen, part, document = parts.load("screens", name), parts.part("screens", name), read.document
    if document is None:
        return None
    says = guarded(part, lambda: screen(document.text, language_of(document.text, document.language)), passed=(MemoryError,))
    if says is not None and not isinstance(says, str):
        raise PluginFault(f"{part.label} gave {type(says).__name__} instead of a sentence; tell the makers of {part.package}")
    return None if says is None else f"The screen {name!r} says: {said(says) or 'this is not the document'}"
