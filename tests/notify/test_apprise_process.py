from __future__ import annotations

import io
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime

import pytest

from monitor.errors import DeliveryError
from monitor.model import MONITOR, Notice, NoticeKind
from monitor.notify import apprise_process
from monitor.notify.apprise import AppriseChannel
from monitor.notify.apprise_process import ServiceAnswer, notify

from .conftest import Calls, free_port
from .samples import alert

NOON = datetime(2026, 7, 2, 12, tzinfo=UTC)
NOTICE = Notice("f1", MONITOR, NoticeKind.FAULT, NOON, "reports", "reports: no space left", NOON)
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"


@contextmanager
def answering(pieces: Iterator[bytes], *, pause: float) -> Iterator[int]:
    """The port of a server that answers its first caller with these pieces, one after each pause."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            with suppress(OSError):
                connection, _ = server.accept()
                with connection:
                    connection.recv(65_536)
                    for piece in pieces:
                        connection.sendall(piece)
                        time.sleep(pause)

        threading.Thread(target=serve, daemon=True).start()
        yield server.getsockname()[1]


def dripping(first: bytes) -> Iterator[bytes]:
    yield first
    for _ in range(200):
        yield b"x"


def endless() -> Iterator[bytes]:
    yield HEAD + b"\r\n"
    for _ in range(3_000):
        yield b"x" * (1 << 20)


@pytest.mark.parametrize("first", [HEAD + b"Content-Length: 200\r\n\r\n", HEAD + b"X-Slow: "], ids=["body", "header"])
def test_a_service_that_drips_is_given_up(first: bytes) -> None:
    with answering(dripping(first), pause=0.2) as port, pytest.raises(DeliveryError, match="no complete answer within 4 s") as caught:
        AppriseChannel(f"json://127.0.0.1:{port}/T0KEN", seconds=4).deliver([alert()])
    assert not caught.value.permanent
    assert "T0KEN" not in str(caught.value)


def test_a_notice_has_the_same_limit() -> None:
    with answering(dripping(HEAD + b"Content-Length: 200\r\n\r\n"), pause=0.2) as port:
        channel = AppriseChannel(f"json://127.0.0.1:{port}/", seconds=4)
        with pytest.raises(DeliveryError, match="no complete answer"):
            channel.send_notice(NOTICE)


def test_an_answer_without_end_takes_the_memory_of_its_own_process_alone() -> None:
    with answering(endless(), pause=0) as port:
        answer = notify(f"json://127.0.0.1:{port}/", "title", "text", seconds=40)
    assert not answer.accepted


def test_what_a_service_says_and_that_it_accepted(http_server: Calls) -> None:
    url = f"json://127.0.0.1:{http_server.port}/"
    assert notify(url, "A title", "Some text \\n as it is") == ServiceAnswer(True, "")
    assert json.loads(http_server.received[0][2])["message"] == "Some text \\n as it is"
    http_server.status = 403
    refused = notify(url, "A title", "text")
    assert not refused.accepted
    assert "403" in refused.log


@pytest.mark.parametrize("url", ["nonsense://x", ""])
def test_an_unknown_address_is_not_accepted(url: str) -> None:
    assert not notify(url, "title", "text").accepted


def test_the_address_is_not_on_the_command_line(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[list[str]] = []
    run = subprocess.run

    def noted(command: list[str], **options: object) -> object:
        started.append(command)
        return run(command, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "run", noted)
    notify(f"json://127.0.0.1:{free_port()}/T0KEN", "title", "text")
    assert started
    assert "T0KEN" not in str(started)


@pytest.mark.parametrize("program", ["", "print('no JSON')", "import os; os._exit(3)", "print('[]')"])
def test_a_process_that_ends_without_an_answer(program: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apprise_process, "_MAIN", program)
    answer = notify("json://127.0.0.1/", "title", "text")
    assert not answer.accepted
    assert "ended without an answer (exit code" in answer.log


def test_what_a_library_prints_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apprise_process, "_MAIN", """print('hello'); print('{"accepted": true, "log": "fine"}')""")
    assert notify("json://127.0.0.1/", "title", "text") == ServiceAnswer(True, "fine")


def test_no_process_can_be_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert notify("json://127.0.0.1/", "t", "x") == ServiceAnswer(False, "no process can be started for it: No such file or directory")


def test_a_process_without_its_parent_ends_by_itself() -> None:
    with answering(dripping(HEAD + b"Content-Length: 200\r\n\r\n"), pause=0.2) as port:
        message = json.dumps({"url": f"json://127.0.0.1:{port}/", "title": "t", "text": "x", "seconds": 3})
        program = "from monitor.notify.apprise_process import main; main()"
        done = subprocess.run([sys.executable, "-c", program], input=message, text=True, timeout=30, check=False)
    assert done.returncode < 0


def test_an_answer_too_long_for_the_memory_is_told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def full(message: object) -> None:
        raise MemoryError

    monkeypatch.setattr(apprise_process, "_send", full)
    monkeypatch.setattr(apprise_process, "_confine", lambda seconds: None)
    monkeypatch.setattr(os, "_exit", lambda code: None)
    monkeypatch.setattr(sys, "stdin", io.StringIO('{"seconds": 5}'))
    apprise_process.main()
    assert json.loads(capsys.readouterr().out) == {"accepted": False, "log": "the service's answer is too long"}
