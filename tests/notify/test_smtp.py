from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from monitor.errors import ConfigError, DeliveryError
from monitor.notify.smtp import check_server, read_smtp_url

from .conftest import USER, Certificates, Drip, Mailbox, free_port
from .mails import LOGIN, TO, channel, read
from .samples import alert

Start = Callable[..., Mailbox]


def test_starttls_with_login_and_own_authority(smtp_server: Start, certificates: Certificates) -> None:
    box = smtp_server(login=True, tls_context=certificates.context, require_starttls=True)
    url = f"smtp+starttls://{LOGIN}@localhost:{box.port}"
    channel(url, ca_file=certificates.authority).deliver([alert()])
    channel(f"{url}?ca={certificates.authority}&timeout=5").deliver([alert()])
    assert box.logins == [USER, USER]
    assert box.encrypted == [True, True]
    assert read(box, 0)["Message-ID"] == read(box, 1)["Message-ID"]
    check_server(read_smtp_url(url, ca_file=certificates.authority))
    assert len(box.envelopes) == 2


def test_tls_from_the_start(smtp_server: Start, certificates: Certificates) -> None:
    box = smtp_server(ssl_context=certificates.context)
    channel(f"smtps://127.0.0.1:{box.port}", ca_file=certificates.authority).deliver([alert()])
    assert len(box.envelopes) == 1


def test_a_certificate_of_an_unknown_authority_is_refused(smtp_server: Start, certificates: Certificates) -> None:
    box = smtp_server(tls_context=certificates.context)
    with pytest.raises(DeliveryError, match="certificate that can't be verified") as caught:
        channel(f"smtp+starttls://localhost:{box.port}").deliver([alert()])
    assert not caught.value.permanent
    assert box.envelopes == []


def test_a_wrong_password_is_reported_without_it_and_retried(smtp_server: Start, certificates: Certificates) -> None:
    box = smtp_server(login=True, tls_context=certificates.context)
    with pytest.raises(DeliveryError, match="refuses the login: 535") as caught:
        channel(f"smtp+starttls://bob:hunter2-wrong@localhost:{box.port}", ca_file=certificates.authority).deliver([alert()])
    assert not caught.value.permanent
    assert "hunter2" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_a_password_is_never_sent_in_the_clear(monkeypatch: pytest.MonkeyPatch, smtp_server: Start) -> None:
    box = smtp_server()
    monkeypatch.setattr("monitor.notify.smtp._loopback", lambda host: False)
    with pytest.raises(DeliveryError, match="not sent in the clear"):
        channel(f"smtp://{LOGIN}@127.0.0.1:{box.port}").deliver([alert()])
    with pytest.raises(DeliveryError, match="did not accept the message"):
        channel(f"smtp+starttls://{LOGIN}@127.0.0.1:{box.port}").deliver([alert()])


def test_starttls_is_used_when_offered(monkeypatch: pytest.MonkeyPatch, smtp_server: Start, certificates: Certificates) -> None:
    box = smtp_server(tls_context=certificates.context)
    channel(f"smtp://localhost:{box.port}").deliver([alert()])  # on this machine there is no wire to protect
    monkeypatch.setattr("monitor.notify.smtp._loopback", lambda host: False)
    channel(f"smtp://localhost:{box.port}", ca_file=certificates.authority).deliver([alert()])
    assert box.encrypted == [False, True]


@pytest.mark.parametrize(("answer", "permanent"), [("451 try later", False), ("550 no such user", True)])
def test_refusals_of_recipient_sender_and_content(smtp_server: Start, answer: str, permanent: bool) -> None:
    box = smtp_server()
    box.refuse_recipient = {TO: answer}
    mails = channel(f"smtp://127.0.0.1:{box.port}")
    for what in ("recipient privacy@example.org", "sender monitor@example.org", "message"):
        with pytest.raises(DeliveryError, match=f"refuses the {what}: {answer}") as caught:
            mails.deliver([alert()])
        assert caught.value.permanent is permanent
        assert caught.value.channel == "email:privacy@example.org"
        box.refuse_recipient = {}
        box.refuse_sender, box.refuse_data = (answer if "recipient" in what else None), (answer if "sender" in what else None)


@pytest.mark.parametrize(
    "answers", [{".": None}, {"greet": None}, {"greet": "554 go away"}, {"end": None}, {"data": "421 closing"}, {"greet": "nonsense"}]
)
def test_a_broken_conversation_is_worth_a_retry(scripted_server: Callable[..., int], answers: dict[str, str | None]) -> None:
    with pytest.raises(DeliveryError, match=r"mail server 127\.0\.0\.1") as caught:
        channel(f"smtp://127.0.0.1:{scripted_server(answers)}").deliver([alert()])
    assert not caught.value.permanent


@pytest.mark.parametrize("verb", ["greet", "ehlo", "mail", "end"])
def test_a_server_that_goes_on_and_on_is_cut_off(scripted_server: Callable[..., int], verb: str) -> None:
    """A tarpit sends a line every few seconds, each of them in time."""
    holding = threading.Event()
    port = scripted_server({verb: Drip(b"220-wait\r\n" if verb == "greet" else b"250-wait\r\n", holding)})
    with pytest.raises(DeliveryError, match=r"no complete answer within 0\.8 s") as caught:
        channel(f"smtp://127.0.0.1:{port}?timeout=0.2").deliver([alert()])
    assert not caught.value.permanent
    holding.set()


@pytest.mark.parametrize("bye", ["421 too busy to say goodbye", None])
def test_errors_after_the_mail_was_accepted_are_not_failures(scripted_server: Callable[..., int], bye: str | None) -> None:
    channel(f"smtp://127.0.0.1:{scripted_server({'quit': bye})}").deliver([alert()])


def test_sending_does_not_wait_for_the_reply_to_quit(scripted_server: Callable[..., int]) -> None:
    """Between the server's "250" and the outbox nothing may stand: a kill in between sends the mail twice."""
    returned, answered = threading.Event(), threading.Event()
    in_time: list[bool] = []

    def bye() -> str:
        in_time.append(returned.wait(60))
        answered.set()
        return "221 bye"

    channel(f"smtp://127.0.0.1:{scripted_server({'quit': bye})}").deliver([alert()])
    returned.set()
    assert answered.wait(120), "the server gets our QUIT"
    assert in_time == [True]


def test_a_refused_connection_is_retried() -> None:
    with pytest.raises(DeliveryError, match="can't be used: Connection refused") as caught:
        channel(f"smtp://user:pa55word@127.0.0.1:{free_port()}").deliver([alert()])
    assert not caught.value.permanent
    assert "pa55word" not in str(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://host",
        "smtp://",
        "smtp://u:hunter2@host:99999",
        "smtp://u:hunter2@host/path",
        "smtp://host?timeout=x",
        "smtp://host?timeout=0",
        "smtp://[x",
    ],
)
def test_an_unreadable_server_address_is_never_repeated(url: str) -> None:
    with pytest.raises(ConfigError, match=r"alerts\.email\.url") as caught:
        read_smtp_url(url)
    assert "hunter2" not in str(caught.value)


def test_server_addresses() -> None:
    server = read_smtp_url("smtp+starttls://u%40x:p%2Fw@mail.example.org")
    assert (server.host, server.port, server.user, server.password) == ("mail.example.org", 587, "u@x", "p/w")
    assert "p/w" not in repr(server)
    assert (read_smtp_url("smtps://h").port, read_smtp_url("smtp://h").port) == (465, 25)
