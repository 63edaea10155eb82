"""Host headers that name this machine, and others that only seem to."""

from __future__ import annotations

import pytest

from monitor.net.loopback_host import is_loopback_host


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.0.0.1:80", "127.8.9.10", "localhost", "Localhost:1", "[::1]", "[::1]:8765", " localhost "]
)
def test_loopback(host: str) -> None:
    assert is_loopback_host([host])


@pytest.mark.parametrize(
    "host",
    [
        "", ":80", "evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "evil.example:127.0.0.1", "[::1", "[::1]x",
        "[evil.example]", "0.0.0.0", "192.168.0.1", "[fe80::1]", "127.0.0.1:8a", "2130706433", "127.1", "[::ffff:10.0.0.1]", "localhost@x",
    ],
)  # fmt: skip
def test_not_loopback(host: str) -> None:
    assert not is_loopback_host([host])


def test_none_or_several_are_refused() -> None:
    assert not is_loopback_host([])
    assert not is_loopback_host(["localhost", "localhost"])
