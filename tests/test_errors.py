"""The errors: what a caller may decide by, and where a message says that something is wrong."""

from __future__ import annotations

import traceback
import weakref
from collections.abc import Callable
from pathlib import Path

import pytest

from monitor import errors
from monitor.errors import (
    Blocked,
    BytesLost,
    ConfigError,
    DeliveryError,
    HttpStatus,
    MonitorError,
    NotArchived,
    PlaybackFailed,
    RateLimited,
    RecordDamaged,
    SourceError,
    StoreError,
    StoreLocked,
    Unreachable,
    given_up,
    system_message,
    unreadable,
    without_variables,
)


def test_every_error_has_the_base_class() -> None:
    classes = [value for value in vars(errors).values() if isinstance(value, type) and value.__module__ == errors.__name__]
    assert len(classes) >= 15
    assert all(issubclass(one, MonitorError) for one in classes)


@pytest.mark.parametrize(
    ("path", "line", "message"),
    [(None, None, "broken"), (Path("config.yaml"), None, "config.yaml: broken"), (Path("config.yaml"), 7, "config.yaml:7: broken")],
)
def test_a_configuration_error_says_where(path: Path | None, line: int | None, message: str) -> None:
    error = ConfigError("broken", path=path, line=line)
    assert (str(error), error.path, error.line) == (message, path, line)


@pytest.mark.parametrize(
    ("error", "reason", "transient"),
    [
        (Unreachable("x"), "unreachable", True),
        (Unreachable("x", reason="too-large", transient=False), "too-large", False),
        (HttpStatus("x", status=404, transient=False), "http-404", False),
        (HttpStatus("x", status=503, transient=True), "http-503", True),
        (RateLimited("x", retry_after=60), "rate-limited", True),
        (Blocked("x"), "blocked", False),
        (Blocked("x", reason="robots"), "robots", False),
        (NotArchived("x"), "not-archived", False),
        (PlaybackFailed("x"), "playback-failed", True),
    ],
)
def test_a_source_error_says_whether_a_retry_may_help(error: SourceError, reason: str, transient: bool) -> None:
    assert (error.reason, error.transient) == (reason, transient)


def test_one_error_does_not_change_the_reason_of_the_next() -> None:
    Blocked("x", reason="robots", transient=True)
    assert (Blocked("x").reason, Blocked("x").transient) == ("blocked", False)


def test_the_wait_that_a_server_asked_for_is_kept() -> None:
    assert RateLimited("x", retry_after=90.0).retry_after == 90.0
    assert HttpStatus("x", status=503, transient=True).retry_after is None


def test_damage_to_one_policy_or_snapshot_is_a_store_error_of_its_own() -> None:
    """The cycle goes on after these two, and stops at any other StoreError."""
    assert issubclass(RecordDamaged, StoreError)
    lost = BytesLost("x", reason="bytes-damaged")
    assert isinstance(lost, StoreError)
    assert lost.reason == "bytes-damaged"
    assert not issubclass(BytesLost, RecordDamaged)
    locked = StoreLocked("x", owner="pid 1", since=None)
    assert (locked.owner, locked.since) == ("pid 1", None)


def test_a_delivery_is_retried_unless_the_refusal_is_permanent() -> None:
    assert not DeliveryError("x", channel="email").permanent
    refused = DeliveryError("x", channel="email", permanent=True, retry_after=5)
    assert (refused.channel, refused.permanent, refused.retry_after) == ("email", True, 5)


class Body(bytearray):
    """What can be watched."""


def _fails(watched: list[weakref.ref[Body]]) -> None:
    body = Body(b"page")
    watched.append(weakref.ref(body))
    raise ValueError(len(body))


def _from_none(watched: list[weakref.ref[Body]]) -> None:
    try:
        _fails(watched)
    except ValueError:
        raise Unreachable("too large") from None


def _from_cause(watched: list[weakref.ref[Body]]) -> None:
    try:
        _fails(watched)
    except ValueError as error:
        cause = error
    raise Unreachable("damaged") from cause


@pytest.mark.parametrize("fails", [_fails, _from_none, _from_cause])
def test_an_error_that_is_kept_holds_no_variables(fails: Callable[[list[weakref.ref[Body]]], None]) -> None:
    watched = list[weakref.ref[Body]]()
    with pytest.raises((ValueError, Unreachable)) as found:
        fails(watched)
    assert watched[0]() is not None
    assert without_variables(found.value) is found.value
    assert watched[0]() is None
    assert fails.__name__ in "".join(traceback.format_tb(found.value.__traceback__)), "its lines stay"


def test_errors_that_name_each_other() -> None:
    one, other = ValueError("one"), ValueError("other")
    one.__cause__, other.__cause__ = other, one
    assert without_variables(one) is one


def test_what_the_system_says_has_no_number() -> None:
    error = PermissionError(13, "Permission denied", "a.md")
    assert system_message(error) == "Permission denied"
    assert unreadable("a.md", error) == "can't read a.md (Permission denied); give this user read permission on it and on its folders"
    assert unreadable("a.md", OSError(5, "Input/output error")).endswith("copy it to another place, or name another")


def test_nothing_is_said_to_be_retried_by_a_command_that_is_over() -> None:
    assert given_up("x did not respond in time; it will be retried.") == "x did not respond in time; try again later."
    assert given_up("the archive may be out of order and will be retried") == "the archive may be out of order; try again later"
