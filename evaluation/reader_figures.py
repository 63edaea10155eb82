"""Figures of a second reader on a sample of the labelled changes, by the same scorer: `make evaluate READER=URL MODEL=NAME`.

An answer that is dropped, or that does not come, counts as what the program says without a reader: as no alert of its own.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import TypeVar

from pydantic import ValidationError

from evaluation.change_figures import MUSTS, figures
from evaluation.change_tables import figure_table
from evaluation.changes import LabelledChange, change_labels, labelled_changes, public_changes
from monitor.config.reader_settings import ReaderSettings
from monitor.core.meaning.assess import Decision
from monitor.errors import AnswerDropped, ReaderFailed
from monitor.model import ChangeKind, Direction, Severity
from monitor.opinions.answer import read_answer
from monitor.opinions.endpoint import ChatEndpoint
from monitor.opinions.interface import SecondReader
from monitor.opinions.question import AskedClause, ReaderQuestion

SAMPLE = 100
NO_OPINION = Decision(Severity.MINOR, Direction.UNCLEAR, ())
FAILURES = 3
"""In a row, after which nothing more is asked: each may take as long as the time limit."""
T = TypeVar("T")


@dataclass
class Readings:
    """What a reader said of changes, and what it cost."""

    decisions: list[Decision] = field(default_factory=list)
    """Of the first changes, until it was given up."""
    came: Counter[str] = field(default_factory=Counter)
    """How often there was an opinion, or why there was none."""
    sent: int = 0
    """Characters."""
    received: int = 0
    seconds: list[float] = field(default_factory=list)
    given_up: str | None = None
    """Why not all were asked about."""

    @property
    def cost(self) -> str:
        """One sentence."""
        took = f"{sum(self.seconds):.0f} s in all, {median(self.seconds):.1f} s at the median" if self.seconds else "no time"
        return f"Cost: {len(self.seconds)} requests with {self.sent:,} characters, answers with {self.received:,} characters, {took}."


def question_about(found: LabelledChange) -> tuple[ReaderQuestion, str, str]:
    """The question about one labelled change, and its two sides."""
    old, new = (str(found.label.get(side) or "") for side in ("old", "new"))
    kind = ChangeKind.REWORDED if old and new else ChangeKind.REMOVED if old else ChangeKind.ADDED
    clause = AskedClause(kind, "", old, new, ("", ""), ("", ""))
    return ReaderQuestion("Privacy Policy", (clause,), 0, "en"), old, new


def judged(reader: SecondReader, changes: Sequence[LabelledChange], *, tell: Callable[[str], None] = lambda says: None) -> Readings:
    """What the reader says of each change; ends early when it does not answer, or at Ctrl-C."""
    found, failed = Readings(), 0
    for number, change in enumerate(changes, start=1):
        question, old, new = question_about(change)
        began = time.monotonic()
        found.sent += question.characters
        try:
            content = reader.ask(question.messages())
            found.received += len(content)
            opinion = read_answer(content, question, old, new)
        except (AnswerDropped, ReaderFailed) as error:
            failed = failed + 1 if isinstance(error, ReaderFailed) else 0
            found.came[error.reason] += 1
            found.decisions.append(NO_OPINION)
            tell(f"{number}/{len(changes)}: {error.reason}: {error}")
            if failed == FAILURES:
                found.given_up = f"{FAILURES} requests in a row failed; the last: {error}"
                break
        except KeyboardInterrupt:
            found.given_up = "interrupted"
            break
        else:
            failed = 0
            found.came["opinion"] += 1
            found.decisions.append(Decision(opinion.severity, opinion.direction, opinion.topics))
            tell(f"{number}/{len(changes)}: {opinion.severity.value}")
        finally:
            found.seconds.append(time.monotonic() - began)
    return found


def spread(changes: Sequence[T], size: int) -> list[T]:
    """At most that many, evenly from the beginning to the end, so that a sample is of many services."""
    step = max(1, -(-len(changes) // size))
    return list(changes[::step])


def sample(size: int) -> tuple[list[LabelledChange], str]:
    """Changes to ask about, and where they are from. The labels are sampled first: to read and compare all pairs takes minutes."""
    chosen = spread(change_labels(), size)
    if chosen:
        return list(labelled_changes(chosen=chosen)), "labelled changes"
    return spread(list(public_changes()), size), "changes of the public examples (POLICY_MONITOR_SHARED names no larger set)"


def _size(text: str) -> int:
    size = int(text)
    if size < 1:
        raise ValueError
    return size


def main(argv: Sequence[str] | None = None) -> int:
    """Prints the figures and the cost; nothing is written. 1 when there is nothing to score."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.reader_figures", description="Measures a second reader.")
    parser.add_argument("url", help="base address of an OpenAI-compatible endpoint")
    parser.add_argument("--model", default="default")
    parser.add_argument("--key", default=os.environ.get("READER_KEY"), help="default: the environment variable READER_KEY")
    parser.add_argument("--sample", type=_size, default=SAMPLE, help="how many changes, at least 1")
    parser.add_argument("--timeout", type=float, default=120, help="seconds for one answer, 1 to 600")
    asked = parser.parse_args(argv)
    try:
        settings = ReaderSettings(url=asked.url, model=asked.model, key=asked.key or None, timeout=asked.timeout)
    except ValidationError as error:
        print("; ".join(f"{'.'.join(map(str, one['loc'])) or 'reader'}: {one['msg']}" for one in error.errors()), file=sys.stderr)
        return 2
    changes, whence = sample(asked.sample)
    reader = ChatEndpoint(
        settings.url,
        settings.model,
        key=settings.key.get_secret_value() if settings.key else None,
        timeout=settings.timeout,
        requests_per_day=len(changes),
        characters_per_day=len(changes) * 20_000,
    )
    found = judged(reader, changes, tell=lambda says: print(says, file=sys.stderr))
    scored = changes[: len(found.decisions)]
    reasons = ", ".join(f"{reason} {count}" for reason, count in found.came.most_common()) or "nothing"
    print(f"{settings.model} on {len(scored)} of {len(changes)} {whence}: {reasons}\n")
    if found.given_up:
        print(f"Ended early: {found.given_up}\n")
    if found.came["opinion"]:
        print(figure_table(figures(scored, found.decisions), MUSTS))
    else:
        print("No answer could be used, so there is nothing to score.")
    print(f"\n{found.cost}")
    return 0 if found.came["opinion"] else 1


if __name__ == "__main__":
    sys.exit(main())
