"""The dates that a policy states about itself: last updated, and in force from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from monitor.core.text.late_pattern import late

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar jänner janvier janv enero ene gennaio janeiro januari",
            "february feb februar februar février fevrier févr febrero febbraio fevereiro februari",
            "march mar märz mrz maerz mars marzo março maart",
            "april apr avril avr abril abr aprile",
            "may mai mayo maggio maio mei",
            "june jun juni juin junio giugno junho",
            "july jul juli juillet juil julio luglio julho",
            "august aug août aout agosto ago augustus",
            "september sep sept septembre septiembre settembre setembro",
            "october oct oktober okt octobre octubre ottobre outubro",
            "november nov novembre noviembre novembro",
            "december dec dezember dez décembre decembre déc diciembre dic dicembre dezembro",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATE = late(
    rf"\b(?P<y1>(?:19|20)\d\d)[-/.](?P<m1>\d\d?)[-/.](?P<d1>\d\d?)\b"
    rf"|\b(?P<y2>(?:19|20)\d\d)\s?年\s?(?P<m2>\d\d?)\s?月\s?(?P<d2>\d\d?)\s?日"
    rf"|\b(?P<d3>\d\d?)(?:st|nd|rd|th|er|\.|º|°)?[\s-]+(?:of\s+|de\s+)?(?P<m3>{_MONTH})\b\.?,?[\s-]+(?:de\s+|del\s+)?(?P<y3>(?:19|20)\d\d)\b"
    rf"|\b(?P<m4>{_MONTH})\b\.?\s*(?P<d4>\d\d?)(?:st|nd|rd|th)?\s*,?\s*(?P<y4>(?:19|20)\d\d)\b"
    rf"|\b(?P<a5>\d\d?)(?P<s5>[./-])(?P<b5>\d\d?)(?P=s5)(?P<y5>(?:19|20)\d\d)\b"
)
_EFFECTIVE = (
    r"effective|in force|in effect|comes? into (?:force|effect)|gültig ab|gilt ab|in kraft|en vigueur|entre en vigor|vigente|"
    r"entrada en vigor|in vigore|生效|施行"
)
_UPDATED = (
    r"updated?|last[ -](?:modified|revised|change[ds]?|amended|reviewed|edited|adjustment)|modified(?: on)?:|revised|revision(?: date)?|"
    r"version(?: of)?|dated|as of|published|posted|adopted|\bstand\b|aktualisier\w+|geändert|letzte änderung|fassung vom|à jour|"
    r"dernière (?:modification|révision)|date de|actualiza\w+|última (?:modificación|revisión)|"
    r"aggiorna\w+|atualiza\w+|bijgewerkt|laatst gewijzigd|release date|更新|改定|date:"
)
_KEYWORD = late(rf"(?P<effective>{_EFFECTIVE})|(?:{_UPDATED})")
_YEAR = late(r"(?:19|20)\d\d")
_TOP, _BOTTOM, _REACH = 3000, 1500, 70


def _spelled(match: re.Match[str]) -> str | None:
    found = match.groupdict()
    for form in "1234":
        if found[f"y{form}"]:
            month = found[f"m{form}"]
            return _valid(int(found[f"y{form}"]), int(month) if month.isdigit() else _MONTHS[month], int(found[f"d{form}"]))
    first, second, year = int(found["a5"]), int(found["b5"]), int(found["y5"])
    if found["s5"] == "." or first > 12 or first == second:  # dots are written day first; the rest is unsure until a number exceeds 12
        return _valid(year, second, first)
    return _valid(year, first, second) if second > 12 else None


def _valid(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def stated_dates(text: str) -> tuple[str | None, str | None]:
    """(stated date, effective date where another one is printed as such), looked for near the top and the bottom of a document.

    >>> stated_dates("# Privacy\\n\\nLast updated: 1 May 2024. Effective as of June 1, 2024.")
    ('2024-05-01', '2024-06-01')
    """
    updated = effective = None
    for place in (text,) if len(text) <= _TOP + _BOTTOM else (text[:_TOP], text[-_BOTTOM:]):
        for found, is_effective in _dated(place.lower()):
            if is_effective:
                effective = effective or found
            else:
                updated = updated or found
        if updated or effective:
            break
    if updated is None:
        return effective, None
    return updated, effective if effective != updated else None


def _dated(text: str) -> Iterator[tuple[str, bool]]:
    """Each date that stands within a few words after a keyword, in the same paragraph; whether the keyword says "in force from"."""
    reached = 0
    for year in _YEAR.finditer(text):
        if year.start() < reached or (match := _DATE.search(text, max(reached, year.start() - 20), year.end() + 12)) is None:
            continue
        before = text[max(reached, match.start() - _REACH) : match.start()]
        reached = match.end()
        keywords = list(_KEYWORD.finditer(before))
        if keywords and "\n\n" not in before[keywords[-1].end() :].rstrip("\n #") and (found := _spelled(match)):
            yield found, any(keyword["effective"] for keyword in keywords)
