"""Exit codes and the one sentence for each kind of error."""

from __future__ import annotations

import pytest

from monitor.cli import main
from monitor.errors import (
    BytesLost,
    ConfigError,
    DeliveryError,
    ExtractionError,
    MonitorError,
    SourceError,
    StoreError,
    StoreLocked,
    UsageError,
)

CODES = [
    (ConfigError("says"), 2),
    (UsageError("says"), 2),
    (ExtractionError("says", reason="empty"), 2),
    (SourceError("says"), 1),
    (StoreError("says"), 3),
    (BytesLost("says", reason="bytes-missing"), 3),
    (StoreLocked("says", owner="pid 7", since=None), 3),
    (DeliveryError("says", channel="email"), 1),
    (MonitorError("says"), 1),
]


@pytest.mark.parametrize(("error", "code"), CODES, ids=[type(error).__name__ for error, _ in CODES])
def test_each_error_has_its_exit_code_and_one_sentence(
    error: Exception, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fail_with(error, monkeypatch)
    assert main(["status"]) == code
    assert capsys.readouterr() == ("", "policy-monitor: says\n")


def fail_with(error: BaseException, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise error

    monkeypatch.setattr("monitor.cli.app.App.context", fail)


def test_a_bug_names_itself_in_one_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    fail_with(ValueError("first line\nsecond line"), monkeypatch)
    assert main(["status"]) == 3
    says = capsys.readouterr().err
    assert says == "policy-monitor: internal error (ValueError: first line); `policy-monitor --verbose …` shows the traceback\n"


def test_an_error_of_the_system_names_the_file(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    fail_with(PermissionError(13, "Permission denied", "reports/index.html"), monkeypatch)
    assert main(["status"]) == 3
    says = capsys.readouterr().err
    assert says.startswith("policy-monitor: can't use reports/index.html (Permission denied); check that it is there")


def test_an_interrupt_ends_as_shells_expect(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    fail_with(KeyboardInterrupt(), monkeypatch)
    assert main(["status"]) == 130
    assert "Traceback" not in capsys.readouterr().err


def test_without_arguments_the_help_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    out, err = capsys.readouterr()
    assert "Usage: policy-monitor" in out + err
