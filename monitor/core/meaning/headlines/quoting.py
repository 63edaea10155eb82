"""Quotes a clause in a headline: whole where it fits, else the stretch that carries the change; what is quoted stands in the text."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import accumulate

from monitor.core.meaning.frames import MODALS
from monitor.core.meaning.headlines.operative import weight, words_in
from monitor.core.meaning.negation import DENYING
from monitor.core.text.late_pattern import late
from monitor.core.text.lexicon import word_set
from monitor.core.text.markdown_links import as_shown

ROOM = 220
"""Characters that a headline quotes of one clause."""
SIDE_ROOM = 130
"""Characters that it quotes of each side where it quotes both."""
_TITLE_ROOM = 48
"""Characters up to which a heading, and the sentence that introduces a list, is named."""
SPARE = 45
"""Characters by which a clause may be longer than its room and is still quoted whole: better a long headline than a cut "unless"."""
_DENIAL_REACH = 130
"""Characters before a stretch in which a word that denies is part of it: "We do not share, with anyone, your name, your …"."""
_TELLING, _PLAIN = 3.0, 0.1
"""Weight from which a word is operative, and the share that the others keep."""
_ACTORS = (word_set("user") | word_set("company") | DENYING | MODALS.keys() | {"agree", "agrees", "grant"}) - {
    "it",
    "our",
    "your",
    "without",
}
_SENTENCE_REACH = 400
"""Characters before a stretch in which its sentence is searched for a denial."""
_ACTOR_REACH = 12
"""Words from the beginning of a stretch in which somebody acts, or has to."""
_NOBODY, _BEGINNING, _DENIED = 0.6, 1.8, 0.4
"""What a stretch counts in which nobody does anything ("claims, damages, fees"), one from the beginning of its sentence, and
one that a denial before it turns: "You agree not to post what is …, illegal, harmful or …"."""
_EDGE = " .;:,-–|•"
_BREAKS = " ,;(–-"
# “- We sell it.”, “(a) We sell it.” and “## Sharing” are quoted as “We sell it.” and “Sharing”.
_MARKER = late(r"^\s*(?:[-*+•·▪◦|]|\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)])\s+|^#+\s+")
_OPENING = late(r"(?<=[,;:(|–—.])\s+|(?<=\s)(?=\((?!\d))|\s(?=(?:and|but)\s\w+\s(?:may|shall|will|must|agree)\b)")
"""Before the first word of a part of a sentence."""
_NO_TITLE = late(r"(?:\b(?:and|or)|[;,])$|^(?:read|learn|show|see|click|table of contents)\b|^[\d\W]*$", re.IGNORECASE)
_ANCHOR = late(r"\[\]\{#[^{}\n]{0,80}\}")
"""A mark of an address inside a page that some converters leave in the text."""
_PART = late(r"(?<!\b[A-Za-z])(?<!\be\.g)(?<!\bi\.e)(?<!\betc)(?<!\bInc)(?<!\bArt)(?<!\bNo)[.;]\s")
# ", which may include", ", including names": a quotation that began with it would have lost what it is about.
_HANGING = late(
    r"(?:which|without|meaning|that|who|whose|where|including|such|e\.g|i\.e|and|or|as|but|to|of|for|by|with|in|on|at|from)\b",
    re.IGNORECASE,
)
_INNER = str.maketrans({"“": "‘", "”": "’", '"': "'"})
# "… with our partners, such as the", "… and any": cut there, a quotation hangs in the air.
_HANGING_LAST = frozenset(
    ("such", "as", "including", "include", "and", "or", "the", "a", "an", "any", "all", "of", "to", "for", "by", "with", "in", "on", "at",
     "from", "that", "which", "who", "may", "our", "your", "its", "their", "is", "are", "be", "if")
)  # fmt: skip
Span = tuple[int, int]


def unmarked(text: str) -> str:
    """A statement without the marker of its list or heading."""
    return _MARKER.sub("", text).strip()


def shown(text: str) -> str:
    """A clause as a page shows it, without markers, links and the bars of a table's edge; its quotation marks become single ones.

    >>> shown('- Our ["list"](https://a.example) of<br>partners.')
    "Our 'list' of partners."
    """
    return unmarked(on_one_line(text).strip("| "))


def on_one_line(text: str) -> str:
    """A line as a page shows it, with its number or its marker; its quotation marks become single ones."""
    return as_shown(_ANCHOR.sub("", text).replace("<br>", " ").replace("**", "")).translate(_INNER)


def bare(text: str) -> str:
    """A clause without the signs at its edges, as it stands between quotation marks."""
    return text.strip(_EDGE)


def title(heading: str) -> str:
    """A heading in quotation marks, or nothing where it is too long to be one."""
    name = bare(on_one_line(heading).strip("#* "))
    # "create files and layers; and", "Write to: help@acme.example", "Read more": lines that look like headings and are none.
    odd = "@" in name or name[:1].islower() or _NO_TITLE.search(name)
    return f"“{name}”" if name and len(name) <= _TITLE_ROOM and not odd else ""


def quoted(text: str, room: int = ROOM, must: Span | None = None) -> str:
    """A clause, or what of it fits, between quotation marks.

    Args:
        text: as `shown` gives it.
        room: characters.
        must: what has to be in it; without it, the operative words.
    """
    return f"“{excerpt(text, room, must)}”"


def excerpt(text: str, room: int = ROOM, must: Span | None = None) -> str:
    """The stretch of a text that tells most; "…" where it is cut.

    >>> excerpt("We keep it.", 40)
    'We keep it'
    """
    if len(text) <= room + SPARE:
        return bare(text)
    return stretch(text, _best_start(text, room, must), room, must)


def stretch(text: str, start: int, room: int, must: Span | None = None) -> str:
    """What stands from a place on, or from the denial before it; "…" where it is cut."""
    start = _back_to_the_denial(text, start, room)
    end = _end(text, start, room, must)
    if end < len(text):
        end = _without_hanging(text, max(start + room // 2, must[1] if must else 0), end)
    words = bare(text[start:end])
    return f"{'…' if start else ''}{words.rstrip('… ')}…" if end < len(text) else f"{'…' if start else ''}{words}"


def _without_hanging(text: str, floor: int, end: int) -> int:
    """The end moved back before words with which nothing is said, and before a bracket that was only begun."""
    opened = text.rfind("(", floor, end)
    if opened >= 0 and ")" not in text[opened:end]:
        end = opened
    return max(floor, len(without_hanging(text[:end])))


def without_hanging(text: str) -> str:
    """Words without those at their end with which nothing is said: "and stop it, to the" is "and stop it"."""
    end = len(text.rstrip(_BREAKS))
    while (start := text.rfind(" ", 0, end)) >= 0 and text[start + 1 : end].lower() in _HANGING_LAST:
        end = len(text[:start].rstrip(_BREAKS))
    return text[:end] if end < len(text.rstrip(_BREAKS)) else text


def _best_start(text: str, room: int, must: Span | None) -> int:
    """Where the stretch begins that holds most operative words, and all of `must` or its beginning; the first of equals."""
    left, right = must or (0, len(text))
    openings = [0, *(found.end() for found in _OPENING.finditer(text) if not _HANGING.match(text, found.end()))]
    if must and right - left <= room:
        starts = [at for at in openings if right - room <= at <= left]
        return starts[0] if starts else _word_start(text, max(0, min(left, right - room // 2)))
    starts = [at for at in openings if left <= at < right] or [left]
    if must and (before := [at for at in openings if left - room // 3 <= at < left]):
        starts.insert(0, before[0])
    words = words_in(text)
    places, sums = [place for place, _, _ in words], [0.0, *accumulate(_pull(word) for _, _, word in words)]
    acting = [0, *accumulate(word in _ACTORS for _, _, word in words)]
    denying = [0, *accumulate(word in DENYING for _, _, word in words)]
    parts = [0, *(found.end() for found in _PART.finditer(text))]

    def worth(at: int) -> float:
        first, last = bisect_left(places, at), bisect_left(places, at + room)
        said = max(at - _SENTENCE_REACH, parts[bisect_right(parts, at) - 1])
        turned = denying[first] > denying[bisect_left(places, said)]
        acted = acting[min(last, first + _ACTOR_REACH)] > acting[first]
        return (
            (sums[last] - sums[first])
            * (1.0 if acted else _NOBODY)
            * (_DENIED if turned else 1.0)
            * (_BEGINNING if at == starts[0] else 1.0)
        )

    return max(starts, key=worth)


def _pull(word: str) -> float:
    """What a word counts when a stretch is chosen: many plain words do not outweigh the waiver at the end of their sentence."""
    found = weight(word)
    return found if found >= _TELLING else _PLAIN * found


def _back_to_the_denial(text: str, start: int, room: int) -> int:
    """The start moved back to the clause of a denial before it: "We do not, save as stated here, … share it" quotes no sharing."""
    if not start:
        return 0
    floor = max(0, start - _DENIAL_REACH)
    floor = max([floor, *(floor + found.end() for found in _PART.finditer(text[floor:start]))])
    denials = [
        floor + place
        for place, end, word in words_in(text[floor:start])
        if word in DENYING and not text[floor + end :].lower().startswith(" limit")  # "without limitation", "not limited to"
    ]
    if not denials:
        return start
    openings = [0, *(found.end() for found in _OPENING.finditer(text[:start]))]
    return max(at for at in openings if at <= denials[-1]) if denials[-1] - start < room else start


def _end(text: str, start: int, room: int, must: Span | None) -> int:
    """Where the stretch ends: with its sentence if that ends near the room's end, else with a word; never before what must be in it."""
    held = must[1] if must and must[1] - must[0] <= room else start + 1
    wanted = max(start + room, held)
    if wanted + SPARE >= len(text):
        return len(text)
    sentence = next((found.start() for found in _PART.finditer(text, max(held, wanted - SPARE), wanted + SPARE)), 0)
    return sentence or max(text.rfind(" ", 0, wanted), held)


def _word_start(text: str, at: int) -> int:
    return text.rfind(" ", 0, at) + 1
