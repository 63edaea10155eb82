"""An extractor: pages that are JSON, with a title and paragraphs. It runs in the worker process, on whatever bytes the page has."""

from __future__ import annotations

import json


def extract(body: bytes, media_type: str | None, url: str | None) -> str | None:
    """The text as Markdown; None for what is no such page."""
    if not (media_type or "").startswith("application/json"):
        return None
    article = json.loads(body)
    return "\n\n".join([f"# {article['title']}", *article["paragraphs"]])
