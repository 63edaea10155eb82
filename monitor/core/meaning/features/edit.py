"""Features of the edit: which words left and came, how many of them mean something, and whether they stand elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

from monitor.core.meaning.features.form import root
from monitor.core.meaning.frames import MODALS, NEGATIONS, negations
from monitor.core.meaning.observation import DATE, DATED_LINE, DocumentContext, Observation, edit_name
from monitor.core.text.phrases import PhraseMatcher, same_suffix
from monitor.core.text.tokens import FUNCTION, words

Seen = Iterator[tuple[str, float]]

_NUMBER = re.compile(r"\d")
_PHONE = re.compile(r"\d{2,4}\)?[\s.-]\d{3}")
_ADDRESS = PhraseMatcher(
    {"@": ""},
    words=same_suffix("street|st.|avenue|suite|floor|road|po box|p.o box|po. box|p.o. box|tel|phone|fax|email|e-mail", r"\b"),
)
_LISTED = re.compile(r"(?:,|;|\band\b|\bor\b)", re.IGNORECASE)
_CAPITAL = re.compile(r"[A-Z](?<=[a-z,] [A-Z])[\w’']+")  # the capital first: what a pattern begins with is searched fast


def edit_features(seen: Observation, context: DocumentContext) -> Seen:
    """What was done to the words."""
    kind = "reworded" if seen.reworded else "one-sided"
    content = seen.content
    if seen.reworded:
        yield from _extent(seen, content)
        yield from _sorts(seen, content)
        yield "edit:repeated", min(context.repeats[edit_name(seen.removed, seen.added)] - 1, 4) / 2
    raw = f"{seen.old.text} {seen.new.text}"
    yield from _dates(seen, content, raw, kind)
    if content:
        yield f"edit:names:{kind}", _names(seen) / len(content)
    if _ADDRESS.within(f"{seen.old.lower} {seen.new.lower}") or _PHONE.search(raw):
        yield f"text:contact:{kind}", 1.0
    for side, sign, here, there in ((seen.removed, "removed", seen.old, seen.new), (seen.added, "added", seen.new, seen.old)):
        if not NEGATIONS.isdisjoint(side) and negations(here.words) > negations(there.words):
            yield f"{sign}:negation:{kind}", 1.0  # "not only" and its like, and negations put otherwise, deny nothing
        for modal in sorted(MODALS.keys() & set(side)):
            yield f"{sign}:{modal}:{kind}", 1.0
    if not seen.reworded:
        yield from _novelty(seen, context)


def _extent(seen: Observation, content: list[str]) -> Seen:
    changed = len(seen.removed) + len(seen.added)
    yield "edit:removed", root(len(seen.removed))
    yield "edit:added", root(len(seen.added))
    yield "edit:content", root(len(content))
    yield "edit:share", changed / max(1, len(seen.old.words) + len(seen.new.words))
    if not changed:
        yield "edit:none", 1.0
    if changed == 1:
        yield "edit:one-word", 1.0
    if len(content) <= 2:
        yield "edit:few", 1.0


def _sorts(seen: Observation, content: list[str]) -> Seen:
    """What sort of edit it is: inflection, spelling, function words alone, a region, an entry of a list."""
    removed, added = seen.removed, seen.added
    if (removed or added) and not content:
        yield "edit:function-words", 1.0
    if content and _bare(removed) == _bare(added):
        yield "edit:inflection", 1.0
    if removed and "".join(removed) == "".join(added):
        yield "edit:spelling", 1.0
    if content and ("region" in seen.added_concepts or "region" in seen.removed_concepts):
        yield "edit:region", 1.0
    if content and _inserted_in_list(seen):
        yield "edit:list-entry", 1.0


def _bare(side: list[str]) -> set[str]:
    return {w.rstrip("seding") for w in side if w not in FUNCTION}


def _inserted_in_list(seen: Observation) -> bool:
    """True when only words came, and they stand in an enumeration ("your name, e-mail and interests")."""
    return len(seen.removed) <= 1 and 0 < len(seen.added) <= 8 and len(_LISTED.findall(seen.new.text)) >= 3


def _dates(seen: Observation, content: list[str], raw: str, kind: str) -> Seen:
    numbered = bool(_NUMBER.search(" ".join(seen.removed)) or _NUMBER.search(" ".join(seen.added)))
    dated = (numbered or len(raw) < 300) and bool(_NUMBER.search(raw) and DATE.search(raw))
    if numbered:
        yield f"edit:number:{kind}", 1.0
        if dated and all(_NUMBER.search(w) or DATE.search(w + " 1") for w in content):
            yield f"edit:date-only:{kind}", 1.0
    if dated and len(raw) < 300 and DATED_LINE.search(raw):
        yield f"text:date-line:{kind}", 1.0


def _names(seen: Observation) -> int:
    """How many of the changed words are written with a capital in the middle of a sentence."""
    count = 0
    for text, bag in ((seen.old.text, seen.removed), (seen.new.text, seen.added)):
        if bag:
            capitals = {w.lower() for w in _CAPITAL.findall(text)}
            count += sum(w in capitals for w in bag if w not in FUNCTION)
    return count


def _novelty(seen: Observation, context: DocumentContext) -> Seen:
    """How much of what came stood already, or of what went still stands, elsewhere."""
    here, there, side, sign = (
        (context.new, context.old, seen.new, "added") if seen.candidate.new else (context.old, context.new, seen.old, "removed")
    )
    yield f"elsewhere:{sign}", there.holds(side.words)
    units = seen.candidate.new or seen.candidate.old
    twice = sum(here.repeats(run) for unit in units if (run := words(unit.text)))
    yield "elsewhere:twice", twice / len(units)
