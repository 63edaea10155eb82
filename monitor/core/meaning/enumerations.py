"""Gates for lists and numbering: other markers, other numbers of sections, and the same items in another order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from monitor.core.meaning.negation import DENYING
from monitor.core.meaning.observation import Observation
from monitor.core.text.late_pattern import late
from monitor.core.text.lexicon import word_set
from monitor.core.text.tokens import FUNCTION
from monitor.core.text.wording import same_wording, signs_of, wording

# "(a) access; (b) rectification", "… cards; 2. letters". After a full stop a bracket is needed: "You must be 16. If you are not" has none.
# "Art. 6 (1) (f) GDPR" has none of them: there the letter tells one legal basis from another.
_INNER = late(r"((?:[;:,.]|\band|\bor)\s)\s*\(?(?:\d{1,2}|[a-z]|[ivx]{2,4})\)(?=\s)|([;:]\s)\s*(?:\d{1,2}|[a-z])\.(?=\s)", re.IGNORECASE)
# "as section 5.1 says", "clauses 4 and 7(b)": of the same document, for a law numbers its sections as well.
_REFERENCE = late(
    r"\b(section|clause|paragraph|part|chapter)s? \d{1,2}(?:\.\d{1,2}){0,3}(?:\([a-z\d]\)){0,2}"
    r"(?:(?:,| and| or| to) \d{1,2}(?:\.\d{1,2}){0,3}(?:\([a-z\d]\)){0,2}){0,4}",
    re.IGNORECASE,
)
_OF_A_LAW = late(r"\b(?:act|gdpr|regulations?|directives?|codes?|laws?|statutes?|ccpa|cpra|u\.s\.c|treaty)\b|§", re.IGNORECASE)


def is_renumbered(change: Observation) -> bool:
    """True when what differs are markers ("a.", "(2)", "1)") or the numbers of the document's own sections."""
    if not change.reworded or not all(len(word) <= 4 for word in change.removed + change.added):
        return False
    return same_wording(_unnumbered(change.old.text), _unnumbered(change.new.text))


def _unnumbered(text: str) -> str:
    text = _INNER.sub(r"\1\2", text)
    return text if _OF_A_LAW.search(text) else _REFERENCE.sub(r"\1", text)


_PARTS = late(r"( ?[,;] ?(?:(?:and/or|and|or)\b ?)?| (?:and/or|and|or) )", re.IGNORECASE)
"""For a text on one line with single blanks."""
# "First … then", "in this order", "A and B respectively": here the order is what is said.
_ORDERED = word_set("ordered")
# "We collect names and ages": after these, too, an item begins.
_LISTING = frozenset(("collect", "collects", "use", "uses", "share", "shares", "process", "processes", "store", "stores", "keep", "keeps"))
_COPULAS = frozenset(["is", "are", "was", "were"])


def is_reordered(change: Observation) -> bool:
    """True for a sentence that lists the same items in another order: "your name, age and address", "your age, name and address"."""
    old, new = change.old.text, change.new.text
    units = (*change.candidate.old, *change.candidate.new)
    if (
        not change.reworded
        or any(unit.kind == "row" for unit in units)
        or Counter(wording(old)) != Counter(wording(new))
        or not _ORDERED.isdisjoint(change.old.words)
    ):
        return False
    (left, joints), (right, other_joints) = _parts(old), _parts(new)
    if joints != other_joints or {"and", "or"} <= set(joints) or len(left) < 2:
        return False
    return Counter(signs_of(old)) == Counter(signs_of(new)) and _same_items(left, right)


def _parts(text: str) -> tuple[list[Sequence[str]], list[str]]:
    """The items between commas, "and" and "or", as words; and the words at each joint."""
    pieces = _PARTS.split(" ".join(text.split()))
    return [wording(piece) for piece in pieces[::2]], [joint.strip(" ,;\n").lower() for joint in pieces[1::2]]


# "If you ask us, we pay" and "if we pay, you ask us" are clauses, and which is the condition is what they say.
_SUPPOSING = frozenset(("if", "when", "where", "unless", "until", "once", "before", "after", "while", "because", "since"))


def _same_items(left: list[Sequence[str]], right: list[Sequence[str]]) -> bool:
    """True when the items are the same once what stands before the first is left out.

    What stands after the last may be said of it alone: "names, and ages if you agree" is not "ages, and names if you agree".
    """
    if left[0] != right[0] and not _SUPPOSING.isdisjoint((*left[0][:1], *right[0][:1])):
        return False
    before = _shared(left[0], right[0])
    # "your name, age": the word before the first item may be a part of each ("your name, your age") or of all.
    starts = [n for n in range(before, max(-1, before - _TRIED), -1) if _begins_a_list(left[0][:n])]
    return any(_are_items([left[0][n:], *left[1:]], [right[0][n:], *right[1:]]) for n in starts)


_TRIED = 4
"""Words next to the first item that are tried as the first of the item itself."""


def _are_items(left: list[Sequence[str]], right: list[Sequence[str]]) -> bool:
    # An item that denies or states ("is not sold") says of its neighbour what it said before only where both are clauses of their own.
    plain = all(item and (DENYING | _COPULAS | _SUPPOSING).isdisjoint(item) for item in left)
    return plain and Counter(map(tuple, left)) == Counter(map(tuple, right))


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    count = 0
    while count < min(len(one), len(other)) and one[count] == other[count]:
        count += 1
    return count


def _begins_a_list(words: Sequence[str]) -> bool:
    """True when the word before the first item belongs to all: "your name, age"; "health data, names" would become "health names, data"."""
    return not words or (words[-1] in FUNCTION | _LISTING and words[-1] not in DENYING)
