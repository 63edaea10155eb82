"""`corpus`: derives whole collections, on this machine or on a Dask cluster."""

from __future__ import annotations

import importlib.util
import os
from typing import TYPE_CHECKING, Any

import click

from monitor.cli.app import DONE, INCOMPLETE, App, common, results
from monitor.errors import UsageError
from monitor.present.phrases import joined, plural

if TYPE_CHECKING:
    from monitor.corpus.run import Summary

_NEEDED = ("dask", "distributed", "fsspec", "pyarrow")
_SEVERITIES = ("critical", "material", "minor", "cosmetic")


@click.group("corpus")
@common
def corpus_command() -> None:
    """Derive whole collections of policies into Parquet tables."""


@corpus_command.command("derive")
@click.argument("source")
@click.argument("target")
@click.option("--scheduler", metavar="ADDRESS", help="A running Dask scheduler: tcp://HOST:8786.")
@click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="Processes on this machine.  [default: one per core]")
@click.option(
    "--form",
    type=click.Choice(["store", "folder", "warc", "git", "table"]),
    help="Kind of SOURCE, if its content does not show it.",
)
@results
@click.pass_obj
def derive_command(app: App, source: str, target: str, scheduler: str | None, jobs: int | None, form: str | None) -> int:
    """Derive every policy of SOURCE and write the tables to TARGET; both may be on object storage (s3://…).

    SOURCE is a store of this program, a folder of dated files, WARC files, a git repository with one commit per version (Open Terms
    Archive), or a database or CSV file of dated texts (Princeton-Leuven). What is there already is kept: run it again after an
    interruption. Exit code 1 if a policy failed.
    """
    if scheduler and jobs:
        raise UsageError("--scheduler cannot be combined with --jobs: a running cluster has its own workers")
    check_extra()
    from monitor.corpus.run import derive_collection

    def started(dashboard: str, policies: int) -> None:
        app.message(f"{plural(policies, 'policy', 'policies')}; Dask dashboard: {dashboard}")

    with app.progress("Deriving") as update:
        cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        summary = derive_collection(
            source, target, form=form, scheduler=scheduler, jobs=jobs or cores, on_start=started, on_progress=update
        )
    app.result(summary_json(summary))
    for line in summary_lines(summary, target):
        app.line(line)
    for failure in summary.failures:
        click.echo(f"{failure.policy}: {failure.says}", err=True)
    return INCOMPLETE if summary.failures else DONE


def check_extra() -> None:
    """Refuses to start without the libraries.

    Raises:
        UsageError: one of them is not installed.
    """
    missing = [name for name in _NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        them = "it" if len(missing) == 1 else "them"
        raise UsageError(f"`corpus derive` needs {joined(missing)}; install {them} with: pip install 'policy-monitor[cluster]'")


def summary_json(summary: Summary) -> dict[str, Any]:
    """What `corpus derive --format json` prints: counts, and the failures with their reasons."""
    return {
        "schema": "policy-monitor/corpus-summary/1",
        "policies": summary.policies,
        "derived": summary.derived,
        "held": summary.held,
        "versions": summary.versions,
        "changes": {name: summary.changes.get(name, 0) for name in _SEVERITIES},
        "rejected": summary.rejections,
        "left_out": summary.left_out,
        "seconds": round(summary.seconds, 3),
        "stopped": [{"policy": policy, "says": says} for policy, says in summary.stopped],
        "failed": [{"policy": one.policy, "reason": one.reason, "says": one.says} for one in summary.failures],
        "dashboard": summary.dashboard,
    }


def summary_lines(summary: Summary, target: str) -> list[str]:
    """The summary in lines for people: counts, and how to find out more."""
    counts = ", ".join(f"{summary.changes.get(name, 0):,} {name}" for name in _SEVERITIES)
    total = plural(sum(summary.changes.values()), "change")
    lines = [
        f"{plural(summary.policies, 'policy', 'policies')} in {target}: {summary.derived:,} derived now, {summary.held:,} held before, "
        f"{len(summary.failures):,} failed.",
        f"{plural(summary.versions, 'version')}, {total} ({counts}), {summary.seconds:.1f} s.",
    ]
    if summary.rejections or summary.left_out:
        outside = f"{plural(summary.rejections, 'capture')} made no version, {plural(summary.left_out, 'file')} no capture"
        lines.append(f"{outside}; see the table `rejections`.")
    if summary.stopped:
        number = len(summary.stopped)
        what = (
            "1 extraction or comparison exceeded the limits and was"
            if number == 1
            else f"{number:,} extractions or comparisons exceeded the limits and were"
        )
        lines.append(f"{what} stopped; --format json says which.")
    return lines
