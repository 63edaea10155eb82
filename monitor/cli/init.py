"""`init`: a commented configuration and the two data folders."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from monitor.cli.app import App, common
from monitor.errors import UsageError

BESIDE_THE_EXAMPLE = Path("my-policies")
"""Where `init` goes in a clone of this project, whose own config.yaml is the example of `make run` (the folder is in .gitignore)."""


@click.command("init")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=True), required=False, metavar="[DIR]")
@common
@click.pass_obj
def init_command(app: App, folder: Path | None) -> None:
    """Write a commented config.yaml and the folders snapshots/ and reports/ into DIR.

    DIR defaults to the current folder, or to that of --config. An existing configuration is never overwritten.
    """
    from monitor.config.edit import replace_text
    from monitor.config.template import TEMPLATE

    target = _target(app.config, folder)
    home = target.parent
    # A dangling link does not exist, but writing to it would create a file elsewhere.
    if target.exists() or target.is_symlink():
        raise UsageError(f"{target} already exists and was left unchanged; choose another folder: policy-monitor init DIR")
    try:
        for name in ("", "snapshots", "reports"):
            (home / name).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{error.filename}: cannot create the folder: {error.strerror}") from error
    replace_text(target, TEMPLATE)
    if home == BESIDE_THE_EXAMPLE and folder is None:
        app.message(f"This folder's {app.config} is the example of `make run`; it was left unchanged.")
    app.message(f"Wrote {target}. Next: {_next_steps(target)}")


def _target(config: Path, folder: Path | None) -> Path:
    """The configuration to write: in DIR, else where --config says; in a clone, beside the example instead of refusing."""
    if folder is not None:
        return folder / "config.yaml"
    if config == Path("config.yaml") and _is_example(config):
        return BESIDE_THE_EXAMPLE / "config.yaml"
    return config


def _is_example(config: Path) -> bool:
    """Whether a configuration is the one that ships with the repository: its first line says so."""
    from monitor.config.template import EXAMPLE_HEADING

    try:
        with config.open(encoding="utf-8") as file:
            return file.readline().startswith(EXAMPLE_HEADING)
    except (OSError, UnicodeError):
        return False


def _next_steps(target: Path) -> str:
    """The commands that add a first policy and check it, as typed in the current folder."""
    if target.name != "config.yaml":
        command = f"policy-monitor --config {shlex.quote(str(target))}"
        return f"{command} add https://… && {command} run"
    steps = "policy-monitor add https://… && policy-monitor run"
    return steps if target.parent == Path() else f"cd {shlex.quote(str(target.parent))} && {steps}"
