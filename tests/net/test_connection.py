"""TLS to the vetted address: the name is in the handshake and the certificate is checked against it."""

from __future__ import annotations

import contextlib
import datetime
import socket
import ssl
import threading
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from monitor.errors import Unreachable
from monitor.net.address_guard import AddressGuard
from monitor.sources.interface import Fetched
from monitor.sources.live import HttpSource
from tests.net.web_server import WebServer


def certificate(folder: Path, name: str) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
    builder = builder.serial_number(7).not_valid_before(now - datetime.timedelta(days=1)).not_valid_after(now + datetime.timedelta(days=1))
    builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    made = builder.sign(key, hashes.SHA256())
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    (folder / "key.pem").write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain))
    return folder / "cert.pem", folder / "key.pem"


@pytest.fixture
def secure(tmp_path: Path):
    cert, key = certificate(tmp_path, "policies.test")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    names: list[str] = []
    context.sni_callback = lambda sock, name, ctx: names.append(name)
    server = WebServer(context)
    server.names, server.ca_file = names, str(cert)
    server.page("/privacy", b"We keep it.")
    yield server
    server.stop()


def to_loopback(host: str, port: int):
    return [(socket.AF_INET, ("127.0.0.1", port))]


def test_the_name_is_sent_and_checked(secure: WebServer) -> None:
    source = HttpSource(guard=AddressGuard(allow_private=True, resolve=to_loopback), ca_file=secure.ca_file)

    assert source.fetch("acme", f"https://policies.test:{secure.port}/privacy").snapshot.body == b"We keep it."
    assert set(secure.names) == {"policies.test"}


@pytest.mark.parametrize(("name", "trusted"), [("other.test", True), ("policies.test", False)])
def test_other_names_and_unknown_authorities_are_refused(secure: WebServer, name: str, trusted: bool) -> None:
    sleeps: list[float] = []
    guard = AddressGuard(allow_private=True, resolve=to_loopback)
    source = HttpSource(guard=guard, ca_file=secure.ca_file if trusted else None, sleep=sleeps.append)

    with pytest.raises(Unreachable, match="certificate") as caught:
        source.fetch("acme", f"https://{name}:{secure.port}/privacy")
    assert caught.value.reason == "tls"
    assert secure.paths() == []
    assert sleeps == []


def test_the_deadline_holds_over_tls(secure: WebServer) -> None:
    def drip(handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        while not secure.stopping.wait(0.02):
            handler.wfile.write(b"x")

    secure.pages["/slow"] = drip
    source = HttpSource(guard=AddressGuard(allow_private=True, resolve=to_loopback), ca_file=secure.ca_file, total=0.6, honour_robots=False)

    with pytest.raises(Unreachable) as caught:
        source.fetch("acme", f"https://policies.test:{secure.port}/slow")
    assert caught.value.reason == "timeout"


def test_the_next_address_is_tried() -> None:
    server = WebServer()
    server.page("/privacy", b"We keep it.")
    try:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            closed = probe.getsockname()[1]
        resolve = lambda host, port: [(socket.AF_INET, ("127.0.0.1", closed)), (socket.AF_INET, ("127.0.0.1", server.port))]  # noqa: E731
        fetched = HttpSource(guard=AddressGuard(allow_private=True, resolve=resolve), retries=0).fetch(
            "acme", "http://policies.test/privacy"
        )
        assert fetched.snapshot.body == b"We keep it."
    finally:
        server.stop()


def test_a_connection_that_is_never_accepted_times_out(monkeypatch: pytest.MonkeyPatch) -> None:
    full = socket.socket()
    full.bind(("127.0.0.1", 0))
    full.listen(0)
    held = []
    for _ in range(4):
        sock = socket.socket()
        sock.setblocking(False)
        sock.connect_ex(full.getsockname())
        held.append(sock)
    try:
        with pytest.raises(Unreachable) as caught:
            HttpSource(allow_private=True, honour_robots=False, timeout=0.2, retries=0).fetch(
                "a", f"http://127.0.0.1:{full.getsockname()[1]}/"
            )
        assert caught.value.reason == "timeout"
    finally:
        for sock in [*held, full]:
            sock.close()


HINT = b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n"
FINAL = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 4\r\n\r\npage"


def _raw(answer: bytes, *, times: int = 1) -> str:
    """The address of a server that sends these bytes so many times, whatever it is asked."""
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            connection, _ = server.accept()
            with connection, contextlib.suppress(OSError):
                connection.recv(65536)
                for _ in range(times):
                    connection.sendall(answer)

    threading.Thread(target=serve, daemon=True).start()
    return f"http://127.0.0.1:{server.getsockname()[1]}/"


def _fetch(url: str) -> bytes:
    source = HttpSource(allow_private=True, honour_robots=False, retries=0)
    answer = source.fetch("larkspur", url)
    assert isinstance(answer, Fetched)
    return answer.snapshot.body


@pytest.mark.parametrize(
    "interim",
    [HINT, HINT * 20, b"HTTP/1.1 100 Continue\r\n\r\n" + HINT, b"HTTP/1.1 102 Processing\r\n\r\n"],
    ids=["one", "many", "100", "102"],
)
def test_interim_responses_are_skipped(interim: bytes) -> None:
    assert _fetch(_raw(interim + FINAL)) == b"page"


@pytest.mark.parametrize("interim", [HINT, b"HTTP/1.1 100 Continue\r\n\r\n", HINT.replace(b"</style.css>", b"x" * 60_000)])
def test_interim_responses_without_end_are_not_waited_for(interim: bytes) -> None:
    with pytest.raises(Unreachable, match="20 interim responses"):
        _fetch(_raw(interim, times=10_000))
