"""Asks a second reader about new changes, after the program's own verdicts: it may raise an alert and disagree, no more.

Whatever goes wrong here - no answer, a bad one, a damaged file - leaves versions, verdicts and alerts as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from hashlib import sha256

from monitor.errors import AnswerDropped, ReaderFailed, StoreError
from monitor.model import Alert, HistoryEntry, Policy, SecondReading, Version
from monitor.notify.schedule import concerns
from monitor.opinions.interface import SecondReader
from monitor.opinions.question import PROMPT, ReaderQuestion, question_of
from monitor.pipeline import publish
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.outcome import NewVersion
from monitor.pipeline.record import log_root, note_alert
from monitor.store.alert_texts import in_brief
from monitor.store.opinions import Opinions, WaitingQuestion

PER_CYCLE = timedelta(minutes=10)
"""After which a cycle asks no further question: what waits is asked by the next one, and the alerts of this one are not held up."""
OLDEST = timedelta(days=7)
"""After which a question is not asked any more: nobody waits for the answer."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question with what it is about."""

    waiting: WaitingQuestion
    policy: Policy
    before: Version
    entry: HistoryEntry
    question: ReaderQuestion


@dataclass(frozen=True, slots=True)
class Consulted:
    """The results of one cycle's questions to the second reader."""

    alerts: tuple[Alert, ...] = ()
    """Those that were queued because of an opinion."""
    policies: tuple[Policy, ...] = ()
    """Whose pages show something new."""
    troubles: tuple[str, ...] = ()
    """One sentence for each answer that was dropped, and for why others are not there."""


def consult(context: MonitorContext, found: Sequence[NewVersion], *, stop: Callable[[], bool] = lambda: False) -> Consulted:
    """Asks about new versions, and about those that waited for an answer.

    Args:
        context: the store, whose lock the caller holds and releases as long as the reader is waited for; and the reader.
        found: the new versions of this cycle; may name some that were asked about before.
        stop: asked before each question.

    Raises:
        StoreLocked: the lock can't be had back; nothing more may be written.
        StoreError: what was answered can't be read or kept; nothing else depends on it.
    """
    reader, opinions = context.reader, context.opinions
    if reader is None or opinions is None:
        return Consulted()
    for new in found:
        _add(context, reader, opinions, new.version)
    asked = [one for waiting in opinions.due(context.now()) if (one := _question(context, opinions, waiting)) is not None]
    if not asked:
        return Consulted()
    # Whoever looks at the store meanwhile finds the root of what it holds.
    log_root(context)
    with context.aside():
        answered, troubles = _ask_all(context, reader, opinions, asked, stop)
    alerts = [alert for one, reading in answered if (alert := _raised(context, opinions, one, reading)) is not None]
    troubles += [
        f"{one.policy.id}: an answer of the second reader ({reading.model}) was dropped: {reading.says}"
        for one, reading in answered
        if reading.dropped
    ]
    return Consulted(tuple(alerts), tuple({one.policy.id: one.policy for one, _ in answered}.values()), tuple(troubles))


def _add(context: MonitorContext, reader: SecondReader, opinions: Opinions, version: Version) -> None:
    """Notes that a new live version is to be asked about, unless it was."""
    # The flips of a page that alternates would be asked about for ever; what a first version changed, nobody knows.
    if version.source != "live" or version.returns_to is not None:
        return
    names = context.index.version_names(version.policy)
    place = next((n for n, one in enumerate(names) if (one.captured_at, one.sha256) == (version.captured_at, version.sha256)), 0)
    if place and opinions.answer(names[place - 1].sha256, version.sha256, reader.model, PROMPT) is None:
        question = WaitingQuestion(version.policy, names[place - 1].sha256, version.sha256, version.captured_at)
        opinions.add_waiting(question, context.now())


def _question(context: MonitorContext, opinions: Opinions, waiting: WaitingQuestion) -> _Asked | None:
    """What is asked; None for what is too old, gone from the history, or in a language in which no answer could be checked."""
    from monitor.opinions.bearing import CHECKED_LANGUAGES  # most cycles ask nobody, and need no word lists

    found = _placed(context, waiting) if context.now() - waiting.captured_at < OLDEST else None
    if found is not None:
        policy, before, entry = found
        document = entry.version.document
        language = document.language or "en"
        texts = before.document.text, document.text
        question = question_of(policy, *texts, entry.changelog, language) if entry.changelog and language in CHECKED_LANGUAGES else None
        if question is not None:
            return _Asked(waiting, policy, before, entry, question)
    opinions.forget(waiting)
    return None


