"""Whether a piece of text states something about the company and its users, or is a label, a button or a banner."""

from __future__ import annotations

import re
from functools import lru_cache

from monitor.core.text.late_pattern import late
from monitor.core.text.markdown_links import strip

_LEAST = 20
"""Characters; "We sell data to banks." has 22."""
_WHO = late(
    r"\b(?:we|you|us|our|your|users?|customers?|members?|visitors?|compan(?:y|ies)|the (?:service|provider|operator|parties)|parties|"
    r"wir|sie|ihre?|unsere?|nous|vous|votre|vos|notre|nosotros|usted(?:es)?|su|sus|nuestr[oa]s?|noi|voi|vostr[aoei]|nostr[aoei]|nós|você|seus?|suas?|wij|we|u|uw|onze)\b",
    re.IGNORECASE,
)
_DOES = late(
    r"\b(?:may|will|shall|must|can|cannot|would|should|need|do|does|did|don't|doesn’t|don’t|doesn't|won't|won’t|are|is|were|was|have|has|had|reserve|sell|share|rent|trade|"
    r"disclos|collect|use[sd]?\b|keep|kept|retain|stor|process|transfer|delet|eras|provid|agree|consent|waiv|grant|allow|receiv|track|combin|"
    r"licen[sc]e|terminat|charg|refund|indemnif|acknowledg|record|monitor|train|hold|give|pass|send|"
    r"werden|dürfen|können|müssen|haben|verkauf|teilen|nutzen|geben|speichern|verarbeiten|erheben|löschen|"
    r"pouvons|pouvez|vendons|partageons|utilisons|collectons|conservons|avons|avez|"
    r"podemos|vendemos|compartimos|utilizamos|recopilamos|conservamos|puede|acepta|"
    r"possiamo|vendiamo|condividiamo|raccogliamo|conserviamo|compartilhamos|coletamos|mogen|kunnen|verkopen|delen|gebruiken|bewaren|verzamelen)",
    re.IGNORECASE,
)
# "Northwind may share your personal information": a name before what it does.
_NAMED = late(
    r"\b[A-Z][\w&.’'-]+(?: [A-Z][\w&.’'-]+){0,3} "
    r"(?:may|will|shall|must|can|cannot|does|do|is|are|has|never|sells?|shares?|rents?|trades?|collects?|uses?|keeps?|retains?|stores?|processes|discloses?|transfers?|gives?|passes|deletes?|promises|undertakes?|agrees)\b"
)
# "How we use your data", "Which rights you have": titles.
_ASKS = late(r"^\W*(?:how|what|why|where|when|who|which|whether|wie|was|warum|comment|pourquoi|qué|cómo)\b", re.IGNORECASE)
_SENTENCE_END = late(r"[.;!。！](?:\W|$)")
# 当社 and 弊社 are "our company", 您 and お客様 are "you": in Japanese and Chinese, words are not set apart.
_EASTERN = late(r"(?:当社|弊社|当サイト|我们|您|本公司|我們|저희|당사|회사는|귀하)")
# A sentence without its full stop, as buttons and captions have them: "You agree to binding arbitration".
_MODAL = late(r"\b(?:may|will|shall|must|cannot|do not|does not|agree|consent|waive)\b", re.IGNORECASE)
# "We love cats" states something and is no clause; a clause speaks of data, rights, money or disputes.
_OF_THE_POLICY = late(
    r"personal|\bdata\b|information|consent|agree|arbitrat|liab|refund|terminat|retain|\bsell|sold|\bshar(?:e|es|ed|ing)\b|third part|"
    r"advertis|"
    r"broker|disclos|rights?\b|law\b|account|dispute|licen[sc]e|class action|warrant|indemn|daten|donn[ée]+es|datos|dati\b|dados|gegevens|"
    r"个人|個人|信息|情報|개인",
    re.IGNORECASE,
)
# "We use cookies to improve this site", "You need to enable JavaScript", "Sign up and we will send you news", "We value your feedback".
_BANNER = late(
    r"cookie|javascript|enable scripts|\bbrowsers?\b|newsletter|sign(?:ing)? up|subscrib|captcha|all rights reserved|©|feedback|helpful|"
    r"pixels, sdks|\bdownload(?:ed)? (?:our|the) app|add to cart|free shipping",
    re.IGNORECASE,
)


@lru_cache(maxsize=4096)
def states(text: str) -> bool:
    """Whether a text says what the company or its users do, may or must.

    >>> [states(text) for text in ("We may sell your data to brokers.", "How we use your personal data", "Open the main menu of the site")]
    [True, False, False]
    """
    if len(text) < 12:
        return False
    plain = strip(text) if "](" in text else text
    if _EASTERN.search(plain):
        return len(plain) >= 12 and _SENTENCE_END.search(plain) is not None
    if len(plain) < _LEAST or plain.count(" ") < 3 or _ASKS.search(plain):
        return False
    who = _WHO.search(plain)
    acts = (who is not None and _DOES.search(plain) is not None) or _NAMED.search(plain) is not None
    return acts and (_SENTENCE_END.search(plain) is not None or _MODAL.search(plain) is not None)


@lru_cache(maxsize=4096)
def is_clause(text: str) -> bool:
    """Whether a text beside the document, in a banner or a label, reads like a clause of the policy all the same.

    >>> [is_clause(text) for text in ("We may sell your data to brokers.", "We use cookies to improve our site.")]
    [True, False]
    """
    return states(text) and _OF_THE_POLICY.search(text) is not None and _BANNER.search(text) is None


def quoted(text: str, most: int = 160) -> str:
    """The text for a note, shortened at a word."""
    plain = " ".join((strip(text) if "](" in text else text).split())
    return plain if len(plain) <= most else f"{plain[:most].rpartition(' ')[0] or plain[:most]} …"
