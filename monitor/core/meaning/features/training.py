"""Training of models on what readers write and leave: a statement that the company does it, where the other text says nothing of it."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.core.meaning.comparison import Comparison
from monitor.core.meaning.features.newly_said import began_or_ended, sentences_of
from monitor.core.meaning.features.protocol import seen_or_not
from monitor.core.text.late_pattern import late

_MODELS = late(r"machine[- ]learning|artificial intelligence|\bai\b|models?\b|algorithms?\b|\bllms?\b")
# "to train, fine-tune and evaluate the machine learning models", "to develop and improve Odalys and affiliate machine-learning
# technologies", "for the improvement of AI features"; "we use machine learning to find fraud" trains nothing.
_TRAINS = late(
    r"\b(?:train|retrain|fine[- ]tun|improv|develop)\w*\b[^.;]{0,70}?"
    r"(?:\bmachine[- ]learning|\bartificial intelligence|\bai\b|\blanguage models?|\bllms?\b|\bour (?:own )?(?:models|algorithms)\b)|"
    r"\btrain(?:s|ed|ing)?\b[^.;]{0,40}?\b(?:models?|algorithms?)\b|"
    r"\b(?:models?|algorithms?|machine[- ]learning|artificial intelligence|\bai|llms?)\b[^.;]{0,60}?"
    r"\b(?:re)?(?:trained|fine[- ]tuned|improved) (?:\w+ )?(?:on|with|using|by|from)\b"
)
# Whose: "your content", "conversations of our users", "personal information", "inputs and outputs".
_OF_READERS = late(
    r"\b(?:your|users?['’]?|customers?['’]?|personal (?:data|information)|inputs?|prompts?|conversations?|content|e-?mails?|messages|"
    r"photos|posts|information|data)\b"
)
# "You may not use the output to train a model", "Employees are trained": no training by the company.
_NOT_BY_COMPANY = late(
    r"\byou (?:may|must|shall|will|can|agree|should)\b(?: \w+)? not\b|\byou (?:may|can) (?:use|train)\b|\b(?:may|must) not\b|"
    r"\bnot (?:be )?(?:allowed|permitted)\b|\bprohibited\b|\bto train your\b|\byour own\b|\bemployees?\b|\bstaff\b|"
    r"\btraining (?:course|program|session|material)"
)
_DENIED = late(r"\b(?:not|never|nor|neither|without|won['’]t|don['’]t|doesn['’]t|no)\b")


@seen_or_not
def training_features(change: Comparison) -> Iterator[str]:
    """Training on readers' data that is now said where it was nowhere before, or is no longer said anywhere."""
    yield from began_or_ended(change, "trains-on-readers", trains_on_readers, began="training:admitted", ended="training:dropped")


def trains_on_readers(text: str) -> bool:
    """True when a sentence says that models are trained on what readers write or leave; for text in lower case.

    >>> trains_on_readers("we may use your chats to train our ai models."), trains_on_readers("you may not use our data to train a model.")
    (True, False)
    """
    if not _MODELS.search(text):
        return False
    return any(map(_says_so, sentences_of(text)))


def _says_so(sentence: str) -> bool:
    found = _TRAINS.search(sentence)
    if not found or not _OF_READERS.search(sentence) or _NOT_BY_COMPANY.search(sentence):
        return False
    return not _DENIED.search(sentence[: found.end()])
