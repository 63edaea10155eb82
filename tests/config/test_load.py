"""Loading the file: faults that only show when the settings are seen together."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from monitor.config import load_settings
from monitor.config.outline import outline_key, snapshots_folder
from monitor.errors import ConfigError

from .conftest import Load


def test_a_missing_file_names_the_command_that_creates_one(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"no such file; create one with `policy-monitor init`"):
        load_settings(tmp_path / "config.yaml", {})


def test_a_pipe_and_a_device_are_refused_at_once(tmp_path: Path) -> None:
    """A pipe that nobody writes to held every command, also the daemon at SIGHUP; /dev/zero filled the memory."""
    pipe = tmp_path / "config.yaml"
    os.mkfifo(pipe)
    for path in (pipe, Path("/dev/zero")):
        assert outline_key(path, {}) is None
        assert snapshots_folder(path) == path.parent / "snapshots"
        with pytest.raises(ConfigError, match="it is not a file but a named pipe, a socket or a device; save"):
            load_settings(path, {})


def test_two_policies_with_one_id(load: Load) -> None:
    with pytest.raises(ConfigError, match=r":3: policies\[1\]\.id: 'acme' is already used by the policy on line 2") as caught:
        load("policies:\n  - {url: https://one.example/, id: acme}\n  - {url: https://two.example/, name: Acme}\n")
    assert caught.value.line == 3


def test_recipients_without_a_mail_server(load: Load) -> None:
    text = "policies:\n  - url: https://one.example/\n    alerts:\n      to: a@b.example\n"
    with pytest.raises(ConfigError, match=r":4: policies\[0\]\.alerts\.to: one-example has recipients"):
        load(text)
    assert load("alerts: {email: {to: x@b.example, from: m@b.example}}\n" + text).policies[0].alerts.to == ["a@b.example"]


def test_settings_do_not_change(load: Load) -> None:
    settings = load("")
    with pytest.raises(ValueError, match="frozen"):
        settings.schedule = "@daily"
