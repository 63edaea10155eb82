"""What a text imposes where it said nothing of it before: that nothing is warranted, and that a machine decides about the reader."""

from __future__ import annotations

import re
from collections.abc import Iterator

from monitor.core.meaning.comparison import Comparison
from monitor.core.meaning.features.newly_said import began_or_ended, sentences_of
from monitor.core.meaning.features.protocol import seen_or_not
from monitor.core.text.late_pattern import late

# 'The service is provided "as is"', "we disclaim all warranties", "we make no warranties, express or implied".
_UNWARRANTED = late(
    r"\b(?:provided|offered|supplied|available|service|software|app)\b[^.;]{0,60}[\"“'‘]?\bas[ -]is\b"
    r"(?! (?:usual|set|said|described|stated))|"
    r"\bdisclaim(?:s|ing)? (?:all |any |every )?(?:\w+ ){0,3}warrant|\b(?:make|give|provide|offer)s? no (?:\w+ ){0,4}warrant|"
    r"\bwithout (?:any )?warrant(?:y|ies) of any kind"
)
_MACHINE = (
    r"(?:algorithms?|software|computers?|machines?|robots?|artificial intelligence|ai|automated (?:means|systems?|process(?:es|ing)?))"
)
# "An algorithm decides whether you qualify", "your application is rejected by a computer", "we decide automatically whether you …".
_MACHINE_DECIDES = late(
    rf"\b{_MACHINE}\b[^.;]{{0,40}}\b(?:decides?|determines?|approves?|rejects?|refuses?)\b[^.;]{{0,80}}\b(?:you|your)\b|"
    rf"\byour\b[^.;]{{0,60}}\b(?:decided|approved|rejected|refused|determined)\b[^.;]{{0,40}}\b(?:by|with) (?:an? |our |the )?{_MACHINE}\b|"
    r"\bwe (?:may |will )?(?:\w+ ){0,4}decide (?:\w+ ){0,2}automatically (?:whether|if|which|who|what)\b|"
    r"\byour\b[^.;]{0,60}\b(?:decided|approved|rejected|refused)\b[^.;]{0,30}\bwithout (?:any )?(?:human|person)"
)
# "Credit applications are decided automatically", "automated decision-making", "profiling of your purchases"; "our ranking takes account
# of prices", "eligibility for rewards", "bots and other automated means" and "we collect logs by automated means" decide nothing.
_AUTOMATED = late(
    r"\bautomated (?:\w+ )?decisions?\b|\bautomated (?:\w+ )?decision[- ]making\b|\bprofiling\b|\bcreditworthiness\b|"
    r"\bautomatic(?:ally|ated)? (?:decid|determin|assess|evaluat|approv|reject|refus|suspend|terminat)\w*|"
    r"\b(?:decid|determin|assess|evaluat|approv|reject|refus|suspen|terminat|made|taken|reviewed)\w*\b[^.;]{0,60}"
    r"(?:\bautomatically\b|\bby (?:\w+ )?automated means\b|\bby (?:an? |our )?algorithms?\b|"
    r"\bwithout (?:any )?human (?:review|involvement|intervention|oversight|being)\b)|"
    r"\bscor(?:e|es|ing) (?:you|your|our|customers?|users?|applicants?|members?)\b|\bcredit scor\w+"
)
_RIGHT = late(r"\b(?:not|never|no|right|object|contest|review by)\b")
"""In a sentence that denies it, or lets the reader object, nothing is imposed."""


@seen_or_not
def imposed_features(change: Comparison) -> Iterator[str]:
    """A disclaimer of warranties, or a decision by a machine, that came where the text had none, or went where it has none now."""
    yield from began_or_ended(
        change, "disclaims-warranties", disclaims_warranties, began="warranty:disclaimed", ended="warranty:no-longer-disclaimed"
    )
    yield from began_or_ended(change, "automated", decides_automatically, began="automation:begun", ended="automation:ended")
    yield from began_or_ended(change, "machine-decides", machine_decides, began="machine:decides", ended="machine:no-longer-decides")


def disclaims_warranties(text: str) -> bool:
    """True when a sentence says that nothing is warranted; for text in lower case.

    >>> disclaims_warranties('the app is provided "as is".'), disclaims_warranties("we warrant that it works as is said.")
    (True, False)
    """
    return any(map(_UNWARRANTED.search, sentences_of(text)))


def machine_decides(text: str) -> bool:
    """True when a sentence says that a machine decides about the reader; for text in lower case.

    >>> machine_decides("an algorithm decides whether you qualify."), machine_decides("software helps us to decide.")
    (True, False)
    """
    return _imposes(_MACHINE_DECIDES, text)


def decides_automatically(text: str) -> bool:
    """True when a sentence speaks of decisions that are automated, or of profiles; for text in lower case.

    >>> decides_automatically("suspensions are decided automatically."), decides_automatically("do not use bots or other automated means.")
    (True, False)
    """
    return _imposes(_AUTOMATED, text)


def _imposes(said: re.Pattern[str], text: str) -> bool:
    found = [(piece, hit) for piece in sentences_of(text) if (hit := said.search(piece))]
    return any(not _RIGHT.search(piece[: hit.end()]) for piece, hit in found)
