"""What a summary may be: English, without invisible characters, and without an address that readers could be led to."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from monitor.core.text.language import language_of
from monitor.errors import AnswerDropped
from monitor.model import OpinionQuote

# Words that few other languages have: a sentence in English has one of them, or is shorter than a sentence.
_ENGLISH = frozenset(
    """
    the and your may might can could will would should must now with without for from by that this which when where who you
    its it their they them are been be is was were to of in than more less longer instead if or any all users user people
    company nothing changed after before says about some most
    """.split()  # noqa: SIM905 - a list of words reads better in lines
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_MOST_FOREIGN = 0.1
"""The share of letters in other scripts than Latin: a name, and not a sentence."""
_ADDRESS = re.compile(
    r"://\S*+|\bwww\.\S*+|\b(?:mailto|tel|javascript|data):\S|(?<=\w)@[\w-]++\.\w"
    r"|(?<![\w-])[\w-]++\.(?:com|net|org|io|eu|info|biz|example)\b",
    re.IGNORECASE,
)
_MARKUP = re.compile(r"<[a-z!/][^<>]*+>|\]\(|```", re.IGNORECASE)


def check_wording(summary: str, quotes: Sequence[OpinionQuote]) -> None:
    """Refuses a summary that the other checks could not read, and one that leads somewhere.

    Numbers and denials are looked for in English: "Das Unternehmen verkauft keine Daten" has none that they know. An address is what
    somebody who writes into a policy would want to see in a mail that people trust; one that a quote has is in the text anyway.

    Raises:
        AnswerDropped: reason "language", "schema" or "link".
    """
    if any(unicodedata.category(character) in ("Cc", "Cf", "Co", "Cs") for character in summary):
        raise AnswerDropped("its summary has invisible characters", reason="schema")
    for found in _ADDRESS.finditer(summary):
        if not any(found[0] in quote.text for quote in quotes):
            raise AnswerDropped(f"its summary has an address ({found[0][:40]}) that none of its quotes has", reason="link")
    if _MARKUP.search(summary):
        raise AnswerDropped("its summary has markup and is not a plain sentence", reason="schema")
    if not _is_english(summary):
        raise AnswerDropped("its summary is not in English, so it can't be checked", reason="language")


def _is_english(summary: str) -> bool:
    letters = [character for character in summary if character.isalpha()]
    foreign = sum(not unicodedata.name(letter, "").startswith("LATIN") for letter in letters)
    if not letters or foreign > _MOST_FOREIGN * len(letters):
        return False
    known = len({word.casefold() for word in _WORD.findall(summary)} & _ENGLISH)
    # One such word may be a loan, or a word of another language that looks the same ("in", "is", "will").
    return known > 1 or (known == 1 and language_of(summary) in (None, "en"))
