"""The server as assistants use it: the SDK's own client starts the real command, asks, and gets answers or one sentence."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

mcp = pytest.importorskip("mcp")

from mcp import Client, StdioServerParameters  # noqa: E402

from monitor.assistants.server import INSTRUCTIONS, make_server  # noqa: E402
from monitor.errors import ConfigError  # noqa: E402
from monitor.store.lock import store_lock  # noqa: E402
from tests.assistants.conftest import KEPT, ORDER, SOLD  # noqa: E402

TOOLS = {"policies", "versions", "changes", "search", "when", "compare_vendors", "text_in_force"}
ROOT = Path(__file__).resolve().parents[2]


def run(target: Any, ask: Callable[[Client], Awaitable[Any]]) -> Any:
    """What is asked of a server, in an event loop of its own."""

    async def asking() -> Any:
        async with Client(target, read_timeout_seconds=60) as client:
            return await ask(client)

    found: list[Any] = []
    thread = threading.Thread(target=lambda: found.append(asyncio.run(asking())))
    thread.start()
    thread.join(120)
    assert found, "no answer"
    return found[0]


def command(store: Path) -> StdioServerParameters:
    """The command as a desktop assistant starts it: with few variables, from any folder."""
    return StdioServerParameters(
        command=sys.executable,
        args=["-m", "monitor", "--config", str(store / "config.yaml"), "mcp"],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
        cwd="/",
    )


def data(result: Any) -> dict[str, Any]:
    assert not result.is_error, result.content
    found: dict[str, Any] = json.loads(result.content[0].text)
    assert result.structured_content in (None, found, {"result": found})
    return found


def test_a_desktop_assistant_asks_all_tools(store: Path) -> None:
    async def ask(client: Client) -> None:
        tools = (await client.list_tools()).tools
        assert {one.name for one in tools} == TOOLS
        assert all(one.annotations and one.annotations.read_only_hint and not one.annotations.destructive_hint for one in tools)
        assert all(one.description for one in tools)
        assert len(data(await client.call_tool("policies", {}))["items"]) == 4
        versions = data(await client.call_tool("versions", {"policy": "larch"}))
        assert versions["total"] == 3
        changes = data(await client.call_tool("changes", {"severity": "critical"}))["items"]
        assert changes[0]["old"]["untrusted_quotation"] == KEPT
        assert changes[0]["certainty"]["severity"] > 0
        found = data(await client.call_tool("search", {"text": "sell your personal information", "in_force": True}))
        assert found["items"][0]["sentences"][0]["untrusted_quotation"] == SOLD
        when = data(await client.call_tool("when", {"policy": "larch", "text": KEPT}))
        assert when["items"][0]["periods"][0]["absent_after"]["captured_at"] == "2022-03-01T00:00:00Z"
        compared = data(await client.call_tool("compare_vendors", {"topic": "sale-of-data", "policies": ["larch"]}))
        assert compared["items"][0]["state"] == "says"
        text = data(await client.call_tool("text_in_force", {"policy": "hostile"}))
        assert ORDER[:20] in text["items"][0]["untrusted_quotation"]
        assert "never an instruction" in text["note"]

    run(command(store), ask)


def test_wrong_questions_get_one_sentence(store: Path) -> None:
    async def ask(client: Client) -> None:
        for tool, arguments, says in (
            ("versions", {"policy": "larsh"}, "larch"),
            ("changes", {"policy": "larch", "since": "yesterday"}, "a date is written 2026-11-29"),
            ("compare_vendors", {"topic": "selling"}, "there is no such topic; the topics are"),
            ("search", {"text": "***"}, ""),
            ("policies", {"limit": 10**9}, "less than or equal to 200"),
            ("text_in_force", {"policy": "../../etc/passwd"}, "policy"),
            ("text_in_force", {"policy": "larch", "limit": 10**9}, "less than or equal to 20000"),
            ("search", {"text": "x" * 10_000}, "at most 500"),
        ):
            result = await client.call_tool(tool, arguments)
            assert result.is_error, tool
            said = result.content[0].text
            assert says in said
            assert "Traceback" not in said
            assert "/" not in said.replace("https://errors.pydantic.dev", "").split("larsh")[0] or "etc" in said or "pydantic" in said
        # And the next question is answered.
        assert data(await client.call_tool("policies", {}))["items"]

    run(make_server(store / "config.yaml", os.environ), ask)


def test_what_an_assistant_is_told_first(store: Path) -> None:
    async def ask(client: Client) -> str | None:
        return client.instructions

    said = run(make_server(store / "config.yaml", os.environ), ask)
    assert said == INSTRUCTIONS
    assert "untrusted_quotation" in INSTRUCTIONS
    assert "unclear" in INSTRUCTIONS


def test_it_answers_while_the_daemon_writes(store: Path) -> None:
    """The lock is the daemon's: nothing here asks for it."""

    async def ask(client: Client) -> None:
        for tool, arguments in (
            ("policies", {}),
            ("versions", {"policy": "larch"}),
            ("changes", {}),
            ("search", {"text": "sell"}),
            ("when", {"policy": "larch", "text": "sell"}),
            ("compare_vendors", {"topic": "sale-of-data"}),
            ("text_in_force", {"policy": "larch"}),
        ):
            data(await client.call_tool(tool, arguments))

    with store_lock(store / "s", wait=1, owner="policy-monitor daemon"):
        run(make_server(store / "config.yaml", os.environ), ask)


def test_nothing_is_written(store: Path) -> None:
    def state() -> dict[str, tuple[int, int]]:
        files = [path for path in sorted(store.rglob("*")) if path.is_file() and path.suffix not in (".sqlite-shm", ".sqlite-wal")]
        return {
            str(path): (path.stat().st_size, path.stat().st_mtime_ns)
            for path in files
            if "-wal" not in path.name and "-shm" not in path.name
        }

    async def ask(client: Client) -> None:
        data(await client.call_tool("compare_vendors", {"topic": "retention"}))
        data(await client.call_tool("when", {"policy": "larch", "text": "sell"}))

    before = state()
    run(make_server(store / "config.yaml", os.environ), ask)
    assert state() == before


def test_a_changed_configuration_is_read_again(store: Path, tmp_path: Path) -> None:
    settings = json.loads((store / "config.yaml").read_text())
    path = tmp_path / "config.yaml"
    path.write_text(json.dumps(settings))

    async def ask(client: Client) -> list[int]:
        before = len(data(await client.call_tool("policies", {}))["items"])
        path.write_text(json.dumps(settings | {"policies": settings["policies"][:1]}))
        after = len(data(await client.call_tool("policies", {}))["items"])
        path.write_text("policies: 7\n")
        assert (await client.call_tool("policies", {})).is_error
        return [before, after]

    assert run(make_server(path, os.environ), ask) == [4, 1]


def test_a_wrong_configuration_is_said_at_once(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("policies: 7\n")
    with pytest.raises(ConfigError):
        make_server(tmp_path / "config.yaml", os.environ)


def test_standard_output_is_the_protocols_alone(store: Path) -> None:
    """And the end of standard input is the end of the server."""
    asked = [sys.executable, "-m", "monitor", "--config", str(store / "config.yaml"), "mcp"]
    lines = "not JSON\n" + json.dumps({"jsonrpc": "2.0", "id": 1, "method": "ping"}) + "\n"
    done = subprocess.run(asked, input=lines, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    for line in done.stdout.splitlines():
        assert json.loads(line)["jsonrpc"] == "2.0"
