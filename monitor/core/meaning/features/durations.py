"""Periods and ages: how long data is kept, how long before a notice comes, from what age on."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.core.meaning.comparison import Comparison
from monitor.core.meaning.features.protocol import seen_or_not
from monitor.core.meaning.owners import (
    is_before_telling,
    is_grace,
    is_keeping,
    is_kept_data,
    is_readers,
    limits_keeping,
    longer_serves,
)
from monitor.core.meaning.parsed import ParsedDocument, ParsedText, read
from monitor.core.text.late_pattern import late
from monitor.core.text.lexicon import load, word_set
from monitor.core.text.phrases import PhraseMatcher, same_suffix
from monitor.core.text.tokens import FUNCTION, words

_DAYS: dict[str, float] = load("words.en.yaml")["days"]
_NUMBERS: dict[str, int] = load("words.en.yaml")["numbers"]
_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75}
_SHORT: dict[str, str] = load("words.en.yaml")["short-units"]
_UNITS, _IN_WORDS = "|".join(_DAYS), "|".join(sorted(_NUMBERS, key=len, reverse=True))
# "30", "1,000", "1.5", "1½", "1 1/2", "1/2"; "one and a half"; the "a" of "a year and a half" counts one.
_DIGITS = r"\d{1,3},\d{3}|\d/\d|\d{1,4}(?:[.,]\d{1,2}|\s?[½¼¾]|\s\d/\d)?|[½¼¾]"
# "Kept for a year", "a month's notice"; not "once a year", "$10 a month".
_ONE = (
    r"(?:(?<=\bfor )|(?<=\bafter )|(?<=\bwithin )|(?<=\bperiod of )|(?<=\bup to )|(?<=\bthan )|(?<=\bat least )|(?<=\bat most )|"
    r"(?<=\bonly )|(?<=\bover )|(?<=\bunder )|(?<=\buntil )|(?<=\babout )|(?<=\bmaximum of )|(?<=\bminimum of ))"
    rf"an?(?=\s(?!calendar)(?:\w+\s)?(?:{_UNITS})\b)|an?(?=\s(?:{_UNITS})['’]s\s(?:\w+\s)?notice\b)"
)
_COUNTED = rf"{_DIGITS}|half an?|{_ONE}|an?(?=\s+(?:{_UNITS})\s+and\s+a\s+half\b)|(?:{_IN_WORDS})(?:\s+and\s+a\s+half)?"
_PERIOD = late(
    rf"(?<!\d[.,/])(?<![\d½¼¾])\b({_COUNTED})(?:\s*\(\d+\))?[\s-]+"
    rf"(?:calendar\s+|business\s+|working\s+|full\s+|whole\s+|further\s+|additional\s+)?({_UNITS}|{'|'.join(_SHORT)})s?\b(\s+and\s+a\s+half\b)?(?!\s+(?:old\b|of\s+age\b))",
)
"""For text in lower case; how old a person is, is no period."""
_KEEP = PhraseMatcher(
    words=same_suffix(
        "retain|retention|keep|kept|store|storage|delete|deletion|erase|expire|anonymise|anonymize|purge|archive|duration|lifespan|log"
    )
)
_ERASED = r"(?:delet|eras|remov|destroy|purg|wip|discard|shred|scrub|overwrit|vanish|disappear|thrown\s+away)\w*"
_AT_ONCE = r"(?:immediately|at\s+once|right\s+away|straight\s+away|instantly|as\s+soon\s+as|the\s+(?:moment|instant|second))"
# "Recordings are erased at once", "we immediately delete them", "logs are not stored", "we never keep recordings"
_NOTHING_KEPT = late(
    rf"\b{_ERASED}\b[^.;]{{0,60}}\b{_AT_ONCE}\b|\b{_AT_ONCE}\b[^.;]{{0,60}}\b{_ERASED}\b|"
    # "Developers may not store answers" says nothing of what the company keeps.
    r"(?<!\bmay )(?<!\bmust )(?<!\bcan )(?<!\bshall )(?<!\bshould )(?<!\byou do )\b(?:not|never|n['’]t)\s+(?:be\s+|been\s+)?"
    r"(?:keep|kept|retain|retained|store|stored|archive|archived|log|logged)\b(?![^.;]{0,40}\blonger\b)"
)
_ON_LEAVING = late(
    r"\b(?:delete|erase|remove|destroy)[^.;]{0,60}\b(?:when|once|as soon as|if)\s(?:you|your account)\s(?:\w+\s){0,2}"
    r"(?:close|delete|leave|cancel|end|is closed|is deleted)"
)
_AGES_IN_WORDS = {**_NUMBERS, "eleven": 11, "seventeen": 17, "nineteen": 19, "twenty-one": 21, "twenty one": 21}
_YEARS = rf"(\d{{1,2}}|{'|'.join(sorted(_AGES_IN_WORDS, key=len, reverse=True))})"
# "at least 25.0 Mbps", "over 15 business days", "more than 20 users", "under 10 %" tell no age; "1 7 years" is a broken figure.
_AGE = late(
    rf"\b(?:under|age of|aged?|least|over|below|(?<!no more )than)\s+(?:the age of\s+)?{_YEARS}\b(?![.,]\d)"
    r"(?=(?:\s*\(\d{1,2}\))?\s+years?\b(?: of age| old|-old)|\s*(?:[.,;:)\]”\"]|$)|"
    r"\s+(?:or|and|who|may|must|can|cannot|to|in|as|if|when|without|are|is|at|on|"
    r"should|will|shall|by|with|unless|please|we|you|use|do|does|has|have|only|that|from|for|needs?|requires?)\b)|"
    rf"(?<!\d )(?<!than )\b{_YEARS}(?:\s*\(\d{{1,2}}\))?\s+years?\s+(?:of age|old)|(?<!\d )\b{_YEARS}\s+or (?:older|over)|"
    r"\b(?:be|are|is|aged?)\s+(\d{1,2})\+(?=\s+(?:to|only|years|and|or|in)\b|\s*[.,;)]|$)"
)
"""For text in lower case."""
_MAY_TELL_AGE = late(r"\b(?:under|age|aged|least|over|below|than|years? (?:of age|old)|or older)\b|\d\+")
_SENTENCE = late(r"(?<=[.;])\s|\n")
_BREACH = late(r"\b(?:breach|incident|data leak|hacked)")
_NOTICE = frozenset({"notify", "change-terms"})
_LONGEST = 800
"""Characters of a piece beyond which it is no sentence."""


@seen_or_not
def duration_features(change: Comparison) -> Iterator[str]:
    """Periods and ages that changed."""
    before, after = periods_of(change.old), periods_of(change.new)
    if not before and not after and (longer := _vaguely_longer(change)):
        yield "period:changed"
        yield "retention:longer" if longer > 0 else "retention:shorter"
    hours = all(round(a) == round(b) for a, b in zip(before, after, strict=False)) and len(before) == len(after)
    if not hours and not same_periods(change.old, change.new):
        yield "period:changed"
        # "You must give us 60 days' notice", "You have 30 days to recover a note": no keeping and no notice of the company.
        if before and after and any(map(is_for_reader, (change.old, change.new))):
            yield "period:readers"
            yield from _own_time(change, before, after)
        else:
            yield from _keeping(change, before, after)
            noticed = list(_notice(change, before, after))
            yield from noticed or _warning(change, before, after)
    if change.old.text and change.new.text:
        sides = (change.old, change.new)
        acted, asked = any(map(_is_for_an_act, sides)), all(map(_is_of_a_child_to_report, sides))
        yield from _age(_ages(change.old), _ages(change.new), acted=acted, asked=asked)


def _vaguely_longer(change: Comparison) -> float:
    """By how many days data is kept for longer where nothing but a unit differs: "for several weeks", "for several years"; else 0."""
    units = [[word for word in side if word not in FUNCTION and word not in _TURNS] for side in (change.removed, change.added)]
    days = [[_DAYS.get(word.removesuffix("s"), 0.0) for word in side] for side in units]
    if not change.reworded or any(len(side) != 1 or not side[0] for side in days):
        return 0.0
    return days[1][0] - days[0][0] if all(limits_keeping(side.lower) for side in (change.old, change.new)) else 0.0


_TURNS = frozenset(("following", "next", "end"))


def same_periods(old: ParsedText, new: ParsedText) -> bool:
    """True when two sides state the same periods, up to their unit: "90 days", "three months"."""
    before, after = _spans(old.lower), _spans(new.lower)
    return len(before) == len(after) and all(map(_overlap, before, after))


_LENGTHS = {"month": (30.0, 31.0), "year": (365.0, 366.0)}
"""Days that a month and a year can have where a policy counts them: a quarter of a year is 90 days, or 92."""


def _spans(lower: str) -> list[tuple[str, float, float]]:
    """The unit of each period, with the least and the most days that it can have; once where said twice ("a week, that is one week")."""
    found = list[tuple[str, float, float]]()
    for number, named, half in _PERIOD.findall(lower):
        unit = _SHORT.get(named, named)
        least, most = _LENGTHS.get(unit, (_DAYS[unit], _DAYS[unit]))
        span = (unit, _number(number, half) * least, _number(number, half) * most)
        if found[-1:] != [span]:
            found.append(span)
    return found


def _overlap(one: tuple[str, float, float], two: tuple[str, float, float]) -> bool:
    """True when both can be as long; of the same unit only equal numbers are, though thirty long months are a short one more."""
    if one[0] == two[0]:
        return one == two
    return one[1] <= two[2] + _SLACK and two[1] <= one[2] + _SLACK


_SLACK = 0.01


def periods(text: str) -> list[float]:
    """Every stated period in days, in order.

    >>> periods("kept for 30 days, then two (2) years")
    [30.0, 730.5]
    """
    lower = text.lower()
    if not any(unit in lower for unit in _DAYS) and not _IN_SHORT.search(lower):
        return []
    return [_number(n, half) * _DAYS[_SHORT.get(unit, unit)] for n, unit, half in _PERIOD.findall(lower)]


_IN_SHORT = late(rf"\d\s?(?:{'|'.join(_SHORT)})s?\b")


def periods_of(side: ParsedText) -> list[float]:
    """Every period that a side states; found once, for several ask."""
    known: list[float] | None = side.memory.get("periods")
    if known is None:
        known = side.memory["periods"] = periods(side.lower)
    return known


def is_for_reader(side: ParsedText) -> bool:
    """True when a period of a side is one that the reader has to meet, or has; found once."""
    known: bool | None = side.memory.get("reader-periods")
    if known is None:
        places = [found.span() for found in _PERIOD.finditer(side.lower)] if periods_of(side) else []
        known = any(is_readers(side.lower, *place) or is_grace(side.lower, *place) for place in places)
        side.memory["reader-periods"] = known
    return known


def is_kept(side: ParsedText) -> bool:
    """True when the one period of a side is that for which data is kept: "To answer you, we keep the recording for a year"."""
    found = list(_PERIOD.finditer(side.lower))
    return len(found) == 1 and is_keeping(side.lower, *found[0].span())


def _own_time(change: Comparison, before: list[float], after: list[float]) -> Iterator[str]:
    """Whether the one period that is the reader's leaves more time or less: to object, to leave, until a notice ends."""
    places = [list(_PERIOD.finditer(side.lower)) for side in (change.old, change.new)]
    if len(before) != 1 or len(after) != 1:
        return
    signs = {longer_serves(side.lower, *found[0].span()) for side, found in zip((change.old, change.new), places, strict=True)}
    if signs in ({1}, {-1}):
        yield "period:readers-more" if (after > before) == (signs == {1}) else "period:readers-less"


