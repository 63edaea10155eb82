"""Alerts without what is long in them: one holds two texts in full, which may be megabytes each, and a cycle may have many."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from monitor.model import Alert, Change, Notice, Version

Message = TypeVar("Message", bound=Alert | Notice)


def without_texts(message: Message) -> Message:
    """The same without the two texts, of which no message shows more than what changed."""
    if not isinstance(message, Alert):
        return message
    return replace(message, old=without_text(message.old), new=without_text(message.new))


def in_brief(message: Message) -> Message:
    """The same without the words of what changed either: whom it concerns, when and how serious it is, and the headlines."""
    if not isinstance(message, Alert):
        return message
    changes = tuple(map(_in_brief, message.changelog.changes))
    return replace(without_texts(message), changelog=replace(message.changelog, changes=changes, passages=()))


def without_text(version: Version) -> Version:
    """The version without its text, of which it has the digest."""
    return replace(version, document=replace(version.document, text="", left_out=()))


def _in_brief(change: Change) -> Change:
    return replace(change, old=None, new=None, edits=())
