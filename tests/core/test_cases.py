"""Every folder of tests/cases is one change with its verdict, written from the rule table and the annotation guide by hand.

expected.yaml: `alert` (null: either), `severity` (exact, or {at_least, at_most}) of the change that bears `quote`, or of the whole
where no quote is given, `direction`, `topic` (one of these is named), `kind`, `rule`, `not_rule`, `note`, `no_note`, `dates` and
`effective` (what the reader of pages would have found), `events` (how many changes may be material; 1 unless told), `directions`
(all of these are met). `known` names a limit of the engine that is not met yet: the case is counted as an expected failure.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from monitor.core.compare import compare_documents
from monitor.model import Change, Changelog, Document, Severity

CASES = sorted((Path(__file__).resolve().parents[1] / "cases").iterdir())


def read(folder: Path) -> tuple[Changelog, Mapping[str, Any]]:
    wanted = yaml.safe_load((folder / "expected.yaml").read_text(encoding="utf-8"))
    dates = wanted.get("dates") or (None, None)
    old, new = ((folder / name).read_text(encoding="utf-8") for name in ("old.md", "new.md"))
    after = Document(new, stated_date=dates[1], effective_date=wanted.get("effective"))
    return compare_documents(Document(old, stated_date=dates[0]), after), wanted


def squeezed(text: str) -> str:
    return " ".join(text.split()).lower()


def the_change(log: Changelog, quote: str) -> Change:
    """The most serious change that bears the words on a side."""
    for change in log.changes:
        if any(side and squeezed(quote) in squeezed(side.text) for side in (change.old, change.new)):
            return change
    pytest.fail(f"no change bears “{quote}”: {[(c.kind.value, (c.old or c.new).text[:60]) for c in log.changes]}")  # type: ignore[union-attr]


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def problems(log: Changelog, wanted: Mapping[str, Any]) -> list[str]:
    """Everything in which the verdict differs from what is expected."""
    change = the_change(log, wanted["quote"]) if wanted.get("quote") else None
    found = [] if wanted["alert"] in (None, log.alert) else [f"alert {log.alert}, not {wanted['alert']}: {log.counts}"]
    severity = change.severity if change else log.severity
    found += severity_problems(severity, wanted["severity"])
    material = [c for c in log.changes if c.material]
    if len(material) > wanted.get("events", 1):
        found.append(f"{len(material)} material changes, not {wanted.get('events', 1)}: {[c.headline for c in material]}")
    missing = set(wanted.get("directions", ())) - {c.direction.value for c in log.changes}
    found += [f"no change {', '.join(sorted(missing))}"] if missing else []
    rules = {reason.rule for c in log.changes for reason in c.reasons}
    found += [f"rule {rule} speaks" for rule in wanted.get("not_rule", ()) if rule in rules]
    notes = {note.rule for note in log.notes}
    found += [f"note {wanted['note']} is missing"] if wanted.get("note") and wanted["note"] not in notes else []
    found += [f"note {name} is said" for name in wanted.get("no_note", ()) if name in notes]
    return found + (change_problems(change, wanted) if change else [])


def severity_problems(severity: Severity, wanted: Any) -> list[str]:
    least, most = (wanted, wanted) if isinstance(wanted, str) else (wanted.get("at_least", "none"), wanted.get("at_most", "critical"))
    fine = Severity(least).rank <= severity.rank <= Severity(most).rank
    return [] if fine else [f"{severity.value}, not {least if least == most else f'{least} to {most}'}"]


def change_problems(change: Change, wanted: Mapping[str, Any]) -> list[str]:
    found = []
    if wanted.get("direction") and change.direction.value not in as_list(wanted["direction"]):
        found.append(f"{change.direction.value}, not {wanted['direction']}")
    if wanted.get("topic") and not set(as_list(wanted["topic"])) & set(change.topics):
        found.append(f"topics {change.topics}, none of {wanted['topic']}")
    if wanted.get("kind") and change.kind.value != wanted["kind"]:
        found.append(f"{change.kind.value}, not {wanted['kind']}")
    if wanted.get("rule") and wanted["rule"] not in {reason.rule for reason in change.reasons}:
        found.append(f"rules {[reason.rule for reason in change.reasons]}, not {wanted['rule']}")
    return found


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_case(folder: Path) -> None:
    log, wanted = read(folder)
    found = problems(log, wanted)
    told = "; ".join(f"[{c.severity} {c.direction} {c.topics} {c.reasons[0].rule}]" for c in log.changes[:4])
    if wanted.get("known"):
        # A limit that we know of: the verdict stands as a person would give it, and the day it is met this case must lose its `known`.
        assert found, f"{folder.name}: met at last, take `known` out of expected.yaml"
        pytest.xfail(f"known limit: {wanted['known']}")
    assert not found, f"{wanted['why']} {' · '.join(found)} — {told}"


def test_every_row_of_the_table_has_a_case() -> None:
    named = {folder.name[3:5] for folder in CASES if folder.name.startswith("row")}
    assert named == {f"{row:02}" for row in range(1, 56)}
