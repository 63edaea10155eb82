"""Real servers on loopback: mail with STARTTLS and login, mail that misbehaves, and HTTP."""

from __future__ import annotations

import datetime as dt
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.net.mail_server import FreePortController
from tests.net.serving import serve

Answers = dict[str, "str | Callable[[], str] | Drip | None"]
"""What a server says to each step of a conversation; None hangs up."""
USER, PASSWORD = "watcher@example.org", "s3cr:t/p@ss!"


@dataclass(frozen=True)
class Certificates:
    authority: Path
    context: ssl.SSLContext


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _builder(subject: str, issuer: str, key: Any) -> x509.CertificateBuilder:
    day = dt.timedelta(days=1)
    now = dt.datetime.now(dt.UTC)
    builder = x509.CertificateBuilder().subject_name(_name(subject)).issuer_name(_name(issuer)).public_key(key)
    return builder.serial_number(x509.random_serial_number()).not_valid_before(now - day).not_valid_after(now + day)


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    folder = tmp_path_factory.mktemp("certificates")
    ca_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    ca_id = x509.SubjectKeyIdentifier.from_public_key(ca_key.public_key())
    usage = x509.KeyUsage(True, False, False, False, False, True, True, False, False)
    ca = _builder("Test CA", "Test CA", ca_key.public_key()).add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    ca_certificate = ca.add_extension(usage, critical=True).add_extension(ca_id, critical=False).sign(ca_key, hashes.SHA256())
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    issuer_id = x509.AuthorityKeyIdentifier.from_issuer_public_key(ca_key.public_key())
    own = _builder("localhost", "Test CA", key.public_key()).add_extension(names, critical=False).add_extension(issuer_id, critical=False)
    pem = serialization.Encoding.PEM
    (folder / "ca.pem").write_bytes(ca_certificate.public_bytes(pem))
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "server.pem").write_bytes(own.sign(ca_key, hashes.SHA256()).public_bytes(pem) + private)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.pem")
    return Certificates(folder / "ca.pem", context)


@dataclass(frozen=True)
class Drip:
    """An answer that never ends: the same line again and again."""

    line: bytes
    until: threading.Event

    def send(self, connection: socket.socket) -> None:
        while not self.until.wait(0.05):
            connection.sendall(self.line)


@dataclass
class Mailbox:
    """What a mail server accepted, and what it is set to refuse."""

    envelopes: list[Envelope] = field(default_factory=list)
    refuse_recipient: dict[str, str] = field(default_factory=dict)
    refuse_sender: str | None = None
    refuse_data: str | None = None
    logins: list[str] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    port: int = 0

    async def handle_MAIL(self, server: Any, session: Any, envelope: Envelope, address: str, options: list[str]) -> str:  # noqa: N802 - aiosmtpd calls it so
        if self.refuse_sender:
            return self.refuse_sender
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Envelope, address: str, options: list[str]) -> str:  # noqa: N802 - aiosmtpd calls it so
        if address in self.refuse_recipient:
            return self.refuse_recipient[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd calls it so
        if self.refuse_data:
            return self.refuse_data
        self.envelopes.append(envelope)
        self.encrypted.append(session.ssl is not None)
        return "250 OK"

    def authenticate(self, server: Any, session: Any, envelope: Envelope, mechanism: str, data: object) -> AuthResult:
        good = isinstance(data, LoginPassword) and (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        if good:
            self.logins.append(USER)
        return AuthResult(success=good, handled=False)


def free_port() -> int:
    """A port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def smtp_server() -> Iterator[Callable[..., Mailbox]]:
    """Starts a mail server; keyword arguments are aiosmtpd's."""
    running: list[FreePortController] = []

    def start(*, login: bool = False, **options: Any) -> Mailbox:
        box = Mailbox()
        if login:
            options |= {"authenticator": box.authenticate, "auth_required": True}
        controller = FreePortController(box, hostname="127.0.0.1", port=0, **options)
        controller.start()
        box.port = controller.port
        running.append(controller)
        return box

    yield start
    for controller in running:
        controller.stop()


@pytest.fixture
def scripted_server() -> Iterator[Callable[[Answers], int]]:
    """A mail server that answers each verb as given; None drops the connection. "." stands for the mail's first line, "end" for its end."""
    sockets: list[socket.socket] = []

    def start(answers: Answers) -> int:
        listener = socket.create_server(("127.0.0.1", 0))
        sockets.append(listener)
        threading.Thread(target=_serve, args=(listener, answers), daemon=True).start()
        return int(listener.getsockname()[1])

    yield start
    for one in sockets:
        with suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)  # wakes the thread that waits for a connection
        one.close()


def _serve(listener: socket.socket, answers: Answers) -> None:
    default_replies: Answers = {
        "greet": "220 hello",
        "ehlo": "250 hello",
        "mail": "250 ok",
        "rcpt": "250 ok",
        "data": "354 go",
        "end": "250 OK",
        "quit": "221 bye",
    }
    replies = {**default_replies, **answers}
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        with suppress(OSError), connection, connection.makefile("rb") as lines:  # the other side may be gone
            _talk(connection, lines, replies)


def _talk(connection: socket.socket, lines: Any, replies: Answers) -> None:
    verb, in_data = "greet", False
    while True:
        answer = replies.get(verb, "250 ok" if not in_data else "")
        if isinstance(answer, Drip):
            answer.send(connection)
            return
        answer = answer() if callable(answer) else answer
        if answer is None:
            return
        if answer:
            connection.sendall(answer.encode() + b"\r\n")
        in_data = (in_data or (verb == "data" and (answer or "").startswith("354"))) and verb != "end"
        line = lines.readline()
        if not line:
            return
        verb = ("end" if line == b".\r\n" else ".") if in_data else line.split()[0].decode().lower()


@dataclass
class Calls:
    """What an HTTP server was sent, and how it answers."""

    port: int = 0
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    received: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)


@pytest.fixture
def http_server() -> Iterator[Calls]:
    calls = Calls()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            calls.received.append((self.path, dict(self.headers), body))
            self.send_response(calls.status)
            for name, value in calls.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_GET = do_POST  # noqa: N815

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    calls.port = server.server_port
    serve(server)
    yield calls
    server.shutdown()
    server.server_close()
