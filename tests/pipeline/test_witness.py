"""Roots signed by a real timestamp authority on loopback: asked for after cycles, checked by `verify`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.errors import ConfigError
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.verification import verify
from monitor.pipeline.witness import OFTEN, stamp_root, token_files
from monitor.sources.timestamp_authority import TimestampAuthority
from tests.cli.conftest import policy_page
from tests.pipeline.pipeline_world import World, open_world, run
from tests.sampling import sampled
from tests.sources.authority import OPENSSL, Authority

pytestmark = pytest.mark.skipif(OPENSSL is None, reason="openssl is not installed")


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("tsa") / "Harbour")


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def context(tmp_path: Path, world: World, authority: Authority) -> Iterator[MonitorContext]:
    authority.answer, authority.status, authority.asked = None, 200, 0
    with authority.serving() as url:
        yield open_world(tmp_path, world, witness=TimestampAuthority(url, authority.certificate))


def version(number: int) -> bytes:
    return policy_page(retention=f"Your account information is deleted after {number} months.")


def test_a_cycle_that_recorded_something_has_its_root_signed(context: MonitorContext, world: World, authority: Authority) -> None:
    report = run(context, world)
    assert report.uncopied == []
    (token,) = token_files(context.archive.root)
    root = context.archive.roots.current().root
    assert token.stem.endswith(root[:16])
    found = verify(context, derive=False)
    assert (found.faults, found.notes) == ([], [])
    (one,) = found.witnessed
    assert (one.state.root, one.stamp.by) == (root, "CN=Harbour authority")


def test_nothing_new_and_nothing_within_the_hour_is_asked_for(context: MonitorContext, world: World, authority: Authority) -> None:
    run(context, world)
    run(context, world)
    assert authority.asked == 1, "the root is the same"
    run(context, world, version(20))
    run(context, world, version(21), days=0.5 * OFTEN / timedelta(days=1))
    assert authority.asked == 2, "another one was signed half an hour ago"
    run(context, world, days=OFTEN / timedelta(days=1))
    assert authority.asked == 3
    found = verify(context, derive=False)
    assert found.faults == []
    assert [one.state.lines for one in found.witnessed] == sorted(one.state.lines for one in found.witnessed)
    assert len(found.witnessed) == 3


def test_an_authority_that_does_not_answer_stops_nothing(context: MonitorContext, world: World, authority: Authority) -> None:
    authority.status = 503
    report = run(context, world)
    assert (report.checked, report.failed, len(report.uncopied)) == (1, [], 1)
    assert "no timestamp of the root" in report.uncopied[0]
    assert "HTTP status 503" in report.uncopied[0]
    authority.status = 200
    assert run(context, world).uncopied == []
    assert len(token_files(context.archive.root)) == 1


def test_without_an_authority_nothing_is_asked(context: MonitorContext, world: World, authority: Authority) -> None:
    alone = replace(context, witness=None)
    assert run(alone, world).uncopied == []
    assert stamp_root(alone) == []
    assert authority.asked == 0


def test_an_empty_store_has_no_root_to_sign(context: MonitorContext, authority: Authority) -> None:
    assert stamp_root(context) == []
    assert authority.asked == 0
    assert token_files(context.archive.root) == []


def test_tokens_that_can_t_be_checked_are_told(context: MonitorContext, world: World, tmp_path: Path) -> None:
    run(context, world)
    found = verify(replace(context, witness=None), derive=False)
    assert (found.faults, found.witnessed) == ([], [])
    assert found.notes == ["the timestamps of the roots were not checked: `archive.timestamp` is not set"]
    gone = TimestampAuthority("http://127.0.0.1:9", tmp_path / "gone.pem")
    (note,) = verify(replace(context, witness=gone), derive=False).notes
    assert "gone.pem" in note
    with pytest.raises(ConfigError):
        gone.stamp("0" * 64)


def test_a_rewritten_past_does_not_fit_its_timestamp(context: MonitorContext, world: World) -> None:
    run(context, world)
    run(context, world, version(20))
    ledger = context.archive.root / "larkspur/ledger.jsonl"
    content = ledger.read_bytes()
    ledger.write_bytes(content.replace(b"larkspur.example/privacy", b"larkspur.example/elsewhere"))
    faults = verify(context, derive=False).faults
    assert any("signed the root on" in fault and "rewritten" in fault for fault in faults)


@pytest.mark.parametrize("harm", sampled(["altered", "emptied", "renamed", "swapped", "without the log"], 2))
def test_a_forged_token_is_found(context: MonitorContext, world: World, harm: str) -> None:
    run(context, world)
    run(context, world, version(20))
    one, other = token_files(context.archive.root)
    if harm == "altered":
        one.write_bytes(one.read_bytes()[:-3] + b"xyz")
    elif harm == "emptied":
        one.write_bytes(b"")
    elif harm == "renamed":
        one.rename(one.with_name(f"{one.stem[:15]}{'0' * 16}.tsr"))
    elif harm == "swapped":
        content = one.read_bytes()
        one.write_bytes(other.read_bytes())
        other.write_bytes(content)
    else:
        (context.archive.root / ".record/roots.jsonl").unlink()
    faults = verify(context, derive=False).faults
    assert any("is not a valid timestamp of a root of these ledgers" in fault for fault in faults)
