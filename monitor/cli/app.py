"""What all commands share: the global options, where results and messages go, and how the context is opened."""

from __future__ import annotations

import gc
import json
import logging
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from monitor.config import Settings
    from monitor.config.outline import Outline
    from monitor.pipeline.context import MonitorContext

F = TypeVar("F", bound=Callable[..., Any])
DONE, INCOMPLETE, USAGE, INTERNAL, MATERIAL, INTERRUPTED = 0, 1, 2, 3, 10, 130
"""Exit codes; docs/guide/using.md has a table of them."""
LOCK_WAIT = 60.0
"""Seconds that a command waits while another process writes to the store."""


@contextmanager
def all_stays() -> Iterator[None]:
    """Looks for no garbage within the block, which makes thousands of values that all stay: that took a sixth of the time, and a third."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class App:
    """One call of the program."""

    def __init__(self, config: Path) -> None:
        self.config = config
        self.quiet = False
        self.verbose = False
        self.json = False
        self._settings: tuple[tuple[Path, bool], Settings] | None = None
        self._key: str | None = None
        self._outline: tuple[Path, Outline] | None = None

    def set_verbosity(self, *, verbose: bool = False, quiet: bool = False) -> None:
        """Sets how much is printed on standard error."""
        self.quiet = self.quiet or quiet
        if verbose:
            self.verbose = True
            logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s", stream=sys.stderr)
            logging.getLogger("monitor").setLevel(logging.DEBUG)

    def message(self, text: str) -> None:
        """Prints a message on standard error; nothing with --quiet."""
        if not self.quiet:
            click.echo(text, err=True)

    def line(self, text: str = "") -> None:
        """Prints a line of the result on standard output; nothing with --format json."""
        if not self.json:
            click.echo(text)

    def nothing_tracked(self) -> str:
        """What is printed when the configuration has no policies."""
        return f"{self.config} tracks no policies yet. Add one: policy-monitor add URL --name NAME"

    def result(self, data: Any) -> None:
        """Prints the result as one JSON document; nothing without --format json."""
        if self.json:
            click.echo(json.dumps(data, ensure_ascii=False, indent=1))

    def settings(self, *, secrets: bool = False, again: bool = False) -> Settings:
        """The validated configuration; with `secrets` when the command sends something, read `again` after the file was changed."""
        from monitor.config import load_settings
        from monitor.config.outline import outline_key

        asked = (self.config, secrets)
        if again or self._settings is None or self._settings[0] != asked:
            with all_stays():
                self._outline, self._key = None, outline_key(self.config, os.environ)
                self._settings = (asked, load_settings(self.config, os.environ, secrets=secrets))
        return self._settings[1]

    def outline(self) -> Outline:
        """What commands that send nothing need of the configuration; kept from the last one while the file stays the same."""
        from monitor.assemble import keep, kept_outline
        from monitor.config.outline import outline_of

        if self._outline is None or self._outline[0] != self.config:
            with all_stays():
                outline = kept_outline(self.config, os.environ)
            if outline is None:
                outline = outline_of(self.settings())
                keep(outline, self.config, os.environ, self._key)
            self._outline = self.config, outline
        return self._outline[1]

    def context(self, *, secrets: bool = False) -> MonitorContext:
        """The store, the sources and the channels that the configuration names."""
        from monitor.assemble import open_context, open_outline

        return open_context(self.settings(secrets=True), sending=True) if secrets else open_outline(self.outline(), self.settings)

    @contextmanager
    def writing(self, context: MonitorContext, command: str) -> Iterator[MonitorContext]:
        """Holds the store's lock; prints a message when it has to wait. Yields the context with what releases the lock for a while."""
        from monitor.errors import StoreLocked
        from monitor.pipeline.record import log_root
        from monitor.store.lock import store_lock

        owner = f"policy-monitor {command}"
        with ExitStack() as held:
            try:
                # Most locks are held for a moment; only a longer wait is worth a message.
                aside = held.enter_context(store_lock(context.archive.root, wait=0.2, owner=owner))
            except StoreLocked as error:
                self.message(f"Waiting for {error.owner} …")
                aside = held.enter_context(store_lock(context.archive.root, wait=LOCK_WAIT, owner=owner))
            # Before and after: a root that is printed while nothing is written can then always be looked up.
            log_root(context)
            held.callback(log_root, context)
            yield replace(context, aside=aside)

    @contextmanager
    def progress(self, label: str) -> Iterator[Callable[[int, int], None]]:
        """A progress bar, updated with (done, total); only on a terminal, and not with --quiet."""
        if self.quiet or not sys.stderr.isatty():
            yield lambda done, of: None
            return
        from tqdm import tqdm

        with tqdm(desc=label, unit="", leave=False, file=sys.stderr) as bar:

            def update(done: int, of: int) -> None:
                bar.total = of
                bar.update(done - bar.n)

            yield update


def _set_app(name: str) -> Callable[[click.Context, click.Parameter, Any], Any]:
    def callback(ctx: click.Context, param: click.Parameter, value: Any) -> Any:
        app = ctx.obj if isinstance(ctx.obj, App) else None
        if app is not None and value:
            if name == "config":
                app.config = value
            elif name == "json":
                app.json = value == "json"
            else:
                app.set_verbosity(**{name: True})
        return value

    return callback


def common(command: F) -> F:
    """Gives a command the global options, so that they may also follow its name."""
    # Hidden, since `policy-monitor --help` lists them; repeating them would bury each command's own options.
    hidden: dict[str, Any] = {"expose_value": False, "hidden": True}
    for option in (
        click.option("--config", type=click.Path(path_type=Path), callback=_set_app("config"), **hidden),
        click.option("--verbose", is_flag=True, callback=_set_app("verbose"), **hidden),
        click.option("--quiet", is_flag=True, callback=_set_app("quiet"), **hidden),
    ):
        command = option(command)
    return command


def jobs_option(command: F) -> F:
    """Gives a command `--jobs N`; None when it is not given."""
    says = "How many policies to process at a time.  [default: the number of processors, where there is enough to do]"
    return click.option("--jobs", metavar="N", type=click.IntRange(1, 64), help=says)(command)


def results(command: F) -> F:
    """Gives a command `--format text|json`, and the global options."""
    choice = click.Choice(["text", "json"])
    settings: dict[str, Any] = {"default": "text", "show_default": True, "help": "How to print the result."}
    option = click.option("--format", type=choice, callback=_set_app("json"), expose_value=False, **settings)
    return common(option(command))
