"""Periods and ages: how long data is kept, how long before a notice comes, from what age on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from monitor.core.look import Context, Look
from monitor.core.vocabulary import load

_DAYS: dict[str, float] = load("words.yaml")["days"]
_NUMBERS: dict[str, int] = load("words.yaml")["numbers"]
_PERIOD = re.compile(
    rf"\b(\d{{1,4}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})(?:\s*\(\d+\))?[\s-]+"
    rf"(?:calendar\s+|business\s+|working\s+)?({'|'.join(_DAYS)})s?\b",
    re.IGNORECASE,
)
_KEEP = re.compile(
    r"\b(?:retain|retention|keep|kept|store[ds]?|storage|delete[ds]?|deletion|erase[ds]?|expire|anonymi[sz]e|purge|archive|duration|lifespan|log)",
    re.IGNORECASE,
)
_AGE = re.compile(
    r"\b(?:under|age of|aged?|least|over|below|than)\s+(?:the age of\s+)?(\d{1,2})\b|\b(\d{1,2})\s+years?\s+(?:of age|old)|"
    r"\b(\d{1,2})\s+or (?:older|over)",
    re.IGNORECASE,
)


def period_signals(seen: Look, context: Context) -> Iterator[str]:
    """Periods and ages that changed."""
    before, after = periods(seen.old.text), periods(seen.new.text)
    if [round(days) for days in before] != [round(days) for days in after]:
        yield "period:changed"
        yield from _keeping(seen, before, after)
        yield from _notice(seen, before, after)
    if seen.old.text and seen.new.text:
        yield from _age(set(_ages(seen.old.text)), set(_ages(seen.new.text)))


def periods(text: str) -> list[float]:
    """Every stated period in days, in order.

    >>> periods("kept for 30 days, then two (2) years")
    [30.0, 730.5]
    """
    return [_number(n) * _DAYS[unit.lower()] for n, unit in _PERIOD.findall(text)]


def _number(text: str) -> float:
    return float(text) if text.isdigit() else float(_NUMBERS[text.lower()])


def _keeping(seen: Look, before: list[float], after: list[float]) -> Iterator[str]:
    if not before or not _KEEP.search(seen.old.text):
        return
    if not after and seen.old.concepts.keys() & {"retain", "delete"}:
        yield "retention:limit-gone"
    if len(before) == len(after) and _KEEP.search(seen.new.text):
        yield "retention:longer" if sum(after) > sum(before) else "retention:shorter"
        if sum(after) >= 2 * sum(before):
            yield "retention:doubled"


def _notice(seen: Look, before: list[float], after: list[float]) -> Iterator[str]:
    if len(before) == len(after) and "notify" in seen.old.concepts and "notify" in seen.new.concepts:
        yield "notice:longer" if sum(after) > sum(before) else "notice:shorter"
    if not after and seen.old.concepts.keys() & {"notify", "change-terms"}:
        yield "notice:period-gone"


def _age(before: set[int], after: set[int]) -> Iterator[str]:
    if before and after and before != after:
        yield "age:changed"
        yield "age:lower" if min(after) < min(before) else "age:higher"


def _ages(text: str) -> list[int]:
    return [int(age) for found in _AGE.findall(text) for age in found if age and 5 <= int(age) <= 25]