def _number(text: str, half: str = "") -> float:
    """How many: of "1½", "1 1/2", "1.5", "one and a half", "half a"; with the half that is said behind the unit."""
    if half:
        return _number(text) + 0.5
    if text.startswith("half"):
        return 0.5
    if text in ("a", "an"):
        return 1.0
    word, joined, _ = text.partition(" and")
    return _NUMBERS[word] + 0.5 * bool(joined) if word in _NUMBERS else _of_digits(text)


def _of_digits(text: str) -> float:
    *whole, last = text.replace("½", " ½").replace("¼", " ¼").replace("¾", " ¾").split()
    if last in _FRACTIONS:
        part = _FRACTIONS[last]
    elif "/" in last:
        part = int(last[0]) / max(1, int(last[-1]))
    else:
        thousands = "," in last and len(last.rpartition(",")[2]) == _THOUSAND
        part = float(last.replace(",", "" if thousands else "."))
    return part + (float(whole[0]) if whole else 0.0)


_THOUSAND = 3
"""Digits behind a comma that parts thousands."""


def _keeping(change: Comparison, before: list[float], after: list[float]) -> Iterator[str]:
    erased = "delete" in change.old.concepts and "delete" in change.new.concepts
    undated, dated = (change.new, change.old) if before else (change.old, change.new)
    kept = dated.says(_KEEP) and is_kept_data(dated.lower)
    if not before and kept and _ADDED_TIME.search(dated.lower) and _AS_LONG.search(undated.lower):
        yield "retention:longer"
        return
    # "Recordings are erased at once" became "Recordings are kept for seven years"
    if bool(before) != bool(after) and limits_keeping(dated.lower) and _is_nothing_kept(undated.lower):
        yield "retention:shorter" if before else "retention:longer"
        return
    # "We delete your data when you close your account", "… within two years after you close it"
    if erased and bool(before) != bool(after) and _ON_LEAVING.search(undated.lower):
        yield "retention:shorter" if before else "retention:longer"
        return
    sides = [side.lower for side in (change.old, change.new) if side.text]
    if not before or _AGO.search(change.old.lower) or not change.old.says(_KEEP) or not all(map(is_kept_data, sides)):
        return
    if not after and _ADDED_TIME.search(change.old.lower) and _AS_LONG.search(change.new.lower):
        yield "retention:shorter"
        return
    if not after and change.old.concepts.keys() & {"retain", "delete"} and _limited(change) and not _BRIEFLY.search(change.new.lower):
        yield "retention:limit-removed"
    if len(before) == len(after) and change.new.says(_KEEP) and (grown := _grown(before, after)):
        yield "retention:longer" if grown > 0 else "retention:shorter"
        if sum(after) >= 2 * sum(before):
            yield "retention:doubled"


