"""Shortens a long clause by what it can be understood without, so that its recipient, place and verb stay in the quotation."""

from __future__ import annotations

import re

from monitor.core.meaning.headlines.operative import words_in
from monitor.core.meaning.headlines.quoting import SPARE, bare, excerpt, stretch
from monitor.core.meaning.negation import DENYING, LIMITING
from monitor.core.text.late_pattern import late

# "personal data (such as your name, your address and what you order)", "(see section 4)", "(i)"
_ASIDE = late(r"\s?\([^()]{12,400}\)")
# ", including but not limited to names, addresses and letters, with our partners": examples up to the comma after which the clause goes on.
_EXAMPLES = late(
    r"[,;]?\s(?:including|includes?|such\sas|for\sexample,?|e\.g\.,?|like)\s[^.;()]{12,400}?,\s"
    r"(?=(?:with|to|for|by|from|in\sorder|when|if|where|unless|except|that|which|is|are|was|will|may|shall|must|can|cannot|we|you)\s)",
    re.IGNORECASE,
)
# "In connection with the processing of refunds, we may share …": by what law, for what occasion; never under which condition.
_OCCASION = late(
    r"^(?:pursuant\sto|in\sconnection\swith|in\saccordance\swith|notwithstanding|as\s(?:described|explained|stated|set\sout|set\sforth|noted|mentioned)\b"
    r"|for\sthe\savoidance\sof\sdoubt|please\s(?:note|be\saware)|in\saddition|additionally|furthermore|moreover)\b[^.;]{0,260}?,\s"
    r"(?=(?:if|we|you|our|your|the|any|all|users?|[A-Z][\w-]+)\s)",
    re.IGNORECASE,
)
# "If you upload pictures, reviews or letters that break the law or the rights of others, we may remove them": its condition is begun.
_CONDITION = late(r"^(?:if|in\sthe\sevent|where|when|unless|to\sthe\sextent|in\scase|provided|should|by|once|after|upon)\b", re.IGNORECASE)
_MAIN = late(
    r",\s(?:then\s)?(?=(?:(?!(?:and|or|but|what|which|who|whom|whose|how|that|whether)\b)[\w-]+)(?:\s[\w’'-]+){0,3}?\s"
    r"(?:may|will|shall|must|can|cannot|agree|agrees|reserves?|has|have|is|are|do|does|collects?|uses?|shares?|waives?)\s)",
    re.IGNORECASE,
)
# "including, without limitation, your letters", "including but not limited to": nothing is limited.
_UNLIMITED = late(r"\bwithout\slimitation\b|\b(?:but\s)?(?:is\s|are\s)?not\slimited\sto\b", re.IGNORECASE)
_BEGUN = 42
"""Characters of a condition, or of the beginning of a sentence, with which it is begun."""
_LEAST = 12


def condensed(text: str, room: int) -> str:
    """A clause in about so many characters; "…" stands for what is left out, and no denial or limit is left out of what is quoted.

    >>> condensed("We may share your orders (such as dates, amounts and shops) with the parent of the child.", 40)
    'We may share your orders … with the parent of the child'
    """
    if len(text) <= room + SPARE:
        return bare(text)
    if (occasion := _OCCASION.match(text)) and not _limits(occasion[0]):
        text = f"…{text[occasion.end() :]}"
    text = _without(text, _ASIDE, room)
    text = _without(text, _EXAMPLES, room)
    if len(text) <= room + SPARE:
        return bare(text)
    if _CONDITION.match(text.lstrip("…")) and (begun := _with_condition_begun(text, room)):
        return begun
    return _two_stretches(text, room)


def both_ends(text: str, room: int) -> str:
    """A sentence that introduces a list: what it is about stands at its beginning, and what is said of it at its end."""
    if len(text) <= room + SPARE:
        return text
    head, tail = text.rfind(" ", 0, room * 2 // 5), text.find(" ", len(text) - room * 3 // 5)
    limits = [start for start, _, word in words_in(text) if word in LIMITING]
    if _limits(text[head:tail]):
        # "You agree, as all who come here do, not to do any of the following": never without its "not".
        tail = max(0, text.rfind(" ", 0, max(0, next(at for at in limits if at >= head) - 1)))
    return f"{text[:head].rstrip(' ,;(')} … {text[tail + 1 :]}" if head < tail else text


def _limits(words: str) -> bool:
    return bool(limits_of(words))


def limits_of(words: str) -> list[str]:
    """The words of a clause that deny or limit, in alphabetical order; every denial is one "not", and "not limited to" is none.

    >>> limits_of("We never share it unless you agree, including but not limited to your name.")
    ['not', 'unless']
    """
    return sorted("not" if word in DENYING else word for _, _, word in words_in(_UNLIMITED.sub("", words)) if word in LIMITING)


def _without(text: str, pattern: re.Pattern[str], room: int) -> str:
    """The text without what matches, the longest first, until it fits."""
    spare, left_out = len(text) - room - SPARE, []
    for found in sorted(pattern.finditer(text), key=lambda found: found.start() - found.end()):
        if spare > 0 and not _limits(found[0]):
            left_out.append(found.span())
            spare -= found.end() - found.start()
    edges = [0, *(at for span in sorted(left_out) for at in span), len(text)]
    kept = [text[edges[at] : edges[at + 1]].strip(" ") for at in range(0, len(edges), 2)]
    return re.sub(r"\s…(?=[.,;:]|$)", "…", re.sub(r"(?:\s*…)+\s*…", " …", " … ".join(kept).rstrip(" ")))


def _with_condition_begun(text: str, room: int) -> str:
    """The first words of a condition, and what holds under it; empty where one cannot tell where it ends, or where it limits."""
    # "If you do, the fee is set by the partner, and …": of a condition that short nothing can be left out but what holds under it.
    main = _MAIN.search(text)
    if not main or not _BEGUN < main.start() <= len(text) * 0.8:
        return ""
    begun = text.rfind(" ", 0, _BEGUN)
    if _limits(text[begun : main.start()]) or begun < _LEAST or any(sign in text[: main.start()] for sign in (". ", "; ")):
        return ""
    rest = room - begun - 3
    return f"{text[:begun].rstrip(' ,;')} … {excerpt(text[main.end() :], rest)}"


def _two_stretches(text: str, room: int) -> str:
    """The stretch that tells most, after the words with which its sentence begins, where it does not begin with them."""
    best = excerpt(text, room)
    if not best.startswith("…"):
        return best
    begun = text.rfind(" ", 0, _BEGUN)
    rest = excerpt(text, room - begun - 2)
    if not rest.startswith("…"):
        return stretch(text, 0, room)
    at = text.find(rest.strip("…")[:30])
    if begun < _LEAST or at <= begun or _limits(text[begun:at]) or any(sign in text[:at] for sign in (". ", "; ")):
        return best
    return f"{text[:begun].rstrip(' ,;')} … {rest.lstrip('…')}"
