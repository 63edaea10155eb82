"""`init` never overwrites, and works in a clone, whose config.yaml is the example."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import User


def test_it_writes_a_valid_configuration_and_the_folders(user: User) -> None:
    assert user("init").err == "Wrote config.yaml. Next: policy-monitor add https://… && policy-monitor run\n"
    assert user("check").code == 0
    assert sorted(path.name for path in user.home.iterdir()) == ["config.yaml", "reports", "snapshots"]


def test_it_names_the_next_commands(user: User) -> None:
    assert "Next: cd 'my policies' && policy-monitor add" in user("init", "my policies").err
    assert "Next: policy-monitor --config other/watch.yaml add" in user("--config", "other/watch.yaml", "init").err


@pytest.mark.parametrize("arguments", [(), (".",), ("--config", "config.yaml")], ids=" ".join)
def test_it_never_overwrites(user: User, arguments: tuple[str, ...]) -> None:
    (user.home / "config.yaml").write_text("policies: []  # mine\n")
    result = user("init", *arguments)
    assert result.code == 2
    assert "config.yaml already exists and was left unchanged" in result.err
    assert (user.home / "config.yaml").read_text() == "policies: []  # mine\n"


def test_a_dangling_symlink_is_not_followed(user: User) -> None:
    (user.home / "config.yaml").symlink_to("elsewhere.yaml")
    assert user("init").code == 2
    assert not (user.home / "elsewhere.yaml").exists()


def test_in_a_clone_it_writes_beside_the_example(user: User, root: Path) -> None:
    example = shutil.copy(root / "config.yaml", user.home)
    result = user("init")
    assert result.code == 0
    assert "left unchanged" in result.err
    assert "cd my-policies" in result.err
    assert Path(example).read_bytes() == (root / "config.yaml").read_bytes()
    assert user("--config", "my-policies/config.yaml", "check").code == 0
    assert "/my-policies/" in (root / ".gitignore").read_text().split()
    assert user("init").code == 2


def test_in_a_clone_a_named_folder_is_respected(user: User, root: Path) -> None:
    shutil.copy(root / "config.yaml", user.home)
    assert user("init", "elsewhere").code == 0
    assert (user.home / "elsewhere/config.yaml").is_file()
    assert user("init", ".").code == 2


def test_a_folder_that_cannot_be_made_is_named(user: User) -> None:
    (user.home / "file").write_text("")
    result = user("init", "file/policies")
    assert result.code == 2
    assert "cannot create the folder" in result.err
