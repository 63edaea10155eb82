"""`import list` of a repository of versions: its texts become dated versions of the policies that are tracked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from monitor.cli.app import USAGE, App
from monitor.cli.backfill import refresh_and_report
from monitor.cli.listing import columns, confirmed
from monitor.model import Policy
from monitor.present.phrases import plural
from monitor.timestamps import utc_iso

if TYPE_CHECKING:
    from monitor.pipeline.context import MonitorContext
    from monitor.sources.git_versions import RepositoryDocument


def import_versions(app: App, repository: Path, *, dry_run: bool, yes: bool) -> int:
    """Shows which document belongs to which policy and what is left out, asks, and imports; never alerts. Returns the exit code."""
    from monitor.sources.git_versions import documents_of

    context = app.context()
    matched, left_out = list[tuple[Policy, "RepositoryDocument"]](), list[tuple[str, str, str]]()
    for one in documents_of(repository):
        where = f"{one.service}/{one.document}"
        policy = _policy_for(context, one)
        if policy is not None and one.recorded:
            matched.append((policy, one))
        if policy is None:
            left_out.append((where, plural(len(one.recorded), "version"), "no tracked policy has this name and document; add it first"))
        elif len(one.recorded) < len(one.texts):
            technical = plural(len(one.texts) - len(one.recorded), "version")
            left_out.append((where, technical, "written again by a technical upgrade: the page itself had not changed"))
    _show(app, matched, left_out)
    asked = bool(matched) and not dry_run
    agreed = asked and (yes or confirmed(app, f"Import them into {context.archive.root}?"))
    reports = _imported(app, context, repository, matched) if agreed else []
    app.result({
        "read": "a repository of versions", "written": agreed, "imported": reports,
        "policies": [{"id": p.id, "service": d.service, "document": d.document, "versions": len(d.recorded)} for p, d in matched],
        "left_out": [{"where": where, "what": what, "why": why} for where, what, why in left_out],
    })  # fmt: skip
    if not agreed:
        app.line("Nothing was written.")
    if any(report["failures"] for report in reports):
        return 1
    return USAGE if asked and not agreed else 0


def _policy_for(context: MonitorContext, one: RepositoryDocument) -> Policy | None:
    """The tracked policy of the same company and kind of document."""
    from monitor.config.slug import slug_of

    service, kind = slug_of(one.service), slug_of(one.document)
    for policy in context.policies:
        # The folder is the service's id ("ExampleShop"), which is not always spelt as its name ("Example Shop").
        if slug_of(policy.document) == kind and service.replace("-", "") in (slug_of(policy.name).replace("-", ""), policy.id):
            return policy
    return None


def _show(app: App, matched: list[tuple[Policy, RepositoryDocument]], left_out: list[tuple[str, str, str]]) -> None:
    app.line(f"Read a repository of versions: {plural(len(matched), 'document')} to import, {plural(len(left_out), 'row')} left out.")
    if matched:
        app.line()
        rows = [(policy.id, f"{one.service}/{one.document}", str(len(one.recorded)), _span(one)) for policy, one in matched]
        for line in columns(("policy", "in the repository", "versions", "dates"), rows):
            app.line(line)
    if left_out:
        app.line()
        for line in columns(("left out", "what", "why"), left_out):
            app.line(line)
    app.line()


def _span(one: RepositoryDocument) -> str:
    return f"{utc_iso(one.recorded[0].at)[:10]} to {utc_iso(one.recorded[-1].at)[:10]}"


def _imported(
    app: App, context: MonitorContext, repository: Path, matched: list[tuple[Policy, RepositoryDocument]]
) -> list[dict[str, Any]]:
    from monitor.pipeline.backfill import fetch_captures
    from monitor.pipeline.refresh import Refresher
    from monitor.sources.git_versions import GitVersions

    reports, refresher = list[dict[str, Any]](), Refresher(context)
    with app.writing(context, "import"):
        for policy, one in matched:
            source = GitVersions(repository, one, url=policy.urls[0])
            with app.progress(policy.id) as update:
                result = fetch_captures(context, policy, source, list(source.captures()), on_progress=update)
            reports.append(refresh_and_report(app, context, refresher, policy, result))
        refresher.finish()
    return reports
