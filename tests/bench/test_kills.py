"""What counts as lost and as doubled after a kill."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.kills import COMMANDS, History, faults_of, kills
from bench.progress import Progress

WHOLE = History(["a", "b"], [("2020-01-01", "1"), ("2021-01-01", "2")])


@pytest.mark.parametrize(
    ("held", "faults"),
    [
        (WHOLE, []),
        (History(["a", "b"], [("2020-01-01", "1"), ("2021-01-02", "2")]), []),  # fetched again, a day later
        (History(["a"], WHOLE.captures), ["lost"]),
        (History(["a", "b"], WHOLE.captures[:1]), ["lost"]),
        (History(["a", "b", "b"], WHOLE.captures), ["doubled"]),
        (History(["a", "b"], [*WHOLE.captures, WHOLE.captures[0]]), ["doubled"]),
        (History(["a", "c"], WHOLE.captures), ["lost", "doubled"]),
    ],
)
def test_what_is_lost_or_doubled(held: History, faults: list[str]) -> None:
    assert list(faults_of({"larkspur": held}, {"larkspur": WHOLE})) == faults


def test_what_was_killed_before_is_not_killed_again(tmp_path: Path) -> None:
    progress = Progress("kills", tmp_path)
    for number in range(2 * len(COMMANDS)):
        name = list(COMMANDS)[number // 2]
        progress.add({"name": name, "hit": True, "excused": name == "run", "faults": ["unclean"] if number == 0 else []})
    rows = kills(2 * len(COMMANDS), progress=progress)
    assert rows[0][0].startswith("2 SIGKILLs of `run`, 2 of them while it ran; 2 in the hands of the mail server")
    assert [figure for _, figure, _ in rows] == ["0 / 0 / 1", *["0 / 0 / 0"] * 5]
