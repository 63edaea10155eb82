"""The group of all commands, their help, and the example that ships with the repository."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from monitor.cli import app
from monitor.cli.commands import COMMANDS, Commands, cli
from tests.plain_english import stilted

from .conftest import User


def test_the_example_shows_its_whole_history(example: User) -> None:
    result = example("run", "--format", "json")
    assert result.code == 0
    assert result.json["alerts"] == result.json["failed"] == []
    versions = result.json["new_versions"]
    assert [v["captured_at"][:4] for v in versions] == ["2010", "2013", "2016", "2018", "2020", "2022", "2024"]
    assert all(Path(v["report"]).is_file() for v in versions)
    log = example("log", "northwind", "--format", "json").json
    assert log["versions"][4]["severity"] == "cosmetic"
    assert log["versions"][4]["alert"] is False
    assert {v["severity"] for v in log["versions"][1:] if v != log["versions"][4]} <= {"critical", "material"}
    assert [(r["captured_at"][:4], r["reason"]) for r in log["rejected"]] == [("2015", "error-page")]
    whole = example("diff", "northwind@2010", "northwind", "--format", "json").json
    assert (whole["old"]["captured_at"], whole["new"]["captured_at"]) == ("2010-03-14T09:12:44Z", "2024-04-02T19:26:08Z")
    sale = json.loads(example("diff", "northwind@2014", "northwind@2017", "--format", "json").out)["changes"][0]
    assert (sale["severity"], sale["topics"][0]) == ("critical", "sale-of-data")
    assert "does NOT share, sell, rent, or trade" in sale["old"]["text"]


def test_a_second_run_finds_nothing_new_and_writes_no_page_but_the_overview(kept: User) -> None:
    pages = _written()
    result = kept("run")
    assert "No new versions." in result.out
    assert result.out.splitlines()[-1] == "Report: reports/index.html"
    assert _written() == pages


def _written() -> dict[Path, int]:
    """When each page was written, the overview aside, which tells when the last check was."""
    return {page: page.stat().st_mtime_ns for page in Path("reports").rglob("*") if page.is_file() and page != Path("reports/index.html")}


def test_the_program_runs_as_a_module_in_a_process(example: User) -> None:
    done = subprocess.run([sys.executable, "-m", "monitor", "run", "--format", "json"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["checked"] == 1


def test_a_closed_pipe_is_not_an_error(kept: User) -> None:
    line = f"{sys.executable} -m monitor export json northwind | head -c 10"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", line], capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr


def test_help_lists_every_command(user: User) -> None:
    out = user("--help").out
    assert all(name in out for name in COMMANDS)
    assert "3 internal error" in out


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(user: User, name: str) -> None:
    result = user(name, "--help")
    assert result.code == 0
    assert result.out.startswith(f"Usage: policy-monitor {name}")


def test_version(user: User) -> None:
    assert user("--version").out.startswith("policy-monitor 0.")


def test_the_index_and_the_pages_can_be_rebuilt(kept: User) -> None:
    log, page = kept("log", "northwind", "--format", "json").json, Path("reports/northwind/index.html").read_text()
    shutil.rmtree("reports")
    for file in Path("snapshots").glob("index.sqlite*"):
        file.unlink()
    assert kept("report", "--format", "json").json["report"] == "reports/index.html"
    assert kept("log", "northwind", "--format", "json").json == log
    assert Path("reports/northwind/index.html").read_text() == page
    assert kept("report", "--rederive").code == 0
    assert kept("verify", "--rebuild").code == 0
    assert kept("log", "northwind", "--format", "json").json == log


def texts(command: click.Command) -> list[str]:
    """Everything that --help prints of a command and of those below it."""
    own = [command.help or "", *(option.help or "" for option in command.params if isinstance(option, click.Option))]
    below = command.commands.values() if isinstance(command, click.Group) and not isinstance(command, Commands) else ()
    return [text for text in own if text] + [text for one in below for text in texts(one)]


@pytest.mark.parametrize("name", COMMANDS)
def test_help_is_made_of_sentences(name: str) -> None:
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    for text in [COMMANDS[name][1], *texts(command)]:
        sentence = text.partition("  [default")[0].strip()
        assert sentence[0].isupper() or sentence.split()[0].rstrip(":,") in {"changes", "all", "wayback"}, text
        assert sentence.endswith("."), text


@pytest.mark.parametrize("name", COMMANDS)
def test_help_is_plain_english(name: str) -> None:
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    assert stilted(" ".join([COMMANDS[name][1], *texts(command)])) == []


@pytest.mark.parametrize(("typed", "meant"), [("statsu", "status"), ("verfy", "verify"), ("backfil", "backfill")])
def test_an_unknown_command_is_answered_with_the_nearest(user: User, typed: str, meant: str) -> None:
    result = user(typed)
    assert (result.code, result.out) == (2, "")
    assert result.err == f"policy-monitor: there is no command {typed!r} (did you mean {meant!r}?); see `policy-monitor --help`\n"


def test_every_exit_code_is_named_in_the_help_and_in_the_guide(user: User) -> None:
    codes = {app.DONE, app.INCOMPLETE, app.USAGE, app.INTERNAL, app.MATERIAL, app.INTERRUPTED}
    told = " ".join(user("--help").out.partition("Exit codes:")[2].partition("Options:")[0].split())
    assert {int(part.split()[0]) for part in told.split(";")} == codes
    guide = (Path(__file__).parents[2] / "docs/guide/using.md").read_text(encoding="utf-8")
    assert {int(code) for code in re.findall(r"^\| (\d+) \|", guide, re.MULTILINE)} == codes
