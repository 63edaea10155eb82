"""Timestamps by a real authority on loopback: what is signed, and everything that is no valid signature."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.errors import ConfigError, Unreachable
from monitor.sources.timestamp_authority import TimestampAuthority

from .authority import OPENSSL, Authority

pytestmark = pytest.mark.skipif(OPENSSL is None, reason="openssl is not installed")
ROOT, OTHER = "ab" * 32, "cd" * 32


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("tsa") / "Harbour")


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("tsa") / "Stranger")


@pytest.fixture
def client(authority: Authority) -> Iterator[TimestampAuthority]:
    authority.answer, authority.status = None, 200
    with authority.serving() as url:
        yield TimestampAuthority(url, authority.certificate)


def test_a_root_is_signed_and_the_signature_verifies(client: TimestampAuthority) -> None:
    token = client.stamp(ROOT)
    stamp = client.check(token, ROOT)
    assert abs(stamp.at - datetime.now(UTC)) < timedelta(minutes=5)
    assert stamp.by == "CN=Harbour authority"


def test_another_program_can_verify_it(client: TimestampAuthority, authority: Authority, tmp_path: Path) -> None:
    (tmp_path / "token.tsr").write_bytes(client.stamp(ROOT))
    for root, code in ((ROOT, 0), (OTHER, 1)):
        (tmp_path / "root").write_text(root)
        line = [OPENSSL or "", "ts", "-verify", "-data", "root", "-in", "token.tsr", "-CAfile", str(authority.certificate)]
        assert subprocess.run(line, cwd=tmp_path, capture_output=True, check=False).returncode == code


def test_it_is_valid_for_no_other_root(client: TimestampAuthority) -> None:
    with pytest.raises(ValueError, match="Mismatch between messages"):
        client.check(client.stamp(ROOT), OTHER)


def test_an_authority_that_nobody_named_is_not_believed(client: TimestampAuthority, stranger: Authority) -> None:
    with stranger.serving() as url:
        token = TimestampAuthority(url, stranger.certificate).stamp(ROOT)
        with pytest.raises(Unreachable, match="no timestamp that the configured certificate verifies"):
            TimestampAuthority(url, client._certificates).stamp(ROOT)
    with pytest.raises(ValueError, match="certificate"):
        client.check(token, ROOT)


@pytest.mark.parametrize("where", range(0, 1000, 97))
def test_altered_tokens_are_refused(client: TimestampAuthority, where: int) -> None:
    token = bytearray(client.stamp(ROOT))
    token[-1 - where % (len(token) - 1)] ^= 1
    try:
        stamp = client.check(bytes(token), ROOT)
    except ValueError:
        return
    # Bytes that no signature covers may differ: what is read from the token does not.
    assert stamp.by == "CN=Harbour authority"
    assert abs(stamp.at - datetime.now(UTC)) < timedelta(minutes=5)


@pytest.mark.parametrize("answer", [b"", b"no token", b"0\x03\x02\x01\x02", b"\x30\x80" * 50, bytes(300_000)])
def test_answers_that_are_no_timestamp(client: TimestampAuthority, authority: Authority, answer: bytes) -> None:
    authority.answer = answer
    with pytest.raises(Unreachable):
        client.stamp(ROOT)


def test_an_old_answer_is_not_taken_for_a_new_one(client: TimestampAuthority, authority: Authority) -> None:
    authority.answer = client.stamp(ROOT)
    with pytest.raises(Unreachable, match="Nonce"):
        client.stamp(ROOT)


@pytest.mark.parametrize("status", [302, 404, 500])
def test_http_errors(client: TimestampAuthority, authority: Authority, status: int) -> None:
    authority.status = status
    with pytest.raises(Unreachable, match=f"HTTP status {status}"):
        client.stamp(ROOT)


def test_nobody_listens(authority: Authority) -> None:
    with pytest.raises(Unreachable, match="can't be reached for a timestamp"):
        TimestampAuthority("http://127.0.0.1:9/tsr", authority.certificate).stamp(ROOT)


@pytest.mark.parametrize("content", [None, b"", b"no certificate", "tsa.pem"])
def test_certificates_that_can_t_be_used_are_named(authority: Authority, tmp_path: Path, content: bytes | str | None) -> None:
    path = tmp_path / "ca.pem"
    if isinstance(content, str):
        content = (authority.home / content).read_bytes()
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ConfigError, match=r"archive\.timestamp\.certificate: .*ca\.pem"):
        TimestampAuthority("http://127.0.0.1:9/tsr", path).stamp(ROOT)
