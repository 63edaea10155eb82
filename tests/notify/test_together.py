"""The same change of several policies in one message: what is joined, what is not, and what a kill or a refusal leaves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from monitor.errors import DeliveryError
from monitor.model import Alert, Change, DeliveryState, Notice, NoticeKind, OutboxItem, Policy, Severity
from monitor.notify.dispatch import MOST_ATTEMPTS, dispatch
from monitor.notify.email import EmailChannel, write_mail
from monitor.notify.presenter import CONTENTS
from monitor.notify.schedule import Digest, Timetable
from monitor.notify.together import together
from monitor.notify.webhook import WebhookChannel
from monitor.store.state import State

from .conftest import Calls, Mailbox, free_port
from .samples import NOON, Clock, alert, gained, reworded, side, withdrawn
from .test_dispatch import Recorder, states

MINUTE = timedelta(minutes=1)
VENDORS = ("alder", "beech", "cedar", "dogwood", "elm")


def made(policy: str, *changes: Change, event: int = 1) -> Alert:
    return alert(changes or [withdrawn()], id=f"{policy}-{event}", policy_id=policy, name=policy.capitalize())


def item(policy: str, *changes: Change, event: int = 1, attempts: int = 0, minute: int = 0) -> OutboxItem:
    queued = NOON + minute * MINUTE
    return OutboxItem(made(policy, *changes, event=event), "a", DeliveryState.PENDING, attempts, queued, queued, None, None)


def joined(items: Sequence[OutboxItem], **options: object) -> list[str]:
    """ "alder beech | cedar" as a list: the policies of each message."""
    return [" ".join(one.alert.policy.id for one in batch) for batch in together(items, **options)]  # type: ignore[arg-type]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def state(tmp_path: Path) -> State:
    return State(tmp_path / "state.sqlite")


class Reader(Recorder):
    """A channel whose messages people read."""

    joins = True


def owe(state: State, clock: Clock, *alerts: Alert, channels: Sequence[str] = ("a",)) -> None:
    for one in alerts:
        assert state.advance_alert_cursor(one.policy.id, int(one.id.rpartition("-")[2]), one, channels, now=clock())


# --- what is joined ---------------------------------------------------------------------------------------------------


def test_the_same_change_of_five_vendors_is_one_message() -> None:
    assert joined([item(name) for name in VENDORS]) == [" ".join(VENDORS)]


def test_other_changes_stand_by_themselves_and_the_order_stays() -> None:
    items = [item("alder"), item("beech", reworded()), item("cedar"), item("dogwood", withdrawn(), reworded()), item("elm", reworded())]
    assert joined(items) == ["alder cedar", "beech elm", "dogwood"]


@pytest.mark.parametrize(
    "other",
    [
        withdrawn(old=side("Northwind does NOT sell your personal data.")),
        withdrawn(severity=Severity.MATERIAL),
        withdrawn(headline="Another sentence."),
        gained(),
    ],
)
def test_what_differs_in_words_or_verdict_is_not_joined(other: Change) -> None:
    assert joined([item("alder"), item("beech", other)]) == ["alder", "beech"]


def test_the_order_of_the_changes_and_what_alerts_nobody_make_no_difference() -> None:
    minor = withdrawn(severity=Severity.MINOR, id="c7", old=side("We answer within 3 days."), headline="A little longer.")
    items = [item("alder", withdrawn(), reworded()), item("beech", reworded(), withdrawn()), item("cedar", minor, withdrawn(), reworded())]
    assert joined(items) == ["alder beech cedar"]


def test_one_policy_twice_is_two_messages() -> None:
    items = [item("alder"), item("beech"), item("alder", event=2), item("beech", event=2), item("cedar")]
    assert joined(items) == ["alder beech", "alder beech cedar"]


def test_a_message_names_no_more_policies_than_its_contents() -> None:
    sizes = [len(batch) for batch in together([item(f"p{n}") for n in range(2 * CONTENTS + 3)])]
    assert sizes == [CONTENTS, CONTENTS, 3]


def test_notices_and_alerts_without_changes_are_never_joined() -> None:
    notice = Notice("n", Policy("alder", "Alder"), NoticeKind.UNREADABLE, NOON, "timeout", "It can't be read.", NOON)
    notices = [replace(item("alder"), alert=replace(notice, id=f"n{n}")) for n in range(2)]
    empty = [replace(item(name), alert=alert([], policy_id=name, id=f"{name}-1")) for name in ("beech", "cedar")]
    assert [len(batch) for batch in together([*notices, *empty])] == [1, 1, 1, 1]
    assert together([]) == []


def test_what_an_earlier_run_left_and_what_was_tried_before_keep_their_message() -> None:
    items = [
        item("alder"),
        item("beech", minute=9),
        item("cedar", minute=11),
        item("dogwood", minute=12),
        item("elm", minute=12, attempts=1),
    ]
    assert joined(items, began=NOON + 10 * MINUTE) == ["alder beech", "cedar dogwood", "elm"]
    assert joined(items) == ["alder beech cedar dogwood", "elm"]


# --- how it is delivered ----------------------------------------------------------------------------------------------


def test_people_get_one_message_and_programs_one_each(state: State, clock: Clock) -> None:
    owe(state, clock, *map(made, VENDORS), channels=("people", "program"))
    people, program = Reader("people"), Recorder("program")
    report = dispatch(state, [people, program], now=clock)
    assert people.calls == [([f"{name}-1" for name in VENDORS], False)]
    assert program.calls == [([f"{name}-1"], False) for name in VENDORS]
    assert len(report.delivered) == 10
    assert set(states(state).values()) == {"delivered"}
    assert dispatch(state, [people, program], now=clock).delivered == ()


def test_a_refused_message_is_tried_again_as_a_whole_and_given_up_as_a_whole(state: State, clock: Clock) -> None:
    owe(state, clock, *map(made, VENDORS))
    channel = Reader("a", lambda: DeliveryError("a is full", channel="a"))
    for _ in range(MOST_ATTEMPTS):
        dispatch(state, [channel], now=clock)
        clock.forward(timedelta(days=2))
    assert channel.calls == [([f"{name}-1" for name in VENDORS], False)] * MOST_ATTEMPTS
    assert set(states(state).values()) == {"failed"}


def test_a_kill_between_the_message_and_its_record_repeats_the_same_message(state: State, clock: Clock) -> None:
    class Killed(Reader):
        def deliver(self, alerts: Sequence[Alert], *, digest: bool = False) -> None:
            super().deliver(alerts, digest=digest)
            raise KeyboardInterrupt

    owe(state, clock, made("alder"), made("beech"))
    with pytest.raises(KeyboardInterrupt):
        dispatch(state, [killed := Killed("a")], now=clock, began=NOON - MINUTE)
    assert set(states(state).values()) == {"pending"}
    clock.forward(MINUTE)
    began = clock()
    owe(state, clock, made("cedar"))
    dispatch(state, [again := Reader("a")], now=clock, began=began)
    # Had cedar joined it, the mail would have another Message-ID, and be shown beside the one that had arrived.
    assert again.calls == [*killed.calls, (["cedar-1"], False)]


def test_each_policys_hours_and_the_digest_come_first(state: State, clock: Clock) -> None:
    owe(state, clock, *map(made, VENDORS), *(made(name, reworded(), event=2) for name in VENDORS))
    timetable = Timetable(digest=Digest.WEEKLY)
    later = {"elm": Timetable(quiet=((clock() - MINUTE).time(), (clock() + 5 * MINUTE).time()))}
    channel = Reader("a")
    dispatch(state, [channel], now=clock, timetable=timetable, timetables=later)
    assert channel.calls == [([f"{name}-1" for name in VENDORS[:4]], False)]
    clock.forward(10 * MINUTE)
    dispatch(state, [channel], now=clock, timetable=timetable, timetables=later)
    assert channel.calls[1:] == [(["elm-1"], False), (["elm-2"], False)]
    clock.forward(timedelta(days=7))
    dispatch(state, [channel], now=clock, timetable=timetable, timetables=later)
    assert channel.calls[3:] == [([f"{name}-2" for name in VENDORS[:4]], True)]


def test_recipients_get_what_concerns_them(state: State, clock: Clock) -> None:
    for name in VENDORS:
        owe(state, clock, made(name), channels=("kim", "lee") if name < "cedar" else ("lee",))
    kim, lee = Reader("kim"), Reader("lee")
    dispatch(state, [kim, lee], now=clock)
    assert kim.calls == [(["alder-1", "beech-1"], False)]
    assert lee.calls == [([f"{name}-1" for name in VENDORS], False)]


def test_a_mail_server_gets_one_mail_with_all_five_and_the_words_once(
    state: State, clock: Clock, smtp_server: Callable[..., Mailbox]
) -> None:
    to = "kim@reader.example"

    def channel(port: int) -> EmailChannel:
        return EmailChannel(url=f"smtp://127.0.0.1:{port}", sender="monitor@reader.example", to=to, now=clock)

    owe(state, clock, *map(made, VENDORS), channels=(f"email:{to}",))
    assert len(dispatch(state, [channel(free_port())], now=clock).pending) == 5, "nobody listens yet"
    clock.forward(timedelta(hours=1))
    box = smtp_server()
    assert len(dispatch(state, [channel(box.port)], now=clock).delivered) == 5
    (envelope,) = box.envelopes
    mail = message_from_bytes(envelope.original_content or b"", policy=default)
    text = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert text.count("Northwind does NOT share") == 1
    assert all(f"{name.capitalize()} Privacy Policy: " in text for name in VENDORS)
    assert "The same change in 5 policies: Withdrawn" in " ".join(mail["Subject"].split())
    assert mail["X-Policy-Monitor-Alert"].split() == [f"{name}-1" for name in VENDORS]


def test_a_mail_about_several_policies_ties_no_threads() -> None:
    address = EmailChannel(url="smtp://127.0.0.1:1", sender="a@reader.example", to="b@reader.example")
    written = [
        write_mail([*map(made, names)], sender=address._sender, to=address._to, sent_at=NOON)
        for names in (VENDORS, VENDORS[:1], VENDORS[::-1])
    ]
    assert [mail["In-Reply-To"] for mail in written] == [None, "<policy.alder.policy-monitor@reader.example>", None]
    assert written[0]["Message-ID"] == written[2]["Message-ID"], "whatever the order"


def test_a_webhook_gets_each_alert_by_itself(state: State, clock: Clock, http_server: Calls) -> None:
    hook = WebhookChannel(f"http://127.0.0.1:{http_server.port}/hook")
    owe(state, clock, *map(made, VENDORS), channels=(hook.name,))
    dispatch(state, [hook], now=clock)
    keys = [headers["Idempotency-Key"] for _, headers, _ in http_server.received]
    assert keys == [f"{name}-1" for name in VENDORS]
