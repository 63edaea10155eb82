"""Both sides of a long clause that was edited in several places: the edited words in what they need around them, the rest left out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from operator import itemgetter

from monitor.core.meaning.headlines.operative import words_in
from monitor.core.meaning.headlines.quoting import Span, bare
from monitor.core.meaning.headlines.runs import EditRun
from monitor.core.meaning.negation import LIMITING

_AROUND = 34
"""Characters of unchanged words that are kept before and after edited ones."""
_BEGINNING = 30
"""Characters of the beginning of a clause, which says who acts."""
_GAP = 24
"""Characters that are kept rather than left out: "…" is no shorter to read."""


def sides_by_edits(texts: tuple[str, str], runs: Sequence[EditRun], room: int) -> tuple[str, str, list[EditRun]] | None:
    """Both sides with as many of the edits as there is room for.

    Args:
        texts: the clause before and after.
        runs: its edits, the most telling first; none of those that are told is cut.
        room: characters of each side; what the one does not take is the other's.

    Returns:
        What is quoted of each side, and the edits that are left out; None where not even the first one fits.
    """
    limits = [_limits(text) for text in texts]
    told: list[EditRun] = []
    for run in runs:
        spans = [[_span(each, side) for each in [*told, run]] for side in (0, 1)]
        # A quotation that needs so many denials has no room for them. Not to look further keeps a clause of thousands of edits cheap.
        if any(_needed(*both) > room for both in zip(spans, limits, strict=True)):
            continue
        if sum(_length(_kept(*side)) for side in zip(texts, spans, limits, strict=True)) <= 2 * room:
            told.append(run)
    if not told:
        return None
    old, new = (_joined(text, _kept(text, [_span(run, side) for run in told], limits[side])) for side, text in enumerate(texts))
    return old, new, [run for run in runs if run not in told]


def _limits(text: str) -> list[Span]:
    """Where words stand that deny or limit."""
    return [(start, end) for start, end, word in words_in(text) if word in LIMITING]


def _needed(spans: Sequence[Span], limits: Sequence[Span]) -> int:
    """How many words that deny or limit stand before the last of the edits, or near it."""
    last = max(end for _, end in spans)
    return bisect_right(limits, last + _AROUND, key=itemgetter(1))


def _span(run: EditRun, side: int) -> Span:
    return run.new if side else run.old


def _kept(text: str, spans: Sequence[Span], limits: Sequence[Span]) -> list[Span]:
    """The stretches that are quoted: the edits with what stands around them, the beginning, and every word that denies or limits."""
    wanted = [(0, min(len(text), _BEGINNING)), *((start - _AROUND, end + _AROUND) for start, end in spans)]
    wanted += [(start - _GAP // 2, end + _GAP) for start, end in limits[: _needed(spans, limits)]]
    kept: list[Span] = []
    for start, end in sorted(_to_words(text, span) for span in wanted):
        if kept and start - kept[-1][1] <= _GAP:
            kept[-1] = (kept[-1][0], max(end, kept[-1][1]))
        else:
            kept.append((start, end))
    if kept and len(text) - kept[-1][1] <= _GAP:
        kept[-1] = (kept[-1][0], len(text))
    return kept


def _to_words(text: str, span: Span) -> Span:
    """A stretch that begins and ends with a word."""
    start, end = max(0, span[0]), min(len(text), span[1])
    start = 0 if start == 0 else text.rfind(" ", 0, start + 1) + 1
    return start, (end if end == len(text) else max(text.rfind(" ", 0, end + 1), start))


def _length(kept: Sequence[Span]) -> int:
    return sum(end - start for start, end in kept) + 3 * len(kept)


def _joined(text: str, kept: Sequence[Span]) -> str:
    words = " … ".join(text[start:end].strip(" ") for start, end in kept)
    return f"{'…' if kept[0][0] else ''}{bare(words)}{'…' if kept[-1][1] < len(text) else ''}"