# "We keep it as long as you stay, and for five years thereafter": without the period it is kept for less.
# "… while you have an account and for one year after", "for the life of your account plus 90 days".
_ADDED_TIME = late(
    r"\b(?:as long as|while|until|for the (?:life|lifetime|duration|term) of)\b[^.;]{0,80}\b(?:and|plus)\s[^.;]{1,60}\b"
    rf"(?:thereafter|afterwards|longer|after|following|(?:{_UNITS})s?)\b"
)
_AS_LONG = late(r"\b(?:as long as|while|until|for the (?:life|lifetime|duration|term) of)\b")
# "We keep it overnight": what is kept so is limited, though no period is named.
_BRIEFLY = late(r"\b(?:overnight|brief\w*|temporar\w+|momentar\w+|transient\w*|short\s+(?:time|while|period)|sessions?)\b")
# "Upon a request we delete it immediately": what nobody asks for is kept.
_ASKED_FOR = late(r"\b(?:request|ask|tell\s+us|contact\s+us|write\s+to\s+us|demand|wish)\w*")


def _is_nothing_kept(lower: str) -> bool:
    """True where a text in lower case says that something is not stored, or goes at once, without anybody having to ask."""
    return any(_NOTHING_KEPT.search(piece) and not _ASKED_FOR.search(piece) for piece in _SENTENCE.split(lower))


