"""`verify` as a whole: alerts and their notes, what interrupted processes leave, chosen policies, roots."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.model import Alert
from monitor.pipeline import publish
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.record import log_root, note_alert, shown_root
from monitor.pipeline.verification import verify
from monitor.store.ledger import Ledger
from monitor.store.state import State
from tests.cli.conftest import BROKEN, policy_page
from tests.pipeline.pipeline_world import POLICY, World, open_world, run

SORREL = replace(POLICY, id="sorrel", name="Sorrel", urls=("https://sorrel.example/privacy",))


class Killed(BaseException):
    """Stands for SIGKILL: nothing catches it."""


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def context(tmp_path: Path, world: World) -> MonitorContext:
    context = open_world(tmp_path, world, policies=(POLICY, SORREL))
    run(context, world)
    return context


def alerts(context: MonitorContext) -> list[Alert]:
    return [item.alert for item in context.state.alerts() if isinstance(item.alert, Alert)]


def test_an_intact_store_shows_its_root(context: MonitorContext, world: World) -> None:
    run(context, world, policy_page(sharing=BROKEN))
    found = verify(context)
    assert (found.faults, found.notes, found.compared) == ([], [], 2)
    assert found.root is not None
    assert found.root.root == context.archive.roots.current().root
    assert set(found.root.heads) == {"larkspur", "sorrel", ".record"}


def test_an_empty_store_has_none(tmp_path: Path) -> None:
    found = verify(open_world(tmp_path / "empty", World()))
    assert (found.faults, found.notes, found.root, found.policies) == ([], [], None, [])


# --- alerts ----------------------------------------------------------------------------------------------------------


def test_each_alert_is_noted_before_it_is_queued(context: MonitorContext, world: World) -> None:
    run(context, world, policy_page(sharing=BROKEN))
    notes = context.archive.queued_alerts()
    assert [(note.alert, note.about, note.channels) for note in notes] == [(one.id, one.policy.id, 1) for one in alerts(context)]
    assert len(notes) == 2


def test_a_kill_between_the_note_and_the_alert_is_no_fault(context: MonitorContext, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def kill(*_: object, **__: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(State, "advance_alert_cursor", kill)
        with pytest.raises(Killed):
            run(context, world, policy_page(sharing=BROKEN))
    assert len(context.archive.queued_alerts()) == 1
    assert alerts(context) == []
    assert verify(context, derive=False).faults == []
    run(context, world)
    assert len(alerts(context)) == 2
    assert verify(context, derive=False).faults == []


def test_a_kill_before_the_note_is_no_fault(context: MonitorContext, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    append = Ledger.append

    def kill(ledger: Ledger, entry: object) -> None:
        if ledger.policy == ".record":
            raise Killed
        append(ledger, entry)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(Ledger, "append", kill)
        with pytest.raises(Killed):
            run(context, world, policy_page(sharing=BROKEN))
    assert verify(context, derive=False).faults == []
    run(context, world)
    assert len(alerts(context)) == 2
    assert verify(context, derive=False).faults == []


def test_a_damaged_record_keeps_no_alert_back(context: MonitorContext, world: World) -> None:
    (context.archive.root / ".record/ledger.jsonl").write_text("{\n")
    report = run(context, world, policy_page(sharing=BROKEN))
    assert (report.failed, len(world.sent)) == ([], 2)
    assert any(".record/ledger.jsonl: line 1 is damaged" in fault for fault in verify(context, derive=False).faults)


def test_alerts_of_earlier_versions_are_told(context: MonitorContext, world: World) -> None:
    run(context, world, policy_page(sharing=BROKEN))
    for name in ("ledger.jsonl", "ledger.head", "roots.jsonl"):
        (context.archive.root / ".record" / name).unlink()
    found = verify(context, derive=False)
    assert found.faults == []
    assert found.notes == ["2 alerts in state.sqlite were queued before alerts were bound to the root, and can't be compared"]
    run(context, world, policy_page(sharing=BROKEN, retention="Your account information is deleted after 90 months."), days=2)
    found = verify(context, derive=False)
    assert found.faults == []
    assert len(context.archive.queued_alerts()) == 2


def test_a_policy_that_alerts_nobody_is_noted_with_no_channel(context: MonitorContext, world: World) -> None:
    silent = replace(context, channels=())
    run(silent, world, policy_page(sharing=BROKEN))
    assert {note.channels for note in context.archive.queued_alerts()} == {0}
    assert verify(context, derive=False).faults == []


def test_a_note_names_the_alert_as_it_is_stored(context: MonitorContext, world: World) -> None:
    run(context, world, policy_page(sharing=BROKEN))
    mine = next(alert for alert in alerts(context) if alert.policy.id == "larkspur")  # whichever host answered first
    one = replace(mine, id="another", created_at=world.at + timedelta(days=1))
    note_alert(context, one, 1)
    assert context.archive.queued_alerts()[-1].alert == "another"
    cursor = context.state.alert_cursor("larkspur")
    assert context.archive.queued_alerts()[-1].decided == cursor
    assert verify(context, derive=False).faults == [], "it is about to be queued"
    context.state.advance_alert_cursor("larkspur", cursor + 1, None, (), now=world.at)
    assert any("the alert another of larkspur" in fault for fault in verify(context, derive=False).faults)


# --- roots -----------------------------------------------------------------------------------------------------------


def test_the_overview_and_the_alerts_have_roots_that_are_found(context: MonitorContext, world: World) -> None:
    run(context, world, policy_page(sharing=BROKEN))
    page = (context.reports / "index.html").read_text()
    roots = [one.root for one in alerts(context)]
    roots.append(page.partition('class="root"')[2].partition("<code>")[2][:64])
    for root in roots:
        assert root is not None
        found = verify(context, derive=False, against=root)
        assert found.faults == []
        assert found.against is not None
        assert found.against.root == root


def test_nothing_is_shown_where_a_ledger_can_t_be_read(context: MonitorContext) -> None:
    path = context.archive.root / "larkspur/ledger.jsonl"
    path.write_bytes(path.read_bytes() + b"{}\n")
    assert shown_root(context) is None
    assert log_root(context) is None
    publish.overview(context)
    assert 'class="root"' not in (context.reports / "index.html").read_text()
    found = verify(context, derive=False, against="0" * 64)
    assert found.root is None
    assert any("the last line is damaged" in fault for fault in found.faults)


def test_chosen_policies_are_verified_alone(context: MonitorContext) -> None:
    (context.archive.root / "sorrel/planted").write_text("x")
    found = verify(context, ["larkspur"])
    assert (found.faults, found.policies, found.compared) == ([], ["larkspur"], 1)
    assert verify(context, ["sorrel"]).faults


def test_a_policy_that_is_not_tracked_is_told(context: MonitorContext) -> None:
    alone = replace(context, policies=(POLICY,))
    publish.overview(alone)
    found = verify(alone)
    assert found.faults == []
    assert found.notes == ["sorrel: not tracked, so its history was not derived again"]
