"""Whom a sentence serves by how it is built, where the words that it is built of stand mostly in sentences that serve the other side.

"We have ended our partnership with data brokers" names data brokers, "we do not honour Do Not Track" names a choice. Nothing more follows
from this than that the direction which the words lean to is not said.
"""

from __future__ import annotations

import re
from functools import lru_cache

from monitor.core.meaning.clause_tokens import sentence_row, shown
from monitor.core.text.late_pattern import late

_LONGEST = 40
"""Words of a sentence beyond which it says more than one thing."""
# "We have stopped selling data", "we ended our partnership with data brokers", "we phased out tracking"; not "we stopped offering refunds".
_ENDED = late(
    r"\b(?:stopped|ended|discontinued|ceased|terminated|abandoned|phased out|given up|gave up) (?:all |our |any |the |to )*"
    r"(?:sell|sale|shar|track|collect|profil|scan|record|monitor|combin|buy|train|rent|advertis|cookie|data brok|surveill|target|"
    r"(?:partnership|cooperation|contract|agreement|arrangement|work)s? with\b[^.;]{0,30}\b(?:broker|advertis)|"
    r"(?:use|using)\b[^.;]{0,30}\b(?:cookie|advertis|track|data|information|pixel|fingerprint))"
)
# "Your fingerprint never leaves your phone", "is processed only on your device"; not "cookies are stored on your device".
_ON_DEVICE = late(
    r"\b(?:never|not) (?:leaves?|left)\b[^.;]{0,20}\b(?:device|phone|computer|browser|handset)\b|"
    r"\b(?:stays?|remains?|kept|stored|processed|held) (?:only|solely|entirely|exclusively|locally) (?:on|in) your\b"
)
# "Precise location is only used while the app is open", "we share only totals", "from which nobody can be identified".
_LIMITED = late(
    r"\bonly (?:used|collected|read|recorded|shared|active) (?:while|when|during)\b|"
    r"\bonly (?:share |disclose |give |receive |see |get )?(?:totals|aggregate[ds]?|anonymous|anonymi[sz]ed|statistics)\b|"
    r"\b(?:nobody|no one|no individual|no person|none of you|you cannot|you can not) (?:can |could )?be (?:personally )?identified\b"
)
# "Arbitration is optional", "we have removed the arbitration clause", "we do not require you to waive your right to sue".
_RELEASED = late(
    r"\barbitration\b[^.;,]{0,20}\b(?:is|remains) (?:entirely |always )?(?:optional|voluntary)\b|"
    r"\b(?:removed|dropped|deleted|abolished|lifted|scrapped|waived) (?:the |our |all |any |a )?(?:\w+ )?"
    r"(?:arbitration|fees?|charges?|waivers?|penalt(?:y|ies)|caps?|limits?|class[- ]action)\b|"
    r"\b(?:do|does|will|shall) not (?:require|force|oblige|expect|ask) (?:you|users|customers|members|consumers) to\b|"
    r"\byou (?:do not|will not|need not|never) (?:have|need)? ?to\b|\byou are not (?:required|obliged|bound) to\b"
)
# "When an advertiser asks for data about a user, we refuse".
_REFUSED = late(
    r"\b(?:asks?|requests?|demands?|wants?)\b[^.;]{0,60}, (?:we|our \w+) (?:always )?(?:refuse|decline|resist|say no|object|challenge)"
)
_UNHEEDED = late(
    r"\b(?:not|never|nor) (?:\w+ ){0,2}(?:honou?r|respond|recogni[sz]e|react|support|process|act|heed|alter|change)\b"
    r"[^.;]{0,60}\b(?:do[- ]not[- ]track|dnt|global privacy control|gpc|opt[- ]out)\b"
)
_UNPAID = late(r"\bwe (?:will|shall|do|can) not (?:\w+ )?(?:compensate|reimburse|refund|indemnify|pay (?:you|any))\b|\bwe cannot be held\b")
_PERMITTED = late(
    r"\bwe may (?:also |further |then )?(?:transfer|sell|rent|share|disclose|combine|collect|record|monitor|reduce|suspend|terminate|"
    r"refuse|deny|restrict|downgrade|charge)\b"
)
# "You have to give us a reason", "parents cannot delete what their child has shared", "we are not obliged to inform you".
_BURDENED = late(
    r"\b(?:you|users|customers|members|consumers) (?:have to|need to|must|are required to|are obliged to)\b|"
    r"\b(?:you|users|customers|members|consumers|parents|guardians) (?:cannot|can not|may not) (?:be able to )?"
    r"(?:delete|erase|access|see|review|object|opt|withdraw|cancel|close|export|correct|change|contest|appeal|claim|join|refuse|download)\b|"
    r"\bwe are (?:not|under no|never) (?:obliged|obligation|required|bound|duty) to "
    r"(?:inform|tell|notify|keep|give|refund|answer|delete)\b|"
    r"\bno refunds? (?:are|is|will be)\b"
)
# "All cookies are on unless you switch them off": what holds for whoever does nothing.
_BY_DEFAULT = late(
    r"\b(?:visible|public|on|enabled|active|shared|sold|tracked|included|collected|renews?|renewed)\b[^.;]{0,40}"
    r"\bunless you (?:change|switch|turn|opt|object|disable|tell|cancel|ask|adjust)\b"
)
_INTRODUCED = late(
    r"\bwe (?:have |now |have now )?(?:added|introduced|introduce|charge) (?:a |an |the )?(?:new )?(?:\w+ )?"
    r"(?:arbitration|fees?|charges?|waivers?|penalt(?:y|ies)|class[- ]action)\b"
)
# "You may opt out only by registered letter": a choice, and an obstacle.
_HARD_WAY = late(
    r"\b(?:opt out|object|cancel|withdraw|terminate|unsubscribe|complain)\b[^.;]{0,40}"
    r"\bonly (?:by|via|through|in) (?:\w+ )?(?:letter|post|mail|fax|writing|person|phone|telephone)\b"
)
# "Claims may be brought individually or as part of a class action".
_COURTS_OPEN = late(
    r"\b(?:claims?|actions?|proceedings?|disputes?|cases?) (?:may|can) (?:also |still )?be (?:brought|filed|heard|pursued)\b"
    r"[^.;]{0,60}\b(?:class|collective|representative|group) (?:action|proceeding|claim|suit)"
)
# "Our partners must obtain your permission", "the buyer has to keep these promises": what others are bound to.
_OTHERS_BOUND = late(
    r"\b(?:partners?|providers?|vendors?|suppliers?|processors?|contractors?|advertisers?|brokers?|buyers?|sellers?|employers?|recipients?|"
    r"sponsors?|couriers?|banks?|agenc(?:y|ies)|authorit(?:y|ies)|third parties|staff|employees|moderators|they) "
    r"(?:must|have to|has to|are required to|is required to|are obliged to|are bound to|may not|must not|cannot|can not|shall not)\b"
)
# "Health data is never shown to your employer", "we no longer show ads to members".
_NOT_SHOWN = late(
    r"\b(?:is|are|will be|were|be) (?:never|not) (?:shown|displayed|revealed|visible|passed|given|handed|"
    r"published|made (?:available|public))\b|"
    r"\b(?:no longer|not|never) (?:show|display|serve|send|place|run|carry) (?:you |any )?(?:\w+ )?"
    r"(?:ads?|adverts?|advertis\w+|marketing|promotion\w*)\b"
)
_WATCHED = late(
    r"\baccess\b[^.;]{0,60}\bby (?:our |its )?(?:staff|employees|administrators|engineers)\b[^.;]{0,20}\bis (?:logged|recorded|audited)"
)
_WITHOUT = (
    r"\b(?:possible|available|works?|used?|usable|function\w*)\b[^.;]{0,30}\bwithout (?:\w+ )?"
    r"(?:cookies?|account|registration|registering|signing|giving|sharing|consent\w*|accepting|creating)\b"
)
_FREELY, _TIED = late(_WITHOUT), late(r"\b(?:not|cannot|never)\b[^.;]{0,20}" + _WITHOUT)
# "We tell third parties whether you are a customer".
_TOLD_OTHERS = late(
    r"\bwe (?:may |will |also )?(?:tell|inform|notify|let) (?:our |the |other |any )?"
    r"(?:third parties|partners|advertisers|employers|insurers|brokers|sponsors|retailers|vendors|affiliates)\b"
)
_FORFEITED = late(
    r"\b(?:credits?|points|balances?|vouchers?|gift cards?|coupons?|rewards|miles|minutes|allowances?|discounts?)\b[^.;]{0,40}"
    r"\b(?:expires?|lapses?|(?:is|are|will be) (?:forfeited|lost|cancelled|canceled))\b"
)
_UNASKED = late(
    r"\b(?:we|partners|providers|they|buyer) may\b[^.;]{0,60}"
    r"\bwithout (?:your |prior |any |further |first |giving |stating )*"
    r"(?:consent|permission|notice|asking|telling|informing|reasons?|warning)\b"
)
# "We may take up to six months to erase it": a limit, and a delay.
_DELAYED = late(r"\b(?:may|can) take (?:up to )?\w+ (?:days?|weeks?|months?|years?)\b")
# 'The CCPA defines "sale" as …', "sensitive data means data about health": what words mean, of which the company does nothing yet.
_DEFINED = late(
    r"\b(?:ccpa|cpra|gdpr|law|laws|act|regulation|code|statute) (?:defines?|considers?|treats?)\b|"
    r"^(?:\S{1,40} ){1,6}means\b|\bmay (?:constitute|be considered|qualify as|be) (?:a )?\W*(?:sale|sell|sharing|share)\b"
)
_FOR = (_ENDED, _ON_DEVICE, _LIMITED, _RELEASED, _REFUSED, _COURTS_OPEN, _OTHERS_BOUND, _NOT_SHOWN, _WATCHED)
_AGAINST = (_UNHEEDED, _UNPAID, _PERMITTED, _BURDENED, _BY_DEFAULT, _INTRODUCED, _TIED, _TOLD_OTHERS, _FORFEITED, _UNASKED)
_BOUNDED = late(r"\b(?:unless|except|only|but|not|no|never|if you (?:agree|consent|ask|allow|opt)|with your|at your request)\b")
"""What makes a permission less than plain."""


