"""`mcp` at the prompt: what is missing is said in one sentence before anything is served."""

from __future__ import annotations

import importlib.util

import pytest

from .conftest import User


def test_the_missing_extra_is_one_sentence(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    real = importlib.util.find_spec
    monkeypatch.setattr("monitor.cli.mcp.find_spec", lambda name: None if name.startswith("mcp") else real(name))
    user.configure({"name": "A", "url": "https://a.example/"})
    result = user("mcp")
    assert (result.code, result.out) == (2, "")
    assert result.err.strip() == "policy-monitor: mcp needs `pip install 'policy-monitor[mcp]'`"


def test_a_missing_configuration_is_said(user: User) -> None:
    pytest.importorskip("mcp")
    result = user("mcp")
    assert result.code == 2
    assert "config.yaml" in result.err


def test_a_port_that_is_taken_is_said(user: User) -> None:
    import socket

    pytest.importorskip("mcp")
    user.configure({"name": "A", "url": "https://a.example/"})
    with socket.create_server(("127.0.0.1", 0)) as taken:
        result = user("mcp", "--http", "--port", str(taken.getsockname()[1]))
    assert result.code == 2
    assert "choose another port with --port" in result.err
