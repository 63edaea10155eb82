"""Where disputes go: binding arbitration, and the waiver of class actions or of a jury, imposed on the reader or lifted."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.core.meaning.comparison import Comparison
from monitor.core.meaning.features.newly_said import began_or_ended, sentences_of
from monitor.core.meaning.features.protocol import seen_or_not
from monitor.core.text.late_pattern import late

_NAMES = late(
    r"arbitrat|class[ -]action|class[ -](?:wide|member|representative|proceeding)|\bjury\b|"
    r"representative (?:action|proceeding)|individual (?:capacity|basis)"
)
# "Disputes are settled by arbitration in Vienna",
# "Any dispute shall be settled by binding arbitration", "You and Odalys agree to arbitrate", "This clause requires you to arbitrate".
_SENT_TO_ARBITRATION = late(
    r"binding (?:and final |individual |, individual )?arbitrat|"
    r"(?:agrees?|require[sd]?|must|have|consent) (?:you |us )?to (?:\w+ ){0,3}arbitrat|"
    r"(?:shall|will|must|are to|is to) (?:\w+ ){0,4}"
    r"(?:resolved|settled|decided|determined|submitted|referred|arbitrated|heard)[^.;]{0,80}arbitrat|"
    r"arbitration (?:is|becomes|shall be|will be) (?:\w+ )?(?:compulsory|mandatory|obligatory|required)|"
    r"(?:are|is) (?:\w+ )?(?:resolved|settled|decided|determined|heard) (?:\w+ )?(?:by|through|in|via) (?:\w+ ){0,2}arbitrat"
)
# "You waive any right to a jury trial", "Class action waiver", "Class arbitrations are not permitted", "claims may be brought only in an
# individual capacity, and not as a plaintiff or class member", "conducted only on an individual basis and not in a class action", "you are
# giving up your right to a trial by jury", "neither of us may take part in a class action".
_WAIVED = late(
    r"waiv(?:e|es|ed|ing|er)\b[^.;]{0,160}(?:class|jury|collective|representative)|(?:class|collective|jury)[^.;]{0,60}\bwaive[rd]?\b|"
    r"class[^.;]{0,120}(?:are not|aren't|is not|aren’t) (?:allowed|permitted)|"
    r"only (?:in|on) (?:your|its|his|an|their)[^.;]{0,30}individual (?:capacity|basis)|"
    r"individual basis,? (?:and )?not [^.;]{0,20}\bclass\b|"
    r"giv(?:e|es|ing) up [^.;]{0,80}\bjury\b|"
    r"\bneither [^.;]{0,60}\b(?:may|can|shall|will) [^.;]{0,40}\bclass (?:action|member|representative)"
)
# "You may invoke binding arbitration under the Data Privacy Framework": a right of the reader, and no duty.
# "A complaint that has been subject to binding arbitration before", "should the class waiver be held void": told of one that stands.
_BY_READER = (
    r"\binvok(?:e|es|ed|ing)\b|(?:may|can|able to|option (?:to|of)|right to) (?:also )?(?:request|elect|choose|initiate|seek|engag)|"
    r"privacy framework|privacy shield|\bdpf\b"
)
_ASKED_FOR = late(_BY_READER)
_OFFERED = late(
    _BY_READER + r"|\b(?:not|never|cannot|n['’]t) (?:be )?(?:required|forced|obliged|compelled|made|bound|have|need) to\b|"
    r"\b(?:not|never|n['’]t) (?:require|oblige|force|compel|make|ask) (?:you|anyone|anybody|users|customers|members)\b|"
    r"\bno right\b[^.;]{0,60}\bwaived\b|\bwithout waiving\b|"
    r"not (?:be )?(?:subject to|giving up)|"
    r"(?:does|do|shall|will) not (?:apply|waive|limit|affect)|nothing in|has (?:\w+ )?been (?:subject|submitted)|"
    r"waiver[^.;]{0,40} (?:found|held|deemed|is|be|are) (?:to be )?(?:void|invalid|unenforceable|unlawful)"
)
# "If a resident asks for binding arbitration, each party bears its own costs": what is only supposed is not imposed.
_SUPPOSED = late(r"^\W*(?:if|when|where|should|in the event(?: that)?|unless) [^,]{0,200},")


@seen_or_not
def dispute_features(change: Comparison) -> Iterator[str]:
    """Arbitration or a waiver that came where the text imposed none before, or went where it imposes none now."""
    yield from began_or_ended(change, "imposes-arbitration", imposes, began="arbitration:imposed", ended="arbitration:lifted")
    named = [piece for side in (change.old, change.new) for piece in sentences_of(side.lower) if _NAMES.search(piece)]
    if named and all(map(_ASKED_FOR.search, named)):
        yield "arbitration:offered"


def imposes(text: str) -> bool:
    """True when a sentence sends the reader to binding arbitration, or waives a class action or a jury; for text in lower case.

    >>> imposes("any dispute shall be settled by arbitration in bern."), imposes("you may invoke binding arbitration under the framework.")
    (True, False)
    """
    if not _NAMES.search(text):
        return False
    return any(_says_so(piece) for piece in sentences_of(text) if _NAMES.search(piece))


def _says_so(sentence: str) -> bool:
    if _OFFERED.search(sentence):
        return False
    said = _SUPPOSED.sub("", sentence.strip(), count=1)
    return bool(_SENT_TO_ARBITRATION.search(said) or _WAIVED.search(said))
