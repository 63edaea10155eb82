"""`log`: lists the versions of a policy and what each changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from monitor.cli.app import App, results
from monitor.export import shapes
from monitor.model import HistoryEntry, Policy, Rejection
from monitor.present.phrases import FIRST_VERSION, change_counts, changelog_headline, language, plural, policy_title
from monitor.timestamps import utc_iso

if TYPE_CHECKING:
    from monitor.pipeline.context import MonitorContext


@click.command("log")
@click.argument("policy_id", required=False, metavar="[POLICY]")
@results
@click.pass_obj
def log_command(app: App, policy_id: str | None) -> None:
    """List the versions of POLICY (default: of every policy), newest last, and what each changed."""
    context = app.context()
    logs = [_log(app, context, policy) for policy in context.chosen([policy_id] if policy_id else [])]
    app.result(logs[0] if policy_id else {"policies": logs})
    if not logs:
        app.line(app.nothing_tracked())


def _log(app: App, context: MonitorContext, policy: Policy) -> dict[str, object]:
    entries, rejected = list(context.index.entries(policy.id)), context.index.rejections(policy.id)
    app.line(f"{policy.id}  {policy_title(policy)}: {plural(len(entries), 'version')}")
    for entry in entries:
        app.line(f"  {_line(entry)}")
    for rejection in rejected:
        app.line(f"  {_rejected(rejection)}")
    return shapes.log(policy, entries, rejected)


def _line(entry: HistoryEntry) -> str:
    version, changelog = entry.version, entry.changelog
    when = f"{utc_iso(version.captured_at)}  {version.source:<8}"
    if changelog is None:
        return f"{when}  {FIRST_VERSION}, {_spoken(entry)}"
    back = f"  (back to {utc_iso(version.returns_to)})" if version.returns_to else ""
    severity = changelog.severity.value + (" (alert)" if entry.alert else "")
    return f"{when}  {severity:<18}{change_counts(changelog.counts)}, {_spoken(entry)}{back}\n{'':34}{changelog_headline(changelog)}"


def _spoken(entry: HistoryEntry) -> str:
    """In which language the text is."""
    code = entry.version.document.language
    return f"in {language(code)}" if code and code != "und" else "language unknown"


def _rejected(rejection: Rejection) -> str:
    verdict = rejection.verdict
    return f"{utc_iso(rejection.captured_at)}  {rejection.source:<8}  {verdict.standing.value} ({verdict.reason}): {verdict.says}"