@lru_cache(maxsize=16)
def plain_way(text: str) -> int | None:
    """1 where each sentence is built for the reader, -1 where against him, 0 where one is both or neither; None where any is plain.

    >>> plain_way("We have stopped selling data."), plain_way("You have to give a reason."), plain_way("We sell data.")
    (1, -1, None)
    """
    ways = set[int]()
    for row in sentence_row(shown(text)):
        if row.words and not row.question:
            way = _way(" ".join(row.words))
            if way is None:
                return None
            ways.add(way)
    if not ways:
        return None
    return ways.pop() if len(ways) == 1 else 0


# "Customers in debt are never reported to credit bureaus by us", "researchers receive only data from which names have been stripped".
_KEPT_SHORT = late(r"\b(?:never|nobody|no one|no longer|only)\b")
_READER_KEPT_SHORT = late(r"\b(?:you|users|customers|members) (?:may|can|will|must|shall|are|should) (?:\w+ )?(?:only|never|no longer)\b")


def keeps_short(text: str) -> bool:
    """True where a text says "never", "nobody" or "only", and not of what the reader may do.

    Of labelled texts of this kind whose words lean against the reader, 8 in 12 are against him; a direction is said where 17 in 20 are.
    """
    lower = text.lower().lstrip("#*-•> \n")
    if lower.startswith("you "):
        return False  # "You agree never to assert a moral right against us"
    return bool(_KEPT_SHORT.search(lower)) and not _READER_KEPT_SHORT.search(lower)


def _way(sentence: str) -> int | None:
    if sentence.count(" ") > _LONGEST:
        return None
    if _any((_HARD_WAY, _DEFINED, _DELAYED), sentence):
        return 0
    if _any(_FOR, sentence) or (_FREELY.search(sentence) and not _TIED.search(sentence)):
        return 1
    if _any(_AGAINST, sentence):
        return None if _PERMITTED.search(sentence) and _BOUNDED.search(sentence) else -1
    return None


def _any(patterns: tuple[re.Pattern[str], ...], sentence: str) -> bool:
    return any(pattern.search(sentence) for pattern in patterns)
