"""Features of the document: of what kind it is, and where in it a change stands."""

from __future__ import annotations

from monitor.core.meaning.comparison import Comparison
from monitor.core.meaning.features.protocol import Seen


def document_features(change: Comparison) -> Seen:
    """What surrounds a change."""
    context = change.context
    yield f"document:{context.kind}", 1.0
    if context.headings:
        yield "document:headings", 1.0
    units, document = change.place
    at = units[0].start / max(1, len(document.page.text))
    if at < 0.03:
        yield "place:top", 1.0
    if at > 0.97:
        yield "place:bottom", 1.0
