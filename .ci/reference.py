"""Write the pages of the documentation that are made from the program: python .ci/reference.py [--check]."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from inspect import cleandoc
from pathlib import Path

import click
import yaml

from monitor.cli.commands import COMMANDS, cli

ROOT = Path(__file__).resolve().parents[1]
COMMANDS_PAGE, VERDICTS_PAGE = ROOT / "docs/reference/commands.md", ROOT / "docs/verdicts.md"
INTRODUCTION = """# Commands

Made from the program itself (`make reference`). `policy-monitor COMMAND --help` prints the same, and `make man` writes it as
man pages. Every command also takes `--config`, `--verbose` and `--quiet`. [Scripts](../guide/using.md#scripts) has the exit codes.
"""
FEWEST = 3
"""Labelled uses below which docs/evaluation.md gives no figures of a rule."""


# --- commands ---------------------------------------------------------------------------------------------------------


def commands_page() -> str:
    """Every command and subcommand with its usage, its text and its options."""
    context = click.Context(cli, info_name="policy-monitor")
    parts = [INTRODUCTION]
    for name in COMMANDS:
        command = cli.get_command(context, name)
        assert command is not None
        parts += _sections(click.Context(command, info_name=name, parent=context), level=2)
    return "\n".join(parts)


def _sections(context: click.Context, *, level: int) -> Iterator[str]:
    command = context.command
    path = context.command_path.removeprefix("policy-monitor ")
    usage = " ".join(["policy-monitor", path, *command.collect_usage_pieces(context)])
    yield f"{'#' * level} {path}\n\n```text\n{usage}\n```\n\n{_paragraphs(command.help or '')}\n"
    rows = [
        record for parameter in command.params if (record := parameter.get_help_record(context)) and record[1] and record[0] != "-h, --help"
    ]
    if rows:
        yield "| option | meaning |\n|---|---|\n" + "\n".join(f"| `{_cell(name)}` | {_cell(says)} |" for name, says in rows) + "\n"
    for name, below in command.commands.items() if isinstance(command, click.Group) else ():
        yield from _sections(click.Context(below, info_name=name, parent=context), level=level + 1)


def _paragraphs(text: str) -> str:
    """The help of a command as Markdown; what click does not refill is a block of its own."""
    parts = cleandoc(text).split("\n\n")
    return "\n\n".join(f"```text\n{part[2:]}\n```" if part.startswith("\b\n") else part.replace("<", "&lt;") for part in parts)


def _cell(text: str) -> str:
    return text.replace("|", r"\|").replace("<", "&lt;")


# --- verdicts ---------------------------------------------------------------------------------------------------------


def verdicts_page(page: str, evaluation: str) -> str:
    """The page with the tables between its markers made again, from the rules and from the figures of docs/evaluation.md."""
    figures = table(evaluation, "changes")
    made = {"severities": severities(figures), "directions": directions(figures), "rules": rules(table(evaluation, "rules"))}
    for marker, text in made.items():
        before, begin, rest = page.partition(f"<!-- {marker} -->\n")
        page = before + begin + text + "<!-- end -->" + rest.partition("<!-- end -->")[2]
    return page


def table(page: str, marker: str) -> dict[str, list[str]]:
    """The rows of a table between markers, by their first cell."""
    (text,) = re.findall(rf"<!-- {marker} -->\n(.*?)<!-- end -->", page, re.DOTALL)
    rows = [[cell.strip() for cell in line.strip("|\n").split("|")] for line in text.splitlines()[2:]]
    return {row[0]: row[1:] for row in rows}


def severities(figures: dict[str, list[str]]) -> str:
    """What each severity means, and how often it is right."""
    meanings = {
        "critical": "a protective promise was removed or reversed, or there is a sensitive new use, disclosure or restriction",
        "material": "any other change of substance",
        "minor": "a clarification, a contact, a named processor of a known class, a date",
        "cosmetic": "the meaning is the same",
    }
    lines = ["| severity | meaning | alerts by default | precision | recall |", "|---|---|---|---|---|"]
    for name, meaning in meanings.items():
        # "Material" is measured as material or worse, since that is what raises an alert.
        precision, recall = (figures.get(f"{name} {what}", ["–"])[0] for what in ("precision", "recall"))
        lines.append(f"| {name} | {meaning} | {'yes' if precision != '–' else 'no'} | {precision} | {recall} |")
    return "\n".join(lines) + "\n"


def directions(figures: dict[str, list[str]]) -> str:
    """What is known of directions."""
    asked = {
        "a direction is said of an alert": "direction said",
        "it is right, where one is said": "direction right where said",
        "it is the opposite of the truth, where one is said": "direction opposite, of told",
        "a change that is called the loss of a promise is one": "a told loss of a promise is one",
        "a lost promise is called one": "lost promises told as a loss",
    }
    rows = [f"| {says} | {figures[name][0]} |" for says, name in asked.items()]
    return "\n".join(["| how often | share |", "|---|---|", *rows]) + "\n"


def rules(measured: dict[str, list[str]]) -> str:
    """Every rule with what it says, and its precision where it was used often enough to have one."""
    lines = ["| rule | severity | what it says | labelled uses | material | critical |", "|---|---|---|---|---|---|"]
    for rule in yaml.safe_load((ROOT / "monitor/vocabulary/rules.yaml").read_text(encoding="utf-8")):
        _, _, uses, material, critical, _ = measured.get(rule["id"], ["", "", f"fewer than {FEWEST}", "–", "–", ""])
        lines.append(f"| {rule['id']} | {rule['severity']} | {_cell(rule['says'])} | {uses} | {material} | {critical} |")
    return "\n".join(lines) + "\n"


def pages() -> dict[Path, str]:
    """The pages as they should be."""
    evaluation = (ROOT / "docs/evaluation.md").read_text(encoding="utf-8")
    return {COMMANDS_PAGE: commands_page(), VERDICTS_PAGE: verdicts_page(VERDICTS_PAGE.read_text(encoding="utf-8"), evaluation)}


def main(arguments: list[str]) -> int:
    """Writes the pages; with --check, only says which differ."""
    differ = [path for path, text in pages().items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    for path in differ:
        if "--check" not in arguments:
            path.parent.mkdir(exist_ok=True)
            path.write_text(pages()[path], encoding="utf-8")
        print(f"{path.relative_to(ROOT)} {'differs; run `make reference`' if '--check' in arguments else 'written'}")
    return 1 if differ and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
