"""The documentation says what is: commands, keys, defaults and links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest

from monitor.cli.commands import COMMANDS, cli
from monitor.config.settings import Settings
from monitor.config.validation_errors import _annotation, _model_in

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
CONTRACT = {
    "init", "add", "check", "run", "daemon", "backfill", "import", "extract", "diff", "log", "show", "accept", "reject", "report",
    "export", "serve", "alerts", "verify", "status", "doctor",
}  # fmt: skip


def keys(model: Any = Settings) -> Iterator[str]:
    for name, field in model.model_fields.items():
        yield field.alias or name
        inner = _model_in(_annotation(model, name))
        if inner is not None:
            yield from keys(inner)


def test_the_promised_commands_are_there() -> None:
    assert set(COMMANDS) >= CONTRACT


@pytest.mark.parametrize("name", COMMANDS)
def test_what_the_list_says_of_a_command_is_what_its_help_says(name: str) -> None:
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    assert command.help


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_commands_and_options_in_the_documentation_exist(page: Path) -> None:
    for name, rest in re.findall(r"policy-monitor ([a-z]+)\b([^`\n#]*)", code(page)):
        command = cli.get_command(click.Context(cli), name)
        assert command is not None, f"{page.name}: policy-monitor {name}"
        options = {option for parameter in command.params for option in parameter.opts}
        assert {word for word in rest.split() if word.startswith("--")} <= options | {"--exit-code"}, f"{page.name}: {name}{rest}"


def code(page: Path) -> str:
    """What a page shows as code."""
    text = page.read_text(encoding="utf-8")
    return "\n".join(re.findall(r"```.*?```|`[^`\n]+`", text, re.DOTALL))


def test_every_command_is_in_the_readme() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in COMMANDS if f"`{name}`" not in text] == []


def test_every_key_is_in_the_reference() -> None:
    text = (ROOT / "docs/guide/configuration.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"^\| `([a-z_]+)` \|", text, re.MULTILINE))
    assert documented == set(keys())


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_lead_somewhere(page: Path) -> None:
    prose = re.sub(r"```.*?```|``.*?``|`[^`\n]+`", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([\w./:-]+)[^)]*\)", prose):
        if "://" not in target and not target.endswith(".png"):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_the_python_interface_is_what_the_readme_says() -> None:
    import monitor

    assert len(monitor.__all__) <= 12
    changelog = monitor.compare("# Privacy\n\nWe never sell your data.\n", "# Privacy\n\nWe may sell your data.\n")
    assert changelog.changes[0].severity is monitor.Severity.CRITICAL
    assert all(hasattr(monitor, name) for name in monitor.__all__)
    with pytest.raises(AttributeError):
        monitor.nothing  # noqa: B018


def test_every_library_has_its_decision() -> None:
    pyproject = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    named = re.findall(r'^  "([a-z0-9-]+)[><=]', pyproject.split("dependencies = [")[1].split("]")[0], re.MULTILINE)
    decisions = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "docs/decisions").glob("*.md")).lower()
    assert [name for name in named if name.replace("-", " ") not in decisions.replace("-", " ")] == []
