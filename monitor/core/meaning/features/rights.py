"""What the reader gives and gets: asked first or only free to refuse, rights with strings attached, what authorities must show."""

from __future__ import annotations

import re
from collections.abc import Iterator

from monitor.core.meaning.comparison import Comparison
from monitor.core.meaning.features.amounts import amounts, is_prose, states_amount
from monitor.core.meaning.features.newly_said import sentences_of
from monitor.core.meaning.features.protocol import seen_or_not
from monitor.core.meaning.parsed import ParsedDocument, ParsedText, line_words, read
from monitor.core.text.late_pattern import late
from monitor.core.text.lexicon import english, word_set
from monitor.core.text.phrases import PhraseMatcher, same_suffix
from monitor.core.text.tokens import FUNCTION, stem, word_row

_REFUSAL = PhraseMatcher(same_suffix("unless you|until you object|until you tell"))
_FREELY = PhraseMatcher(same_suffix("at any time|any time you|whenever you|free of charge|without charge|at no cost|as often as you"))
_FREELY_IN = re.compile(r"any time|whenever you|without charge|at no cost|free of charge|as often as you")
_COURT = PhraseMatcher(same_suffix("court|warrant|subpoena|judge|judicial"))
_FREE = PhraseMatcher(same_suffix("is free|are free|be free|for free|free of charge"))
_FEES = frozenset({"fee", "fees", "surcharge", "surcharges"})
_STORAGE = frozenset(
    ("server", "servers", "hosted", "hosting", "stored", "processed", "located", "datacentre", "datacenter", "datacentres", "datacenters")
)
_COUNTRIES = word_set("countries")
_MEASURES = frozenset(
    ("encrypt", "encrypts", "encrypted", "encryption", "factor", "penetration", "audit", "audits", "audited", "hashed", "hashes",
     "firewall", "firewalls", "tls", "ssl", "aes", "iso", "pseudonymised", "pseudonymized")
)  # fmt: skip
_VAGUE = frozenset({"reasonable", "appropriate", "adequate", "suitable", "commercially", "industry"})


@seen_or_not
def right_features(change: Comparison) -> Iterator[str]:
    """What a change gives to the reader, or takes."""
    if _loses_opt_out(change):
        yield "opt-out:last-removed"
    if _loses_right(change):
        yield "right:last-removed"
    yield from _fees(change)
    if not (change.old.words and change.new.words):
        return
    yield from _asking(change)
    yield from _rights(change)
    yield from _authorities(change)
    yield from _places(change)
    if "protect" in change.old.concepts and "protect" in change.new.concepts:
        before, after = (not _MEASURES.isdisjoint(side.words) for side in (change.old, change.new))
        if before != after and not _VAGUE.isdisjoint((change.new if before else change.old).words):
            yield "security:clearer" if after else "security:vaguer"


def _loses_opt_out(change: Comparison) -> bool:
    """True when the reader could opt out, and nothing of the kind is named anywhere in the new text."""
    could = not change.new.words and any(frame.role == "right" and frame.act == "opt-out" for frame in change.old.frames)
    return could and any(map(offers_refusal, sentences_of(change.old.text))) and not _offers_opt_out(change.context.new)


# "We can disable your user name at any time", "We reserve the right to reject a post": it is the company that refuses.
_REFUSED_BY_COMPANY = late(
    r"\b(?:we|us|ours?)\b[^.;,]{0,90}\b(?:disabl|declin|reject|turn\w* off|switch\w* off)|"
    r"\b(?:disabled|declined|rejected) by (?:us|the company)\b|"
    r"\b(?:accounts?|orders?|payments?|access|applications?)\b[^.;,]{0,40}\b(?:disabled|declined|rejected)\b"
)


# "You can set your browser to stop accepting cookies"
_STOPS = late(r"\bstop (?:accepting|receiving|getting)\b|\bno longer (?:wish|want) to (?:receive|get)\b")


def offers_refusal(sentence: str) -> bool:
    """True when a sentence names a way in which its reader can opt out, refuse or switch something off.

    >>> offers_refusal("You can disable cookies in your browser."), offers_refusal("We can disable your user name.")
    (True, False)
    """
    side = read(sentence.strip())
    return (
        ("opt-out" in side.concepts or _STOPS.search(side.lower) is not None)
        and "you" in {word[:3] for word in side.words}
        and not _REFUSED_BY_COMPANY.search(side.lower)
    )


