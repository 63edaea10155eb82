"""Headlines of what came or went: the clauses that tell most, with the place where they stand."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.core.meaning.comparison import Comparison
from monitor.core.meaning.counterparts import in_other_words, similar
from monitor.core.meaning.headlines.blocks import Point, chosen_points, leans, quoted_points, shared_lead, text_of
from monitor.core.meaning.headlines.condensed import condensed
from monitor.core.meaning.headlines.edited import EditedClause
from monitor.core.meaning.headlines.elsewhere import Like, like, says
from monitor.core.meaning.headlines.place import section_of, stands_among
from monitor.core.meaning.headlines.quoting import shown
from monitor.core.meaning.parsed import join
from monitor.core.text.segment import SegmentedText, Unit

_BELOW_LINES = 6
"""Lines, blank ones included, in which what a clause introduces begins."""
_REFERENT = 110
"""Characters of the sentence on which a clause leans."""
_SIDE = 200
"""Characters of a passage that may only be put in other words, and of those words."""
_PROBABLY = 0.7
"""How likely they must say the same; then nothing critical is said of it, and no direction, see `assess`."""
_PLACES = 3
"""Headings that are named at most."""


def came_or_went(change: Comparison, clauses: Sequence[EditedClause], *, ban: bool = False) -> str:
    """The headline of clauses that stand on one side only, with the place where they stand.

    Args:
        change: what they belong to.
        clauses: those that came, or those that went; the one that tells most first.
        ban: that one forbids the reader something that was not forbidden before.
    """
    if (recast := in_other_words(change)) and recast.same >= _PROBABLY:
        return _recast(change, recast.text)
    first = clauses[0]
    document, units = (change.context.new, change.candidate.new) if first.new else (change.context.old, change.candidate.old)
    quoted, again = _news(quoted_points(chosen_points(clauses, document.page)), change)
    points = [point for point, _ in quoted]
    opening = _opening_of(bool(first.new), points, document.page, units, ban=ban)
    amount = f" ({len(clauses)} statements)" if len(clauses) > 1 else ""
    beside = _referent(first, document.page, units) if len(points) == 1 else ""
    below = _below(first, document.page, units) if len(clauses) == 1 else ""
    also = _also(again[0], change, came=bool(first.new)) if again else ""
    return f"{opening}{amount}{beside}: {'; '.join(text for _, text in quoted)}{below}{also}"


def _recast(change: Comparison, other: str) -> str:
    """What came or went and may only be put in other words."""
    own = condensed(shown(join(change.candidate.old or change.candidate.new)), _SIDE)
    beside = condensed(shown(other), _SIDE)
    if change.candidate.old:
        return f"“{own}” may now be said in other words: “{beside}”"
    return f"“{own}” may say in other words what stood here before: “{beside}”"


def _news(quoted: list[tuple[Point, str]], change: Comparison) -> tuple[list[tuple[Point, str]], list[Like]]:
    """The quotations that say more than a sentence of the other version; where all are like one there, what they are like."""
    likes = [_like(point, change) for point, _ in quoted]
    if all(likes):
        return quoted, [found for found in likes if found]
    pairs = zip(quoted, likes, strict=True)
    return [one for one, found in pairs if not (found and says(text_of(one[0].first), shown(found.unit.text)))] or quoted, []


def _like(point: Point, change: Comparison) -> Like | None:
    if point.items or point.clause is None:
        return None
    came = bool(point.clause.new)
    here, there = (change.context.new, change.context.old) if came else (change.context.old, change.context.new)
    found = like(text_of(point.clause), there)
    if found is None and not change.reworded and (other := similar(text_of(point.clause), here, there)):
        return Like(other.unit, same=False)
    # A change that has both sides tells the other one itself.
    beside = change.candidate.old if came else change.candidate.new
    return None if found and any(found.unit.start == unit.start for unit in beside) else found


def _also(found: Like, change: Comparison, *, came: bool) -> str:
    """The sentence of the other version that says much the same, with its place: what is said again was not simply added, or removed."""
    page = (change.context.old if came else change.context.new).page
    tense, where = "stood" if came else "stands", f" in {place}" if (place := section_of(found.unit, page)) else ""
    if found.same:
        return f" – the same {tense}{where or ' elsewhere'}{' before' if came else ''}"
    return f" – {'before, a' if came else 'a'} similar sentence {tense}{where}: “{condensed(shown(found.unit.text), _REFERENT)}”"


def _opening_of(came: bool, points: Sequence[Point], page: SegmentedText, units: Sequence[Unit], *, ban: bool) -> str:
    lead = shared_lead(points)
    places = [lead] if lead else list(dict.fromkeys(section_of(point.first.unit, page) for point in points))
    if "" in places:
        places = []  # not all of them stand under the heading that some have
    where = places[0] if places else ""
    if ban and len(points) == 1:
        return f"New rule for you{f', in {where}' if where else ''}"
    if len(places) > 1:
        named, others = places[:_PLACES], len(places) - _PLACES
        last = f"{others} more" if others > 0 else named.pop()
        return f"{'Added' if came else 'Removed'}, under {', '.join(named)} and {last}"
    return _opening(came, where, stands_among(where, units))


def _below(clause: EditedClause, page: SegmentedText, units: Sequence[Unit]) -> str:
    """What a clause introduces ("If you live in the town, the following applies:"), where that stands there without being changed."""
    if not (clause.new or clause.old).rstrip().endswith(":"):
        return ""
    last = units[-1]
    after = [
        unit
        for line in range(last.line, min(last.line + _BELOW_LINES, len(page.lines)))
        for unit in page.units(line)
        if unit.start >= last.end
    ]
    told = next((text for unit in after if unit.kind != "heading" and any(map(str.isalpha, text := shown(unit.text)))), "")
    return f", before “{condensed(told, _REFERENT)}”" if told else ""


def _referent(clause: EditedClause, page: SegmentedText, units: Sequence[Unit]) -> str:
    """The sentence before a clause that leans on it, where that sentence stood or stays there; else nothing."""
    text = clause.new or clause.old
    if not leans(text):
        return ""
    before = [unit for unit in page.units(clause.unit.line) if unit.start < clause.unit.start]
    if not before or any(unit.start == before[-1].start for unit in units):
        return ""
    return f", after “{condensed(shown(before[-1].text), _REFERENT)}”"


def _opening(came: bool, where: str, own: bool) -> str:
    """How it begins; where the heading came with the clause, nothing was added to what stands under it."""
    if not where or own:
        return f"{'Added' if came else 'Removed'}{f', under {where}' if where else ''}"
    return f"{'Added to' if came else 'Removed from'} {where}"
