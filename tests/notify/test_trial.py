"""A test message per channel: each answer is reported, a failure without secrets, and one channel's failure stops no other."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from monitor.notify.apprise import AppriseChannel
from monitor.notify.email import email_channels
from monitor.notify.interface import Channel
from monitor.notify.trial import try_channels
from monitor.notify.webhook import webhook_channels

from .conftest import Calls, Mailbox, free_port
from .samples import NOON


def mail(port: int, *to: str) -> list[Channel]:
    return email_channels(url=f"smtp://127.0.0.1:{port}", sender="m@reader.example", to=to)


def test_every_channel_is_tried_and_says_what_it_answered(smtp_server: Callable[..., Mailbox], http_server: Calls) -> None:
    box = smtp_server()
    box.refuse_recipient["gone@reader.example"] = "550 no such user"
    url = f"http://127.0.0.1:{http_server.port}/T0KEN"
    channels: list[Channel] = [
        *mail(box.port, "a@reader.example", "gone@reader.example"),
        *mail(free_port(), "nobody@reader.example"),
        *webhook_channels([(url, None)]),
        AppriseChannel(url.replace("http", "json", 1), 1),
        AppriseChannel("slack://bad", 2),
    ]
    found = list(try_channels(channels, now=NOON))
    assert [trial.ok for trial in found] == [True, False, False, True, True, False]
    assert [trial.channel for trial in found] == [channel.name for channel in channels]
    accepted, refused, unreachable, posted, chatted, unknown = (trial.says for trial in found)
    assert accepted == "250 OK"
    assert refused.endswith("refuses the recipient gone@reader.example: 550 no such user")
    assert "can't be used: Connection refused" in unreachable
    assert (posted, chatted) == ("HTTP status 200", "accepted")
    assert "Apprise does not recognise this URL" in unknown
    assert not any("T0KEN" in trial.says for trial in found)
    (envelope,) = box.envelopes
    assert b"Subject: [monitoring] policy-monitor test message" in envelope.content
    hook, chat = (json.loads(body) for _, _, body in http_server.received)
    assert (hook["kind"], chat["title"]) == ("test", "[monitoring] policy-monitor test message")
    assert "alerts --test" in chat["message"]


def test_two_tests_are_two_messages(smtp_server: Callable[..., Mailbox]) -> None:
    box = smtp_server()
    for hour in (1, 2):
        assert [trial.ok for trial in try_channels(mail(box.port, "a@reader.example"), now=NOON.replace(hour=hour))] == [True]
    ids = {line for one in box.envelopes for line in one.content.splitlines() if line.startswith(b"Message-ID")}
    assert len(ids) == 2


def test_a_failing_webhook_says_how_it_failed(http_server: Calls) -> None:
    http_server.status = 500
    (trial,) = try_channels(webhook_channels([(f"http://127.0.0.1:{http_server.port}/T0KEN", None)]), now=NOON)
    assert (trial.ok, trial.says) == (False, "answers with HTTP status 500")


def test_a_bug_in_a_channel_is_its_result_without_its_words(monkeypatch: pytest.MonkeyPatch) -> None:
    channels = mail(free_port(), "a@reader.example")
    monkeypatch.setattr(channels[0], "send_notice", lambda notice: {}["s3cret"])
    (trial,) = try_channels(channels, now=NOON)
    assert "unexpected KeyError" in trial.says
    assert "s3cret" not in trial.says