def _offers_opt_out(whole: ParsedDocument) -> bool:
    """True when a line other than a heading ("Your choices") names a way to opt out; found once."""
    known: bool | None = whole.memory.get("opt-out")
    if known is None:
        lines = (line_words(line) for line in whole.page.lines if not line.startswith("#"))
        known = whole.memory["opt-out"] = any(hit[2].id == "opt-out" for words in lines for hit in english().find(words))
    return known


def _loses_right(change: Comparison) -> bool:
    """True when the reader could ask for something by right, and the new text has no word for it."""
    could = not change.new.words and any((frame.role, frame.act) == ("right", "right") for frame in change.old.frames)
    if not could or "you" not in change.old.words:
        return False
    named = {beginning for beginning in _RIGHTS for word in change.old.words if word.startswith(beginning)}
    return bool(named) and not any(f" {beginning}" in change.context.new.words for beginning in named)


_RIGHTS = ("complain", "portab", "rectif", "restrict", "erasure", "object", "appeal", "contest")
"""How words begin that name one right (Regulation (EU) 2016/679, articles 16 to 22 and 77)."""


# "We may raise fees by a maximum of 3 % a year": how far a price may rise, and no price.
_RISE = late(
    r"\b(?:raise|increase|adjust|change)[sd]?\b[^.;]{0,60}\b(?:fees?|prices?|charges?)\b|"
    r"\b(?:fees?|prices?|charges?)\b[^.;]{0,40}\b(?:raised|increased|rise|adjusted)\b"
)


def _fees(change: Comparison) -> Iterator[str]:
    """A fee with its amount, where the other side names neither; "a fee of 5 euros" is "a charge of EUR 5"."""
    if change.reworded and amounts(change.old.lower) == amounts(change.new.lower) != []:
        return
    for here, there, sign in ((change.new, change.old, "added"), (change.old, change.new, "removed")):
        named = not _FEES.isdisjoint(here.words) or (change.reworded and there.says(_FREE) and not here.says(_FREE))
        if (
            named
            and _FEES.isdisjoint(there.words)
            and is_prose(here)
            and any(_states_price(one) and not _RISE.search(one) for one in sentences_of(here.lower))
        ):
            yield f"fee:{sign}"


_OF_LIABILITY = late(
    r"\bliab|\bdamages\b|\bin no event\b|\b(?:exceed|than) the (?:total )?(?:fees|amounts?)\b|\b(?:exceed|than) (?:any|all) fees\b"
)


def states_fee(sentence: str) -> bool:
    """True when a sentence, in lower case, names a fee with its amount."""
    return not _FEES.isdisjoint(word_row(sentence)) and _states_price(sentence)


def _states_price(sentence: str) -> bool:
    """True when a sentence names an amount that somebody pays; "we are liable for no more than the fees, at most $100" names none."""
    return states_amount(sentence) and not _OF_LIABILITY.search(sentence)


def _places(change: Comparison) -> Iterator[str]:
    """Countries where data is kept, of which one side names more."""
    if any(_STORAGE.isdisjoint(side.words) for side in (change.old, change.new)):
        return
    before, after = map(_named_places, (change.old, change.new))
    if before and after and before != after:
        yield "place:removed" if after < before else "place:added"


# "The United Kingdom" and "the UK" are one country.
_LONG_NAMES = {"uk": "united kingdom", "usa": "united states", "eu": "european union", "eea": "european economic area"}


def _named_places(side: ParsedText) -> set[str]:
    spelled = {short for short, long in _LONG_NAMES.items() if long in side.lower or (short == "usa" and _US.search(side.text))}
    return {word for word in side.words if word in _COUNTRIES} | spelled


_US = re.compile(r"\bU\.?S\.?\b")


