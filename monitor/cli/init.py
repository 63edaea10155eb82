"""`init`: a commented configuration and the two data folders."""

from __future__ import annotations

from pathlib import Path

import click

from monitor.cli.app import App, common
from monitor.errors import UsageError


@click.command("init")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=True), required=False, metavar="[DIR]")
@common
@click.pass_obj
def init_command(app: App, folder: Path | None) -> None:
    """Write a commented config.yaml and the folders snapshots/ and reports/ into DIR (default: here, or where --config says)."""
    from monitor.config.edit import replace_text
    from monitor.config.template import TEMPLATE

    target = folder / "config.yaml" if folder is not None else app.config
    folder = target.parent
    if target.exists() or target.is_symlink():
        raise UsageError(f"{target} is there already and was left as it is; remove it first, or choose another folder")
    try:
        for name in ("", "snapshots", "reports"):
            (folder / name).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{error.filename}: the folder can't be made: {error.strerror}") from error
    replace_text(target, TEMPLATE)
    target.chmod(0o644)
    command = "policy-monitor" if target == Path("config.yaml") else f"policy-monitor --config {target}"
    app.message(f"Wrote {target}. Next: {command} add https://… && {command} run")
