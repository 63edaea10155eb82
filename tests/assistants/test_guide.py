"""The page for users of assistants: the configuration that it shows starts a server that answers, and its tools are those there are."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path

import pytest

pytest.importorskip("mcp")

from mcp import Client, StdioServerParameters

from tests.assistants.test_server import TOOLS, data, run
from tests.test_readme import blocks


def test_the_configuration_of_a_desktop_assistant_works(store: Path, root: Path, tmp_path: Path) -> None:
    (shown,) = blocks(root / "docs/guide/assistants.md", "json")
    (server,) = json.loads(shown)["mcpServers"].values()
    # The two paths of the page, as this machine has them.
    command = tmp_path / "policy-monitor"
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -m monitor "$@"\n')
    command.chmod(0o755)
    assert server["command"].endswith("/policy-monitor")
    arguments = [str(store / "config.yaml") if one.endswith("/config.yaml") else one for one in server["args"]]

    async def ask(client: Client) -> None:
        assert len(data(await client.call_tool("policies", {}))["items"]) == 4

    run(
        StdioServerParameters(command=str(command), args=arguments, env={"PATH": os.environ["PATH"], "PYTHONPATH": str(root)}, cwd="/"), ask
    )


def test_the_page_names_all_tools(root: Path) -> None:
    text = (root / "docs/guide/assistants.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)) == TOOLS
