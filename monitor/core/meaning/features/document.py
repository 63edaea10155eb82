"""Features of the document: of what kind it is, how much of it changed, and where in it a change stands."""

from __future__ import annotations

from monitor.core.meaning.comparison import Comparison
from monitor.core.meaning.document_context import DocumentContext
from monitor.core.meaning.features.form import root
from monitor.core.meaning.features.protocol import Seen


def document_features(change: Comparison) -> Seen:
    """What surrounds a change."""
    context = change.context
    yield f"document:{context.kind}", 1.0
    yield "document:changes", root(min(context.candidates, 30))
    yield "document:share", min(context.share, 0.25)
    if context.candidates == 1:
        yield "document:only-change", 1.0
    if context.headings:
        yield "document:headings", 1.0
    if context.date_moved:
        yield "document:date-moved", 1.0
    if context.date_stands:
        yield "document:date-stands", 1.0
    for sign in context.edition:
        yield f"document:{sign}", 1.0
    yield from _extent(context)
    units, document = change.place
    at = units[0].start / max(1, len(document.page.text))
    if at < 0.03:
        yield "place:top", 1.0
    if at > 0.97:
        yield "place:bottom", 1.0


def _extent(context: DocumentContext) -> Seen:
    """Whether statements were reworded, or only came, or only went."""
    if context.reworded:
        yield "document:reworded", root(min(context.reworded, 15))
        return
    yield "document:nothing-reworded", 1.0
    if context.removed and not context.added:
        yield "document:only-losses", 1.0
    if context.added and not context.removed:
        yield "document:only-gains", 1.0
