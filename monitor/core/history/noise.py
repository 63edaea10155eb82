"""What of a text counts when two captures are compared: all but spacing, quotes, markup, link targets, hidden addresses and tickers."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from monitor.core.text.markdown_links import strip

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))
_TYPOGRAPHY = _INVISIBLE | {
    **dict.fromkeys(map(ord, "‘’‚‛′`´"), "'"),
    **dict.fromkeys(map(ord, "“”„‟″«»"), '"'),
    **dict.fromkeys(map(ord, "‐‑‒–—―−"), "-"),
    **dict.fromkeys(map(ord, "\\*"), None),
    **dict.fromkeys(map(ord, "•●▪◦·"), None),
    ord("…"): "...",
}
_EMPHASIS = re.compile(r"(?<!\w)_([^_\n]+)_(?!\w)")
_EDGE = re.compile(r"^[\s>#+-]*(?=\s|$)|^#+|\s+$")
_BULLET = re.compile(r"^[ \t]*[*•●▪◦·][ \t]+", re.MULTILINE)
_ITEM = re.compile(r"^\s*(?:[-+>#|]|\d+[.)]\s)")
_RULE = re.compile(r"^[\s=|:-]*$")
_HIDDEN = re.compile(r"\[?e-?mail[\s\u00a0]*protected\]?(?:\w+(?:\.\w+)+)?", re.IGNORECASE)
"""Cloudflare's mask for an address, with what it leaves of one that markup had cut in two ("[email protected]l.com")."""
_EMAIL = re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b")
_SHORT_WORDS = 8
"""A line of more words is taken for a sentence, where every number counts."""
_TICK = re.compile(r"[-+▲▼]\s?\d[\d.,]*\s?%|(?<![\d.,%])\d{1,3}(?:[.,]\d+)?\s?%\s?[▲▼]")
_AMOUNT = re.compile(r"^[-+]?\s?[$€£¥₿]?\s?\d[\d.,₀-₉]*\s?(?:%|[KMB]\b|[$€£¥])?$")
_WIDGET_TICKS = 3
"""Signed percentages in a run of short lines from which it is a market ticker; a contract's table of fees signs none."""
AMOUNTS = "⟨amounts⟩"
_RUN = 6
"""Lines of amounts and labels in a row that are read as one table of amounts."""
_PASSING = (
    (re.compile(r"\b\d{1,2}:\d{2}:\d{2}\b(?:\s?[AP]M)?", re.IGNORECASE), "⟨time⟩"),
    (re.compile(r"\b(?:\d+|an?|one)\s+(?:second|minute|hour|day|week|month)s?\s+ago\b", re.IGNORECASE), "⟨ago⟩"),
    (re.compile(r"\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b", re.IGNORECASE), "⟨id⟩"),
    (re.compile(r"\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{16,}\b", re.IGNORECASE), "⟨id⟩"),
    (re.compile(r"\b(build|commit|nonce|request id|ray id|session id|token)\b[\s:#]*[\w.-]*\d[\w.-]*", re.IGNORECASE), r"\1 ⟨id⟩"),
)
_COPYRIGHT = re.compile(r"(?:©|\(c\)|\bcopyright\b|all rights reserved)", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b(?:\s?-\s?(?:(?:19|20)\d\d|present)\b)?")


@dataclass(frozen=True, slots=True)
class NormalizedText:
    """A text without its noise."""

    lines: tuple[str, ...]
    emails: tuple[str | None, ...]
    """The e-mail addresses in order; None where the page hides one from robots."""
    amounts: frozenset[str] = frozenset()
    """The lines that stand in tables of amounts and in tickers."""
    ticker: bool = False
    """The page shows a market ticker."""

    @property
    def key(self) -> str:
        """Equal for texts that differ in noise alone (their hidden addresses apart): SHA-256 of the words."""
        return hashlib.sha256(" ".join(self.lines).encode()).hexdigest()


def normalized_text(text: str) -> NormalizedText:
    """The text without its noise.

    >>> essence("We *never*  sell “data”.").lines == essence('We never sell "data".').lines
    True
    >>> essence("We keep it for 30 days.").lines == essence("We keep it for 90 days.").lines
    False
    """
    emails: list[str | None] = []
    bare = _EMPHASIS.sub(r"\1", _HIDDEN.sub("hidden@address.invalid", _BULLET.sub("- ", strip(text)).translate(_TYPOGRAPHY)))
    bare = _EMAIL.sub(lambda found: _noted(found.group(), emails), bare)
    lines = [" ".join(_EDGE.sub("", line).split()) for line in _unwrapped(bare.split("\n"))]
    kept, amounts = _without_tickers([_lasting(line) for line in lines if line])
    return NormalizedText(tuple(kept), tuple(emails), frozenset(amounts), AMOUNTS in kept)


def agree(known: tuple[str | None, ...], seen: tuple[str | None, ...]) -> bool:
    """True when two lists of addresses differ only in hidden ones."""
    return len(known) == len(seen) and all(a is None or b is None or a == b for a, b in zip(known, seen, strict=True))


def is_short(line: str) -> bool:
    """True for a line that is no sentence: a label, a price, a date, a row of a widget."""
    return line.count(" ") < _SHORT_WORDS


def _noted(address: str, emails: list[str | None]) -> str:
    emails.append(None if address.endswith("address.invalid") else address.lower())
    return "⟨e-mail⟩"


def _unwrapped(lines: Sequence[str]) -> list[str]:
    """The lines without rules and blanks; one that goes on a long line is joined to it, lest a sentence's end pass for a widget."""
    found: list[str] = []
    inside = False
    for line in lines:
        if _RULE.match(line):
            inside = False
        elif inside and not _ITEM.match(line):
            found[-1] += f" {line}"
        else:
            found.append(line)
            inside = not is_short(line.strip())
    return found


def _lasting(line: str) -> str:
    """A line without what passes: the copyright year of a footer, times to the second, "3 hours ago", identifiers."""
    if _COPYRIGHT.search(line) and line.count(" ") < 3 * _SHORT_WORDS:
        return _YEAR.sub("⟨year⟩", line)
    if is_short(line) and any(map(str.isdigit, line)):
        for pattern, instead in _PASSING:
            line = pattern.sub(instead, line)
    return line


def _without_tickers(lines: list[str]) -> tuple[list[str], list[str]]:
    """The lines with every run of amounts as one (a mark alone when it is a market ticker), and the lines of those runs."""
    kept: list[str] = []
    amounts: list[str] = []
    for numeric, run in groupby(_marked(lines), key=lambda one: one[0]):
        group = [line for _, line in run]
        ticker = numeric and sum(len(_TICK.findall(line)) for line in group) >= _WIDGET_TICKS
        if ticker or (numeric and len(group) >= _RUN):
            kept.append(AMOUNTS if ticker else f"{AMOUNTS} {' '.join(group)}")
            amounts += group
        else:
            kept += group
    return kept, amounts


def _marked(lines: list[str]) -> list[tuple[bool, str]]:
    """Each line with whether it may belong to a ticker: a signed percentage or an amount, or a symbol between two of those."""
    numeric = [bool(is_short(line) and "|" not in line and (_TICK.search(line) or _AMOUNT.match(line))) for line in lines]
    beside = zip([False, *numeric], [*numeric[1:], False], lines, numeric, strict=False)
    return [(number or ((before or after) and is_short(line) and line.count(" ") < 3), line) for before, after, line, number in beside]
