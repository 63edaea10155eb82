"""The frozen verdicts: `python -m evaluation.verdicts` writes tests/verdicts/*.jsonl, `--against REV` says what changed since a revision.

Each line is the verdict on one change of our own writing: where it comes from, the rule that decided, severity, direction, topics and
headline. A test compares them with what the engine says now. A move or a rename leaves the files byte-identical; a commit that changes
verdicts shows the difference, and `--against` groups it by what became different.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

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


def example_verdicts(files: str = "*.yaml") -> Iterator[str]:
    """The verdicts on evaluation/examples, or on the files whose names match a pattern."""
    for pair in example_pairs(EXAMPLES, files=files):
        yield from lines(pair.name, compare_documents(pair.old, pair.new))


def history_verdicts() -> Iterator[str]:
    """The verdicts on each step of the example history that `make run` shows; its error page is skipped."""
    with (ROOT / "examples/northwind.warc.gz").open("rb") as archive:
        pages = [(record.rec_headers["WARC-Date"], record.content_stream().read()) for record in ArchiveIterator(archive)]
    read = [(at, read_snapshot(body, media_type="text/html").document or Document("")) for at, body in pages if b"503 Service" not in body]
    for (_, old), (at, new) in pairwise(read):
        yield from lines(f"northwind@{at}", compare_documents(old, new))


SETS: dict[str, Callable[[], Iterator[str]]] = {"cases": case_verdicts, "examples": example_verdicts, "history": history_verdicts}


FIELDS = ("severity", "direction", "topics", "headline", "rule")
"""What a verdict says, most important first."""
Verdicts = Mapping[tuple[str, str], Mapping[str, Any]]
"""(where it is from, id of the change) → the verdict"""


def parsed(text: str) -> Verdicts:
    """The verdicts of a frozen file."""
    rows = map(json.loads, text.splitlines())
    return {(row["from"], row["change"]): row for row in rows}


def frozen_at(revision: str, name: str, root: Path = ROOT) -> Verdicts:
    """The verdicts of one set as they were frozen in a Git revision; none if it has no such file.

    Raises:
        ValueError: Git does not know the revision.
    """
    if _git(root, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}") is None:
        raise ValueError(f"unknown revision {revision!r}")
    return parsed(_git(root, "show", f"{revision}:tests/verdicts/{name}.jsonl") or "")


def _git(root: Path, *arguments: str) -> str | None:
    """What a Git command prints; None if it fails."""
    done = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, check=False)
    return None if done.returncode else done.stdout.decode("utf-8")


def differences(before: Verdicts, now: Verdicts) -> dict[str, list[str]]:
    """What changed, by kind: "severity: material → critical" → the verdicts concerned, most frequent kind first.

    A verdict that differs in several fields counts under each. Changes that only one side knows, because the engine cuts the texts in
    another way, are "gone" or "new", with their severity.
    """
    groups: dict[str, list[str]] = defaultdict(list)
    for key in sorted(before.keys() | now.keys()):
        old, new = before.get(key), now.get(key)
        if old is None or new is None:
            only: Mapping[str, Any] = old or new or {}
            groups[f"{'new' if old is None else 'gone'}: {only['severity']}"].append(f"{key[0]}: {only['headline']}")
            continue
        for field in (field for field in FIELDS if old[field] != new[field]):
            kind = f"{field}: {old[field]} → {new[field]}" if field in ("severity", "direction") else field
            detail = new["headline"] if kind != field else f"{_plain(old[field])} → {_plain(new[field])}"
            groups[kind].append(f"{key[0]}: {detail}")
    return dict(sorted(groups.items(), key=lambda group: (_rank(group[0]), -len(group[1]), group[0])))


def _rank(kind: str) -> int:
    order = ("gone", "new", *FIELDS)
    return order.index(kind.partition(":")[0])


def _plain(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value)


def compared(revision: str, most: int, root: Path = ROOT) -> Iterator[str]:
    """What the engine judges differently from the verdicts frozen in a revision; at most `most` examples of each kind."""
    for name, verdicts in SETS.items():
        before, now = frozen_at(revision, name, root), parsed("".join(verdicts()))
        groups = differences(before, now)
        same = sum(before.get(key) == verdict for key, verdict in now.items())
        alerts = [sum(one["severity"] in ("critical", "material") for one in side.values()) for side in (before, now)]
        yield f"## {name}: {same} of {len(now)} verdicts are unchanged; alerts {alerts[0]} → {alerts[1]}"
        for kind, examples in groups.items():
            yield f"\n{kind} ({len(examples)})"
            yield from (f"  {example}" for example in examples[:most])
            yield from [f"  … and {len(examples) - most} more"] if len(examples) > most else []
        yield ""


def main(argv: Sequence[str] | None = None) -> int:
    """Freezes the verdicts again, or compares them with a revision; returns 2 for an unknown revision."""
    parser = argparse.ArgumentParser(
        prog="python -m evaluation.verdicts", description="Freezes the verdicts on our own changes, or compares them."
    )
    parser.add_argument(
        "--against", metavar="REV", help="write nothing; print which verdicts differ from those frozen in this Git revision"
    )
    parser.add_argument("--most", type=int, default=10, metavar="N", help="examples to print of each kind of difference (default: 10)")
    options = parser.parse_args(argv)
    if options.against:
        try:
            for line in compared(options.against, options.most):
                print(line)
        except ValueError as error:
            print(error, file=sys.stderr)
            return 2
        return 0
    FROZEN.mkdir(exist_ok=True)
    for name, verdicts in SETS.items():
        text = "".join(verdicts())
        (FROZEN / f"{name}.jsonl").write_text(text, encoding="utf-8")
        print(f"{name}: {text.count(chr(10))} verdicts")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
