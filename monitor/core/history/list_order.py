"""Sorts lists whose order means nothing: bulleted lists, the rows of a table, names in a row.

Some pages print their vendors in another order at each visit. Numbered lists, lists with sub-lists and lists of sentences keep theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_ITEM = re.compile(r"(?P<indent>[ \t]*)[-*+•][ \t]+\S")
_ROW = re.compile(r"[ \t]*\|.*\|[ \t]*$")
# "| --- | :-: |" below the titles of a table.
_RULE = re.compile(r"[ \t:|-]++$")
_FEWEST, _LONGEST = 3, 80
"""Entries of a list, and characters of an entry: a longer one is a sentence, and sentences may build on each other."""
# No full stop: it would go with the last name, "… and Acme Pay."
_NAME = r"[A-Z][\w&'’-]{0,30}+(?: (?:of |de |& )?[A-Z][\w&'’-]{0,30}+){0,4}"
_NAMES = re.compile(rf"{_NAME}(?:, {_NAME}){{2,200}}+,? (?:and|or|und|oder|et|ou|y|e|o|en|of|&) {_NAME}")
_PARTS = re.compile(r",? (?:and|or|und|oder|et|ou|y|e|o|en|of|&) (?=[^,]*$)|, ")


def in_one_order(text: str) -> str:
    """The text with such lists sorted; the same for two texts that differ in the order of their entries alone.

    >>> in_one_order("- Orion Mail\\n- Acme Pay\\n- Beta Ads") == in_one_order("- Beta Ads\\n- Orion Mail\\n- Acme Pay")
    True
    """
    lines = text.split("\n")
    for run in _runs(lines):
        for place, line in zip(run, sorted(lines[place] for place in run), strict=True):
            lines[place] = line
    return "\n".join(_NAMES.sub(_sorted_names, line) if line.count(", ") > 1 else line for line in lines)


def _sorted_names(found: re.Match[str]) -> str:
    return ", ".join(sorted(_PARTS.split(found[0])))


def _runs(lines: list[str]) -> Iterator[list[int]]:
    """The places of the entries of each list whose order says nothing."""
    run: list[int] = []
    kind = ""
    head = False
    for place, line in enumerate([*lines, "end"]):
        # Blank lines part the items of some lists, and a rule the head of a table from its rows.
        if not line.strip() or (kind == "|" and _RULE.match(line)):
            continue
        found = _kind(line)
        if found and found == kind:
            run.append(place)
            continue
        if kind and _is_unordered([lines[one] for one in (run[1:] if head else run)], kind, follower=found):
            yield run[1:] if head else run
        kind, run, head = found, [place], found == "|"


def _kind(line: str) -> str:
    """ "|" for a row of a table, the indentation and a bullet for an item, else empty."""
    if _ROW.match(line):
        return "|"
    item = _ITEM.match(line)
    return f"{item['indent']}-" if item else ""


def _is_unordered(entries: list[str], kind: str, *, follower: str) -> bool:
    if len(entries) < _FEWEST or (follower.endswith("-") and kind != "|"):  # an item of another depth: a list of lists
        return False
    return kind == "|" or all(len(entry) <= _LONGEST and not entry.rstrip().endswith((":", ",", ";", " and", " or")) for entry in entries)
