"""Whether a text may deny an act anywhere, in any form: a row, an item below "What we will not do:", a gerund, "Data sold: none".

Cheaper and coarser than reading statements. It never says that a promise stands, only that it can't be said to stand nowhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

from monitor.core.meaning.parsed import ParsedDocument
from monitor.core.meaning.promises.promise import DENYING, lead_in_of, units_with_words
from monitor.core.meaning.statements.vocabulary import forms_of, word_list
from monitor.core.text.tokens import FUNCTION, stem, word_row

# "Third parties never sell your data to us" is no promise of the company.
_OTHERS = frozenset({"third", "partners", "vendors", "suppliers", "providers", "advertisers", "they", "others", "affiliates"})
_ACTS = frozenset({"sell", "share", "train"})
"""What a line or a row denies in few words; "we do not keep it" says too little without its place."""
_NOT = DENYING - {"without", "refrain", "refuse"}
# "We do not sell it unless you ask", "not knowingly", "the sale of data is not limited": a denial with a way out.
_LIMITED = frozenset(
    ("unless", "except", "without",
     "excepting", "excluding", "only", "solely", "consent", "permission", "knowingly", "generally", "typically",
     "usually", "other", "currently", "limited", "if", "until", "always", "opt", "opted", "may", "anonymous", "aggregated")
)  # fmt: skip
# "You must not sell our data" binds the reader, "If you do not want us to sell it" tells nothing.
_READERS = ("you must", "you may", "you shall", "you will", "you agree", "you can", "you should", "you do not", "do not want", "you don't")
_PLAIN_WORDS = (
    "something thing things ever short brief summary simply put anything anyone anybody any all your you our us company personal data "
    "information content contents details including include them it its ai artificial intelligence model models third party parties "
    "purpose purposes way form kind under circumstances money profit never happen practice answer point time case event"
)
_PLAIN = frozenset(stem(word) for word in word_row(_PLAIN_WORDS))
"""Words that narrow no denial."""
_LONGEST = 30
"""Words beyond which a sentence says more than that."""


def may_be_denied(sought: Set[str], words: Sequence[str], whole: ParsedDocument) -> bool:
    """True when a text holds, for each act, a line that denies it and names nothing that the promise does not name.

    Args:
        sought: acts as statements name them: sell, share, train.
        words: those of the promise.
        whole: the text that is searched.
    """
    if "train" in sought:
        sought = sought - {"use"}  # "We do not use your messages to train models": the training is what is denied
    own = frozenset(map(stem, words)) | _PLAIN
    return bool(sought) and sought <= _ACTS and all(any(extra <= own for extra in _denials_of(act, whole)) for act in sought)


def _denials_of(act: str, whole: ParsedDocument) -> list[frozenset[str]]:
    """For each line that denies an act, the stems of the words it names beside it; found once."""
    found: dict[str, list[frozenset[str]]] = whole.memory.setdefault("denied-anywhere", {})
    if act not in found:
        found[act] = list(_read(act, whole))
    return found[act]


def _read(act: str, whole: ParsedDocument) -> Iterator[frozenset[str]]:
    forms = forms_of(frozenset({act}))
    for unit, words in units_with_words(whole):
        if forms.isdisjoint(words) or len(words) > _LONGEST or unit.kind == "heading" or "?" in unit.text:
            continue
        lead = lead_in_of(unit, whole)
        run = (*(word_row(lead) if len(lead) < 200 else ()), *word_row(unit.text))
        if run[0] in _OTHERS:
            continue
        said = " ".join(run)
        if _NOT.isdisjoint(run) or not _LIMITED.isdisjoint(run) or any(phrase in said for phrase in _READERS):
            continue
        yield frozenset(stem(word) for word in run if _names(word, forms))


def _names(word: str, forms: Set[str]) -> bool:
    return word[0].isalnum() and word not in FUNCTION and word not in _NOT and word not in forms and word not in word_list("generic")
