"""The server over HTTP: the SDK's client reaches it on this machine, and pages of other sites do not."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("mcp")

from mcp import Client

from monitor.assistants.http import listen
from monitor.errors import UsageError
from tests.assistants.test_server import TOOLS, data, run

ASKED = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}


@pytest.fixture(scope="module")
def port(store: Path) -> Iterator[int]:
    """Of the real command."""
    asked = [sys.executable, "-m", "monitor", "--config", str(store / "config.yaml"), "mcp", "--http", "--port", "0"]
    with subprocess.Popen(asked, stderr=subprocess.PIPE, text=True) as running:
        assert running.stderr is not None
        said = running.stderr.readline()
        found = re.search(r"http://127\.0\.0\.1:(\d+)/mcp", said)
        assert found, said
        yield int(found[1])
        running.send_signal(signal.SIGTERM)
        assert running.wait(20) in (0, -signal.SIGTERM)


def post(port: int, *, body: bytes | None = None, path: str = "/mcp", method: str = "POST", **headers: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    sent = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
    sent |= {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, json.dumps(ASKED).encode() if body is None else body, sent)
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


def test_an_assistant_asks_over_http(port: int) -> None:
    async def ask(client: Client) -> None:
        assert {one.name for one in (await client.list_tools()).tools} == TOOLS
        assert data(await client.call_tool("versions", {"policy": "larch"}))["total"] == 3
        assert (await client.call_tool("versions", {"policy": "nobody"})).is_error

    run(f"http://127.0.0.1:{port}/mcp", ask)
    # Without sessions, so that the next one finds nothing of it.
    run(f"http://127.0.0.1:{port}/mcp", ask)


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "rebound.example"},
        {"Host": "rebound.example:8766"},
        {"Host": "10.0.0.1"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
    ],
)
def test_pages_of_other_sites_are_refused(port: int, headers: dict[str, str]) -> None:
    status, said = post(port, **headers)
    assert status == 403
    assert "larch" not in said
    assert "jsonrpc" not in said


def test_only_the_protocol_is_spoken_there(port: int) -> None:
    assert post(port, path="/")[0] == 404
    assert post(port, path="/../etc/passwd")[0] == 404
    assert post(port, method="PUT")[0] == 405
    assert post(port, method="DELETE")[0] == 405
    assert post(port, body=b"{")[0] == 400
    assert post(port, body=b"x" * (70 * 1024))[0] == 413
    assert post(port, Content_Type="text/plain")[0] >= 400
    assert post(port, method="GET", body=b"")[0] in (405, 406)


def test_it_listens_on_this_machine_alone(port: int) -> None:
    with listen(0) as listening:
        assert listening.getsockname()[0] == "127.0.0.1"
    with pytest.raises(UsageError, match="choose another port with --port"):
        listen(port)


def test_a_request_by_hand_is_answered_in_json(port: int) -> None:
    hello: dict[str, Any] = {
        "jsonrpc": "2.0", "id": 1, "method": "initialize",
        "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "by hand", "version": "1"}},
    }  # fmt: skip
    status, said = post(port, body=json.dumps(hello).encode())
    assert status == 200
    assert json.loads(said)["result"]["serverInfo"]["name"] == "policy-monitor"
    assert os.environ.get("HOME", "/nowhere") not in said
