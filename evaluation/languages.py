"""What is judged rightly in each language beside English: `python -m evaluation.languages` prints it, `--write` puts it in the docs.

The cases are of our own writing: evaluation/tongues/*.yaml. Each promise of the rule table is withdrawn, narrowed, turned round, put in
other words and moved; other changes of substance name the rule that must speak; rewordings must not alert.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bench.figures import DOCS, replace_between
from monitor.core.compare import compare
from monitor.model import Change, Direction, Severity

FOLDER = Path(__file__).with_name("tongues")
DOCUMENT = DOCS / "languages.md"
GROUPS = ("withdrawn", "turned round", "narrowed", "other substance", "kept elsewhere", "kept in other words", "rewording")
QUIET = frozenset({"kept elsewhere", "kept in other words", "rewording"})
CRITICAL = frozenset({"sell", "share", "collect", "track", "use", "train", "retain"})
"""Acts of which a promise that goes, or is turned round, is critical."""


@dataclass(frozen=True, slots=True)
class Case:
    """One change in a document of its language."""

    language: str
    group: str
    name: str
    old: str
    new: str
    rule: str | None = None
    """A rule that must be among the reasons."""

    def is_right(self) -> bool:
        """True when the change is told as it must be."""
        changes = compare(self.old, self.new).changes
        worst = max((change.severity for change in changes), key=lambda severity: severity.rank, default=Severity.NONE)
        if self.group in QUIET:
            return worst.rank < Severity.MATERIAL.rank
        return any(self._tells(change) for change in changes)

    def _tells(self, change: Change) -> bool:
        if change.severity.rank < Severity.MATERIAL.rank:
            return False
        if self.group == "other substance":
            return any(reason.rule == self.rule for reason in change.reasons)
        if change.direction is not Direction.WEAKENS:
            return False
        grave = self.group != "narrowed" and self.name in CRITICAL
        return change.severity is Severity.CRITICAL or not grave


def languages() -> list[str]:
    """The codes of the languages that have cases."""
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


@cache
def cases(language: str) -> tuple[Case, ...]:
    """Every case of a language."""
    return tuple(_cases(language, _file(language)))


def document_of(language: str) -> str:
    """The document that the cases of a language are set into."""
    text: str = _file(language)["document"]
    return text


@cache
def _file(language: str) -> dict[str, Any]:
    file: dict[str, Any] = yaml.load((FOLDER / f"{language}.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return file


def _cases(language: str, file: dict[str, Any]) -> Iterator[Case]:
    whole = file["document"]
    for promise in file["promises"]:
        act, plain = promise["act"], promise["plain"]
        for group, now in (("withdrawn", None), ("turned round", promise["turned"]), ("narrowed", promise["narrowed"]),
                           ("kept in other words", promise["again"])):  # fmt: skip
            yield Case(language, group, act, placed(whole, plain, 3), placed(whole, now, 3))
        yield Case(language, "kept elsewhere", act, placed(whole, plain, 3), placed(whole, promise["again"], 5))
    for number, (rule, old, new) in enumerate(file["substance"]):
        yield Case(language, "other substance", rule, placed(whole, old, number), placed(whole, new, number), rule)
    for number, (old, new) in enumerate(file["rewording"]):
        yield Case(language, "rewording", old, placed(whole, old, number), placed(whole, new, number))


def placed(document: str, sentence: str | None, number: int) -> str:
    """A document with a paragraph more at the end of one of its sections."""
    parts = document.split("\n## ")
    if sentence is not None:
        at = 1 + number % (len(parts) - 1)
        parts[at] = f"{parts[at].rstrip()}\n\n{sentence}\n"
    return "\n## ".join(part.rstrip() + "\n" for part in parts)


def figures() -> str:
    """The table of what is right, by language and kind of case."""
    codes = languages()
    rows = [f"| | {' | '.join(codes)} |", f"|---|{'---|' * len(codes)}"]
    for group in GROUPS:
        cells = []
        for code in codes:
            own = [case for case in cases(code) if case.group == group]
            cells.append(f"{sum(case.is_right() for case in own)} of {len(own)}")
        rows.append(f"| {group} | {' | '.join(cells)} |")
    return "\n".join(rows)


def main() -> None:
    """Prints the figures, the cases that are wrong, or writes the figures to the docs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="put the table in docs/languages.md")
    parser.add_argument("--wrong", metavar="LANGUAGE", help="list the cases of one language that are judged wrongly")
    asked = parser.parse_args()
    if asked.wrong:
        for case in cases(asked.wrong):
            if not case.is_right():
                print(f"{case.group}: {case.name}")
                for change in compare(case.old, case.new).changes:
                    rules = ", ".join(reason.rule for reason in change.reasons)
                    print(f"    {change.severity} {change.direction} {change.headline} [{rules}]")
        return
    if asked.write:
        replace_between(DOCUMENT, "languages", figures())
    else:
        print(figures())


if __name__ == "__main__":
    main()
