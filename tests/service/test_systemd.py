"""Notifications to a service manager over its socket."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from monitor.service.systemd import notify_manager, watchdog_seconds


@pytest.mark.parametrize("abstract", [False, True], ids=["a path", "an abstract name"])
def test_a_message_arrives(tmp_path: Path, abstract: bool) -> None:
    address = f"@policy-monitor-test-{os.getpid()}" if abstract else str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(address.replace("@", "\0") if abstract else address)
        manager.settimeout(60)
        assert notify_manager("READY=1", {"NOTIFY_SOCKET": address})
        assert manager.recv(100) == b"READY=1"


@pytest.mark.parametrize("address", ["", "relative", "vsock:2:1234"])
def test_without_a_socket_nothing_is_sent(address: str) -> None:
    assert not notify_manager("READY=1", {"NOTIFY_SOCKET": address} if address else {})


def test_a_manager_that_does_not_listen_is_not_an_error(tmp_path: Path) -> None:
    assert not notify_manager("READY=1", {"NOTIFY_SOCKET": str(tmp_path / "nobody")})


@pytest.mark.parametrize(
    ("environment", "seconds"),
    [
        ({}, None),
        ({"WATCHDOG_USEC": "30000000"}, 15.0),
        ({"WATCHDOG_USEC": "30000000", "WATCHDOG_PID": str(os.getpid())}, 15.0),
        ({"WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "1"}, None),
        ({"WATCHDOG_USEC": "0"}, None),
        ({"WATCHDOG_USEC": "often"}, None),
    ],
    ids=["none", "for us", "for this process", "for another process", "off", "nonsense"],
)
def test_the_watchdog_is_fed_at_half_its_timeout(environment: dict[str, str], seconds: float | None) -> None:
    assert watchdog_seconds(environment) == seconds
