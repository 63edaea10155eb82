"""Full-text search: which policies contain or contained words, from when until when, and in which sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from monitor.core.text.search_terms import Question, distinct_terms
from monitor.errors import StoreError, UsageError
from monitor.model import Policy
from monitor.pipeline.context import MonitorContext
from monitor.store.index import Index, VersionSpan
from monitor.store.sentences import Standing, StoredSentence


class SentenceCutter:
    """Cuts texts into the sentences that can be found."""

    def sentences(self, text: str) -> Iterator[StoredSentence]:
        """The sentences, list items, rows and headings of a text, each with what is above it."""
        # Late: only texts that are new are cut, and what cuts them loads the word lists.
        from monitor.core.text.sentence_cut import cut_sentences

        for one in cut_sentences(text):
            yield StoredSentence(one.text, one.lead_in, one.heading)

    def terms(self, sentence: str) -> Sequence[str]:
        """The distinct terms of a sentence; see `monitor.core.text.search_terms`."""
        return distinct_terms(sentence)


@dataclass(frozen=True, slots=True)
class SearchOptions:
    """Filters of a search; by default, none applies."""

    in_force: bool = False
    """Only policies whose newest version contains the words, and only those sentences."""
    since: datetime | None = None
    """Only policies in which the words first appeared, came back or went at that time or later."""
    topic: str | None = None
    """Only sentences about it."""
    polarity: str | None = None
    """affirmed | denied: only sentences that say so of what is searched for."""


@dataclass(frozen=True, slots=True)
class Period:
    """Versions in a row that have the words."""

    first: VersionSpan
    last: VersionSpan
    before: VersionSpan | None
    """The version before the first, without the words; None when the first is the oldest that is known."""
    after: VersionSpan | None
    """The version after the last, without the words; None when they are in the newest."""


@dataclass(frozen=True, slots=True)
class FoundSentence:
    """A sentence with the words, and the periods in which it was there."""

    sentence: StoredSentence
    periods: tuple[Period, ...]
    polarity: str | None = None
    """affirmed | denied | both | unclear; None where nobody asked."""
    conditional: bool = False


@dataclass(frozen=True, slots=True)
class PolicyFindings:
    """What was found in one policy."""

    policy: Policy
    periods: tuple[Period, ...]
    """In which any of the sentences was there."""
    sentences: tuple[FoundSentence, ...]
    """Current ones first, then by when they first appeared, newest first."""

    @property
    def stands(self) -> bool:
        """True when the words are in the newest version."""
        return self.periods[-1].after is None


@dataclass(slots=True)
class SearchAnswer:
    """What was found, and where nothing could be searched."""

    findings: list[PolicyFindings] = field(default_factory=list)
    searched: int = 0
    """Policies with at least one version."""
    without_versions: list[str] = field(default_factory=list)
    unsearchable: list[str] = field(default_factory=list)
    """Policies whose versions are not in the full-text index."""
    unclear: int = 0
    """Sentences with the words that were left out because nobody can tell whether they affirm or deny."""
    not_tracked: list[str] = field(default_factory=list)
    """Ids of policies that are no longer tracked and have the words in some version."""


def require_full_text(index: Index) -> None:
    """Raises UsageError when this SQLite can't search."""
    if not index.can_search():
        says = "was made by a Python whose SQLite lacks the FTS5 extension, so nothing can be searched"
        raise UsageError(f"{index.path} {says}; install a Python that has it, then run `policy-monitor verify --rebuild`")


def make_searchable(context: MonitorContext, policy_ids: Iterable[str], on_done: Callable[[], None] = lambda: None) -> None:
    """Makes policies searchable that an earlier version of this program stored. The caller holds the store's lock."""
    for policy_id in policy_ids:
        context.index.make_searchable(policy_id, SentenceCutter())
        on_done()


def search(context: MonitorContext, policies: Sequence[Policy], question: Question, options: SearchOptions | None = None) -> SearchAnswer:
    """Looks for words in every version of some policies.

    Args:
        context: the store; nothing is written.
        policies: where to look.
        question: what to look for; all of its phrases are in one sentence.
        options: which answers are wanted.
    """
    options, index = options or SearchOptions(), context.index
    counts, unsearchable = index.version_counts(), set(index.unsearchable())
    answer = SearchAnswer()
    answer.without_versions = [policy.id for policy in policies if policy.id not in counts]
    answer.unsearchable = [policy.id for policy in policies if policy.id in unsearchable]
    answer.searched = len(policies) - len(answer.without_versions) - len(answer.unsearchable)
    found = _by_policy(index, question)
    # All at once: thousands of queries take as long as everything else.
    known = index.spans_of_versions(_ends(found, counts))
    for policy in policies:
        if policy.id in found:
            spans = _Spans(known, policy.id, counts.get(policy.id, 0), index.path)
            if (one := _findings(spans, policy, found[policy.id], question, options, answer)) is not None:
                answer.findings.append(one)
    tracked = {policy.id for policy in context.policies} | set(context.elsewhere)
    answer.not_tracked = sorted(found.keys() - tracked)
    answer.findings.sort(key=lambda one: not one.stands)
    return answer


