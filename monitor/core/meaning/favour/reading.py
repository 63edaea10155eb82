"""What a sentence is read as, to tell whom it favours: words and acts with who does them, how they are bound and whether they are denied.

"We never read your messages" and "we may read your messages" share all words that weigh; what sets them apart is that the reading is
denied. So every word is read with the subject of its clause, the modal verb before it, and whether a negation reaches it. Pairs of words
stand beside that, for the turns that no grammar knows ("free of", "at your", "up to").
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

from monitor.core.meaning.clause_tokens import sentence_row, shown
from monitor.core.meaning.direction_cues import cue_names
from monitor.core.meaning.negation import DENYING
from monitor.core.meaning.statements.agents import MODALS
from monitor.core.meaning.statements.vocabulary import verbs, word_list
from monitor.core.text.tokens import FUNCTION, stem

_COMPANY, _READER = frozenset(("we", "us")), frozenset(("you",))
_OWNERS = {"our": "our", "ours": "our", "your": "your", "yours": "your"}
_PARTIES = word_list("party-words")
_NOBODY = frozenset(("nobody", "none"))
_AUXILIARY = MODALS.keys() | word_list("favour-auxiliary")
_DENYING = DENYING | word_list("favour-denying")
_TURNING = word_list("favour-turning")
_CONDITIONS = frozenset(("if", "when", "where"))
"""Words that begin a condition; the other turning words begin an exception or another clause."""
_EXCEPTIONS = frozenset(("unless", "until", "before", "after", "while", "except"))
_SMALL = word_list("favour-small")
# "It is given to you", "we charge you": the reader does nothing there, so the subject stays who it was.
_TOWARDS = word_list("favour-towards")
_CLASSES = ("protective", "intrusive", "giving-acts", "burdening-acts", "kind-states", "harsh-states", "party-words")
_REACH = 8
"""Words that a negation reaches, at most to the end of its clause."""
_SUBJECT_BY = 5
"""Words of a sentence among which another party counts as its subject."""


def read(text: str) -> Counter[str]:
    """What a text is read as: how often each thing that counts stands in it, by name.

    >>> "act:sell denied" in read("We never sell your data."), "act:sell denied" in read("We sell your data.")
    (True, False)
    """
    counts: Counter[str] = Counter()
    for sentence in sentence_row(shown(text)):
        counts.update(_Clause().read(sentence.words))
        counts.update(_pairs(sentence.words))
        counts.update(f"cue:{name}" for name in cue_names([word for word in sentence.words if word[0].isalnum()]))
    return counts


def _pairs(words: Sequence[str]) -> Iterator[str]:
    """Each word with the one before it, and the two that begin the sentence."""
    before = "^"
    kinds = (word if word[0].isalpha() else "#" if word[0].isalnum() else "," for word in words)
    for at, word in enumerate(kinds):
        if word != ",":
            yield f"pair:{before} {word}"
            if at < 2:
                yield f"first:{at} {word}"
        before = word


class _Clause:
    """Where a walk through a sentence stands: whose clause it is, how its verb is bound, and what denies it."""

    def __init__(self) -> None:
        self.subject, self.modal, self.owner, self.condition = "", "", "", ""
        self.denied = 0
        """Words that the last negation still reaches."""
        self.verb_due = False

    def read(self, words: Sequence[str]) -> Iterator[str]:
        """The traits of one sentence."""
        for at, word in enumerate(words):
            if not word[0].isalnum():
                self._mark(word, words[at + 1 : at + 2])
                continue
            if word in _TURNING:
                self._turn(word)
                yield f"turn:{word}"
            yield from self._word(word, words[at - 1] if at else "", at)
            if word in _SMALL:
                yield f"small:{word}{self._denial}"
            self.denied = max(0, self.denied - 1)

    @property
    def _denial(self) -> str:
        return " denied" if self.denied or self.subject == "none" else ""

    def _mark(self, mark: str, after: Sequence[str]) -> None:
        """A comma ends what a negation reaches where another clause begins behind it; other marks always do."""
        if mark != "," or (after and (after[0] in _COMPANY | _READER or after[0] in _TURNING)):
            self.denied = 0
        if mark == ",":
            self.condition = ""

    def _turn(self, word: str) -> None:
        self.denied = 0
        self.condition = " if" if word in _CONDITIONS else " unless" if word in _EXCEPTIONS else ""

    def _word(self, word: str, before: str, at: int) -> Iterator[str]:
        party = self._party(word)
        if party and (party != "you" or before not in _TOWARDS) and (party != "third" or at < _SUBJECT_BY):
            self.subject, self.modal, self.verb_due = party, "", True
            self.denied = 0 if party in ("we", "you") else self.denied
        if party == "third":
            yield f"third{self._denial}"
        if word in _DENYING:
            self.denied = _REACH + 1  # less the negation itself
        elif word in _AUXILIARY:
            self.modal = MODALS.get(word, self.modal)
            if not self.subject:
                self.subject, self.verb_due = self.owner or "it", True
        elif word in _OWNERS:
            self.owner = _OWNERS[word]
        elif word not in FUNCTION and not party:
            yield from self._content(word)

    @staticmethod
    def _party(word: str) -> str:
        if word in _COMPANY:
            return "we"
        if word in _READER:
            return "you"
        return "third" if word in _PARTIES else "none" if word in _NOBODY else ""

    def _content(self, word: str) -> Iterator[str]:
        """A word of substance: by itself, by what it is a word for, and with the subject of its clause."""
        root, denial, subject = stem(word), self._denial, self.subject
        yield f"word:{root}{denial}"
        yield f"{subject} … {root}{denial}"
        for name in _classes(word):
            yield f"{name}{denial}"
            yield f"{subject} … {name}{denial}"
        if self.condition:
            yield f"{root}{denial}{self.condition}"
        if self.verb_due and subject:
            yield f"{subject} {self.modal}{denial}{self.condition}"
            yield f"{subject} {root}{denial}"
            yield f"{subject} {self.modal} {root}{denial}"
            self.verb_due = word.endswith("ly") and word not in verbs()


@lru_cache(maxsize=20_000)
def _classes(word: str) -> tuple[str, ...]:
    """What a word is a word for: the acts that it tells, and the lists of the vocabulary that it stands in."""
    acts = dict.fromkeys(f"act:{verb.act}" for verb in verbs().get(word, ()))
    return (*acts, *(f"list:{name}" for name in _CLASSES if word in word_list(name)))
