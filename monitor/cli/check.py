"""`check`: validates the configuration, and with --fetch tries each source."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from monitor.cli.app import USAGE, App, results
from monitor.errors import ConfigError, SourceError, given_up
from monitor.model import ExtractionResult, Policy, ScreenStatus, Snapshot, SnapshotRecord, Verdict
from monitor.present.phrases import plural, shorten

if TYPE_CHECKING:
    from monitor.pipeline.context import MonitorContext


@click.command("check")
@click.argument("policies", nargs=-1, metavar="[POLICY]...")
@click.option("--fetch", is_flag=True, help="Also fetch each page and show what would be extracted; nothing is stored.")
@results
@click.pass_obj
def check_command(app: App, policies: tuple[str, ...], fetch: bool) -> int:
    """Validate the configuration, and show everything that is wrong with it.

    With --fetch, also try each source and show what would be extracted. Exit code 1 if a source, a selector or a plug-in does not work, 2
    if the configuration is invalid.
    """
    if faults := _faults(app):
        return _refused(app, faults)
    context = app.context(secrets=True)
    chosen = context.chosen(policies)
    reports = [_report(context, policy, fetch) for policy in chosen]
    missing = _missing_parts(app)
    ok = not missing and all(r["ok"] for r in reports)
    app.result({"config": str(app.config), "ok": ok, "policies": reports, "plugins": missing, "faults": []})
    app.line(f"{app.config}: valid; {plural(len(chosen), 'policy', 'policies')}, {plural(len(context.channels), 'alert channel')}.")
    for report in reports:
        app.line(f"{report['policy']}: {report['says']}")
        if report.get("begins"):
            app.line(f"    {report['begins']}")
        for note in report.get("notes", ()):
            app.line(f"    Note: {note}")
    for says in missing:
        app.line(f"plug-ins: {says}")
    return 0 if ok else 1


def _faults(app: App) -> list[ConfigError]:
    """Everything that is wrong with the configuration."""
    from monitor.assemble import wrong_chats

    try:
        settings = app.settings(secrets=True)
    except ConfigError as error:
        from monitor.config.faults import faults_of

        return faults_of(app.config, os.environ) or [error]
    return list(wrong_chats(settings, app.config))


def _refused(app: App, faults: Sequence[ConfigError]) -> int:
    places = [{"file": str(fault.path or app.config), "line": fault.line, "says": fault.says} for fault in faults]
    app.result({"config": str(app.config), "ok": False, "policies": [], "plugins": [], "faults": places})
    for fault in faults:
        click.echo(f"policy-monitor: {fault}", err=True)
    return USAGE


def _missing_parts(app: App) -> list[str]:
    """What is wrong with the parts of plug-ins that the configuration names; they are not loaded."""
    from monitor.assemble import named_parts

    named, says = sorted(named_parts(app.settings())), []
    if named:
        from monitor.plugins.registry import PluginFault, registry

        for kind, name in named:
            try:
                registry().part(kind, name)
            except PluginFault as error:
                says.append(str(error))
    return says


def _report(context: MonitorContext, policy: Policy, fetch: bool) -> dict[str, Any]:
    report: dict[str, Any] = {"policy": policy.id, "urls": list(policy.urls), "live": policy.live, "history": policy.history, "ok": True}
    if says := _bad_selector(policy):
        return report | {"ok": False, "reason": "selector", "says": says}
    if not fetch:
        where = ", ".join(policy.urls) if policy.live else "archive only, no live page"
        return report | {"says": f"{where}; history: {policy.history}"}
    if not policy.live:
        return report | _listed(context, policy)
    try:
        return report | _fetched(context, policy)
    except SourceError as error:
        return report | {"ok": False, "reason": error.reason, "says": given_up(str(error))}


def _bad_selector(policy: Policy) -> str:
    """What is wrong with a selector of a policy; empty if nothing is."""
    from monitor.core.extract.dom import SelectorError, check_selector

    for one in (*policy.select, *policy.remove):
        try:
            check_selector(one.css)
        except SelectorError as error:
            return str(error)
    return ""


def _fetched(context: MonitorContext, policy: Policy) -> dict[str, Any]:
    from monitor.core.text.tokens import words_or_characters
    from monitor.pipeline.follow import fetch_text, text_address
    from monitor.sources.interface import Fetched

    source, parts, notes = context.live(policy), [], list[str]()
    for url in policy.urls:
        answer = fetch_text(source, policy, url, analysis=context.analysis)
        assert isinstance(answer, Fetched)  # noqa: S101 - nothing conditional was asked
        reading, verdict = _read(context, policy, answer.snapshot)
        if reading.document is None or verdict.standing is not ScreenStatus.ACCEPTED:
            reason, says = verdict.reason or "not-text", verdict.says or "it contains no text"
            return {"ok": False, "reason": reason, "says": f"{url}: {says}"}
        parts.append(reading.document)
        followed = text_address(answer.snapshot)
        notes += [f"The text is that of {followed}."] if followed != url else []
        notes += reading.document.notes
    words = sum(len(words_or_characters(part.text)) for part in parts)
    first = parts[0]
    says = f"{plural(words, 'word')}, title {first.title!r}, {f'dated {first.stated_date}' if first.stated_date else 'no stated date'}"
    begins = shorten(first.text, 160)
    return {"says": says, "words": words, "title": first.title, "stated_date": first.stated_date, "begins": begins, "notes": notes}


def _read(context: MonitorContext, policy: Policy, page: Snapshot) -> tuple[ExtractionResult, Verdict]:
    """A page's text, and whether a run would accept it as the policy."""
    from monitor.core.screen import screen
    from monitor.pipeline.follow import text_address

    select, remove = policy.selectors_at(page.captured_at)
    reading = context.analysis.read(
        page.body,
        media_type=page.media_type,
        headers=page.headers,
        url=text_address(page),
        select=select,
        remove=remove,
        extractor=policy.extractor,
        screens=policy.screens,
    )
    at, size = page.captured_at, len(page.body)
    record = SnapshotRecord(policy.id, 0, page.url, at, at, page.source, page.sha256, size, "", page.status, page.media_type, page.headers)
    # Screened by itself: what a run would compare it with is not read here.
    return reading, screen(reading, record=record, before=(), language=policy.language)


def _listed(context: MonitorContext, policy: Policy) -> dict[str, Any]:
    from monitor.pipeline.backfill import list_captures

    try:
        captures = list_captures(context.history(policy, policy.history), policy)
    except SourceError as error:
        return {"ok": False, "reason": error.reason, "says": given_up(str(error))}
    return {"ok": bool(captures), "says": f"{plural(len(captures), 'capture')} in {policy.history}", "captures": len(captures)}