# "We delete records of accounts opened 5 years ago"
_AGO = late(rf"\b(?:{_UNITS})s?\s+ago\b")
# With a long passage goes what was kept: of a partner that is no longer there nobody keeps anything. What the company keeps, it may go on
# keeping without the limit.
_LONG = 100
_OURS = frozenset(("we", "our", "us"))


def _limited(change: Comparison) -> bool:
    """True where the old side states how long data is kept; in a long passage, how long the company keeps it."""
    stated = [unit for unit in change.candidate.old if limits(unit.text.lower())]
    return any(len(change.old.words) <= _LONG or not _OURS.isdisjoint(words(unit.text)) for unit in stated)


def limits(sentence: str) -> bool:
    """True when a sentence, in lower case, states how long data is kept.

    >>> limits("logs are erased after 30 days"), limits("logs are erased in time")
    (True, False)
    """
    return bool(periods(sentence)) and limits_keeping(sentence)


def _grown(before: list[float], after: list[float]) -> float:
    """By how many days as many periods are longer altogether; 0 for the same ones in another order ("orders 2 years, letters 30 days")."""
    return round(sum(after) - sum(before), 3)


def _notice(change: Comparison, before: list[float], after: list[float]) -> Iterator[str]:
    told = all(map(_is_of_notice, (change.old, change.new)))
    noticed_still = told and "notify" in change.old.concepts and "notify" in change.new.concepts
    if noticed_still and len(before) == len(after) and (grown := _grown(before, after)):
        # "We will notify you of a breach within 72 hours" became "within 30 days": nobody is told earlier.
        sides = (change.old, change.new)
        if all(_BREACH.search(side.lower) for side in sides) or all(map(_is_awaited, sides)):
            yield "period:readers-less" if grown > 0 else "period:readers-more"
            return
        yield "notice:longer" if grown > 0 else "notice:shorter"
    if not after and (noticed := _noticed(change.old.text)) and not _notice_stands(noticed, change.context.new):
        yield "notice:period-removed"


