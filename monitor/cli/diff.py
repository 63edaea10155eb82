"""`diff`: what differs between two texts, by meaning, and how each verdict came about."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING

import click

from monitor.cli.app import DONE, MATERIAL, App, results
from monitor.errors import UsageError
from monitor.present.inert import clean

if TYPE_CHECKING:
    from monitor.core.meaning.explain import Explanation
    from monitor.model import Change, Changelog

_EVERY = "every"
_EXPLAIN = "--explain"
# Characters of a wrong CHANGE that the error repeats, on one line.
_ECHOED = 80


class _DiffCommand(click.Command):
    """Accepts `--explain` anywhere: the word after it is its value only if OLD and NEW are given besides.

    click takes the next word as an optional value, whatever it is: in `diff --explain old.md new.md`, NEW would be missing.
    """

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Ties each `--explain` to its value, then parses as any command does."""
        end = args.index("--") if "--" in args else len(args)
        places = [at for at in range(end) if args[at] == _EXPLAIN]
        bare = [f"{_EXPLAIN}={_EVERY}" if at in places else word for at, word in enumerate(args)]
        if places and places[-1] + 1 < end and not args[places[-1] + 1].startswith("-") and self._too_many(ctx, bare):
            at = places[-1]
            bare[at : at + 2] = [f"{_EXPLAIN}={args[at + 1]}"]
        return super().parse_args(ctx, bare)

    def _too_many(self, ctx: click.Context, args: list[str]) -> bool:
        """True when there are more words than OLD and NEW."""
        try:
            return bool(self.make_parser(ctx).parse_args(list(args))[1])
        except click.UsageError:
            return False  # an unknown option, or one without its value: parsing in earnest reports it


@click.command("diff", cls=_DiffCommand)
@click.argument("old")
@click.argument("new")
@click.option("--exit-code", is_flag=True, help="Exit with 10 when a material change was found.")
@click.option(
    _EXPLAIN,
    "wanted",
    is_flag=False,
    flag_value=_EVERY,
    metavar="[CHANGE]",
    help="Explain how a verdict came about: the rules that fired and why, the likelihood, the direction and the topics. CHANGE is the "
    "number of a change as JSON counts them, or its id. Without it, all critical and material changes are explained, or "
    "the first change if there are none.",
)
@click.option(
    "--judge",
    "judges",
    metavar="LANGUAGE",
    multiple=True,
    help="Have a plug-in judge changes in this language; may be repeated.",
)
@results
@click.pass_obj
def diff_command(app: App, old: str, new: str, exit_code: bool, wanted: str | None, judges: tuple[str, ...]) -> int:
    """Semantic diff of two files, or of two stored versions written ID@DATE."""
    from monitor.cli.explanation import explanation_json
    from monitor.cli.reference import find_text
    from monitor.core.compare import compare_documents, explanations
    from monitor.export import shapes

    before, after = find_text(app, old), find_text(app, new)
    changelog = _judged_by(judges, compare_documents(before.document, after.document))
    chosen = _chosen(changelog, wanted)
    explained = explanations(before.document, after.document, [change.id for change in chosen]) if chosen else {}
    if judges:
        from monitor.core.meaning.explain import explain_unjudged

        # What a plug-in said has one reason, its own.
        explained |= {one.id: explain_unjudged(one) for one in chosen if one.reasons[0].rule.startswith("judge-")}
    if app.json:
        sides = [shapes.text_ref(side.ref, side.document.sha256, side.captured_at, side.document.language) for side in (before, after)]
        result = shapes.diff(sides[0], sides[1], changelog)
        for change in result["changes"]:
            if change["id"] in explained:
                change["explanation"] = explanation_json(explained[change["id"]])
        app.result(result)
    elif wanted:
        _print_explanations(app, changelog, explained)
    else:
        from monitor.render.text import changelog_text

        color = sys.stdout.isatty() and "NO_COLOR" not in os.environ
        app.line(changelog_text(changelog, old, new, color=color, width=_width(), verbose=app.verbose).rstrip("\n"))
    return MATERIAL if exit_code and changelog.alert else DONE


def _judged_by(judges: tuple[str, ...], changelog: Changelog) -> Changelog:
    """The changelog with what plug-ins say about languages that nobody judged."""
    if not judges:
        return changelog
    from monitor.plugins.judging import rejudged
    from monitor.plugins.registry import PluginFault, registry

    for language in judges:
        try:
            registry().load("judges", language)
        except PluginFault as error:
            raise UsageError(f"--judge {language}: {error}") from error
    return rejudged(registry(), changelog, judges)


def _width() -> int:
    return min(shutil.get_terminal_size((100, 24)).columns, 120)


def _chosen(changelog: Changelog, wanted: str | None) -> list[Change]:
    """The changes that `--explain` asks for."""
    changes = list(changelog.changes)
    if wanted is None:
        return []
    if wanted == _EVERY:
        return [change for change in changes if change.material] or changes[:1]
    for number, change in enumerate(changes, 1):
        if wanted in (str(number), change.id):
            return [change]
    if not changes:
        raise UsageError(f"--explain {wanted}: there is no change to explain; the two texts are the same.")
    raise UsageError(
        f"--explain {clean(wanted)[:_ECHOED]}: no such change; give a number from 1 to {len(changes)}, or an id that --format json shows."
    )


def _print_explanations(app: App, changelog: Changelog, explained: dict[str, Explanation]) -> None:
    from monitor.render.explanation import explanation_text

    if not explained:
        app.line("No change to explain: the two texts are the same.")
    for number, change in enumerate(changelog.changes, 1):
        if change.id in explained:
            app.line(explanation_text(number, change, explained[change.id], width=_width()))
