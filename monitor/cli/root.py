"""How the root over all ledgers is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from monitor.present.phrases import plural
from monitor.timestamps import utc_iso_or_none

if TYPE_CHECKING:
    from monitor.store.roots import RecordedState


def root_json(state: RecordedState | None) -> dict[str, Any] | None:
    """A root with what it stands for; `at` is when it was logged, and null for one that is not."""
    if state is None:
        return None
    return {"sha256": state.root, "ledgers": len(state.heads), "lines": state.lines, "at": utc_iso_or_none(state.at)}


def root_size(state: RecordedState) -> str:
    """What a root stands for: "12 lines in 3 ledgers"."""
    return f"{plural(state.lines, 'line')} in {plural(len(state.heads), 'ledger')}"
