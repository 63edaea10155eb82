"""The test bed of bench/reliability.py: web and mail servers on loopback, and the program as real processes."""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from bench import ROOT
from tests.net.mail_server import FreePortController

Answer = tuple[int, bytes]
Row = tuple[str, str, str]
"""(test, figure, requirement)"""
COMMAND = [sys.executable, "-m", "monitor"]


def policy_text(name: str, *, broken: bool = False) -> bytes:
    """A short policy; `broken` drops its promise."""
    promise = (
        f"{name} may share your personal information with selected partners for their own marketing purposes."
        if broken
        else f"{name} does NOT share, sell, rent, or trade your personal information with third parties for their promotional purposes."
    )
    return f"""<!doctype html><html lang="en"><head><title>Privacy Policy | {name}</title></head><body><nav><a href="/">Home</a></nav>
<main><h1>Privacy Policy of {name}</h1><h2>1. Who we are</h2><p>{name} runs this shop and is responsible for the personal information that
you give us here. This policy tells you what we collect, why we collect it, who sees it and how long we keep it.</p>
<h2>2. What we collect</h2><p>When you order we ask for your name, your address and your e-mail address. Our server writes down the pages
that you visit and the kind of browser that you use.</p><h2>3. Sharing</h2><p>{promise}</p><p>We disclose information when a court requires
it.</p><h2>4. Retention</h2><p>Your account information is deleted after 12 months. Invoices are kept for seven years.</p>
<h2>5. Your rights</h2><p>You may see and correct your information at any time.</p></main></body></html>""".encode()


def serving(handler: type[BaseHTTPRequestHandler]) -> ThreadingHTTPServer:
    """A web server that answers on all of 127.0.0.0/8, in the background."""
    server = ThreadingHTTPServer(("0.0.0.0", 0), handler)
    server.daemon_threads = True
    server.handle_error = lambda *args: None  # type: ignore[method-assign]
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    return server


class Pages:
    """A web server on all of 127.0.0.0/8: `answer` returns status and body for (host, path); hosts in `dripping` send a byte a second."""

    def __init__(self, answer: Callable[[str, str], Answer]) -> None:
        self.answer, self.dripping, self.stopped, self.count = answer, set[str](), threading.Event(), 0
        pages = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_GET(self) -> None:
                host = (self.headers.get("Host") or "").partition(":")[0]
                pages.count += 1
                if host in pages.dripping:
                    return pages.drip(self)
                status, body = (404, b"") if self.path == "/robots.txt" else pages.answer(host, self.path)
                head = f"HTTP/1.1 {status} S\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n"
                self.wfile.write(head.encode() + body)
                return None

            def log_message(self, *args: object) -> None:
                return

        self._server = serving(Handler)
        self.port = self._server.server_address[1]

    def drip(self, handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 S\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n")
        while not self.stopped.wait(1):
            handler.wfile.write(b"<")

    def url(self, n: int, path: str) -> str:
        return f"http://127.0.{n // 250}.{n % 250 + 1}:{self.port}{path}"

    def stop(self) -> None:
        self.stopped.set()
        self._server.shutdown()
        self._server.server_close()


class Mails:
    """An SMTP server on loopback that records the Message-ID and subject of each mail it accepts."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.subjects: list[str] = []
        self.controller = FreePortController(self, hostname="127.0.0.1", port=0)
        self.controller.start()

    async def handle_DATA(self, server: object, session: object, envelope: Any) -> str:  # noqa: N802 - the library's name
        lines = envelope.content.decode("utf-8", "replace").splitlines()
        self.ids += [line.partition(":")[2].strip() for line in lines if line.lower().startswith("message-id:")]
        self.subjects += [line.partition(":")[2].strip() for line in lines if line.lower().startswith("subject:")]
        return "250 OK"

    @property
    def alerts(self) -> dict[str, Any]:
        url = f"smtp://127.0.0.1:{self.controller.port}"
        return {"email": {"to": ["reader@reader.example"], "from": "monitor@reader.example", "url": url}}

    def stop(self) -> None:
        self.controller.stop()


@dataclass(frozen=True)
class Ran:
    """The result of one command: exit code, output, CPU and wall seconds, peak memory in MB."""

    code: int
    out: str
    err: str
    cpu: float = 0.0
    seconds: float = 0.0
    megabytes: float = 0.0
    json: Any = field(default=None)


def from_checkout(**variables: str) -> dict[str, str]:
    """The environment of a child process that imports this checkout, with further variables."""
    # An environment that forbids to keep bytecode would have every process compile 300 modules: a third of what a small cycle costs.
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "", **variables}


def configure(home: Path, policies: list[dict[str, Any]], **settings: Any) -> None:
    """Writes config.yaml (JSON is YAML)."""
    (home / "config.yaml").write_text(json.dumps({"policies": policies, **settings}))


@dataclass
class Scene:
    """Shops with one policy each, which drops its promise once `broken` is set; a mail server; and a store in `base` to copy from."""

    base: Path
    pages: Pages
    mails: Mails
    broken: bool = False

    @property
    def home(self) -> Path:
        """Where the copy is."""
        return self.base.parent / "home"

    def fresh(self) -> Path:
        """A new copy of `base`."""
        shutil.rmtree(self.home, ignore_errors=True)
        shutil.copytree(self.base, self.home)
        return self.home


@contextmanager
def scene(names: Sequence[str], *, policy: Mapping[str, Any] | None = None, **settings: Any) -> Iterator[Scene]:
    """Serves and configures shops in a temporary folder.

    Args:
        names: of the shops, and ids of their policies.
        policy: further settings of each policy.
        settings: further settings of config.yaml.
    """
    mails = Mails()
    pages = Pages(lambda host, path: (200, policy_text(path.strip("/").title(), broken=stage.broken)))
    with tempfile.TemporaryDirectory() as folder:
        stage = Scene(Path(folder, "base"), pages, mails)
        stage.base.mkdir()
        tracked = [{"id": name, "url": pages.url(n, f"/{name}"), **(policy or {})} for n, name in enumerate(names)]
        configure(stage.base, tracked, alerts=mails.alerts, **settings)
        try:
            yield stage
        finally:
            pages.stop()
            mails.stop()


def versions(home: Path, *policies: str) -> list[list[str]]:
    """The digests of each policy's versions, oldest first."""
    return [[v["sha256"] for v in run(home, "log", policy, "--format", "json").json["versions"]] for policy in policies]


def run(home: Path, *argv: str, env: dict[str, str] | None = None) -> Ran:
    """Runs one command to its end in a process of its own."""
    begun, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = from_checkout(**(env or {}))
    script = [*COMMAND, *argv]
    ended = subprocess.Popen(script, cwd=home, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)
    out, err = ended.communicate(timeout=600)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    data = json.loads(out) if "json" in argv and out.startswith("{") else None
    return Ran(ended.returncode, out, err, cpu, time.monotonic() - begun, after.ru_maxrss / 1024, data)


@contextmanager
def started(home: Path, *argv: str) -> Iterator[subprocess.Popen[str]]:
    """Starts a command in a process of its own, which is killed at the end if it is still running."""
    quiet = subprocess.DEVNULL
    process = subprocess.Popen([*COMMAND, *argv], cwd=home, stdout=quiet, stderr=quiet, text=True, env=from_checkout())
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
