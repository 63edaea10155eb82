"""One edit in many places, and the rows of one table or list, as one group; every change is in exactly one group."""

from __future__ import annotations

import itertools
import re
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace

from monitor.core.text.markdown_links import strip
from monitor.core.text.tokens import FUNCTION, words
from monitor.model import Change, ChangeKind, Direction, Reason, Severity, Side

_ITEM = re.compile(r"^\s*(?:[-*+•]|\d{1,2}[.)])\s+")
_EDGES = " \n,.;:()[]“”\"'*_"
_NUMBER = re.compile(r"^[\d.,]+$")
_LONGEST_ITEM = 80
"""Characters; a longer item is a statement of its own and is reported alone, for a headline must not cut a "not" off it."""
_NAMED = 5
_MOST_HUNKS = 3
_LONGEST_EDIT = 120
_COUNTED = 1
"""The character behind a number that says what it counts, in scripts without blanks."""

Hunk = tuple[str, str]
"""(words that went, words that came), one of them possibly empty."""


@dataclass(frozen=True, slots=True)
class Group:
    """One change, or several that are reported as one; its headline is true of each of them."""

    changes: tuple[Change, ...]
    shown: Change
    """What is shown of the group: the change itself, or the leading one with the headline, direction, topics and reasons of all."""

    listed: bool = False
    """Rows or items of one list: both sides of `shown` hold all of them."""

    @property
    def id(self) -> str:
        """That of the leading change."""
        return self.changes[0].id

    @property
    def headline(self) -> str:
        """One sentence for all, with their number."""
        return self.shown.headline

    @property
    def count(self) -> int:
        """The number of changes."""
        return len(self.changes)


def groups_of(changes: Iterable[Change]) -> tuple[Group, ...]:
    """The changes as groups, each at the place of its first change.

    Only changes of one severity come together; `changes` are in the order in which they are reported.
    """
    gathered: dict[Hashable, list[Change]] = {}
    for number, change in enumerate(changes):
        gathered.setdefault(_listed_in(change) or _same_edit(change) or number, []).append(change)
    return tuple(_group(tuple(found)) for found in gathered.values())


def leaders(groups: Iterable[Group]) -> dict[str, str]:
    """The id of the leading change by the id of each change that is reported with others."""
    return {change.id: group.id for group in groups if group.count > 1 for change in group.changes}


# --- what belongs together -------------------------------------------------------------------------------------------


def _listed_in(change: Change) -> Hashable | None:
    """The list or table that all of a change is an added or removed part of."""
    side = change.old or change.new
    if side is None or change.kind not in (ChangeKind.ADDED, ChangeKind.REMOVED) or not (parts := _parts(side)):
        return None
    rows = side.text.lstrip().startswith("|")
    if not (side.lead_in or (rows and side.section)) or any(len(part) > _LONGEST_ITEM for part in parts):
        return None
    return ("list", rows, side.section, side.lead_in, change.severity, change.judged or change.language)


def _parts(side: Side) -> list[str]:
    """The items or rows of a side, as a reader sees them; empty when it is anything else."""
    lines = [line for line in side.text.split("\n") if line.strip()]
    if all(line.lstrip().startswith("|") for line in lines):
        return [" – ".join(cell for part in strip(line).strip().strip("|").split("|") if (cell := part.strip())) for line in lines]
    if all(_ITEM.match(line) for line in lines):
        return [strip(_ITEM.sub("", line)).strip(" ;,.") for line in lines]
    return []


def _same_edit(change: Change) -> Hashable | None:
    """The edit of a change, equal for changes that it happened to in other places."""
    shared = (change.severity, change.direction, change.judged or change.language)
    if change.kind in (ChangeKind.ADDED, ChangeKind.REMOVED):
        side = change.old or change.new
        return ("whole", *shared, change.kind, side.lead_in, " ".join(side.text.split())) if side else None
    hunks = _hunks(change)
    if not hunks or len(hunks) > _MOST_HUNKS or sum(len(part) for hunk in hunks for part in hunk) > _LONGEST_EDIT:
        return None
    if change.severity.rank < Severity.MATERIAL.rank:
        return ("edit", *shared, frozenset(hunks))
    # "will" → "may" in five places may be five different losses; a number or a name is the same one everywhere.
    told = "" if _speaks(hunks) else change.headline
    return ("edit", *shared, frozenset(hunks), change.topics[:1], told)


def _speaks(hunks: Sequence[Hunk]) -> bool:
    return any(word not in FUNCTION for hunk in hunks for part in hunk for word in words(part) if word[:1].isdigit() or len(word) > 3)


def _hunks(change: Change) -> list[Hunk]:
    """What was put for what, each once, in the order of the text; a bare number takes the word behind it along ("30 days")."""
    found: dict[Hunk, None] = {}
    went = came = ""
    for mark, text in (*change.edits, ("=", "")):
        if mark == "-":
            went += text
        elif mark == "+":
            came += text
        elif went or came:
            found[_hunk(went, came, text)] = None
            went = came = ""
    return list(found)


