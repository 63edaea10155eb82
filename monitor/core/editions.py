"""Signs that two captures are two editions of one document, or one of them masked, rather than an edit: link targets and dates tell.

A service that serves another country's text at the same address changes the locale in its links throughout ("/en-ie/" → "/en/"); some hosts
mask mail addresses in some of their answers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_TARGET = re.compile(r"\]\((https?://[^)\s]{4,500})\)")
_LOCALE = re.compile(
    r"(?<=/)(?:intl/)?[a-z]{2}(?:[-_][a-z]{2,4})?(?=/|$|\?|\#)|(?<=[?&])(?:hl|gl|lang|locale|language|country|cc|ldl|ldr|region)=[\w-]*",
    re.IGNORECASE,
)
_MASKS = ("email protected", "cdn-cgi/l/email-protection")


def edition_signs(old: str, new: str, old_date: str | None, new_date: str | None) -> Iterator[str]:
    """What of two whole texts speaks for another edition or a masked capture.

    Args:
        old, new: the texts.
        old_date, new_date: the dates that they print, ISO 8601, or None.

    Yields:
        "locale-moved": some link leads to the same page in another locale; "date-back": the later text prints an earlier date;
        "masked": mail addresses are masked in one of the two.

    >>> list(edition_signs("[a](https://x.example/en-ie/p)", "[a](https://x.example/en/p)", "2026-05-06", "2022-01-05"))
    ['locale-moved', 'date-back']
    """
    lines = set(old.split("\n")), set(new.split("\n"))
    before, after = _targets(lines[0] - lines[1]), _targets(lines[1] - lines[0])
    if _neutral(before - after) & _neutral(after - before):
        yield "locale-moved"
    if old_date and new_date and new_date < old_date:
        yield "date-back"
    if any(mask in old for mask in _MASKS) != any(mask in new for mask in _MASKS):
        yield "masked"


def _targets(lines: set[str]) -> set[str]:
    return {target for line in lines if "](http" in line for target in _TARGET.findall(line)}


def _neutral(targets: set[str]) -> set[str]:
    """Link targets that name a locale, with it left out."""
    return {bare for target in targets if (bare := _LOCALE.sub("", target)) != target}
