"""The man pages: one per command, made from the commands themselves, and readable by man."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from monitor.cli.commands import COMMANDS, cli


@pytest.fixture(scope="module")
def pages(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("click_man", reason="click-man is not installed (`make test` installs it)")
    folder = tmp_path_factory.mktemp("man")
    done = subprocess.run([sys.executable, ".ci/man.py", folder], cwd=root, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert f"man pages in {folder}/" in done.stdout
    return folder


def names(command: click.Command, name: str) -> list[str]:
    below = command.commands.items() if isinstance(command, click.Group) else ()
    return [name, *(page for word, one in below for page in names(one, f"{name}-{word}"))]


def test_every_command_has_a_page(pages: Path) -> None:
    expected = {"policy-monitor.1"}
    for name in COMMANDS:
        command = cli.get_command(click.Context(cli), name)
        assert command is not None
        expected |= {f"{page}.1" for page in names(command, f"policy-monitor-{name}")}
    assert {path.name for path in pages.iterdir()} == expected


def test_a_page_has_a_whole_sentence_as_its_name_and_every_option(pages: Path) -> None:
    text = (pages / "policy-monitor-run.1").read_text(encoding="utf-8")
    assert r"policy-monitor\-run \- Check all policies once: fetch, store, compare, render, alert. For cron" in text
    assert r"\-\-exit\-code" in text
    assert r"\-\-verbose" not in text, "options of the program itself are on its own page"
    assert "..." not in text.split(".SH NAME")[1].splitlines()[1]


def test_the_same_program_gives_the_same_pages(root: Path, pages: Path, tmp_path: Path) -> None:
    subprocess.run([sys.executable, ".ci/man.py", tmp_path], cwd=root, capture_output=True, timeout=120, check=True)
    assert {path.name: path.read_bytes() for path in pages.iterdir()} == {path.name: path.read_bytes() for path in tmp_path.iterdir()}


@pytest.mark.skipif(shutil.which("man") is None, reason="man is not installed")
def test_man_reads_every_page_without_a_warning(pages: Path) -> None:
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "MANWIDTH": "100"}
    for page in sorted(pages.iterdir()):
        line = ["man", "--warnings", "--encoding=UTF-8", "--local-file", page]
        done = subprocess.run(line, env=environment, capture_output=True, text=True, timeout=60, check=False)
        assert (done.returncode, done.stderr) == (0, ""), page.name
        assert "NAME" in done.stdout


@pytest.mark.skipif(shutil.which("man") is None, reason="man is not installed")
def test_lines_of_an_example_stay_lines(pages: Path) -> None:
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "MANWIDTH": "120"}
    line = ["man", "--local-file", pages / "policy-monitor-completion.1"]
    shown = subprocess.run(line, env=environment, capture_output=True, text=True, timeout=60, check=True).stdout
    assert any(one.strip().startswith("fish:") for one in shown.splitlines())
