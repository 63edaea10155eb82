"""What goes wrong is told in one sentence, with the right status."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.errors import ConfigError, MonitorError, StoreError, StoreLocked, UsageError
from monitor.web.access import Refused
from monitor.web.application import operations, status_of

from .conftest import Site


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (Refused("no", 409), 409),
        (UsageError("no such policy"), 404),
        (StoreLocked("locked", owner="x", since=None), 409),
        (ConfigError("no", path=Path("config.yaml"), line=1), 503),
        (StoreError("damaged"), 500),
        (MonitorError("internal"), 500),
    ],
)
def test_status(error: Exception, status: int) -> None:
    assert status_of(error) == status


def test_a_bug_is_no_traceback(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def bug(*_: object, **__: object) -> None:
        raise ZeroDivisionError("secret words")

    monkeypatch.setattr("monitor.web.screens.doubtful_snapshots", bug)
    monkeypatch.setattr("monitor.web.api.changes_of", bug)
    for path in ("/-/doubtful", "/api/policies/northwind/changes"):
        answer = site.get(path)
        assert answer.status_code == 500
        assert "internal error (ZeroDivisionError)" in answer.text.replace("Internal", "internal")
        assert "secret words" not in answer.text
        assert "Content-Security-Policy" in answer.headers
    assert site.get("/-/policies").status_code == 200


def test_operations() -> None:
    parameter = {"name": "sort", "schema": {"enum": ["", "a", "b"]}, "description": "By what."}
    document = {"paths": {"/x": {"get": {"summary": "X", "parameters": [parameter, {"name": "y", "schema": {}}]}}}}
    (found,) = operations(document)
    assert found == {"path": "/x", "summary": "X", "description": "", "parameters": [("sort", "By what. One of a, b."), ("y", "")]}
