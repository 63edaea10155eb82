from __future__ import annotations

import json
import subprocess
import sys

import pytest

from monitor.errors import DeliveryError
from monitor.model import Reason
from monitor.notify.apprise import AppriseChannel, _text_limit
from monitor.notify.apprise_process import library as apprise_library

from .conftest import Calls, free_port
from .samples import alert, side, withdrawn

EVIL = "&lt;a href=https://evil.example&gt; [x](https://evil.example) <!channel> @everyone **b**"


def test_a_real_service_gets_inert_text(http_server: Calls) -> None:
    change = withdrawn(headline=EVIL, old=side(EVIL, EVIL), reasons=(Reason("rule", EVIL, EVIL),))
    AppriseChannel(f"json://127.0.0.1:{http_server.port}/T0KEN", 1, report_base="https://m.example").deliver([alert([change])])
    body = json.loads(http_server.received[0][2])
    assert body["title"].startswith("[critical] Northwind Privacy Policy")
    for text in (body["title"], body["message"]):
        assert not any(sign in text for sign in ("evil.example", "<", "@everyone", "&lt;", "](", "**"))
    assert "Report: https://m.example/reports/northwind/" in body["message"]


@pytest.mark.parametrize("kind", ["html", "markdown"])
def test_services_with_markup_get_no_links_either(http_server: Calls, kind: str) -> None:
    change = withdrawn(headline=EVIL, old=side(EVIL))
    AppriseChannel(f"json://127.0.0.1:{http_server.port}/?format={kind}").deliver([alert([change])], digest=True)
    message = json.loads(http_server.received[0][2])["message"]
    assert not any(sign in message for sign in ("evil.example", "<a", "<!", "@everyone", "&lt;a"))


def test_failures_are_reported_without_the_address(http_server: Calls) -> None:
    http_server.status = 500
    channel = AppriseChannel(f"json://user:pa55word@127.0.0.1:{http_server.port}/T0KEN-path", 3)
    assert channel.name == "apprise:json#3"
    with pytest.raises(DeliveryError, match="apprise:json#3 did not accept the message") as caught:
        channel.deliver([alert()])
    assert not caught.value.permanent
    assert not any(secret in str(caught.value) for secret in ("pa55word", "T0KEN"))


def test_a_refused_connection_is_retried() -> None:
    with pytest.raises(DeliveryError, match="did not accept the message"):
        AppriseChannel(f"json://127.0.0.1:{free_port()}/").deliver([alert()])


@pytest.mark.parametrize("url", ["nonsense://T0KEN", "no address T0KEN", ""])
def test_an_unknown_address_is_given_up(url: str) -> None:
    channel = AppriseChannel(url, 2)
    with pytest.raises(DeliveryError, match="does not recognise this URL") as caught:
        channel.check()
    assert caught.value.permanent
    assert "T0KEN" not in str(caught.value)


def test_a_known_address_is_checked_without_a_call(http_server: Calls) -> None:
    AppriseChannel(f"json://127.0.0.1:{http_server.port}/").check()
    assert http_server.received == []


def test_small_services_get_small_messages() -> None:
    library = apprise_library()
    room = {
        url: _text_limit(library.Apprise.instantiate(url), "t" * 100)
        for url in ("tgram://123456789:abcdefg_hijklmnop/12315544/", "json://localhost")
    }
    assert room == {"tgram://123456789:abcdefg_hijklmnop/12315544/": 3500, "json://localhost": 3500}
    sms = library.Apprise.instantiate("sns://AHIAJGNT76XIMXDBIJYA/bu1dHSdO22pfaaVy/wmNsdjhl/us-west-2/+18005551223")
    assert _text_limit(sms, "t" * 60) == 98


def test_apprise_is_imported_only_when_something_is_sent() -> None:
    program = (
        "import sys; from monitor.notify.apprise import AppriseChannel; AppriseChannel('json://h'); sys.exit('apprise' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
