"""Has plug-ins judge changes in languages that the program itself only reports; runs in the worker process."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any, get_args, get_type_hints

from monitor.core.arrange.order import in_order
from monitor.core.meaning.topic_names import OTHER, TOPICS
from monitor.model import Change, Changelog, Direction, Reason, Severity
from monitor.plugins.calls import guarded
from monitor.plugins.contract import Judgement
from monitor.plugins.registry import PluginFault, PluginPart, PluginRegistry
from monitor.plugins.sayings import said

_HINTS = get_type_hints(Judgement)
_SEVERITIES, _DIRECTIONS = (frozenset(get_args(_HINTS[name])) for name in ("severity", "direction"))


def rejudged(parts: PluginRegistry, changelog: Changelog, judges: Collection[str]) -> Changelog:
    """A changelog in which plug-ins judged what nobody had judged.

    Args:
        parts: where the judges are found.
        changelog: as the program made it. What it has judged stays as it is.
        judges: ISO 639-1 codes of the languages that are judged by plug-ins.

    A judge that fails, or whose evidence is not in the text, changes nothing: the change stays unjudged, alerts as such, and says why.
    """
    if not any(_is_for(change, judges) for change in changelog.changes):
        return changelog
    # In the order of the text, as `in_order` expects them.
    placed = sorted(changelog.changes, key=_place)
    changes = in_order(_judged(parts, change) if _is_for(change, judges) else change for change in placed)
    return replace(changelog, changes=changes)


def _is_for(change: Change, judges: Collection[str]) -> bool:
    return not change.judged and change.language in judges


def _place(change: Change) -> tuple[int, int]:
    side = change.new or change.old
    return (side.span if side else (0, 0))[0], 0 if change.new else 1


def _judged(parts: PluginRegistry, change: Change) -> Change:
    old, new = (side.text if side else "" for side in (change.old, change.new))
    language = str(change.language)
    try:
        judge, part = parts.load("judges", language), parts.part("judges", language)
        # Looked at inside as well: what is given may raise when it is looked at.
        says = guarded(part, lambda: _checked(part, judge(old, new), old, new), passed=(MemoryError, PluginFault))
        if says is None:
            return change
    except PluginFault as error:
        told = Reason("plugin-fault", f"{str(error)[:1].upper()}{str(error)[1:]}.", "")
        return replace(change, reasons=(*change.reasons, told))
    reason = Reason(f"judge-{language}", f"Judged by {part.package} {part.version}.", says.evidence)
    return replace(
        change,
        severity=Severity(says.severity),
        direction=Direction(says.direction),
        # A judge may know topics of a later program; the others are kept.
        topics=tuple(dict.fromkeys(topic for topic in says.topics if topic in TOPICS)) or (OTHER,),
        headline=said(says.headline),
        reasons=(reason,),
        judged=True,
    )


def _checked(part: PluginPart, says: Any, old: str, new: str) -> Judgement | None:
    """A judgement, or None as it is; raises PluginFault with what is wrong with it."""
    if says is None:
        return None
    fault = None
    if not isinstance(says, Judgement):
        fault = f"gave {type(says).__name__} instead of a Judgement"
    elif not _is_one_of(says.severity, _SEVERITIES) or not _is_one_of(says.direction, _DIRECTIONS):
        fault = "gave an unknown severity or direction"
    elif not isinstance(says.headline, str) or not said(says.headline):
        fault = "gave no headline"
    elif not isinstance(says.evidence, str) or not says.evidence.strip() or not (says.evidence in old or says.evidence in new):
        fault = "gave evidence that is not in the text"
    elif isinstance(says.topics, str) or not isinstance(says.topics, Collection) or not all(isinstance(one, str) for one in says.topics):
        fault = "gave topics that are not a list of names"
    if fault:
        raise PluginFault(f"{part.label} {fault}; tell the makers of {part.package}")
    judgement: Judgement = says
    return judgement


def _is_one_of(value: object, names: frozenset[str]) -> bool:
    return isinstance(value, str) and value in names
