"""Reduces a text to what counts between two captures: no spacing, typography, markup, link targets, masked addresses or tickers.

Letters count as what they look like, so that a page that draws the same words with others makes no version."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from monitor.core.history.list_order import in_one_order
from monitor.core.text.characters import blanks
from monitor.core.text.clock import without_clocks
from monitor.core.text.markdown_links import strip
from monitor.core.text.plain_letters import plain_letters

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))
_TYPOGRAPHY = _INVISIBLE | {
    **dict.fromkeys(map(ord, "‘’‚‛′`´"), "'"),
    **dict.fromkeys(map(ord, "“”„‟″«»"), '"'),
    **dict.fromkeys(map(ord, "‐‑‒–—―−"), "-"),
    **dict.fromkeys(map(ord, "\\*"), None),  # Markdown's emphasis and escapes
    **dict.fromkeys(map(ord, "•●▪◦·"), None),
    ord("…"): "...",
}
_EMPHASIS = re.compile(r"(?<!\w)_([^_\n]+)_(?!\w)")
# Quote, heading and list marks at the start of a line, and white space at its end.
_EDGE = re.compile(r"^[\s>#+-]*(?=\s|$)|^#+|\s+$")
_BULLET = re.compile(r"^[ \t]*[*•●▪◦·][ \t]+", re.MULTILINE)
_ITEM = re.compile(r"^\s*(?:[-+>#|]|\d+[.)]\s)")
# A blank line, a horizontal rule, the underline of a heading or of a table's head.
_RULE = re.compile(r"^[\s=|:-]*$")

# Cloudflare masks addresses in some answers and not in others. Where markup had cut an address in two, it masks the first part
# only: "[email protected]p.example".
_MASKED_EMAIL = re.compile(r"\[?e-?mail[\s\u00a0]*protected\]?(?:\w+(?:\.\w+)+)?", re.IGNORECASE)
_MASK = "hidden@address.invalid"
_EMAIL = re.compile(r"(?<!\w)(?<!\w[.+-])(?<![.+-][.+-])\b[\w.+-]++@[\w-]+(?:\.[\w-]+)+\b")

# Lines with at least this many spaces are sentences, in which every number counts ("We keep your data for 30 days.").
_SENTENCE_WORDS = 8

# "+0.17%" or "0.17% ▲". A plain "2.5%" is a fee.
_SIGNED_PERCENTAGE = re.compile(r"[-+▲▼]\s?\d[\d.,]*\s?%|(?<![\d.,%])\d{1,3}(?:[.,]\d+)?\s?%\s?[▲▼]")
# "94,543.08", "$3.2K", "€ 12"; exchanges print tiny prices with subscript zeros: "0.0₅12".
_AMOUNT = re.compile(r"^[-+]?\s?[$€£¥₿]?\s?\d[\d.,₀-₉]*\s?(?:%|[KMB]\b|[$€£¥])?$")
# Signed percentages in a run of short lines that make it a market ticker. Tables of fees sign none ("Basic fee / 2.5%").
_TICKER_PERCENTAGES = 3
AMOUNTS = "⟨amounts⟩"
"""Stands for a table of amounts, and marks the line that holds one."""
# Amounts and labels in a row that are read as one table, however the page broke it into lines. A fee of three lines is none.
_TABLE_LINES = 6

# Characters of a line that is not remembered.
_LONG = 4_000

# What differs between two downloads of one page, in short lines only: each pair is (pattern, replacement).
_AGO = re.compile(
    r"\b(?:(?:about|over|almost|nearly|around|more than|less than)\s+)?(?:\d+|an?|one)\s+(?:second|minute|hour|day|week|month|year)s?"
    r"\s+ago\b",
    re.IGNORECASE,
)
_TRANSIENT = (
    (_AGO, "⟨ago⟩"),
    (re.compile(r"\b\d{1,2}:\d{2}:\d{2}\b(?:\s?[AP]M)?", re.IGNORECASE), "⟨time⟩"),  # "Server time 12:00:01"; "9:00 to 17:00" stays
    (re.compile(r"\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b", re.IGNORECASE), "⟨id⟩"),  # a UUID
    (re.compile(r"\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{16,}\b", re.IGNORECASE), "⟨id⟩"),  # a digest: both digits and letters
    (re.compile(r"\b(build|commit|nonce|request id|ray id|session id|token)\b[\s:#]*[\w.-]*\d[\w.-]*", re.IGNORECASE), r"\1 ⟨id⟩"),
)
# "© 2023 Shop Ltd. All rights reserved." changes every January. Not in long lines: "© law of 2019 applies. It governs all that …".
_COPYRIGHT = re.compile(r"(?:©|\(c\)|\bcopyright\b|all rights reserved)", re.IGNORECASE)
_COPYRIGHT_WORDS = 24
_YEAR = re.compile(r"\b(?:19|20)\d\d\b(?:\s?-\s?(?:(?:19|20)\d\d|present)\b)?")


@dataclass(frozen=True, slots=True)
class NormalizedText:
    """A text without its noise."""

    lines: tuple[str, ...]
    emails: tuple[str | None, ...]
    """The e-mail addresses in order, in lower case; None for one that the page masks. In `lines` all of them read alike."""
    amounts: frozenset[str] = frozenset()
    """The lines that belong to tables of amounts or to tickers."""
    ticker: bool = False
    """True if the page shows a market ticker."""

    @property
    def key(self) -> str:
        """SHA-256 of the words: equal for texts that differ in noise or in addresses only."""
        return hashlib.sha256(" ".join(self.lines).encode()).hexdigest()


def normalize_text(text: str) -> NormalizedText:
    """Removes a text's noise.

    >>> normalize_text("We *never*  sell “data”.").lines == normalize_text('We never sell "data".').lines
    True
    >>> normalize_text("We never ѕell data.").lines == normalize_text("We never sell data.").lines  # a Cyrillic letter that looks the same
    True
    >>> normalize_text("We keep it for 30 days.").lines == normalize_text("We keep it for 90 days.").lines
    False
    """
    emails: list[str | None] = []

    def replace_email(found: re.Match[str]) -> str:
        emails.append(None if found.group().endswith(_MASK) else found.group().lower())
        return "⟨e-mail⟩"

    bare = _BULLET.sub("- ", strip(in_one_order(plain_letters(text).text))).translate(_TYPOGRAPHY)
    # Patterns that begin anywhere take milliseconds each; most texts lack what these end with.
    bare = _MASKED_EMAIL.sub(_MASK, bare) if "protected" in bare.lower() else bare
    bare = _EMPHASIS.sub(r"\1", bare) if "_" in bare else bare
    bare = "\n".join([_EMAIL.sub(replace_email, line) if "@" in line else line for line in bare.split("\n")])
    lines = [_normal_line(line) if len(line) < _LONG else _normalized(line) for line in _unwrapped(bare.split("\n"))]
    kept, amounts = _without_tickers([line for line in lines if line])
    return NormalizedText(tuple(kept), tuple(emails), frozenset(amounts), AMOUNTS in kept)


def same_emails(known: tuple[str | None, ...], seen: tuple[str | None, ...]) -> bool:
    """True if two lists of addresses can be the same: a masked one may be any.

    >>> same_emails(("a@shop.example", None), (None, "b@shop.example"))
    True
    """
    return len(known) == len(seen) and all(a is None or b is None or a == b for a, b in zip(known, seen, strict=True))


def is_short(line: str) -> bool:
    """True for a line that is not a sentence: a label, a price, a date, a row of a widget."""
    return blanks(line) < _SENTENCE_WORDS


def _unwrapped(lines: Sequence[str]) -> list[str]:
    """The lines without rules and blanks; a line after a long one is joined to it.

    Otherwise the end of a wrapped sentence ("for longer than\n30 days.") could pass for a widget.
    """
    found: list[str] = []
    in_sentence = False
    for line in lines:
        if _RULE.match(line):
            in_sentence = False
        elif in_sentence and not _ITEM.match(line):
            found[-1] += f" {line}"
        else:
            found.append(line)
            in_sentence = not is_short(line.strip())
    return found


def _normalized(line: str) -> str:
    """The line without its mark, with single blanks and with placeholders for what changes by itself; empty if nothing is left."""
    bare = " ".join(_EDGE.sub("", line).split())
    return _without_transients(bare) if bare else ""


# Versions of a policy have most lines in common, and a dozen patterns are tried on each.
_normal_line = lru_cache(maxsize=4096)(_normalized)


def _without_transients(line: str) -> str:
    """The line with placeholders for a footer's copyright year, times to the second, "3 hours ago" and identifiers."""
    if _COPYRIGHT.search(line) and blanks(line) < _COPYRIGHT_WORDS:
        return _YEAR.sub("⟨year⟩", line)
    if is_short(line) and any(map(str.isdigit, line)):
        for pattern, placeholder in _TRANSIENT:
            line = pattern.sub(placeholder, line)
    return without_clocks(line)


