"""Figures of a second reader on a sample of the labelled changes, by the same scorer: `make evaluate READER=URL MODEL=NAME`.

An answer that is dropped, or that does not come, counts as what the program says without a reader: as no alert of its own.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence

from evaluation.change_figures import MUSTS, figures
from evaluation.change_tables import figure_table
from evaluation.changes import LabelledChange, labelled_changes
from monitor.core.meaning.assess import Decision
from monitor.errors import AnswerDropped, ReaderFailed
from monitor.model import ChangeKind, Direction, Severity
from monitor.opinions.answer import read_answer
from monitor.opinions.endpoint import ChatEndpoint
from monitor.opinions.interface import SecondReader
from monitor.opinions.question import AskedClause, ReaderQuestion

SAMPLE = 100
NO_OPINION = Decision(Severity.MINOR, Direction.UNCLEAR, ())


def question_about(found: LabelledChange) -> tuple[ReaderQuestion, str, str]:
    """The question about one labelled change, and its two sides."""
    old, new = (str(found.label.get(side) or "") for side in ("old", "new"))
    kind = ChangeKind.REWORDED if old and new else ChangeKind.REMOVED if old else ChangeKind.ADDED
    clause = AskedClause(kind, "", old, new, ("", ""), ("", ""))
    return ReaderQuestion("Privacy Policy", (clause,), 0, "en"), old, new


def judged(reader: SecondReader, changes: Sequence[LabelledChange]) -> tuple[list[Decision], Counter[str]]:
    """What the reader says of each change, and how often there was an opinion, or why there was none."""
    decisions, came = list[Decision](), Counter[str]()
    for found in changes:
        question, old, new = question_about(found)
        try:
            opinion = read_answer(reader.ask(question.messages()), question, old, new)
        except (AnswerDropped, ReaderFailed) as error:
            came[error.reason] += 1
            decisions.append(NO_OPINION)
            continue
        came["opinion"] += 1
        decisions.append(Decision(opinion.severity, opinion.direction, opinion.topics))
    return decisions, came


def spread(changes: Sequence[LabelledChange], size: int) -> list[LabelledChange]:
    """At most that many, evenly from the beginning to the end, so that a sample is of many services."""
    step = max(1, -(-len(changes) // size))
    return list(changes[::step])


def main(argv: Sequence[str] | None = None) -> None:
    """Prints the figures; nothing is written."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.reader_figures", description="Measures a second reader.")
    parser.add_argument("url", help="base address of an OpenAI-compatible endpoint")
    parser.add_argument("--model", default="default")
    parser.add_argument("--key")
    parser.add_argument("--sample", type=int, default=SAMPLE)
    parser.add_argument("--timeout", type=float, default=120)
    asked = parser.parse_args(argv)
    changes = spread(list(labelled_changes()), asked.sample)
    if not changes:
        print("The single labelled changes are missing: set POLICY_MONITOR_SHARED to the folder of the large labelled set.")
        return
    most = len(changes)
    reader = ChatEndpoint(
        asked.url, asked.model, key=asked.key, timeout=asked.timeout, requests_per_day=most, characters_per_day=most * 20_000
    )
    decisions, came = judged(reader, changes)
    print(f"{asked.model} on {most} labelled changes: {', '.join(f'{reason} {count}' for reason, count in came.most_common())}\n")
    print(figure_table(figures(changes, decisions), MUSTS))


if __name__ == "__main__":
    main()
