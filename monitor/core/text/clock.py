"""What changes by itself on a page: how long ago it was edited, votes and views, identifiers of the visit.

Terms look much alike ("we erase what was posted more than 30 days ago"), so nothing is taken for a clock but what a document or a line of
its own says about itself.
"""

from __future__ import annotations

import re

from monitor.core.text.late_pattern import late

_NUMBER = r"(?:\d{1,4}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|a few|several|a couple of)"
_ABOUT = r"(?:about|over|almost|nearly|around|roughly|more than|less than)"
_UNIT = r"(?:second|minute|min|hour|hr|day|week|month|year)s?"
_AGO_EN = (
    rf"(?:(?:{_ABOUT}\s)?{_NUMBER}\s{_UNIT}\sago|(?:earlier\s)?today|yesterday|just\snow|moments?\sago|(?:this|last)\s(?:week|month|year))"
)
_AGO_OTHERS = (
    r"vor\s(?:\d{1,4}|eine[mr]|wenigen)\s(?:Sekunde|Minute|Stunde|Tag|Woche|Monat|Jahr)(?:e?n)?|gestern|heute"
    r"|il\sy\sa\s(?:\d{1,4}|une?|quelques)\s(?:seconde|minute|heure|jour|semaine|mois|an|année)s?|hier|aujourd'hui"
    r"|hace\s(?:\d{1,4}|una?|unos)\s(?:segundo|minuto|hora|día|semana|mes|año)(?:e?s)?|ayer|hoy"
    r"|(?:\d{1,4}|un[ao']?)\s?(?:second[oi]|minut[oi]|or[ae]|giorn[oi]|settiman[ae]|mes[ei]|ann[oi])\sfa|ieri|oggi"
    r"|há\s(?:\d{1,4}|uma?)\s(?:segundo|minuto|hora|dia|semana|m[êe]s|ano)(?:e?s)?|ontem|hoje"
    r"|(?:\d{1,4}|een)\s(?:seconde[n]?|minu(?:ut|ten)|uur|uren|dag(?:en)?|we(?:ek|ken)|maand(?:en)?|jaar|jaren)\sgeleden|gisteren|vandaag"
)
_AGO = rf"(?:{_AGO_EN}|{_AGO_OTHERS})"
_EDITED = (
    r"(?:updated|modified|edited|reviewed|published|posted|changed|revised|checked|verified|amended|aktualisiert|geändert|bearbeitet"
    r"|mise?\sà\sjour|modifiée?|actualizad[oa]|modificad[oa]|aggiornat[oa]|modificat[oa]|atualizad[oa]|bijgewerkt|gewijzigd)"
)
_FIRST = r"(?:(?:last|most\srecently|recently|zuletzt|dernière|derni[eè]re(?:ment)?|última|ultima|laatst|ultimo)\s)"
_OF_ITSELF = late(
    rf"(?P<kept>(?:^|(?<=[.!?|•·*_(]\s)|(?<=[|•·*_(]))\s?{_FIRST}?(?:update|review|edit|{_EDITED})(?:\s?[:–-])?\s(?:on\s)?)(?P<ago>{_AGO})\b"
    r"|(?P<subject>\b(?:this|the|our|dieser?|diese|cette|esta|questa|deze)\s(?:[\w'’-]+\s){0,3}"
    r"(?:policy|notice|page|document|article|statement|terms|agreement|version|guide|erklärung|seite|richtlinie|politique|política|informativa"
    rf"|verklaring|beleid)\s(?:was|were|is|has\sbeen|have\sbeen|wurde)\s(?:{_FIRST})?(?:{_EDITED}\s)?(?:on\s)?)(?P<then>{_AGO})\b",
    re.IGNORECASE,
)
_WHO = late(r"(?P<ago>⟨ago⟩)(?:\sby(?:\s(?:[A-Z]\.|[\w'’-]{1,40}+)){1,5}(?=$|\s?[.|•·]))", re.IGNORECASE)
_COUNT = r"(?<![\d.,])\d[\d.,]{0,11}+\s?[kKmM]?\+?"
_VOTES = late(
    rf"\b{_COUNT}\s(?:out\sof|of|/)\s{_COUNT}\s(?:(?:people|users|readers|customers|members|visitors)\s)?(?:found|find|say|said|think|thought|rated)\b"
    rf"|\b{_COUNT}\s(?:people|users|readers|customers|members|visitors)\s(?:found|find|liked?|(?:are\s)?(?:viewing|reading|online)|have\sread)\b"
    rf"|\b(?:viewed|read|liked|shared|visited)\s{_COUNT}\stimes\b",
    re.IGNORECASE,
)
_COUNTED = r"(?:views?|likes?|votes?|comments?|shares?|reads?|followers?|reactions?|upvotes?|visitors?|claps?)"
_COUNTER = rf"(?:{_COUNT}\s{_COUNTED}|{_COUNTED}\s?[:(]\s?{_COUNT}\)?)"
_COUNTERS = late(rf"{_COUNTER}(?:\s?[|•·,/-]\s?{_COUNTER}){{0,5}}", re.IGNORECASE)
_LONGEST_COUNTERS = 120
_IDENTIFIERS = (
    late(r"\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b", re.IGNORECASE),  # a UUID
    late(r"\b(?=[0-9a-f]{0,15}\d)(?=\d{0,15}[a-f])[0-9a-f]{16,}\b", re.IGNORECASE),  # a digest: both digits and letters
    late(r"(?<=\bID[ :])\s?(?=[\w-]{0,24}\d)[\w-]{6,}"),  # "your session ID 7Fq2xZ81"
)
_MAY_AGE = late(
    r"\b(?:ago|(?:yester|to)day|(?:this|last)\s(?:week|month|year)|just\snow|moments?|gestern|heute|vor|il\sy\sa|hier|aujourd|hace|ayer|hoy|fa|ieri|oggi"
    r"|há|ontem|hoje|geleden|gisteren|vandaag)\b",
    re.IGNORECASE,
)


def without_ages(line: str) -> str:
    """A line with a placeholder for how long ago it or its document was edited.

    >>> without_ages("This policy was last updated 3 days ago by our legal team.")
    'This policy was last updated ⟨ago⟩.'
    >>> without_ages("We erase what you posted more than 30 days ago.")
    'We erase what you posted more than 30 days ago.'
    """
    if not _MAY_AGE.search(line):
        return line
    dated = _OF_ITSELF.sub(lambda found: f"{found['kept'] or found['subject'] or ''}⟨ago⟩", line)
    return line if dated == line else _WHO.sub("⟨ago⟩", dated)


def without_clocks(line: str) -> str:
    """A line with placeholders for all that changes by itself.

    >>> without_clocks("Was this article helpful? 30 out of 90 found this helpful")
    'Was this article helpful? ⟨votes⟩ this helpful'
    """
    line = without_ages(line)
    if line.isascii() and not any(map(str.isdigit, line)):
        return line
    # A whole line of counters: "5 comments a day" is a term.
    if len(line) <= _LONGEST_COUNTERS and _COUNTERS.fullmatch(line.strip()):
        return "⟨count⟩"
    line = _VOTES.sub("⟨votes⟩", line)
    for pattern in _IDENTIFIERS:
        line = pattern.sub("⟨id⟩", line)
    return line
