"""Watches privacy policies and terms, says what each change means, and when it happened; from Python: `compare(old, new)`."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from monitor.core.compare import compare, compare_documents
    from monitor.core.extract import read_snapshot
    from monitor.dataset import Store
    from monitor.model import Change, ChangeKind, Changelog, Direction, Document, ExtractionResult, Severity

__all__ = [
    "Change",
    "ChangeKind",
    "Changelog",
    "Direction",
    "Document",
    "ExtractionResult",
    "Severity",
    "Store",
    "compare",
    "compare_documents",
    "read_snapshot",
]

_HOMES = {"compare": "monitor.core.compare", "compare_documents": "monitor.core.compare", "read_snapshot": "monitor.core.extract"}
_HOMES["Store"] = "monitor.dataset"


def __getattr__(name: str) -> Any:
    """Loads a public name when it is asked for, so that no command pays for what it does not use."""
    if name not in __all__:
        raise AttributeError(f"module 'monitor' has no attribute {name!r}")
    return getattr(import_module(_HOMES.get(name, "monitor.model")), name)
