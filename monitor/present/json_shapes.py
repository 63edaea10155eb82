"""The JSON of one change, as `diff`, the webhook and `changes.json` publish it; part of the public contract."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from monitor.model import Change, Reason, Side

if TYPE_CHECKING:
    from monitor.core.arrange.groups import Group


def change_json(change: Change, group: str | None = None) -> dict[str, Any]:
    """One change; the policy's words stand exactly as in the text, so readers must escape them themselves.

    Args:
        change: which.
        group: the id of the change that leads its group; left out of the data when it is reported alone.
    """
    data = {
        "id": change.id,
        "kind": change.kind.value,
        "severity": change.severity.value,
        "direction": change.direction.value,
        "certainty": {"severity": round(change.certainty.severity, 2), "direction": round(change.certainty.direction, 2)},
        "topics": list(change.topics),
        "judged": change.judged,
        "language": change.language,
        "headline": change.headline,
        "heart": change.headline,  # the former name; scripts read it
        "old": side_json(change.old),
        "new": side_json(change.new),
        "edits": [list(edit) for edit in change.edits],
        "reasons": [reason_json(reason) for reason in change.reasons],
    }
    return data if group is None else data | {"group": group}


def groups_json(groups: Iterable[Group]) -> list[dict[str, Any]]:
    """The groups of more than one change: what is said about all of them, and their ids."""
    return [
        {"id": group.id, "headline": group.headline, "count": group.count, "changes": [change.id for change in group.changes]}
        for group in groups
        if group.count > 1
    ]


def side_json(side: Side | None) -> dict[str, Any] | None:
    """A statement with its section and its span in characters, or null."""
    return None if side is None else {"text": side.text, "section": list(side.section), "span": list(side.span)}


def reason_json(reason: Reason) -> dict[str, str]:
    """A rule with its sentence and the words quoted from the text."""
    return {"rule": reason.rule, "says": reason.says, "evidence": reason.evidence}
