"""Whether the two texts support what a second reader says: its quotes and its denials; for its figures, see monitor.opinions.amounts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.core.text.word_lists import languages_with_negations, negations_of
from monitor.errors import AnswerDropped
from monitor.model import OpinionQuote
from monitor.opinions.question import ReaderQuestion, sides_of

CHECKED_LANGUAGES = frozenset({"en", *languages_with_negations()})
"""Those in which a dropped "not" is noticed; nothing is asked about texts in another one."""
_FEWEST_WORDS = 3
"""Of at least one quote. "data" is in every policy and proves nothing."""
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")

_DENIES = {"no", "not", "never", "none", "nobody", "nothing", "neither", "nor", "cannot", "without"}
# What a sentence may say instead of "not": "They stop selling your data" is a denial, and no quote needs to have the same word.
_INSTEAD = r"stop|ceas|refus|prohibit|forb[ia]d|exclud|except|unless|unable|prevent|disallow"
_DENIES_OTHERWISE = re.compile(rf"\b(?:{_INSTEAD})\w*", re.IGNORECASE)
# Of a promise that is gone; not "delete", which is what a promise itself may be about.
_TAKES_BACK = re.compile(
    rf"\b(?:(?:{_INSTEAD}|withdr[ae]w|remov|dropp|revok|abandon|abolish)\w*|gone|lost|ends|ended|banned|lacks)\b", re.IGNORECASE
)
# About the change itself, and not about what the text says: "no longer promises to delete" needs no "not" in any quote.
_ABOUT_THE_CHANGE = re.compile(
    r"\b(?:no longer|not any ?more|not any longer|not only|not just|(?:does|do|did) not change|no change\w*|not changed?)\b", re.IGNORECASE
)

_PAST = re.compile(
    r"\b(?:before|previous\w*|former\w*|earlier|used to|until now|so far|originally|the old|did|had|was|were|promis\w*|instead"
    r"|rather than)\b",
    re.IGNORECASE,
)


def check_quotes(quotes: Sequence[OpinionQuote], question: ReaderQuestion, old: str, new: str) -> None:
    """Refuses words that are not in the text that they are attributed to, and quotes that are all about what did not change.

    Raises:
        AnswerDropped: reason "invented-quote" or "unchanged-quote".
    """
    texts = {after: _even(" ".join([new if after else old, *sides_of(question.clauses, after=after)])) for after in (False, True)}
    changed = {after: [_even(one) for one in sides_of(question.clauses, after=after)] for after in (False, True)}
    for quote in quotes:
        if not _stands(_even(quote.text), texts[quote.after]):
            says = f"it quotes “{quote.text[:80]}”, which is not in the {'new' if quote.after else 'old'} text"
            raise AnswerDropped(says, reason="invented-quote")
    telling = [quote for quote in quotes if any(_even(quote.text) in one for one in changed[quote.after])]
    if not any(len(quote.text.split()) >= _FEWEST_WORDS or quote.text in changed[quote.after] for quote in telling):
        raise AnswerDropped("none of its quotes is from a clause that changed", reason="unchanged-quote")


def check_negations(summary: str, quotes: Sequence[OpinionQuote], language: str) -> None:
    """Refuses a summary that loses or invents a denial.

    What counts is the side that is in force: the quotes of the new text, or of the old one where nothing of the new one is quoted.

    Raises:
        AnswerDropped: reason "negation".
    """
    in_force = [quote.text for quote in quotes if quote.after] or [quote.text for quote in quotes]
    said = _ABOUT_THE_CHANGE.sub(" ", summary)
    says_so = denies(summary, language) or _TAKES_BACK.search(summary) is not None
    if all(denies(text, language) for text in in_force) and not says_so:
        raise AnswerDropped("its quotes deny something, and its summary affirms it", reason="negation")
    denying = [quote for quote in quotes if denies(quote.text, language) or _DENIES_OTHERWISE.search(quote.text)]
    if denies(said, language) and not denying:
        raise AnswerDropped("its summary denies something, and none of its quotes does", reason="negation")
    # "It does not sell your data", where it did not and now may: the denial is that of the text that is gone.
    if denies(said, language) and not any(quote.text in in_force for quote in denying) and not tells_the_past(summary):
        raise AnswerDropped("its summary denies what only the old text denies", reason="negation")


def tells_the_past(summary: str) -> bool:
    """Whether a summary says that something was so, or that it is gone."""
    return _PAST.search(summary) is not None or _TAKES_BACK.search(summary) is not None or _ABOUT_THE_CHANGE.search(summary) is not None


def denies(text: str, language: str = "en") -> bool:
    """Whether a text has a word of denial, of English or of its own language.

    >>> denies("We don't sell it."), denies("We sell it."), denies("Wir verkaufen nichts, nicht einmal an Partner.", "de")
    (True, False, True)
    """
    words = [word.replace("’", "'") for word in _WORD.findall(text.casefold())]
    return any(word in _DENIES or word.endswith("n't") or word in negations_of(language) for word in words)


_EVEN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " "})


def _even(text: str) -> str:
    """White space and the shapes of quotation marks aside: models write straight ones for curly ones. Every letter counts."""
    return " ".join(text.translate(_EVEN).split())


def _stands(quote: str, text: str) -> bool:
    """Whether the words stand as words: "sell your data" is not quoted from "resell your data"."""
    at = text.find(quote)
    while at >= 0:
        before, after = text[at - 1 : at], text[at + len(quote) : at + len(quote) + 1]
        if not (before.isalnum() and quote[0].isalnum()) and not (after.isalnum() and quote[-1].isalnum()):
            return True
        at = text.find(quote, at + 1)
    return False
