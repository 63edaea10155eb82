"""The configuration as the app sees it, and the store's lock."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.errors import ConfigError, StoreLocked
from monitor.store.lock import store_lock
from monitor.web.desk import Desk


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "config.yaml"
    path.write_text("policies:\n  - name: Larch\n    url: https://larch.example/privacy\n")
    return path


def test_it_is_read_again_when_the_file_changes_and_only_then(config: Path) -> None:
    desk = Desk(config, {})
    first = desk.context()
    assert desk.context() is first
    config.write_text(config.read_text() + "  - name: Elm\n    url: https://elm.example/privacy\n")
    assert [policy.id for policy in desk.context().policies] == ["larch", "elm"]


def test_a_mistake_is_told_and_the_pages_stay_known(config: Path) -> None:
    desk, broken = Desk(config, {}), Desk(config, {})
    assert desk.reports() == config.parent / "reports"
    config.write_text("policies: [")
    with pytest.raises(ConfigError):
        desk.settings()
    assert desk.reports() == config.parent / "reports"
    with pytest.raises(ConfigError):
        broken.reports()
    config.unlink()
    with pytest.raises(ConfigError, match="no such file"):
        desk.context()


def test_an_action_needs_every_variable(config: Path) -> None:
    config.write_text(config.read_text() + "alerts:\n  webhook: ['https://hook.example/${HOOK}']\n")
    assert Desk(config, {}).settings().policies
    with pytest.raises(ConfigError, match="HOOK"), Desk(config, {}).acting("check"):
        pass
    with Desk(config, {"HOOK": "a"}).acting("check") as context:
        assert len(context.channels) == 1


def test_an_action_holds_the_lock_and_says_who_has_it(config: Path) -> None:
    desk = Desk(config, {})
    with desk.acting("check") as context:
        other = store_lock(context.archive.root, wait=0, owner="x")
        with pytest.raises(StoreLocked, match=r"policy-monitor serve \(check\)"):
            other.__enter__()
    with store_lock(context.archive.root, wait=0, owner="policy-monitor run"):
        acting = desk.acting("check")
        with pytest.raises(StoreLocked, match="policy-monitor run"):
            acting.__enter__()