def _hunk(went: str, came: str, behind: str) -> Hunk:
    old, new = (" ".join(part.replace("<br>", " ").split()).strip(_EDGES) for part in (went, came))
    if old == new:  # only signs or blanks differ
        return " ".join(went.split()), " ".join(came.split())
    unit = behind.split(maxsplit=1)[0].strip(_EDGES) if behind.strip() else ""
    if unit and _NUMBER.match(old) and _NUMBER.match(new):
        if not behind[0].isspace() and not behind[0].isascii():  # "7年間保存します": no blank parts the number from what it counts
            return old + unit[:_COUNTED], new + unit[:_COUNTED]
        return f"{old} {unit}", f"{new} {unit}"
    return old, new


# --- what is told of them --------------------------------------------------------------------------------------------


def _group(changes: tuple[Change, ...]) -> Group:
    first = changes[0]
    if len(changes) == 1:
        return Group(changes, first)
    listed = _listed_in(first) is not None
    common = replace(
        first,
        headline=_unjudged(first, _list_headline(changes) if listed else _edit_headline(changes)),
        direction=first.direction if len({change.direction for change in changes}) == 1 else Direction.UNCLEAR,
        topics=tuple(topic for topic in first.topics if all(topic in change.topics for change in changes)),
        reasons=_common_reasons(changes if listed else changes[:1], changes),
    )
    if listed:
        return Group(changes, _whole_list(common, changes), listed=True)
    where = _common_section(changes)
    old, new = (side and replace(side, section=where) for side in (first.old, first.new))
    return Group(changes, replace(common, old=old, new=new))


def _unjudged(first: Change, headline: str) -> str:
    """The headline of a group, with the words of its changes that nobody judged them."""
    lead, colon, _ = first.headline.partition(": “")
    return headline if first.judged or headline.startswith(lead) or not colon else f"Changed{lead[lead.index(',') :]}: {headline}"


def _common_section(changes: Sequence[Change]) -> tuple[str, ...]:
    """The headings that all changes are under: "4. Retention" must not be said about an edit that is also in "9. Refunds"."""
    paths = [side.section for change in changes for side in (change.old, change.new) if side]
    same = itertools.takewhile(lambda level: len(set(level)) == 1, zip(*paths, strict=False))
    return tuple(level[0] for level in same)


def _common_reasons(quoted: Sequence[Change], changes: Sequence[Change]) -> tuple[Reason, ...]:
    shared = set.intersection(*({reason.rule for reason in change.reasons} for change in changes))
    return tuple(reason for change in quoted for reason in change.reasons if reason.rule in shared)


def _whole_list(shown: Change, changes: Sequence[Change]) -> Change:
    """Both sides of a list: all that went, and all that came."""
    old, new = _joined([c.old for c in changes if c.old]), _joined([c.new for c in changes if c.new])
    if not (old and new):
        return replace(shown, old=old, new=new)
    return replace(shown, old=old, new=new, kind=ChangeKind.REWORDED, edits=(("-", old.text), ("+", new.text)))


def _joined(sides: Sequence[Side]) -> Side | None:
    return replace(sides[0], text="\n".join(f"- {part}" for side in sides for part in _parts(side))) if sides else None


def _list_headline(changes: Sequence[Change]) -> str:
    """4 added: A, B, C, D; 1 removed: E – under the words that introduce the list."""
    side = next(side for change in changes for side in (change.old, change.new) if side)
    came = [part for change in changes if change.new for part in _parts(change.new)]
    went = [part for change in changes if change.old for part in _parts(change.old)]
    told = "; ".join(f"{len(parts)} {verb}: {_named(parts)}" for parts, verb in ((came, "added"), (went, "removed")) if parts)
    # What leads into a table may belong to a list between them.
    if side.text.lstrip().startswith("|"):
        return f"Table rows{f' in “{side.section[-1]}”' if side.section else ''} – {told}"
    return f"“{strip(side.lead_in).strip(_EDGES)}” – {told}"


def _named(parts: Sequence[str]) -> str:
    shown, more = parts[:_NAMED], len(parts) - _NAMED
    return ", ".join(shown) + (f" and {more} more" if more > 0 else "")


def _edit_headline(changes: Sequence[Change]) -> str:
    headlines = {change.headline for change in changes}
    places = f"in {len(changes)} places"
    if len(headlines) == 1 and changes[0].headline:
        return f"{changes[0].headline.rstrip('.')} ({places})"
    if changes[0].kind in (ChangeKind.ADDED, ChangeKind.REMOVED):
        return f"The same statement was {changes[0].kind} {places}"
    # "Retention period is now 14 days, was 30: “We keep your logs …”": what is before the quote is said about each.
    leads = {headline.partition(": “")[0] for headline in headlines}
    if len(leads) == 1 and " is now " in (lead := leads.pop()) and "“" not in lead:
        return f"{lead} ({places})"
    return f"{'; '.join(_told(hunk) for hunk in sorted(_hunks(changes[0])))} ({places})"


def _told(hunk: Hunk) -> str:
    went, came = hunk
    if went and came:
        return f"“{went}” is now “{came}”"
    return f"“{went}” was removed" if went else f"“{came}” was added"
