"""Measures quality and CPU time of the extractor on pages with reference texts: `python -m bench extraction [FOLDER] [--write]`.

FOLDER contains NNN.html and NNN.md (the policy as hand-written selectors extracted it from that page). Recall and precision are computed
over distinct four-word shingles, without marks of Markdown; a heading, table cell or list item counts as kept if its words appear in the
output in order. Times are CPU time of one process without start-up, the fastest of three readings per page. `--write` puts the figures into
docs/extraction.md.
"""

from __future__ import annotations

import argparse
import re
import statistics
import time
from pathlib import Path

from bench.figures import DOCS, replace_between, table
from monitor.core.extract import read_snapshot

# The references escape underscores and emphasise with them, and write <br> in cells: marks of Markdown, not words of the policy.
_MARKS = re.compile(r"\\(?=_)|_|<br\s*/?>")
_ADDRESS = re.compile(r"!\[[^\]]*\]\([^)]*\)|\]\([^)]*\)|https?://\S+")


def words(text: str) -> list[str]:
    return re.findall(r"\w+", _MARKS.sub(_mark, _ADDRESS.sub(" ", text)).lower())


def _mark(found: re.Match[str]) -> str:
    return " " if found[0].startswith("<") else ""


def shingles(text: str) -> set[tuple[str, ...]]:
    found = words(text)
    return {tuple(found[i : i + 4]) for i in range(len(found) - 3)}


def parts(reference: str) -> tuple[list[str], list[str], list[str]]:
    """The headings, table cells of two or more words, and list items of a reference."""
    heads: list[str] = []
    cells: list[str] = []
    items: list[str] = []
    lines = reference.split("\n")
    for number, line in enumerate(lines):
        if re.match(r"#{1,6} ", line):
            heads.append(line)
        elif number and re.match(r"^(=|-){3,}\s*$", line) and lines[number - 1].strip():
            heads.append(lines[number - 1])
        elif line.startswith("|") and not re.match(r"^[\s|:-]+$", line):
            cells += [cell for cell in line.strip("|").split("|") if len(words(cell)) > 1]
        elif re.match(r"\s*(\*|-|\d+\.)\s+\S", line):
            items.append(re.sub(r"^\s*(\*|-|\d+\.)\s+", "", line))
    return heads, cells, items


def figures(folder: Path, repeats: int = 3) -> dict[str, float]:
    """The table's row for a folder."""
    recalls, precisions, times = [], [], []
    kept, wanted = [0, 0, 0], [0, 0, 0]
    for page in sorted(folder.glob("*.html")):
        body, text, best = page.read_bytes(), "", float("inf")
        for _ in range(repeats):
            start = time.process_time()
            reading = read_snapshot(body, media_type="text/html")
            best = min(best, time.process_time() - start)
            text = reading.document.text if reading.document else ""
        times.append(best * 1000)
        reference = page.with_suffix(".md").read_text(encoding="utf-8")
        a, b = shingles(reference), shingles(text)
        recalls.append(len(a & b) / max(1, len(a)))
        precisions.append(len(a & b) / max(1, len(b)))
        joined = f" {' '.join(words(text))} "
        for kind, group in enumerate(parts(reference)):
            for part in group:
                if found := words(part):
                    wanted[kind] += 1
                    kept[kind] += f" {' '.join(found)} " in joined
    recalls.sort()
    times.sort()
    return {
        "pages": len(recalls),
        "recall median": statistics.median(recalls),
        "recall 10th pct": recalls[len(recalls) // 10],
        "pages under 0.80": sum(recall < 0.8 for recall in recalls),
        "precision median": statistics.median(precisions),
        "headings kept": kept[0] / max(1, wanted[0]),
        "cells kept": kept[1] / max(1, wanted[1]),
        "items kept": kept[2] / max(1, wanted[2]),
        "cpu ms median": statistics.median(times),
        "cpu ms 95th pct": times[min(len(times) - 1, round(0.95 * len(times)))],
    }


AIMS = {
    "recall median": "0.995", "recall 10th pct": "0.975", "pages under 0.80": "0", "precision median": "0.995", "headings kept": "0.99",
    "cells kept": "0.93", "items kept": "0.98", "cpu ms median": "6", "cpu ms 95th pct": "20",
}  # fmt: skip
"""The target for each figure: at least this, and at most this for times and pages."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="with NNN.html and NNN.md")
    parser.add_argument("--write", action="store_true", help="put the figures into docs/extraction.md")
    options = parser.parse_args()
    if not options.folder.is_dir():
        parser.error(f"{options.folder} is not a folder")
    rows = [(name, value, AIMS.get(name, "–")) for name, value in figures(options.folder).items()]
    text = table(("figure", "measured", "target"), [(name, round(value, 3), aim) for name, value, aim in rows])
    print(text)
    if options.write:
        replace_between(DOCS / "extraction.md", "extraction", text)


if __name__ == "__main__":
    main()
