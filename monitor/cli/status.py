"""`status`: shows how the checks of each policy are going."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import tzinfo
from typing import TYPE_CHECKING, Any

import click

from monitor.cli.app import App, all_stays, results
from monitor.cli.root import root_json, root_size
from monitor.errors import StoreError
from monitor.model import Policy
from monitor.present.phrases import plural
from monitor.timestamps import utc_iso, utc_iso_or_none

if TYPE_CHECKING:
    from monitor.pipeline.context import MonitorContext


@click.command("status")
@click.argument("policies", nargs=-1, metavar="[POLICY]...")
@results
@click.pass_obj
def status_command(app: App, policies: tuple[str, ...]) -> None:
    """Show for each POLICY (default: all) the last successful check, the current problem if any, and the next check."""
    from monitor.pipeline.claims import kept_histories, unclaimed_histories
    from monitor.pipeline.record import shown_root

    context, outline = app.context(), app.outline()
    chosen, zone = context.chosen(policies), outline.zone
    with all_stays():
        lost = _lost(context)
        # Reading is done in a moment, in which nobody replaces files.
        with context.steady():
            reports, faults = [_status_or_fault(context, policy, zone, lost) for policy in chosen], _attention(context)
    root = shown_root(context)
    faults += [one.says for one in unclaimed_histories(context, outline.removed)]
    kept = kept_histories(context, outline.removed) if not policies else []
    reader = _reader(context)
    app.result({"policies": reports, "removed": kept, "attention": faults, "root": root_json(root), "second_reader": reader})
    app.line("\n".join(map(_line, reports)) or app.nothing_tracked())
    for says in faults:
        app.line(f"Attention: {says}")
    if reader:
        app.line(f"Second reader: {reader['says']}")
    if kept:
        app.line(f"No longer tracked, history kept: {', '.join(kept)}")
    if root is not None:
        app.line(f"Root of the record: {root.root} ({root_size(root)}); keep it elsewhere for `policy-monitor verify --against`")


def _reader(context: MonitorContext) -> dict[str, Any] | None:
    """How the second reader is doing; None where there is none, or its file can't be read, which `doctor` says."""
    from monitor.pipeline.second_readings import reader_json, reader_state

    try:
        state = reader_state(context)
    except StoreError:
        return None
    return reader_json(state) if state else None


def _attention(context: MonitorContext) -> list[str]:
    """What is wrong with the monitoring itself, by the last cycle and by a look at the files."""
    from monitor.pipeline.attention import faults_now, needs_attention

    try:
        known = needs_attention(context)
    except StoreError as error:
        known = [f"state.sqlite: {error}"]
    # What the last cycle noted is not said twice.
    return known + [f"{place}: {says}" for place, says in faults_now(context) if not any(line.startswith(f"{place}: ") for line in known)]


def _lost(context: MonitorContext) -> dict[str, int]:
    """How many snapshots of each policy are lost; none where the index can't be read, which each policy's own status says."""
    from monitor.pipeline.readability import LOST

    try:
        return context.index.rejection_counts(LOST)
    except StoreError:
        return {}


def _status_or_fault(context: MonitorContext, policy: Policy, zone: tzinfo | None, lost: Mapping[str, int]) -> dict[str, Any]:
    """The status as far as the policy's files and the databases can be read; an unreadable one is the policy's problem."""
    try:
        return _status(context, policy, zone, lost)
    except (StoreError, OSError) as error:
        from monitor.pipeline.faults import said

        nothing = dict.fromkeys(
            ("newest", "last_success", "last_failure", "unreadable_since", "unreadable_because", "refused", "next_check")
        )
        unknown = {"versions": 0, "told_unreadable": False, "lost_snapshots": 0, "not_saved": [], "failures_in_row": 1}
        return {
            "policy": policy.id,
            "tags": list(policy.tags),
            "paused": policy.paused,
            **nothing,
            **unknown,
            "reason": "store-fault",
            "says": said(error),
        }


def _status(context: MonitorContext, policy: Policy, zone: tzinfo | None, lost: Mapping[str, int]) -> dict[str, Any]:
    from monitor.pipeline.notices import outage_of
    from monitor.pipeline.readability import refusal
    from monitor.service.next_check import next_check

    refused, unsaved = refusal(context, policy), context.state.pending_copies(policy.id)
    check, entries = context.state.check(policy.id), context.index.entries(policy.id)
    failing, outage = check.failures_in_row > 0, outage_of(context, policy)
    return {
        "policy": policy.id,
        "tags": list(policy.tags),
        "paused": policy.paused,
        "versions": len(entries),
        "newest": utc_iso(entries[-1].version.captured_at) if entries else None,
        "last_success": utc_iso_or_none(check.last_success),
        "last_failure": utc_iso_or_none(check.last_failure),
        "reason": check.reason if failing else None,
        "says": check.says if failing else None,
        "unreadable_since": utc_iso_or_none(outage.since) if outage else None,
        "unreadable_because": outage.says if outage else None,
        "told_unreadable": check.reported_since is not None,
        "refused": {"reason": refused.verdict.reason, "says": refused.verdict.says} if refused else None,
        "lost_snapshots": lost.get(policy.id, 0),
        "not_saved": [{"url": url, "says": one.says, "retry_at": utc_iso_or_none(one.retry_at)} for url, one in unsaved.items()],
        "failures_in_row": check.failures_in_row,
        "next_check": utc_iso_or_none(next_check(policy, check, context.now(), zone)),
    }


def _line(report: dict[str, Any]) -> str:
    never = "never fetched successfully" if report["failures_in_row"] else "not checked yet"
    if report["paused"]:
        return f"{report['policy']}: {plural(report['versions'], 'version')}, paused; policy-monitor resume {report['policy']}"
    checked = f"last checked {report['last_success']}" if report["last_success"] else never
    lines = [f"{report['policy']}: {plural(report['versions'], 'version')}, {checked}, next check due {report['next_check']}"]
    if report["next_check"] is None and report["reason"] == "store-fault":
        return f"{report['policy']}: can't be read ({report['reason']}): {report['says']}"
    if report["failures_in_row"]:
        failed = report["failures_in_row"]
        what = "the last check failed" if failed == 1 else f"the last {failed} checks failed"
        lines.append(f"{what} ({report['reason']}): {report['says']}")
    if report["refused"]:
        lines.append(f"the page shows no policy at present ({report['refused']['reason']}): {report['refused']['says']}")
    if report["lost_snapshots"]:
        lines.append(f"the bytes of {plural(report['lost_snapshots'], 'snapshot')} are lost; `policy-monitor verify` lists them")
    for one in report["not_saved"]:
        next_step = f"next attempt {one['retry_at']}" if one["retry_at"] else "given up"
        lines.append(f"not copied by the archive ({next_step}): {one['says']}")
    if report["unreadable_since"]:
        notice = "; a notice was sent" if report["told_unreadable"] else ""
        why, shown = report["unreadable_because"], bool(report["refused"]) or report["unreadable_because"] == report["says"]
        because = f": {why}" if why and not shown else ""
        lines.append(f"unreadable since {report['unreadable_since']}{notice}{because}")
    elif report["told_unreadable"]:
        lines.append("readable again; the notice follows with the next run")
    return "\n  ".join(lines)