def _asking(change: Comparison) -> Iterator[str]:
    """Consent first ("if you have opted in") turned into a refusal afterwards ("unless you opt out"), or the other way round.

    Regulation (EU) 2016/679, recital 32: silence and pre-ticked boxes are no consent.
    """
    asked, refused = ([_asks(side) for side in (change.old, change.new)], [_lets_refuse(side) for side in (change.old, change.new)])
    if (asked == [True, False] and refused == [False, True]) or _is_asked_first(change.old, change.new) or _is_off(change.old, change.new):
        yield "consent:opt-out"
    if (asked == [False, True] and refused == [True, False]) or _is_asked_first(change.new, change.old) or _is_off(change.new, change.old):
        yield "consent:opt-in"


_IF_ON = late(r"\b(?:only )?(?:if|when|once|after) you (?:have )?(?:turn|turned|switch|switched|enable|enabled|activate|activated)\b")
_UNLESS_OFF = late(r"\b(?:unless|until) you (?:have )?(?:turn|turned|switch|switched|disable|disabled|deactivate|deactivated)\b")


def _is_off(one: ParsedText, two: ParsedText) -> bool:
    """True where the one says "if you turn it on" and the other "unless you turn it off"."""
    return bool(_IF_ON.search(one.lower) and _UNLESS_OFF.search(two.lower)) and not _UNLESS_OFF.search(one.lower)


_CONSENT = "(?:consent|permission|agreement)"
_ASKING_FIRST = late(
    rf"\b(?:only|ask for your {_CONSENT}|(?:with|without|obtain|get) your (?:prior |explicit |express )?{_CONSENT})\b[^.;]{{0,60}}?"
    rf"(?:\bif you (?:have |first )?(?:agree|consent|opt)\w*|\bbefore we\b|\bafter you (?:have )?(?:agree|consent)\w*|"
    rf"\bwith your {_CONSENT}\b)|"
    rf"\bonly with your {_CONSENT}\b"
)
_OBJECTING = late(r"\byou (?:may|can) (?:always |also )?(?:object to|refuse|decline|reject)\b|\bunless you (?:object|refuse|decline)")
_SENTENCE = 40


def _is_asked_first(one: ParsedText, two: ParsedText) -> bool:
    """True where the one asks before the same that the other lets the reader only object to.

    "We only send you marketing e-mails if you have agreed", "You can object to marketing e-mails at any time".
    """
    if max(len(one.words), len(two.words)) > _SENTENCE or not _ASKING_FIRST.search(one.lower) or not _OBJECTING.search(two.lower):
        return False
    if _OBJECTING.search(one.lower) or "opt-in" in two.concepts:
        return False
    about = [{stem(word) for word in side.words if word not in FUNCTION} - _CHOOSING for side in (one, two)]
    return not about[0].isdisjoint(about[1])


_CHOOSING = frozenset(map(stem, ("consent", "object", "agree", "time", "permission", "send", "ask")))


def _asks(side: ParsedText) -> bool:
    return "opt-in" in side.concepts


def _lets_refuse(side: ParsedText) -> bool:
    return "opt-out" in side.concepts or side.says(_REFUSAL)


def _rights(change: Comparison) -> Iterator[str]:
    """A right that may no longer be used freely, or now may; one that became a duty."""
    before_roles, after_roles = ({frame.role for frame in side.frames} for side in (change.old, change.new))
    if "right" in before_roles - after_roles and "duty" in after_roles - before_roles:
        yield "right:to-duty"
    if all(any(frame.role == "right" for frame in side.frames) for side in (change.old, change.new)):
        before, after = change.old.says(_FREELY), change.new.says(_FREELY)
        if before != after and not _is_free_elsewhere(change):
            yield "right:freer" if after else "right:limited"


def _is_free_elsewhere(change: Comparison) -> bool:
    """True where the sentence that grants the right freely stands in the other text as well: only its double came or went."""
    side, other = (change.old, change.context.new) if change.old.says(_FREELY) else (change.new, change.context.old)
    freely = [piece for piece in sentences_of(side.lower) if _FREELY_IN.search(piece)]
    return bool(freely) and all(other.has(word_row(piece)) for piece in freely)


def _authorities(change: Comparison) -> Iterator[str]:
    """Whether authorities must come with the order of a court."""
    if all({"government", "share"} <= side.concepts.keys() for side in (change.old, change.new)):
        before, after = change.old.says(_COURT), change.new.says(_COURT)
        if before != after:
            yield "threshold:higher" if after else "threshold:lower"
