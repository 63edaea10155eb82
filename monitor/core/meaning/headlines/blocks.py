"""What a headline quotes of a passage that came or went: the clauses that tell most, and lists with their items."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from monitor.core.meaning.headlines.condensed import both_ends, condensed
from monitor.core.meaning.headlines.edited import EditedClause, alike
from monitor.core.meaning.headlines.place import as_lead, lead_of
from monitor.core.meaning.headlines.quoting import SPARE, bare, stretch
from monitor.core.meaning.headlines.roles import role_of
from monitor.core.text.late_pattern import late
from monitor.core.text.segment import SegmentedText

TOTAL = 330
"""Characters that a headline quotes of a passage."""
_ALONE = 280
"""Characters that it quotes of a single clause."""
_FIRST_ROOM = 200
"""Characters that it quotes of one clause among others."""
_FAR_BELOW = 0.35
"""Share of the weight of the first clause below which the second takes no room from it."""
_LEAST_ROOM = 100
"""Characters below which a further clause cannot be quoted so that it is understood."""
_POINTS, _FIRST = 4, 2
"""Clauses that are quoted at most, and those that surely are."""
_WORTH_SAYING = 0.22
"""Share of the weight of the most telling clause from which another is quoted beside it."""
_ASIDE = 0.3
"""Share of a role up to which a clause is not quoted beside others."""
_SAME = 0.7
"""Share of common words from which a clause says the same as one that is quoted already."""
_ITEM_ROOM, _LEAD_ROOM, _ITEMS, _BETWEEN = 70, 110, 6, 6
# "Any such use ends your account": which use, only the sentence before it tells.
_SUCH = late(r"(?:(?:any|no|all|in|under|for)\s)?such\s", re.IGNORECASE)
_LEANS = 0.6
"""What a sentence counts that begins so."""
_NEAR = 3
"""Characters between a sentence and the one that leans on it."""
# "In such a case your right ends", "We only use this method where the law permits it": nobody can tell what is meant.
_LEANING = late(r"^(?:[\w’'-]+\s){0,6}?(?:such|this|these|those)\s[a-z]|\b(?:any|no)\ssuch\s[a-z]", re.IGNORECASE)
# "These terms", "this site": what it is needs no sentence before it.
_ITSELF = late(
    r"\b(?:this|these|such|those)\s(?:[\w’'-]+\s)?(?:polic|notice|agreement|terms|tou\b|site|website|section|page|statement|services?\b|document|apps?\b|provision)",
    re.IGNORECASE,
)
_BAN_LIST = 1.3
"""What a list of things that are forbidden counts against others."""


@dataclass(slots=True)
class Point:
    """Something a passage says: a clause, or a list with the sentence that introduces it, where that came or went with it."""

    clause: EditedClause | None = None
    """The clause, or the sentence that introduces the list; None for the items of a list that stays."""
    items: list[EditedClause] = field(default_factory=list)
    lead: str = ""
    """The sentence that introduces it and is no part of it, in quotation marks."""

    @property
    def first(self) -> EditedClause:
        """Where it begins."""
        return self.clause or self.items[0]

    @property
    def weight(self) -> float:
        """How much it tells."""
        heaviest = max(clause.weight for clause in [*([self.clause] if self.clause else []), *self.items])
        lead = text_of(self.clause) if self.clause and self.items else self.lead
        return heaviest * (_BAN_LIST if lead and role_of(lead.strip("“”")).name == "ban" else 1.0)

    @property
    def length(self) -> int:
        """Characters of all of it."""
        return sum(len(text_of(clause)) + 4 for clause in [*([self.clause] if self.clause else []), *self.items])


def text_of(clause: EditedClause) -> str:
    """The side of a clause on which it stands."""
    return clause.new or clause.old


def chosen_points(clauses: Sequence[EditedClause], page: SegmentedText) -> list[Point]:
    """What is quoted of clauses that came, or went, together; what tells most stands first."""
    points = points_of(clauses, page)
    every = all(point.first.unit.kind in ("item", "row") for point in points) and sum(point.length for point in points) <= TOTAL
    top = 0.0 if every else max(point.weight for point in points)
    telling = [point for point in points if point.weight >= _WORTH_SAYING * top]
    # Who to write to, and where more is to be read, is quoted only where there is nothing else.
    telling = [point for point in telling if role_of(text_of(point.first)).share > _ASIDE] or telling
    chosen: list[Point] = []
    for point in sorted(telling, key=lambda point: -point.weight * (_LEANS if _SUCH.match(text_of(point.first)) else 1.0)):
        if all(alike(text_of(point.first), text_of(other.first)) < _SAME for other in chosen):
            chosen.append(point)
    return [*_in_reading_order(_with_what_it_leans_on(chosen[:_FIRST], points)), *chosen[_FIRST:_POINTS]]


def _with_what_it_leans_on(chosen: list[Point], points: Sequence[Point]) -> list[Point]:
    """The first point together with the sentence before it, where it begins with "Any such …": which use, only that one tells."""
    if not chosen or not _SUCH.match(text_of(chosen[0].first)):
        return chosen
    before = [point for point in points if _leans_on(chosen[0], point)]
    return [chosen[0], before[-1], *(point for point in chosen[1:] if point is not before[-1])] if before else chosen


def _in_reading_order(points: list[Point]) -> list[Point]:
    """A sentence that leans on another after it: "We keep your calls" before "In this case they are shared"."""
    for at, point in enumerate(points):
        before = next((other for other in points[at + 1 :] if _leans_on(point, other)), None)
        if before:
            points.remove(before)
            points.insert(at, before)
    return points


def _leans_on(point: Point, other: Point) -> bool:
    near = 0 <= point.first.unit.start - other.first.unit.end <= _NEAR
    return near and leans(text_of(point.first))


def leans(text: str) -> bool:
    """True for a sentence that nobody understands without the one before it."""
    return _LEANING.search(text) is not None and not _ITSELF.search(text)


def points_of(clauses: Sequence[EditedClause], page: SegmentedText) -> list[Point]:
    """Clauses in the order of the text, those of one list together."""
    points: list[Point] = []
    lead = ""
    for clause in sorted(clauses, key=lambda clause: clause.unit.start):
        above = lead_of(clause.unit, page) if _is_whole_item(clause, page) else ""
        if above and points and (_goes_on(points[-1], above, lead) or _begins(points[-1], above)):
            points[-1].items.append(clause)
        elif above:
            points.append(Point(None, [clause], above))
        else:
            points.append(Point(clause, [], lead_of(clause.unit, page)))
        lead = above
    return points


def _goes_on(point: Point, above: str, lead: str) -> bool:
    """True for the list that an item goes on, by the sentence that introduces both."""
    return bool(point.items) and above == lead


def _begins(point: Point, above: str) -> bool:
    """True for the sentence that introduces an item."""
    if not point.clause or point.items:
        return False
    text = text_of(point.clause)
    return as_lead(text) == above or bare(text).endswith(above.strip("“”:"))


def _is_whole_item(clause: EditedClause, page: SegmentedText) -> bool:
    """True for an item of a list that is one clause; sentences of one item are told as sentences."""
    unit = clause.unit
    return unit.kind == "item" and unit.start <= page.starts[unit.line] and unit.end >= page.starts[unit.line] + len(page.lines[unit.line])


def shared_lead(points: Sequence[Point]) -> str:
    """The sentence that introduces all of them, if one does."""
    leads = {point.lead for point in points}
    return leads.pop() if len(leads) == 1 else ""


def quoted_points(points: Sequence[Point]) -> list[tuple[Point, str]]:
    """Points with their quotations, each with its share of the room; those for which none is left are left out.

    Each has the sentence that introduces it before it, unless that introduces all of them and is told once.
    """
    rooms = _rooms(points)
    shared = shared_lead([point for point, _ in rooms])
    return [(point, _quotation(point, room, "" if shared else point.lead)) for point, room in rooms]


def _rooms(points: Sequence[Point]) -> list[tuple[Point, int]]:
    """The points for which there is room, with as much as each has."""
    if len(points) == 1:
        return [(points[0], TOTAL if points[0].items else _ALONE)]
    heavy = points[1].weight < _FAR_BELOW * points[0].weight
    found: list[tuple[Point, int]] = []
    left = TOTAL
    for point in points:
        if not found:
            room = _ALONE if heavy else _FIRST_ROOM
        elif left >= min(_LEAST_ROOM, point.length):
            room = min(left, _FIRST_ROOM)
        else:
            continue
        found.append((point, room))
        left -= min(room, point.length)
    return found


def _quotation(point: Point, room: int, lead: str) -> str:
    """A point as it is quoted, below the sentence that introduces it."""
    before = f"under {lead} " if lead else ""
    if not point.items:
        return f"{before}“{condensed(text_of(point.first), room)}”"
    named = f"“{bare(both_ends(text_of(point.clause), _LEAD_ROOM))}” – " if point.clause else ""
    return f"{before}{named}{_listed(point.items, max(room - len(named), _ITEM_ROOM))}"


def _item(text: str, room: int) -> str:
    """An item from its beginning on, which is what it is of."""
    text = bare(re.sub(r"[;,]?\s(?:and|or)$", "", text.rstrip()))
    return text if len(text) <= room + SPARE else bare(stretch(text, 0, room))


def _listed(items: Sequence[EditedClause], room: int) -> str:
    """The items that tell most and fit, in the order of the text, and how many more there are."""
    each_room = max(_ITEM_ROOM, room // len(items) - _BETWEEN)
    texts = {id(item): _item(text_of(item), each_room) for item in items}
    named: list[EditedClause] = []
    for item in items if sum(map(len, texts.values())) <= room else sorted(items, key=lambda item: -item.weight):
        if not named or (len(named) < _ITEMS and sum(len(texts[id(each)]) + 4 for each in [*named, item]) <= room + SPARE):
            named.append(item)
    said = [f"“{texts[id(item)]}”" for item in items if any(item is each for each in named)]
    if rest := len(items) - len(said):
        return f"{', '.join(said)} and {rest} more"
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"
