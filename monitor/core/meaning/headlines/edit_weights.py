"""What a run of edited words counts in its clause, and whether it turns what the clause says."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.core.meaning.frames import MODALS
from monitor.core.meaning.headlines.condensed import limits_of
from monitor.core.meaning.headlines.edited import EditedClause
from monitor.core.meaning.headlines.operative import weight_of, word_row_of
from monitor.core.meaning.headlines.runs import EditRun
from monitor.core.meaning.negation import DENYING

_FEW = 10
"""Words of a run in which one that denies turns the sentence."""
_TURN_WEIGHT = 8.0
"""What it counts that a run turns the sentence, against the weights of words."""
_TURNING = DENYING | MODALS.keys() | {"only"}
"""Words that turn a sentence: what is denied, and how far the company binds itself."""


def turned_by(clause: EditedClause, run: EditRun) -> bool:
    """True where the few words of one run turn the sentence; a whole sentence with "may" in it that came beside it does not."""
    old, new = (word_row_of(text[slice(*span)]) for text, span in ((clause.old, run.old), (clause.new, run.new)))
    return len(old) + len(new) <= _FEW and stance(old) != stance(new)


def limited_by(clause: EditedClause, run: EditRun) -> bool:
    """True where the few words of one run take back a denial or a limit, or bring one in: "will not rely on" → "relies on"."""
    old, new = clause.old[slice(*run.old)], clause.new[slice(*run.new)]
    return turned_by(clause, run) and limits_of(old) != limits_of(new)


def stance(words: Sequence[str]) -> list[str]:
    """What is denied, and how far one binds oneself; "may" and "can" say the same, and so do "not" and "never"."""
    return sorted("not" if word in DENYING else MODALS.get(word, word) for word in words if word in _TURNING)


def run_weight(clause: EditedClause, run: EditRun) -> float:
    """How much a run tells; nothing where only blanks and signs differ."""
    if _letters(clause.old[slice(*run.old)]) == _letters(clause.new[slice(*run.new)]):
        return 0.0  # "cookies—small" → "cookiessmall"
    turned = _TURN_WEIGHT if turned_by(clause, run) else 0.0
    return turned + weight_of(
        word for text, span in ((clause.old, run.old), (clause.new, run.new)) for word in word_row_of(text[slice(*span)])
    )


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.lower()))
