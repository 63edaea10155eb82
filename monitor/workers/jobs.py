"""What a worker can do: pure functions of the core, with their arguments and results as bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib import import_module
from typing import Any

from monitor.core.compare import compare, compare_documents
from monitor.core.discover.page import read_site_page, read_sitemap
from monitor.core.extract import read_snapshot
from monitor.model import Document
from monitor.plugins.judging import rejudged
from monitor.plugins.reading import read_plugged
from monitor.plugins.registry import registry
from monitor.store.codec import dumps, loads
from monitor.workers.child import Job


def read(arguments: Mapping[str, Any], body: bytes) -> bytes:
    """`read_snapshot` of a body, or `read_plugged` where parts of plug-ins are named; an ExtractionResult."""
    if "extractor" in arguments:
        chosen = {**arguments, "extractor": arguments["extractor"] or None}
        return dumps(read_plugged(registry(), body, **chosen)).encode()
    return dumps(read_snapshot(body, **arguments)).encode()


def compare_texts(arguments: Mapping[str, Any], body: bytes) -> bytes:
    """`compare_documents` of two documents, of which the first has `size` bytes; a Changelog."""
    size, judges = arguments["size"], arguments.get("judges")
    changelog = compare_documents(loads(Document, body[:size]), loads(Document, body[size:]))
    return dumps(rejudged(registry(), changelog, judges) if judges else changelog).encode()


def links(arguments: Mapping[str, Any], body: bytes) -> bytes:
    """`read_site_page` of a body; a SitePage."""
    return dumps(read_site_page(body, **arguments)).encode()


def sitemap(arguments: Mapping[str, Any], body: bytes) -> bytes:
    """`read_sitemap` of a body; its two lists as JSON."""
    return json.dumps(read_sitemap(body, **arguments)).encode()


def warm_up() -> None:
    """Loads the models and word lists, and what reads pages and PDF files, so that the first job does not pay for them."""
    compare("We keep logs.", "We erase logs.")
    for reader in ("html", "pdf"):
        import_module(f"monitor.core.extract.{reader}")


JOBS: Mapping[str, Job] = {"read": read, "compare": compare_texts, "links": links, "sitemap": sitemap}
