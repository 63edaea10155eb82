"""Answers about texts that the fold of a history needs, remembered from one fold to the next, so that only new texts are read.

The fold stays the definition: it goes over all captures each time, but every question that takes a text to answer is a pure function of
what identifies the texts, and its answer is looked up by that. Without a memory everything is computed, which gives the same.
"""

from __future__ import annotations

from collections.abc import Callable, MutableMapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

from monitor.core.history.deferred import digest_of, identity_of
from monitor.core.history.noise import NormalizedText, normalize_text
from monitor.core.history.tickers import NumberLines, Tickers, number_lines
from monitor.core.screen import screen
from monitor.core.text.shingles import has_sentences, shared
from monitor.model import Changelog, Document, ExtractionResult, Policy, ScreenStatus, Severity, SnapshotRecord, Verdict

Memory = MutableMapping[str, Any]
"""Answers by question; what JSON can hold."""
NEARLY_THE_SAME = 0.9
"""Share of common shingles, both ways, at which two doubtful captures confirm each other, say if one street number changed."""


class ReadCapture(Protocol):
    """A snapshot with what was extracted of it, which `reading` identifies."""

    @property
    def record(self) -> SnapshotRecord:
        """The snapshot."""

    @property
    def extraction(self) -> ExtractionResult:
        """The extracted text, or why there is none."""

    @property
    def reading(self) -> str:
        """Equal for equal extractions."""


@dataclass(frozen=True, slots=True)
class TextFacts:
    """What the fold needs of every text."""

    key: str
    """Of the words, see NormalizedText."""
    emails: tuple[str | None, ...]
    numbers: NumberLines
    has_sentence: bool


class TextCache:
    """Answers questions about texts, from memory where they were asked before.

    Args:
        memory: what was remembered; None to compute everything.
    """

    def __init__(self, memory: Memory | None = None) -> None:
        self._memory = memory
        self._facts: dict[str, TextFacts] = {}
        # A comparison asks for two texts, again and again.
        self.normalize: Callable[[str], NormalizedText] = lru_cache(maxsize=4)(normalize_text)

    def facts(self, document: Document) -> TextFacts:
        """What the fold needs of a text; one object for equal texts."""
        digest = document.sha256
        if digest not in self._facts:
            key, emails, layout, lines, sentence = self.recall(f"text {digest}", lambda: self._text_facts(document))
            numbers = NumberLines(layout, tuple((place, mark) for place, mark in lines))
            self._facts[digest] = TextFacts(key, tuple(emails), numbers, sentence)
        return self._facts[digest]

    def _text_facts(self, document: Document) -> list[Any]:
        text = document.text
        normalized = self.normalize(text)
        numbers = number_lines(normalized)
        return [normalized.key, normalized.emails, numbers.layout, numbers.lines, has_sentences(text)]

    def key(self, document: Document, tickers: Tickers) -> str:
        """The key of a text with its ticking numbers left out."""
        facts = self.facts(document)
        if not tickers.amounts and facts.numbers.layout not in tickers.lines:
            return facts.key
        # Sorted, for a set has no order that would be the same next time.
        ticking = sorted(tickers.lines.get(facts.numbers.layout, ()))
        question = f"ticking {digest_of(document.sha256, ticking, tickers.amounts)}"
        key: str = self.recall(question, lambda: tickers.key(self.normalize(document.text)))
        return key

    def confirms(self, one: Document, other: Document) -> bool:
        """Whether two doubtful texts are the same, or nearly."""
        if one.sha256 == other.sha256 or self.facts(one).key == self.facts(other).key:
            return True
        question = f"alike {digest_of(one.sha256, other.sha256)}"
        return bool(self.recall(question, lambda: min(shared(one.text, other.text)) >= NEARLY_THE_SAME))

    def screened(self, capture: ReadCapture, before: Sequence[Document], language: str | None) -> Verdict:
        """The screen's verdict on a snapshot; see `screen`."""
        record = capture.record
        # What the question is made of takes longer to put together than a short text to screen.
        if self._memory is None:
            return screen(capture.extraction, record=record, before=before, language=language)
        answer = record.status, record.headers, record.size, record.source, record.policy
        question = f"screen {digest_of(capture.reading, answer, [identity_of(one) for one in before], language)}"

        def judge() -> list[Any]:
            verdict = screen(capture.extraction, record=record, before=before, language=language)
            return [verdict.standing.value, verdict.reason, verdict.says, verdict.cut_off]

        standing, reason, says, cut_off = self.recall(question, judge)
        return Verdict(ScreenStatus(standing), reason, says, cut_off)

    def recall(self, question: str, answer: Callable[[], Any], *, keep: Callable[[], bool] = lambda: True) -> Any:
        """The remembered answer to a question, else the one that is found now, which is remembered if it may be kept."""
        if self._memory is None:
            return answer()
        if question in self._memory:
            return self._memory[question]
        found = answer()
        if keep():
            self._memory[question] = found
        return found


@dataclass(frozen=True, slots=True)
class ChangelogOutline:
    """What decides over an alert: the severities of a changelog's changes, and which of these are of changes that nobody judged."""

    grades: frozenset[tuple[str, bool]]

    def alerts(self, policy: Policy) -> bool:
        """As whether `Changelog.alerting` has any change."""
        return any(
            Severity(severity).rank >= policy.threshold.rank
            if judged
            else policy.alert_unjudged and Severity(severity).rank >= Severity.MATERIAL.rank
            for severity, judged in self.grades
        )


def outline(changelog: Changelog) -> ChangelogOutline:
    """The outline of a changelog."""
    return ChangelogOutline(frozenset((change.severity.value, change.judged) for change in changelog.changes))
