"""A plug-in's channel: messages as the webhook sends them, outcomes as the contract has them, faults by name and without secrets."""

from __future__ import annotations

import json
import sys
from typing import Any

import pytest

from monitor.errors import DeliveryError
from monitor.notify.payload import write_payload
from monitor.notify.plugged import PluggedChannel
from tests.notify.conftest import Calls
from tests.notify.samples import alert
from tests.notify.test_notice import BROKEN
from tests.plugins.conftest import Installer, install  # noqa: F401 - a fixture
from tests.sampling import sampled

MODULE = """
import threading
from monitor.plugins import NotDelivered
sent, opened, never = [], [], threading.Event()
class Bare(NotDelivered):
    def __init__(self): pass
class Unspeakable:
    def __str__(self): raise ValueError("hunter2")
class Log:
    def __init__(self, options):
        opened.append(options)
        if options.get("refuse"): raise NotDelivered("set `path`", permanent=True)
        if options.get("fail"): raise RuntimeError(options["fail"])
        self.options = options
    def send(self, message, key):
        if self.options.get("later"): raise NotDelivered("the  disk\\nis full", retry_after=60)
        if "wait" in self.options: raise NotDelivered("full", retry_after=self.options["wait"])
        if self.options.get("bare"): raise Bare
        if self.options.get("unspeakable"): return Unspeakable()
        if self.options.get("hang"): never.wait(60)
        if self.options.get("exit"): raise SystemExit(self.options["exit"])
        sent.append((message, key))
        return self.options.get("answer")
def nothing(options): return None
"""


@pytest.fixture(autouse=True)
def _log(install: Installer, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    monkeypatch.delitem(sys.modules, "acme_log", raising=False)
    install("acme-plugin", {"channels.log": "acme_log:Log", "channels.nothing": "acme_log:nothing"}, modules={"acme_log": MODULE})


def channel(use: str = "log", **options: Any) -> PluggedChannel:
    return PluggedChannel(use, 2, options, seconds=0.5)


def failure(one: PluggedChannel) -> DeliveryError:
    with pytest.raises(DeliveryError) as error:
        one.deliver([alert()])
    assert error.value.channel == one.name
    return error.value


def test_a_channel_gets_what_the_webhook_sends() -> None:
    one, given = channel(path="x"), alert()
    assert "acme_log" not in sys.modules, "opened only when something is to be sent"
    assert one.name == "log#2"
    one.deliver([given])
    one.deliver([given, given], digest=True)
    module: Any = sys.modules["acme_log"]
    (message, key), (digest, other) = module.sent
    assert message == write_payload([given], digest=False)
    assert json.dumps(message)
    assert key == given.id != other
    assert digest["digest"] is True
    assert module.opened == [{"path": "x"}]


def test_a_notice_is_answered() -> None:
    assert channel(answer="  written\nat last ").send_notice(BROKEN) == "written at last"
    assert channel().send_notice(BROKEN) is None
    ((message, key), *_) = sys.modules["acme_log"].sent  # type: ignore[attr-defined]
    assert (message["schema"], key) == ("policy-monitor/notice/1", BROKEN.id)


def test_a_channel_says_whether_to_try_again() -> None:
    later = failure(channel(later=True))
    assert (str(later), later.permanent, later.retry_after) == ("log#2: the disk is full", False, 60)
    never = failure(channel(refuse=True))
    assert (str(never), never.permanent) == ("log#2: set `path`", True)


@pytest.mark.parametrize(
    ("wait", "seconds"),
    sampled(
        [
            (0.5, 0.5),
            (7, 7),
            (10**400, 604_800),
            (1e300, 604_800),
            (float("nan"), None),
            (-5, None),
            ("soon", None),
            ([], None),
            (None, None),
        ],
        3,
        rows=True,
    ),
)
def test_a_wait_that_is_no_time_is_none(wait: Any, seconds: float | None) -> None:
    """\"soon\" failed where the pause is reckoned, and with it the delivery by every other channel."""
    assert failure(channel(wait=wait)).retry_after == seconds


def test_a_subclass_may_forget_to_call_our_init() -> None:
    error = failure(channel(bare=True))
    assert (str(error), error.permanent, error.retry_after) == ("log#2: not delivered", False, None)


def test_an_answer_can_be_written_everywhere() -> None:
    assert channel(answer="ok \x1b]0;\ud800").send_notice(BROKEN) == "ok ]0;"


@pytest.mark.parametrize(
    ("one", "says"),
    sampled(
        [
            (channel(fail="token=hunter2"), "log#2: the channel 'log' of acme-plugin 1.0 failed: RuntimeError at acme_log.py:13"),
            (channel(exit="hunter2"), "log#2: the channel 'log' of acme-plugin 1.0 failed: SystemExit at acme_log.py:21"),
            (channel(unspeakable=True), "log#2: the channel 'log' of acme-plugin 1.0 failed: ValueError at acme_log.py:8"),
            (channel(hang=True), "log#2: the channel 'log' of acme-plugin 1.0 did not answer within 0.5 s"),
            (channel("nothing"), "nothing#2: the channel 'nothing' of acme-plugin 1.0 failed: AttributeError at plugged.py"),
            (channel("gone"), "gone#2: no installed plug-in has the channel 'gone'"),
        ],
        2,
        rows=True,
    ),
)
def test_a_fault_is_named_and_tried_again(one: PluggedChannel, says: str) -> None:
    error = failure(one)
    assert str(error).startswith(says)
    assert "hunter2" not in str(error)
    assert not error.permanent, "whoever repairs the plug-in gets what was left over"


def test_our_own_webhook_is_such_a_channel(http_server: Calls) -> None:
    """Registered as any other part: by its name, with options, from `alerts.channels` as well."""
    channel("webhook", url=f"http://127.0.0.1:{http_server.port}/hook", secret="s3cret").deliver([alert()])
    ((path, headers, body),) = http_server.received
    assert path == "/hook"
    assert headers["X-Policy-Monitor-Signature"].startswith("sha256=")
    assert json.loads(body)["schema"] == "policy-monitor/alert/1"
    assert failure(channel("webhook", url="ftp://x")).permanent
    assert failure(channel("webhook", url="https://x.example", methods="PUT")).permanent
    assert "options of a webhook are url and secret" in str(failure(channel("webhook")))
