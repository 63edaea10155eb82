"""Where a line is: the lead-in that introduces it and the heading above it, which are a part of what it says.

"- your address" says one thing below "We collect:" and the opposite below "We never collect:". A line that is the same in both texts, but
is under another lead-in, or under a heading of another polarity or scope, is a changed statement.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from monitor.core.text.lexicon import word_set
from monitor.core.text.segment import SegmentedText, cut, line_kind
from monitor.core.text.tokens import FUNCTION, stem, word_row

_DENYING = word_set("negations") | word_set("denying-besides")
_ORDERED = frozenset(("precedence", "prevail", "prevails", "priority", "ranked", "sequence", "steps", "order"))
_ACTS = frozenset(map(stem, word_set("data-acts")))
_CONDITIONS = frozenset(("if", "unless", "where", "when", "whether", "only"))
_WHO = frozenset(("we", "you", "they", "may", "must", "can", "will", "shall", "should", "cannot"))
_SHORT = 12
"""Words of a lead-in, or of the sentence before its colon, up to which it is about its list alone."""
# "Only for residents of Ontario": what moves below it no longer holds for all.
_SCOPE = word_set("countries") | word_set("scope")


@dataclass(frozen=True, slots=True)
class Place:
    """What governs a line, as numbers of lines; None where nothing does."""

    lead: int | None
    heading: int | None


class Places:
    """The places of a text's lines."""

    def __init__(self, text: SegmentedText) -> None:
        self._lines = text.lines

    def __getitem__(self, line: int) -> Place:
        return self._all[line]

    def governing(self, line: int | None) -> str:
        """The words of a heading, or the last sentence of a lead-in, by its number; or nothing."""
        if line is None:
            return ""
        text = self._lines[line].strip()
        return text if text.startswith("#") else cut(text, 0, 0)[-1].text.strip()

    def key(self, line: int) -> tuple[str, str]:
        """What governs a line, in words."""
        place = self._all[line]
        return self.governing(place.lead), self.governing(place.heading)

    @cached_property
    def _all(self) -> list[Place]:
        out: list[Place] = []
        open_leads: list[tuple[int, int]] = []  # (indentation, line), outermost first; a paragraph leads at -1
        heading: int | None = None
        for number, line in enumerate(self._lines):
            kind = line_kind(line)
            if kind == "blank":
                out.append(Place(None, heading))
                continue
            if kind == "heading":
                out.append(Place(None, None))
                heading, open_leads = number, []
                continue
            depth = len(line) - len(line.lstrip()) if kind == "item" else 0
            if kind == "item":
                open_leads = [lead for lead in open_leads if lead[0] < depth]
            leads = {"item": open_leads, "row": [lead for lead in open_leads if lead[0] < 0]}.get(kind)
            out.append(Place(leads[-1][1] if leads else None, heading))
            if kind == "item":
                open_leads.append((depth, number))
            elif kind == "text":
                open_leads = [(-1, number)] if _introduces(line) else []
            elif kind == "row":
                open_leads = [lead for lead in open_leads if lead[0] < 0]
        return out


def _introduces(line: str) -> bool:
    return line.rstrip(" *_").endswith((":", "："))


@lru_cache(maxsize=1024)
def _substance(lead: str) -> tuple[frozenset[str], frozenset[str]]:
    """The stems by which two lead-ins are told apart; and the words for who may or must, for those that say no more: "You may:"."""
    words = word_row(lead)
    return frozenset(stem(word) for word in words if word not in FUNCTION), frozenset(words) & _WHO


@lru_cache(maxsize=1024)
def denies(line: str) -> bool:
    """True for a short lead-in or heading by which somebody denies an act: "We never collect:", "What is not shared"; not "No liability".

    A lead-in of more words mostly says much else before it comes to its colon.
    """
    words = word_row(line)
    if len(words) > _SHORT or _DENYING.isdisjoint(words):
        return False
    if line.rstrip(" *_").endswith((":", "：")):
        return _CONDITIONS.isdisjoint(words)  # "You may not:", but not "If you do not agree, you may:"
    bare = f" {' '.join(words)} ".replace(" do not track ", " ").replace(" do not sell my ", " ")
    return not _DENYING.isdisjoint(bare.split()) and ("we" in words or not _ACTS.isdisjoint(map(stem, words)))


@lru_cache(maxsize=1024)
def _terms(line: str) -> frozenset[str]:
    """What a lead-in or a heading makes what is below it depend on: conditions, numbers and periods, and to whom it is given."""
    words = word_row(line)
    first = next((at for at, word in enumerate(words) if stem(word) in _GIVING), len(words))  # "How to contact us" gives nothing
    given = {stem(word) for at, before in enumerate(words) if at > first and before in ("with", "to") for word in words[at + 1 : at + 3]}
    return frozenset(word for word in words if word in _BINDING or word in _NUMBERS) | (given - FUNCTION | given & {"you"})


_GIVING = frozenset(
    map(stem, ("share", "sell", "disclose", "give", "send", "transfer", "rent", "lend", "shared", "sold", "disclosed", "given"))
)
_BINDING = frozenset(("only", "if", "unless", "default", "permission", "without", "consent", "alone", "agree", "forever", "indefinitely"))
_PERIODS = "second minute hour day week month year decade"
_NUMBERS = frozenset(f"one two three four five six seven eight nine ten twelve thirty sixty ninety {_PERIODS}".split())
_NUMBERS |= {f"{period}s" for period in _PERIODS.split()}


def other_terms(old: str, new: str) -> bool:
    """True when two short lead-ins or headings, both there, depend on different things: "By default:", "Only if you agree:"."""
    if not (old and new) or max(len(word_row(old)), len(word_row(new))) > _SHORT:
        return False
    return _terms(old) != _terms(new)


def other_lead(old: str, new: str) -> bool:
    """True when two lead-ins say different things; of long ones, and where one came or went, when one denies and the other doesn't."""
    if denies(old) != denies(new):
        return True
    if not (old and new) or max(len(word_row(old)), len(word_row(new))) > _SHORT:
        return False
    (left, left_who), (right, right_who) = _substance(old), _substance(new)
    if left and right:
        return other_terms(old, new) or 2 * len(left & right) < min(len(left), len(right))
    return bool((left or left_who) and (right or right_who)) and (left | left_who) != (right | right_who)


def other_heading(old: str, new: str, *, moved: bool) -> bool:
    """True when one heading denies and the other doesn't; for what moved, also when one names a region or people and the other doesn't."""
    if denies(old) != denies(new) or other_terms(old, new):
        return True
    return moved and _SCOPE.intersection(word_row(old)) != _SCOPE.intersection(word_row(new))


def keeps_order(lead: str) -> bool:
    """True for a lead-in whose list is in an order that says something: "In case of conflict, in this order:"."""
    return bool(lead) and not _ORDERED.isdisjoint(word_row(lead))


def adjoining(pairs: Sequence[tuple[int, int]], places: tuple[Places, Places]) -> Iterator[list[tuple[int, int]]]:
    """Pairs of lines in runs that follow each other, blank lines aside, and are in the same place of either text."""
    run: list[tuple[int, int]] = []
    for pair in sorted(pairs):
        if run and not (_follows(run[-1], pair) and all(side[run[-1][n]] == side[pair[n]] for n, side in enumerate(places))):
            yield run
            run = []
        run.append(pair)
    if run:
        yield run


def _follows(left: tuple[int, int], right: tuple[int, int]) -> bool:
    return 0 < right[0] - left[0] <= 2 and 0 < right[1] - left[1] <= 2