def _is_of_notice(side: ParsedText) -> bool:
    """False where the one period of a side is that for which data is kept, or that which goes by before anybody is told."""
    found = [place.span() for place in _PERIOD.finditer(side.lower)]
    return len(found) != 1 or not (is_keeping(side.lower, *found[0]) or is_before_telling(side.lower, *found[0]))


# "You will hear from us within two days", "we let you know within a week": what the reader waits for.
_WITHIN = late(
    r"\b(?:hear from us|let you know|write to you|reply|answer|"
    # "We will notify the School within 72 hours"; not "you must notify us within 14 days"
    r"(?:tell|inform|notify|alert)s? (?!us\b|our\b))[^.;]{0,60}\bwithin (?:the next )?$"
)


def _is_awaited(side: ParsedText) -> bool:
    """True where the one period of a side is that within which the company tells the reader something that is no change of terms."""
    found = list(_PERIOD.finditer(side.lower))
    if len(found) != 1 or "change" in side.concepts or "chang" in side.lower:
        return False
    return bool(_WITHIN.search(side.lower[: found[0].start()])) and not _AHEAD.search(side.lower[found[0].end() :])


# "We give two months' notice if we close an account", "we tell you 30 days before": no change of the terms is spoken of.
_WARNED = late(r"\bwe (?:will |shall )?(?:\w+ly )?(?:give|tell|warn|write|e-?mail|send)\b[^.;]{0,40}$")
_AHEAD = late(r"^['’]?s?['’]?\s(?:\w+ )?(?:notice|before|in advance|ahead|prior)\b")