def _without_tickers(lines: list[str]) -> tuple[list[str], list[str]]:
    """The lines with each table of amounts joined into one and each market ticker reduced to a mark, and the lines of both."""
    kept: list[str] = []
    amounts: list[str] = []
    for numeric, run in groupby(_with_numeric_flag(lines), key=lambda one: one[0]):
        group = [line for _, line in run]
        ticker = numeric and sum(len(_SIGNED_PERCENTAGE.findall(line)) for line in group) >= _TICKER_PERCENTAGES
        if ticker or (numeric and len(group) >= _TABLE_LINES):
            kept.append(AMOUNTS if ticker else f"{AMOUNTS} {' '.join(group)}")
            amounts += group
        else:
            kept += group
    return kept, amounts


def _with_numeric_flag(lines: list[str]) -> list[tuple[bool, str]]:
    """Each line with whether it may belong to a ticker: an amount, a signed percentage, or a short label ("BTC") next to one."""
    # Rows of a Markdown table ("| Basic | 9.99 |") are a price list, not a widget.
    numeric = [bool(is_short(line) and "|" not in line and (_SIGNED_PERCENTAGE.search(line) or _AMOUNT.match(line))) for line in lines]
    neighbours = zip([False, *numeric], [*numeric[1:], False], lines, numeric, strict=False)
    return [(number or ((before or after) and line.count(" ") < 3), line) for before, after, line, number in neighbours]
