from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from monitor.errors import ConfigError, DeliveryError
from monitor.notify.email import email_channels, message_id, read_address, write_mail

from .conftest import Mailbox
from .mails import SENDER, TO, channel, part, read
from .samples import NOON, Clock, alert, reworded, side, withdrawn

Start = Callable[..., Mailbox]


def test_a_mail_is_read_back_with_both_parts_and_its_headers(smtp_server: Start) -> None:
    box = smtp_server()
    channel(f"smtp://127.0.0.1:{box.port}", now=Clock(NOON)).deliver([alert()])
    mail = read(box)
    assert box.envelopes[0].rcpt_tos == [TO]
    assert box.envelopes[0].mail_from == "monitor@example.org"
    assert mail["Subject"].startswith(
        "[critical] Northwind Privacy Policy: Withdrawn: the promise not to share, sell, rent or trade your data"
    )
    assert mail["Message-ID"] == "<alert.northwind-1a2b3c4d-5e6f7a8b.policy-monitor@example.org>"
    assert mail["References"] == mail["In-Reply-To"] == "<policy.northwind.policy-monitor@example.org>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Id"] == "Policy Monitor <policy-monitor.example.org>"
    assert mail["Date"].datetime == NOON
    assert (mail["X-Policy-Monitor-Policy"], mail["X-Policy-Monitor-Severity"]) == ("northwind", "critical")
    assert mail.get_content_type() == "multipart/alternative"
    text, html = part(mail, "plain"), part(mail, "html")
    for words in ("Withdrawn: the promise", "against you", "1 November 2016", "promise-withdrawn", "your threshold is material"):
        assert words in " ".join(text.split())
        assert words in html
    content = box.envelopes[0].content
    assert isinstance(content, bytes)
    assert max(len(line) for line in content.split(b"\r\n")) <= 998


def test_each_recipient_is_a_channel_so_that_a_refused_one_delays_no_other(smtp_server: Start) -> None:
    box = smtp_server()
    box.refuse_recipient = {"gone@example.org": "550 gone"}
    to = ["gone@example.org", "Ann <ann@example.org>", "ANN@example.org"]
    channels = email_channels(url=f"smtp://127.0.0.1:{box.port}", sender=SENDER, to=to)
    assert [one.name.lower() for one in channels] == ["email:gone@example.org", "email:ann@example.org"]
    with pytest.raises(DeliveryError):
        channels[0].deliver([alert()])
    channels[1].deliver([alert()])
    assert [one.rcpt_tos[0].lower() for one in box.envelopes] == ["ann@example.org"]


def test_headers_can_not_be_injected(smtp_server: Start) -> None:
    box = smtp_server()
    evil = "x\r\nBcc: victim@example.org\r\n\r\n<script>alert(1)</script>\x00\u202e"
    change = withdrawn(headline=f"Withdrawn{evil}", old=side(evil, evil))
    channel(f"smtp://127.0.0.1:{box.port}").deliver([alert([change], id=evil, name=f"North{evil}", policy_id=evil)])
    mail = read(box)
    assert mail["Bcc"] is None
    assert box.envelopes[0].rcpt_tos == [TO]
    assert "\n" not in mail["Subject"]
    assert "<script>" not in part(mail, "html")


def test_a_digest_is_one_mail_with_a_stable_id(smtp_server: Start) -> None:
    box = smtp_server()
    mails = channel(f"smtp://127.0.0.1:{box.port}")
    both = [alert([reworded()], id="b", policy_id="acme", name="Acme"), alert(id="a")]
    mails.deliver(both, digest=True)
    mails.deliver(both[::-1], digest=True)
    first, second = read(box, 0), read(box, 1)
    assert first["Message-ID"] == second["Message-ID"]
    # A long subject starts on the second line; unfolding leaves one space (RFC 5322, 2.2.3), which this parser keeps.
    assert first["Subject"].strip() == "[critical] 2 policy changes: Northwind Privacy Policy; Acme Privacy Policy"
    assert "Acme Privacy Policy: 1 " in part(first, "plain")
    assert first["References"] == "<digest.policy-monitor@example.org>"


@pytest.mark.parametrize("address", ["", "nobody", "a@b\r\nBcc: c@d", "@example.org", "a@", "a b@example.org"])
def test_an_invalid_address_is_refused(address: str) -> None:
    with pytest.raises(ConfigError, match=r"alerts\.email\.to"):
        channel("smtp://localhost", to=address)


def test_a_domain_in_other_letters() -> None:
    assert channel("smtp://localhost", to="post@bücher.example").name == "email:post@xn--bcher-kva.example"


def test_the_clock_is_utc_now(smtp_server: Start) -> None:
    box = smtp_server()
    channel(f"smtp://127.0.0.1:{box.port}").deliver([alert()])
    assert read(box)["Date"].datetime.utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    ("text", "spec", "name"),
    [
        ("monitor@example.org", "monitor@example.org", ""),
        ("Policy Monitor <monitor@example.org>", "monitor@example.org", "Policy Monitor"),
        ('"Müller, Ann" <ann@example.org>', "ann@example.org", "Müller, Ann"),
        ("post@bücher.example", "post@xn--bcher-kva.example", ""),
    ],
)
def test_addresses_with_and_without_names(text: str, spec: str, name: str) -> None:
    address = read_address(text, what="alerts.email.to")
    assert (address.addr_spec, address.display_name) == (spec, name)


def test_an_error_names_the_setting_and_the_text() -> None:
    with pytest.raises(ConfigError, match=r"alerts\.email\.from: 'nobody' is not an e-mail address; expected name@example\.org"):
        read_address("nobody", what="alerts.email.from")


def test_a_message_id_does_not_depend_on_the_order_and_never_holds_unsafe_characters() -> None:
    one, other = alert(id="a"), alert(id="b")
    assert message_id([one, other], "d.example") == message_id([other, one], "d.example") != message_id([one], "d.example")
    assert message_id([alert(id="a b\r\n<x>")], "d.example").count("<") == 1
    assert " " not in message_id([alert(id="a b")], "d.example")


def test_mails_about_one_policy_are_one_thread_and_digests_another() -> None:
    sender, to = read_address(SENDER, what="from"), read_address(TO, what="to")

    def thread(*ids: str, digest: bool = False, policy: str = "northwind") -> str:
        alerts = [alert(id=one, policy_id=policy) for one in ids]
        return str(write_mail(alerts, sender=sender, to=to, sent_at=NOON, digest=digest)["References"])

    assert thread("a") == thread("b") != thread("a", policy="acme")
    assert thread("a", "b", digest=True) == thread("c", digest=True) != thread("a")


def test_headers_for_filters_name_every_policy_and_alert_up_to_a_limit() -> None:
    sender, to = read_address(SENDER, what="from"), read_address(TO, what="to")
    alerts = [alert(id=f"a{n}", policy_id=f"p{n}") for n in range(30)]
    mail = write_mail(alerts, sender=sender, to=to, sent_at=NOON, digest=True)
    assert mail["X-Policy-Monitor-Policy"].split() == [f"p{n}" for n in range(20)]
    assert mail["X-Policy-Monitor-Alert"].split() == [f"a{n}" for n in range(20)]
    assert mail["X-Policy-Monitor-Severity"] == "critical"
