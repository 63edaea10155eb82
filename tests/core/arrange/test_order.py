from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from monitor.core.arrange.order import BUSINESS, EVERYONE, FORMAL, GROUP, PERSONAL, SENSITIVE, in_order, reach
from monitor.model import Certainty, Change, ChangeKind, Direction, Severity, Side


def change(text: str, *section: str, topic: str = "retention", severity: Severity = Severity.MATERIAL, certainty: float = 0.8) -> Change:
    side = Side(text, section, (0, len(text)))
    return Change(text, ChangeKind.ADDED, severity, Direction.WEAKENS, (topic,), None, side, (), (), text, Certainty(certainty, 0.5))


def test_reach_is_what_is_at_stake_times_how_many_are_concerned() -> None:
    assert reach(change("We keep your parcels for a year.")) == PERSONAL * EVERYONE
    assert reach(change("We keep your fingerprints and your medical records.")) == SENSITIVE * EVERYONE
    assert reach(change("The word “site” means our pages.", topic="scope-definitions")) == FORMAL * EVERYONE
    assert reach(change("We keep your parcels for a year.", "Notice to California residents")) == PERSONAL * GROUP
    assert reach(change("We keep your keys for a year.", "Terms for developers")) == PERSONAL * BUSINESS


def test_a_clause_for_a_group_that_now_concerns_everyone_concerns_everyone() -> None:
    before = Side("Developers pay a fee.", (), (0, 21))
    assert reach(replace(change("You pay a fee.", topic="payments"), old=before)) == PERSONAL * EVERYONE


def test_severity_comes_first_then_certainty_and_reach_then_position() -> None:
    sure, unsure = change("We keep your parcels."), change("We keep your letters.", certainty=0.3)
    few = change("We keep your keys.", "Developers", certainty=0.9)
    critical = change("We sell your parcels.", severity=Severity.CRITICAL, certainty=0.1)
    minor = [change(f"Minor {n}.", severity=Severity.MINOR, certainty=n / 10) for n in range(3)]
    assert in_order([*minor, few, unsure, sure, critical]) == (critical, sure, few, unsure, *minor)


@given(st.permutations([change(f"We keep {n}.", certainty=n / 7) for n in range(7)]))
def test_the_order_is_the_same_however_often_it_is_made(changes: list[Change]) -> None:
    once = in_order(changes)
    assert in_order(once) == once
    assert sorted(c.id for c in once) == sorted(c.id for c in changes)