def _placed(context: MonitorContext, waiting: WaitingQuestion) -> tuple[Policy, Version, HistoryEntry] | None:
    policy = next((one for one in context.policies if one.id == waiting.policy), None)
    names = context.index.version_names(waiting.policy) if policy else []
    for place in range(len(names) - 1, 0, -1):
        if (names[place - 1].sha256, names[place].sha256) == (waiting.old_sha256, waiting.new_sha256):
            entries = context.index.entries(waiting.policy)
            assert policy is not None  # noqa: S101 - else there are no names
            return policy, entries[place - 1].version, entries[place]
    return None


def _ask_all(
    context: MonitorContext, reader: SecondReader, opinions: Opinions, asked: Sequence[_Asked], stop: Callable[[], bool]
) -> tuple[list[tuple[_Asked, SecondReading]], list[str]]:
    """Asks one after the other until one fails, the day's budget is spent or the time is over. The store's lock is not held.

    Returns:
        The answers, and why there are no more.
    """
    answered, until = list[tuple[_Asked, SecondReading]](), context.now() + PER_CYCLE
    for one in asked:
        if stop() or context.now() >= until:
            break
        if not _affordable(context, reader, opinions, one):
            return answered, [f"the second reader ({reader.model}) has no budget left today; see `reader:` in config.yaml"]
        try:
            reading = _reading(context, reader, opinions, one)
        except ReaderFailed as error:
            # The others would fail as well: a dead endpoint must not cost one timeout for each.
            opinions.failed(one.waiting, str(error), context.now(), retry_after=error.retry_after)
            return answered, [f"no second reading: {error}"]
        opinions.keep(one.policy.id, one.waiting.old_sha256, one.waiting.new_sha256, reading)
        answered.append((one, reading))
    return answered, []


def _affordable(context: MonitorContext, reader: SecondReader, opinions: Opinions, one: _Asked) -> bool:
    """Whether a question fits into what may leave this machine today, or needs not leave it."""
    spent = opinions.spent(context.now())
    fits = spent.requests < reader.requests_per_day and spent.characters + one.question.characters <= reader.characters_per_day
    return fits or _known(reader, opinions, one) is not None


def _known(reader: SecondReader, opinions: Opinions, one: _Asked) -> SecondReading | None:
    return opinions.answer(one.waiting.old_sha256, one.waiting.new_sha256, reader.model, PROMPT)


def _reading(context: MonitorContext, reader: SecondReader, opinions: Opinions, one: _Asked) -> SecondReading:
    # Of two policies with the same texts, the second one costs nothing.
    old, new = one.before.document.text, one.entry.version.document.text
    return _known(reader, opinions, one) or answer_to(context, reader, opinions, one.question, old, new)


def answer_to(
    context: MonitorContext, reader: SecondReader, opinions: Opinions, question: ReaderQuestion, old: str, new: str
) -> SecondReading:
    """Asks one question and checks the answer; what it costs is counted, and the answer is not kept.

    Raises:
        ReaderFailed: there is none.
    """
    from monitor.opinions.answer import read_answer

    opinions.spend(context.now(), question.characters)
    bare = SecondReading(reader.model, context.now(), PROMPT)
    try:
        return replace(bare, opinion=read_answer(reader.ask(question.messages()), question, old, new))
    except AnswerDropped as error:
        return replace(bare, dropped=error.reason, says=str(error))


def _raised(context: MonitorContext, opinions: Opinions, one: _Asked, reading: SecondReading) -> Alert | None:
    """Queues an alert about a change that the program held for less than the policy's threshold, and the reader did not."""
    opinion, policy, entry = reading.opinion, one.policy, one.entry
    if opinion is None or entry.alert or entry.changelog is None or opinion.severity.rank < policy.threshold.rank:
        return None
    old, new, route = one.before, entry.version, context.route(policy)
    state = context.archive.roots.last()
    alert = Alert(
        # Not the id of the program's own alert about these texts, which must never be mistaken for sent.
        id=sha256(f"second reader\n{policy.id}\n{old.sha256}\n{new.sha256}".encode()).hexdigest()[:16],
        policy=policy,
        old=old,
        new=new,
        changelog=entry.changelog,
        report=context.linked(publish.report_path(policy.id, old, new)),
        created_at=context.now(),
        root=state.root if state is not None else None,
        second=replace(reading, raised=True),
    )
    if not (concerns(alert, route.topics) or set(opinion.topics) & route.topics):
        return None
    if context.state.messages({alert.id}, brief=True):
        return None
    # As for the program's own alerts: the note first, and no alert is lost for want of it.
    with suppress(StoreError):
        note_alert(context, alert, len(set(route.channels)))
    queued = context.state.queue_alert(alert, route.channels, now=context.now())
    opinions.note_raised(policy.id, old.sha256, new.sha256)
    return in_brief(alert) if queued else None
