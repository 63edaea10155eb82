"""A real timestamp authority on loopback: certificates made by openssl, and `openssl ts -reply` behind an HTTP server."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.net.serving import serve

OPENSSL = shutil.which("openssl")
CONFIG = """
[tsa]
default_tsa = one
[one]
serial = {home}/serial
crypto_device = builtin
signer_cert = {home}/tsa.pem
signer_key = {home}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
accuracy = secs:1
ess_cert_id_chain = no
[extensions]
extendedKeyUsage = critical,timeStamping
keyUsage = critical,digitalSignature
"""


class Authority:
    """One authority with its own root certificate, and what it was asked."""

    def __init__(self, home: Path) -> None:
        home.mkdir(parents=True)
        self.home, self.asked, self.status, self.answer = home, 0, 200, None
        self.certificate = home / "ca.pem"
        (home / "ts.cnf").write_text(CONFIG.format(home=home))
        (home / "serial").write_text("01\n")
        subject = f"/CN={home.name} authority"
        self._run("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30", "-subj", "/CN=root",
                  "-keyout", "ca.key", "-out", "ca.pem")  # fmt: skip
        self._run("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", subject, "-keyout", "tsa.key",
                  "-out", "tsa.csr")  # fmt: skip
        self._run("x509", "-req", "-in", "tsa.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-days", "20", "-extfile", "ts.cnf", "-extensions",
                  "extensions", "-out", "tsa.pem")  # fmt: skip

    answer: bytes | None
    """What it answers instead of a timestamp."""

    def reply(self, query: bytes) -> bytes:
        self.asked += 1
        if self.answer is not None:
            return self.answer
        (self.home / "query").write_bytes(query)
        self._run("ts", "-reply", "-config", "ts.cnf", "-section", "one", "-queryfile", "query", "-out", "reply")
        return (self.home / "reply").read_bytes()

    def _run(self, *arguments: str) -> None:
        subprocess.run([OPENSSL or "openssl", *arguments], cwd=self.home, check=True, capture_output=True)

    @contextmanager
    def serving(self) -> Iterator[str]:
        authority = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                query = self.rfile.read(int(self.headers["Content-Length"]))
                assert self.headers["Content-Type"] == "application/timestamp-query"
                body = authority.reply(query)
                self.send_response(authority.status)
                self.send_header("Content-Type", "application/timestamp-reply")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                return

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        serve(server)
        try:
            yield f"http://127.0.0.1:{server.server_port}/tsr"
        finally:
            server.shutdown()
            server.server_close()
