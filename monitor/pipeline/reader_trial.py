"""Asks a second reader one question about two sentences of our own, and says what came back."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.core.compare import compare_documents
from monitor.errors import ReaderFailed, StoreError
from monitor.model import Document, Policy, SecondReading
from monitor.opinions.question import question_of
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.second_reader import answer_to
from monitor.present.inert import clean
from monitor.present.opinions import shown_opinion

OLD = "# Privacy Policy\n\nWe delete your order history after 30 days. We do not sell your personal information to anyone.\n"
NEW = "# Privacy Policy\n\nWe delete your order history after 90 days. We may sell your personal information to our partners.\n"


@dataclass(frozen=True, slots=True)
class ReaderTrial:
    """The result of a trial question to the second reader."""

    ok: bool
    """Whether the answer could have been shown."""
    says: str
    reading: SecondReading | None = None


def try_reader(context: MonitorContext) -> ReaderTrial:
    """Asks, and checks the answer like any other. The question counts towards the day's budget; the answer is not kept."""
    reader, opinions = context.reader, context.opinions
    if reader is None or opinions is None:
        return ReaderTrial(False, "no second reader is configured; set `reader:` in config.yaml")
    changelog = compare_documents(Document(OLD, language="en"), Document(NEW, language="en"))
    question = question_of(Policy("trial", "Trial"), OLD, NEW, changelog, "en")
    assert question is not None  # noqa: S101 - the two differ
    try:
        reading = answer_to(context, reader, opinions, question, OLD, NEW)
    except (ReaderFailed, StoreError) as error:
        return ReaderTrial(False, str(error))
    if reading.opinion is None:
        return ReaderTrial(False, f"{reader.place}, model {reader.model}, answered, and the answer was dropped: {reading.says}", reading)
    shown = shown_opinion(reading, changelog)
    return ReaderTrial(True, clean(f"{reader.place}, model {reader.model}: {shown.theirs}: {shown.summary}"), reading)