def _warning(change: Comparison, before: list[float], after: list[float]) -> Iterator[str]:
    """Whether the reader is warned of anything earlier or later than before."""
    found = [list(_PERIOD.finditer(side.lower)) for side in (change.old, change.new)]
    if len(before) != 1 or len(after) != 1 or any(len(places) != 1 for places in found):
        return
    texts = zip((change.old.lower, change.new.lower), found, strict=True)
    if any(is_before_telling(side.lower, *places[0].span()) for side, places in zip((change.old, change.new), found, strict=True)):
        return
    if all(_WARNED.search(text[: place.start()]) and _AHEAD.search(text[place.end() :]) for text, (place,) in texts):
        yield "period:readers-less" if _grown(before, after) < 0 else "period:readers-more"


def _notice_stands(noticed: list[float], whole: ParsedDocument) -> bool:
    """True when a text speaks elsewhere of a notice as long."""
    known: list[float] | None = whole.memory.get("noticed")
    if known is None:
        known = whole.memory["noticed"] = _noticed(whole.page.text)
    return any(round(period) >= round(min(noticed)) for period in known)


def _noticed(text: str) -> list[float]:
    """The longest period in each sentence of a text that speaks of a notice."""
    dated = [(found, piece) for piece in _SENTENCE.split(text) if len(piece) < _LONGEST and (found := periods(piece))]
    return [
        max(found) for found, piece in dated if not _NOTICE.isdisjoint((side := read(piece.strip())).concepts) and not is_for_reader(side)
    ]


_AGED_DOES = late(
    r"(?:\s*\(\d{1,2}\))?(?:\s+(?:years?(?:\s+of\s+age|\s+old)?|or\s+(?:older|over)))?,?\s+"
    r"(?:may|can|could|to|(?:are|is)\s+(?:allowed|permitted|able|entitled)\s+to)\s+((?:[a-z]+[ ,]{1,2}){0,8}[a-z]+)"
)
"""What somebody of an age does: "people over 18 may vote in our polls"."""
_TAKING_PART = word_set("taking-part")
_ASKED = late(r"(?:please|,) (?:contact|write to|e-?mail|notify|inform|tell) us\b|\byou can find\b|\blearn (?:more|how)\b|\bhow to\b")


def _is_for_an_act(side: ParsedText) -> bool:
    """True where the age is one from which something else is open than the service: "People over 18 may vote in our polls".

    So it is where the reader is told whom to ask: "If you believe that we hold data of a child under 13, contact us".
    """
    if not _ages(side):
        return False
    aged = [piece for piece in _SENTENCE.split(side.lower) if _AGE.search(piece)]
    if aged and all(map(_ASKED.search, aged)):
        return True
    done = [act[1] for found in _AGE.finditer(side.lower) if (act := _AGED_DOES.match(side.lower, found.end()))]
    return bool(done) and _TAKING_PART.isdisjoint(" ".join(done).replace(",", " ").split())


# "If you believe that we hold data of a child under 18, please write to us": for whom the company promises to look.
_CHILD = late(r"\b(?:child|children|minors?|anyone|someone) (?:who (?:is|are) )?(?:under|below|younger than)\b")


_REPORTED = late(r"\b(?:contact|write to|e-?mail|notify|inform|tell) us\b")


def _is_of_a_child_to_report(side: ParsedText) -> bool:
    return bool(_REPORTED.search(side.lower) and _CHILD.search(side.lower))


def _age(before: set[int], after: set[int], *, acted: bool, asked: bool) -> Iterator[str]:
    if before and after and before != after:
        yield "age:changed"
        if acted:
            yield "age:of-an-act"
            if asked:
                yield "age:fewer-protected" if max(after) < max(before) else "age:more-protected"
            return
        yield "age:lower" if min(after) < min(before) else "age:higher"


def _ages(side: ParsedText) -> set[int]:
    known: set[int] | None = side.memory.get("ages")
    if known is None:
        found = _AGE.findall(side.lower) if _MAY_TELL_AGE.search(side.lower) else ()
        ages = {int(age) if age.isdigit() else _AGES_IN_WORDS[age] for groups in found for age in groups if age}
        known = side.memory["ages"] = {age for age in ages if 5 <= age <= 25}
    return known
