"""The verdict on every change of our own writing, frozen: `make verdicts` writes tests/verdicts/*.jsonl, a test compares.

One line a change: where it is from, the rule that speaks, severity, direction, topics and headline. A move or a rename leaves the files as
they are, to the byte; a commit that changes a verdict shows the difference.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import yaml
from warcio.archiveiterator import ArchiveIterator

from evaluation.examples import FOLDER as EXAMPLES
from evaluation.examples import example_pairs
from monitor.core.compare import compare_documents
from monitor.core.extract import read_snapshot
from monitor.model import Changelog, Document

ROOT = Path(__file__).resolve().parents[1]
FROZEN = ROOT / "tests/verdicts"


def lines(source: str, log: Changelog) -> Iterator[str]:
    """One JSON line for each change of a changelog, in its order."""
    for change in log.changes:
        verdict = {
            "from": source,
            "change": change.id,
            "rule": change.reasons[0].rule,
            "severity": change.severity,
            "direction": change.direction,
            "topics": change.topics,
            "headline": change.headline,
        }
        yield json.dumps(verdict, ensure_ascii=False) + "\n"


def case_verdicts() -> Iterator[str]:
    """The verdicts on tests/cases."""
    for folder in sorted((ROOT / "tests/cases").iterdir()):
        expected = yaml.safe_load((folder / "expected.yaml").read_text(encoding="utf-8"))
        old_date, new_date = expected.get("dates") or (None, None)
        old, new = ((folder / name).read_text(encoding="utf-8") for name in ("old.md", "new.md"))
        after = Document(new, stated_date=new_date, effective_date=expected.get("effective"))
        yield from lines(folder.name, compare_documents(Document(old, stated_date=old_date), after))


def example_verdicts() -> Iterator[str]:
    """The verdicts on evaluation/examples."""
    for pair in example_pairs(EXAMPLES):
        yield from lines(pair.name, compare_documents(pair.old, pair.new))


def history_verdicts() -> Iterator[str]:
    """The verdicts on each step of the example history that `make run` shows; its error page is none."""
    with (ROOT / "examples/northwind.warc.gz").open("rb") as archive:
        pages = [(record.rec_headers["WARC-Date"], record.content_stream().read()) for record in ArchiveIterator(archive)]
    read = [(at, read_snapshot(body, media_type="text/html").document or Document("")) for at, body in pages if b"503 Service" not in body]
    for (_, old), (at, new) in pairwise(read):
        yield from lines(f"northwind@{at}", compare_documents(old, new))


SETS: dict[str, Callable[[], Iterator[str]]] = {"cases": case_verdicts, "examples": example_verdicts, "history": history_verdicts}


def main() -> None:
    """Writes the frozen verdicts again."""
    FROZEN.mkdir(exist_ok=True)
    for name, verdicts in SETS.items():
        text = "".join(verdicts())
        (FROZEN / f"{name}.jsonl").write_text(text, encoding="utf-8")
        print(f"{name}: {text.count(chr(10))} verdicts")


if __name__ == "__main__":
    main()
