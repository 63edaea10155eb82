"""Whose a period or an amount is: the company's promise, or what the reader has to keep, is given, or has to wait for."""

from __future__ import annotations

from monitor.core.text.late_pattern import late

# "You must give us 60 days' notice", "You agree to respond within 7 days", "You may terminate with 90 days' notice"
_ACTS = (
    r"(?:give|provide|send|submit|respond|reply|answer|notify|inform|tell|contact|request|ask|claim|apply|file|make|raise|bring|commence|return|cancel|"
    r"terminate|end|close|leave|withdraw|object|appeal|dispute|complain|keep|retain|store|save|archive|recover|restore|undo|download|export|"
    r"pay|confirm|verify|report|serve|switch|audit|inspect|visit)"
)
_DUTY = (
    r"(?:must|shall|should|agree\s+to|have\s+to|need\s+to|are\s+(?:required|obliged|asked|expected|responsible)\s+(?:to|for)|"
    r"undertake\s+to|will)"
)
_LEAVE = (
    r"(?:may|can|could|do\s+not|don['’]t|did\s+not|didn['’]t|fail\s+to|are\s+(?:free|entitled|able)\s+to|choose\s+to|wish\s+to|want\s+to)"
)
_WHO = r"(?:you|members?|users?|customers?|subscribers?|buyers?|tenants?|sellers?)"
_READER = late(rf"\b{_WHO}\s+(?:(?P<duty>{_DUTY})|{_LEAVE})\s+(?:[a-z]+ly\s+|also\s+|then\s+)?{_ACTS}\b")
# "Fees are refunded if you cancel within 30 days"; not "if you ask for it an answer comes within 30 days".
_IF_READER = late(
    rf"\b(?:if|when|where|unless|provided(?:\s+that)?)\s+you\s+(?:[a-z]+ly\s+)?{_ACTS}"
    r"(?:\s+(?!(?:we|you|is|are|be|will|an?|comes?|gets?)\b)[a-z'’-]+){0,4}\s+within\s+(?:the\s+first\s+)?$"
)
_COMPANY = late(
    r"\bwe\s|\bour\s+(?:team|staff|support|company)\b|\breceive\b|"
    r"\b(?:is|are|be|been|was|were)\s+(?:[a-z]+ly\s+)?[a-z]+(?:ed|ept|en|ent|ld)\b"
)
# "Refund requests must reach us within 30 days", "Claims must be made to us within 10 days", "60 days' notice must be given to us"
_REACH = late(
    r"\b(?:must|shall|should|have\s+to|needs?\s+to)\s+(?:reach|arrive|be\s+(?:with\s+us|brought|commenced|received|submitted|filed|lodged|raised|made|sent|returned|given\s+to\s+us))\b"
)
_HAVE = late(r"\byou\s+(?:only\s+|still\s+|then\s+|will\s+)?have\s+(?:up\s+to\s+|only\s+)?$")
# "With 30 days' notice, you may leave", "Within 7 days you must tell us"
_AHEAD = late(rf"^[^.;]{{0,40}}?,?\s(?:from|by)\s+you\b|^[^.;,]{{0,30}},?\s+you\s+(?:{_DUTY}|{_LEAVE})\s+{_ACTS}\b")
_BEFORE_ERASING = late(r"\b(?:not|never)\s+(?:be\s+)?(?:delete|erase|remove|purge|destroy)d?\b[^.;]{0,80}\bbefore\s*$")
_RESTORED = late(r"\b(?:recover|restor|undelet|undo|retriev)\w*")
_PIECES = late(r"[.;:!?]\s|\n")
_AROUND = 160


