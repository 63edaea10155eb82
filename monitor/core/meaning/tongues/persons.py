"""Words that tell who a sentence speaks of: the company ("wir", "nous"), or the reader ("Sie", "vous")."""

from __future__ import annotations

from collections.abc import Sequence

_COMPANY = {
    "de": "wir uns",
    "fr": "nous",
    "es": "nosotros nosotras nos",
    "it": "noi ci",
    "pt": "nós nos conosco",
    "nl": "wij we ons",
}
_READER = {
    "de": "sie ihnen du dich dir ihr euch man",
    "fr": "vous tu te toi",
    "es": "usted ustedes vosotros os tú te ti",
    "it": "lei voi vi tu ti te",
    "pt": "você vocês tu te ti",
    "nl": "u jij je jullie jou",
}


def persons_in(words: Sequence[str], code: str) -> list[str]:
    """Whom the words name, in their order: "company" or "reader" for each pronoun.

    Args:
        words: of a sentence, in lower case.
        code: of its language, ISO 639-1; in another than the judged ones nobody is found.

    >>> persons_in("wir erstatten ihnen die kosten".split(), "de")
    ['company', 'reader']
    """
    ours, readers = (frozenset(table.get(code, "").split()) for table in (_COMPANY, _READER))
    return ["company" if word in ours else "reader" for word in words if word in ours or word in readers]
