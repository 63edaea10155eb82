"""The MCP server: the tools, with what an assistant reads about them, over standard input and output or HTTP on this machine."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any, Literal

import anyio
from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import ToolAnnotations
from pydantic import Field

from monitor.assistants.answers import StoreAnswers
from monitor.assistants.quotation import MOST, NOTE
from monitor.errors import MonitorError
from monitor.web.desk import Desk

INSTRUCTIONS = (
    "Reads an archive of privacy policies and terms: which versions were captured when, what each change means, which words stood when. "
    f"Cite the capture dates and archive links that answers carry, quote exactly, and say `unclear` where an answer does. {NOTE}"
)
PolicyId = Annotated[str, Field(max_length=200, description="A policy's id, as `policies` lists it.")]
Date = Annotated[str, Field(max_length=40, description="2026-11-29, 2026-11-29T18:00:00Z or 20261129180000, in UTC; empty for none.")]
Topic = Annotated[str, Field(max_length=60, description="Such as sale-of-data, retention or ai-training; empty for any.")]
Tag = Annotated[str, Field(max_length=60, description="Only policies with this tag; empty for all.")]
Words = Annotated[str, Field(max_length=500, description="Words in a row; a star at the end of a word matches any ending: sell*.")]
Limit = Annotated[int, Field(ge=1, le=MOST, description="Maximum number of items; fewer if they are long.")]
Offset = Annotated[int, Field(ge=0, le=10**7, description="Where to begin: `next_offset` of the previous answer.")]
_READING = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)


def make_server(config: Path, environment: Mapping[str, str]) -> MCPServer[Any]:
    """The server over the store that a configuration names; the file is read again when it changes.

    Raises:
        ConfigError: it is not valid.
    """
    desk, one_at_a_time = Desk(config, environment), threading.Lock()
    # A mistake in the file is said now, where the assistant shows why a server did not start.
    desk.context()
    server: MCPServer[Any] = MCPServer(
        "policy-monitor", version=version("policy-monitor"), instructions=INSTRUCTIONS, log_level="WARNING", subscriptions=False
    )

    def asked(ask: Callable[[StoreAnswers], dict[str, Any]]) -> dict[str, Any]:
        # One after the other: each reads the index, and an assistant asks one question at a time anyway.
        with one_at_a_time:
            try:
                return ask(StoreAnswers(desk.context()))
            except MonitorError as error:
                raise ToolError(str(error)) from error

    _add_tools(server, asked)
    return server


def _add_tools(server: MCPServer[Any], asked: Callable[[Callable[[StoreAnswers], dict[str, Any]]], dict[str, Any]]) -> None:
    """The seven tools; their docstrings are what the assistant reads."""
    tool = server.tool(annotations=_READING)

    @tool
    def policies(words: Words = "", tag: Tag = "", limit: Limit = 50, offset: Offset = 0) -> dict[str, Any]:
        """List the tracked policies: ids, names, tags, number of versions, dates of the oldest and the newest, whether checks fail."""
        return asked(lambda answers: answers.policies(words, tag, limit, offset))

    @tool
    def versions(policy: PolicyId, limit: Limit = 20, offset: Offset = 0) -> dict[str, Any]:
        """List the versions of a policy, newest first: when each was captured, its archive link, and how serious its changes were."""
        return asked(lambda answers: answers.versions(policy, limit, offset))

    @tool
    def changes(
        policy: PolicyId = "",
        since: Date = "",
        until: Date = "",
        topic: Topic = "",
        severity: Annotated[Literal["", "minor", "material", "critical"], Field(description="The least severity.")] = "material",
        limit: Limit = 20,
        offset: Offset = 0,
    ) -> dict[str, Any]:
        """What changed in one policy, or in all when no policy is given: headline, severity, direction, certainty, both quotations."""
        return asked(lambda answers: answers.changes(policy, since, until, topic, severity, limit, offset))

    @tool
    def search(
        text: Words,
        in_force: Annotated[bool, Field(description="Only the current versions.")] = False,
        topic: Topic = "",
        tag: Tag = "",
        since: Date = "",
        limit: Limit = 20,
        offset: Offset = 0,
    ) -> dict[str, Any]:
        """Find words in every version of every policy: the sentences, and between which captures each was there."""
        return asked(lambda answers: answers.search(text, in_force, topic, tag, since, limit, offset))

    @tool
    def when(policy: PolicyId, text: Words, limit: Limit = 20, offset: Offset = 0) -> dict[str, Any]:
        """When sentences with these words came into a policy and went: the captures that have them, and those before and after."""
        return asked(lambda answers: answers.when(policy, text, limit, offset))

    @tool
    def compare_vendors(
        topic: Annotated[str, Field(min_length=1, max_length=60, description="Such as sale-of-data, retention or ai-training.")],
        policies: Annotated[list[PolicyId], Field(max_length=MOST, description="Ids; empty for all.")] = [],  # noqa: B006 - a schema's default
        tag: Tag = "",
        limit: Limit = 20,
        offset: Offset = 0,
    ) -> dict[str, Any]:
        """What policies say now about a topic, side by side, and since when each sentence has had these words."""
        return asked(lambda answers: answers.compare_vendors(topic, policies, tag, limit, offset))

    @tool
    def text_in_force(
        policy: PolicyId,
        date: Date = "",
        offset: Offset = 0,
        limit: Annotated[int, Field(ge=100, le=20_000, description="Characters at most.")] = 12_000,
    ) -> dict[str, Any]:
        """The text of a policy that was in force at a date, or the newest one without a date, as Markdown and in pieces."""
        return asked(lambda answers: answers.text_in_force(policy, date, offset, limit))


def serve_stdio(config: Path, environment: Mapping[str, str]) -> int:
    """Serves one assistant over standard input and output until it closes them; returns the exit code."""
    server = make_server(config, environment)
    # Standard output is the protocol's: a line of ours there would break it.
    logging.basicConfig(format="%(asctime)s %(levelname)s %(message)s", level=logging.WARNING)
    anyio.run(server.run_stdio_async)
    return 0