def is_readers(lower: str, start: int, end: int) -> bool:
    """True when the reader is the one who has to meet a period or is free to act within it, not the company.

    >>> text = "you must give us 60 days' notice."
    >>> is_readers(text, 17, 24), is_readers("we give you 60 days' notice.", 12, 19)
    (True, False)
    """
    before, after = _sentence(lower, start, end)
    if _HAVE.search(before) or (_AHEAD.search(after) and not _COMPANY.search(before)):
        return True
    if _REACH.search(before) or (_REACH.search(after) and not _COMPANY.search(before)) or _IF_READER.search(before):
        return True
    acts = list(_READER.finditer(before))
    if not acts:
        return False
    # "You may ask for a copy, and we answer within 30 days", "If you ask for it, an answer comes within 30 days"
    between = before[acts[-1].end() :]
    return not _COMPANY.search(between) and (bool(acts[-1]["duty"]) or "," not in between)


def is_grace(lower: str, start: int, end: int) -> bool:
    """True for a period of which a longer one serves the reader: until nothing is erased, or in which what is erased can be had back."""
    before, after = _sentence(lower, start, end)
    return bool(_BEFORE_ERASING.search(before) or _RESTORED.search(before) or _RESTORED.search(after))


_OF_NOTICE = late(r"^['’]?s?\s*(?:[a-z-]+\s+){0,2}(?:notice|in\s+advance)\b")
_TIME_LEFT = late(
    r"\b(?:within|up\s+to|have|have\s+only|until|for\s+up\s+to|not\s+later\s+than|no\s+later\s+than)\s+(?:the\s+first\s+|a\s+period\s+of\s+)?$"
)
# "You may cancel up to 24 hours before arrival": the longer before, the sooner it is too late.
_AHEAD_OF = late(r"^\s*(?:before|prior\s+to|ahead\s+of|in\s+advance\s+of)\b")
_UNTIL_THEN = late(r"\b(?:up\s+to|until|not\s+later\s+than|no\s+later\s+than)\s+$")
_BORNE = late(r"\b(?:keep|retain|store|save|archive|wait|hold)\b[^.;]{0,60}\bfor\s+(?:at\s+least\s+)?$")


def longer_serves(lower: str, start: int, end: int) -> int:
    """Of a period that is the reader's: 1 where a longer one serves the reader, -1 where a shorter one does, 0 where none can tell.

    >>> text = "you must give us 60 days' notice."
    >>> longer_serves(text, 17, 24), longer_serves("you may return it within 14 days.", 25, 32)
    (-1, 1)
    """
    before, after = _sentence(lower, start, end)
    if is_grace(lower, start, end):
        return 1
    if _OF_NOTICE.search(after) or _BORNE.search(before) or (_AHEAD_OF.search(after) and _UNTIL_THEN.search(before)):
        return -1
    return 1 if _TIME_LEFT.search(before) else 0