def _by_policy(index: Index, question: Question) -> dict[str, dict[StoredSentence, list[Standing]]]:
    needed = [(term, phrase.begun and at == len(phrase.terms) - 1) for phrase in question.phrases for at, term in enumerate(phrase.terms)]
    found: dict[str, dict[StoredSentence, list[Standing]]] = {}
    for standing in index.standings(needed):
        by_sentence = found.get(standing.policy, {})
        # Words apart answer no phrase; the full-text table knows only which words a sentence has.
        if standing.sentence in by_sentence or question.is_of_words or question.is_in(standing.sentence.text):
            found.setdefault(standing.policy, by_sentence).setdefault(standing.sentence, []).append(standing)
    return found


def _ends(found: dict[str, dict[StoredSentence, list[Standing]]], counts: Mapping[str, int]) -> set[tuple[str, int]]:
    """The versions at both ends of each standing, and those beside them."""
    asked: set[tuple[str, int]] = set()
    for policy_id, sentences in found.items():
        for one in (standing for standings in sentences.values() for standing in standings):
            gone = counts.get(policy_id, 0) if one.gone is None else one.gone
            asked.update((policy_id, at) for at in (one.first - 1, one.first, gone - 1, gone))
    return asked


def _findings(
    spans: _Spans,
    policy: Policy,
    found: dict[StoredSentence, list[Standing]],
    question: Question,
    options: SearchOptions,
    answer: SearchAnswer,
) -> PolicyFindings | None:
    """What was found in one policy, if it is wanted."""
    wanted: dict[StoredSentence, tuple[str | None, bool]] = {}
    for sentence, standings in found.items():
        if options.in_force and all(one.gone is not None for one in standings):
            continue
        if options.topic is not None and not _is_about(policy, sentence, options.topic):
            continue
        polarity, conditional = _said(question, sentence, spans.language(standings[-1])) if options.polarity else (None, False)
        answer.unclear += options.polarity is not None and polarity == "unclear"
        if polarity == options.polarity:
            wanted[sentence] = polarity, conditional
    if not wanted:
        return None
    periods = spans.periods(one for sentence in wanted for one in found[sentence])
    if options.since is not None and not any(_changed_since(period, options.since) for period in periods):
        return None
    sentences = [FoundSentence(one, spans.periods(found[one]), *said) for one, said in wanted.items()]
    sentences.sort(key=lambda one: (one.periods[-1].after is not None, -one.periods[-1].first.name.captured_at.timestamp()))
    return PolicyFindings(policy, periods, tuple(sentences))


def _changed_since(period: Period, since: datetime) -> bool:
    """True when the words came or went then; those of the oldest version that is known may be as old as anything."""
    came = period.before is not None and period.first.name.captured_at >= since
    return came or (period.after is not None and period.after.name.captured_at >= since)


def _is_about(policy: Policy, sentence: StoredSentence, topic: str) -> bool:
    # Late, as below: what sentences mean takes a fifth of a second to load, and most searches ask for words alone.
    from monitor.core.meaning.document_context import document_kind
    from monitor.core.meaning.spoken_topics import spoken_of_sentence

    spoken = spoken_of_sentence(sentence.text, sentence.lead_in, sentence.heading, document_kind(policy.document, ""))
    return topic in spoken.plainly or topic in spoken.perhaps


def _said(question: Question, sentence: StoredSentence, language: str | None) -> tuple[str, bool]:
    from monitor.core.meaning.said import said_about, statements_said

    said = said_about(question, statements_said(sentence.text, sentence.lead_in, sentence.heading, language))
    return str(said.polarity), said.conditional


class _Spans:
    """The versions of one policy between which sentences were there."""

    def __init__(self, known: dict[tuple[str, int], VersionSpan], policy_id: str, count: int, path: Path) -> None:
        self._known, self._policy, self._count, self._path = known, policy_id, count, path

    def language(self, standing: Standing) -> str | None:
        return self._at(standing.first).language

    def periods(self, standings: Iterable[Standing]) -> tuple[Period, ...]:
        """The stretches of versions that standings cover together, oldest first."""
        stretches: list[tuple[int, int]] = []
        for first, gone in sorted((one.first, self._count if one.gone is None else one.gone) for one in standings):
            if stretches and first <= stretches[-1][1]:
                stretches[-1] = stretches[-1][0], max(stretches[-1][1], gone)
            else:
                stretches.append((first, gone))
        return tuple(
            Period(self._at(first), self._at(gone - 1), self._known.get((self._policy, first - 1)), self._known.get((self._policy, gone)))
            for first, gone in stretches
        )

    def _at(self, position: int) -> VersionSpan:
        if (self._policy, position) not in self._known:
            raise StoreError(f"{self._path} lacks a version whose sentences it has; `policy-monitor verify --rebuild` makes it whole again")
        return self._known[self._policy, position]
