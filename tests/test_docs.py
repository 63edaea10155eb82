"""The documentation matches the program: commands, keys, paths, links and the pages of the site."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from monitor.cli.commands import COMMANDS, cli
from monitor.config.settings import Settings
from monitor.config.validation_errors import _annotation, _model_in
from tests.plain_english import stilted

ROOT = Path(__file__).resolve().parents[1]
PAGES = [
    *sorted(ROOT.glob("*.md")),
    ROOT / "bench/README.md",
    *sorted((ROOT / ".github").rglob("*.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
]
MADE = ("snapshots/", "reports/", "backup/", "past/", "site/", ".github/workflows/policies.yml")
"""Files that the program or a command makes, not files of the repository."""
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


def test_every_promised_command_exists() -> None:
    assert set(COMMANDS) >= CONTRACT


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(name: str) -> None:
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    assert command.help


def parameters(command: click.Command) -> list[click.Parameter]:
    """Those of a command and of its subcommands."""
    below = command.commands.values() if isinstance(command, click.Group) else ()
    return [*command.params, *(parameter for one in below for parameter in parameters(one))]


GUIDE = [
    ROOT / "README.md",
    ROOT / "docs/index.md",
    *sorted((ROOT / "docs/guide").glob("*.md")),
    *sorted((ROOT / "docs/tutorials").glob("*.md")),
]
"""What a newcomer reads."""


@pytest.mark.parametrize("page", GUIDE, ids=lambda p: p.name)
def test_the_guide_is_plain_english(page: Path) -> None:
    assert [(line, found) for line in page.read_text(encoding="utf-8").splitlines() if (found := stilted(line))] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_commands_and_options_in_the_documentation_exist(page: Path) -> None:
    for name, rest in re.findall(r"policy-monitor ([a-z]+(?:-[a-z]+)*)\b([^`\n#]*)", code(page)):
        command = cli.get_command(click.Context(cli), name)
        assert command is not None, f"{page.name}: policy-monitor {name}"
        options = {option for parameter in parameters(command) for option in parameter.opts}
        assert {word for word in rest.split() if word.startswith("--")} <= options, f"{page.name}: {name}{rest}"


def code(page: Path) -> str:
    """The code blocks and code spans of a page."""
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
    for target, _, anchor in links(page):
        file = page.parent / target if target else page
        assert file.exists(), f"{page.name} links to {target}"
        assert not anchor or anchor in anchors(file), f"{page.name} links to {target}#{anchor}"


def links(page: Path) -> Iterator[tuple[str, str, str]]:
    """The relative links of a page: (file, "#" or nothing, anchor)."""
    prose = re.sub(r"```.*?```|``.*?``|`[^`\n]+`", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([\w./:#-]+)[^)]*\)", prose):
        if "://" not in target:
            yield target.partition("#")


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub and Python-Markdown make them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_files_named_in_the_documentation_exist(page: Path) -> None:
    """Paths start at the root of the repository, or at `monitor/` where a page speaks about modules."""
    rooms = "|".join(
        sorted({path.name for path in [*ROOT.iterdir(), *(ROOT / "monitor").iterdir()] if path.is_dir()}, key=len, reverse=True)
    )
    for path in re.findall(rf"(?<![\w./<>-])((?:{rooms})/[\w./*-]+)", code(page)):
        if not path.startswith(MADE) and "://" not in path:
            found = [*ROOT.glob(path.rstrip("/.")), *(ROOT / "monitor").glob(path.rstrip("/."))]
            assert found, f"{page.name} names {path}"


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_make_targets_named_in_the_documentation_exist(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for names in re.findall(r"(?:^|`)make ((?:[a-z]+ ?)+)", code(page), re.MULTILINE):
        assert set(names.split()) <= targets, f"{page.name}: make {names}"


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_benchmarks_named_in_the_documentation_exist(page: Path) -> None:
    for name in re.findall(r"python -m bench ([a-z_]+)|ONLY=([a-z_]+)", code(page)):
        assert (ROOT / "bench" / f"{''.join(name)}.py").is_file(), f"{page.name}: {name}"


def test_every_page_is_in_the_navigation_of_the_site() -> None:
    site = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    listed = {page for page in leaves(site["nav"]) if "://" not in page}
    assert listed == {path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs").rglob("*.md")}


def leaves(nav: Any) -> Iterator[str]:
    """The pages of a navigation tree."""
    if isinstance(nav, str):
        yield nav
    else:
        for item in nav.values() if isinstance(nav, dict) else nav:
            yield from leaves(item)


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
