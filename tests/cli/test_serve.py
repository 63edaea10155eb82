"""`serve`: the reports on loopback, and nothing else."""

from __future__ import annotations

import functools
import http.server
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.cli.serve import _Pages
from tests.net.serving import serve

from .conftest import User


def test_serve_listens_on_loopback_only(kept: User) -> None:
    server = subprocess.Popen([sys.executable, "-m", "monitor", "serve", "--port", "0"], stderr=subprocess.PIPE, text=True)
    watchdog = threading.Timer(30, server.kill)
    watchdog.start()
    try:
        line = server.stderr.readline()
        address = line.split(" at ")[1].split()[0]
        with urllib.request.urlopen(address) as answer:
            assert b"Northwind" in answer.read()
        for wrong in (urllib.request.Request(address, headers={"Host": "evil.example"}), address + "../config.yaml"):
            with pytest.raises(urllib.error.HTTPError):
                urllib.request.urlopen(wrong)
    finally:
        watchdog.cancel()
        server.terminate()
        server.wait()


class Served(http.server.ThreadingHTTPServer):
    """A server over a small folder of reports, beside which lies a configuration."""

    def __init__(self, home: Path) -> None:
        (home / "reports/northwind").mkdir(parents=True)
        (home / "config.yaml").write_text("secret: 1")
        for page in ("index.html", "northwind/index.html"):
            (home / "reports" / page).write_text("Northwind")
        self.reports, self.errors = home / "reports", 0
        super().__init__(("127.0.0.1", 0), functools.partial(_Pages, directory=str(self.reports)))

    def handle_error(self, *_: object) -> None:
        self.errors += 1


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with Served(tmp_path) as server:
        serve(server)
        yield server
        server.shutdown()
        assert server.errors == 0


def answer_to(server: Served, path: bytes, host: bytes = b"Host: 127.0.0.1\r\n") -> bytes:
    """The first line of what the server answers, as bytes: clients refuse to send such paths."""
    with socket.create_connection(("127.0.0.1", server.server_port), timeout=10) as connection:
        connection.sendall(b"GET " + path + b" HTTP/1.1\r\n" + host + b"Connection: close\r\n\r\n")
        return connection.makefile("rb").readline()


ODD = [
    b"/%00", b"/index.html%00.txt", b"/%", b"/%zz", b"/%ff%fe", b"/%ed%a0%80", b"/..%2f..%2fconfig.yaml", b"/%2e%2e/config.yaml",
    b"/%2e%2e%2fconfig.yaml", b"/..%5cconfig.yaml", b"/" + b"a" * 5000, b"/" + b"a/" * 3000, b"//config.yaml", b"/%2fetc%2fpasswd",
    b"/northwind/../../config.yaml", b"/.%00./config.yaml", b"/northwind/%00/", b"/\xff", b"http://127.0.0.1/../config.yaml", b"*",
]  # fmt: skip


@pytest.mark.parametrize("path", ODD, ids=lambda path: path[:24].decode("latin-1"))
def test_odd_paths_are_answered_and_lead_nowhere(served: Served, path: bytes) -> None:
    assert answer_to(served, path).split(b" ")[1] in {b"400", b"404", b"414"}
    assert answer_to(served, b"/northwind/index.html").split(b" ")[1] == b"200", "and it goes on serving"


def test_a_link_out_of_the_folder_is_not_followed(served: Served) -> None:
    (served.reports / "out.yaml").symlink_to(served.reports.parent / "config.yaml")
    (served.reports / "round").symlink_to("round")
    assert answer_to(served, b"/out.yaml").split(b" ")[1] == b"404"
    assert answer_to(served, b"/round").split(b" ")[1] == b"404"


@pytest.mark.parametrize("host", [b"", b"evil.example", b"127.0.0.1.evil.example", b"127.0.0.1\r\nHost: a.example"])
def test_other_names_of_this_machine_are_refused(served: Served, host: bytes) -> None:
    line = b"Host: " + host + b"\r\n" if host else b""
    assert answer_to(served, b"/index.html", line).split(b" ")[1] == b"403"
