"""Features of the edit: which words left and came, how many of them mean something, and whether they stand elsewhere."""

from __future__ import annotations

import re
from collections import Counter

from monitor.core.meaning.comparison import Comparison
from monitor.core.meaning.document_context import DATE, DATED_LINE
from monitor.core.meaning.features.form import root
from monitor.core.meaning.features.protocol import Seen
from monitor.core.meaning.frames import MODALS
from monitor.core.meaning.negation import DENYING, NEGATIONS, negations
from monitor.core.meaning.word_difference import difference, edit_name
from monitor.core.text.phrases import PhraseMatcher, same_suffix
from monitor.core.text.tokens import FUNCTION, word_row
from monitor.core.text.wording import signs_of, wording

_NUMBER = re.compile(r"\d")
_PHONE = re.compile(r"\d{2,4}\)?[\s.-]\d{3}")
_ADDRESS = PhraseMatcher(
    {"@": ""},
    words=same_suffix("street|st.|avenue|suite|floor|road|po box|p.o box|po. box|p.o. box|tel|phone|fax|email|e-mail", r"\b"),
)
_LISTED = re.compile(r"(?:,|;|\band\b|\bor\b)", re.IGNORECASE)
_CAPITAL = re.compile(r"[A-Z](?<=[a-z,] [A-Z])[\w’']+")  # the capital first: what a pattern begins with is searched fast


def edit_features(change: Comparison) -> Seen:
    """What was done to the words."""
    kind = "reworded" if change.reworded else "one-sided"
    content = change.content
    if change.reworded:
        yield from _extent(change, content)
        yield from _sorts(change, content)
        yield "edit:repeated", min(change.context.repeats[edit_name(change.removed, change.added)] - 1, 4) / 2
    raw = f"{change.old.text} {change.new.text}"
    yield from _dates(change, content, raw, kind)
    if content:
        yield f"edit:names:{kind}", _names(change) / len(content)
    if _ADDRESS.within(f"{change.old.lower} {change.new.lower}") or _PHONE.search(raw):
        yield f"text:contact:{kind}", 1.0
    for side, sign, here, there in ((change.removed, "removed", change.old, change.new), (change.added, "added", change.new, change.old)):
        if not NEGATIONS.isdisjoint(side) and negations(here.words) > negations(there.words):
            yield f"{sign}:negation:{kind}", 1.0  # "not only" and its like, and negations put otherwise, deny nothing
        for modal in sorted(MODALS.keys() & set(side)):
            yield f"{sign}:{modal}:{kind}", 1.0
    if not change.reworded:
        yield from _novelty(change)


def _extent(change: Comparison, content: list[str]) -> Seen:
    changed = len(change.removed) + len(change.added)
    yield "edit:removed", root(len(change.removed))
    yield "edit:added", root(len(change.added))
    yield "edit:content", root(len(content))
    yield "edit:share", changed / max(1, len(change.old.words) + len(change.new.words))
    if changed == 1:
        yield "edit:one-word", 1.0
    if len(content) <= 2:
        yield "edit:few", 1.0


def _sorts(change: Comparison, content: list[str]) -> Seen:
    """What sort of edit it is: inflection, spelling, function words alone, a region, an entry of a list."""
    removed, added = change.removed, change.added
    if (removed or added) and not content:
        yield "edit:function-words", 1.0
    if content and _bare(removed) == _bare(added):
        yield "edit:inflection", 1.0
    if removed and "".join(removed) == "".join(added):
        yield "edit:spelling", 1.0
    yield from _exchanges(change)
    if content and ("region" in change.added_concepts or "region" in change.removed_concepts):
        yield "edit:region", 1.0
    if content and _inserted_in_list(change):
        yield "edit:list-entry", 1.0


def _exchanges(change: Comparison) -> Seen:
    """What changed places or signs in a statement that has the same words as before ("No | Yes", "7 years … 30 days", "£5" for "$5")."""
    if any(change.candidate.under) or any(difference(change.old.words, change.new.words)):
        return
    yield "edit:exchanged", 1.0
    if _opposites(change.old.text) != _opposites(change.new.text):
        yield "edit:exchanged-yes-no", 1.0
    if signs_of(change.old.text) != signs_of(change.new.text) or any(map(_NUMBER.search, change.removed + change.added)):
        yield "edit:exchanged-number", 1.0


_OPPOSITES = DENYING | {"yes", "✓", "✗"}


def _opposites(text: str) -> Counter[tuple[str, ...]]:
    """Each denial, yes or no with the words beside it."""
    run = ("", *wording(text), "")
    return Counter(run[at - 1 : at + 2] for at, word in enumerate(run) if word in _OPPOSITES)


def _bare(side: list[str]) -> set[str]:
    return {w.rstrip("seding") for w in side if w not in FUNCTION}


def _inserted_in_list(change: Comparison) -> bool:
    """True when only words came, and they stand in an enumeration ("your name, e-mail and interests")."""
    return len(change.removed) <= 1 and 0 < len(change.added) <= 8 and len(_LISTED.findall(change.new.text)) >= 3


def _dates(change: Comparison, content: list[str], raw: str, kind: str) -> Seen:
    numbered = bool(_NUMBER.search(" ".join(change.removed)) or _NUMBER.search(" ".join(change.added)))
    dated = (numbered or len(raw) < 300) and bool(_NUMBER.search(raw) and DATE.search(raw))
    if numbered:
        yield f"edit:number:{kind}", 1.0
        if dated and all(_NUMBER.search(w) or DATE.search(w + " 1") for w in content):
            yield f"edit:date-only:{kind}", 1.0
    if dated and len(raw) < 300 and DATED_LINE.search(raw):
        yield f"text:date-line:{kind}", 1.0


def _names(change: Comparison) -> int:
    """How many of the changed words are written with a capital in the middle of a sentence."""
    count = 0
    for text, bag in ((change.old.text, change.removed), (change.new.text, change.added)):
        if bag:
            capitals = {w.lower() for w in _CAPITAL.findall(text)}
            count += sum(w in capitals for w in bag if w not in FUNCTION)
    return count


def _novelty(change: Comparison) -> Seen:
    """How much of what came stood already, or of what went still stands, elsewhere."""
    units, document = change.place
    yield f"elsewhere:{change.kind}", change.found_elsewhere
    twice = sum(document.repeats(run) for unit in units if (run := word_row(unit.text)))
    yield "elsewhere:twice", twice / len(units)
