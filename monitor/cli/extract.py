"""`extract`: prints the policy text of a page as the monitor extracts it."""

from __future__ import annotations

import click

from monitor.cli.app import App, results
from monitor.errors import UsageError
from monitor.model import Document


@click.command("extract")
@click.argument("source", metavar="FILE|URL")
@click.option("--select", multiple=True, metavar="CSS", help="Extract only what this selects; can be repeated.")
@click.option("--remove", multiple=True, metavar="CSS", help="Leave out what this selects; can be repeated.")
@click.option("--browser", is_flag=True, help="Open URL in a browser and run its JavaScript first (needs policy-monitor[browser]).")
@results
@click.pass_obj
def extract_command(app: App, source: str, select: tuple[str, ...], remove: tuple[str, ...], browser: bool) -> None:
    """Print the policy text of a page as Markdown (with --format json: with its title, dates and language)."""
    live = source.startswith(("http://", "https://"))
    if browser and not live:
        raise UsageError(f"--browser needs a URL, but {source} is a file")
    document = _fetch(source, select, remove, browser) if live else _read(source, select, remove)
    app.result(
        {
            "schema": "policy-monitor/document/1",
            "ref": source,
            "sha256": document.sha256,
            "title": document.title,
            "stated_date": document.stated_date,
            "effective_date": document.effective_date,
            "language": document.language,
            "notes": list(document.notes),
            "text": document.text,
        }
    )
    from monitor.core.extract.inline import with_escapes

    app.line(with_escapes(document.text).rstrip("\n"))
    for note in document.notes:
        app.message(f"note: {note}")


def _read(source: str, select: tuple[str, ...], remove: tuple[str, ...]) -> Document:
    from pathlib import Path

    from monitor.cli.reference import read_file

    return read_file(Path(source), source, select=select, remove=remove).document


def _fetch(source: str, select: tuple[str, ...], remove: tuple[str, ...], browser: bool) -> Document:
    from monitor.assemble import live_source
    from monitor.cli.reference import document_of
    from monitor.sources.interface import Fetched
    from monitor.workers.analysis import InWorker
    from monitor.workers.limits import JobLimits

    answer = live_source(None, (source,), browser=browser).fetch("extract", source)
    assert isinstance(answer, Fetched)  # noqa: S101 - nothing conditional was asked
    snapshot = answer.snapshot
    reading = InWorker(JobLimits()).read(
        snapshot.body, media_type=snapshot.media_type, headers=snapshot.headers, url=answer.final_url, select=select, remove=remove
    )
    return document_of(reading, source)