def _sentence(lower: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and behind a place in its sentence."""
    before = _PIECES.split(lower[max(0, start - _AROUND) : start])[-1]
    return before, _PIECES.split(lower[end : end + _AROUND])[0]


_KEPT_OR_TOLD = late(
    r"\b(?:(?P<kept>keeps?|kept|keeping|retain\w*|stor(?:e|es|ed|ing)|sav(?:e|es|ed|ing)|archiv\w+|hold|holds|held|"
    r"delet(?:e|es|ed|ing)|eras(?:e|es|ed|ing)|destroy\w*|purg(?:e|es|ed|ing)|wip(?:e|es|ed|ing)|anonymi[sz]\w+)|"
    r"respond\w*|repl(?:y|ies|ied)|answer\w*|notif\w+|notice|inform\w*|tell\w*|told|warn\w*|write)\b"
)


def is_keeping(lower: str, start: int, end: int) -> bool:
    """True for a period for which data is kept, or after which it goes, in a sentence that may speak of answers and notices as well.

    >>> text = "to answer your question, we keep the recording for 1 year."
    >>> is_keeping(text, 51, 57), is_keeping("we answer within 30 days, and delete what you sent.", 17, 24)
    (True, False)
    """
    acts = list(_KEPT_OR_TOLD.finditer(_sentence(lower, start, end)[0]))
    return bool(acts) and acts[-1]["kept"] is not None


_TOLD_AFTER = late(
    r"^\s*(?:before|until)\s+(?:we|they|it|anyone|anybody|(?:the|our)\s+\w+)\s+(?:will\s+|may\s+|must\s+)?(?:notif|inform|tell|told|warn|writ)\w*"
)
_TOLD_BEFORE = late(r"\b(?:notif|inform|tell|told|warn|writ|notice)\w*")


def is_before_telling(lower: str, start: int, end: int) -> bool:
    """True for a period that goes by before somebody is told: "we give the police 30 days before we notify you".

    >>> is_before_telling("we give the police 30 days before we notify you.", 19, 26)
    True
    >>> is_before_telling("we tell you 30 days before we notify the police.", 12, 19)
    False
    """
    before, after = _sentence(lower, start, end)
    return bool(_TOLD_AFTER.search(after)) and not _TOLD_BEFORE.search(before)


# "We pay a refund of $50", "The fee is reduced by $8", "Fees are waived for balances above $500", "You get $10 off"
_PAID_OUT = late(
    r"\b(?:refunds?|refunded|reimburse\w*|rebates?|cash\s?back|discount\w*|waive[drs]?|waiver|reduc\w+|lower(?:s|ed)?\s+(?:your|the|our)|"
    r"credited\s+to|credit\s+you|vouchers?|rewards?|bonus(?:es)?|bount(?:y|ies)|compensat\w+|deduct\w*|off\s+(?:your|the|a)|earns?|interest\s+on\s+your|saves?|savings?|payouts?)\b|"
    r"\bwe\s+(?:will\s+|shall\s+|may\s+)?pay\b|\bpa(?:id|ys?)\s+(?:out\s+)?(?:to\s+)?you\b|"
    r"\b(?:you|sellers?|drivers?|couriers?|hosts?|creators?|authors?|partners?|affiliates?)\s+(?:\w+\s+){0,2}"
    r"(?:are|is|be|get|gets)\s+paid\b|"
    r"\byou\s+(?:will\s+|can\s+)?(?:receive|get|win|collect)\s+(?:up\s+to\s+|at\s+least\s+|an?\s+)?[$€£¥\d]"
)
# "Free on orders of £25 or more", "No fee for balances above $500": for whom a price holds, not what it is.
_THRESHOLD = late(
    r"\b(?:balances?|orders?|purchases?|transfers?|deposits?|amounts?)\s+(?:above|over|below|under|up\s+to|of|from|worth|exceeding)\s+"
    r"[$€£¥]?\s?\d[\d.,]{0,14}(?:\s?[$€£¥])?"
)


def is_paid_out(lower: str) -> bool:
    """True when an amount may be paid to the reader, taken off a price, or only tell for whom a price holds.

    >>> is_paid_out("we pay a refund of $50"), is_paid_out("the fee is $8 a month")
    (True, False)
    """
    return _PAID_OUT.search(lower) is not None


_FREE = late(
    r"\b(?:never|not|without|no)\s+(?:\w+\s+){0,2}?(?:charges?|charged|charging|bill|billed|fees?|cost)\b|\bfree\s+of\s+(?:charge|cost)\b|"
    r"\bcosts?\s+(?:you\s+)?nothing\b|\b(?:is|are|be|for)\s+free\b(?!\s+(?:to|from|of)\b)|\bat\s+no\s+(?:extra\s+|additional\s+)?(?:cost|charge)\b"
)


def costs_nothing(lower: str) -> bool:
    """True when a text in lower case says that something is free.

    >>> costs_nothing("we never charge you for it"), costs_nothing("it costs nothing"), costs_nothing("it costs $5")
    (True, True, False)
    """
    return _FREE.search(lower) is not None


_OF_READER = (
    r"(?:\bwe\s+(?:will\s+|shall\s+)?(?:pay|refund|credit|reimburse|compensate|give)\s+you\b|"
    r"\byou\s+(?:will\s+|can\s+|may\s+)?(?:receive|get|earn|are\s+(?:paid|refunded|credited)|be\s+(?:paid|refunded|credited)|get\s+back)\b|"
    r"\byour\s+(?:cash\s?back|refund|reward|bonus|compensation|payout|commission|share)\s+is\b|"
    r"\binterest\s+(?:rate\s+)?on\s+your\s+(?:savings|deposits?|balance)\s+is\b)"
)
# "You are paid a fee of $10 for each survey"; not "you receive an invoice for $5", "we pay you once you have earned $50".
_PAID_TO_READER = late(
    _OF_READER + r"\s+(?:back\s+)?(?:an?\s+(?:\w+\s+)?"
    r"(?:fee|bonus|refund|reward|credit|commission|share|voucher|compensation|payment|discount)\s+of\s+|"
    r"interest\s+(?:of|at)\s+)?(?:up\s+to\s+|at\s+least\s+|only\s+)?(?:[$€£¥]\s?)?\d"
)
_TAKEN_OFF = late(r"\b(?:minus|less|deduct\w*|withh[eo]ld\w*|invoice|bill|after\s+(?:fees|charges|tax(?:es)?))\b")


def is_paid_to_reader(lower: str) -> bool:
    """True when what is stated is what the reader is paid, credited or refunded.

    >>> is_paid_to_reader("you are paid a fee of $10 for each survey"), is_paid_to_reader("you receive an invoice for $5")
    (True, False)
    """
    return _PAID_TO_READER.search(lower) is not None and _TAKEN_OFF.search(lower) is None


def without_thresholds(lower: str) -> str:
    """A text without the amounts that tell for whom a price holds.

    >>> without_thresholds("orders of £25 or more are free, else it is £3")
    'orders or more are free, else it is £3'
    """
    return _THRESHOLD.sub(lambda found: found[0].split()[0], lower)


# What a company keeps of its readers; prices, promises and its word are kept otherwise.
_DATA = late(
    r"\b(?:data|information|contents?|records?|recordings?|logs?|messages?|notes?|files?|backups?|back-ups?|copy|copies|cookies?|e-?mails?|"
    r"photos?|pictures?|images?|videos?|audio|voice|history|histories|addresse?s?|details|conversations?|chats?|prompts?|documents?|exchanges?|interactions?|submissions?|responses?|answers?|inputs?|outputs?|"
    r"transcripts?|profiles?|accounts?|identifiers?|ids?|correspondence|letters|invoices|applications?|posts|comments|searches|queries|"
    r"locations?|footage|scans?|templates?|fingerprints?|numbers?|names?|orders|entries|reports?|tickets?|analytics|statistics|telemetry|"
    r"metadata|it|them|these|this|everything|anything|that|which|what|retention|storage|stored|deletion|deleted?|erased?|purged?|"
    r"anonymi[sz]ed?|archived?|logged|expires?|duration|lifespan)\b"
)
_NOT_DATA = late(
    r"\b(?:keep|keeps|kept|hold|held)\s+(?:all\s+|its\s+|our\s+|the\s+|their\s+|your\s+|these\s+|to\s+)*"
    r"(?:prices?|fees?|rates?|promises?|word|tariffs?|terms|stable|open|shops?|stores?|offices?|premi\w+|seats?|rooms?|places?|goods|items?|receipts?|cards?)\b|"
    # "Both parties keep confidential information secret for three years": a duty of silence, and no keeping.
    r"\b(?:keep|keeps|kept|hold|held)\b[^.;]{0,80}\b(?:secret|confidential(?!\s\w+\s(?:for|until)\b))\s(?:for|until|during)\b"
)
# "Miles expire after 18 months"
_EXPIRING = late(
    r"\b(?:miles|points|strikes?|warnings?|bans?|suspensions?|vouchers?|gift\s+cards?|credits?|coupons?|rewards?|tickets?|passes|offers?|codes?|trials?|licen[cs]es?|links?)\b[^.;]{0,40}"
    r"\b(?:expir|lapse|forfeit)\w*"
)
# "We retain the right to refuse an order": a right is kept, and no data.
_RIGHT_KEPT = late(
    r"\b(?:retain|keep|reserve|preserve)s?\s(?:all\s|any\s|the\s|its\s|our\s|their\s|full\s|sole\s|complete\s)*(?:rights?|titles?|ownership|interests?|discretion|control)\b"
)
# "Profiles that are inactive for three months", "if you have not logged in for a year": how long somebody stays away.
_AWAY = late(r"\b(?:inactiv\w+|dormant|unused|not\s+(?:been\s+)?(?:used|accessed|active|logged\s+in|signed\s+in)|(?:log|sign)\s+in)\b")
_MEMBERSHIP = (
    r"(?:accounts?|profiles?|memberships?|usernames?|user\s+names?|user\s+ids?|handles?|registrations?|subscriptions?|"
    r"pages?|blogs?|sites?|channels?)"
)
_ENDED = late(
    rf"\b(?:delet|remov|clos|deactivat|terminat|suspend|cancel|reclaim|disabl|block)\w*\b[^.;]{{0,60}}\b{_MEMBERSHIP}\b(?!['’]?s?\s(?:data|info|rec|hist))|"
    rf"\b{_MEMBERSHIP}\b(?!['’]?s?\s(?:data|info|rec|hist))[^.;]{{0,80}}\b(?:delet|remov|clos|deactivat|terminat|suspend|cancel|reclaim|disabl|block)\w*"
)
# "We may delete your account if you are inactive for two years" threatens the reader; no data are promised to go.
_ACCOUNT_CLOSED = late(
    r"\b(?:may|can|right to)\s(?:also\s|then\s)?(?:delete|remove|close|deactivate|terminate)\s"
    r"(?:your\s|any\s|an\s|the\s)?(?:inactive\s|user\s)?accounts?\b|"
    # "We delete inactive accounts after six months": the sooner, the worse for who comes back.
    r"\b(?:delete|remove|close|deactivate|terminate)s?\s(?:[a-z]+\s){0,2}(?:inactive|unused|dormant)\s(?:[a-z]+\s)?accounts?\b(?!\s(?:data|info|rec))|"
    r"\b(?:inactive|unused|dormant)\s(?:[a-z]+\s)?accounts?\b(?!\s(?:data|info|rec))[^.;]{0,40}\b(?:deleted|removed|closed|deactivated|terminated)\b"
)


def is_kept_data(lower: str) -> bool:
    """True when what is kept can be the reader's data, content or information.

    >>> is_kept_data("we keep your messages for 30 days"), is_kept_data("we have kept our prices stable for 5 years")
    (True, False)
    """
    if (
        _NOT_DATA.search(lower)
        or _EXPIRING.search(lower)
        or _ACCOUNT_CLOSED.search(lower)
        or (_AWAY.search(lower) and _ENDED.search(lower))
    ):
        return False
    return _DATA.search(_RIGHT_KEPT.sub(" ", lower)) is not None


_KEEPING = late(
    r"\b(?:retain|retention|keep|kept|stor|delet|eras|expir|anonymi|purg|archiv|duration|lifespan|logg|logs\b|"
    r"wip(?:e|es|ed|ing)\b|discard|shred|scrubb?ed|destroy)"
)


def limits_keeping(sentence: str) -> bool:
    """True when a sentence, in lower case, is about how long data is kept, and not only how long a right or an account lasts.

    >>> limits_keeping("logs are erased after 30 days"), limits_keeping("we retain the right to close a profile after two idle years")
    (True, False)
    """
    return is_kept_data(sentence) and _KEEPING.search(_RIGHT_KEPT.sub(" ", sentence)) is not None
